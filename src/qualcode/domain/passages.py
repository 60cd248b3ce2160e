"""Passages that were found, as they are printed: words with what stands around them, under headings."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 60
"""Words of a passage that are printed whole; of a longer one the middle is left out, marked by […]."""


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


def shortened(words: str, longest: int = LONGEST) -> str:
    """A passage of more than `longest` words without its middle: where it begins and ends is what is discussed."""
    parts = words.split()
    if len(parts) <= longest:
        return words
    half = longest // 2
    return f"{' '.join(parts[:half])} […] {' '.join(parts[-half:])}"
