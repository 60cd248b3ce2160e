"""What comes back in a package becomes part of the study, once, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from qualcode.domain.coding import Purpose, RoundState
from qualcode.domain.corrections import ReviewState
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.rounds import AttemptState
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, UndoRefused
from qualcode.services.agreement import agreement
from qualcode.services.checking import check_study
from qualcode.services.codebook import Definition, add_code, redefine_code, rename_code, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, mark_unsure, recode, remove_coding, star
from qualcode.services.correcting import correct_turn, list_reviews
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources
from qualcode.services.memo_writing import add_memo_on_passage, edit_memo, remove_memo
from qualcode.services.memos import add_memo
from qualcode.services.receiving import receive_package
from qualcode.services.sampling import sample_sources
from qualcode.services.sending import send_package
from qualcode.services.studies import add_coder, history, redo, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import assignment, finished_coding
from tests.double_coded import LEAD, SECOND, TEXT, code_words, furnish
from tests.packages.sampled import NAMES, SAMPLE, home_study, opened, packed

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
    return packed(study)


@pytest.fixture
def package(path: Path) -> Iterator[OpenStudy]:
    with opened(path) as made:
        yield made
        assert check_study(made).faults == ()


def toms(study: OpenStudy) -> list[Any]:
    """The second coder's live codings, whoever may see them."""
    tom = study.coders.named(SECOND).id
    rows = study.connection.execute(select(coding).where(coding.c.coder == tom, coding.c.removed == 0).order_by(coding.c.id))
    return list(rows)


def told(study: OpenStudy) -> set[tuple[str, str, str]]:
    """Source, words and code of each live coding of the second coder."""
    texts = {text.source.id: text for text in study.sources.texts()}
    names = {row[0]: row[1] for row in study.connection.exec_driver_sql("SELECT id, name FROM code")}
    return {(texts[one.source].source.name, texts[one.source].text[one.start : one.end], names[one.code]) for one in toms(study)}


def finished(study: OpenStudy, source: str) -> list[list[str]]:
    """The words that each attempt of the second coder at a source froze, on the text it was finished on."""
    tom, number = study.coders.named(SECOND).id, study.sources.named(source).id
    attempts = select(assignment).where(assignment.c.coder == tom, assignment.c.source == number).order_by(assignment.c.attempt)
    texts = {row[0]: row[1] for row in study.connection.exec_driver_sql("SELECT id, text FROM revision")}
    return [
        [
            texts[one.revision][mark.start : mark.end]
            for mark in study.connection.execute(
                select(finished_coding).where(finished_coding.c.assignment == one.id).order_by(finished_coding.c.start)
            )
        ]
        for one in study.connection.execute(attempts).all()
    ]


def test_what_was_coded_comes_home_and_stays_sealed_until_the_round_is_closed(
    study: OpenStudy, path: Path, package: OpenStudy
) -> None:
    star(package, code_words(package, "P001", "at home", "Time"))
    mark_unsure(package, code_words(package, "P001", "Twice", "Figures"))
    own, _ = add_code(package, name="Coming back", parent=package.codes.codebook().find("Time").id)
    code_words(package, "P002", "It came back.", "Coming back")
    add_memo(package, "A thought of a kestrel.", target="P002")
    finish_sources(package, ["P001"])
    received = receive_package(study, path)
    assert received.sources == (("P001", AttemptState.FINISHED), ("P002", AttemptState.ASSIGNED))
    assert (received.tally, received.closes, received.ignored, received.notes) == (None, False, (), ())
    assert told(study) == {
        ("P001", "at home", "Time"),
        ("P001", "Twice", "Figures"),
        ("P002", "It came back.", "Coming back"),
    }
    assert study.codings.all() == ()
    assert study.memos.all() == ()
    assert "Coming back" not in [one.name for one in study.codes.codebook()]
    finish_sources(package, ["P002"])
    received = receive_package(study, path)
    assert received.closes
    assert received.waiting == SAMPLE
    assert (received.held, received.codes_made) == (3, ("Time > Coming back",))
    assert study.rounds.named("check 1").state is RoundState.CLOSED
    codings = study.codings.all()
    assert [(one.star, one.unsure) for one in codings] == [(True, False), (False, True), (False, False)]
    assert {one.guid for one in codings} == {one.guid for one in package.codings.all()}
    assert [one.text for one in study.memos.all()] == ["A thought of a kestrel."]
    code = study.codes.codebook().find("Coming back")
    assert (code.guid, code.made_by, code.accepted) == (own.guid, study.coders.named(SECOND).id, False)
    finish_sources(study, SAMPLE)
    assert agreement(study).sources == SAMPLE


def test_it_is_one_change_that_is_undone_and_redone(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    add_code(package, name="Mine")
    add_memo(package, "Hm.", target="P001")
    finish_sources(package, ["P001"])
    before = dump(study.connection)
    receive_package(study, path)
    after = dump(study.connection)
    assert history(study)[-1].change.what == f"received check 1 from {SECOND}"
    undo(study)
    assert dump(study.connection) == before
    redo(study)
    assert dump(study.connection) == after
    undo(study)
    receive_package(study, path)
    assert told(study) == {("P001", "at home", "Time")}


def test_what_was_asked_about_changes_nothing(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    finish_sources(package, SAMPLE)
    before, changes = dump(study.connection), len(history(study))
    asked = receive_package(study, path, dry_run=True)
    assert asked.closes
    assert (asked.tally, asked.held, asked.codes_made) == (None, None, ())
    assert (dump(study.connection), len(history(study))) == (before, changes)
    assert receive_package(study, path).closes


def test_received_twice_nothing_is_doubled(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    add_code(package, name="Mine")
    add_memo(package, "Hm.", target="P001")
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    state, changes = dump(study.connection), len(history(study))
    again = receive_package(study, path)
    assert again.change is None
    assert again.tally is not None
    assert (again.tally.codings_new, again.tally.memos_new, again.tally.codes_made) == (0, 0, [])
    assert (dump(study.connection), len(history(study))) == (state, changes)


def test_receiving_leaves_the_package_as_it_is_and_nothing_beside_it(study: OpenStudy, path: Path) -> None:
    with opened(path) as package:
        code_words(package, "P001", "at home", "Time")
    held = path.read_bytes()
    receive_package(study, path)
    assert path.read_bytes() == held
    assert [one.name for one in path.parent.glob("second*") if one.is_file()] == ["second.qualcode"]


def test_one_that_is_still_open_is_read_as_it_is_now(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    assert path.with_name("second.qualcode-wal").stat().st_size
    receive_package(study, path)
    assert told(study) == {("P001", "at home", "Time")}


def test_what_was_removed_here_does_not_come_back(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    code_words(package, "P002", "Twice", "Time")
    add_memo(package, "Hm.", target="P001")
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    assert study.path is not None
    with open_study(study.path, SECOND) as second:
        remove_coding(second, second.codings.all()[0].id)
        remove_memo(second, second.memos.all()[0].id)
    again = receive_package(study, path)
    assert told(study) == {("P002", "Twice", "Time")}
    assert study.memos.all() == ()
    assert again.change is None
    assert again.tally is not None
    assert again.tally.removed_here == 2
    assert finished(study, "P001") == [["at home"]]


def test_what_was_changed_and_removed_in_the_package_since_is_followed(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    kept, gone, other = (code_words(package, "P001", words, "Time") for words in ("at home", "Twice", "And then?"))
    mine, _ = add_code(package, name="Mine")
    thought, second_thought = (add_memo(package, text, target="P001")[0] for text in ("Hm.", "Well."))
    receive_package(study, path)
    recode(package, kept, package.codes.codebook().find("Approval").id)
    remove_coding(package, gone)
    star(package, other)
    rename_code(package, mine.id, "Really mine")
    edit_memo(package, thought, text="Aha.", kind="reflexive")
    remove_memo(package, second_thought)
    finish_sources(package, SAMPLE)
    received = receive_package(study, path)
    assert received.tally is not None
    assert (received.tally.codings_changed, received.tally.codings_removed, received.tally.memos_removed) == (2, 1, 1)
    assert told(study) == {("P001", "at home", "Approval"), ("P001", "And then?", "Time")}
    assert [(one.text, one.kind) for one in study.memos.all()] == [("Aha.", MemoKind.REFLEXIVE)]
    assert study.codes.codebook().find("Really mine").guid == mine.guid
    assert finished(study, "P001") == [["at home", "And then?"]]


def test_what_was_changed_here_since_stays_as_it_is_here(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    first = code_words(package, "P001", "at home", "Time")
    thought, _ = add_memo(package, "Hm.", target="P001")
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    assert study.path is not None
    with open_study(study.path, SECOND) as second:
        recode(second, second.codings.all()[0].id, second.codes.codebook().find("Figures").id)
        edit_memo(second, second.memos.all()[0].id, text="What I think at home.", kind=None)
    reopen_sources(package, ["P001"], reason="again")
    recode(package, first, package.codes.codebook().find("Approval").id)
    edit_memo(package, thought, text="What I think there.", kind=None)
    received = receive_package(study, path)
    assert received.tally is not None
    assert received.tally.changed_here == 2
    assert told(study) == {("P001", "at home", "Figures")}
    assert [one.text for one in study.memos.all()] == ["What I think at home."]


def test_two_codings_that_changed_places_change_places_here_too(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    one, other = (code_words(package, "P001", "at home", code) for code in ("Time", "Figures"))
    guids = [package.codings.get(number).guid for number in (one, other)]
    receive_package(study, path)
    book = package.codes.codebook()
    recode(package, one, book.find("Approval").id)
    recode(package, other, book.find("Time").id)
    recode(package, one, book.find("Figures").id)
    receive_package(study, path)
    names = {row[0]: row[1] for row in study.connection.exec_driver_sql("SELECT id, name FROM code")}
    assert {row.guid: names[row.code] for row in toms(study)} == dict(zip(guids, ("Figures", "Time"), strict=True))
    remove_coding(package, one)
    recode(package, other, book.find("Figures").id)
    receive_package(study, path)
    assert {row.guid: names[row.code] for row in toms(study)} == {guids[1]: "Figures"}
    undo(study)
    assert len(toms(study)) == 2


def test_what_was_undone_in_the_package_goes_and_what_was_put_back_comes_back(
    study: OpenStudy, path: Path, package: OpenStudy
) -> None:
    code_words(package, "P001", "at home", "Time")
    receive_package(study, path)
    undo(package)
    receive_package(study, path)
    assert told(study) == set()
    redo(package)
    number = package.codings.all()[0].id
    receive_package(study, path)
    assert told(study) == {("P001", "at home", "Time")}
    remove_coding(package, number)
    receive_package(study, path)
    undo(package)
    receive_package(study, path)
    assert told(study) == {("P001", "at home", "Time")}
    add_code(package, name="Mine")
    finish_sources(package, ["P001"])
    reopen_sources(package, ["P001"], reason="again")
    receive_package(study, path)
    undo(package)
    finish_sources(package, ["P002"])
    received = receive_package(study, path)
    assert received.closes
    assert received.codes_made == ("Mine",)


def test_every_attempt_comes_and_those_that_are_here_stay(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    finish_sources(package, ["P001"])
    receive_package(study, path)
    reopen_sources(package, ["P001"], reason="a page was missed")
    received = receive_package(study, path)
    assert dict(received.sources)["P001"] is AttemptState.REOPENED
    code_words(package, "P001", "Twice", "Time")
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    assert finished(study, "P001") == [["at home"], ["at home", "Twice"]]
    tom = study.coders.named(SECOND).id
    attempts = [one for one in study.rounds.attempts(coder=tom, latest=False) if one.source == study.sources.named("P001").id]
    assert [(one.number, one.state, one.reason) for one in attempts] == [
        (1, AttemptState.FINISHED, ""),
        (2, AttemptState.FINISHED, "a page was missed"),
    ]
    with opened(path) as there:
        assert attempts[1].finished_at in {one.finished_at for one in there.rounds.attempts()}


def test_a_finishing_that_was_undone_in_the_package_and_done_otherwise_is_the_next_attempt(
    study: OpenStudy, path: Path, package: OpenStudy
) -> None:
    finish_sources(package, ["P001"])
    receive_package(study, path)
    undo(package)
    code_words(package, "P001", "at home", "Time")
    finish_sources(package, ["P001"])
    receive_package(study, path)
    assert finished(study, "P001") == [[], ["at home"]]
    receive_package(study, path)
    assert finished(study, "P001") == [[], ["at home"]]


def test_a_receipt_that_closed_a_blind_round_is_not_taken_back(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    state = dump(study.connection)
    with pytest.raises(UndoRefused, match="closed the blind round check 1"):
        undo(study)
    assert dump(study.connection) == state


def test_a_round_of_several_coders_closes_with_the_last_package(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        add_coder(study, "Jo Hale")
        sample_sources(study, coder=[SECOND, "Jo Hale"], number=2, seed=1)
        paths = [send_package(study, tmp_path / str(at), coder=name).path for at, name in enumerate([SECOND, "Jo Hale"])]
        for at, path in enumerate(paths):
            with opened(path) as package:
                (first, second) = (one.name for one in package.sources.all())
                code_words(package, first, "at home", "Time")
                finish_sources(package, [first, second])
            received = receive_package(study, path)
            assert received.closes is bool(at)
            assert len(study.codings.all()) == (2 if at else 0)
        assert {study.coders.get(one.coder).name for one in study.codings.all()} == {SECOND, "Jo Hale"}


def test_codes_of_one_who_develops_are_theirs_and_offered_for_matching(tmp_path: Path) -> None:
    with home_study(tmp_path, Purpose.DEVELOP) as study:
        path = packed(study)
        with opened(path) as package:
            group, _ = add_code(package, name="What stands in the way")
            add_code(package, name="Time", parent=group.id, definition=Definition(definition="none of it"))
            code_words(package, "P001", "at home", "Time")
            finish_sources(package, SAMPLE)
        received = receive_package(study, path)
        assert received.codes_made == ("What stands in the way", "What stands in the way > Time")
        assert study.codes.codebook().find("What stands in the way > Time").definition == "none of it"
        assert [study.codes.codebook().path_text(one.code) for one in study.codings.all()] == ["What stands in the way > Time"]
        assert check_study(study).faults == ()


def test_a_merged_code_of_theirs_comes_merged(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    one, _ = add_code(package, name="One")
    other, _ = add_code(package, name="Other")
    code_words(package, "P001", "at home", "One")
    receive_package(study, path)
    merge_codes(package, [one.id], other.id)
    retired, _ = add_code(package, name="Third")
    retire_code(package, retired.id)
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    assert told(study) == {("P001", "at home", "Other")}
    codes = {code.name: code for code in study.codes.codebook().codes}
    assert (codes["One"].retired, codes["One"].merged_into) == (True, codes["Other"].id)
    assert codes["Third"].retired


# ---- home has moved on -------------------------------------------------------------------------------------------


def moved_on(study: OpenStudy, *, words: str, to: str) -> None:
    """The round is closed early at home, and the transcript corrected."""
    close_round(study, reason="a mistake")
    correct_turn(study, study.sources.named("P001").id, 2, "I did, at home. Nobody's job.".replace(words, to))


def test_spans_go_through_the_corrections_made_here_meanwhile(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    for words in ("I did", "at home", "Nobody's job", "Twice"):
        code_words(package, "P001", words, "Time")
    add_memo_on_passage(package, "On this.", source=package.sources.named("P001").id, span=_span("at home"))
    add_memo_on_passage(package, "On that.", source=package.sources.named("P001").id, span=_span("It came back"))
    finish_sources(package, SAMPLE)
    moved_on(study, words="at home", to="in the kitchen")
    received = receive_package(study, path)
    assert received.tally is not None
    assert (received.tally.codings_new, received.tally.to_review) == (4, 2)
    assert told(study) == {("P001", words, "Time") for words in ("I did", "in the kitchen", "Nobody's job", "Twice")}
    reviews = [(one.review.kind.value, one.review.before, one.review.after) for one in list_reviews(study)]
    assert reviews == [
        ("coding", "at home", "in the kitchen"),
        ("memo", "at home", "in the kitchen"),
    ]
    spans = [one.attachments[0].span for one in study.memos.all()]
    text = study.sources.text(study.sources.named("P001").id).text
    assert [span.words_of(text) for span in spans if span] == ["in the kitchen", "It came back"]
    assert finished(study, "P001") == [["I did", "at home", "Nobody's job", "Twice"]]
    assert receive_package(study, path).change is None


def _span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_a_passage_whose_words_are_all_gone_is_listed_and_kept_removed(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    code_words(package, "P001", ", at home", "Time")
    finish_sources(package, SAMPLE)
    moved_on(study, words=", at home", to="")
    receive_package(study, path)
    assert told(study) == set()
    assert [(one.review.before, one.review.after, one.review.state) for one in list_reviews(study)] == [
        (", at home", "", ReviewState.TO_REVIEW),
        ("at home", "", ReviewState.TO_REVIEW),
    ]
    assert finished(study, "P001") == [[", at home", "at home"]]
    assert receive_package(study, path).change is None


def test_two_that_say_the_same_after_a_correction_become_one(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    code_words(package, "P001", "home", "Time")
    finish_sources(package, SAMPLE)
    moved_on(study, words="at home", to="outside")
    receive_package(study, path)
    assert told(study) == {("P001", "outside", "Time")}
    assert len(toms(study)) == 1
    assert receive_package(study, path).change is None


def test_a_correction_of_before_that_was_taken_back_here_is_followed_back(tmp_path: Path) -> None:
    with furnish(create_study(tmp_path / "home", lead=LEAD), *NAMES) as study:
        correct_turn(study, study.sources.named("P001").id, 2, "I did, at night. Nobody's job.")
        number = study.history.lines()[-1].change.id
        sample_sources(study, coder=SECOND, share="1", seed=1)
        path = packed(study)
        with opened(path) as package:
            source = package.sources.text(package.sources.named("P001").id)
            for words in ("at night", "Nobody's job"):
                start = source.text.index(words)
                apply_code(
                    package,
                    source=source.source.id,
                    span=Span(start, start + len(words)),
                    code=package.codes.codebook().find("Time").id,
                )
            finish_sources(package, NAMES)
        close_round(study, reason="a mistake")
        with study.unit_of_work("undo", undoes=number) as work:
            work.history.take_back(number)
        received = receive_package(study, path)
        assert told(study) == {("P001", "at home", "Time"), ("P001", "Nobody's job", "Time")}
        assert finished(study, "P001") == [["at home", "Nobody's job"]]
        assert any("correction was taken back here" in note for note in received.notes)
        assert check_study(study).faults == ()
        assert receive_package(study, path).change is None


def test_codes_that_were_merged_here_meanwhile_are_followed_and_what_was_finished_is_not(
    study: OpenStudy, path: Path, package: OpenStudy
) -> None:
    code_words(package, "P001", "at home", "Time")
    own, _ = add_code(package, name="Mine", parent=package.codes.codebook().find("Time").id)
    code_words(package, "P001", "Twice", "Mine")
    finish_sources(package, SAMPLE)
    close_round(study, reason="a mistake")
    book = study.codes.codebook()
    merge_codes(study, [book.find("Time").id], book.find("Figures").id)
    redefine_code(study, book.find("Figures").id, Definition(definition="numbers"))
    with study.unit_of_work("version") as work:
        work.codes.add_version("v2", "")
    received = receive_package(study, path)
    assert told(study) == {("P001", "at home", "Figures"), ("P001", "Twice", "Mine")}
    assert study.codes.codebook().path_text(study.codes.codebook().find("Mine").id) == "Figures > Mine"
    frozen = study.connection.execute(select(finished_coding.c.code).order_by(finished_coding.c.start)).scalars().all()
    assert frozen == [book.find("Time").id, study.codes.codebook().find("Mine").id]
    assert received.notes == (
        "It was coded with codebook version v1; the latest here is v2.",
        'Merged here since, and so received: "Time" into "Figures".',
    )
    assert own.guid == study.codes.codebook().find("Mine").guid
    again = receive_package(study, path)
    assert (again.change, again.tally.changed_here if again.tally else None) == (None, 0)


def test_a_code_that_was_accepted_here_is_no_longer_theirs_to_change(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    mine, _ = add_code(package, name="Mine")
    finish_sources(package, SAMPLE)
    receive_package(study, path)
    with study.unit_of_work("accept") as work:
        work.codes.change(work.codes.codebook().find("Mine").id, accepted=True)
    rename_code(package, mine.id, "Not yours")
    received = receive_package(study, path)
    assert received.tally is not None
    assert received.tally.changed_here == 1
    assert study.codes.codebook().find("Mine").guid == mine.guid


def test_a_memo_of_a_slow_clock_is_not_seen_before_the_round_is_closed(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    add_memo(package, "A thought of a kestrel.", target="P001")
    package.connection.exec_driver_sql("UPDATE memo SET made_at = '2001-01-01T00:00:00.000Z'")
    receive_package(study, path)
    assert study.memos.all() == ()
    close_round(study, reason="enough")
    assert [one.text for one in study.memos.all()] == ["A thought of a kestrel."]


def test_what_memos_are_attached_to_is_found_again(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    number = code_words(package, "P001", "at home", "Time")
    mine, _ = add_code(package, name="Mine")
    guid = package.codings.get(number).guid
    time = package.codes.codebook().find("Time")
    with package.unit_of_work("memos") as work:
        case = work.cases.add("P009")
        targets = [
            (MemoTarget.STUDY, package.facts.guid),
            (MemoTarget.SOURCE, package.sources.named("P002").guid),
            (MemoTarget.CODE, time.guid),
            (MemoTarget.CODE, mine.guid),
            (MemoTarget.CODING, guid),
            (MemoTarget.CASE, next(one.guid for one in work.cases.all() if one.id == case)),
        ]
        for at, (to, of) in enumerate(targets):
            work.memos.add(kind=MemoKind.ANALYTIC, text=f"{at}", author=package.viewer.id, attachments=[Attachment(to, of)])
    finish_sources(package, SAMPLE)
    received = receive_package(study, path)
    found = {one.text: [(its.to, its.guid) for its in one.attachments] for one in study.memos.all()}
    home = (MemoTarget.STUDY, study.facts.guid)
    assert found == {
        "0": [home],
        "1": [targets[1]],
        "2": [targets[2]],
        "3": [targets[3]],
        "4": [targets[4]],
        "5": [home],
    }
    assert received.ignored == ("cases (1)",)


def test_who_may_receive_while_a_round_is_blind(study: OpenStudy, path: Path, package: OpenStudy) -> None:
    code_words(package, "P001", "at home", "Time")
    add_coder(study, "Jo Hale")
    sample_sources(study, coder="Jo Hale", number=1, seed=1)
    assert study.path is not None
    with open_study(study.path, "Jo Hale") as third, pytest.raises(NotAllowed, match="coding blind and cannot receive"):
        receive_package(third, path)
    with open_study(study.path, SECOND) as second:
        receive_package(second, path)
        assert len(second.codings.all()) == 1
    assert study.codings.all() == ()
    with pytest.raises(NotAllowed, match=r"second\.qualcode is a package"):
        receive_package(package, path)
