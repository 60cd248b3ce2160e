"""Packages that were damaged on the way, changed by another program, or are not this study's: refused whole, or left alone."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, QualcodeError, StudyFileError
from qualcode.services.checking import check_study
from qualcode.services.codebook import add_code
from qualcode.services.coding import apply_code
from qualcode.services.double_coding import finish_sources, reopen_sources
from qualcode.services.importing import import_files
from qualcode.services.memos import add_memo
from qualcode.services.receiving import receive_package
from qualcode.services.sampling import sample_sources
from qualcode.services.sending import send_package
from qualcode.services.studies import add_coder, rename_coder, undo
from qualcode.services.withdraw import withdraw
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from tests.double_coded import LEAD, SECOND, TEXT, code_words, furnish
from tests.packages.sampled import SAMPLE, home_study, opened, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with home_study(tmp_path) as made:
        yield made
        assert check_study(made).faults == ()


@pytest.fixture
def path(study: OpenStudy) -> Path:
    """A package that came back: coded, with a code, a memo and a second attempt in it."""
    made = packed(study)
    fill(made)
    return made


def fill(path: Path) -> None:
    with opened(path) as package:
        code_words(package, "P001", "at home", "Time")
        code_words(package, "P002", "Twice", "Figures")
        add_code(package, name="Mine", parent=package.codes.codebook().find("Time").id)
        code_words(package, "P002", "It came back.", "Mine")
        add_memo(package, "Hm.", target="P001")
        finish_sources(package, ["P001"])
        reopen_sources(package, ["P001"], reason="again")
        finish_sources(package, SAMPLE)


def altered(path: Path, *statements: str) -> Path:
    """Change the package as another program could."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path


def refused(study: OpenStudy, path: Path, error: type[QualcodeError], sentence: str) -> None:
    state = dump(study.connection)
    with pytest.raises(error, match=sentence):
        receive_package(study, path)
    assert dump(study.connection) == state
    with pytest.raises(error, match=sentence):
        receive_package(study, path, dry_run=True)


DAMAGES = {
    "a text that is not the one that was stored": (
        ("UPDATE revision SET text = replace(text, 'home', 'hime')",),
        "a transcript is not the one that was stored",
    ),
    "a span outside the text": ('UPDATE coding SET start = 9000, "end" = 9010', "at 9000:9010 does not have its words"),
    "a span that was moved": ('UPDATE coding SET start = start - 1, "end" = "end" - 1', "does not have its words"),
    "a finished span outside the text": ('UPDATE finished_coding SET "end" = 9999', "finished coding at .* lies outside"),
    "no codebook version": ("UPDATE codebook_version SET snapshot = '{}'", "its codebook version cannot be read"),
    "a snapshot of another form": ("UPDATE codebook_version SET snapshot = '[1]'", "its codebook version cannot be read"),
    "a code below itself": ("UPDATE code SET parent = id WHERE name = 'Mine'", "a code has no place in the codebook"),
    "a code without a name": ("UPDATE code SET name = ' ' WHERE name = 'Mine'", "no proper name"),
    "a code of no kind": ("UPDATE code SET kind = 'tag'", "a kind is none that there is"),
    "a colour that is none": ("UPDATE code SET colour = 'red'", "no proper name or colour"),
    "a star that is neither": ("UPDATE coding SET star = 7", "a star is neither yes nor no"),
    "a note of bytes": ("UPDATE coding SET note = x'00ff'", "a note is no text"),
    "a time that is none": ("UPDATE memo SET made_at = 'yesterday'", "a made_at is no time"),
    "an identity that is none": ("UPDATE memo SET guid = ''", "a guid is none"),
    "a state that is none": ("UPDATE assignment SET state = 'lost'", "a state is none"),
    "a reference to nothing": ("UPDATE coding SET code = 999", "refers to a row of code that is not there"),
    "no sample": ("UPDATE round SET kind = 'open'", "it has no sample"),
    "no coder": ("UPDATE study SET lead_coder = NULL", "a lead_coder is no number"),
    "a memo outside the text": (
        (
            (
                'INSERT INTO memo_link (memo, target_table, target_guid, revision, start, "end") '
                "SELECT memo.id, 'source', 'x', revision.id, 5000, 6000 FROM memo, revision LIMIT 1"
            ),
        ),
        "a memo lies outside the text",
    ),
    "no column": ("ALTER TABLE coding DROP COLUMN note", "it lacks the column note"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_package_is_refused_and_says_what_is_wrong(study: OpenStudy, path: Path, damage: str) -> None:
    statements, sentence = DAMAGES[damage]
    altered(path, *([statements] if isinstance(statements, str) else statements))
    refused(study, path, StudyFileError, f"second.qualcode is damaged: .*{sentence}")


def test_a_file_whose_own_description_is_damaged_is_refused(study: OpenStudy, path: Path) -> None:
    held = path.read_bytes()
    path.write_bytes(held.replace(b"CREATE TABLE coding", b"CREATE \x80ABLE coding"))
    refused(study, path, StudyFileError, "the file is damaged")
    path.write_bytes(held)
    altered(path, "UPDATE study SET schema = 'one'")
    refused(study, path, StudyFileError, "the file is damaged")


def test_a_missing_table_is_refused(study: OpenStudy, path: Path) -> None:
    altered(path, "DROP TABLE memo_link")
    refused(study, path, StudyFileError, "no such table")


@pytest.mark.parametrize("part", [0.0, 0.0001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_a_shortened_package_is_refused(study: OpenStudy, path: Path, part: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    refused(study, path, StudyFileError, r"second\.qualcode|not a qualcode study|damaged")
    with pytest.raises(StudyFileError) as said:
        receive_package(study, path)
    assert "backups" not in str(said.value)


def test_what_is_no_package_is_refused(study: OpenStudy, path: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("I did, at home.", encoding="utf-8")
    refused(study, tmp_path / "note.txt", StudyFileError, "not a qualcode study")
    refused(study, tmp_path / "nothing", StudyFileError, "There is no study")
    refused(study, tmp_path, StudyFileError, "There is no study")
    with create_study(tmp_path / "own", lead=SECOND):
        pass
    refused(study, tmp_path / "own", StudyFileError, r"own\.qualcode is a study of its own and no package")
    assert study.path is not None
    refused(study, study.path, StudyFileError, r"home\.qualcode is a study of its own and no package")
    altered(path, "UPDATE study SET schema = 99, needs_version = '9.4.0'")
    refused(study, path, StudyFileError, r"needs version 9\.4\.0")


def test_one_of_another_study_is_refused(study: OpenStudy, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with home_study(tmp_path / "other") as other:
        path = packed(other)
    refused(study, path, NotAllowed, r"second\.qualcode was sent from another study")


def test_one_whose_sample_was_taken_back_is_refused(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), "P001") as study:
        sample_sources(study, coder=SECOND, share="1", seed=1)
        path = packed(study)
        fill_one(path)
        undo(study)
        undo(study)
        refused(study, path, NotAllowed, "its draw was taken back")


def fill_one(path: Path) -> None:
    with opened(path) as package:
        code_words(package, "P001", "at home", "Time")


def test_a_coder_of_the_same_name_who_is_another_is_refused_with_the_offer_to_rename(study: OpenStudy, path: Path) -> None:
    altered(path, f"UPDATE coder SET guid = '{uuid.uuid4()}'")
    refused(study, path, NotAllowed, f"{SECOND} in second.qualcode is not the {SECOND} of this study")
    with pytest.raises(NotAllowed) as told:
        receive_package(study, path)
    assert f'qualcode coders rename STUDY "{SECOND}" NEW' in told.value.hint
    with opened(path) as package:
        rename_coder(package, SECOND, "Tom A.")
    refused(study, path, NotAllowed, "Tom A., whose package second.qualcode is, is no coder of this study")


def test_a_second_person_in_the_package_who_is_called_like_somebody_here_is_refused_too(study: OpenStudy, path: Path) -> None:
    with opened(path) as package:
        add_coder(package, LEAD)
    receive_package(study, path, dry_run=True)
    with open_study(path, LEAD) as package:
        add_memo(package, "Mine.", target="P001")
    refused(study, path, NotAllowed, f"{LEAD} in second.qualcode is not the {LEAD} of this study")
    with open_study(path, SECOND) as package:
        rename_coder(package, LEAD, "Another")
    received = receive_package(study, path)
    assert "what Another did" in received.ignored
    assert "memos by other coders (1)" in received.ignored


def test_a_text_that_home_never_had_is_refused(study: OpenStudy, path: Path) -> None:
    text = TEXT.replace("Who", "Wha")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    altered(path, f"UPDATE revision SET text = '{text.replace(chr(39), chr(39) * 2)}', sha256 = '{sha256}' WHERE source = 1")
    refused(study, path, NotAllowed, r"P001 in second\.qualcode has a text that this study never had")


def test_one_coded_with_another_codebook_is_refused(study: OpenStudy, path: Path) -> None:
    before = path.read_bytes()
    altered(path, f"UPDATE codebook_version SET guid = '{uuid.uuid4()}'")
    refused(study, path, NotAllowed, "coded with another codebook version than the round check 1")
    path.write_bytes(before)
    altered(path, "UPDATE codebook_version SET snapshot = replace(snapshot, 'Approval', 'Refusal')")
    received = receive_package(study, path)
    assert 'changes to the code "Refusal"' in received.ignored


def test_one_who_was_given_nothing_is_refused(study: OpenStudy, path: Path) -> None:
    altered(path, f"UPDATE coder SET guid = '{study.viewer.guid}', name = '{LEAD}'")
    refused(study, path, NotAllowed, f"{LEAD} was given no source in the round check 1")


def test_what_is_not_theirs_is_left_alone_and_listed(study: OpenStudy, path: Path, tmp_path: Path) -> None:
    (tmp_path / "P900.txt").write_text("I: Who?\n\nP900: A heron.\n", encoding="utf-8")
    with opened(path) as package:
        import_files(package, [tmp_path / "P900.txt"])
        with package.unit_of_work("own") as work:
            work.codes.add_version("mine", "")
        rename_coder(package, SECOND, "Thomas")
    altered(
        path,
        "UPDATE code SET definition = 'a heron' WHERE name = 'Approval'",
        "INSERT INTO participant_case (guid, name, kind) VALUES ('x', 'heron', 'participant')",
    )
    received = receive_package(study, path)
    assert set(received.ignored) == {
        "the source P900",
        f"the name Thomas for {SECOND}",
        "codebook versions (1)",
        "cases (2)",
        'changes to the code "Approval"',
    }
    assert study.coders.named(SECOND).name == SECOND
    assert study.codes.codebook().find("Approval").definition == ""
    assert [one.name for one in study.sources.all()] == ["P001", "P002", "P003", "P004"]
    assert study.cases.all() == ()
    assert len(study.codings.all()) == 3


def test_identities_that_are_somebody_elses_here_are_left_alone(study: OpenStudy, path: Path) -> None:
    guid = study.codings.get(code_words(study, "P001", "And then?", "Time")).guid
    memo = add_memo(study, "Of the first coder.", target="P001")
    own = study.memos.all()[0].guid
    time = add_code(study, name="Of the first coder")[0].guid
    altered(
        path,
        f"UPDATE coding SET guid = '{guid}' WHERE id = 1",
        f"UPDATE memo SET guid = '{own}'",
        f"UPDATE code SET guid = '{time}' WHERE name = 'Mine'",
    )
    received = receive_package(study, path)
    assert set(received.ignored) == {
        "a coding that is another coder's here",
        "a memo that is another coder's here",
        'the code "Mine"',
        "codings with such a code (1)",
    }
    assert memo
    assert [one.text for one in study.memos.all()] == ["Of the first coder."]
    mine = study.codings.all(coder=study.viewer.id)
    assert [(one.guid, one.note, one.span.words_of(TEXT)) for one in mine] == [(guid, "", "And then?")]


def test_of_a_source_that_was_withdrawn_nothing_comes_back(study: OpenStudy, path: Path) -> None:
    with study.unit_of_work("cases") as work:
        case = work.cases.add("Participant 1")
        work.cases.link_source(case, work.sources.named("P001").id)
    with opened(path) as package:
        add_memo(package, "She said: I did, at home. Nobody's job. All of it.", target="P002")
        reopen_sources(package, ["P002"], reason="again")
        finish_sources(package, ["P002"])
        source = package.sources.named("P002").id
        reopen_sources(package, ["P002"], reason="a note")
        code = package.codes.codebook().find("Time").id
        apply_code(package, source=source, span=_span("And then?"), code=code, note="as she did, at home, nobody's job")
        finish_sources(package, ["P002"])
    withdraw(study, ["Participant 1"])
    received = receive_package(study, path)
    assert received.withdrawn == ("P001",)
    assert [name for name, _ in received.sources] == ["P002"]
    assert received.closes
    assert {study.sources.get(one.source).name for one in study.codings.all()} == {"P002"}
    held = study.path.read_bytes() + study.path.with_name("home.qualcode-wal").read_bytes() if study.path else b""
    assert b"nobody's job" not in held.lower().replace(TEXT.lower().encode(), b"")
    assert sorted(one.text for one in study.memos.all()) == ["She said: [withdrawn]. All of it."]
    assert "as she did, at home, nobody's job" not in [one.note for one in study.codings.all()]


def _span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


# ---- by chance ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study and a package that came back."""
    folder = tmp_path_factory.mktemp("sent")
    with home_study(folder) as study:
        path = send_package(study, folder / "second", coder=SECOND).path
    fill(path)
    return folder


def received_or_refused(folder: Path, sent: Path) -> None:
    """The receipt is refused and the study unchanged, or it leaves a study without a fault. Never is it anything else."""
    shutil.copy(sent / "home.qualcode", folder)
    with open_study(folder / "home", LEAD) as study:
        state = dump(study.connection)
        try:
            receive_package(study, folder / "second.qualcode")
        except QualcodeError:
            assert dump(study.connection) == state
        assert check_study(study).faults == ()


BY_CHANCE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@BY_CHANCE
@given(changes=st.lists(st.tuples(st.floats(0, 0.99999), st.integers(0, 255)), min_size=1, max_size=6))
def test_bytes_changed_by_chance(tmp_path: Path, sent: Path, changes: list[tuple[float, int]]) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    held = bytearray((sent / "second.qualcode").read_bytes())
    for place, byte in changes:
        held[int(place * len(held))] = byte
    (folder / "second.qualcode").write_bytes(held)
    received_or_refused(folder, sent)


VALUES = st.one_of(
    st.none(),
    st.integers(-3, 12),
    st.sampled_from([10**6, 2**62, -(2**62), 1.5, b"\x00\xff", "", "x", "P001", "finished", "[]", "{}", "\x00", "open"]),
)


@BY_CHANCE
@given(data=st.data())
def test_values_changed_by_chance(tmp_path: Path, sent: Path, data: st.DataObject) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    path = folder / "second.qualcode"
    shutil.copy(sent / "second.qualcode", path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        tables = [
            *("study", "coder", "source", "revision", "code", "codebook_version", "round", "assignment", "finished_coding"),
            *("coding", "memo", "memo_link"),
        ]
        for _ in range(data.draw(st.integers(1, 3))):
            table = data.draw(st.sampled_from(tables))
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column = data.draw(st.sampled_from(columns))
            rows = [row[0] for row in connection.execute(f"SELECT id FROM {table}")]
            try:
                connection.execute(
                    f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (data.draw(VALUES), data.draw(st.sampled_from(rows)))
                )
            except (sqlite3.IntegrityError, sqlite3.DataError):
                continue
    connection.close()
    received_or_refused(folder, sent)
