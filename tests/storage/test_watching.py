"""What one window hears of the others: every change once and in order, and of a blind coder's work nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError, StudyBusy
from qualcode.services.codebook import add_code, rename_code
from qualcode.services.coding import apply_code, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.double_coding import close_round
from qualcode.services.memos import add_memo
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, history, new_study, open_study, redo, undo
from qualcode.services.withdraw import withdraw
from tests.builders import with_sources
from tests.storage.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy


def _undo(study: OpenStudy, _choose: object, _folder: object) -> None:
    undo(study)


def _redo(study: OpenStudy, _choose: object, _folder: object) -> None:
    redo(study)


VISIBLE = [*(verb for name, verb in VERBS.items() if name not in ("sample", "finish")), _undo, _redo]
"""The verbs that hide nothing from anybody."""


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a study is to be made, on each database."""
    return str(tmp_path / "fls.qualcode") if request.param == "sqlite" else str(request.getfixturevalue("new_database")())


@pytest.fixture
def lead(where: str, tmp_path: Path) -> Iterator[OpenStudy]:
    """A study with two sources and the coders Mairi, who leads, and Tom."""
    with new_study(where, lead="Mairi") as study:
        with_sources(study, tmp_path / "files", "P001", "P002")
        add_coder(study, "Tom")
        yield study


def code_one(study: OpenStudy, source: str = "P001", at: int = 0) -> int:
    text = study.sources.text(study.sources.named(source).id)
    start = text.turns[1].span.start + at
    code = study.codes.codebook().find("Nobody's job").id
    return apply_code(study, source=text.source.id, span=Span(start, start + 5), code=code)[0]


def ids(news: tuple[ChangeSet, ...]) -> list[int]:
    return [change.id for change in news]


def test_a_window_hears_of_the_others_and_not_of_itself(lead: OpenStudy, where: str) -> None:
    watch = lead.watch()
    assert watch.news() == ()
    with open_study(where, "Tom") as tom:
        coded = code_one(tom)
        code, made = add_code(tom, name="Fresh")
        mine, own = add_code(lead, name="Mine")
        renamed = rename_code(tom, mine.id, "Ours")
    assert watch.take_own(own) is own
    first, second, third = watch.news()
    assert (first.verb, second.id) == ("apply_code", made.id)
    assert first.touches("coding")
    assert [(rows.first, rows.last) for rows in first.touched] == [(coded, coded)]
    assert renamed is not None
    assert third.id == renamed.id
    assert code.id != mine.id
    assert watch.news() == ()
    assert watch.take_own(own) is None


def test_news_is_heard_while_nothing_keeps_the_study_open_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "fls.qualcode"
    with new_study(path, lead="Mairi") as first:
        with_sources(first, tmp_path / "files", "P001")
        watch = first.watch()
        with open_study(path) as second:
            for _ in range(3):
                code = code_one(second)
                assert len(watch.news()) == 1
                remove_coding(second, code)
                assert len(watch.news()) == 1
            # A checkpoint that empties the log succeeds only where no reader holds on to an earlier state.
            busy, log, _ = second.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            assert (busy, log) == (0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_of_any_changes_in_two_windows_each_is_heard_once_and_in_order(
    make_study: Callable[[], OpenStudy], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    first = make_study()
    where = str(first.path) if first.path is not None else first.backend.engine.url.render_as_string(hide_password=False)
    with_sources(first, tmp_path / "files", "P001", "P002")
    with open_study(where, first.viewer.name) as second:
        windows = [first, second]
        watches = [study.watch() for study in windows]
        began = first.history.latest()
        heard: list[list[int]] = [[], []]
        for _ in range(50):
            here = chance.randrange(2)
            before = first.history.latest()
            try:
                verb = chance.choice(VISIBLE)
                verb(windows[here], chance.randrange, tmp_path)
            except QualcodeError:
                pass
            for line in history(first):
                if line.change.id > before:
                    assert watches[here].take_own(line.change) is not None
                    heard[here].append(line.change.id)
            if chance.random() < 0.3:
                there = chance.randrange(2)
                heard[there] += ids(watches[there].news())
        for there in (0, 1):
            heard[there] += ids(watches[there].news())
        everything = [line.change.id for line in history(first) if line.change.id > began]
        assert sorted(heard[0]) == sorted(heard[1]) == everything


def test_a_blind_coder_hears_only_what_lies_before_their_eyes(lead: OpenStudy, where: str) -> None:
    sample_sources(lead, coder="Tom", share="1/2", seed=1)
    with open_study(where, "Tom") as tom:
        mine = code_one(tom)
        (sampled,) = {attempt.source for attempt in tom.rounds.attempts(coder=tom.viewer.id)}
        (free,) = {one.id for one in tom.sources.all()} - {sampled}
        watch = tom.watch()
        code_one(lead)
        add_code(lead, name="Secret")
        add_memo(lead, "Tom will not see this.", target="study")
        assert watch.news() == ()
        correct_turn(lead, free, 2, "I did, on Sundays.")
        (news,) = watch.news()
        assert (news.verb, news.what, news.reason) == ("", "", "")
        assert {rows.table for rows in news.touched} <= {"source", "revision", "turn"}
        # The codebook's verbs act on every coding: that one of Tom's own became another is for him to see.
        undo(lead)
        (back,) = watch.news()
        assert (back.verb, back.undoes) == ("", None)
        assert not back.touches("coding")
        remove_coding(tom, mine)


def test_what_a_blind_coder_does_is_no_news_to_the_others(lead: OpenStudy, where: str) -> None:
    sample_sources(lead, coder="Tom", share="1", seed=1, purpose=Purpose.DEVELOP)
    watch = lead.watch()
    with open_study(where, "Tom") as tom:
        add_code(tom, name="Mine alone")
        add_memo(tom, "Hidden.", target="study")
        assert watch.news() == ()


def test_a_round_drawn_or_closed_elsewhere_changes_what_is_seen(lead: OpenStudy, where: str) -> None:
    code_one(lead)
    with open_study(where, "Tom") as tom:
        watch = tom.watch()
        assert len(history(tom)) > 1
        sample_sources(lead, coder="Tom", share="1", seed=1)
        (news,) = watch.news()
        assert news.everything
        assert news.touches("memo")
        assert tom.sight.blind
        assert tom.codings.all() == ()
        code_one(lead, at=2)
        assert watch.news() == ()
        close_round(lead, reason="Tom is ill")
        (news,) = watch.news()
        assert news.everything
        assert not tom.sight.blind
        assert len(tom.codings.all()) == 2
        assert watch.news() == ()


def test_a_withdrawal_elsewhere_is_heard_of_as_everything(lead: OpenStudy, where: str) -> None:
    with open_study(where, "Tom") as tom:
        watch = tom.watch()
        withdraw(lead, ["P001"])
        (news,) = watch.news()
        assert news.everything


def test_a_write_that_another_window_holds_up_says_so_and_leaves_nothing(lead: OpenStudy, where: str) -> None:
    before = len(history(lead))
    with open_study(where, "Tom") as tom:
        tom.wait_at_most(50)
        assert tom.is_free()
        lead.begin()
        assert not tom.is_free()
        with pytest.raises(StudyBusy, match="another window is writing"):
            add_code(tom, name="Late")
        assert tom.history.latest() == lead.history.latest()
        lead.rollback()
        assert tom.is_free()
        add_code(tom, name="Late")
    assert len(history(lead)) == before + 1


def test_what_the_desk_remembers_waits_no_longer_than_a_change(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as first, open_study(tmp_path / "fls") as second:
        code = add_code(first, name="Time")[0].id
        second.wait_at_most(50)
        first.begin()
        with pytest.raises(StudyBusy):
            second.desk.pin(code, 1)
        with pytest.raises(StudyBusy):
            second.desk.remember_code(code)
        first.rollback()
        second.desk.pin(code, 1)
        assert second.desk.pinned_codes() == {1: code}
