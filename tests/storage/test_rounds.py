"""Rounds, attempts and frozen copies, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose, RoundState
from qualcode.domain.rounds import AttemptState, FixedChoices
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import remove_coding
from qualcode.services.studies import redo, undo
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


def test_finishing_reopening_and_closing_are_undone_and_redone(furnished: OpenStudy) -> None:
    give(furnished, "P001", coder=furnished.viewer.id)
    code_words(furnished, "P001", "at home", "Time")
    states = [dump(furnished.connection)]
    for act in (finish, reopen, finish):
        act(furnished, "P001")
        states.append(dump(furnished.connection))
    assert furnished.rounds.in_progress() == ()
    for state in reversed(states[:-1]):
        undo(furnished)
        assert dump(furnished.connection) == state
    assert len(furnished.rounds.in_progress()) == 1
    for state in states[1:]:
        redo(furnished)
        assert dump(furnished.connection) == state
