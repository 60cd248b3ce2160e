from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.domain.coding import RoundState
from qualcode.errors import QualcodeError, UndoRefused
from qualcode.services.checking import check_study
from qualcode.services.studies import redo, undo
from qualcode.storage import create_study, open_study
from qualcode.storage.dump import dump
from qualcode.storage.tables.journal import change_set, row_change
from tests.storage.discussing_verbs import DISCUSSING
from tests.storage.package_verbs import PACKED, VERBS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

Step = tuple[str, bool, int]
STEPS = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.booleans(), st.integers(0, 9999)), max_size=16)
"""A verb, whether the second coder does it, and the seed of what it picks to act on."""
START = ("import_source", "add_code", "add_code", "apply_code", "apply_code")
"""Verbs every history begins with, so that the others have something to act on."""


def walk(studies: tuple[OpenStudy, OpenStudy], steps: list[Step], folder: Path) -> None:
    """Do the steps, each in the name of one of two coders; then undo all and redo all, the same dump at each step.

    What a closed blind round rests on is never taken back, so that the way back ends there.
    """
    first, _ = studies
    states, actors = [dump(first.connection)], []
    for name, second, seed in steps:
        chance = random.Random(seed)
        acting = studies[second]
        acting.refresh_sight()
        before = len(history(first))
        try:
            VERBS[name](acting, chance.randrange, folder)
        except QualcodeError:
            assert dump(first.connection) == states[-1], f"{name} was refused and yet changed the study"
            continue
        state = dump(first.connection)
        if len(history(first)) == before:
            assert state == states[-1], f"{name} changed the study without a change set"
            continue
        states.append(state)
        actors.append(acting)
    assert check_study(first).faults == ()
    undone = 0
    for acting, state in zip(reversed(actors), reversed(states[:-1]), strict=True):
        acting.refresh_sight()
        if stays_closed(acting):
            assert dump(first.connection) == states[len(actors) - undone]
            break
        undo(acting)
        undone += 1
        assert dump(first.connection) == state
    begun = len(actors) - undone
    for acting, state in zip(actors[begun:], states[begun + 1 :], strict=True):
        acting.refresh_sight()
        redo(acting)
        assert dump(first.connection) == state
    assert check_study(first).faults == ()


def stays_closed(study: OpenStudy) -> bool:
    """Whether what would be undone next is something that a closed blind round rests on, and so is refused."""
    if not any(one.blind and one.state is RoundState.CLOSED for one in study.rounds.all()):
        return False
    last = study.history.next_undo(study.viewer.id)
    touched = {line.table_name for line in study.connection.execute(select(row_change).where(row_change.c.change_set == last))}
    if touched.isdisjoint({"round", "assignment"}):
        return False
    try:
        undo(study)
    except UndoRefused as refused:
        return "qualcode reopen" in refused.hint
    redo(study)
    return False


def history(study: OpenStudy) -> list[int]:
    return list(study.connection.scalars(change_set.select().with_only_columns(change_set.c.id)))


def furnished(where: str | Path) -> tuple[OpenStudy, OpenStudy]:
    """A study with two coders, opened in a window for each; the second coder's name is not a step to undo."""
    study = create_study(where, lead="Mairi")
    study.connection.exec_driver_sql("INSERT INTO coder (guid, name, initials, kind) VALUES ('tom', 'Tom', 'T', 'person')")
    return study, open_study(where, "Tom")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 9999))
def test_undo_and_redo_everything_on_sqlite(tmp_path: Path, steps: list[Step], seed: int) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    studies = furnished(folder / "study")
    try:
        walk(studies, [*((name, False, seed) for name in START), *steps], folder)
    finally:
        for study in studies:
            study.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(DISCUSSING)), st.booleans(), st.integers(0, 9999)), max_size=12),
    seed=st.integers(0, 9999),
)
def test_undo_and_redo_of_discussions(tmp_path: Path, steps: list[Step], seed: int) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    studies = furnished(folder / "study")
    coded = [("apply_code", bool(number % 2), seed + number) for number in range(8)]
    begun = [("finish_both", False, seed), ("begin_discussion", False, 0)]
    try:
        walk(studies, [*((name, False, seed) for name in START), *coded, *begun, *steps], folder)
    finally:
        for study in studies:
            study.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(PACKED)), st.booleans(), st.integers(0, 9999)), max_size=12),
    seed=st.integers(0, 9999),
)
def test_undo_and_redo_of_packages(tmp_path: Path, steps: list[Step], seed: int) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    studies = furnished(folder / "study")
    sent = [("sample", False, seed + number) for number in range(4)] + [
        ("send_package", False, seed + number) for number in range(4)
    ]
    try:
        walk(studies, [*((name, False, seed) for name in START), *sent, *steps], folder)
    finally:
        for study in studies:
            study.close()


@pytest.mark.xdist_group("postgres")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, seed=st.integers(0, 9999))
def test_undo_and_redo_everything_on_postgres(
    tmp_path: Path, new_database: Callable[[], str], steps: list[Step], seed: int
) -> None:
    studies = furnished(new_database())
    try:
        walk(studies, [*((name, False, seed) for name in START), *steps], tmp_path)
    finally:
        for study in studies:
            study.close()
