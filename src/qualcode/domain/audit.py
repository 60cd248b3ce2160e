"""The audit trail: what was decided in a study and why, told for readers. The change history is what it is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditDetail:
    """What a decision changed: the text of a field before and after."""

    of: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One decision, or several alike of one person and day.

    `changes` are their numbers in the change history, `when` the moment (UTC) of the first. `what` is without any words of
    a transcript, `why` the reason given, empty where none was.
    """

    changes: tuple[int, ...]
    when: str
    who: str
    what: str
    why: str = ""
    details: tuple[AuditDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditPart:
    """Decisions of one kind, in the order they were made; of the codebook, those up to one of its versions.

    `title` names the part, `notes` are sentences before its table.
    """

    section: str
    title: str
    entries: tuple[AuditEntry, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditWork:
    """Work that is counted and not listed: what, of whom, how many, and when first and last (UTC)."""

    what: str
    who: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class AuditMemo:
    """A memo that tells how the study was done; `when` is a moment in UTC."""

    when: str
    who: str
    kind: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """All of it. `first` and `last` are the moments (UTC) of the first and last change it was made from, `changes` how many."""

    title: str
    about: tuple[str, ...]
    changes: int
    first: str
    last: str
    parts: tuple[AuditPart, ...]
    work: tuple[AuditWork, ...]
    memos: tuple[AuditMemo, ...]
    notes: tuple[str, ...] = ()

    @property
    def decisions(self) -> int:
        """How many entries it has."""
        return sum(len(part.entries) for part in self.parts)

    @property
    def without_reason(self) -> int:
        """How many entries give no reason, of those that could."""
        return sum(1 for part in self.parts for entry in part.entries if not entry.why)
