"""Reading odt through odfdo's tree, element by element.

odfdo's own plain text drops runs of blanks and glues cells, so the tree is walked here: paragraphs and headings are
joined by an empty line, cells by a tab, rows by a line end.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from qualcode.formats.readers.archive import Archive
from qualcode.formats.readers.result import ReadText, from_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odfdo import Element

VERSION = 1
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_LEFT_OUT = frozenset(
    {
        "text:tracked-changes", "office:annotation", "office:annotation-end", "text:note", "text:ruby-text", "office:forms",
        "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:dde-connection-decls",
        "text:table-of-content-source", "text:alphabetical-index-source", "svg:title", "svg:desc",
    }
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS = 10_000


def read_odt(data: bytes, name: str) -> ReadText:
    """Read an OpenDocument text.

    Headings, lists, tables, tracked insertions and text boxes are in the text; deletions, comments and notes are not,
    and comments and notes are counted in `notes`.

    Raises:
        UnreadableFile: it is no odt, damaged, or locked by a password.
    """
    archive = Archive(data, name, "odt")
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.parts else b""):
        raise archive.locked()
    # Parsed once before, without entities and with a limit of size, for the errors of a bad part to be ours.
    root = archive.xml("content.xml")
    if not any(element.tag.endswith("}text") and "office:1.0" in element.tag for element in root.iter("{*}text")):
        raise archive.fault("is not a .odt text inside")
    body = _body(data, archive)
    notes = [f"{count} {what}{'s' if count > 1 else ''} not in the text" for what, count in _counts(body) if count]
    return from_xml("\n\n".join(_blocks(body)), "odt", VERSION, tuple(notes))


def _body(data: bytes, archive: Archive) -> Element:
    from odfdo import Document
    from odfdo.security import SecurityError

    try:
        return Document(io.BytesIO(data)).body
    except SecurityError as error:
        raise archive.fault("unpacks to far more than a text needs") from error
    except (TypeError, ValueError, KeyError, OSError) as error:
        raise archive.fault("is not a .odt file inside") from error


def _counts(body: Element) -> tuple[tuple[str, int], ...]:
    return ("comment", len(body.get_elements("//office:annotation"))), ("note", len(body.get_elements("//text:note")))


def _blocks(parent: Element) -> Iterator[str]:
    """The paragraphs and tables in an element; lists, sections and frames opened."""
    for child in parent.children:
        tag = child.tag
        if tag in _PARAGRAPHS:
            yield from _paragraph(child)
        elif tag == "table:table":
            yield _table(child)
        elif tag not in _LEFT_OUT:
            yield from _blocks(child)


class _Line:
    """The words of a paragraph as they are gathered, and the text boxes anchored in it."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.boxes: list[str] = []
        self._drops_blank = True

    def raw(self, characters: str | None) -> None:
        """Add characters: white space in the file is one blank, none at the start and none after another."""
        if not characters:
            return
        words = _BLANKS.sub(" ", characters)
        if self._drops_blank and words[0] == " ":
            words = words[1:]
        if words:
            self.pieces.append(words)
            self._drops_blank = words[-1] == " "

    def sign(self, sign: str) -> None:
        """Add a blank, tab or line end that the file states as an element."""
        self.pieces.append(sign)
        self._drops_blank = False


def _paragraph(paragraph: Element) -> list[str]:
    """A paragraph's words, and after it those of its text boxes."""
    line = _Line()
    _words(paragraph, line)
    return ["".join(line.pieces), *line.boxes]


def _words(element: Element, line: _Line) -> None:
    line.raw(element.text)
    for child in element.children:
        tag = child.tag
        if tag == "text:s":
            count = str(child.get_attribute("text:c"))
            line.sign(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))
        elif tag == "text:tab":
            line.sign("\t")
        elif tag == "text:line-break":
            line.sign("\n")
        elif tag in _PARAGRAPHS:
            line.boxes.extend(_paragraph(child))
        elif tag == "table:table":
            line.boxes.append(_table(child))
        elif tag not in _LEFT_OUT:
            _words(child, line)
        line.raw(child.tail)


def _table(table: Element) -> str:
    return "\n".join(
        "\t".join("\n".join(_blocks(cell)) for cell in _inside(row, ("table:table-cell", "table:covered-table-cell")))
        for row in _inside(table, ("table:table-row",))
    )


def _inside(parent: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The rows of a table, also those in header rows and groups, or the cells of a row."""
    for child in parent.children:
        if child.tag in wanted:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag != "table:table":
            yield from _inside(child, wanted)
