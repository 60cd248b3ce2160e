"""What the codebook screen reads beside the codebook itself: the memos of a code, and its codings with their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.services.memos import listed

if TYPE_CHECKING:
    from qualcode.domain.citations import CitedCoding
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class CodingLine:
    """A live coding of a code as a list shows it: where it stands with its words, whose it is, starred or unsure."""

    coding: CitedCoding
    coder: str
    star: bool
    unsure: bool


def memos_of_code(study: OpenStudy, code: int) -> tuple[ListedMemo, ...]:
    """The memos attached to a code, the oldest first."""
    return listed(study, study.memos.all(about=study.codes.codebook()[code].guid))


def codings_of_code(study: OpenStudy, code: int) -> tuple[CodingLine, ...]:
    """Every live coding of a code itself that the viewer may see, whoever made it, in the order of sources and texts."""
    order = {one.id: place for place, one in enumerate(study.sources.all())}
    names = {one.id: one.name for one in study.coders.all()}
    live = {one.id: one for one in study.codings.all(codes=[code])}
    lines = [
        CodingLine(one, names[one.coder], live[one.id].star, live[one.id].unsure) for one in study.codings.cited(numbers=live)
    ]
    return tuple(sorted(lines, key=lambda line: (order.get(line.coding.source, -1), line.coding.span, line.coding.id)))
