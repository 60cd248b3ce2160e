"""Reading files that are to be imported: what was found, what it is proposed to be, and read again as choices change.

Nothing here touches the study, so that it may run on any thread.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.import_choices import Choices
from qualcode.domain.source_fields import source_name
from qualcode.domain.sources import Role
from qualcode.domain.speakers import NUMBERED
from qualcode.domain.turns import cut, folded
from qualcode.errors import InvalidInput, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qualcode.domain.import_choices import Remembered
    from qualcode.domain.speakers import NotTaken
    from qualcode.domain.turns import Cutting, ProposedSpeaker
    from qualcode.formats.readers.result import ReadText

PREVIEWED = 40
"""Passages that a preview shows unless it is told otherwise."""
COMMON_ENCODINGS = ("utf-8", "cp1252", "mac-roman", "latin-1", "cp1250", "cp850", "utf-16-le", "utf-16-be")
"""Encodings offered where a plain text was read in another one."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it would be imported: its bytes, the text read from them, and the text cut into turns.

    `remembered` are the labels whose role comes from earlier imports.
    """

    path: Path
    data: bytes
    sha256: str
    choices: Choices
    text: ReadText
    cutting: Cutting
    known_roles: Mapping[str, Role]

    @property
    def name(self) -> str:
        """What the source is to be called."""
        return source_name(self.choices.name or self.path.stem)

    @property
    def speakers(self) -> tuple[ProposedSpeaker, ...]:
        """The labels with the roles they are to have."""
        return tuple(replace(one, role=self.choices.roles.get(folded(one.label), one.role)) for one in self.cutting.speakers)

    @property
    def remembered(self) -> frozenset[str]:
        """The labels that have the role they had in earlier imports, and no other was chosen."""
        known = self.known_roles if self.choices.labels is None else {}
        return frozenset(
            one.label
            for one in self.speakers
            if known.get(folded(one.label)) is one.role and folded(one.label) not in self.choices.roles
        )

    @property
    def plain(self) -> bool:
        """Whether it is a plain text, whose encoding can be another."""
        from qualcode.formats.readers.transcripts import is_plain

        return is_plain(self.path.name)


@dataclass(frozen=True, slots=True)
class PreviewedPassage:
    """A turn, or a stretch outside turns (without label and role), in the order of the text."""

    number: int | None
    label: str
    role: Role | None
    words: str


def read_file(path: Path, choices: Choices | None = None, remembered: Remembered | None = None) -> FileRead:
    """Read a file; what `choices` leave open is found, proposed, or taken from what is remembered.

    Raises:
        UnreadableFile: it is not there, or none that can be read; the hint says what to do.
        UsageError: there is no such encoding.
        InvalidInput: the name cannot be a source's.
    """
    data = _bytes_of(path)
    wanted = choices or (Choices() if remembered is None else Choices(case_from=remembered.case_from))
    text = _text(path, data, wanted, remembered)
    if remembered is not None and wanted.encoding is None and text.known_by.value == "given":
        wanted = replace(wanted, encoding=text.encoding)
    known = {} if remembered is None else remembered.roles
    read = FileRead(path, data, hashlib.sha256(data).hexdigest(), wanted, text, _cut(text, wanted, known), known)
    source_name(read.choices.name or path.stem)
    return read


def read_again(read: FileRead, choices: Choices) -> FileRead:
    """The file as other choices read it; only what they touch is done again.

    Raises:
        UnreadableFile: it is no text in the encoding chosen.
        UsageError: there is no such encoding.
        InvalidInput: the name cannot be a source's.
    """
    source_name(choices.name or read.path.stem)
    text = read.text if choices.encoding == read.choices.encoding else _text(read.path, read.data, choices, None)
    if text is read.text and choices.labels == read.choices.labels:
        return replace(read, choices=choices)
    return replace(read, choices=choices, text=text, cutting=_cut(text, choices, read.known_roles))


def as_found(read: FileRead) -> FileRead:
    """The file as it would be read with nothing chosen and nothing remembered, but under the name it was given."""
    choices = Choices(name=read.choices.name)
    text = _text(read.path, read.data, choices, None)
    return replace(read, choices=choices, text=text, cutting=_cut(text, choices, {}), known_roles={})


def take_label(read: FileRead, left: NotTaken, role: Role) -> FileRead:
    """The file with the lines of a label that was left as talk of a speaker after all."""
    label = left.label.removesuffix(NUMBERED)
    labels = [*(one.label for one in read.speakers), label]
    return read_again(read, _settled(read).with_labels(dict.fromkeys(labels)).with_role(label, role))


def leave_label(read: FileRead, label: str) -> FileRead:
    """The file with a label that names no speaker: its lines belong to the turn before."""
    labels = [one.label for one in read.speakers if folded(one.label) != folded(label)]
    return read_again(read, _settled(read).with_labels(labels))


def _settled(read: FileRead) -> Choices:
    """The choices with the roles as they are now: what was proposed stays so when the labels are given."""
    return replace(read.choices, roles={folded(one.label): one.role for one in read.speakers} | dict(read.choices.roles))


def encodings_for(read: FileRead) -> tuple[str, ...]:
    """The encodings in which a plain text can be read, by Python's names, the present one first; none for other formats."""
    if not read.plain:
        return ()
    from qualcode.formats.readers.encoding import require_encoding

    found = [require_encoding(read.text.encoding)]
    for encoding in map(require_encoding, COMMON_ENCODINGS):
        if encoding not in found:
            with suppress(InvalidInput):
                _text(read.path, read.data, replace(read.choices, encoding=encoding), None)
                found.append(encoding)
    return tuple(found)


def preview(read: FileRead, most: int = PREVIEWED) -> tuple[PreviewedPassage, ...]:
    """The first passages of the text as it would be read, at most so many."""
    text, speakers = read.text.text, read.speakers
    found: list[PreviewedPassage] = []
    at = 0
    for turn in read.cutting.turns[:most]:
        begins = turn.span.start if turn.label is None else min(turn.span.start, turn.label.start)
        found += _outside(text[at:begins])
        one = speakers[turn.speaker]
        found.append(PreviewedPassage(turn.number, one.label, one.role, turn.span.words_of(text)))
        at = max(turn.span.end, turn.label.end if turn.label else 0)
    if len(read.cutting.turns) <= most:
        found += _outside(text[at:])
    return tuple(found[:most])


def _outside(words: str) -> list[PreviewedPassage]:
    paragraphs = (part.strip() for part in words.split("\n\n"))
    return [PreviewedPassage(None, "", None, part) for part in paragraphs if part]


def _text(path: Path, data: bytes, choices: Choices, remembered: Remembered | None) -> ReadText:
    from qualcode.formats.readers.encoding import Knowledge
    from qualcode.formats.readers.transcripts import read

    text = read(data, path.name, choices.encoding)
    again = None if remembered is None or text.known_by is not Knowledge.GUESS else remembered.encodings.get(text.reader)
    if again is None:
        return text
    try:
        return read(data, path.name, again)
    except InvalidInput:
        # What fitted the files before does not fit this one: the guess stands.
        return text


def _cut(text: ReadText, choices: Choices, known: Mapping[str, Role]) -> Cutting:
    given = None
    if choices.labels is not None:
        given = {label: choices.roles.get(folded(label), known.get(folded(label), Role.PARTICIPANT)) for label in choices.labels}
    return cut(text.text, choice=given, known=known, declared=text.declared, cues=text.cues)


def _bytes_of(path: Path) -> bytes:
    from qualcode.formats.readers.transcripts import refuse_by_size

    try:
        if path.is_dir():
            raise UnreadableFile(f"{path} is a folder.", f"Name the files in it, as in {path / '*.docx'}.")
        refuse_by_size(path.name, path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise UnreadableFile(
            f"{path} cannot be read: {error.strerror or 'the system refuses'}.", "Check who may read it."
        ) from error
