"""Choices before an import: read again as they change, imported as confirmed, remembered for the next files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.import_choices import CaseFrom, Choices, Remembered
from qualcode.domain.sources import Role
from qualcode.errors import InvalidInput, UnreadableFile
from qualcode.services.import_checks import cases_of
from qualcode.services.import_reading import (
    as_found,
    encodings_for,
    leave_label,
    preview,
    read_again,
    read_file,
    take_label,
)
from qualcode.services.importing import FailedFile, import_files, import_read, remembered_choices
from qualcode.services.speakers import list_speakers
from qualcode.services.studies import add_coder, new_study, undo
from qualcode.services.withdraw import withdraw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.services.import_reading import FileRead
    from qualcode.storage import OpenStudy

TALK = """Recorded on a Tuesday.

I: interviewer

TA: Who wrote it?

MIRA: I did.

Note: she laughs.

TA: And then?

MIRA: It came.

Pergunta 1: and the rest?

Pergunta 2: and more?
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, text: str | bytes = TALK) -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def roles(read: FileRead) -> dict[str, str]:
    return {one.label: one.role.value for one in read.speakers}


def talk(read: FileRead) -> list[tuple[str, str]]:
    return [(part.label, part.words) for part in preview(read) if part.role]


def left(read: FileRead) -> list[str]:
    return [one.label for one in read.cutting.not_taken]


def test_a_role_is_changed_without_cutting_the_text_again(file: Callable[..., Path]) -> None:
    read = read_file(file("a.txt"))
    assert roles(read) == {"TA": "interviewer", "MIRA": "participant"}
    again = read_again(read, read.choices.with_role("ta", Role.OTHER))
    assert roles(again) == {"TA": "other", "MIRA": "participant"}
    assert again.cutting is read.cutting
    assert next(part.role for part in preview(again) if part.role) is Role.OTHER


def test_a_line_that_only_looks_like_a_label_is_taken_and_left_again(file: Callable[..., Path]) -> None:
    read = read_file(file("a.txt"))
    assert left(read) == ["I", "Note", "Pergunta 1, 2 …"]
    assert ("MIRA", "I did.\n\nNote: she laughs.") in talk(read)
    note, numbered = read.cutting.not_taken[1:]
    taken = take_label(read, note, Role.OTHER)
    assert roles(taken) == {"TA": "interviewer", "MIRA": "participant", "Note": "other"}
    assert ("MIRA", "I did.") in talk(taken)
    assert ("Note", "she laughs.") in talk(taken)
    assert left(taken) == ["I", "Pergunta 1, 2 …"]
    questions = take_label(taken, numbered, Role.INTERVIEWER)
    assert list(roles(questions)) == ["TA", "MIRA", "Note", "Pergunta 1", "Pergunta 2"]
    gone = leave_label(leave_label(taken, "note"), "MIRA")
    assert roles(gone) == {"TA": "interviewer"}
    assert left(gone) == ["I", "MIRA", "Note", "Pergunta 1, 2 …"]
    nobody = leave_label(gone, "TA")
    assert (roles(nobody), nobody.cutting.turns) == ({}, ())
    assert roles(as_found(nobody)) == roles(read)


def test_the_preview_is_the_text_in_its_order(file: Callable[..., Path]) -> None:
    read = read_file(file("a.txt"))
    shown = preview(read)
    assert [(part.number, part.label) for part in shown[:3]] == [(None, ""), (None, ""), (1, "TA")]
    assert shown[0].words == "Recorded on a Tuesday."
    assert len(preview(read, most=2)) == 2
    assert preview(leave_label(leave_label(read, "TA"), "MIRA"))[0].words == "Recorded on a Tuesday."


def test_a_plain_text_is_read_in_another_encoding(file: Callable[..., Path]) -> None:
    read = read_file(file("a.txt", "I: Où?\n\nP: Là – là.\n".encode("cp1252")))
    assert (read.text.encoding, read.text.known_by.value) == ("cp1252", "guess")
    choices = encodings_for(read)
    assert choices[0] == "cp1252"
    assert "mac-roman" in choices
    assert "utf-8" not in choices
    other = read_again(read, Choices(encoding="mac-roman"))
    assert (other.text.encoding, other.text.known_by.value) == ("mac-roman", "given")
    assert talk(other) != talk(read)
    with pytest.raises(UnreadableFile):
        read_again(read, Choices(encoding="utf-8"))
    assert encodings_for(read_file(file("b.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.\n")))[0] == "utf-8"


def test_a_name_that_cannot_be_is_refused(file: Callable[..., Path]) -> None:
    read = read_file(file("a.txt"))
    with pytest.raises(InvalidInput):
        read_again(read, Choices(name="x" * 401))


def test_what_was_confirmed_is_imported_and_one_file_is_one_change(study: OpenStudy, file: Callable[..., Path]) -> None:
    first = read_file(file("a.txt"))
    first = take_label(first, first.cutting.not_taken[1], Role.PARTICIPANT)
    first = read_again(first, first.choices.with_case("Note", "P017"))
    second = read_file(file("b.txt", TALK + "more\n"), Choices(case_from=CaseFrom.NAME, name="Second"))
    assert [name for name, _ in cases_of(first)] == ["MIRA", "P017"]
    done = import_read(study, [first, second])
    assert [one.name for one in done.files] == ["a", "Second"]
    assert {one.speaker.label: (one.speaker.role.value, one.cases) for one in list_speakers(study, [1])} == {
        "TA": ("interviewer", ()),
        "MIRA": ("participant", ("MIRA",)),
        "Note": ("participant", ("P017",)),
    }
    assert [one.name for one in study.cases.all()] == ["MIRA", "P017", "Second"]
    undo(study)
    assert [one.name for one in study.sources.all()] == ["a"]


def test_a_file_that_came_in_meanwhile_is_named_and_the_others_imported(study: OpenStudy, file: Callable[..., Path]) -> None:
    first, second = read_file(file("a.txt")), read_file(file("b.txt", TALK + "more\n"))
    import_files(study, [file("a.txt")])
    done = import_read(study, [first, second])
    assert [one.name for one in done.files] == ["b"]
    (failed,) = done.failed
    assert isinstance(failed, FailedFile)
    assert 'already in the study, as "a"' in str(failed.error)


# ---- what is remembered ------------------------------------------------------------------------------------------

OTHER = "TA: I was at home.\n\nTOM: Where were you?\n\nTOM: And then?\n\nTA: At home.\n"


def test_confirmed_roles_are_offered_for_the_next_files(study: OpenStudy, file: Callable[..., Path]) -> None:
    other = file("b.txt", OTHER)
    assert roles(read_file(other)) == {"TA": "participant", "TOM": "interviewer"}
    import_read(study, [read_file(file("a.txt"))])
    remembered = remembered_choices(study)
    assert remembered.roles == {"ta": Role.INTERVIEWER}
    read = read_file(other, remembered=remembered)
    assert roles(read) == {"TA": "interviewer", "TOM": "participant"}
    assert read.remembered == {"TA"}
    assert read_again(read, read.choices.with_role("TA", Role.OTHER)).remembered == frozenset()
    assert roles(as_found(read)) == {"TA": "participant", "TOM": "interviewer"}
    done = import_files(study, [other], speakers="before", dry_run=True)
    assert [(one.label, one.role.value) for one in done.files[0].speakers] == [("TA", "interviewer"), ("TOM", "participant")]


def test_they_are_offered_to_whoever_imports_and_outlive_undo(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt")], speakers="TA=other,MIRA=participant")
    add_coder(study, "Tom")
    undo(study)
    undo(study)
    assert remembered_choices(study).roles == {"ta": Role.OTHER}


def test_proposals_nobody_confirmed_are_not_remembered(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt")])
    assert remembered_choices(study) == Remembered()
    import_files(study, [file("b.txt", "words")], speakers="none", case_from="none")
    assert remembered_choices(study).case_from is CaseFrom.SPEAKER


def test_labels_that_may_be_names_of_participants_are_not_kept(study: OpenStudy, file: Callable[..., Path]) -> None:
    text = "I: I was at home.\n\nMARIA: Where were you?\n\nP: So.\n\nI: At home.\n"
    import_files(study, [file("a.txt", text)], speakers="I=participant,MARIA=participant,P=participant")
    assert remembered_choices(study).roles == {"i": Role.PARTICIPANT, "p": Role.PARTICIPANT}
    import_files(study, [file("b.txt", text + "\nMARIA: No.\n")], speakers="I=interviewer,MARIA=other,P=participant")
    assert remembered_choices(study).roles == {"i": Role.INTERVIEWER, "p": Role.PARTICIPANT, "maria": Role.OTHER}
    withdraw(study, [one.name for one in study.cases.all()])
    assert remembered_choices(study).roles == {}


def test_an_encoding_that_was_chosen_is_tried_on_the_next_guess(study: OpenStudy, file: Callable[..., Path]) -> None:
    first = file("a.txt", "I: Où?\n\nP: Là – là.\n".encode("mac-roman"))
    import_read(study, [read_file(first, Choices(encoding="mac-roman"))])
    remembered = remembered_choices(study)
    assert remembered.encodings == {"txt": "mac-roman"}
    assert (
        read_file(file("b.txt", "I: Où ça?\n\nP: Là.\n".encode("mac-roman")), remembered=remembered).text.encoding == "mac-roman"
    )
    assert read_file(file("c.txt", "I: Où?\n\nP: Là.\n"), remembered=remembered).text.encoding == "utf-8"
