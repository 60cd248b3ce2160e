"""Memos: notes attached to the study or to anything in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.spans import Span


class MemoKind(StrEnum):
    """What a memo is for."""

    ANALYTIC = "analytic"
    METHODOLOGICAL = "methodological"
    REFLEXIVE = "reflexive"
    FAMILIARISATION = "familiarisation note"
    PORTRAIT = "case portrait"
    RANGE_OF_VIEWS = "range of views"


class MemoTarget(StrEnum):
    """What a memo can be attached to; the value is how people write it."""

    STUDY = "study"
    SOURCE = "source"
    CODE = "code"
    CASE = "case"
    CODING = "coding"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a memo is attached to: the guid of a row, and a span where it is about a passage of a source.

    `revision` is the id of the source's revision that the span counts in.
    """

    to: MemoTarget
    guid: str
    revision: int | None = None
    span: Span | None = None


ANYWHERE = (MemoKind.ANALYTIC, MemoKind.METHODOLOGICAL, MemoKind.REFLEXIVE)
"""Kinds of memo that can be about anything."""
OF_ONE_SORT = {
    MemoKind.FAMILIARISATION: MemoTarget.SOURCE,
    MemoKind.PORTRAIT: MemoTarget.CASE,
    MemoKind.RANGE_OF_VIEWS: MemoTarget.CODE,
}
"""Kinds of memo that are about one sort of thing, a familiarisation note about the whole of a source."""


def kinds_about(about: Attachment) -> tuple[MemoKind, ...]:
    """The kinds of memo that can be attached to something, the one meant for it last."""
    whole = about.span is None
    return (*ANYWHERE, *(kind for kind, target in OF_ONE_SORT.items() if target is about.to and whole))


@dataclass(frozen=True, slots=True)
class Memo:
    """A note. `author` is a coder's id, `made_at` a moment in UTC; `text` cites codings by reference (`domain.citations`)."""

    id: int
    guid: str
    kind: MemoKind
    title: str
    text: str
    author: int
    made_at: str
    attachments: tuple[Attachment, ...] = ()
