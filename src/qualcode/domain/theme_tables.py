"""Theme tables: the paper's tables of themes and quotations."""

from __future__ import annotations

from dataclasses import dataclass

CONTRARY = "Contrary"
"""What the first column says beside a quotation that contradicts the finding."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many, and of what: `9 of 15 participants`."""

    n: int
    of: int
    what: str

    def __str__(self) -> str:
        return f"{self.n} of {self.of} {self.what}"


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    """A quotation as it stands in a table.

    `printed` is the verbatim words after the recorded edits, `tag` what follows in square brackets, without them.
    `quote` is the quotation's id, None where the words come straight from a starred coding; `cases` names who speaks.
    """

    printed: str
    tag: str
    quote: int | None = None
    coding: int | None = None
    cases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.printed} [{self.tag}]" if self.tag else self.printed


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


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """One table of the paper in layout A: themes of one group, each with its illustrative quotations."""

    number: int
    title: str
    sections: tuple[ThemeSection, ...]
    legend: str = ""
    """Words the authors put before the standing legend: abbreviations, mostly."""

    @property
    def quotations(self) -> tuple[PrintedQuotation, ...]:
        """All quotations in the order of print."""
        return tuple(row.quotation for section in self.sections for row in section.rows)
