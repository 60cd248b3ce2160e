"""What the codebook screen reads beside the codebook itself: the memos of a code, and what a change would touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.services.memos import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Touched:
    """What hangs on some codes, as far as the viewer may see it.

    `codings` are live codings of the codes themselves, by `coders` people; `sub_codes` the live codes at home below
    them, which have `codings_below`; `memos` are attached to the codes themselves.
    """

    codings: int
    coders: int
    sub_codes: int
    codings_below: int
    memos: int


def what_hangs_on(study: OpenStudy, codes: Collection[int]) -> Touched:
    """What a change of these codes would touch: every coder's live codings, sub-codes and memos."""
    book = study.codes.codebook()
    chosen = set(codes)
    below = {one.id for one in book.live if one.id not in chosen and any(up.id in chosen for up in book.ancestors(one.id))}
    codings = study.codings.all(codes=[*chosen, *below])
    own = [one for one in codings if one.code in chosen]
    return Touched(
        codings=len(own),
        coders=len({one.coder for one in own}),
        sub_codes=len(below),
        codings_below=len(codings) - len(own),
        memos=sum(len(memos_of_code(study, code)) for code in chosen),
    )


def memos_of_code(study: OpenStudy, code: int) -> tuple[ListedMemo, ...]:
    """The memos attached to a code, the oldest first."""
    guid = study.codes.codebook()[code].guid
    return listed(study, [memo for memo in study.memos.all() if any(one.guid == guid for one in memo.attachments)])
