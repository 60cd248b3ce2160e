from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding_hits import HitUnit
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding_hits import code_plan, plan_answers, plan_hits
from qualcode.services.double_coding import finish_sources
from qualcode.services.importing import import_files
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study, redo, undo
from tests.services.chart_study import coded, written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def listed(study: OpenStudy, text: str, unit: HitUnit) -> list[tuple[str, int | None, str]]:
    return [(one.name, one.turn, one.words) for one in plan_hits(study, text, code="Time", unit=unit).codings]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (HitUnit.WORDS, [("P001", 2, "nobody"), ("P004", 2, "Nobody")]),
        (HitUnit.SENTENCE, [("P001", 2, "It was nobody's job."), ("P004", 2, "Nobody did.")]),
        (
            HitUnit.TURN,
            [("P001", 2, "I did, at home, on Sundays. It was nobody's job."), ("P004", 2, "Nobody did. It never got written.")],
        ),
    ],
)
def test_words_sentences_or_turns(coded: OpenStudy, unit: HitUnit, expected: list[tuple[str, int, str]]) -> None:
    assert listed(coded, "nobody", unit) == expected


def test_hits_in_one_unit_are_one_coding_and_a_hit_over_two_sentences_takes_both(coded: OpenStudy) -> None:
    plan = plan_hits(coded, "home | sundays | job", code="Time", unit=HitUnit.TURN)
    assert (plan.hits, len(plan.codings)) == (3, 1)
    assert listed(coded, "sundays it", HitUnit.SENTENCE) == [("P001", 2, "I did, at home, on Sundays. It was nobody's job.")]


def test_interviewers_talk_is_left_out_unless_asked_for(coded: OpenStudy) -> None:
    plan = plan_hits(coded, "wrote", code="Time")
    assert ([one.name for one in plan.codings], plan.hits, plan.left_out) == (["joint", "P004-again"], 4, 2)
    assert len(plan_hits(coded, "wrote", code="Time", with_interviewer=True).codings) == 4


def test_a_plan_writes_nothing_and_is_one_change_that_can_be_undone(coded: OpenStudy) -> None:
    before = coded.codings.all()
    plan = plan_hits(coded, "nobody*", code="Quality", unit=HitUnit.TURN)
    assert coded.codings.all() == before
    added, change = code_plan(coded, plan)
    assert added == 2
    assert change is not None
    assert change.verb == "code_hits"
    made = [one for one in coded.codings.all() if one not in before]
    assert {(one.source, one.span) for one in made} == {(one.source, one.span) for one in plan.codings}
    checks = coded.codings.checks([one.id for one in made])
    assert sorted(checks.values()) == sorted(check_of_words(one.words) for one in plan.codings)
    assert {one.coder for one in made} == {coded.viewer.id}
    undo(coded)
    assert coded.codings.all() == before
    redo(coded)
    assert len(coded.codings.all()) == len(before) + 2


def test_what_is_coded_so_already_is_said_and_not_doubled(coded: OpenStudy) -> None:
    plan = plan_hits(coded, "it was nobody's job", code="Nobody's job", unit=HitUnit.SENTENCE)
    assert [one.coded for one in plan.codings] == [True]
    assert code_plan(coded, plan) == (0, None)


def test_the_answers_to_a_question_end_with_the_next_question_and_not_with_a_murmur(coded: OpenStudy, tmp_path: Path) -> None:
    talk = (
        "I: What would you advise?\n\nP009: Start early.\n\nI: Mm-hm.\n\nP009: And count.\n\nI: Really?\n\nP009: Really.\n\n"
        "I: Anything else?\n\nP009: No.\n\nI: So you would advise that.\n\nP009: Yes.\n"
    )
    import_files(coded, [written(tmp_path, "P009.txt", talk)])
    plan = plan_answers(coded, "advise", code="Quality")
    assert [(one.turn, one.words) for one in plan.codings] == [(2, "Start early."), (4, "And count."), (10, "Yes.")]
    assert plan.hits == 2
    assert code_plan(coded, plan)[0] == 3


def test_the_answers_of_two_people_are_codings_of_their_own(coded: OpenStudy) -> None:
    assert [(one.name, one.speaker) for one in plan_answers(coded, "and here", code="Quality").codings] == [
        ("joint", "P002"),
        ("joint", "P003"),
    ]


def test_a_source_that_is_fixed_is_refused_and_nothing_is_coded(coded: OpenStudy, tmp_path: Path) -> None:
    sample_sources(coded, coder="Tom", share="1", seed=1)
    with open_study(tmp_path / "fls", "Tom") as blind:
        finish_sources(blind, ["joint"])
        before = blind.codings.all()
        with pytest.raises(NotAllowed):
            plan_hits(blind, "wrote", code="Time")
        assert blind.codings.all() == before
        assert code_plan(blind, plan_hits(blind, "wrote", code="Time", source="P004-again"))[0] == 1


@pytest.mark.parametrize(
    ("text", "code", "error"), [("", "Time", InvalidInput), ("nobody", "Nothing", NotFound), ("nobody", "Approval", InvalidInput)]
)
def test_what_cannot_be_is_refused(coded: OpenStudy, text: str, code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        plan_hits(coded, text, code=code)
