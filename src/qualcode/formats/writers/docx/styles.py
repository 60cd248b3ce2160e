"""The styles and settings of every Word file, as the XML that goes into it.

Paragraphs and tables carry style names only; whoever edits the file changes a style once. Fonts are named outright and
not by theme, so that the file looks the same without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The namespace of WordprocessingML."""

FONT = "Times New Roman"
LANGUAGE = "en-GB"

TABLE_STYLE = "TableThreeRules"
MARK_STYLE = "CodingMark"
"""The character style of the raised signs around coded passages."""
FOUND_STYLE = "FoundWords"
"""The character style of words that were sought."""
LINK_STYLE = "TurnReference"
"""The character style of references that lead to another place of the file; they print like the words around them."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style. `size` in half points; `before`, `after`, `left` and `hanging` in twentieths of a point."""

    id: str
    name: str
    based_on: str = "Normal"
    following: str = ""
    size: int = 0
    bold: bool = False
    italic: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    before: int | None = None
    after: int | None = None
    left: int | None = None
    hanging: int | None = None
    align: str = ""
    outline: int | None = None

    def xml(self) -> str:
        """The element, with its properties in the order the standard prescribes."""
        own = "" if self.name[0].islower() else ' w:customStyle="1"'
        following = f'<w:next w:val="{self.following}"/>' if self.following else ""
        return (
            f'<w:style w:type="paragraph"{own} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.based_on}"/>{following}<w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr><w:rPr>{self._run()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        parts = ["<w:keepNext/>" * self.keep_next, "<w:keepLines/>" * self.keep_lines]
        for element, measures in (
            ("spacing", {"before": self.before, "after": self.after}),
            ("ind", {"left": self.left, "hanging": self.hanging}),
        ):
            given = "".join(f' w:{name}="{value}"' for name, value in measures.items() if value is not None)
            parts.append(f"<w:{element}{given}/>" if given else "")
        parts.append(f'<w:jc w:val="{self.align}"/>' if self.align else "")
        parts.append(f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        return "".join(parts)

    def _run(self) -> str:
        size = f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>' if self.size else ""
        return "<w:b/>" * self.bold + "<w:i/>" * self.italic + size


_PARAGRAPH_STYLES = (
    _Style("Heading1", "heading 1", following="Normal", size=28, bold=True, keep_next=True, before=240, after=80, outline=0),
    _Style("Heading2", "heading 2", following="Normal", size=24, bold=True, keep_next=True, before=200, after=60, outline=1),
    _Style("Heading3", "heading 3", following="Normal", size=22, bold=True, italic=True, keep_next=True, before=140, outline=2),
    _Style("Caption", "caption", following="Normal", size=20, bold=True, keep_next=True, keep_lines=True, after=80),
    _Style("BodyText", "Body Text", after=160),
    _Style("Header", "header", size=18),
    _Style("Footer", "footer", size=18, align="center"),
    _Style("TableText", "Table Text", size=20),
    _Style("TableHeading", "Table Heading", "TableText", "TableText", bold=True, keep_next=True),
    _Style("TableGroup", "Table Group", "TableText", "TableText", bold=True, italic=True, keep_next=True, before=60),
    _Style("TableQuote", "Table Quote", "TableText"),
    _Style("TableFigure", "Table Figure", "TableText", align="right"),
    _Style("TableFigureHeading", "Table Figure Heading", "TableHeading", align="right"),
    _Style("TableValue", "Table Value", "TableText", left=227),
    _Style("TableNote", "Table Note", size=18, before=60, after=60),
    _Style("TableLead", "Table Lead", "TableNote", "TableNote", keep_next=True),
    _Style("ChartText", "Chart Text", "TableText", size=17),
    _Style("ChartLead", "Chart Lead", "ChartText", "ChartText", keep_next=True),
    _Style("ChartHeading", "Chart Heading", "TableHeading", "ChartText", size=17),
    _Style("ChartCase", "Chart Case", "ChartText", bold=True),
    _Style("ChartRemark", "Chart Remark", "ChartText", italic=True),
    _Style("ChartLabel", "Chart Label", "ChartText", "ChartExtract", italic=True, keep_next=True),
    _Style("ChartExtract", "Chart Extract", "ChartText", before=20),
    _Style("AppendixText", "Appendix Text", "TableText", size=18),
    _Style("AppendixCode", "Appendix Code", "AppendixText", left=227),
    _Style("AppendixLead", "Appendix Lead", "AppendixText", "AppendixText", keep_next=True),
    _Style("AppendixAside", "Appendix Aside", "AppendixText", italic=True),
    _Style("AppendixTheme", "Appendix Theme", following="AppendixExtract", size=20, italic=True, keep_next=True, before=80),
    _Style("AppendixExtract", "Appendix Extract", size=20, before=40, left=284),
    _Style("Extract", "Extract", following="ExtractPlace", size=22, keep_next=True, keep_lines=True, before=100, left=284),
    _Style("MarginCode", "Margin Code", "TableText", "MarginCode", size=17, left=227, hanging=227),
    _Style("ExtractPlace", "Extract Place", following="Extract", size=18, keep_lines=True, left=284),
)  # fmt: skip


def styles_xml() -> str:
    """The whole of `word/styles.xml`."""
    paragraphs = "".join(style.xml() for style in _PARAGRAPH_STYLES)
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        "<w:semiHidden/></w:style>"
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{MARK_STYLE}"><w:name w:val="Coding Mark"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{FOUND_STYLE}"><w:name w:val="Found Words"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:b/></w:rPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{LINK_STYLE}"><w:name w:val="Turn Reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/></w:style>'
        f"{_TABLE_STYLES}{paragraphs}</w:styles>"
    )


_RULE = 'w:val="single" w:sz="8" w:space="0" w:color="auto"'
_TABLE_STYLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}"><w:name w:val="Table Three Rules"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
    f"<w:tblPr><w:tblBorders><w:top {_RULE}/><w:bottom {_RULE}/></w:tblBorders>"
    '<w:tblCellMar><w:top w:w="34" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="34" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom {_RULE}/></w:tcBorders></w:tcPr></w:tblStylePr>'
    "</w:style>"
)


def settings_xml() -> str:
    """The whole of `word/settings.xml`: today's layout rules and the language, nothing of any machine."""
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table_xml() -> str:
    """The whole of `word/fontTable.xml`."""
    return (
        f'<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def core_xml(title: str) -> str:
    """The whole of `docProps/core.xml`: a title, and neither a person nor a time."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
    )


def app_xml() -> str:
    """The whole of `docProps/app.xml`."""
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>qualcode</Application></Properties>"
    )
