"""What a package holds, and above all what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Float, Integer, LargeBinary, select

from qualcode.domain.coding import Purpose
from qualcode.errors import NotAllowed, NotFound, StudyFileError
from qualcode.services.checking import check_study
from qualcode.services.codebook import Definition, add_code, redefine_code, rename_code, retire_code
from qualcode.services.codebook_versions import save_codebook_version
from qualcode.services.coding import star
from qualcode.services.correcting import correct_turn
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources, round_record
from qualcode.services.memos import add_memo
from qualcode.services.sampling import choose_sources, sample_sources
from qualcode.services.sending import send_package
from qualcode.services.studies import add_coder, history, redo, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from qualcode.storage.tables import metadata
from qualcode.storage.tables.sources import import_record, revision, source
from tests.double_coded import LEAD, SECOND, TEXT, code_words, furnish
from tests.packages.sampled import NAMES, SAMPLE, home_study, opened, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

PLANTED = "Heronsbill"
"""A word that stands in no transcript and in no code of the sample's codebook version."""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with home_study(tmp_path) as made:
        yield made


def bytes_of(path: Path) -> bytes:
    """The package with whatever lies beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def test_the_second_coder_opens_a_package_like_any_study_and_codes(study: OpenStudy) -> None:
    path = packed(study)
    with opened(path) as package:
        assert package.viewer.name == SECOND
        assert [one.name for one in package.coders.all()] == [SECOND]
        assert [one.name for one in package.sources.all()] == list(SAMPLE)
        assert package.sources.text(package.sources.named("P001").id).text == TEXT
        assert [one.name for one in package.codes.codebook()] == ["Time", "Approval", "Figures"]
        assert package.history.lines() == ()
        number = code_words(package, "P001", "at home", "Time")
        assert package.codings.get(number).round == package.rounds.named("check 1").id
        assert check_study(package).faults == ()
        assert [one.to_code for one in round_record(package).progress] == [SAMPLE]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_package_says_what_it_is_and_the_study_that_it_was_sent(study: OpenStudy) -> None:
    path = packed(study)
    with opened(path) as package:
        facts = package.facts
        assert facts.is_package
        assert facts.package_of == study.facts.guid
        assert not study.facts.is_package
        assert facts.guid != study.facts.guid
    (sent,) = study.packages.all()
    assert (sent.guid, sent.file_name, sent.received_at) == (facts.guid, "second.qualcode", None)
    assert study.coders.get(sent.coder).name == SECOND
    assert history(study)[-1].change.what == f"sent check 1 to {SECOND}"
    state = dump(study.connection)
    undo(study)
    assert study.packages.all() == ()
    redo(study)
    assert dump(study.connection) == state


def test_one_who_is_to_develop_codes_gets_none(tmp_path: Path) -> None:
    with home_study(tmp_path, Purpose.DEVELOP) as study:
        path = packed(study)
    assert b"Approval" not in bytes_of(path)
    with opened(path) as package:
        assert package.codes.codebook().codes == ()
        assert package.codes.versions() == ()
        code, _ = add_code(package, name="Of my own")
        assert code.made_in_round == package.rounds.named("develop 1").id


def test_the_codes_are_those_of_the_version_and_not_those_of_today(study: OpenStudy) -> None:
    book = study.codes.codebook()
    rename_code(study, book.find("Time").id, f"Time {PLANTED}")
    redefine_code(study, book.find("Approval").id, Definition(definition=f"what the {PLANTED} approves"))
    add_code(study, name=PLANTED)
    path = packed(study)
    assert PLANTED.encode() not in bytes_of(path)
    with opened(path) as package:
        assert [one.name for one in package.codes.codebook()] == ["Time", "Approval", "Figures"]


@pytest.mark.parametrize(
    "example", ["I did, at home.", "  i DID at home! ", "It came […] Twice.", "“Nobody’s job”", "nobody's job … it came back"]
)
def test_an_example_out_of_a_sampled_source_does_not_go(tmp_path: Path, example: str) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        redefine_code(study, study.codes.codebook().find("Time").id, Definition(example=example, definition="when"))
        choose_sources(study, SAMPLE, coder=SECOND, reason="for the test")
        path = packed(study)
    with opened(path) as package:
        time = package.codes.codebook().find("Time")
        assert (time.example, time.definition) == ("", "when")
        assert package.codes.codebook_of_version(package.codes.versions()[0].id)[time.id].example == ""


def test_an_example_of_another_source_goes(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        correct_turn(study, study.sources.named("P003").id, 2, "Nobody had the time to do it.")
        redefine_code(study, study.codes.codebook().find("Time").id, Definition(example="Nobody had the time to do it."))
        choose_sources(study, SAMPLE, coder=SECOND, reason="for the test")
        path = packed(study)
    with opened(path) as package:
        assert package.codes.codebook().find("Time").example == "Nobody had the time to do it."


def test_of_what_the_first_coder_did_nothing_is_in_the_bytes(tmp_path: Path) -> None:
    """Their work on the very sources of the sample, before it was drawn and after."""
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        correct_turn(study, study.sources.named("P001").id, 2, f"I did, at {PLANTED}. Nobody's job.", reason=PLANTED)
        correct_turn(study, study.sources.named("P001").id, 2, "I did, at home. Nobody's job.", reason=PLANTED)
        with study.unit_of_work("version") as work:
            work.codes.add_version(f"{PLANTED} v0", PLANTED)
        retired, _ = add_code(study, name=PLANTED, definition=Definition(definition=PLANTED, example=PLANTED))
        retire_code(study, retired.id, reason=PLANTED)
        add_code(study, name="Later")
        with study.unit_of_work("describe", reason=PLANTED, what=PLANTED) as work:
            number = work.sources.named("P001").id
            work.sources.describe(number, {"interviewer": PLANTED, "mode": PLANTED, "date": "2013-04-02", "minutes": 71})
            case = work.cases.add(PLANTED)
            work.cases.link_source(case, number)
        choose_sources(study, SAMPLE, coder=SECOND, reason=f"because {PLANTED}")
        star(study, code_words(study, "P001", "at home", "Time"))
        study.connection.exec_driver_sql(f"UPDATE coding SET note = '{PLANTED}'")
        study.connection.exec_driver_sql(f"UPDATE codebook_version SET note = '{PLANTED}'")
        add_memo(study, PLANTED, target="P001")
        finish_sources(study, SAMPLE)
        path = packed(study)
        assert study.path is not None
        assert PLANTED.encode() in bytes_of(study.path)
    held = bytes_of(path)
    assert PLANTED.encode() not in held
    assert PLANTED.lower().encode() not in held.lower()
    assert PLANTED.encode("utf-16-le") not in held
    assert LEAD.encode() not in held
    assert b"2013-04-02" not in held
    with opened(path) as package:
        assert [one.name for one in package.codes.codebook().codes] == ["Time", "Approval", "Figures", "Later"]
        assert package.sources.get(package.sources.named("P001").id).minutes is None
        assert len(package.connection.execute(select(revision)).all()) == 2


def test_of_no_table_a_row_goes_that_is_not_the_samples(study: OpenStudy) -> None:
    """A row with the word in every column is put into every table there is, also into those that come later."""
    study.connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    for table in metadata.sorted_tables:
        if table.name not in {"study", "desk_note"}:
            study.connection.execute(table.insert(), [_row_of(table)])
    study.connection.exec_driver_sql(f"UPDATE study SET title = 'fls', needs_version = '{PLANTED[:5]}'")
    path = packed(study)
    assert PLANTED.encode() not in bytes_of(path)
    with opened(path) as package:
        counts = {
            table.name: len(package.connection.execute(select(table)).all())
            for table in metadata.sorted_tables
            if package.connection.execute(select(table).limit(1)).first()
        }
    assert counts == {
        "study": 1,
        "coder": 1,
        "round": 2,
        "codebook_version": 1,
        "code": 3,
        "assignment": 2,
        "source": 2,
        "revision": 2,
        "speaker": 4,
        "turn": 8,
    }


def _row_of(table: Any) -> dict[str, object]:
    """A row of a table, not the sample's, with the word wherever there is text."""
    row: dict[str, object] = {}
    for column in table.c:
        if column.name == "id":
            row["id"] = 9000
        elif isinstance(column.type, (Integer, Float)):
            row[column.name] = 9000 if column.foreign_keys or column.name != "end" else 9001
        elif isinstance(column.type, LargeBinary):
            row[column.name] = PLANTED.encode()
        else:
            row[column.name] = PLANTED[: column.type.length or 100]
    if table.name == "value":
        row["source"] = None
    return row


def test_sources_that_are_coded_already_do_not_go(study: OpenStudy) -> None:
    assert study.path is not None
    with open_study(study.path, SECOND) as second:
        finish_sources(second, ["P001"])
        sent = send_package(study, study.path.with_name("one"), coder=SECOND)
        assert (sent.sources, sent.left_out) == (("P002",), (("P001", "finished"),))
        reopen_sources(second, ["P001"], reason="again")
        sent = send_package(study, study.path.with_name("two"), coder=SECOND)
        assert sent.left_out == (("P001", "reopened here"),)


def test_each_of_several_coders_gets_a_package_of_their_own(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        add_coder(study, "Jo Hale")
        sample_sources(study, coder=[SECOND, "Jo Hale"], number=2, seed=1)
        first, second = (send_package(study, tmp_path / name.split()[0], coder=name).path for name in (SECOND, "Jo Hale"))
    assert b"Jo Hale" not in bytes_of(first)
    assert SECOND.encode() not in bytes_of(second)
    with opened(second) as package:
        assert package.viewer.name == "Jo Hale"
        assert len(package.rounds.attempts()) == 2


def test_what_cannot_be_sent(study: OpenStudy, tmp_path: Path) -> None:
    state = dump(study.connection)
    target = tmp_path / "second"
    with pytest.raises(NotFound, match='no coder "Tim"'):
        send_package(study, target, coder="Tim")
    with pytest.raises(NotAllowed, match=f"{LEAD} has no sample to code"):
        send_package(study, target, coder=LEAD)
    with pytest.raises(StudyFileError, match=r"home\.qualcode exists already"):
        send_package(study, tmp_path / "home", coder=SECOND)
    with pytest.raises(StudyFileError, match="There is no folder"):
        send_package(study, tmp_path / "nowhere" / "second", coder=SECOND)
    assert study.path is not None
    with open_study(study.path, SECOND) as second, pytest.raises(NotAllowed, match="coding blind and cannot send"):
        send_package(second, target, coder=SECOND)
    assert dump(study.connection) == state
    assert sorted(one.name for one in tmp_path.glob("*.qualcode")) == ["home.qualcode"]
    close_round(study, reason="enough")
    with pytest.raises(NotAllowed, match=f"{SECOND} has no sample to code"):
        send_package(study, target, coder=SECOND)


def test_a_file_that_was_written_goes_when_its_sending_cannot_be_recorded(
    study: OpenStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses() -> None:
        raise StudyFileError("The disk is full.")

    monkeypatch.setattr(study, "commit", refuses)
    with pytest.raises(StudyFileError, match="disk is full"):
        send_package(study, tmp_path / "second", coder=SECOND)
    assert sorted(one.name for one in tmp_path.glob("second*")) == []
    assert study.packages.all() == ()


def test_a_package_is_finished_and_goes_back_but_its_round_is_closed_at_home(study: OpenStudy, tmp_path: Path) -> None:
    with opened(packed(study)) as package:
        code_words(package, "P001", "at home", "Time")
        assert not finish_sources(package, ["P001"]).to_send
        done = finish_sources(package, ["P002"])
        assert (done.to_send, done.closed) == (True, None)
        with pytest.raises(NotAllowed, match="P001 is finished in the round check 1"):
            code_words(package, "P001", "Twice", "Time")
        for refused in (
            lambda: close_round(package, reason="done"),
            lambda: sample_sources(package, coder=SECOND, share="1", seed=1),
            lambda: send_package(package, tmp_path / "third", coder=SECOND),
        ):
            with pytest.raises(NotAllowed, match=r"second\.qualcode is a package with a sample to code"):
                refused()
        with pytest.raises(NotAllowed, match="is being coded in the round check 1"):
            correct_turn(package, package.sources.named("P001").id, 2, "Something else.")
        reopen_sources(package, ["P001"], reason="a page was missed")
        code_words(package, "P001", "Twice", "Time")
        finish_sources(package, ["P001"])
        undo(package)


def test_the_record_of_how_a_transcript_came_in_stays_at_home(study: OpenStudy) -> None:
    path = packed(study)
    with opened(path) as package:
        assert package.connection.execute(select(import_record)).all() == []
        (kept,) = {(row.date, row.interviewer, row.mode, row.pilot) for row in package.connection.execute(select(source))}
        assert kept == (None, None, None, 0)


def test_codes_of_an_earlier_round_that_are_not_matched_yet_are_in_no_sample(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        add_coder(study, "Jo Hale")
        choose_sources(study, ["P003"], coder="Jo Hale", reason="to begin with", purpose=Purpose.DEVELOP)
        assert study.path is not None
        with open_study(study.path, "Jo Hale") as third:
            add_code(third, name=PLANTED)
            finish_sources(third, ["P003"])
        drawn = choose_sources(study, SAMPLE, coder=SECOND, reason="for the test")
        assert drawn.unmatched == (PLANTED,)
        path = packed(study)
        with open_study(study.path, SECOND) as second:
            assert [one.name for one in second.codes.codebook()] == ["Time", "Approval", "Figures"]
    assert PLANTED.encode() not in bytes_of(path)


def test_what_was_noted_of_a_version_is_not_told(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        save_codebook_version(study, "settled", note=f"after the {PLANTED}")
        choose_sources(study, SAMPLE, coder=SECOND, reason="for the test")
        assert study.path is not None
        with open_study(study.path, SECOND) as second:
            assert [(one.name, one.note) for one in second.codes.versions()] == [("settled", "")]
        assert PLANTED.encode() not in bytes_of(packed(study))
