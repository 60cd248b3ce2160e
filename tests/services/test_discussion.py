"""Differences are listed from what both finished, settled one undoable change at a time, and nothing of theirs is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import CoderKind, Purpose
from qualcode.domain.discussions import Outcome
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed, NotFound, SpanOutsideSource, UndoRefused, UsageError
from qualcode.services.agreement import agreement
from qualcode.services.codebook import Definition, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import mark_unsure, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.discussion import discuss, unsure_first
from qualcode.services.discussion_deciding import Choice, NewCode, decide
from qualcode.services.discussion_pair import pair_of
from qualcode.services.discussion_verbs import (
    add_agreed,
    amend_reason,
    begin_discussions,
    finish_discussions,
    reopen_discussion,
    set_present,
)
from qualcode.services.double_coding import finish_sources, reopen_sources
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from tests.double_coded import LEAD, SECOND, TEXT, code_words
from tests.services.discussed import agreed, code_both, furnished, kinds, pair, seen, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

LISTED = [
    (1, "missed", "I did", ""),
    (2, "boundary", "Nobody's job", "at home. Nobody's job"),
    (3, "other theme", "It came back", "It came back"),
    (4, "missed", "", "Twice"),
    (5, "agreed", "at home", "at home."),
]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with create_study(tmp_path / "study", lead=LEAD) as made:
        furnished(made)
        with open_study(tmp_path / "study", SECOND) as other:
            code_both(made, other)
        yield made


@pytest.fixture
def second(study: OpenStudy) -> Iterator[OpenStudy]:
    assert study.path is not None
    with open_study(study.path, SECOND) as opened:
        yield opened


@pytest.fixture
def begun(study: OpenStudy) -> OpenStudy:
    begin_discussions(study, pair(study))
    return study


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name, retired=True).id


def test_differences_are_listed_before_the_discussion_is_begun(study: OpenStudy) -> None:
    found = seen(study)
    assert kinds(found) == LISTED
    assert (found.state, found.settled, found.agreed) == ("not begun", 0, 1)
    assert [item.turns for item in found.items] == [(2,), (2,), (4,), (4,), (2,)]
    assert found.counts() == {"agreed": 1, "missed": 2, "boundary": 1, "sibling code": 0, "other theme": 1}
    assert agreed(study) == []


def test_a_code_and_one_below_it_are_no_other_theme(study: OpenStudy) -> None:
    reopen_sources(study, ["P001"], reason="a word")
    code_words(study, "P001", "Twice", "Nobody's job")
    finish_sources(study, ["P001"])
    assert ("sibling code", "Twice", "Twice") in [one[1:] for one in kinds(seen(study))]


def test_beginning_carries_over_what_both_agreed_on_with_the_first_coders_extent(study: OpenStudy) -> None:
    done, change = begin_discussions(study, pair(study), ["P001"])
    assert [(one.source, one.agreed, one.differences) for one in done] == [("P001", 1, 4)]
    assert change is not None
    assert agreed(study) == [("at home", "Written at home")]
    found = seen(study)
    assert found.discussion is not None
    assert [study.coders.get(number).name for number in found.discussion.present] == [LEAD, SECOND]
    assert found.items[-1].decision is not None
    assert found.items[-1].decision.outcome is Outcome.CARRIED
    assert begin_discussions(study, pair(study), ["P001"]) == ((), None)


@pytest.mark.parametrize(
    ("number", "outcome", "made"),
    [
        (1, Outcome.FIRST, [("I did", "Time")]),
        (1, Outcome.SECOND, []),
        (2, Outcome.FIRST, [("Nobody's job", "Nobody's job")]),
        (2, Outcome.SECOND, [("at home. Nobody's job", "Nobody's job")]),
        (2, Outcome.BOTH, [("at home. Nobody's job", "Nobody's job")]),
        (2, Outcome.OVERLAP, [("Nobody's job", "Nobody's job")]),
        (3, Outcome.BOTH, [("It came back", "Figures"), ("It came back", "Delays")]),
        (3, Outcome.SECOND, [("It came back", "Delays")]),
        (4, Outcome.LEAVE, [("Twice", "Time")]),
        (4, Outcome.DROP, []),
    ],
)
def test_each_outcome_makes_its_codings_and_is_undone_whole(
    begun: OpenStudy, number: int, outcome: Outcome, made: list[tuple[str, str]]
) -> None:
    before, finished = dump(begun.connection), frozen(begun)
    settle(begun, outcome, number, reason="as we said")
    assert sorted(agreed(begun)) == sorted([("at home", "Written at home"), *made])
    decision = seen(begun).item(number).decision
    assert decision is not None
    assert (decision.outcome, decision.reason, len(decision.agreed)) == (outcome, "as we said", len(made))
    assert frozen(begun) == finished
    undo(begun)
    assert dump(begun.connection) == before


def frozen(study: OpenStudy) -> list[tuple[object, ...]]:
    return [tuple(row) for row in study.connection.exec_driver_sql("SELECT * FROM finished_coding ORDER BY id")]


def test_edited_spans_and_other_codes(begun: OpenStudy) -> None:
    start = TEXT.index("home. Nobody's")
    settle(begun, Outcome.SPAN, 2, spans=(Span(start, start + 14),))
    settle(begun, Outcome.CODE, 3, code=code(begun, "Approval"))
    assert agreed(begun)[1:] == [("home. Nobody's", "Nobody's job"), ("It came back", "Approval")]


def test_deciding_again_replaces_what_was_decided(begun: OpenStudy) -> None:
    settle(begun, Outcome.BOTH, 3)
    settle(begun, Outcome.FIRST, 3)
    assert agreed(begun)[1:] == [("It came back", "Figures")]
    undo(begun)
    assert [name for _, name in agreed(begun)[1:]] == ["Figures", "Delays"]


def test_several_differences_are_settled_by_one_decision_or_each_for_itself(begun: OpenStudy) -> None:
    done = settle(begun, Outcome.CODE, 3, 4, code=code(begun, "Delays"))
    assert (done.numbers, done.codings) == ((3, 4), 1)
    decision = seen(begun).item(3).decision
    assert decision is not None
    assert decision == seen(begun).item(4).decision
    assert (len(decision.first), len(decision.second)) == (1, 2)
    assert settle(begun, Outcome.DROP, 4).open_again == (3,)
    assert not seen(begun).item(3).settled
    decide(begun, pair(begun), "P001", [1, 2], Choice(Outcome.FIRST), together=False)
    found = seen(begun)
    assert found.item(1).decision != found.item(2).decision
    assert found.settled == 3


def test_two_decisions_that_make_the_same_coding_share_it(begun: OpenStudy) -> None:
    settle(begun, Outcome.FIRST, 1)
    settle(begun, Outcome.CODE, 4, code=code(begun, "Time"), spans=(Span(TEXT.index("I did"), TEXT.index("I did") + 5),))
    assert agreed(begun).count(("I did", "Time")) == 1
    settle(begun, Outcome.DROP, 1)
    assert agreed(begun).count(("I did", "Time")) == 1
    settle(begun, Outcome.DROP, 4)
    assert ("I did", "Time") not in agreed(begun)


def test_the_codebook_is_changed_by_the_decision_and_back_by_undo(begun: OpenStudy) -> None:
    settle(begun, Outcome.CODEBOOK, 3, code=code(begun, "Delays"), definition=Definition(definition="It came back late."))
    decision = seen(begun).item(3).decision
    assert decision is not None
    assert [(one.field, one.before, one.after) for one in decision.redefined] == [("definition", "", "It came back late.")]
    assert begun.codes.codebook().find("Delays").definition == "It came back late."
    assert agreed(begun)[1:] == [("It came back", "Delays")]
    settle(begun, Outcome.CODEBOOK, 4, new=NewCode("Again", code(begun, "Approval")), coded=False)
    made = seen(begun).item(4).decision
    assert made is not None
    assert (made.made, made.code, made.agreed) == (True, code(begun, "Again"), ())
    undo(begun)
    undo(begun)
    assert begun.codes.codebook().find("Delays").definition == ""
    with pytest.raises(NotFound):
        begun.codes.codebook().find("Again")


def test_kappa_before_discussion_is_the_same_after_all_that_follows(study: OpenStudy) -> None:
    before = agreement(study)
    begin_discussions(study, pair(study))
    settle(study, Outcome.SECOND, 2)
    settle(study, Outcome.CODEBOOK, 3, code=code(study, "Delays"), definition=Definition(definition="late"))
    merge_codes(study, [code(study, "Delays")], code(study, "Approval"))
    settle(study, Outcome.FIRST, 1)
    assert agreement(study).pooled == before.pooled
    settle(study, Outcome.DROP, 4)
    finish_discussions(study, pair(study), ["P001"])
    assert [one.counts for one in agreement(study).codes] == [one.counts for one in before.codes]


def test_the_agreed_coding_is_the_analysis_coding_once_it_is_finished(begun: OpenStudy) -> None:
    analysis = [one.code for one in begun.codings.analysis()]
    with pytest.raises(NotAllowed, match=r"4 of 4 differences of P001 are not settled"):
        finish_discussions(begun, pair(begun), ["P001"])
    assert [one.code for one in begun.codings.analysis()] == analysis
    settle(begun, Outcome.SECOND, 3)
    done, _ = finish_discussions(begun, pair(begun), ["P001"], rest=Outcome.LEAVE, reason="no time left")
    assert [(one.source, one.settled, one.codings) for one in done] == [("P001", 4, 6)]
    book = begun.codes.codebook()
    assert sorted(book[one.code].name for one in begun.codings.analysis()) == sorted(name for _, name in agreed(begun))
    with pytest.raises(NotAllowed, match="is finished"):
        settle(begun, Outcome.DROP, 1)
    with pytest.raises(UsageError, match="needs a reason"):
        reopen_discussion(begun, pair(begun), "P001", reason=" ")
    reopen_discussion(begun, pair(begun), "P001", reason="we had overlooked one")
    assert [one.code for one in begun.codings.analysis()] == analysis
    settle(begun, Outcome.DROP, 1)


def test_those_a_coder_was_unsure_of_come_first(study: OpenStudy) -> None:
    mark_unsure(study, next(one.id for one in study.codings.all() if one.code == code(study, "Figures")))
    assert [item.number for item in unsure_first(seen(study).differences)] == [3, 1, 2, 4]


def test_after_a_merge_a_decision_gives_the_code_that_is_there_now(begun: OpenStudy) -> None:
    merge_codes(begun, [code(begun, "Delays")], code(begun, "Time"))
    assert kinds(seen(begun)) == LISTED
    settle(begun, Outcome.SECOND, 3)
    assert agreed(begun)[1:] == [("It came back", "Time")]


def test_codes_merged_before_the_discussion_are_read_as_one(study: OpenStudy) -> None:
    merge_codes(study, [code(study, "Delays")], code(study, "Figures"))
    assert ("agreed", "It came back", "It came back") in [one[1:] for one in kinds(seen(study))]
    begin_discussions(study, pair(study))
    assert ("It came back", "Figures") in agreed(study)
    undo(study)
    undo(study)
    assert kinds(seen(study)) == LISTED


def test_a_retired_code_cannot_be_taken(begun: OpenStudy) -> None:
    retire_code(begun, code(begun, "Delays"))
    state = dump(begun.connection)
    with pytest.raises(InvalidInput, match="is retired"):
        settle(begun, Outcome.SECOND, 3)
    assert dump(begun.connection) == state
    settle(begun, Outcome.FIRST, 3)


def test_after_a_correction_the_codings_stand_on_the_corrected_words(begun: OpenStudy) -> None:
    source = begun.sources.named("P001").id
    correct_turn(begun, source, 4, "It came home. Twice.")
    found = seen(begun)
    assert [one[:2] for one in kinds(found)] == [one[:2] for one in LISTED]
    assert any("corrected" in note for note in found.notes)
    settle(begun, Outcome.FIRST, 3)
    assert agreed(begun)[1:] == [("It came home", "Figures")]
    correct_turn(begun, source, 4, "It came home.")
    gone = seen(begun).item(4)
    assert [side.reading.span for side in gone.second] == [None]
    with pytest.raises(InvalidInput, match="nothing is left"):
        settle(begun, Outcome.SECOND, 4)
    settle(begun, Outcome.DROP, 4)


def test_two_who_finished_different_texts_are_compared_on_the_later_one(study: OpenStudy) -> None:
    reopen_sources(study, ["P001"], reason="the text was corrected")
    correct_turn(study, study.sources.named("P001").id, 2, "Well, I did, at home. Nobody's job.")
    finish_sources(study, ["P001"])
    assert [one[:3] for one in kinds(seen(study))] == [one[:3] for one in LISTED]


def test_a_later_attempt_is_not_read_until_the_discussion_is_begun_again(begun: OpenStudy) -> None:
    settle(begun, Outcome.FIRST, 1)
    reopen_sources(begun, ["P001"], reason="a word")
    remove_coding(begun, next(one.id for one in begun.codings.all(coder=begun.viewer.id) if one.code == code(begun, "Time")))
    finish_sources(begun, ["P001"])
    found = seen(begun)
    assert kinds(found) == LISTED
    assert any("finished P001 again" in note for note in found.notes)
    with pytest.raises(UsageError, match="needs a reason"):
        begin_discussions(begun, pair(begun), ["P001"], again=True)
    begin_discussions(begun, pair(begun), ["P001"], again=True, reason="coded again")
    assert [one[1:] for one in kinds(seen(begun))] == [one[1:] for one in LISTED[1:]]
    assert agreed(begun) == [("at home", "Written at home")]


def test_what_a_discussion_rests_on_cannot_be_undone_under_it(begun: OpenStudy, second: OpenStudy) -> None:
    with pytest.raises(UndoRefused):
        undo(second)


def test_words_that_neither_coded_are_added(begun: OpenStudy) -> None:
    start = TEXT.index("Who wrote")
    count, _ = add_agreed(begun, pair(begun), "P001", [(Span(start, start + 13), code(begun, "Time"))], reason="ours too")
    assert count == 1
    item = seen(begun).items[-1]
    assert (item.number, item.kind, item.settled) == (6, "added", True)
    assert ("Who wrote it?", "Time") in agreed(begun)
    with pytest.raises(InvalidInput, match="only be dropped"):
        settle(begun, Outcome.LEAVE, 6)
    settle(begun, Outcome.DROP, 6)
    assert ("Who wrote it?", "Time") not in agreed(begun)
    assert len(seen(begun).items) == 5


def test_who_is_present_and_why_may_be_changed(begun: OpenStudy) -> None:
    add_coder(begun, "Ann")
    set_present(begun, pair(begun), "P001", [SECOND, "Ann"])
    found = seen(begun)
    assert found.discussion is not None
    assert {begun.coders.get(number).name for number in found.discussion.present} == {SECOND, "Ann"}
    settle(begun, Outcome.DROP, 1)
    amend_reason(begun, pair(begun), "P001", 1, "it was said in jest")
    decision = seen(begun).item(1).decision
    assert decision is not None
    assert decision.reason == "it was said in jest"
    with pytest.raises(InvalidInput, match="not settled"):
        amend_reason(begun, pair(begun), "P001", 2, "why")


@pytest.mark.parametrize(
    ("numbers", "choice", "error", "sentence"),
    [
        ((), Choice(Outcome.FIRST), UsageError, "No difference"),
        ((9,), Choice(Outcome.FIRST), NotFound, "no difference 9"),
        ((1,), Choice(Outcome.BOTH), InvalidInput, "Only one of the two"),
        ((2,), Choice(Outcome.SPAN), InvalidInput, "No span"),
        ((2,), Choice(Outcome.SPAN, spans=(Span(0, 9999),)), SpanOutsideSource, "lies outside"),
        ((3,), Choice(Outcome.SPAN, spans=(Span(0, 3),)), InvalidInput, "which code"),
        ((1,), Choice(Outcome.CODE), InvalidInput, "No code"),
        ((1,), Choice(Outcome.CODE, code=999), NotFound, "no longer in the codebook"),
        ((1,), Choice(Outcome.CODEBOOK), UsageError, "name the code"),
        ((1,), Choice(Outcome.CARRIED), UsageError, "not an outcome"),
        ((1,), Choice(Outcome.FIRST, spans=(Span(0, 3),)), UsageError, "no span of its own"),
        ((1,), Choice(Outcome.FIRST, code=1), UsageError, "no code of its own"),
        ((1,), Choice(Outcome.FIRST, new=NewCode("X")), UsageError, "only by the outcome"),
        ((1,), Choice(Outcome.FIRST, coded=False), UsageError, "without a coding"),
        ((1,), Choice(Outcome.CODEBOOK, new=NewCode("Time")), InvalidInput, "already a code"),
        ((2,), Choice(Outcome.SPAN, spans=(Span(0, 3),), revision=0), InvalidInput, "was corrected since"),
    ],
)
def test_wrong_use_is_refused_and_changes_nothing(
    begun: OpenStudy, numbers: tuple[int, ...], choice: Choice, error: type[Exception], sentence: str
) -> None:
    state = dump(begun.connection)
    with pytest.raises(error, match=sentence):
        decide(begun, pair(begun), "P001", numbers, choice)
    assert dump(begun.connection) == state


def test_a_source_that_only_one_has_finished_is_not_discussed(study: OpenStudy) -> None:
    with study.unit_of_work("add") as work:
        from tests.double_coded import add_source

        add_source(work, "P003")
    finish_sources(study, ["P003"])
    assert [one.source.name for one in discuss(study, pair(study))] == ["P001", "P002"]
    with pytest.raises(NotAllowed, match="have not both finished P003"):
        begin_discussions(study, pair(study), ["P003"])


def test_who_discusses_is_told_from_what_is_finished(study: OpenStudy) -> None:
    found = pair_of(study)
    assert (found.first.name, found.second.name) == (LEAD, SECOND)
    add_coder(study, "Ann")
    with pytest.raises(UsageError, match="two coders"):
        pair_of(study, [LEAD, LEAD])
    begin_discussions(study, pair_of(study, [SECOND, LEAD]), ["P001"])
    assert pair_of(study).first.name == SECOND
    consensus = next(one for one in study.coders.all() if one.kind is CoderKind.CONSENSUS)
    with pytest.raises(UsageError, match="two coders"):
        pair_of(study, [LEAD, consensus.name])
    with pytest.raises(UsageError, match="no person"):
        set_present(study, pair_of(study), "P001", [consensus.name])


def test_either_order_of_names_shows_the_same_discussion(begun: OpenStudy) -> None:
    (found,) = discuss(begun, pair_of(begun, [SECOND, LEAD]), ["P001"])
    assert (found.pair.first.name, kinds(found)) == (LEAD, LISTED)


def test_nobody_discusses_while_one_of_the_two_codes_blind(study: OpenStudy, second: OpenStudy) -> None:
    with study.unit_of_work("add") as work:
        from tests.double_coded import add_source

        add_source(work, "P003")
    sample_sources(study, coder=SECOND, share="1", seed=1, purpose=Purpose.CHECK)
    with pytest.raises(NotAllowed, match=f"{SECOND} codes blind in the round check 1"):
        discuss(study, pair(study))
    second.refresh_sight()
    with pytest.raises(NotAllowed, match="is coding blind"):
        discuss(second, pair(study))
    with pytest.raises(NotAllowed, match="is coding blind"):
        pair_of(second)
    assert second.discussions.all() == ()
