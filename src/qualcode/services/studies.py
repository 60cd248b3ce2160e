"""Making, opening, checking and copying a study; its coders; undo, redo and the change history."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput, StudyFileError
from qualcode.settings import acting_coder

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coder
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories.history import HistoryLine

APPROACHES = ("codebook", "reliability", "reflexive")


def new_study(where: str | Path, *, lead: str, title: str = "", approach: str = "codebook") -> OpenStudy:
    """Make a study with its lead coder and open it; `approach` is one of codebook, reliability, reflexive.

    Raises:
        StudyFileError: a file of that name exists, or cannot be made.
        InvalidInput: the lead coder has no name, or the approach is none of the three.
    """
    from qualcode.storage import create_study

    if approach not in APPROACHES:
        raise InvalidInput(f'There is no approach "{approach}".', f"Choose one of {', '.join(APPROACHES)}.")
    return create_study(where, lead=_name(lead), title=title.strip(), approach=approach)


def open_study(where: str | Path, acting: str | None = None) -> OpenStudy:
    """Open a study for the coder who acts.

    That is `acting`, else QUALCODE_CODER, else the only coder, else the lead coder while no blind round is in progress.

    Raises:
        StudyFileError: it cannot be opened; the sentence says why.
        NotFound: there is no coder of that name.
        UsageError: it cannot be told who acts.
    """
    from qualcode.storage import open_study as opened

    study = opened(where, acting or acting_coder())
    note_view(study)
    return study


def note_view(study: OpenStudy) -> None:
    """Where a blind round is in progress, keep from which user account this view was opened: the methods paragraph says it.

    The account is kept as a hash that means nothing outside this study. That it cannot be kept just now hinders nobody.
    """
    if not study.sight.sealed_rounds or not study.writable:
        return
    account = _account(study.facts.guid)
    with suppress(StudyFileError):
        for number in study.sight.sealed_rounds:
            study.desk.note_view(number, account)


def _account(study_guid: str) -> str:
    """The user and the machine, as a short hash of this study's own."""
    import getpass
    import hashlib
    import platform

    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):
        user = ""
    return hashlib.sha256(f"{study_guid} {user} {platform.node()}".encode()).hexdigest()[:12]


def folder_warning(study: OpenStudy) -> str | None:
    """What to know about the folder a study lies in, said once to each coder; None when there is nothing to say."""
    if study.access is None or not study.access.shared or not study.writable or study.path is None:
        return None
    folder = str(study.path.resolve().parent)
    if study.desk.note("warned of folder") == folder:
        return None
    study.desk.keep_note("warned of folder", folder)
    return (
        f"{study.name} is in a synchronised or network folder: close it before it is opened on another computer, "
        "for two copies written at once cannot be made one again."
    )


def add_coder(study: OpenStudy, name: str) -> tuple[Coder, ChangeSet]:
    """Add a coder.

    Raises:
        InvalidInput: the name is empty or taken.
    """
    name = _free_name(study, name)
    with study.unit_of_work("add_coder", what=f"added coder {name}") as work:
        coder = work.coders.add(name)
    return coder, work.insist()


def rename_coder(study: OpenStudy, old: str, new: str) -> ChangeSet | None:
    """Give a coder another name; their codings stay theirs.

    Raises:
        NotFound: nobody is called `old`.
        InvalidInput: `new` is empty or taken.
    """
    coder = study.coders.named(old)
    if new.strip().casefold() != coder.name.casefold():
        new = _free_name(study, new)
    with study.unit_of_work("rename_coder", what=f"renamed coder {coder.name} to {new.strip()}") as work:
        work.coders.rename(coder.id, _name(new))
    return work.change_set


def undo(study: OpenStudy, *, reason: str = "") -> ChangeSet:
    """Take the acting coder's latest action back.

    Raises:
        UndoRefused: there is none, or something later stands on it; the message says what.
    """
    return take_back(study, "undo", study.history.next_undo(study.viewer.id), reason)


def redo(study: OpenStudy, *, reason: str = "") -> ChangeSet:
    """Put back what the acting coder undid last, if they have done nothing since.

    Raises:
        UndoRefused: there is nothing to put back, or something later stands in the way.
    """
    return take_back(study, "redo", study.history.next_redo(study.viewer.id), reason)


def history(study: OpenStudy, *, limit: int | None = None) -> tuple[HistoryLine, ...]:
    """The change history in the order things happened; `limit` keeps the latest."""
    return study.history.lines(limit=limit)


def back_up(study: OpenStudy, target: Path | None = None) -> Path:
    """Copy the study now, to `target` or into the folder of copies beside it.

    Raises:
        StudyFileError: the copy cannot be written, or a file of that name exists.
    """
    return study.back_up(target)


def take_back(study: OpenStudy, verb: str, number: int, reason: str) -> ChangeSet:
    """Take change set `number` back, as an undo or a redo of its own.

    Raises:
        UndoRefused: something stands in the way; the message says what.
    """
    with study.unit_of_work(verb, reason=reason, undoes=number) as work:
        work.what = work.history.take_back(number)
    change = work.insist()
    if change.touches("revision"):
        study.catch_up_search()
    return change


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("A coder needs a name.", 'Give one, such as --coder "Mairi Lennox".')
    return name


def _free_name(study: OpenStudy, name: str) -> str:
    name = _name(name)
    if study.coders.name_taken(name):
        raise InvalidInput(f'There is already a coder "{name}".', "Choose another name.")
    return name
