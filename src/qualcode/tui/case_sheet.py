"""The table of cases before it is drawn: its columns and cells, their order, and what a filter leaves of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qualcode.domain.attributes import NUMBERS, fits, is_wrong
from qualcode.domain.cases import AttributeType, CaseKind, Printed
from qualcode.domain.speakers import is_generic
from qualcode.domain.text import drawn
from qualcode.tui.ranking import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.sources import Source
    from qualcode.services.speakers import SpeakerLine

SIGNS = {CaseKind.PARTICIPANT: "●", CaseKind.GROUP: "◆", CaseKind.SITE: "■"}
"""What stands before the name of a case of each kind."""


class Field(Enum):
    """What a column says of a case."""

    NAME = "case"
    KIND = "kind"
    VALUE = "value"
    TALK = "speaks in"
    QUOTED = "quoted"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: what it says, its heading, a word on it below, and the attribute whose values it holds."""

    field: Field
    title: str
    about: str = ""
    attribute: Attribute | None = None

    @property
    def figures(self) -> bool:
        """Whether it holds numbers."""
        return self.attribute is not None and self.attribute.type in NUMBERS


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and whether it is no value of its attribute."""

    text: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A case and its cells, one for each column."""

    case: Case
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]


def sheet_of(
    cases: Sequence[Case], attributes: Sequence[Attribute], sources: Sequence[Source], speakers: Sequence[SpeakerLine]
) -> Sheet:
    """The table of all cases, in the order of the study."""
    columns = (
        SheetColumn(Field.NAME, "case"),
        SheetColumn(Field.KIND, "kind"),
        *(SheetColumn(Field.VALUE, drawn(one.name), _about(one), one) for one in attributes),
        SheetColumn(Field.TALK, "speaks in", "sources"),
        SheetColumn(Field.QUOTED, "quoted", "may be"),
        SheetColumn(Field.SHARED, "shared", "may be"),
    )
    names = {one.id: one.name for one in sources}
    lines = {one.speaker.id: one for one in speakers}
    return Sheet(columns, tuple(SheetRow(case, _cells(case, attributes, names, lines)) for case in cases))


def _about(attribute: Attribute) -> str:
    parts = [attribute.unit or str(attribute.type)]
    if attribute.printed is not Printed.AS_IS:
        parts.append("banded" if attribute.printed is Printed.BANDED else "not printed")
    return " · ".join(parts)


def _cells(
    case: Case, attributes: Sequence[Attribute], names: Mapping[int, str], lines: Mapping[int, SpeakerLine]
) -> tuple[Cell, ...]:
    values = dict(case.values)
    return (
        Cell(drawn(case.name)),
        Cell(str(case.kind)),
        *(_value(one, values.get(one.name, "")) for one in attributes),
        Cell(drawn("; ".join(talk_of(case, names, lines)))),
        Cell("yes" if case.may_quote else "no"),
        Cell("yes" if case.may_share else "no"),
    )


def _value(attribute: Attribute, value: str) -> Cell:
    return Cell(drawn(" ".join(value.split())), wrong=bool(value) and is_wrong(attribute, value))


def talk_of(case: Case, names: Mapping[int, str], lines: Mapping[int, SpeakerLine]) -> list[str]:
    """Where a case speaks: sources, with the label where it is not the case's own name or one that anybody may have."""
    found: dict[str, None] = {}
    for number in case.speakers:
        line = lines.get(number)
        if line is not None:
            label = line.speaker.label
            plain = is_generic(label) or folded(label) == folded(case.name)
            found[line.source if plain else f"{line.source} ({label})"] = None
    for number in case.sources:
        if number in names and names[number] not in found:
            found[f"{names[number]} (all)"] = None
    return list(found)


# ---- order and filter --------------------------------------------------------------------------------------------


def filtered(sheet: Sheet, words: str) -> list[SheetRow]:
    """The rows that hold every word; `role=nurse` asks for words in one column alone, and `role=` for nothing known in it."""
    kept = list(sheet.rows)
    titles = [folded(column.title).replace(" ", "_") for column in sheet.columns]
    for part in folded(words).split():
        name, joined, sought = part.partition("=")
        places = [place for place, title in enumerate(titles) if title == name] if joined else []
        if places:
            kept = [row for row in kept if _holds(row.cells[places[0]].text, sought)]
        else:
            kept = [row for row in kept if any(part in folded(cell.text) for cell in row.cells)]
    return kept


def _holds(text: str, sought: str) -> bool:
    return folded(text).startswith(sought) if sought else not text


def ordered(rows: Iterable[SheetRow], place: int, column: SheetColumn, *, falling: bool = False) -> list[SheetRow]:
    """Rows by one column: numbers by size, categories in their order, words by alphabet; nothing known comes last."""
    known = [row for row in rows if row.cells[place].text]
    unknown = [row for row in rows if not row.cells[place].text]
    return [*sorted(known, key=lambda row: _key(column, row.cells[place].text), reverse=falling), *unknown]


def _key(column: SheetColumn, text: str) -> tuple[int, float, str]:
    attribute = column.attribute
    if attribute is not None and attribute.type in NUMBERS and fits(AttributeType.NUMBER, text):
        return 0, float(text), ""
    if attribute is not None and text in attribute.order:
        return 0, float(attribute.order.index(text)), ""
    return 1, 0.0, folded(text)
