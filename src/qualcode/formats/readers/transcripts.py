"""Reading a transcript, whatever its format: the suffix says which reader, the bytes must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.formats.readers.result import LARGEST_TEXT, ReadText

if TYPE_CHECKING:
    from collections.abc import Callable

SUFFIXES = (".txt", ".md", ".docx", ".odt", ".vtt", ".srt")
"""What can be imported."""
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".vtt", ".srt"})
LARGEST_FILE = 200_000_000
"""Bytes a docx or odt may have, its pictures included."""

_ELSEWHERE = {
    ".doc": "Open it in a word processor and save it as .docx.",
    ".rtf": "Open it in a word processor and save it as .docx.",
    ".pages": "Export it as .docx.",
    ".pdf": "Save its text as .txt, or open it in a word processor and save it as .docx.",
    ".html": "Open it in a word processor and save it as .docx.",
    ".csv": "Sources are texts; `qualcode cases import` and `qualcode codings import` read tables.",
    ".xlsx": "Sources are texts; save the transcript as .docx or .txt.",
    ".qdpx": "REFI-QDA projects cannot be imported yet.",
}
_SIGNATURES = (
    (b"PK\x03\x04", "a zip or Word file"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
)
_MEDIA = frozenset({".mp3", ".wav", ".m4a", ".mp4", ".mov", ".ogg", ".flac", ".aac", ".wma", ".avi", ".mkv", ".webm"})


def suffix_of(name: str) -> str:
    """The suffix of a file name in small letters, with its dot; empty where it has none."""
    return "." + name.rpartition(".")[2].lower() if "." in name.strip(".") else ""


def can_be_read(name: str) -> bool:
    """Whether a file of this name is of a format that is read."""
    return is_plain(name) or suffix_of(name) in SUFFIXES


def is_plain(name: str) -> bool:
    """Whether a file of this name is plain text, which can be read in one encoding or another."""
    return suffix_of(name) in TEXT_SUFFIXES


def refuse_by_size(name: str, size: int) -> None:
    """Refuse a file by its size, before it is read.

    Raises:
        UnreadableFile: it is empty, or larger than any text to be imported.
    """
    if size == 0:
        raise _empty(name)
    if size > (LARGEST_TEXT if is_plain(name) else LARGEST_FILE):
        raise _too_large(name)


def read(data: bytes, name: str, encoding: str | None = None) -> ReadText:
    """Read a file's bytes as the format its name says.

    `name` is the file's, for its suffix and for errors; `encoding` overrides what would be found, for plain texts.

    Raises:
        UsageError: there is no such encoding.
        UnreadableFile: the format is none that is read, the bytes are not what the name says, or there is no text or
            more than 20 MB of it. The hint says what to do.
    """
    reader = _reader(name)
    refuse_by_size(name, len(data))
    if is_plain(name):
        _refuse_other_formats(data, name)
    result = reader(data, name, encoding)
    if not result.text.strip():
        raise _empty(name)
    if len(result.text) > LARGEST_TEXT or len(result.text.encode()) > LARGEST_TEXT:
        raise _too_large(name)
    return result


def _reader(name: str) -> Callable[[bytes, str, str | None], ReadText]:
    suffix = suffix_of(name)
    if suffix in {".txt", ".text"}:
        return _txt
    if suffix in {".md", ".markdown"}:
        return _md
    others = {".docx": _docx, ".odt": _odt, ".vtt": _vtt, ".srt": _srt}
    if suffix in others:
        return others[suffix]
    known = f"Transcripts are read from {', '.join(SUFFIXES)}."
    if suffix in _MEDIA:
        raise UnreadableFile(f"{name} is a recording, not a transcript.", f"Have it transcribed first. {known}")
    kind = f"the format {suffix}" if suffix else "a file without a suffix"
    raise UnreadableFile(f"{name} cannot be imported: {kind} is not read.", _ELSEWHERE.get(suffix, known))


def _refuse_other_formats(data: bytes, name: str) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableFile(f"{name} is {what}, not a text.", "Give it its own suffix back, or save it as .docx or .txt.")


def _empty(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name} is empty.", "Check that the transcript was saved, and import it again.")


def _too_large(name: str) -> UnreadableFile:
    limit = LARGEST_TEXT // 1_000_000
    return UnreadableFile(f"{name} is larger than {limit} MB of text.", "Split it into one file for each interview.")


def _txt(data: bytes, name: str, encoding: str | None) -> ReadText:
    from qualcode.formats.readers.plain import read_plain

    return read_plain(data, name, encoding)


def _md(data: bytes, name: str, encoding: str | None) -> ReadText:
    from qualcode.formats.readers.plain import read_plain

    return read_plain(data, name, encoding, reader="md")


def _docx(data: bytes, name: str, _encoding: str | None) -> ReadText:
    from qualcode.formats.readers.docx import read_docx

    return read_docx(data, name)


def _odt(data: bytes, name: str, _encoding: str | None) -> ReadText:
    from qualcode.formats.readers.odt import read_odt

    return read_odt(data, name)


def _vtt(data: bytes, name: str, encoding: str | None) -> ReadText:
    from qualcode.formats.readers.captions import read_vtt

    return read_vtt(data, name, encoding)


def _srt(data: bytes, name: str, encoding: str | None) -> ReadText:
    from qualcode.formats.readers.captions import read_srt

    return read_srt(data, name, encoding)
