"""What a reader of transcripts gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.text import clean
from qualcode.formats.readers.encoding import Knowledge

if TYPE_CHECKING:
    from qualcode.domain.turns import Cue, DeclaredLabel
    from qualcode.formats.readers.encoding import Decoded

LARGEST_TEXT = 20_000_000
"""Bytes of text that an import accepts."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file as text fit to be stored, and how it was read.

    `reader` and `version` say which rules made the text. `replaced` counts the characters that stand as U+FFFD
    because they could not be read or stored. `declared` labels and `cues` come from formats that name speakers and
    times themselves. `notes` are sentences on what the format holds and the text does not.
    """

    text: str
    reader: str
    version: int
    encoding: str
    known_by: Knowledge
    confidence: float | None
    newlines: str
    bom: bool
    replaced: int
    declared: tuple[DeclaredLabel, ...] = ()
    cues: tuple[Cue, ...] = ()
    notes: tuple[str, ...] = ()


def from_bytes(decoded: Decoded, reader: str, version: int, text: str | None = None) -> ReadText:
    """The result for a plain file; `text` where the reader made another text of what was decoded."""
    cleaned = clean(decoded.text)
    return ReadText(
        text=cleaned.text if text is None else text,
        reader=reader,
        version=version,
        encoding=decoded.encoding,
        known_by=decoded.known_by,
        confidence=decoded.confidence,
        newlines=cleaned.newlines.value,
        bom=cleaned.bom,
        replaced=cleaned.replaced + decoded.unreadable,
    )


def from_xml(text: str, reader: str, version: int, notes: tuple[str, ...] = ()) -> ReadText:
    """The result for a format that keeps its text as XML, which states its encoding and ends lines by elements."""
    cleaned = clean(text)
    return ReadText(
        text=cleaned.text,
        reader=reader,
        version=version,
        encoding="utf-8",
        known_by=Knowledge.DECLARED,
        confidence=None,
        newlines=cleaned.newlines.value,
        bom=cleaned.bom,
        replaced=cleaned.replaced,
        notes=notes,
    )
