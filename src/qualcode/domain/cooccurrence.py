"""Where two codes are on the same words: a table of codes by codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MetCode:
    """A code of the table by id, name and path, and how many places it has of its own; with its sub-codes where it is so read."""

    code: int
    name: str
    path: str
    places: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two codes meet: how many overlaps, and the participants who speak in them.

    An overlap is a stretch of words, counted once however many codings make it: what the query `A and B` finds. `participants`
    are those whose sources are finished.
    """

    overlaps: int
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Codes by codes; `of` is the N of "n of N", the finished participants, `reading` says whose codings these are.

    `meetings` has the pairs that meet, by the places of the two in `codes`, the smaller one first. Pairs of which one holds the
    other (a theme and its code) are in `held` and are not counted. `with_sub_codes` tells how the codes were read.
    """

    reading: str
    codes: tuple[MetCode, ...]
    meetings: dict[tuple[int, int], Meeting]
    held: frozenset[tuple[int, int]]
    of: int
    with_sub_codes: bool = True

    def cell(self, row: int, column: int) -> Meeting | None:
        """Where two codes meet, None for a code with itself and where one holds the other."""
        pair = (min(row, column), max(row, column))
        return None if row == column or pair in self.held else self.meetings.get(pair, Meeting(0, ()))

    def text(self, row: int, column: int) -> str:
        """A cell as printed: nothing for no overlap, a dot where one code holds the other, its own segments on the diagonal."""
        if row == column:
            return str(self.codes[row].places)
        cell = self.cell(row, column)
        return "·" if cell is None else str(cell.overlaps or "")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is counted, as printed under the table."""
        scope = "with their sub-codes" if self.with_sub_codes else "without sub-codes"
        both = f"Overlaps: stretches of words that both codes are on, {scope} ({self.reading})."
        lines = [f"{both} On the diagonal, the segments of the code."]
        if self.held:
            lines.append("A dot: one of the two holds the other.")
        return tuple(lines)
