"""Paragraphs and tables as the XML that Word needs, written out row by row.

A tree of elements would hold a chart of 33 participants by 60 themes ten times over before it is written; here every
paragraph is made once, as text. Nothing but style names, widths, spans and the direction of writing stands in it: how it
looks is in the styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from qualcode.formats.writers.docx.styles import LINK_STYLE, MARK_STYLE, TABLE_STYLE
from qualcode.formats.writers.docx.typography import by_direction, printable, runs_right_to_left


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in one paragraph style; a line feed in them is a line break.

    `marks` are raised signs by their offset in the text, in order: they stand before the character there. `links` are
    stretches of the text, `[start, end)` in order, that lead to the paragraph with an anchor. `anchor` is what a
    paragraph is found by: a number and a name of at most 40 letters, digits and low lines, each once in a file.
    """

    text: str
    style: str = "TableText"
    marks: tuple[tuple[int, str], ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()
    anchor: tuple[int, str] | None = None


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


def twips(centimetres: float) -> int:
    """Twentieths of a point, the unit of widths in Word."""
    return round(centimetres * 1440 / 2.54)


def paragraph_xml(paragraph: Paragraph) -> str:
    """A paragraph; its properties come first and are always there."""
    text = printable(paragraph.text)
    leftward = runs_right_to_left(text)
    anchor = ""
    if paragraph.anchor is not None:
        number, name = paragraph.anchor
        anchor = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'
    bidi = "<w:bidi/>" if leftward else ""
    if paragraph.marks or paragraph.links:
        words = _pieces(text, paragraph, leftward=leftward)
    else:
        words = _runs(text, "", leftward=leftward) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{paragraph.style}"/>{bidi}</w:pPr>{anchor}{words}</w:p>'


def _pieces(text: str, paragraph: Paragraph, *, leftward: bool | None) -> str:
    """The words of a paragraph between its marks and links."""
    signs = ((offset, offset, sign) for offset, sign in paragraph.marks)
    parts, at = [], 0
    for start, end, value in sorted(chain(signs, paragraph.links), key=lambda one: one[:2]):
        if start > at:
            parts.append(_runs(text[at:start], "", leftward=leftward))
        if start == end:
            parts.append(_runs(printable(value), MARK_STYLE, leftward=leftward))
        else:
            shown = _runs(text[start:end], LINK_STYLE, leftward=leftward)
            parts.append(f'<w:hyperlink w:anchor="{value}" w:history="1">{shown}</w:hyperlink>')
        at = max(at, end)
    if text[at:]:
        parts.append(_runs(text[at:], "", leftward=leftward))
    return "".join(parts)


def run_xml(text: str, style: str = "") -> str:
    """Words, in a character style when named; tabs stay tabs, line feeds become line breaks."""
    text = printable(text)
    return _runs(text, style, leftward=runs_right_to_left(text))


def _runs(text: str, style: str, *, leftward: bool | None) -> str:
    """Printable words as runs, one for each stretch of writing in one direction; None: nothing in them runs leftward."""
    if leftward is None:
        return _run(text, style)
    return "".join(_run(piece, style, leftward=back) for piece, back in by_direction(text, leftward=leftward))


def _run(text: str, style: str, *, leftward: bool = False) -> str:
    properties = ""
    if style or leftward:
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        properties = f"<w:rPr>{named}{'<w:rtl/>' if leftward else ''}</w:rPr>"
    words = escape(text)
    if "\n" not in words:
        return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in words.split("\n"))
    return f"<w:r>{properties}{lines}</w:r>"


def field_xml(instruction: str, shown: str) -> str:
    """A field: Word computes it again, other readers show `shown`."""
    return f"<w:fldSimple w:instr={quoteattr(f' {instruction} ')}>{run_xml(shown)}</w:fldSimple>"


def table_xml(widths: Sequence[int], rows: Iterable[Row]) -> str:
    """A table of fixed column widths (twips) with three rules: top, under the header, bottom.

    Rows do not split over pages unless they may.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    boxes = [f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>' for width in widths]
    whole = f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
    layout = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{_LOOK}'
    parts = [f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>']
    for row in rows:
        parts.append(f"<w:tr><w:trPr>{'<w:cantSplit/>' * row.whole}{'<w:tblHeader/>' * row.header}</w:trPr>")
        for box, cell in zip([whole] if len(row.cells) == 1 and len(widths) > 1 else boxes, row.cells, strict=True):
            parts.append(box)
            parts += map(paragraph_xml, cell or _EMPTY)
            parts.append("</w:tc>")
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


_EMPTY = (Paragraph(""),)
_LOOK = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
