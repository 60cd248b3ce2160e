"""Opening the zip that a docx or odt is, without being harmed by what is inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Word file and a password-protected new one begin."""
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LARGEST_PART = 200_000_000
"""Bytes that one part may have when unpacked: a part of the text, with its mark-up."""


class Archive:
    """The parts of a zipped format; `kind` names it in errors (`docx`).

    Raises:
        UnreadableFile: the bytes are no such zip, or are locked by a password.
    """

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        if data.startswith(OLE):
            raise self._ole(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise self.fault(f"is not a .{kind} file inside") from error
        self.parts = frozenset(self._zip.namelist())

    def part(self, path: str) -> bytes:
        """The bytes of a part.

        Raises:
            UnreadableFile: it is absent, damaged, locked or far too large.
        """
        try:
            info = self._zip.getinfo(path)
            if info.file_size > LARGEST_PART:
                raise self.fault(f"unpacks to more than {LARGEST_PART // 1_000_000} MB")
            if info.flag_bits & 1:
                raise self.locked()
            with self._zip.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except KeyError as error:
            raise self.fault(f"is not a .{self.kind} file inside") from error
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
            raise self.fault("is damaged") from error
        if len(data) > LARGEST_PART:
            raise self.fault(f"unpacks to more than {LARGEST_PART // 1_000_000} MB")
        return data

    def xml(self, path: str) -> _Element:
        """The root of an XML part; entities and outside references are not followed.

        Raises:
            UnreadableFile: as `part`, or it is no XML.
        """
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        # Word can save the same mark-up under the names of the strict standard.
        data = self.part(path).replace(_STRICT, _USUAL)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.fault("is damaged") from error

    def fault(self, what: str) -> UnreadableFile:
        """The error that says what is wrong with the file."""
        hint = f"Open it in a word processor and save it as .{self.kind} again, or as .txt."
        return UnreadableFile(f"{self.name} {what}.", hint)

    def locked(self) -> UnreadableFile:
        """The error for a file with a password."""
        return UnreadableFile(
            f"{self.name} is protected by a password.", "Open it with the password, save it without one, and import that copy."
        )

    def _ole(self, data: bytes) -> UnreadableFile:
        if _ENCRYPTED_PACKAGE in data:
            return self.locked()
        return UnreadableFile(f"{self.name} is an old Word file (.doc).", "Open it in a word processor and save it as .docx.")
