from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import UndoRefused
from qualcode.services.studies import add_coder, history, new_study, open_study, redo, rename_coder, undo
from qualcode.storage.dump import dump
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_study(tmp_path / "fls", lead="Mairi"):
        return tmp_path / "fls.qualcode"


def names(study: OpenStudy) -> list[str]:
    return [one.name for one in study.coders.all()]


def test_undo_and_redo_walk_back_and_forth_over_the_same_states(study: OpenStudy) -> None:
    states = [dump(study.connection)]
    add_coder(study, "Tom Adeyemi")
    states.append(dump(study.connection))
    rename_coder(study, "Tom Adeyemi", "Tomi Adeyemi")
    states.append(dump(study.connection))
    add_coder(study, "Jo")
    states.append(dump(study.connection))
    for state in reversed(states[:-1]):
        undo(study)
        assert dump(study.connection) == state
    with pytest.raises(UndoRefused, match="nothing of yours to undo"):
        undo(study)
    for state in states[1:]:
        redo(study)
        assert dump(study.connection) == state
    with pytest.raises(UndoRefused, match="nothing of yours to redo"):
        redo(study)


def test_acting_again_ends_redo(study: OpenStudy) -> None:
    add_coder(study, "Tom")
    undo(study)
    add_coder(study, "Jo")
    with pytest.raises(UndoRefused):
        redo(study)
    assert names(study) == ["Mairi Lennox", "Jo"]


def test_an_id_is_never_used_twice(study: OpenStudy) -> None:
    first, _ = add_coder(study, "Tom")
    undo(study)
    second, _ = add_coder(study, "Jo")
    assert second.id > first.id


def test_the_trail_is_never_rewritten(study: OpenStudy) -> None:
    add_coder(study, "Tom")
    undo(study)
    redo(study)
    undo(study)
    lines = history(study)
    assert [line.change.verb for line in lines] == ["add_coder", "undo", "redo", "undo"]
    assert [line.change.undoes for line in lines] == [None, 1, 2, 1]
    assert [line.stands for line in lines] == [False, False, True, True]


def test_a_coder_who_has_acted_since_is_not_taken_back_and_the_refusal_says_so(path: Path) -> None:
    with open_study(path) as lead:
        add_coder(lead, "Tom")
    with open_study(path, "Tom") as tom:
        add_coder(tom, "Jo")
        undo(tom)
    with open_study(path, "Mairi") as lead:
        before = dump(lead.connection)
        with pytest.raises(UndoRefused, match="has worked in the study since"):
            undo(lead)
        assert dump(lead.connection) == before


def test_undo_names_the_later_change_of_another_coder(study: OpenStudy) -> None:
    tom, _ = add_coder(study, "Tom")
    rename_coder(study, "Tom", "Tomi")
    with study.unit_of_work("rename_coder", what="renamed coder Tomi to T. Adeyemi") as work:
        work.coders.rename(tom.id, "T. Adeyemi")
    from qualcode.storage.tables.journal import change_set

    study.connection.execute(change_set.update().where(change_set.c.id == 3).values(coder=tom.id))
    before = dump(study.connection)
    with pytest.raises(UndoRefused) as refusal:
        undo(study)
    assert (
        refusal.value.message
        == "Change 3 by T. Adeyemi (renamed coder Tomi to T. Adeyemi) stands on this one, so it cannot be taken back."
    )
    assert dump(study.connection) == before


def test_an_error_inside_the_block_leaves_the_study_unchanged(study: OpenStudy) -> None:
    before = dump(study.connection)

    def interrupted() -> None:
        with study.unit_of_work("add_coder") as work:
            work.coders.add("Tom")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert dump(study.connection) == before
    assert history(study) == ()


def test_a_unit_of_work_that_changes_nothing_leaves_no_change_set(study: OpenStudy) -> None:
    with study.unit_of_work("rename_coder") as work:
        work.coders.rename(study.viewer.id, study.viewer.name)
    assert work.change_set is None
    assert history(study) == ()


def test_nothing_is_written_outside_a_unit_of_work(study: OpenStudy) -> None:
    with pytest.raises(RuntimeError, match="unit of work"):
        study.coders.add("Tom")


def test_a_bulk_insert_is_one_line_of_the_journal(study: OpenStudy) -> None:
    rows = [{"guid": f"{place:036d}", "name": f"coder {place}", "initials": "C", "kind": "person"} for place in range(40)]
    with study.unit_of_work("import_coders") as work:
        first = work.coders.write.insert_many(coder, rows)
    change = work.insist()
    assert [(row.table, row.last - row.first + 1) for row in change.touched] == [("coder", 40)]
    assert first == change.touched[0].first
    full = dump(study.connection)
    undo(study)
    assert len(names(study)) == 1
    redo(study)
    assert dump(study.connection) == full
