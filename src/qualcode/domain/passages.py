"""Passages that were found, as they are printed: words with what stands around them, under headings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Words with those before and after them, where they stand, and a note on them (may be empty)."""

    words: str
    place: str
    before: str = ""
    after: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassageList:
    """Passages under headings, with a title and a note on how they were found."""

    title: str
    note: str
    groups: tuple[tuple[str, tuple[FoundPassage, ...]], ...]
