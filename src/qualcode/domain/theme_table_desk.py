"""Theme tables as they are worked on: rows with their evidence and quotations, verbatim and printed, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.quote_marking import marks_of
from qualcode.domain.summaries import Bearing

if TYPE_CHECKING:
    from qualcode.domain.quote_rules import QuotationRules
    from qualcode.domain.quotes import Edit
    from qualcode.domain.spans import Span
    from qualcode.domain.theme_tables import Count, Layout, Orientation


@dataclass(frozen=True, slots=True)
class ShownQuotation:
    """A quotation with its words beside its printed form.

    `number` is its id, `place` its place in the row from 1. `verbatim` are the words of `span` in the source, `printed` what
    the recorded `edits` make of them, with the study's mark for cuts; `tag` prints behind it. `own_tag` is set where it does
    not come from the study's pattern. `cases` and `sites` are those who speak, by name. `wrong` says in a sentence why it
    cannot be printed, and is empty otherwise.
    """

    number: int
    row: int
    place: int
    source: int
    source_name: str
    turn: int | None
    span: Span
    verbatim: str
    printed: str
    edits: tuple[Edit, ...]
    tag: str
    own_tag: str = ""
    fresh_id: str = ""
    cases: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    contrary: bool = False
    coding: int | None = None
    starred: bool = False
    read_by: str | None = None
    read_at: str | None = None
    wrong: str = ""
    tag_lacks: tuple[str, ...] = ()
    """Attributes of the tag's pattern of which nothing is known, so that it prints without them."""
    coded: bool = True
    """Whether the analysis coding has words of it under what its row rests on; under anything, where that is nothing."""

    @property
    def marks(self) -> tuple[Edit, ...]:
        """The edits that can be taken back one by one, numbered from 1 by their place here."""
        return marks_of(self.edits)

    @property
    def read(self) -> bool:
        """Whether somebody has read the words, as they print now, for identification."""
        return self.read_by is not None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A coding a row rests on; `coding` is its id, `gone` says that it is none of the analysis coding any more."""

    coding: int
    bearing: Bearing
    source_name: str
    turn: int | None
    words: str
    code: str
    cases: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it is worked on; `id` names it for the verbs, `place` for people, from 1.

    `theme` and `codes` are ids, their names beside. `support` says in how many of the finished participants and sites the
    row's codes were found, those left out whose only coding is marked as contradicting; it is empty for a row that quotes
    contrary words alone, as the codes count for the theme and not against it. `by_bearing` says how many participants speak
    in evidence of each kind.
    """

    id: int
    place: int
    theme: int | None
    theme_name: str
    heading: str
    finding: str
    codes: tuple[int, ...]
    code_names: tuple[str, ...]
    note: str
    evidence: tuple[ShownEvidence, ...]
    support: tuple[Count, ...]
    by_bearing: tuple[tuple[Bearing, int], ...]
    quotations: tuple[ShownQuotation, ...]

    @property
    def label(self) -> str:
        """What the row is called: its heading, else its finding, else its theme."""
        return self.heading or self.finding or self.theme_name

    @property
    def contrary_sought(self) -> bool:
        """Whether contrary words are in the row, or it is noted that none were found."""
        shelved = any(one.contrary for one in self.quotations)
        return bool(self.note) or shelved or any(one.bearing is Bearing.CONTRADICTS and not one.gone for one in self.evidence)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it is worked on; `id` names it for the verbs, `number` for people; `remarks` are sentences of interest."""

    id: int
    number: int
    title: str
    group: int | None
    group_name: str
    layout: Layout
    orientation: Orientation
    legend: str
    abbreviations: str
    rows: tuple[ShownRow, ...]
    remarks: tuple[str, ...] = ()

    @property
    def quotations(self) -> tuple[ShownQuotation, ...]:
        """All quotations in the order of print."""
        return tuple(one for row in self.rows for one in row.quotations)

    @property
    def without_contrary(self) -> tuple[ShownRow, ...]:
        """The rows for which there are no contrary words, here or in a row of the same theme, and no note that says why."""
        sought = {row.theme for row in self.rows if row.contrary_sought and row.theme is not None}
        return tuple(row for row in self.rows if not row.contrary_sought and row.theme not in sought)


@dataclass(frozen=True, slots=True)
class TablesDesk:
    """All theme tables, the study's rules for quotations, and what may be of interest; `remarks` are sentences."""

    tables: tuple[ShownTable, ...]
    rules: QuotationRules
    never_quoted: tuple[str, ...] = ()
    roles_not_heard: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()

    def table(self, number: int) -> ShownTable | None:
        """The table with this number, or None."""
        return next((one for one in self.tables if one.number == number), None)

    def row(self, number: int) -> ShownRow | None:
        """The row with this id, or None."""
        return next((row for table in self.tables for row in table.rows if row.id == number), None)

    def quotation(self, number: int) -> ShownQuotation | None:
        """The quotation with this id, or None."""
        return next((one for table in self.tables for one in table.quotations if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that could be quoted: a coding of the analysis coding, or several on the same words.

    `coding` is the id of the starred one, else of the first; `codes` the names of all. `used` says where its words are quoted
    already, as `Table 2, row 3`; `bearing` what it is to the row where it is linked as evidence. `may_quote` is False where
    somebody speaks in it who may not be quoted.
    """

    coding: int
    source: int
    source_name: str
    turn: int | None
    span: Span
    words: str
    codes: tuple[str, ...]
    cases: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    starred: bool = False
    unsure: bool = False
    used: tuple[str, ...] = ()
    bearing: Bearing | None = None
    may_quote: bool = True
    quoted_times: int = 0
    """How often those who speak are quoted in the table already."""
