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


@dataclass(frozen=True, slots=True)
class Memo:
    """A note. `author` is a coder's id, `made_at` a moment in UTC."""

    id: int
    guid: str
    kind: MemoKind
    title: str
    text: str
    author: int
    made_at: str
    attachments: tuple[Attachment, ...] = ()
