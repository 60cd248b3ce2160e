"""Rounds, attempts and frozen copies, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose, RoundState
from qualcode.domain.rounds import AttemptState, FixedChoices
from qualcode.errors import NotAllowed, NotFound, UndoRefused
from qualcode.services.codebook import retire_code
from qualcode.services.codebook_merging import Share, merge_codes, split_code
from qualcode.services.coding import remove_coding, star
from qualcode.services.correcting import correct_turn
from qualcode.services.studies import redo, undo
from qualcode.storage.clock import now
from qualcode.storage.dump import dump
from tests.double_coded import SECOND, code_words, furnish

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


@pytest.fixture
def furnished(study: OpenStudy) -> OpenStudy:
    return furnish(study, "P001", "P002")


def finish(study: OpenStudy, source: str, coder: int | None = None, round: int | None = None) -> bool:
    with study.unit_of_work("finish") as work:
        return work.rounds.finish(coder or study.viewer.id, study.sources.named(source).id, round)


def reopen(study: OpenStudy, source: str) -> None:
    with study.unit_of_work("reopen") as work:
        work.rounds.reopen(study.viewer.id, study.sources.named(source).id, "a page was missed")


def give(study: OpenStudy, *sources: str, coder: int) -> int:
    with study.unit_of_work("sample") as work:
        return work.rounds.add_sample(
            name="check 1",
            purpose=Purpose.CHECK,
            version=None,
            fixed=FixedChoices(),
            coders=[coder],
            sources=[study.sources.named(source).id for source in sources],
        )


def frozen(study: OpenStudy, source: str) -> list[tuple[int, int, int]]:
    attempt = study.rounds.finished_by(study.viewer.id)[study.sources.named(source).id]
    return study.rounds.finished_marks([attempt.id])[attempt.id]


def test_finishing_freezes_what_was_coded_and_only_that(furnished: OpenStudy) -> None:
    code_words(furnished, "P001", "at home", "Time")
    kept = code_words(furnished, "P001", "Twice", "Approval")
    assert finish(furnished, "P001")
    assert finish(furnished, "P002")
    before = frozen(furnished, "P001")
    assert len(before) == 2
    assert frozen(furnished, "P002") == []
    remove_coding(furnished, kept)
    code_words(furnished, "P001", "came back", "Figures")
    merge_codes(furnished, [furnished.codes.codebook().find("Time").id], furnished.codes.codebook().find("Figures").id)
    assert frozen(furnished, "P001") == before


def test_finishing_twice_does_nothing_and_is_refused_once_the_codings_have_changed(furnished: OpenStudy) -> None:
    code_words(furnished, "P001", "at home", "Time")
    assert finish(furnished, "P001")
    assert not finish(furnished, "P001")
    code_words(furnished, "P001", "Twice", "Time")
    state = dump(furnished.connection)
    with pytest.raises(NotAllowed, match="P001 was finished before"):
        finish(furnished, "P001")
    assert dump(furnished.connection) == state


def test_reopening_makes_a_new_attempt_and_keeps_the_old_one(furnished: OpenStudy) -> None:
    me, source = furnished.viewer.id, furnished.sources.named("P001").id
    code_words(furnished, "P001", "at home", "Time")
    finish(furnished, "P001")
    first = furnished.rounds.finished_by(me)[source]
    reopen(furnished, "P001")
    assert furnished.rounds.finished_sources(me) == frozenset()
    assert furnished.rounds.finished_by(me)[source] == first
    code_words(furnished, "P001", "Twice", "Time")
    finish(furnished, "P001")
    second = furnished.rounds.finished_by(me)[source]
    assert (first.number, second.number, second.state) == (1, 2, AttemptState.FINISHED)
    assert second.reason == "a page was missed"
    assert [len(marks) for marks in furnished.rounds.finished_marks([first.id, second.id]).values()] == [1, 2]
    assert furnished.rounds.finished_sources(me) == {source}


def test_what_is_not_finished_cannot_be_reopened(furnished: OpenStudy) -> None:
    with pytest.raises(NotAllowed, match="P001 is not finished"):
        reopen(furnished, "P001")
    finish(furnished, "P001")
    reopen(furnished, "P001")
    with pytest.raises(NotAllowed, match="P001 is not finished"):
        reopen(furnished, "P001")


def test_a_sample_takes_the_coding_until_its_source_is_finished(furnished: OpenStudy) -> None:
    me = furnished.viewer.id
    first, second = (furnished.sources.named(name).id for name in ("P001", "P002"))
    number = give(furnished, "P001", "P002", coder=me)
    coding = furnished.codings.get(code_words(furnished, "P001", "at home", "Time"))
    assert coding.round == number
    finish(furnished, "P001")
    with pytest.raises(NotAllowed, match="finished in the round check 1"):
        furnished.rounds.current_for(me, first)
    reopen(furnished, "P001")
    assert furnished.rounds.current_for(me, first).id == number
    finish(furnished, "P001")
    assert furnished.rounds.get(number).state is RoundState.IN_PROGRESS
    finish(furnished, "P002")
    assert furnished.rounds.get(number).state is RoundState.CLOSED
    assert furnished.rounds.moments(number)[1] is not None
    assert furnished.rounds.current_for(me, first) == furnished.rounds.open_round()
    assert furnished.rounds.current_for(me, second) == furnished.rounds.open_round()


def test_the_empty_open_round_does_not_cover_what_a_sample_holds(furnished: OpenStudy) -> None:
    give(furnished, "P001", coder=furnished.viewer.id)
    code_words(furnished, "P001", "at home", "Time")
    finish(furnished, "P001")
    assert not finish(furnished, "P001")
    assert len(frozen(furnished, "P001")) == 1
    code_words(furnished, "P001", "Twice", "Time")
    code_words(furnished, "P001", "came back", "Time")
    assert finish(furnished, "P001")
    assert len(frozen(furnished, "P001")) == 2


def test_a_round_can_be_named_when_finishing(furnished: OpenStudy) -> None:
    opened = furnished.rounds.open_round().id
    code_words(furnished, "P001", "at home", "Time")
    number = give(furnished, "P001", coder=furnished.viewer.id)
    finish(furnished, "P001", round=opened)
    assert len(frozen(furnished, "P001")) == 1
    assert furnished.rounds.get(number).state is RoundState.IN_PROGRESS


def test_a_closed_round_with_an_unfinished_source_still_takes_its_coding(furnished: OpenStudy) -> None:
    number = give(furnished, "P001", coder=furnished.viewer.id)
    code_words(furnished, "P001", "at home", "Time")
    with furnished.unit_of_work("close") as work:
        work.rounds.close(number)
    assert furnished.rounds.current_for(furnished.viewer.id, furnished.sources.named("P001").id).id == number
    finish(furnished, "P001")
    assert len(frozen(furnished, "P001")) == 1


def test_another_coders_sealed_codings_are_frozen_whole(furnished: OpenStudy) -> None:
    """The one who finishes need not be the one who may look."""
    tom = furnished.coders.named(SECOND).id
    number = give(furnished, "P001", coder=tom)
    source = furnished.sources.text(furnished.sources.named("P001").id)
    with furnished.unit_of_work("import") as work:
        values = {"source": source.source.id, "revision": source.revision, "coder": tom, "round": number, "check": "x"}
        work.codings.add_many([{**values, "start": 3, "end": 9, "code": work.codes.codebook().live[0].id}])
    assert furnished.codings.of_source(source.source.id) == ()
    finish(furnished, "P001", coder=tom)
    attempt = furnished.rounds.finished_by(tom)[source.source.id]
    assert len(furnished.rounds.finished_marks([attempt.id])[attempt.id]) == 1


def test_rounds_are_found_by_name_and_in_progress(furnished: OpenStudy) -> None:
    assert furnished.rounds.in_progress() == ()
    number = give(furnished, "P001", coder=furnished.coders.named(SECOND).id)
    found = furnished.rounds.named("CHECK 1")
    assert (found.id, found.blind, found.purpose) == (number, True, Purpose.CHECK)
    assert furnished.rounds.in_progress(Purpose.CHECK) == (found,)
    assert furnished.rounds.in_progress(Purpose.TRAIN) == ()
    assert furnished.rounds.fixed(number) == FixedChoices()
    assert furnished.rounds.fixed(furnished.rounds.open_round().id) is None
    assert furnished.rounds.sampled_for([Purpose.CHECK]) == {furnished.sources.named("P001").id}
    with pytest.raises(NotFound, match='no round "check 2"'):
        furnished.rounds.named("check 2")
    with pytest.raises(KeyError):
        furnished.rounds.get(number + 1)


def test_finishing_and_reopening_are_undone_and_redone_while_the_round_is_in_progress(furnished: OpenStudy) -> None:
    give(furnished, "P001", "P002", coder=furnished.viewer.id)
    code_words(furnished, "P001", "at home", "Time")
    states = [dump(furnished.connection)]
    for act in (finish, reopen, finish):
        act(furnished, "P001")
        states.append(dump(furnished.connection))
    for state in reversed(states[:-1]):
        undo(furnished)
        assert dump(furnished.connection) == state
    for state in states[1:]:
        redo(furnished)
        assert dump(furnished.connection) == state


def test_what_ended_a_blind_round_is_not_taken_back(furnished: OpenStudy) -> None:
    number = give(furnished, "P001", coder=furnished.viewer.id)
    finish(furnished, "P001")
    assert furnished.rounds.in_progress() == ()
    state = dump(furnished.connection)
    with pytest.raises(UndoRefused, match="closed the blind round check 1, and its codings have been in view"):
        undo(furnished)
    reopen(furnished, "P001")
    assert furnished.rounds.get(number).state is RoundState.CLOSED
    undo(furnished)
    assert dump(furnished.connection) == state
    reopen(furnished, "P001")
    finish(furnished, "P001")
    with pytest.raises(UndoRefused, match="P001 was in the round check 1, which is closed"):
        undo(furnished)


def test_nobody_takes_back_what_they_finished_once_the_round_is_closed(furnished: OpenStudy) -> None:
    """Not only the one whose finish closed it: what the first coder finished is read by the figures too."""
    finish(furnished, "P001")
    finish(furnished, "P002")
    give(furnished, "P001", coder=furnished.coders.named(SECOND).id)
    undo_of_draw = furnished.rounds.in_progress()
    assert len(undo_of_draw) == 1
    with furnished.unit_of_work("close") as work:
        work.rounds.close(undo_of_draw[0].id)
    with pytest.raises(UndoRefused, match="closed the blind round"):
        undo(furnished)
    lead_finished = [line.change.id for line in furnished.history.lines() if line.change.verb == "finish"]
    for number, allowed in zip(lead_finished, (False, True), strict=True):
        if allowed:
            with furnished.unit_of_work("undo", undoes=number) as work:
                work.history.take_back(number)
            continue
        with pytest.raises(UndoRefused, match="P001 was in the round"), furnished.unit_of_work("undo", undoes=number) as work:
            work.history.take_back(number)


def check_round(study: OpenStudy) -> None:
    """A check sample of P001 with the codebook as it is."""
    with study.unit_of_work("sample") as work:
        work.rounds.add_sample(
            name="check 1",
            purpose=Purpose.CHECK,
            version=work.codes.add_version("v1", ""),
            fixed=FixedChoices(),
            coders=[work.coders.named(SECOND).id],
            sources=[work.sources.named("P001").id],
        )


def taken_back(study: OpenStudy, verb: str) -> None:
    """Take back the latest action of this verb, as another coder's undo would."""
    number = [line.change.id for line in study.history.lines() if line.change.verb == verb][-1]
    with study.unit_of_work("undo", undoes=number) as work:
        work.history.take_back(number)


def test_a_merge_a_split_and_a_retirement_of_before_are_not_taken_back_while_a_check_round_is_in_progress(
    furnished: OpenStudy,
) -> None:
    time, approval, figures = (furnished.codes.codebook().find(name).id for name in ("Time", "Approval", "Figures"))
    one = code_words(furnished, "P001", "at home", "Time")
    code_words(furnished, "P001", "Twice", "Approval")
    split_code(furnished, time, [Share("Figures", (one,))])
    merge_codes(furnished, [approval], time)
    retire_code(furnished, figures)
    check_round(furnished)
    state = dump(furnished.connection)
    for verb in ("retire_code", "merge_codes", "split_code"):
        if verb == "retire_code":
            # It is in no version, for it was retired before: taking that back changes no code of the check.
            taken_back(furnished, verb)
            undo_again(furnished, verb)
            assert dump(furnished.connection) == state
            continue
        with pytest.raises(UndoRefused, match="merge, split or retire a code of the check round check 1"):
            taken_back(furnished, verb)
        assert dump(furnished.connection) == state
    with furnished.unit_of_work("close") as work:
        work.rounds.close(work.rounds.in_progress()[0].id)
    taken_back(furnished, "merge_codes")


def undo_again(study: OpenStudy, verb: str) -> None:
    """Put back what `taken_back` took back."""
    number = [line.change.id for line in study.history.lines() if line.change.verb == "undo"][-1]
    with study.unit_of_work("redo", undoes=number) as work:
        work.history.take_back(number)


def test_a_code_that_a_check_round_uses_is_not_retired_again_by_a_redo(furnished: OpenStudy) -> None:
    time = furnished.codes.codebook().find("Time").id
    retire_code(furnished, time)
    undo(furnished)
    check_round(furnished)
    with pytest.raises(UndoRefused, match="a code of the check round check 1"):
        undo_again(furnished, "retire_code")


def test_a_correction_of_a_sampled_source_is_not_taken_back_while_it_is_coded(furnished: OpenStudy) -> None:
    source = furnished.sources.named("P001").id
    correct_turn(furnished, source, 2, "I did, at night. Nobody's job.")
    correct_turn(furnished, furnished.sources.named("P002").id, 2, "I did, at night. Nobody's job.")
    check_round(furnished)
    state = dump(furnished.connection)
    corrections = [line.change.id for line in furnished.history.lines() if line.change.verb == "correct_turn"]
    with (
        pytest.raises(UndoRefused, match="P001 is being coded in the round check 1"),
        furnished.unit_of_work("undo", undoes=corrections[0]) as work,
    ):
        work.history.take_back(corrections[0])
    assert dump(furnished.connection) == state
    taken_back(furnished, "correct_turn")
    assert "at home" in furnished.sources.text(furnished.sources.named("P002").id).text
    assert "at night" in furnished.sources.text(source).text


def test_what_was_coded_before_a_moment_and_only_declared_after_it_is_told_apart(furnished: OpenStudy) -> None:
    coding = code_words(furnished, "P001", "at home", "Time")
    before = now()
    finish(furnished, "P001")
    attempts = furnished.rounds.attempts(coder=furnished.viewer.id)
    assert not furnished.rounds.coded_since(attempts[0], before)
    assert furnished.rounds.coded_since(attempts[0], "2000-01-01T00:00:00.000Z")
    reopen(furnished, "P001")
    star(furnished, coding)
    code_words(furnished, "P002", "at home", "Time")
    finish(furnished, "P001")
    (again,) = (one for one in furnished.rounds.attempts(coder=furnished.viewer.id, latest=False) if one.number == 2)
    assert not furnished.rounds.coded_since(again, before)
    reopen(furnished, "P001")
    remove_coding(furnished, coding)
    finish(furnished, "P001")
    (third,) = (one for one in furnished.rounds.attempts(coder=furnished.viewer.id, latest=False) if one.number == 3)
    assert furnished.rounds.coded_since(third, before)
    assert not furnished.rounds.coded_since(again, before), "what came after an attempt is not in it"


def test_an_account_is_kept_once_for_each_view_of_a_round_and_outside_the_history(furnished: OpenStudy) -> None:
    lines = len(furnished.history.lines())
    for account in ("one", "two", "one"):
        furnished.desk.note_view(2, account)
    assert furnished.desk.views_of(2) == {furnished.viewer.id: frozenset({"one", "two"})}
    assert furnished.desk.views_of(3) == {}
    assert len(furnished.history.lines()) == lines
