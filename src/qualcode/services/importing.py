"""Importing transcripts: read, cut into turns, and only then written, one change set for each file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.import_choices import CaseFrom, Choices, Remembered
from qualcode.domain.progress import silent
from qualcode.domain.sources import Role
from qualcode.domain.text import size_in_words
from qualcode.domain.turns import folded
from qualcode.errors import InvalidInput, NotAllowed, QualcodeError, UsageError
from qualcode.services.import_checks import KnownFiles, cases_of, name_taken, refuse_known, refuse_known_file
from qualcode.services.import_reading import preview, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.progress import Progress
    from qualcode.domain.speakers import NotTaken
    from qualcode.domain.turns import ProposedSpeaker
    from qualcode.services.import_reading import FileRead, PreviewedPassage
    from qualcode.storage import OpenStudy

BEFORE = "before"
"""What says that labels and roles are proposed as they were confirmed in earlier imports."""


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A case that speaks in an imported source; `known` when it was there before."""

    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was imported, or with a dry run would be: how it was read and what was found in it.

    `words` are those of the whole text. `notes` are sentences on what to look at. `change` is None for a dry run.
    `preview` are the first passages, as many as were asked for.
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
    choices: Choices
    change: ChangeSet | None = None
    preview: tuple[PreviewedPassage, ...] = ()


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
    cases: Sequence[str] = (),
    encoding: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
    previewed: int = 0,
    progress: Progress = silent,
) -> Imported:
    """Import transcripts, each as one change set, so that a crash or a stop keeps those already confirmed.

    `speakers` as `speaker_choice` reads it, or `before`: proposed with the roles that were confirmed before. `cases` are
    `LABEL=NAME`: whose talk a label's is. A file that cannot be imported does not stop the others. `name` is for a
    single file; otherwise a source is called as its file's stem. `previewed` passages of each are told with a dry run.
    `progress` may raise `Cancelled`.

    Raises:
        UsageError: the speakers, the cases, the encoding or the name cannot be meant so; nothing was imported.
        StudyFileError: the study cannot be written; files before stay imported.
    """
    from qualcode.formats.readers.encoding import require_encoding

    if name is not None and len(paths) != 1:
        raise UsageError("A name can be given to one file only.", "Import the files one by one, or leave out --name.")
    if name is not None and not name.strip():
        raise UsageError("A source needs a name.", "Give one with --name.")
    if encoding is not None:
        require_encoding(encoding)
    before = speakers.strip().casefold() == BEFORE
    roles = None if before else speaker_choice(speakers)
    choices = Choices(
        labels=None if roles is None else tuple(roles),
        roles={} if roles is None else {folded(label): role for label, role in roles.items()},
        cases=_case_names(cases),
        case_from=CaseFrom(case_from),
        encoding=encoding,
        name=name or "",
    )
    remembered = remembered_choices(study) if before else None
    known = KnownFiles.of(study)
    tried = previewed if dry_run else None
    done: list[ImportedFile | FailedFile] = []
    try:
        for path in paths:
            progress(len(done), len(paths), path.name)
            done.append(_read_and(path, choices, remembered, lambda read: _import_one(study, read, known, tried)))
    finally:
        _close(study, done, confirmed=roles is not None or bool(encoding))
    return _sorted(done)


@dataclass(frozen=True, slots=True)
class FilesRead:
    """Files that were read and wait to be confirmed, those that could not be, and what the study has."""

    files: tuple[FileRead, ...]
    failed: tuple[FailedFile, ...]
    known: KnownFiles


def read_files(study: OpenStudy, paths: Sequence[Path], *, progress: Progress = silent) -> FilesRead:
    """Read files with what was confirmed of earlier ones; nothing is written. `progress` may raise `Cancelled`.

    A file that the study has is among those that could not be read.
    """
    remembered, known = remembered_choices(study), KnownFiles.of(study)
    done: list[FileRead | FailedFile] = []
    for path in paths:
        progress(len(done), len(paths), path.name)
        try:
            read = read_file(path, remembered=remembered)
            refuse_known_file(read, known)
            done.append(read)
        except (InvalidInput, NotAllowed) as error:
            done.append(FailedFile(str(path), error))
    return FilesRead(
        tuple(one for one in done if not isinstance(one, FailedFile)),
        tuple(one for one in done if isinstance(one, FailedFile)),
        known,
    )


def import_read(study: OpenStudy, files: Sequence[FileRead], *, progress: Progress = silent) -> Imported:
    """Import files that were read, each as one change set, with what was settled for each; it is remembered.

    A file that cannot be imported, as one that another window imported meanwhile, does not stop the others. `progress`
    may raise `Cancelled`; files before stay imported.

    Raises:
        StudyFileError: the study cannot be written; files before stay imported.
    """
    known = KnownFiles.of(study)
    done: list[ImportedFile | FailedFile] = []
    try:
        for read in files:
            progress(len(done), len(files), read.path.name)
            try:
                done.append(_import_one(study, read, known))
            except (InvalidInput, NotAllowed) as error:
                done.append(FailedFile(str(read.path), error))
    finally:
        _close(study, done, confirmed=True)
    return _sorted(done)


def remembered_choices(study: OpenStudy) -> Remembered:
    """What was confirmed in earlier imports of the study."""
    return Remembered.of_json(study.desk.import_choices())


def described(read: FileRead, known: KnownFiles, change: ChangeSet | None = None, previewed: int = 0) -> ImportedFile:
    """What is to be said of a file: how it was read and what was found in it."""
    return ImportedFile(
        file=str(read.path),
        name=read.name,
        reader=read.text.reader,
        encoding=read.text.encoding,
        known_by=read.text.known_by.value,
        confidence=read.text.confidence,
        words=size_in_words(read.text.text),
        turns=len(read.cutting.turns),
        speakers=read.speakers,
        not_taken=read.cutting.not_taken,
        cases=tuple(MadeCase(name, name in known.cases) for name, _ in cases_of(read)),
        notes=_notes(read),
        choices=read.choices,
        change=change,
        preview=preview(read, previewed) if previewed else (),
    )


def _case_names(pairs: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        label, joined, name = pair.partition("=")
        if not joined or not label.strip() or not name.strip():
            raise UsageError(f'"{pair.strip()}" does not say whose talk it is.', 'Write --case "P2=Participant 17".')
        found[folded(label)] = " ".join(name.split())
    return found


def _read_and(
    path: Path, choices: Choices, remembered: Remembered | None, then: Callable[[FileRead], ImportedFile]
) -> ImportedFile | FailedFile:
    """Read a file and do something with it, or say why it cannot be."""
    try:
        read = read_file(path, choices, remembered)
        if choices.labels and not read.cutting.turns:
            raise InvalidInput(
                f"{path.name} has none of the labels {', '.join(choices.labels)} at the start of a line.",
                "Look at the labels it has with --dry-run, or import it with --speakers none.",
            )
        return then(read)
    except (InvalidInput, NotAllowed) as error:
        return FailedFile(str(path), error)


def _import_one(study: OpenStudy, read: FileRead, known: KnownFiles, tried: int | None = None) -> ImportedFile:
    """Import a file, or where it is only `tried` say what it would be, with that many passages of it."""
    refuse_known(read, known)
    done = described(read, known, None if tried is not None else _write(study, read), tried or 0)
    known.take(read)
    return done


def _close(study: OpenStudy, done: Sequence[ImportedFile | FailedFile], *, confirmed: bool) -> None:
    """Have what came in found by searches, and remember what was confirmed of it."""
    files = [one for one in done if isinstance(one, ImportedFile) and one.change]
    if not files:
        return
    if confirmed:
        remembered = remembered_choices(study)
        for one in files:
            remembered = remembered.and_then(one.choices, one.reader, one.speakers)
        study.desk.keep_import_choices(remembered.as_json())
    study.catch_up_search()


def _sorted(done: Sequence[ImportedFile | FailedFile]) -> Imported:
    return Imported(
        tuple(one for one in done if isinstance(one, ImportedFile)),
        tuple(one for one in done if isinstance(one, FailedFile)),
    )


def _notes(read: FileRead) -> tuple[str, ...]:
    """What the researcher should look at."""
    text, cutting = read.text, read.cutting
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


def _write(study: OpenStudy, read: FileRead) -> ChangeSet:
    from qualcode.domain.imports import ImportRecord, NewSource

    text, words = read.text, size_in_words(read.text.text)
    record = ImportRecord(
        file_name=read.path.name,
        sha256=read.sha256,
        reader=text.reader,
        reader_version=text.version,
        encoding=text.encoding,
        encoding_known_by=text.known_by.value,
        confidence=text.confidence,
        newlines=text.newlines,
        bom=text.bom,
        replaced=text.replaced,
        report=_report(read),
    )
    labels = tuple((speaker.label, speaker.role) for speaker in read.speakers)
    with study.unit_of_work("import_source", what=f"imported {read.name}") as work:
        # What the study has was read before the first file: another window may have imported since.
        if work.sources.name_taken(read.name):
            raise name_taken(read)
        source = work.sources.add(NewSource(read.name, text.text, labels, read.cutting.turns, record, read.data, words=words))
        speakers = work.sources.speakers(source)
        for case, places in cases_of(read):
            number = work.cases.named(case) or work.cases.add(case)
            for place in places:
                work.cases.link_speaker(number, speakers[place].id)
            if not places:
                work.cases.link_source(number, source)
    return work.insist()


def _report(read: FileRead) -> str:
    """What was found, for the import record."""
    found = {
        "speakers": [{"label": one.label, "role": one.role.value, "turns": one.turns} for one in read.speakers],
        "not_taken": [{"label": one.label, "lines": list(one.lines), "reason": one.reason} for one in read.cutting.not_taken],
        "notes": list(_notes(read)),
    }
    return json.dumps(found, ensure_ascii=False)
