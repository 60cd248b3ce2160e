"""Reading txt and md: the text as it is."""

from __future__ import annotations

import re

from qualcode.errors import UnreadableFile
from qualcode.formats.readers.encoding import decode
from qualcode.formats.readers.result import ReadText, from_bytes

VERSION = 1
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def read_plain(data: bytes, name: str, encoding: str | None = None, *, reader: str = "txt") -> ReadText:
    """Read a plain text; Markdown stays as written.

    Raises:
        UsageError: there is no such encoding.
        UnreadableFile: the bytes are no text in the given encoding, or no text at all.
    """
    decoded = decode(data, name, encoding)
    sample = decoded.text[:100_000]
    if len(_CONTROLS.findall(sample)) > 0.1 * len(sample):
        raise UnreadableFile(f"{name} is not a text.", "Open it in the program that made it and save it as .txt or .docx.")
    return from_bytes(decoded, reader, VERSION)
