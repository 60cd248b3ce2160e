"""Theme tables: the paper's tables of themes and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from qualcode.domain.quotes import CUT_MARK, EditKind
from qualcode.domain.summaries import Bearing
from qualcode.domain.text import closed
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CONTRARY = "Contrary"
"""What the first column says beside a quotation that contradicts the finding."""


class Layout(StrEnum):
    """How a theme table is laid out."""

    A = "A"
    """A full-width row for each theme; finding beside quotation."""
    B = "B"
    """The quotations alone, one under another."""
    C = "C"
    """Theme, definition, quotation, and in how many participants it was found."""

    @classmethod
    def of(cls, text: str) -> Self:
        """The layout of a letter.

        Raises:
            InvalidInput: there is none of that letter.
        """
        try:
            return cls(text.strip().upper())
        except ValueError:
            raise InvalidInput(f'There is no layout "{text.strip()}".', "Layouts are A, B and C.") from None


class Orientation(StrEnum):
    """How the pages of a table stand; by itself a table stands upright where it fits so."""

    AUTO = "auto"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"

    @classmethod
    def of(cls, text: str) -> Self:
        """The orientation of a word.

        Raises:
            InvalidInput: there is none of that name.
        """
        try:
            return cls(text.strip().casefold())
        except ValueError:
            raise InvalidInput(f'There is no orientation "{text.strip()}".', f"Choose {', '.join(cls)}.") from None


BEARINGS = (Bearing.SUPPORTS, Bearing.QUALIFIES, Bearing.CONTRADICTS)
"""What a coding can say of the finding of a row."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A theme table without its rows; `group` is the id of a code, `abbreviations` what short forms in it stand for."""

    id: int
    guid: str
    number: int
    title: str
    group: int | None = None
    layout: Layout = Layout.A
    orientation: Orientation = Orientation.AUTO
    legend: str = ""
    abbreviations: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A coding, by its guid, that a row's finding rests on."""

    coding: str
    bearing: Bearing = Bearing.SUPPORTS


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row of a theme table as it is kept: what it is called, what was found, and what it rests on.

    `table` is the table's id, `number` its number, `rank` the row's place in it. `theme` is the id of the code under which
    the row prints, `codes` the ids of more codes it rests on; `note` says that contrary words were looked for and not found.
    """

    id: int
    guid: str
    table: int
    number: int
    rank: int
    theme: int | None
    heading: str
    finding: str
    codes: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many, and of what: `9 of 15 participants`."""

    n: int
    of: int
    what: str

    def __str__(self) -> str:
        return f"{self.n} of {self.of} {self.what}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a tag tells of one case, by its id: the ID that prints, and the attributes as they print."""

    case: int
    shown_id: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    """A quotation as it stands in a table.

    `printed` is the verbatim words after the recorded edits, `tag` what follows, with its brackets. `quote` is the
    quotation's id, None where the words come straight from a starred coding; `cases` names who speaks. `told` is what the
    tag tells of each of them, `fresh` says that the ID in it is this quotation's own, and `unread` that nobody has read the
    words for identification. `edited` are the kinds of edits that were made, and `kept` is what prints of the verbatim words
    without what edits put among them.
    """

    printed: str
    tag: str
    quote: int | None = None
    coding: int | None = None
    cases: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    fresh: bool = False
    unread: bool = False
    edited: frozenset[EditKind] = frozenset()
    kept: str = ""

    def __str__(self) -> str:
        return f"{closed(self.printed)} {self.tag}" if self.tag else self.printed


@dataclass(frozen=True, slots=True)
class ThemeTableRow:
    """One quotation beside what its row is called; `contrary` where it contradicts the finding, which is one sentence."""

    heading: str
    quotation: PrintedQuotation
    contrary: bool = False
    finding: str = ""

    @property
    def label(self) -> str:
        """What the first column prints: the heading, else the finding; a contrary row says that it is one."""
        if not self.contrary:
            return self.heading or self.finding
        return self.heading if self.heading.casefold().startswith(CONTRARY.casefold()) else CONTRARY


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme: a full-width row, and the quotations under it."""

    theme: str
    rows: tuple[ThemeTableRow, ...]
    counts: tuple[Count, ...] = ()
    definition: str = ""


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """One table of the paper: themes of one group, each with its illustrative quotations.

    `legend` and `abbreviations` are words the authors put before the standing legend; `without_hesitations` are the words
    that were taken out of all quotations, empty where they were kept.
    """

    number: int
    title: str
    sections: tuple[ThemeSection, ...]
    legend: str = ""
    abbreviations: str = ""
    layout: Layout = Layout.A
    orientation: Orientation = Orientation.AUTO
    cut_mark: str = CUT_MARK
    without_hesitations: tuple[str, ...] = ()

    @property
    def quotations(self) -> tuple[PrintedQuotation, ...]:
        """All quotations in the order of print."""
        return tuple(row.quotation for section in self.sections for row in section.rows)


class UnreadQuotation(NamedTuple):
    """A quotation that nobody has read for identification: its table, the place of its row, its own number."""

    table: int
    row: int
    number: int

    @property
    def said(self) -> str:
        """One sentence."""
        return f"Quotation {self.number} in table {self.table}, row {self.row}, was not read for identification."


def unread_in_tables(unread: Iterable[UnreadQuotation]) -> Iterator[str]:
    """A line for each table: `Not read for identification in table 1: quotations 1 to 9, 12`."""
    numbers: dict[int, list[int]] = {}
    for one in unread:
        numbers.setdefault(one.table, []).append(one.number)
    for table, theirs in numbers.items():
        noun = "quotation" if len(theirs) == 1 else "quotations"
        yield f"Not read for identification in table {table}: {noun} {', '.join(_runs(sorted(theirs)))}."


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers that follow each other as `1 to 9`."""
    first = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            run = numbers[first:at]
            yield f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))
            first = at
