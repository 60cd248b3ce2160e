"""What an import brings, and what is kept of how a source came in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.sources import SourceKind

if TYPE_CHECKING:
    from qualcode.domain.sources import Role, Turn


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """Where a text came from and how it was read: enough to tell, years later, why it reads as it does.

    `sha256` is of the file's bytes. `encoding_known_by` is one of the words of `formats.readers.Knowledge`;
    `confidence` (0 to 1) is there only for a guess. `replaced` counts characters that became U+FFFD. `report` is JSON:
    labels found, what looked like one and was not taken, warnings.
    """

    file_name: str
    sha256: str
    reader: str
    reader_version: int
    encoding: str
    encoding_known_by: str
    confidence: float | None
    newlines: str
    bom: bool
    replaced: int
    report: str

    def columns(self) -> dict[str, Any]:
        """The record by column, a yes as 1."""
        return {**asdict(self), "bom": int(self.bom)}


@dataclass(frozen=True, slots=True)
class NewSource:
    """All that an import brings.

    Turns name their speaker by position in `speakers`; `words` are counted where they are not given.
    """

    name: str
    text: str
    speakers: tuple[tuple[str, Role], ...]
    turns: tuple[Turn, ...]
    record: ImportRecord
    original: bytes
    kind: SourceKind = SourceKind.INTERVIEW
    words: int | None = None
