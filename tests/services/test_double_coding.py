"""Drawing, finishing, reopening and closing, as a coder meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from qualcode.domain.cases import AttributeType
from qualcode.domain.coding import CoderKind, Purpose, RoundState
from qualcode.domain.rounds import Coefficient, FixedChoices
from qualcode.domain.sampling import DrawMethod
from qualcode.domain.sources import SourceKind
from qualcode.domain.units import MappingRule, Unit
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.cases import import_cases
from qualcode.services.codebook import add_code
from qualcode.services.double_coding import close_round, finish_sources, reopen_sources, round_record, rounds_overview
from qualcode.services.sampling import choose_sources, sample_sources
from qualcode.services.studies import add_coder, history, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.tables.rounds import draw
from tests.double_coded import LEAD, SECOND, add_source, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

NAMES = tuple(f"P{number:03d}" for number in range(1, 11))


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with create_study(tmp_path / "study", lead=LEAD) as made:
        yield furnish(made, *NAMES)


@pytest.fixture
def second(study: OpenStudy) -> Iterator[OpenStudy]:
    """The second coder's window on the same study."""
    assert study.path is not None
    with open_study(study.path, SECOND) as opened:
        yield opened


def as_second(second: OpenStudy) -> OpenStudy:
    second.refresh_sight()
    return second


def test_a_sample_makes_a_blind_round_with_a_frozen_codebook(study: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="0.2", seed=7)
    assert (drawn.round.name, drawn.round.blind, drawn.round.purpose) == ("check 1", True, Purpose.CHECK)
    assert len(drawn.draw.chosen) == 2
    assert drawn.codebook_version == "v1"
    assert [one.id for one in study.codes.versions()] == [drawn.round.codebook_version]
    tom = study.coders.named(SECOND).id
    given = {study.sources.get(one.source).guid for one in study.rounds.attempts(round=drawn.round.id) if one.coder == tom}
    assert given == {one.guid for one in drawn.draw.chosen}


def test_the_draw_is_kept_whole(study: OpenStudy) -> None:
    with study.unit_of_work("add") as work:
        add_source(work, "topic guide", SourceKind.STUDY_DOCUMENT)
        add_source(work, "notes", SourceKind.FIELD_NOTE)
    drawn = sample_sources(study, coder=SECOND, share="20%", seed=7)
    row = study.connection.execute(select(draw)).one()
    guids = {source.name: source.guid for source in study.sources.all()}
    assert (row.method, row.share, row.seed) == ("random", "20%", "7")
    assert json.loads(row.pool) == [guids[name] for name in NAMES]
    assert json.loads(row.excluded) == [[guids["topic guide"], "a study document"], [guids["notes"], "a field note"]]
    assert json.loads(row.result) == [one.guid for one in drawn.draw.chosen]
    assert drawn.left_out == (("topic guide", "a study document"), ("notes", "a field note"))


def test_the_same_version_is_used_while_the_codebook_has_not_changed(study: OpenStudy) -> None:
    first = sample_sources(study, coder=SECOND, share="0.1", seed=1)
    close_round(study, reason="enough")
    second = sample_sources(study, coder=SECOND, share="0.1", seed=1)
    close_round(study, reason="enough")
    assert first.round.codebook_version == second.round.codebook_version
    add_code(study, name="Later", parent=None)
    assert sample_sources(study, coder=SECOND, share="0.1", seed=1).codebook_version == "v2"


def test_strata_are_values_of_cases(study: OpenStudy) -> None:
    with study.unit_of_work("cases") as work:
        role = work.cases.add_attribute("role", AttributeType.TEXT)
        cases = {name: work.cases.add(name) for name in NAMES[:9]}
        for name, case in cases.items():
            work.cases.link_source(case, study.sources.named(name).id)
        work.cases.set_values(role, {case: "nurse" if at < 5 else "doctor" for at, case in enumerate(cases.values())})
    drawn = sample_sources(study, coder=SECOND, share="0.2", seed=7, by="Role")
    assert [(one.name, one.size, one.drawn) for one in drawn.draw.strata] == [("", 1, 0), ("doctor", 4, 1), ("nurse", 5, 1)]
    assert drawn.draw.left_out == ("",)


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"coder": "Tim"}, NotFound, 'no coder "Tim"'),
        ({"share": "2"}, InvalidInput, "not a number above 0"),
        ({"by": "age"}, NotFound, 'no attribute "age"'),
    ],
)
def test_wrong_use_is_refused_and_changes_nothing(
    study: OpenStudy, options: dict[str, str], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        sample_sources(study, **{"coder": SECOND, "share": "0.2", **options}, seed=7)  # type: ignore[arg-type]
    assert study.rounds.in_progress() == ()
    assert study.codes.versions() == ()


def test_a_sample_needs_a_codebook_unless_it_is_to_develop_one(tmp_path: Path) -> None:
    with create_study(tmp_path / "bare", lead=LEAD) as study:
        furnish(study, "P001", codes=())
        with pytest.raises(NotAllowed, match="no codebook"):
            sample_sources(study, coder=SECOND, share="1", seed=1)
        drawn = sample_sources(study, coder=SECOND, share="1", seed=1, purpose=Purpose.DEVELOP)
        assert (drawn.codebook_version, drawn.round.codebook_version) == ("", None)


def test_a_number_of_sources_is_drawn_without_those_excluded(study: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, number=8, seed=7, exclude=["P003", "10"])
    assert {one.name for one in drawn.draw.chosen} == set(NAMES) - {"P003", "P010"}
    assert drawn.left_out == (("P003", "excluded by hand"), ("P010", "excluded by hand"))
    assert drawn.recorded.asked == "8 sources"
    assert drawn.recorded.repeated() == drawn.recorded.result
    close_round(study, reason="enough")
    with pytest.raises(InvalidInput, match="9 of 8 sources cannot be drawn"):
        sample_sources(study, coder=SECOND, number=9, seed=7, exclude=["P003", "P010"])


@pytest.mark.parametrize("wanted", [{}, {"share": "0.2", "number": 2}])
def test_a_sample_is_a_share_or_a_number(study: OpenStudy, wanted: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="a share of the sources or a number"):
        sample_sources(study, coder=SECOND, **wanted)


def test_without_a_seed_one_is_chosen_and_kept(study: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="0.3")
    kept = study.rounds.draw_of(drawn.round.id)
    assert kept is not None
    assert kept.seed == drawn.draw.seed
    assert kept.seed is not None
    assert 0 <= kept.seed < 1_000_000
    assert kept.repeated() == kept.result


def test_strata_of_several_attributes_are_their_combinations(study: OpenStudy, tmp_path: Path) -> None:
    rows = [f"{name},{'nurse' if at % 2 else 'doctor'},{'north' if at < 4 else 'south'}" for at, name in enumerate(NAMES[:8])]
    cases = tmp_path / "cases.csv"
    cases.write_text("id,role,hospital,source\n" + "\n".join(f"{row},{row[:4]}" for row in rows) + "\n", encoding="utf-8")
    import_cases(study, cases)
    drawn = sample_sources(study, coder=SECOND, share="0.5", seed=1, by=["Role", "hospital", "kind"])
    assert [(one.name, one.size, one.drawn) for one in drawn.draw.strata] == [
        ("doctor / north / interview", 2, 1),
        ("doctor / south / interview", 2, 1),
        ("no value / no value / interview", 2, 1),
        ("nurse / north / interview", 2, 1),
        ("nurse / south / interview", 2, 1),
    ]
    assert drawn.recorded.by == ("role", "hospital", "kind")
    kept = study.rounds.draw_of(drawn.round.id)
    assert kept == drawn.recorded
    assert kept is not None
    assert kept.repeated() == kept.result


def test_several_coders_are_given_the_same_sample_and_all_must_finish_it(study: OpenStudy, second: OpenStudy) -> None:
    add_coder(study, "Jo Hale")
    drawn = sample_sources(study, coder=[SECOND, "Jo Hale", SECOND], number=2, seed=7)
    assert [one.name for one in drawn.coders] == [SECOND, "Jo Hale"]
    names = [one.name for one in drawn.draw.chosen]
    done = finish_sources(as_second(second), names)
    assert done.closed is None
    record = round_record(study)
    assert [(one.coder, one.finished, one.to_code) for one in record.progress] == [
        (SECOND, tuple(names), ()),
        ("Jo Hale", (), tuple(names)),
    ]
    assert (record.overview.sources, record.overview.finished) == (2, 0)
    assert study.path is not None
    with open_study(study.path, "Jo Hale") as third:
        assert finish_sources(third, names[:1]).closed is None
        assert finish_sources(third, names[1:]).closed is not None


def test_sources_are_chosen_with_a_reason(study: OpenStudy) -> None:
    drawn = choose_sources(study, ["P007", "P002", "P007"], coder=SECOND, reason=" the two longest ")
    assert [one.name for one in drawn.draw.chosen] == ["P002", "P007"]
    kept = study.rounds.draw_of(drawn.round.id)
    assert kept == drawn.recorded
    assert kept is not None
    assert (kept.method, kept.reason, kept.seed, kept.repeated()) == (DrawMethod.CHOSEN, "the two longest", None, None)
    assert len(kept.pool) == 10
    assert history(study)[-1].change.what == f"chose 2 of 10 sources for {SECOND}"


def test_what_cannot_be_in_a_sample_cannot_be_chosen(study: OpenStudy, second: OpenStudy) -> None:
    with pytest.raises(UsageError, match="need a reason"):
        choose_sources(study, ["P001"], coder=SECOND, reason=" ")
    code_words(second, "P004", "at home", "Time")
    with pytest.raises(NotAllowed, match=f"P004 cannot be in this sample: coded by {SECOND} before"):
        choose_sources(study, ["P001", "P004"], coder=SECOND, reason="rich")
    choose_sources(study, ["P001"], coder=SECOND, reason="short", purpose=Purpose.TRAIN)
    close_round(study, reason="enough")
    add_coder(study, "Jo")
    with pytest.raises(NotAllowed, match="P001 cannot be in this sample: in a sample to develop or train"):
        choose_sources(study, ["P001"], coder="Jo", reason="rich")
    assert study.rounds.in_progress() == ()


def test_what_a_sample_fixes_is_kept(study: OpenStudy) -> None:
    fixed = FixedChoices(Unit.SENTENCE, MappingRule.HALF, Coefficient.KAPPA, with_interviewer=True)
    drawn = sample_sources(study, coder=SECOND, share="0.2", seed=7, fixed=fixed)
    assert study.rounds.fixed(drawn.round.id) == fixed
    assert "at least half of its characters" in fixed.rule


def test_a_blind_coder_is_not_told_why_sources_were_chosen(study: OpenStudy, second: OpenStudy) -> None:
    choose_sources(study, ["P001", "P002"], coder=SECOND, reason="the richest on time")
    record = round_record(as_second(second))
    assert record.draw is None
    assert record.progress[0].to_code == ("P001", "P002")
    with pytest.raises(NotFound, match='no round "check 9"'):
        round_record(study, "check 9")


def test_a_round_is_not_closed_early_without_a_reason(study: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="0.2", seed=7)
    names = ", ".join(one.name for one in drawn.draw.chosen)
    with pytest.raises(UsageError, match=f"check 1 is not finished \\({names}\\)"):
        close_round(study)
    assert close_round(study, reason="Tom is ill").change.reason == "Tom is ill"


def test_a_check_sample_leaves_out_what_was_trained_on_and_what_the_coder_has_coded(study: OpenStudy, second: OpenStudy) -> None:
    code_words(second, "P004", "at home", "Time")
    trained = {one.name for one in sample_sources(study, coder=SECOND, share="0.2", seed=3, purpose=Purpose.TRAIN).draw.chosen}
    close_round(study, reason="enough")
    drawn = sample_sources(study, coder=SECOND, share="1", seed=3)
    assert {one.name for one in drawn.draw.chosen} == set(NAMES) - trained - {"P004"}
    assert dict(drawn.left_out)["P004"] == f"coded by {SECOND} before"
    close_round(study, reason="enough")
    again = add_coder(study, "Jo")[0]
    everything = sample_sources(study, coder=again.name, share="1", seed=3, purpose=Purpose.TRAIN)
    assert len(everything.draw.chosen) == 10


def test_one_sample_at_a_time_for_each_coder_and_none_by_one_who_codes_blind(study: OpenStudy, second: OpenStudy) -> None:
    sample_sources(study, coder=SECOND, share="0.2", seed=7)
    with pytest.raises(NotAllowed, match="must finish it first"):
        sample_sources(study, coder=SECOND, share="0.2", seed=8)
    with pytest.raises(NotAllowed, match="coding blind and cannot draw"):
        sample_sources(as_second(second), coder=LEAD, share="0.2", seed=8)
    with study.unit_of_work("consensus") as work:
        work.coders.add("Agreed", CoderKind.CONSENSUS)
    with pytest.raises(NotAllowed, match="no person"):
        sample_sources(study, coder="Agreed", share="0.2", seed=8)


def test_the_last_finish_closes_the_round_and_says_so(study: OpenStudy, second: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="0.2", seed=7)
    first, last = (one.name for one in drawn.draw.chosen)
    code_words(as_second(second), first, "at home", "Time")
    done = finish_sources(second, [first])
    assert (done.finished, done.closed, done.before) == (((first, 1),), None, ())
    done = finish_sources(second, [first, last, last])
    assert (done.finished, done.before) == (((last, 0),), (first,))
    assert done.closed is not None
    assert (done.closed.name, done.closed.state) == ("check 1", RoundState.CLOSED)
    assert done.waiting == (first, last)


def test_finish_needs_no_sample_and_an_empty_coding_counts(study: OpenStudy) -> None:
    code_words(study, "P002", "at home", "Time")
    done = finish_sources(study, ["P001", "2"])
    assert done.finished == (("P001", 0), ("P002", 1))
    assert done.closed is None
    assert study.rounds.finished_sources(study.viewer.id) == {study.sources.named(name).id for name in ("P001", "P002")}


def test_finishing_an_unknown_source_finishes_none(study: OpenStudy) -> None:
    with pytest.raises(NotFound):
        finish_sources(study, ["P001", "P999"])
    assert study.rounds.finished_sources(study.viewer.id) == frozenset()


def test_reopening_needs_a_reason_which_the_history_keeps(study: OpenStudy) -> None:
    finish_sources(study, ["P001"])
    with pytest.raises(UsageError, match="needs a reason"):
        reopen_sources(study, ["P001"], reason="  ")
    assert reopen_sources(study, ["P001"], reason="the last page was missed").reason == "the last page was missed"
    assert history(study)[-1].change.reason == "the last page was missed"
    with pytest.raises(NotAllowed):
        reopen_sources(study, ["P001"], reason="again")


def test_closing_early_names_what_is_unfinished(study: OpenStudy, second: OpenStudy) -> None:
    drawn = sample_sources(study, coder=SECOND, share="0.3", seed=7)
    names = [one.name for one in drawn.draw.chosen]
    finish_sources(as_second(second), names[:1])
    with pytest.raises(NotAllowed, match="still codes blind"):
        close_round(second)
    finish_sources(study, names[:2])
    closed = close_round(study, reason="enough")
    assert closed.round.state is RoundState.CLOSED
    assert closed.unfinished == tuple(names[1:])
    assert closed.waiting == (names[2],)
    with pytest.raises(NotAllowed, match="No independent round is in progress"):
        close_round(study, reason="enough")
    with pytest.raises(NotAllowed, match="closed already"):
        close_round(study, "check 1")
    with pytest.raises(NotAllowed, match="closed by hand"):
        close_round(study, "open")


def test_of_several_rounds_in_progress_one_is_named(study: OpenStudy) -> None:
    add_coder(study, "Jo")
    sample_sources(study, coder=SECOND, share="0.2", seed=7)
    sample_sources(study, coder="Jo", share="0.2", seed=7)
    with pytest.raises(UsageError, match="check 1, check 2"):
        close_round(study, reason="enough")
    assert close_round(study, "check 2", reason="enough").round.name == "check 2"


def test_rounds_are_listed_and_a_blind_coder_sees_only_their_own_part(study: OpenStudy, second: OpenStudy) -> None:
    finish_sources(study, NAMES[:4])
    sample_sources(study, coder=SECOND, share="0.2", seed=7)
    listed = {one.round.name: one for one in rounds_overview(study)}
    assert (listed["open"].coders, listed["open"].finished) == ((LEAD,), 4)
    assert (listed["check 1"].coders, listed["check 1"].sources, listed["check 1"].finished) == ((SECOND,), 2, 0)
    assert listed["check 1"].codebook_version == "v1"
    seen = {one.round.name: one for one in rounds_overview(as_second(second))}
    assert (seen["open"].coders, seen["open"].sources) == ((), 0)
    assert seen["check 1"].sources == 2


def test_a_draw_can_be_undone_until_it_is_used(study: OpenStudy) -> None:
    sample_sources(study, coder=SECOND, share="0.2", seed=7)
    undo(study)
    assert study.rounds.in_progress() == ()
    assert study.codes.versions() == ()
