"""Agreement of two coders over a study: what is read, in which order, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.domain.sources import SourceKind
from qualcode.domain.units import Unit
from qualcode.errors import Cancelled, NotAllowed, NotFound, UsageError
from qualcode.services.agreement import agreement
from qualcode.services.codebook import Definition, add_code, move_code, redefine_code, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import remove_coding
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, undo
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


def counts(table: AgreementTable) -> dict[str, tuple[int, int, int, int]]:
    return {row.path: (row.counts.both, row.counts.only_first, row.counts.only_second, row.counts.neither) for row in table.codes}


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
    table = agreement(study, [SECOND, LEAD])
    assert table.coders == (SECOND, LEAD)
    assert counts(table)["Time"] == (0, 0, 1, 1)


def test_each_unit_and_the_interviewers_turns(study: OpenStudy, second: OpenStudy) -> None:
    code_words(study, "P001", "I did, at home. Nobody's job.", "Time")
    code_words(second, "P001", "I did, at", "Time")
    both_finish(study, second, "P001")
    assert counts(agreement(study, unit=Unit.SENTENCE))["Time"] == (1, 1, 0, 2)
    assert counts(agreement(study, unit=Unit.PARAGRAPH))["Time"] == (1, 0, 0, 1)
    assert counts(agreement(study, unit=Unit.SOURCE))["Time"] == (1, 0, 0, 0)
    characters = len("I did, at home. Nobody's job.") + len("It came back. Twice.")
    assert counts(agreement(study, unit=Unit.CHARACTER))["Time"] == (9, 20, 0, characters - 29)
    assert counts(agreement(study, with_interviewer=True))["Time"] == (1, 0, 0, 3)


def test_sub_codes_count_when_asked(study: OpenStudy, second: OpenStudy) -> None:
    book = study.codes.codebook()
    move_code(study, book.find("Approval").id, parent=book.find("Time").id)
    code_words(study, "P001", "at home", "Time")
    code_words(second, "P001", "at home", "Approval")
    both_finish(study, second, "P001")
    assert counts(agreement(study))["Time"] == (0, 1, 0, 1)
    table = agreement(study, with_sub_codes=True, cross_check=True)
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
        agreement(second, [LEAD, SECOND])
    finish_sources(second, [name])
    study.refresh_sight()
    table = agreement(study)
    assert counts(table) == {"Time": (0, 0, 1, 1), "Approval": (0, 0, 0, 2), "Figures": (0, 0, 0, 2)}
    assert table.scope.codes_not_listed == ("Later",)
    assert not table.exploratory
    assert table.notes == ()
    assert agreement(study, unit=Unit.SENTENCE).exploratory
    assert agreement(study, with_interviewer=True).exploratory


def test_finishing_after_the_round_was_closed_is_said(study: OpenStudy, second: OpenStudy) -> None:
    (name,) = (one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen)
    second.refresh_sight()
    finish_sources(second, [name])
    study.refresh_sight()
    finish_sources(study, [name])
    assert agreement(study).notes == (
        f"{LEAD} finished sources after the round check 1 was closed, with the other coding in view.",
    )


def test_without_a_sample_the_note_says_that_independence_is_not_recorded(study: OpenStudy, second: OpenStudy) -> None:
    both_finish(study, second, "P001")
    assert agreement(study).notes == ("No sample was drawn: that the two codings were made independently is not recorded here.",)


def test_sources_beyond_the_sample_are_named(study: OpenStudy, second: OpenStudy) -> None:
    drawn = {one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen}
    second.refresh_sight()
    finish_sources(study, ["P001", "P002", "P003"])
    finish_sources(second, ["P001", "P002", "P003"])
    study.refresh_sight()
    others = ", ".join(name for name in ("P001", "P002", "P003") if name not in drawn)
    assert agreement(study).notes == (f"In no sample, but coded by both in the open round: {others}.",)


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
    assert agreement(study, ["Jo", SECOND]).coders == ("Jo", SECOND)


@pytest.mark.parametrize("names", [[LEAD], [LEAD, LEAD], [LEAD, SECOND, LEAD]])
def test_agreement_is_of_two_coders(study: OpenStudy, names: list[str]) -> None:
    with pytest.raises(UsageError, match="Agreement is of two coders"):
        agreement(study, names)


def test_an_unknown_coder_is_named(study: OpenStudy) -> None:
    with pytest.raises(NotFound, match='no coder "Tim"'):
        agreement(study, ["Tim", LEAD])


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


def test_a_closing_that_was_taken_back_is_said_for_the_second_coder_had_seen_the_first(
    study: OpenStudy, second: OpenStudy
) -> None:
    (name,) = (one.name for one in sample_sources(study, coder=SECOND, share="1/3", seed=7).draw.chosen)
    code_words(study, name, "at home", "Time")
    finish_sources(study, [name])
    second.refresh_sight()
    finish_sources(second, [name])
    assert len(second.codings.all()) == 1
    study.refresh_sight()
    assert agreement(study).notes == ()
    undo(second)
    assert second.codings.all() == ()
    finish_sources(second, [name])
    study.refresh_sight()
    assert agreement(study).notes == (
        "The round check 1 was closed and its closing taken back: its coding went on after the other had been in view.",
    )
