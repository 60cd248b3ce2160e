"""Comparing groups of participants: themes down, groups across, n of N in each cell. No test of significance is made."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.errors import UsageError


@dataclass(frozen=True, slots=True)
class Band:
    """A range of numbers, both ends included; None is open."""

    name: str
    low: float | None
    high: float | None

    def holds(self, value: float) -> bool:
        """Whether the number lies in it."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """Participants with one value: its printed `name`, and the N of "n of N", those of them whose sources are finished."""

    name: str
    of: int


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """How many finished participants of a group have the theme: `participants` name them, `codings` are the ids it rests on."""

    participants: tuple[str, ...]
    of: int
    codings: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.participants)

    def __str__(self) -> str:
        return f"{self.n} of {self.of}"


@dataclass(frozen=True, slots=True)
class ComparedTheme:
    """A row: the theme's id, name and path, and a cell for each group; sub-codes are counted in it."""

    code: int
    name: str
    path: str
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Themes by groups of an attribute's values; `reading` says whose codings these are.

    The last group holds all participants. `notes` say who is not counted, and why.
    """

    by: str
    reading: str
    groups: tuple[ComparedGroup, ...]
    themes: tuple[ComparedTheme, ...]
    notes: tuple[str, ...] = ()


_NUMBER = r"\d+(?:\.\d+)?"
_BAND = re.compile(rf"({_NUMBER})\s*[-–]\s*({_NUMBER})|({_NUMBER})\s*[+]|[<≤]\s*({_NUMBER})|({_NUMBER})")


def bands(text: str) -> tuple[Band, ...]:
    """Bands of numbers as typed: `0-5,6-10,11+`; `<5` begins below, up to and with 5; a number alone is a band.

    Raises:
        UsageError: they cannot be read, or two of them hold the same number.
    """
    found: list[Band] = []
    for part in text.split(","):
        match = _BAND.fullmatch(part.strip())
        if match is None:
            raise UsageError(f'"{part.strip()}" is not a band of numbers.', "Write bands such as 0-5,6-10,11+.")
        first, last, up, down, alone = match.groups()
        low, high = first or up or alone, last or down or alone
        band = Band(_name(part.strip(), first, last), None if low is None else float(low), None if high is None else float(high))
        if band.low is not None and band.high is not None and band.high < band.low:
            raise UsageError(f'The band "{band.name}" ends before it begins.', "Write the smaller number first.")
        found.append(band)
    for place, one in enumerate(found):
        for other in found[:place]:
            if _meet(one, other):
                raise UsageError(f'The bands "{other.name}" and "{one.name}" hold the same numbers.', "Let them not overlap.")
    return tuple(found)


def _name(written: str, first: str | None, last: str | None) -> str:
    return f"{first}–{last}" if first is not None else written


def _meet(one: Band, other: Band) -> bool:
    """Whether two bands share a number."""
    begins = max(-1.0 if one.low is None else one.low, -1.0 if other.low is None else other.low)
    ends = min(float("inf") if one.high is None else one.high, float("inf") if other.high is None else other.high)
    return begins <= ends
