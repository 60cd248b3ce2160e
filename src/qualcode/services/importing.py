"""Importing transcripts: read, cut into turns, and only then written, one change set for each file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.progress import silent
from qualcode.domain.sources import Role
from qualcode.domain.text import size_in_words
from qualcode.errors import InvalidInput, NotAllowed, QualcodeError, UnreadableFile, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.progress import Progress
    from qualcode.domain.speakers import NotTaken
    from qualcode.domain.turns import Cutting, ProposedSpeaker
    from qualcode.formats.readers.result import ReadText
    from qualcode.storage import OpenStudy

LONGEST_NAME = 400


class CaseFrom(StrEnum):
    """What an import makes cases of."""

    SPEAKER = "speaker"
    """Each participant label; a label that any transcript may have gives a case named as the source."""
    NAME = "name"
    """The source's name."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case that speaks in an imported source; `known` when it was there before."""

    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was imported, or with a dry run would be: how it was read and what was found in it.

    `words` are those of the whole text. `notes` are sentences on what to look at. `change` is None for a dry run.
    """

    file: str
    name: str
    reader: str
    encoding: str
    known_by: str
    confidence: float | None
    words: int
    turns: int
    speakers: tuple[ProposedSpeaker, ...]
    not_taken: tuple[NotTaken, ...]
    cases: tuple[MadeCase, ...]
    notes: tuple[str, ...]
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be imported, and why."""

    name: str
    error: QualcodeError


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, file by file, in the order they were given."""

    files: tuple[ImportedFile, ...]
    failed: tuple[FailedFile, ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    """How the files are to be imported; `choice` is None where labels and roles are to be proposed."""

    choice: Mapping[str, Role] | None
    case_from: CaseFrom
    encoding: str | None
    dry_run: bool


@dataclass(slots=True)
class _Known:
    """What the study has, and the files before this one brought: sources by the hash of their file, names, cases."""

    files: dict[str, str]
    names: set[str]
    cases: set[str]

    @classmethod
    def of(cls, study: OpenStudy) -> _Known:
        return cls(
            study.sources.files(),
            {one.name.casefold() for one in study.sources.all()},
            {one.name for one in study.cases.all()},
        )


def speaker_choice(words: str) -> Mapping[str, Role] | None:
    """What `--speakers` says: None for `auto`, nothing for `none`, else each label with its role.

    Raises:
        UsageError: it is none of these; `LABEL=role` pairs are joined by commas.
    """
    if words.strip().casefold() == "auto":
        return None
    if words.strip().casefold() == "none":
        return {}
    choice: dict[str, Role] = {}
    known = {role.value: role for role in Role}
    for pair in words.split(","):
        label, joined, role = pair.rpartition("=")
        if not joined or not label.strip() or role.strip().casefold() not in known:
            raise UsageError(
                f'"{pair.strip()}" does not say who speaks.',
                'Write auto, none, or pairs such as "MEL=interviewer,DONALD=participant".',
            )
        choice[" ".join(label.split())] = known[role.strip().casefold()]
    return choice


def import_files(
    study: OpenStudy,
    paths: Sequence[Path],
    *,
    speakers: str = "auto",
    case_from: str = CaseFrom.SPEAKER,
    encoding: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Import transcripts, each as one change set, so that a crash or a stop keeps those already confirmed.

    `speakers` as `speaker_choice` reads it. A file that cannot be imported does not stop the others. `name` is for a
    single file; otherwise a source is called as its file's stem. `progress` may raise `Cancelled`.

    Raises:
        UsageError: the speakers, the encoding or the name cannot be meant so; nothing was imported.
        StudyFileError: the study cannot be written; files before stay imported.
    """
    from qualcode.formats.readers.encoding import require_encoding

    if name is not None and len(paths) != 1:
        raise UsageError("A name can be given to one file only.", "Import the files one by one, or leave out --name.")
    if encoding is not None:
        require_encoding(encoding)
    wish = _Wish(speaker_choice(speakers), CaseFrom(case_from), encoding, dry_run)
    known = _Known.of(study)
    done: list[ImportedFile | FailedFile] = []
    try:
        for path in paths:
            progress(len(done), len(paths), path.name)
            done.append(_import_or_say_why(study, path, name, wish, known))
    finally:
        if any(isinstance(one, ImportedFile) and one.change for one in done):
            study.catch_up_search()
    return Imported(
        tuple(one for one in done if isinstance(one, ImportedFile)),
        tuple(one for one in done if isinstance(one, FailedFile)),
    )


def _import_or_say_why(study: OpenStudy, path: Path, name: str | None, wish: _Wish, known: _Known) -> ImportedFile | FailedFile:
    try:
        return _import_one(study, path, name, wish, known)
    except (InvalidInput, NotAllowed) as error:
        return FailedFile(str(path), error)


def _import_one(study: OpenStudy, path: Path, name: str | None, wish: _Wish, known: _Known) -> ImportedFile:
    from qualcode.domain.turns import cut
    from qualcode.formats.readers.transcripts import read

    data = _bytes_of(path)
    sha256 = hashlib.sha256(data).hexdigest()
    source_name = _name_for(path, name)
    _refuse_known(path, source_name, sha256, known)
    text = read(data, path.name, wish.encoding)
    cutting = cut(text.text, choice=wish.choice, declared=text.declared, cues=text.cues)
    if wish.choice and not cutting.turns:
        raise InvalidInput(
            f"{path.name} has none of the labels {', '.join(wish.choice)} at the start of a line.",
            "Look at the labels it has with --dry-run, or import it with --speakers none.",
        )
    cases = _cases_of(source_name, cutting, wish.case_from, known)
    words = size_in_words(text.text)
    change = None if wish.dry_run else _write(study, path, source_name, (data, sha256, words), text, cutting, cases)
    known.files[sha256] = source_name
    known.names.add(source_name.casefold())
    known.cases.update(case.name for case, _ in cases)
    return ImportedFile(
        file=str(path),
        name=source_name,
        reader=text.reader,
        encoding=text.encoding,
        known_by=text.known_by.value,
        confidence=text.confidence,
        words=words,
        turns=len(cutting.turns),
        speakers=cutting.speakers,
        not_taken=cutting.not_taken,
        cases=tuple(case for case, _ in cases),
        notes=_notes(text, cutting),
        change=change,
    )


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


def _name_for(path: Path, name: str | None) -> str:
    wanted = " ".join((path.stem if name is None else name).split())
    if not wanted:
        raise UsageError("A source needs a name.", "Give one with --name.")
    if len(wanted) > LONGEST_NAME:
        raise InvalidInput(f"The name is longer than {LONGEST_NAME} characters.", "Give a shorter one with --name.")
    return wanted


def _refuse_known(path: Path, name: str, sha256: str, known: _Known) -> None:
    if sha256 in known.files:
        there = known.files[sha256]
        if not there:
            raise NotAllowed(f"{path.name} is of a participant who withdrew, so it cannot be imported.")
        raise NotAllowed(f'{path.name} is already in the study, as "{there}".', "The same file is imported once only.")
    if name.casefold() in known.names:
        raise _name_taken(path, name)


def _name_taken(path: Path, name: str) -> NotAllowed:
    return NotAllowed(
        f'{path.name} cannot be imported as "{name}": there is a source of that name.', "Give it another with --name."
    )


def _notes(text: ReadText, cutting: Cutting) -> tuple[str, ...]:
    """What the researcher should look at."""
    notes = list(text.notes)
    if text.replaced:
        notes.append(f"{_counted(text.replaced, 'character')} could not be read or kept, shown as \ufffd")
    if cutting.missing:
        notes.append(f"no label {', '.join(cutting.missing)} at the start of a line")
    if cutting.silent:
        notes.append(f"{_counted(len(cutting.silent), 'label')} without talk")
    if cutting.backward:
        line = text.text.count("\n", 0, cutting.backward[0].span.start) + 1
        notes.append(f"times run backwards at {_counted(len(cutting.backward), 'place')}, first in line {line}")
    return tuple(notes)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _cases_of(name: str, cutting: Cutting, case_from: CaseFrom, known: _Known) -> list[tuple[MadeCase, tuple[int, ...]]]:
    """The cases of a source, each with the positions of its speakers; without speakers the case has the whole source."""
    from qualcode.domain.speakers import case_named_by

    talking = [place for place, speaker in enumerate(cutting.speakers) if speaker.role is Role.PARTICIPANT]
    named: dict[str, list[int]] = {}
    if case_from is CaseFrom.NAME:
        named[name] = talking
    elif case_from is CaseFrom.SPEAKER:
        for place in talking:
            label = cutting.speakers[place].label
            named.setdefault(case_named_by(label, name), []).append(place)
    return [(MadeCase(case, case in known.cases), tuple(places)) for case, places in named.items()]


def _write(
    study: OpenStudy,
    path: Path,
    name: str,
    file: tuple[bytes, str, int],
    text: ReadText,
    cutting: Cutting,
    cases: Sequence[tuple[MadeCase, tuple[int, ...]]],
) -> ChangeSet:
    from qualcode.domain.imports import ImportRecord, NewSource

    data, sha256, words = file
    record = ImportRecord(
        file_name=path.name,
        sha256=sha256,
        reader=text.reader,
        reader_version=text.version,
        encoding=text.encoding,
        encoding_known_by=text.known_by.value,
        confidence=text.confidence,
        newlines=text.newlines,
        bom=text.bom,
        replaced=text.replaced,
        report=_report(text, cutting),
    )
    labels = tuple((speaker.label, speaker.role) for speaker in cutting.speakers)
    with study.unit_of_work("import_source", what=f"imported {name}") as work:
        # What the study has was read before the first file: another window may have imported since.
        if work.sources.name_taken(name):
            raise _name_taken(path, name)
        source = work.sources.add(NewSource(name, text.text, labels, cutting.turns, record, data, words=words))
        speakers = work.sources.speakers(source)
        for case, places in cases:
            number = work.cases.named(case.name) or work.cases.add(case.name)
            for place in places:
                work.cases.link_speaker(number, speakers[place].id)
            if not places:
                work.cases.link_source(number, source)
    return work.insist()


def _report(text: ReadText, cutting: Cutting) -> str:
    """What was found, for the import record."""
    found = {
        "speakers": [{"label": one.label, "role": one.role.value, "turns": one.turns} for one in cutting.speakers],
        "not_taken": [{"label": one.label, "lines": list(one.lines), "reason": one.reason} for one in cutting.not_taken],
        "notes": list(_notes(text, cutting)),
    }
    return json.dumps(found, ensure_ascii=False)
