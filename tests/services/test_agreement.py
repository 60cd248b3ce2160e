"""Agreement of two coders over a study: what is read, in which order, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.agreement_choices import AgreementChoices
from qualcode.domain.agreement_notes import footer
from qualcode.domain.coding import Purpose
from qualcode.domain.discussions import Outcome
from qualcode.domain.rounds import FixedChoices
from qualcode.domain.sources import Role, SourceKind
from qualcode.domain.spans import Span
from qualcode.domain.units import MappingRule, Unit
from qualcode.errors import Cancelled, NotAllowed, NotFound, UsageError
from qualcode.services.agreement import agreement, agreements
from qualcode.services.codebook import Definition, add_code, move_code, redefine_code, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, recode, remove_coding, star
from qualcode.services.correcting import correct_turn
from qualcode.services.discussion import discuss
from qualcode.services.discussion_deciding import Choice, decide
from qualcode.services.discussion_pair import pair_of
from qualcode.services.discussion_verbs import begin_discussions, finish_discussions
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources
from qualcode.services.sampling import sample_sources
from qualcode.services.speakers import set_roles
from qualcode.services.studies import add_coder, new_study, undo
from qualcode.storage import create_study, open_study
from tests.double_coded import LEAD, SECOND, add_source, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.domain.agreement import AgreementTable
    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with create_study(tmp_path / "study", lead=LEAD) as made:
        yield furnish(made, "P001", "P002", "P003")


@pytest.fixture
def second(study: OpenStudy) -> Iterator[OpenStudy]:
    assert study.path is not None
    with open_study(study.path, SECOND) as opened:
        yield opened


def asked(study: OpenStudy, *coders: str, unit: Unit | None = None, **others: Any) -> AgreementTable:
    """The agreement of these coders, in this unit."""
    return agreement(study, AgreementChoices(coders, units=(unit,) if unit else (), **others))


def counts(table: AgreementTable) -> dict[str, tuple[int, ...]]:
    """For each code the units both coded, only the first, only the second, neither."""
    return {row.path: (row.counts.everyone, *row.counts.only, row.counts.nobody) for row in table.codes}


def both_finish(study: OpenStudy, second: OpenStudy, *names: str) -> None:
    finish_sources(study, names)
    finish_sources(second, names)


def test_turns_of_participants_in_sources_that_both_finished(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "at home", "Time")
    code_words(study, "P001", "Twice", "Time")
    code_words(study, "P001", "Who wrote it?", "Figures")
    code_words(second, "P001", "I did, at home. Nobody's job.", "Time")
    code_words(second, "P003", "Twice", "Approval")
    finish_sources(study, ["P001", "P002"])
    finish_sources(second, ["P001", "P002", "P003"])
    table = agreement(study)
    assert (table.coders, table.sources, table.unit) == ((LEAD, SECOND), ("P001", "P002"), Unit.TURN)
    assert counts(table) == {"Time": (1, 1, 0, 2), "Approval": (0, 0, 0, 4), "Figures": (0, 0, 0, 4)}
    assert table.codes[0].figures.f1.value == pytest.approx(2 / 3)
    assert (table.pooled.codes_used, table.pooled.codes_unused) == (1, 2)
    assert [one.source for one in table.by_source] == ["P001", "P002"]
    scope = table.scope
    assert (scope.units, scope.turns_left_out, scope.codings, scope.codings_out_of_scope) == (4, 4, (3, 1), 1)
    assert scope.sources_not_shared == ("P003",)


def test_the_order_of_coders_is_as_named(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "at home", "Time")
    both_finish(study, second, "P001")
    table = asked(study, SECOND, LEAD)
    assert table.coders == (SECOND, LEAD)
    assert counts(table)["Time"] == (0, 0, 1, 1)


def test_each_unit_and_the_interviewers_turns(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "I did, at home. Nobody's job.", "Time")
    code_words(second, "P001", "I did, at", "Time")
    both_finish(study, second, "P001")
    assert counts(asked(study, unit=Unit.SENTENCE))["Time"] == (1, 1, 0, 2)
    assert counts(asked(study, unit=Unit.PARAGRAPH))["Time"] == (1, 0, 0, 1)
    assert counts(asked(study, unit=Unit.SOURCE))["Time"] == (1, 0, 0, 0)
    characters = len("I did, at home. Nobody's job.") + len("It came back. Twice.")
    assert counts(asked(study, unit=Unit.CHARACTER))["Time"] == (9, 20, 0, characters - 29)
    assert counts(asked(study, with_interviewer=True))["Time"] == (1, 0, 0, 3)


def test_sub_codes_count_when_asked(study: OpenStudy, second: OpenStudy) -> None:
    book = study.codes.codebook()
    move_code(study, book.find("Approval").id, parent=book.find("Time").id)
    code_words(study, "P001", "at home", "Time")
    code_words(second, "P001", "at home", "Approval")
    both_finish(study, second, "P001")
    assert counts(agreement(study))["Time"] == (0, 1, 0, 1)
    table = asked(study, with_sub_codes=True, cross_check=True)
    assert counts(table) == {"Time": (1, 0, 0, 1), "Time > Approval": (0, 0, 1, 1), "Figures": (0, 0, 0, 2)}
    assert table.cross_check is not None
    assert (table.cross_check.compared, table.cross_check.disagreeing) == (3, ())


def test_the_latest_finished_attempt_is_read_whatever_its_round(study: OpenStudy, second: OpenStudy) -> None:
    coding = code_words(study, "P001", "at home", "Time")
    both_finish(study, second, "P001")
    remove_coding(study, coding)
    assert counts(agreement(study))["Time"] == (0, 1, 0, 1)
    reopen_sources(study, ["P001"], reason="not her job after all")
    reopened = agreement(study)
    assert counts(reopened)["Time"] == (0, 1, 0, 1)
    assert f"{LEAD} reopened P001: attempt 1 is read." in reopened.notes
    finish_sources(study, ["P001"])
    assert counts(agreement(study))["Time"] == (0, 0, 0, 2)


def test_merging_retiring_and_moving_change_nothing_that_was_finished(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "at home", "Time")
    code_words(second, "P001", "at home", "Approval")
    both_finish(study, second, "P001")
    before = agreement(study)
    book = study.codes.codebook()
    merge_codes(study, [book.find("Time").id], book.find("Approval").id)
    retire_code(study, book.find("Figures").id)
    after = agreement(study)
    assert counts(after) == {"Time": (0, 1, 0, 1), "Approval": (0, 0, 1, 1)}
    for name in ("f1", "alpha", "kappa"):
        now, then = getattr(after.pooled.figures, name).value, getattr(before.pooled.figures, name).value
        assert now == pytest.approx(then, abs=1e-12)


def test_codes_that_are_not_codable_are_not_compared(study: OpenStudy, second: OpenStudy) -> None:
    redefine_code(study, study.codes.codebook().find("Figures").id, Definition(codable=False))
    both_finish(study, second, "P001")
    assert list(counts(agreement(study))) == ["Time", "Approval"]


def test_a_check_sample_is_compared_on_its_codebook_version(study: OpenStudy, second: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="1/3", seed=7)
    (name,) = (one.name for one in drawn.draw.chosen)
    add_code(study, name="Later", parent=None)
    code_words(study, name, "at home", "Later")
    finish_sources(study, [name])
    second.refresh_sight()
    code_words(second, name, "at home", "Time")
    with pytest.raises(NotAllowed, match="blind round check 1 is in progress"):
        agreement(study)
    with pytest.raises(NotAllowed, match="blind round"):
        asked(second, LEAD, SECOND)
    finish_sources(second, [name])
    study.refresh_sight()
    table = agreement(study)
    assert counts(table) == {"Time": (0, 0, 1, 1), "Approval": (0, 0, 0, 2), "Figures": (0, 0, 0, 2)}
    assert table.scope.codes_not_listed == ("Later",)
    assert not table.exploratory
    assert table.notes == ()
    assert asked(study, unit=Unit.SENTENCE).exploratory
    assert asked(study, with_interviewer=True).exploratory


def test_finishing_after_the_round_was_closed_is_said(study: OpenStudy, second: OpenStudy) -> None:
    (name,) = (one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen)
    second.refresh_sight()
    finish_sources(second, [name])
    study.refresh_sight()
    finish_sources(study, [name])
    table = agreement(study)
    assert table.notes == (f"{LEAD} declared finished after the round was closed, the coding as it was: {name}.",)
    assert not table.descriptive


@pytest.mark.parametrize("what", ["coded", "removed", "undone", "recoded"])
def test_what_was_coded_with_the_other_coding_in_view_is_said(study: OpenStudy, second: OpenStudy, what: str) -> None:
    (name,) = (one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen)
    before = code_words(study, name, "at home", "Time")
    second.refresh_sight()
    finish_sources(second, [name])
    study.refresh_sight()
    if what == "coded":
        code_words(study, name, "Twice", "Time")
    elif what == "removed":
        remove_coding(study, before)
    elif what == "undone":
        undo(study)
    else:
        recode(study, before, study.codes.codebook().find("Approval").id)
    finish_sources(study, [name])
    table = agreement(study)
    assert table.notes == (f"With the other coding in view, {LEAD} finished: {name}.",)
    assert table.descriptive


def test_a_star_given_with_the_other_coding_in_view_is_no_coding(study: OpenStudy, second: OpenStudy) -> None:
    (name,) = (one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen)
    before = code_words(study, name, "at home", "Time")
    second.refresh_sight()
    finish_sources(second, [name])
    study.refresh_sight()
    star(study, before)
    code_words(study, "P001" if name != "P001" else "P002", "Twice", "Time")
    finish_sources(study, [name])
    assert not agreement(study).descriptive


def test_without_a_sample_the_note_says_that_independence_is_not_recorded(study: OpenStudy, second: OpenStudy) -> None:
    both_finish(study, second, "P001")
    assert agreement(study).notes == ("No sample was drawn: that the codings were made independently is not recorded here.",)


def test_sources_beyond_the_check_sample_are_left_out_and_named(study: OpenStudy, second: OpenStudy) -> None:
    drawn = {one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen}
    second.refresh_sight()
    finish_sources(study, ["P001", "P002", "P003"])
    finish_sources(second, ["P001", "P002", "P003"])
    study.refresh_sight()
    table = agreement(study)
    assert set(table.sources) == drawn
    assert table.scope.not_in_sample == tuple(name for name in ("P001", "P002", "P003") if name not in drawn)
    assert (table.notes, table.rounds) == ((), ("check 1",))


def test_a_sample_to_develop_codes_has_no_coefficient_and_one_to_train_says_what_it_is(
    study: OpenStudy, second: OpenStudy
) -> None:
    drawn = sample_sources(study, coder=SECOND, share="1/3", seed=7, purpose=Purpose.TRAIN)
    names = [one.name for one in drawn.draw.chosen]
    second.refresh_sight()
    finish_sources(second, names)
    study.refresh_sight()
    finish_sources(study, names)
    assert agreement(study).notes[0] == "train 1 was coded to train: its figures are for the coders only."
    developed = sample_sources(study, coder=SECOND, share="1/2", seed=7, purpose=Purpose.DEVELOP)
    names = [one.name for one in developed.draw.chosen]
    second.refresh_sight()
    finish_sources(second, names)
    study.refresh_sight()
    finish_sources(study, names)
    assert agreement(study).scope.developed == tuple(names)


def test_nothing_to_compare_names_what_each_has_finished(study: OpenStudy, second: OpenStudy) -> None:
    finish_sources(study, ["P001", "P002"])
    finish_sources(second, ["P003"])
    with pytest.raises(NotAllowed, match="finished no source in common") as refused:
        agreement(study)
    assert f"{LEAD} has finished 2, {SECOND} 1" in refused.value.hint


def test_a_study_of_one_coder_is_told_so(tmp_path: Path) -> None:
    with (
        new_study(tmp_path / "alone", lead="Ines") as alone,
        pytest.raises(UsageError, match="Ines is the only coder") as refused,
    ):
        agreement(alone)
    assert "qualcode coders add" in refused.value.hint


def test_who_is_compared_when_nobody_is_named(study: OpenStudy, second: OpenStudy) -> None:
    finish_sources(study, ["P001"])
    with pytest.raises(UsageError, match="nobody else has finished a source"):
        agreement(study)
    finish_sources(second, ["P001"])
    assert agreement(second).coders == (LEAD, SECOND)
    add_coder(study, "Jo")
    assert study.path is not None
    with open_study(study.path, "Jo") as third:
        finish_sources(third, ["P001"])
    with pytest.raises(UsageError, match=f"{SECOND}, Jo have all finished"):
        agreement(study)
    assert asked(study, "Jo", SECOND).coders == ("Jo", SECOND)


@pytest.mark.parametrize("names", [[LEAD], [LEAD, LEAD], [LEAD, SECOND, LEAD]])
def test_agreement_is_of_two_coders_or_more(study: OpenStudy, names: list[str]) -> None:
    with pytest.raises(UsageError, match="Agreement is of two coders or more"):
        asked(study, *names)


def test_an_unknown_coder_is_named(study: OpenStudy) -> None:
    with pytest.raises(NotFound, match='no coder "Tim"'):
        asked(study, "Tim", LEAD)


def test_seven_of_thirty_three_coded_alike_are_complete_agreement(tmp_path: Path) -> None:
    """All 33 as the denominator would make kappa 0.21 of it: what only one person coded is no disagreement."""
    names = [f"P{at:03d}" for at in range(1, 34)]
    with create_study(tmp_path / "study", lead=LEAD) as study:
        furnish(study, *names)
        assert study.path is not None
        with open_study(study.path, SECOND) as second:
            for name in names:
                code_words(study, name, "at home", "Time")
            finish_sources(study, names)
            for name in names[:7]:
                code_words(second, name, "at home", "Time")
            finish_sources(second, names[:7])
        for unit in Unit:
            table = asked(study, unit=unit)
            assert len(table.sources) == 7
            figure = table.codes[0].figures.kappa
            assert figure.value == (None if unit is Unit.SOURCE else 1)
        assert len(agreement(study).scope.sources_not_shared) == 26


def test_a_study_document_is_in_no_denominator(study: OpenStudy, second: OpenStudy) -> None:
    with study.unit_of_work("add") as work:
        add_source(work, "guide", SourceKind.STUDY_DOCUMENT)
    both_finish(study, second, "P001", "guide")
    assert agreement(study).sources == ("P001",)


def test_it_can_be_stopped(study: OpenStudy, second: OpenStudy) -> None:
    both_finish(study, second, "P001")

    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        agreement(study, progress=stop)


def test_a_round_closed_by_hand_leaves_out_what_was_not_finished(study: OpenStudy, second: OpenStudy) -> None:
    names = [one.name for one in sample_sources(study, coder=SECOND, share="2/3", seed=7).draw.chosen]
    finish_sources(study, names)
    second.refresh_sight()
    finish_sources(second, names[:1])
    close_round(study, reason="enough")
    table = agreement(study)
    assert table.sources == (names[0],)
    assert table.scope.sources_not_shared == (names[1],)


def drawn_for(study: OpenStudy, second: OpenStudy, *, fixed: FixedChoices | None = None, purpose: Purpose = Purpose.CHECK) -> str:
    """The name of the one source of a sample of a third, which both may now code."""
    (name,) = (
        one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7, fixed=fixed, purpose=purpose).draw.chosen
    )
    second.refresh_sight()
    return name


def close_with_a_difference(study: OpenStudy, second: OpenStudy, name: str) -> None:
    """The lead codes two turns, the second one of them otherwise; both finish, and the round is closed."""
    code_words(study, name, "at home", "Time")
    code_words(study, name, "Twice", "Approval")
    finish_sources(study, [name])
    code_words(second, name, "at home", "Time")
    code_words(second, name, "Twice", "Figures")
    finish_sources(second, [name])
    study.refresh_sight()


def figures(table: AgreementTable) -> list[float | None]:
    """All figures of a table, of each code and of all together."""
    rows = [*(row.figures for row in table.codes), table.pooled.figures]
    return [figure.value for figures in rows for _, figure in figures.named()]


def test_what_was_fixed_is_what_is_computed_unless_told_otherwise(study: OpenStudy, second: OpenStudy) -> None:
    fixed = FixedChoices(Unit.SENTENCE, MappingRule.HALF, with_interviewer=True)
    name = drawn_for(study, second, fixed=fixed)
    close_with_a_difference(study, second, name)
    table = agreement(study)
    assert (table.unit, table.mapping, table.scope.with_interviewer) == (Unit.SENTENCE, MappingRule.HALF, True)
    assert not table.exploratory
    for other in ({"mapping": MappingRule.ANY}, {"unit": Unit.TURN}, {"with_interviewer": False}, {"without_backchannels": True}):
        assert asked(study, **other).exploratory
    tables = agreements(study, AgreementChoices(units=(Unit.TURN, Unit.SENTENCE, Unit.SOURCE)))
    assert [(one.unit, one.exploratory) for one in tables] == [
        (Unit.TURN, True),
        (Unit.SENTENCE, False),
        (Unit.SOURCE, True),
    ]


def test_several_units_side_by_side_are_exploratory(study: OpenStudy, second: OpenStudy) -> None:
    both_finish(study, second, "P001")
    assert not agreement(study).exploratory
    assert all(one.exploratory for one in agreements(study, AgreementChoices(units=(Unit.TURN, Unit.CHARACTER))))


def test_half_a_unit_counts_all_of_a_coders_codings_together(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "I did,", "Time")
    code_words(study, "P001", "Nobody's", "Time")
    code_words(second, "P001", "Nobody's", "Time")
    both_finish(study, second, "P001")
    assert counts(asked(study))["Time"] == (1, 0, 0, 1)
    half = asked(study, mapping=MappingRule.HALF)
    assert counts(half)["Time"] == (0, 1, 0, 1), "13 of the 25 characters of the turn that are no spaces, against 8"
    assert (half.moved, asked(study).moved) == (1, 1)


def test_the_figures_before_the_discussion_stay_whatever_is_done_after(study: OpenStudy, second: OpenStudy) -> None:
    name = drawn_for(study, second)
    close_with_a_difference(study, second, name)
    before = agreement(study)
    assert before.codes[0].figures.kappa.value == 1
    pair = pair_of(study)
    begin_discussions(study, pair)
    (difference,) = discuss(study, pair)[0].differences
    decide(study, pair, name, [difference.number], Choice(Outcome.FIRST, "hers is closer"))
    finish_discussions(study, pair, [name])
    assert figures(agreement(study)) == figures(before)
    book = study.codes.codebook()
    merge_codes(study, [book.find("Figures").id], book.find("Approval").id)
    assert figures(agreement(study)) == figures(before)
    redefine_code(study, book.find("Time").id, Definition(definition="Time of their own."))
    retire_code(study, book.find("Time").id)
    source = study.sources.named(name).id
    correct_turn(study, source, 2, "I did it, in the end, at home. Nobody's job.", reason="heard again")
    assert figures(agreement(study)) == figures(before)
    reopen_sources(study, [name], reason="as agreed")
    code_words(study, name, "Twice", "Approval")
    finish_sources(study, [name])
    reopen_sources(second, [name], reason="as agreed")
    second.refresh_sight()
    finish_sources(second, [name])
    after = agreement(study)
    assert figures(after) == figures(before)
    assert not after.descriptive
    assert after.notes == (
        f"{LEAD} finished {name} again: attempt 1 is read.",
        f"{SECOND} finished {name} again: attempt 1 is read.",
    )
    latest = asked(study, latest=True)
    assert latest.descriptive
    assert latest.notes == (
        f"With the other coding in view, {LEAD} finished: {name}.",
        f"With the other coding in view, {SECOND} finished: {name}.",
    )


def test_the_first_attempt_after_the_closing_is_read_where_none_was_finished_before(study: OpenStudy, second: OpenStudy) -> None:
    name = drawn_for(study, second)
    finish_sources(second, [name])
    study.refresh_sight()
    code_words(study, name, "at home", "Time")
    finish_sources(study, [name])
    first = agreement(study)
    assert first.descriptive
    reopen_sources(study, [name], reason="after all")
    code_words(study, name, "Twice", "Time")
    finish_sources(study, [name])
    assert figures(agreement(study)) == figures(first)


def test_texts_corrected_between_two_finishings_are_compared_on_the_later_one(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "Nobody's job.", "Time")
    code_words(study, "P001", "Twice", "Approval")
    finish_sources(study, ["P001"])
    source = study.sources.named("P001").id
    correct_turn(study, source, 2, "I did, on the kitchen table at home. Nobody's job.", reason="heard again")
    start = study.sources.text(source).text.index("Nobody's job.")
    apply_code(second, source=source, span=Span(start, start + 13), code=second.codes.codebook().find("Time").id)
    finish_sources(second, ["P001"])
    table = asked(study, unit=Unit.CHARACTER)
    assert counts(table)["Time"][:3] == (13, 0, 0)
    assert counts(table)["Approval"][:3] == (0, 5, 0)
    assert table.scope.carried == ("P001",)
    correct_turn(study, source, 4, "It came straight back. Twice.", reason="and again")
    assert figures(asked(study, unit=Unit.CHARACTER)) == figures(table)


def test_a_matching_is_applied_when_codes_are_read(study: OpenStudy, second: OpenStudy) -> None:
    name = drawn_for(study, second)
    close_with_a_difference(study, second, name)
    book = study.codes.codebook()
    approval, numbers, time = (book.find(code).id for code in ("Approval", "Figures", "Time"))
    before = agreement(study)
    matched = asked(study, read_as={numbers: approval})
    assert counts(matched) == {"Time": (1, 0, 0, 1), "Approval": (1, 0, 0, 1), "Figures": (0, 0, 0, 2)}
    assert matched.descriptive
    assert counts(asked(study, read_as={time: None}))["Time"] == (0, 0, 0, 2)
    assert figures(agreement(study)) == figures(before)
    assert not agreement(study).descriptive


@pytest.fixture
def third(study: OpenStudy, second: OpenStudy) -> Iterator[OpenStudy]:
    add_coder(study, "Jo")
    assert study.path is not None
    with open_study(study.path, "Jo") as opened:
        yield opened


def test_three_coders_and_the_pairs_of_them(study: OpenStudy, second: OpenStudy, third: OpenStudy) -> None:
    for coder in (study, second, third):
        code_words(coder, "P001", "at home", "Time")
    code_words(study, "P001", "Twice", "Time")
    code_words(second, "P001", "Twice", "Time")
    code_words(third, "P001", "Twice", "Approval")
    for coder in (study, second, third):
        finish_sources(coder, ["P001"])
    table = asked(study, LEAD, SECOND, "Jo", cross_check=True)
    time = table.codes[0]
    assert (time.counts.everyone, time.counts.differences, time.counts.nobody) == (1, 1, 0)
    assert time.counts.coded == (2, 2, 1)
    assert time.figures.percent.value == pytest.approx((1 + 1 / 3) / 2)
    assert time.figures.f1.value == pytest.approx(2 * 4 / (2 * 4 + 2))
    assert time.figures.kappa.reason == "Cohen's kappa is of two coders: each pair has its own"
    assert [(pair.coders, pair.sources) for pair in table.pairs] == [
        ((LEAD, SECOND), 1),
        ((LEAD, "Jo"), 1),
        ((SECOND, "Jo"), 1),
    ]
    assert [pair.figures.f1.value for pair in table.pairs] == pytest.approx([1, 0.5, 0.5])
    assert table.judged_by == ()
    assert table.cross_check is not None
    assert table.cross_check.disagreeing == ()


def test_with_three_coders_sources_that_two_finished_count_when_asked(
    study: OpenStudy, second: OpenStudy, third: OpenStudy
) -> None:
    code_words(study, "P001", "at home", "Time")
    code_words(second, "P001", "at home", "Time")
    finish_sources(study, ["P001", "P002"])
    finish_sources(second, ["P001"])
    finish_sources(third, ["P002"])
    with pytest.raises(NotAllowed, match="finished no source in common") as refused:
        asked(study, LEAD, SECOND, "Jo")
    assert "With --incomplete" in refused.value.hint
    table = asked(study, LEAD, SECOND, "Jo", incomplete=True, cross_check=True)
    assert table.sources == ("P001", "P002")
    assert table.judged_by == (((LEAD, "Jo"), 1), ((LEAD, SECOND), 1))
    assert table.codes[0].counts.everyone == 1
    assert [pair.sources for pair in table.pairs] == [1, 1, 0]
    assert table.pairs[2].figures.f1.reason == "no units in scope"
    assert table.cross_check is not None
    assert table.cross_check.disagreeing == ()
    code_words(third, "P003", "at home", "Time")
    finish_sources(third, ["P003"])
    assert asked(study, LEAD, SECOND, "Jo", incomplete=True).scope.sources_not_shared == ("P003",)


def test_one_sample_is_compared_when_it_is_named(study: OpenStudy, second: OpenStudy) -> None:
    trained = drawn_for(study, second, purpose=Purpose.TRAIN)
    for coder in (study, second):
        finish_sources(coder, [trained])
    study.refresh_sight()
    checked = drawn_for(study, second)
    for coder in (study, second):
        finish_sources(coder, [checked])
    study.refresh_sight()
    assert agreement(study).sources == (checked,)
    assert asked(study, round="check 1").sources == (checked,)
    of_training = asked(study, round="train 1")
    assert (of_training.sources, of_training.scope.not_in_sample) == ((trained,), (checked,))
    with pytest.raises(NotFound, match='no round "check 2"'):
        asked(study, round="check 2")
    with pytest.raises(UsageError, match="open is no sample"):
        asked(study, round="open")


def test_a_sample_to_develop_codes_is_refused_by_name(study: OpenStudy, second: OpenStudy) -> None:
    name = drawn_for(study, second, purpose=Purpose.DEVELOP)
    for coder in (study, second):
        finish_sources(coder, [name])
    study.refresh_sight()
    with pytest.raises(NotAllowed, match="coded to develop codes, and has no coefficient"):
        asked(study, round="develop 1")


def test_exploratory_figures_are_of_the_same_codings(study: OpenStudy, second: OpenStudy) -> None:
    book = study.codes.codebook()
    move_code(study, book.find("Approval").id, parent=book.find("Time").id)
    code_words(study, "P001", "I did, at home.", "Time")
    code_words(second, "P001", "I did, at home", "Time")
    code_words(second, "P001", "Twice", "Approval")
    both_finish(study, second, "P001")
    table = asked(study, explore=True)
    time, approval = table.codes[:2]
    assert {name: figure.value for name, figure in time.more} == pytest.approx(
        {
            "scott_pi": 1,
            "gwet_ac1": 1,
            "brennan_prediger": 1,
            "jaccard": 1,
            "segment_overlap": 1,
            "u_alpha": dict(time.more)["u_alpha"].value,
        }
    )
    assert dict(approval.more)["segment_overlap"].value == 0
    assert dict(table.codes[2].more)["gwet_ac1"].reason == "code not used by either coder"
    assert dict(table.codes[2].more)["brennan_prediger"].value == 1
    more = table.more
    assert more is not None
    assert (more.overlap.matched, more.overlap.segments) == (1, (1, 2))
    assert more.overlap.share.value == 0.5
    assert more.overlap.f1.value == pytest.approx(2 / 3)
    assert [(one.path, [code.path for code in one.codes]) for one in more.domains] == [("Time", ["Time", "Time > Approval"])]
    by_character = asked(study, explore=True, unit=Unit.CHARACTER).more
    assert by_character is not None
    assert by_character.sets[0][1].reason == "sets of codes are compared by turn, sentence, paragraph or source"
    code_words(second, "P002", "I did, at home.", "Time")
    code_words(second, "P002", "I did", "Approval")
    both_finish(study, second, "P002")
    more = asked(study, explore=True).more
    assert more is not None
    assert more.domains[0].units.reason == f"its codes do not exclude each other: on the same words, {SECOND} 1 time"


def test_a_role_that_changed_since_it_was_finished_is_told(study: OpenStudy, second: OpenStudy) -> None:
    for coder in (study, second):
        code_words(coder, "P001", "Nobody's job.", "Time")
        finish_sources(coder, ["P001"])
    assert agreement(study).scope.roles_changed == ()
    source = study.sources.named("P001").id
    set_roles(study, [source], {"I": Role.OTHER})
    table = agreement(study)
    assert (table.scope.units, table.scope.roles_changed) == (4, ("I in P001 (interviewer then, other now)",))
    said = " ".join(footer(table))
    assert (
        "Roles changed since it was finished, and with them the turns that count: I in P001 (interviewer then, other now)."
        in said
    )
    assert asked(study, with_interviewer=True).scope.roles_changed == ()
    set_roles(study, [source], {"I": Role.INTERVIEWER})
    assert agreement(study).scope.roles_changed == ()
    set_roles(study, [source], {"I": Role.PARTICIPANT})
    undo(study)
    assert agreement(study).scope.roles_changed == ()


def test_a_role_put_right_before_it_was_finished_is_nothing_to_tell(study: OpenStudy, second: OpenStudy) -> None:
    set_roles(study, [study.sources.named("P001").id], {"I": Role.OTHER})
    for coder in (study, second):
        code_words(coder, "P001", "Nobody's job.", "Time")
        finish_sources(coder, ["P001"])
    assert agreement(study).scope.roles_changed == ()
