"""Codings cited in a memo: kept by reference, written by number, read as their words.

A reference holds the coding's guid and the check of its words when it was cited, so that the memo can say when they are
not those any more, and so that no participant's words stand in a memo that only points to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qualcode.domain.spans import Span

_WRITTEN = re.compile(r"\[\[\s*coding\s+#?([0-9]{1,18})\s*\]\]", re.IGNORECASE)
_KEPT = re.compile(r"\[\[coding:([^\s:\[\]]{1,36}):([0-9a-f]{16})\]\]")


class CitationState(StrEnum):
    """How a cited coding stands now."""

    AS_CITED = "as cited"
    CORRECTED = "words changed since"
    REMOVED = "no longer coded"
    MISSING = "not there now"


@dataclass(frozen=True, slots=True)
class Reference:
    """A coding as a memo keeps it: its guid, and the check of its words when it was cited."""

    guid: str
    check: str

    def __str__(self) -> str:
        return f"[[coding:{self.guid}:{self.check}]]"


@dataclass(frozen=True, slots=True)
class CitedCoding:
    """A coding that was cited, live or taken away, with its words in its source's current text; `turn` is where it begins."""

    id: int
    guid: str
    source: int
    source_name: str
    span: Span
    turn: int | None
    words: str
    check: str
    code: int
    coder: int
    removed: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference of a memo, for readers; `coding` is None where the reader sees no such coding (any more)."""

    reference: Reference
    state: CitationState
    coding: CitedCoding | None = None

    @property
    def words(self) -> str:
        """The cited words with source and turn, and what became of them where something did."""
        if self.coding is None:
            return f"[a coding that is {CitationState.MISSING.value}]"
        said = " ".join(self.coding.words.split())
        since = "" if self.state is CitationState.AS_CITED else f"; {self.state.value}"
        return f"“{said}” ({self.place}{since})"

    @property
    def place(self) -> str:
        """Source and turn."""
        if self.coding is None:
            return ""
        turn = "" if self.coding.turn is None else f", turn {self.coding.turn}"
        return f"{self.coding.source_name}{turn}"


def references(text: str) -> tuple[Reference, ...]:
    """The references kept in a text, each once, in their order."""
    return tuple(dict.fromkeys(Reference(*found.groups()) for found in _KEPT.finditer(text)))


def numbers_written(text: str) -> tuple[int, ...]:
    """The numbers of the codings that a text as people write it cites, each once, in their order."""
    return tuple(dict.fromkeys(int(found.group(1)) for found in _WRITTEN.finditer(text)))


def written_at(text: str, offset: int) -> int | None:
    """The number of the coding whose citation, as people write it, an offset stands in or right behind."""
    for found in _WRITTEN.finditer(text):
        if found.start() <= offset <= found.end():
            return int(found.group(1))
    return None


def as_kept(text: str, reference: Callable[[int], Reference]) -> str:
    """A text as people write it, with each citation `[[coding 12]]` made a reference."""
    return _WRITTEN.sub(lambda found: str(reference(int(found.group(1)))), text)


def as_written(text: str, numbers: Mapping[str, int]) -> str:
    """A kept text as people write it, citations by number; a coding of no known number stays as it is kept."""

    def written(found: re.Match[str]) -> str:
        number = numbers.get(found.group(1))
        return found.group() if number is None else f"[[coding {number}]]"

    return _KEPT.sub(written, text)


def pieces(text: str, citations: Mapping[Reference, Citation]) -> Iterator[str | Citation]:
    """A kept text in order: its own words, and what is cited between them."""
    at = 0
    for found in _KEPT.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield citations[Reference(*found.groups())]
        at = found.end()
    if at < len(text):
        yield text[at:]


def as_read(text: str, citations: Mapping[Reference, Citation]) -> str:
    """A kept text with the words of what it cites."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in pieces(text, citations))


def without_checks(text: str) -> str:
    """A kept text without the checks of what it cites: two that are alike so say the same."""
    return _KEPT.sub(lambda found: f"[[coding:{found.group(1)}]]", text)


def renewed(text: str, checks: Mapping[str, str]) -> str:
    """A kept text whose references hold the checks given by guid; others stay."""
    return _KEPT.sub(lambda found: str(Reference(found.group(1), checks.get(found.group(1), found.group(2)))), text)


def redirected(text: str, guid: str, to: str) -> str:
    """A kept text in which what cited one coding cites another."""
    return _KEPT.sub(
        lambda found: str(Reference(to if found.group(1) == guid else found.group(1), found.group(2))),
        text,
    )


def without(text: str, guids: Iterable[str], mark: str) -> str:
    """A text in which a mark stands for every citation of these codings."""
    gone = set(guids)
    return _KEPT.sub(lambda found: mark if found.group(1) in gone else found.group(), text)
