"""The skeleton of a Word file: pages, header and footer, captions, and bytes that are the same every time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.domain.printing import TEAM_ONLY
from qualcode.formats.writers.archive import with_fixed_dates
from qualcode.formats.writers.docx import styles
from qualcode.formats.writers.docx.tables import Paragraph, Row, add_field, add_paragraph, add_run, add_table, tag, twips
from qualcode.formats.writers.docx.typography import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

PORTRAIT_CM = 17.0
"""Width of the text of an upright A4 page with margins of 2 cm."""

LANDSCAPE_CM = 25.7
"""Width of the text of an A4 page on its side."""

_A4 = (11906, 16838)
_MARGINS = {"top": 1134, "right": 1134, "bottom": 1134, "left": 1134, "header": 567, "footer": 567, "gutter": 0}
_EDGES = {"header": "rId1", "footer": "rId2"}
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class WordFile:
    """A Word file in the making: a sequence of sections, each on A4 pages upright or on their side.

    Every page has the header line, where there is one, and "page x of y". What is added comes out in that order;
    `end_section` closes what was added since the last one.
    """

    def __init__(self, title: str, *, header: str = TEAM_ONLY) -> None:
        from lxml.etree import Element, SubElement

        self._title = printable(title)
        self._header = header
        self._root: _Element = Element(tag("document"), nsmap={"w": styles.W, "r": _RELATIONSHIPS})
        self._body: _Element = SubElement(self._root, tag("body"))
        self._tables = 0

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 to 3."""
        self.paragraph(Paragraph(text, f"Heading{level}"))

    def paragraph(self, paragraph: Paragraph) -> None:
        """Add a paragraph."""
        add_paragraph(self._body, paragraph)

    def runs(self, style: str, parts: Sequence[tuple[str, str]]) -> None:
        """Add a paragraph of words in character styles (empty for none), in order."""
        element = add_paragraph(self._body, Paragraph("", style))
        for words, of in parts:
            add_run(element, words, of)

    def caption(self, title: str, *, label: str = "Table", number: int | None = None, continued: bool = False) -> None:
        """Add the title above a table, numbered by a SEQ field of its label, so that charts do not count as tables.

        `number` sets the number where it is not the next one; a continued table repeats the last one.
        """
        following = self._tables + (not continued)
        shown = following if number is None or continued else number
        switch = " \\c" if continued else f" \\r {shown}" if shown != following else ""
        element = add_paragraph(self._body, Paragraph("", "Caption"))
        add_run(element, f"{label} ")
        add_field(element, f"SEQ {label} \\* ARABIC{switch}", str(shown))
        add_run(element, f" (continued) {title}" if continued else f" {title}")
        self._tables = shown

    def table(self, widths: Sequence[float], rows: Iterable[Row]) -> None:
        """Add a table; widths in centimetres."""
        add_table(self._body, [twips(width) for width in widths], rows)

    def end_section(self, *, landscape: bool = False) -> None:
        """Close the section, on pages of this shape; what comes next starts on a new page."""
        last = self._body[-1] if len(self._body) else None
        if last is None or last.tag != tag("p"):
            last = add_paragraph(self._body, Paragraph("", "TableNote"))
        last[0].append(self._shape(landscape=landscape))

    def to_bytes(self) -> bytes:
        """The file. What was added after the last `end_section` stands on upright pages; nothing can be added later."""
        from lxml.etree import tostring

        last = self._body[-1].find(f"{tag('pPr')}/{tag('sectPr')}") if len(self._body) else None
        self._body.append(self._shape(landscape=False) if last is None else last)
        return _packed(str(tostring(self._root, encoding="unicode")), self._title, self._header)

    def _shape(self, *, landscape: bool) -> _Element:
        """The properties of a section: header, footer, page and margins."""
        from lxml.etree import Element, SubElement

        section = Element(tag("sectPr"))
        for name, reference in _EDGES.items():
            element = SubElement(section, tag(f"{name}Reference"))
            element.set(tag("type"), "default")
            element.set(f"{{{_RELATIONSHIPS}}}id", reference)
        SubElement(section, tag("type")).set(tag("val"), "nextPage")
        size = SubElement(section, tag("pgSz"))
        for name, length in zip("wh", reversed(_A4) if landscape else _A4, strict=True):
            size.set(tag(name), str(length))
        if landscape:
            size.set(tag("orient"), "landscape")
        margins = SubElement(section, tag("pgMar"))
        for name, length in _MARGINS.items():
            margins.set(tag(name), str(length))
        return section


def _packed(main: str, title: str, header: str) -> bytes:
    """The file of these parts. Nothing comes from python-docx's template: no theme, thumbnail, names or times."""
    from docx.opc.constants import CONTENT_TYPE as CT
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.package import Package

    package = Package()

    def part(place: str, content_type: str, xml: str) -> Any:
        declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
        return Part(PackURI(place), content_type, declared.encode(), package)

    document = part("/word/document.xml", CT.WML_DOCUMENT_MAIN, main)
    package.relate_to(document, RT.OFFICE_DOCUMENT)
    package.relate_to(part("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, styles.core_xml(title)), RT.CORE_PROPERTIES)
    package.relate_to(part("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, styles.app_xml()), RT.EXTENDED_PROPERTIES)
    edges = {"header": _edge("hdr", "Header", [header]), "footer": _edge("ftr", "Footer", ["Page ", "PAGE", " of ", "NUMPAGES"])}
    for name, content_type, relationship in (("header", CT.WML_HEADER, RT.HEADER), ("footer", CT.WML_FOOTER, RT.FOOTER)):
        given = document.relate_to(part(f"/word/{name}1.xml", content_type, edges[name]), relationship)
        assert given == _EDGES[name], "sections refer to header and footer by these ids"
    document.relate_to(part("/word/styles.xml", CT.WML_STYLES, styles.styles_xml()), RT.STYLES)
    document.relate_to(part("/word/settings.xml", CT.WML_SETTINGS, styles.settings_xml()), RT.SETTINGS)
    document.relate_to(part("/word/fontTable.xml", CT.WML_FONT_TABLE, styles.font_table_xml()), RT.FONT_TABLE)
    buffer = BytesIO()
    package.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def _edge(root: str, style: str, parts: Sequence[str]) -> str:
    """A header or footer of one line; parts in capitals are fields."""
    from lxml.etree import Element, tostring

    edge = Element(tag(root), nsmap={"w": styles.W})
    line = add_paragraph(edge, Paragraph("", style))
    for part in parts:
        if part.isupper():
            add_field(line, part, "1")
        elif part:
            add_run(line, part)
    return str(tostring(edge, encoding="unicode"))
