"""Workbooks of words and comments, written out as the XML that Excel reads.

A chart has a comment on nearly every cell. XlsxWriter lays comments out over rows of the standard height, so that they
are as tall as the screen where rows are higher, and takes longer for them than for all else; for sheets of words it needs
little that is not here. Nothing is formatted but by the few styles of `Style`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from qualcode.domain.text import xml_safe
from qualcode.formats.writers.archive import packed
from qualcode.formats.writers.xlsx import fitting, utf16_length


class Style(IntEnum):
    """How a cell looks, by its place in `_STYLES`."""

    PLAIN = 0
    TITLE = 1
    HEAD = 2
    CASE = 3
    WRAPPED = 4
    LINK = 5
    HEAD_OF_FIGURES = 6
    NUMBER = 7


class Comment(NamedTuple):
    """A comment on a cell: its words, and its box in pixels."""

    row: int
    column: int
    text: str
    width: int
    height: int


@dataclass
class Sheet:
    """A sheet in the making; rows and columns count from 0.

    `widths` are those of its columns in characters. The first `frozen` rows and columns stay in view, and the last of
    those rows and the first column repeat on paper. `fits` makes it one page wide, `pages` so many. A `headline` stands at
    the head of each page, in place of the rows above the headings, whose words a page would cut off. Rows come in order.
    """

    name: str
    widths: list[float]
    frozen: tuple[int, int]
    header: str = ""
    fits: bool = False
    rows: list[str] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    pages: int = 0
    headline: str = ""

    def row(self, *cells: tuple[int, str | int, Style]) -> None:
        """Add a row of cells, each with its column; an empty word makes an empty cell in that style."""
        number = len(self.rows) + 1
        parts = []
        most = 1
        for column, value, style in cells:
            place = f"{_letters(column)}{number}"
            if isinstance(value, int):
                parts.append(f'<c r="{place}" s="{style:d}"><v>{value}</v></c>')
            elif value:
                words = _words(value)
                parts.append(f'<c r="{place}" s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>')
                if style in _WRAPS:
                    most = max(most, lines_of(value, self.widths[column]))
            else:
                parts.append(f'<c r="{place}" s="{style:d}"/>')
        height = min(most * LINE_PIXELS, HIGHEST_ROW)
        self.heights.append(height)
        # Not every program makes rows as high as their words by itself; none is kept from doing it when words are changed.
        self.rows.append(f'<row r="{number}" ht="{height * 0.75:g}">{"".join(parts)}</row>')


LINE_PIXELS = 20
HEADER_LETTERS = 200
"""Of the headline at the head of a page at most, so that whom it is for fits beside it."""
HIGHEST_ROW = 545
"""Pixels of a row at most: Excel makes none higher."""
_WRAPS = frozenset({Style.HEAD, Style.HEAD_OF_FIGURES, Style.CASE, Style.WRAPPED, Style.LINK})
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPE_OF_EXCEL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes at most in a column of so many characters."""
    wide = 0 if text.isascii() else utf16_length(text) - len(text)
    return sum(1 + int(len(line) / width) for line in text.split("\n")) + int(wide / width)


def workbook(sheets: list[Sheet], title: str) -> bytes:
    """The file, with nobody's name and no time in it."""
    parts = {
        "[Content_Types].xml": _types(sheets),
        "_rels/.rels": _relationships(
            [
                ("officeDocument/2006/relationships/officeDocument", "xl/workbook.xml"),
                ("package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(title),
        "xl/_rels/workbook.xml.rels": _relationships(
            [
                *(
                    ("officeDocument/2006/relationships/worksheet", f"worksheets/sheet{number}.xml")
                    for number in range(1, len(sheets) + 1)
                ),
                ("officeDocument/2006/relationships/styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": _workbook(sheets),
    }
    block = 1
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, first=number == 1)
        if sheet.comments:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relationships(
                [
                    ("officeDocument/2006/relationships/vmlDrawing", f"../drawings/vmlDrawing{number}.vml"),
                    ("officeDocument/2006/relationships/comments", f"../comments{number}.xml"),
                ]
            )
            parts[f"xl/comments{number}.xml"] = _comments(sheet)
            parts[f"xl/drawings/vmlDrawing{number}.vml"] = _boxes(sheet, block)
            block += 1 + len(sheet.comments) // 1024
    first = "[Content_Types].xml"
    return packed((name, parts[name].encode()) for name in sorted(parts, key=lambda name: (name != first, name)))


def _letters(column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _words(text: str) -> str:
    """Words as a cell or a comment holds them: Excel reads `_x0041_` as an escape."""
    words = escape(fitting(text))
    return _ESCAPE_OF_EXCEL.sub("_x005F_", words) if "_x" in words else words


def _types(sheets: list[Sheet]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = [
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("xl/styles.xml", f"{kind}.styles+xml"),
        ("xl/workbook.xml", f"{kind}.sheet.main+xml"),
    ]
    for number, sheet in enumerate(sheets, 1):
        listed.append((f"xl/worksheets/sheet{number}.xml", f"{kind}.worksheet+xml"))
        if sheet.comments:
            listed.append((f"xl/comments{number}.xml", f"{kind}.comments+xml"))
    overrides = "".join(f'<Override PartName="/{place}" ContentType="{what}"/>' for place, what in listed)
    return (
        f'{_DECLARED}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>{overrides}</Types>'
    )


def _relationships(targets: list[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_DECLARED}<Relationships xmlns="{space}">{listed}</Relationships>'


def _core(title: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    shown = escape(xml_safe(title)[0])
    return (
        f'{_DECLARED}<cp:coreProperties xmlns:cp="{space}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{shown}</dc:title></cp:coreProperties>"
    )


def _workbook(sheets: list[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>' for number, sheet in enumerate(sheets, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{escape(_titles(sheet))}</definedName>'
        for place, sheet in enumerate(sheets)
    )
    areas = "".join(
        f'<definedName name="_xlnm.Print_Area" localSheetId="{place}">{escape(_area(sheet))}</definedName>'
        for place, sheet in enumerate(sheets)
        if sheet.headline
    )
    named = f"<definedNames>{areas}{titles}</definedNames>"
    return (
        f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{named}</workbook>"
    )


def _titles(sheet: Sheet) -> str:
    """What repeats on paper: the last row of those that stay in view, and the first column where a sheet is wider than a page."""
    name, row = sheet_reference(sheet.name), sheet.frozen[0]
    return f"{name}!${row}:${row}" if sheet.fits else f"{name}!$A:$A,{name}!${row}:${row}"


def _area(sheet: Sheet) -> str:
    """What prints of a sheet whose headline stands at the head of the pages: from the headings on."""
    last = max(sheet.frozen[0], len(sheet.rows))
    return f"{sheet_reference(sheet.name)}!$A${sheet.frozen[0]}:${_letters(len(sheet.widths) - 1)}${last}"


def _page_header(sheet: Sheet) -> str:
    """The words at the head of each page; Excel reads an ampersand as the beginning of a sign, and holds 255 characters."""
    left, right = (text.replace("&", "&&") for text in (sheet.headline, sheet.header))
    if not left:
        return f"&L{right}" if right else ""
    left = left[:HEADER_LETTERS]
    # One of two ampersands that was cut off from the other would begin a sign.
    left = left[:-1] if (len(left) - len(left.rstrip("&"))) % 2 else left
    return f"&L{left}&R{right}" if right else f"&L{left}"


def sheet_reference(name: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"


def _sheet(sheet: Sheet, *, first: bool) -> str:
    """The sheet, its parts in the order that the standard prescribes."""
    down, across = sheet.frozen
    selected = ' tabSelected="1"' if first else ""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width + 0.7109375}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, 1)
    )
    links = "".join(
        f'<hyperlink ref="{_letters(column)}{row + 1}" location={quoteattr(target)}/>' for row, column, target in sheet.links
    )
    pane = (
        f'<pane xSplit="{across}" ySplit="{down}" topLeftCell="{_letters(across)}{down + 1}" activePane="bottomRight" '
        'state="frozen"/>'
    )
    fitted = sheet.fits or sheet.pages > 0
    high = (f' fitToWidth="{sheet.pages}"' if sheet.pages > 1 else "") + ' fitToHeight="0"' if fitted else ""
    words = _page_header(sheet)
    header = f"<oddHeader>{escape(xml_safe(words)[0])}</oddHeader>" if words else ""
    return "".join(
        [
            f'{_DECLARED}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' if fitted else "",
            f'<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>',
            '<sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{columns}</cols><sheetData>",
            *sheet.rows,
            "</sheetData>",
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
            f'<pageSetup paperSize="9"{high} orientation="landscape"/>',
            f"<headerFooter>{header}<oddFooter>&amp;CPage &amp;P of &amp;N</oddFooter></headerFooter>",
            '<legacyDrawing r:id="rId1"/>' if sheet.comments else "",
            "</worksheet>",
        ]
    )


def _comments(sheet: Sheet) -> str:
    words = "".join(
        f'<comment ref="{_letters(one.column)}{one.row + 1}" authorId="0"><text><r><rPr><sz val="9"/><color indexed="81"/>'
        f'<rFont val="Tahoma"/><family val="2"/></rPr><t xml:space="preserve">{_words(one.text)}</t></r></text></comment>'
        for one in sheet.comments
    )
    return (
        f'{_DECLARED}<comments xmlns="{_MAIN}"><authors><author></author></authors><commentList>{words}</commentList></comments>'
    )


def _boxes(sheet: Sheet, block: int) -> str:
    """The boxes of the comments: to the right of their cells, as high as they are in rows as high as they will be.

    `block` is the first of the blocks of 1,024 numbers that its boxes are numbered in, which no other sheet has.
    """
    shapes = []
    for place, one in enumerate(sheet.comments, 1):
        top = max(0, one.row - 1)
        bottom, left_over = _reached(sheet.heights, top, one.height)
        right = one.column + 1
        anchor = f"{right}, 15, {top}, 4, {right + one.width // 300}, {15 + one.width % 300}, {bottom}, {left_over}"
        shapes.append(
            f'<v:shape id="_x0000_s{block * 1024 + place}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
            'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{one.row}</x:Row><x:Column>{one.column}</x:Column>"
            "</x:ClientData></v:shape>"
        )
    ids = ",".join(str(block + more) for more in range(1 + len(shapes) // 1024))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{ids}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        'o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        f'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{"".join(shapes)}</xml>'
    )


def _reached(heights: list[int], row: int, pixels: int) -> tuple[int, int]:
    """The row that is so many pixels below the top of another, and how far into it that is."""
    left = pixels
    while row < len(heights) and left > heights[row]:
        left -= heights[row]
        row += 1
    return (row, left) if row < len(heights) else (row + left // LINE_PIXELS, left % LINE_PIXELS)


_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_WRAP = '<alignment vertical="top" wrapText="1"/>'
_STYLES = (
    f'{_DECLARED}<styleSheet xmlns="{_MAIN}"><fonts count="3"><font>{_FONT}</font><font><b/>{_FONT}</font>'
    f"<font><u/>{_FONT}</font></fonts>"
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    f'<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">{_WRAP}</xf>'
    f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{_WRAP}</xf>'
    f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{_WRAP}</xf>'
    f'<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">{_WRAP}</xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="right" vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment horizontal="left" vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
