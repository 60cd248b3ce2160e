"""Reading docx by walking the body's own XML.

python-docx's `paragraphs` leaves out tables, tracked insertions and content controls, which transcripts have; so the
walk goes through everything in order. Paragraphs are joined by an empty line, cells by a tab, rows by a line end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.text import REPLACEMENT
from qualcode.formats.readers.archive import Archive
from qualcode.formats.readers.result import ReadText, from_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

VERSION = 1
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEFT_OUT = frozenset(
    {
        f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr", f"{_W}tblPr", f"{_W}tblGrid", f"{_W}trPr", f"{_W}tcPr",
        f"{_W}sectPr", f"{_W}rt", f"{_W}instrText", f"{_W}delText", f"{_MC}Fallback",
    }
)  # fmt: skip
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_SYMBOLS = {0xF04A: "☺", 0xF04C: "☹", 0xF0E0: "→", 0xF0DF: "←"}
"""What Word makes of typed `:)`, `:(`, `-->` and `<--`: signs of a symbol font."""
_P, _TBL, _TR, _TC, _T, _SYM = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}t", f"{_W}sym"
_TEXTS = frozenset({_T, _M_TEXT})
_RAW_BREAKS = re.compile(r"[\r\n]+")


def read_docx(data: bytes, name: str) -> ReadText:
    """Read a Word document.

    Tables, tracked insertions, content controls and text boxes are in the text; deletions, comments, notes, headers
    and footers are not, and comments and notes are counted in `notes`.

    Raises:
        UnreadableFile: it is no docx, damaged, locked by a password, or an old .doc.
    """
    archive = Archive(data, name, "docx")
    root = archive.xml(_main_part(archive))
    body = next((child for child in root if _local(child) == "body"), None)
    if body is None:
        raise archive.fault("is not a .docx file inside")
    return from_xml("\n\n".join(_blocks(body)), "docx", VERSION, _notes(archive))


def _main_part(archive: Archive) -> str:
    """The part that holds the text, by the package's own list of parts."""
    if "word/document.xml" in archive.parts:
        return "word/document.xml"
    if "_rels/.rels" in archive.parts:
        for relation in archive.xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                target = relation.get("Target", "").lstrip("/")
                if target.endswith(".xml") and not target.startswith(("xl/", "ppt/")):
                    return target
    raise archive.fault("is not a .docx file inside")


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _blocks(parent: _Element) -> Iterator[str]:
    """The paragraphs and tables in an element, wrappers such as content controls opened."""
    for child in parent:
        tag = child.tag
        if tag == _P:
            boxes: list[str] = []
            pieces: list[str] = []
            _words(child, pieces, boxes)
            yield "".join(pieces)
            yield from boxes
        elif tag == _TBL:
            yield _table(child)
        elif isinstance(tag, str) and tag not in _LEFT_OUT:
            yield from _blocks(child)


def _words(element: _Element, pieces: list[str], boxes: list[str]) -> None:
    """Gather the words of a paragraph; paragraphs inside it (text boxes) go to `boxes`."""
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            if child.text:
                pieces.append(_RAW_BREAKS.sub(" ", child.text))
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == _SYM:
            pieces.append(_symbol(child))
        elif tag == _P:
            boxes.extend(_blocks_of_one(child))
        elif tag == _TBL:
            boxes.append(_table(child))
        elif isinstance(tag, str) and tag not in _LEFT_OUT and len(child):
            _words(child, pieces, boxes)


def _symbol(element: _Element) -> str:
    """A sign given by its number in a symbol font; U+FFFD where that number means nothing elsewhere."""
    try:
        number = int(element.get(f"{_W}char", ""), 16)
    except ValueError:
        return REPLACEMENT
    private = 0xE000 <= number <= 0xF8FF
    return _SYMBOLS.get(number, REPLACEMENT) if private or not 0x20 <= number < 0xD800 else chr(number)


def _blocks_of_one(paragraph: _Element) -> list[str]:
    pieces: list[str] = []
    boxes: list[str] = []
    _words(paragraph, pieces, boxes)
    return ["".join(pieces), *boxes]


def _table(table: _Element) -> str:
    """Rows by line end, cells by tab; paragraphs within a cell by line end."""
    rows = (row for row in _inside(table, _TR) if row.find(f"{_W}trPr/{_W}del") is None)
    return "\n".join("\t".join("\n".join(_blocks(cell)) for cell in _inside(row, _TC)) for row in rows)


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those in content controls or tracked insertions."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and child.tag != _TBL:
            yield from _inside(child, wanted)


def _notes(archive: Archive) -> tuple[str, ...]:
    """How many comments and notes are not in the text."""
    found: list[str] = []
    for element in ("comment", "footnote", "endnote"):
        part = f"word/{element}s.xml"
        if part in archive.parts:
            notes = [note for note in archive.xml(part) if _local(note) == element]
            count = sum(note.get(f"{_W}type", "normal") == "normal" for note in notes)
            if count:
                found.append(f"{count} {element}{'s' if count > 1 else ''} not in the text")
    return tuple(found)
