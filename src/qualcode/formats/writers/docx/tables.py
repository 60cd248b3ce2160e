"""Tables as Word needs them, built row by row in lxml.

python-docx's `table.cell(row, column)` walks the whole table for each cell, which is quadratic; here every element is
made once. Nothing but style names, widths and spans is written: how it looks stands in the styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qualcode.formats.writers.docx.styles import MARK_STYLE, TABLE_STYLE, W
from qualcode.formats.writers.docx.typography import printable

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in one paragraph style; a line feed in them is a line break.

    `marks` are raised signs by their offset in the text, in order: they stand before the character there.
    """

    text: str
    style: str = "TableText"
    marks: tuple[tuple[int, str], ...] = ()


Cell = Sequence[Paragraph]
"""The paragraphs of a cell; none makes an empty cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `header` repeats on each page; a row of one cell in a wider table spans all columns.

    A row that is not `whole` may go on on the next page: one that can be longer than a page.
    """

    cells: Sequence[Cell]
    header: bool = False
    whole: bool = True


@cache
def tag(name: str) -> str:
    """A WordprocessingML name as lxml wants it."""
    return f"{{{W}}}{name}"


def twips(centimetres: float) -> int:
    """Twentieths of a point, the unit of widths in Word."""
    return round(centimetres * 1440 / 2.54)


def add_paragraph(parent: _Element, paragraph: Paragraph) -> _Element:
    """Append a paragraph to a cell, a header or the body."""
    from lxml.etree import SubElement

    element = SubElement(parent, tag("p"))
    properties = SubElement(element, tag("pPr"))
    SubElement(properties, tag("pStyle")).set(tag("val"), paragraph.style)
    at = 0
    for offset, sign in paragraph.marks:
        if offset > at:
            add_run(element, paragraph.text[at:offset])
        add_run(element, sign, MARK_STYLE)
        at = max(at, offset)
    if paragraph.text[at:]:
        add_run(element, paragraph.text[at:])
    return element


def add_run(parent: _Element, text: str, style: str = "") -> None:
    """Append words to a paragraph, in a character style when named; tabs stay tabs, line feeds become line breaks."""
    from lxml.etree import SubElement

    run = SubElement(parent, tag("r"))
    if style:
        SubElement(SubElement(run, tag("rPr")), tag("rStyle")).set(tag("val"), style)
    for number, line in enumerate(printable(text).split("\n")):
        if number:
            SubElement(run, tag("br"))
        words = SubElement(run, tag("t"))
        words.text = line
        if line != line.strip() or "  " in line:
            words.set(XML_SPACE, "preserve")


def add_field(parent: _Element, instruction: str, shown: str) -> None:
    """Append a field: Word computes it again, other readers show `shown`."""
    from lxml.etree import SubElement

    field = SubElement(parent, tag("fldSimple"))
    field.set(tag("instr"), f" {instruction} ")
    add_run(field, shown)


def add_table(parent: _Element, widths: Sequence[int], rows: Iterable[Row]) -> _Element:
    """Append a table of fixed column widths (twips) with three rules: top, under the header, bottom.

    Rows do not split over pages unless they may.
    """
    from lxml.etree import SubElement

    table = SubElement(parent, tag("tbl"))
    _add_properties(table, sum(widths))
    grid = SubElement(table, tag("tblGrid"))
    for width in widths:
        SubElement(grid, tag("gridCol")).set(tag("w"), str(width))
    for row in rows:
        _add_row(table, widths, row)
    return table


def _add_properties(table: _Element, width: int) -> None:
    from lxml.etree import SubElement

    properties = SubElement(table, tag("tblPr"))
    SubElement(properties, tag("tblStyle")).set(tag("val"), TABLE_STYLE)
    _set_width(SubElement(properties, tag("tblW")), width)
    SubElement(properties, tag("tblLayout")).set(tag("type"), "fixed")
    look = SubElement(properties, tag("tblLook"))
    look.set(tag("val"), "0020")
    for name, value in (("firstRow", 1), ("lastRow", 0), ("firstColumn", 0), ("lastColumn", 0), ("noHBand", 1), ("noVBand", 1)):
        look.set(tag(name), str(value))


def _add_row(table: _Element, widths: Sequence[int], row: Row) -> None:
    from lxml.etree import SubElement

    element = SubElement(table, tag("tr"))
    properties = SubElement(element, tag("trPr"))
    if row.whole:
        SubElement(properties, tag("cantSplit"))
    if row.header:
        SubElement(properties, tag("tblHeader"))
    full_width = len(row.cells) == 1 and len(widths) > 1
    for width, cell in zip((sum(widths),) if full_width else widths, row.cells, strict=True):
        box = SubElement(element, tag("tc"))
        cell_properties = SubElement(box, tag("tcPr"))
        _set_width(SubElement(cell_properties, tag("tcW")), width)
        if full_width:
            SubElement(cell_properties, tag("gridSpan")).set(tag("val"), str(len(widths)))
        for paragraph in cell or (Paragraph(""),):
            add_paragraph(box, paragraph)


def _set_width(element: _Element, width: int) -> None:
    element.set(tag("w"), str(width))
    element.set(tag("type"), "dxa")
