"""The skeleton of a Word file: pages, header and footer, captions, and bytes that are the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.printing import TEAM_ONLY
from qualcode.formats.writers.archive import packed
from qualcode.formats.writers.docx import styles
from qualcode.formats.writers.docx.tables import Paragraph, Row, field_xml, paragraph_xml, run_xml, table_xml, twips
from qualcode.formats.writers.docx.typography import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PORTRAIT_CM = 17.0
"""Width of the text of an upright A4 page with margins of 2 cm."""

LANDSCAPE_CM = 25.7
"""Width of the text of an A4 page on its side."""

_A4 = (11906, 16838)
_MARGINS = {"top": 1134, "right": 1134, "bottom": 1134, "left": 1134, "header": 567, "footer": 567, "gutter": 0}
_EDGES = {"header": "rId1", "footer": "rId2"}
"""The header and footer of every section, by their places in `_OF_THE_DOCUMENT`."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = f'xmlns:w="{styles.W}" xmlns:r="{_RELATIONSHIPS}"'
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OF_THE_PACKAGE = (
    (f"{_RELATIONSHIPS}/officeDocument", "word/document.xml"),
    ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{_RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
)
_OF_THE_DOCUMENT = (
    (f"{_RELATIONSHIPS}/header", "header1.xml"),
    (f"{_RELATIONSHIPS}/footer", "footer1.xml"),
    (f"{_RELATIONSHIPS}/styles", "styles.xml"),
    (f"{_RELATIONSHIPS}/settings", "settings.xml"),
    (f"{_RELATIONSHIPS}/fontTable", "fontTable.xml"),
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
}


class WordFile:
    """A Word file in the making: a sequence of sections, each on A4 pages upright or on their side.

    Every page has the header line, where there is one, and "page x of y". What is added comes out in that order;
    `end_section` closes what was added since the last one.
    """

    def __init__(self, title: str, *, header: str = TEAM_ONLY) -> None:
        self._title = printable(title)
        self._header = header
        self._body: list[str] = []
        self._ends = ""
        self._tables = 0

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 to 3."""
        self.paragraph(Paragraph(text, f"Heading{level}"))

    def paragraph(self, paragraph: Paragraph) -> None:
        """Add a paragraph."""
        self._add(paragraph_xml(paragraph))

    def runs(self, style: str, parts: Sequence[tuple[str, str]]) -> None:
        """Add a paragraph of words in character styles (empty for none), in order."""
        self._add_runs(style, "".join(run_xml(words, of) for words, of in parts))

    def caption(self, title: str, *, label: str = "Table", number: int | None = None, continued: bool = False) -> None:
        """Add the title above a table, numbered by a SEQ field of its label, so that charts do not count as tables.

        `number` sets the number where it is not the next one; a continued table repeats the last one.
        """
        following = self._tables + (not continued)
        shown = following if number is None or continued else number
        switch = " \\c" if continued else f" \\r {shown}" if shown != following else ""
        field = field_xml(f"SEQ {label} \\* ARABIC{switch}", str(shown))
        words = run_xml(f" (continued) {title}" if continued else f" {title}")
        self._add_runs("Caption", f"{run_xml(f'{label} ')}{field}{words}")
        self._tables = shown

    def table(self, widths: Sequence[float], rows: Iterable[Row]) -> None:
        """Add a table; widths in centimetres."""
        self._add(table_xml([twips(width) for width in widths], rows))

    def end_section(self, *, landscape: bool = False) -> None:
        """Close the section, on pages of this shape; what comes next starts on a new page."""
        if self._ends or not self._body or not self._body[-1].startswith("<w:p>"):
            # A section ends in a paragraph.
            self._add(paragraph_xml(Paragraph("", "TableNote")))
        self._ends = _shape(landscape=landscape)

    def to_bytes(self) -> bytes:
        """The file. What was added after the last `end_section` stands on upright pages; nothing can be added later."""
        shape = self._ends or _shape(landscape=False)
        main = f"<w:document {_NAMESPACES}><w:body>{''.join(self._body)}{shape}</w:body></w:document>"
        return _packed(main, self._title, self._header)

    def _add(self, element: str) -> None:
        if self._ends:
            # The shape of all sections but the last stands in their last paragraph.
            self._body[-1] = self._body[-1].replace("</w:pPr>", f"{self._ends}</w:pPr>", 1)
            self._ends = ""
        self._body.append(element)

    def _add_runs(self, style: str, runs: str) -> None:
        self._add(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>')


def _shape(*, landscape: bool) -> str:
    """The properties of a section: header, footer, page and margins."""
    edges = "".join(f'<w:{name}Reference w:type="default" r:id="{reference}"/>' for name, reference in _EDGES.items())
    width, height = reversed(_A4) if landscape else _A4
    turned = ' w:orient="landscape"' if landscape else ""
    margins = "".join(f' w:{name}="{length}"' for name, length in _MARGINS.items())
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
    return f'<w:sectPr>{edges}<w:type w:val="nextPage"/>{size}<w:pgMar{margins}/></w:sectPr>'


def _packed(main: str, title: str, header: str) -> bytes:
    """The file of these parts, and nothing else: no theme, thumbnail, names or times."""
    parts = {
        "[Content_Types].xml": _types_xml(),
        "_rels/.rels": _relationships_xml(_OF_THE_PACKAGE),
        "docProps/app.xml": styles.app_xml(),
        "docProps/core.xml": styles.core_xml(title),
        "word/_rels/document.xml.rels": _relationships_xml(_OF_THE_DOCUMENT),
        "word/document.xml": main,
        "word/fontTable.xml": styles.font_table_xml(),
        "word/footer1.xml": _edge("ftr", "Footer", ["Page ", "PAGE", " of ", "NUMPAGES"]),
        "word/header1.xml": _edge("hdr", "Header", [header]),
        "word/settings.xml": styles.settings_xml(),
        "word/styles.xml": styles.styles_xml(),
    }
    return packed((name, f"{_DECLARED}{xml}".encode()) for name, xml in parts.items())


def _types_xml() -> str:
    overrides = "".join(f'<Override PartName="/{place}" ContentType="{kind}"/>' for place, kind in _TYPES.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships_xml(relationships: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relationships, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def _edge(root: str, style: str, parts: Sequence[str]) -> str:
    """A header or footer of one line; parts in capitals are fields."""
    words = "".join(field_xml(part, "1") if part.isupper() else run_xml(part) for part in parts if part)
    return f'<w:{root} {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p></w:{root}>'
