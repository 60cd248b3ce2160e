"""The change history by verb, coder, source and code; and any one change of it taken back, or refused with what is in the way."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, NotFound, QualcodeError, UndoRefused, UsageError
from qualcode.services.codebook import add_code, move_code, redefine_code, rename_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, recode, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.history import changes, undo_change
from qualcode.services.memo_writing import edit_memo
from qualcode.services.memos import add_memo
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, history, new_study, open_study, redo, undo
from qualcode.storage.dump import dump
from tests.builders import with_sources
from tests.storage.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    """A study of Mairi's with two sources, and Tom."""
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001", "P002")
        add_coder(made, "Tom")
        yield made


def code_id(study: OpenStudy, name: str = "Nobody's job") -> int:
    return study.codes.codebook().find(name).id


def code_one(study: OpenStudy, source: str = "P001", code: str = "Nobody's job", at: int = 0) -> int:
    text = study.sources.text(study.sources.named(source).id)
    start = text.turns[1].span.start + at
    return apply_code(study, source=text.source.id, span=Span(start, start + 5), code=code_id(study, code))[0]


def verbs_of(study: OpenStudy, **wanted: str) -> list[str]:
    return [line.change.verb for line in changes(study, **wanted)]  # type: ignore[arg-type]


def last(study: OpenStudy) -> int:
    return history(study)[-1].change.id


def test_changes_are_found_by_verb_and_by_coder(study: OpenStudy, tmp_path: Path) -> None:
    code_one(study)
    with open_study(tmp_path / "fls", "Tom") as tom:
        code_one(tom, at=2)
        add_code(tom, name="Fresh")
    assert [line.coder for line in changes(study, verbs=["apply code"])] == ["Mairi", "Tom"]
    assert verbs_of(study, coder="Tom") == ["apply_code", "add_code"]
    assert [line.coder for line in changes(study, verbs=["Apply-Code", "add_code"], coder="tom")] == ["Tom", "Tom"]
    assert [line.change.verb for line in changes(study, coder="Tom", limit=1)] == ["add_code"]
    with pytest.raises(NotFound, match='No change is a "merge codes"'):
        changes(study, verbs=["merge codes"])
    with pytest.raises(NotFound):
        changes(study, coder="Nobody")


def test_changes_are_found_by_source_also_where_the_rows_are_gone(study: OpenStudy) -> None:
    coding = code_one(study)
    code_one(study, "P002")
    add_memo(study, "Quiet.", target="source P001")
    memo = add_memo(study, "Loud.", target="source P002")[0]
    edit_memo(study, memo, text="Louder.")
    correct_turn(study, study.sources.named("P001").id, 2, "I did, on Sundays. It was nobody's job, really.")
    undo(study)
    remove_coding(study, coding)
    assert verbs_of(study, source="P001") == [
        "import_source",
        "apply_code",
        "add_memo",
        "correct_turn",
        "undo",
        "remove_coding",
    ]
    assert verbs_of(study, source="P002") == ["import_source", "apply_code", "add_memo", "edit_memo"]


def test_changes_are_found_by_code_also_where_codings_have_another_by_now(study: OpenStudy) -> None:
    first = code_one(study)
    recode(study, first, code_id(study, "Out of date"))
    rename_code(study, code_id(study, "Out of date"), "Stale")
    code_one(study, at=3)
    undo(study)
    add_code(study, name="Other")
    merge_codes(study, [code_id(study, "Other")], code_id(study, "Stale"))
    assert verbs_of(study, code="Other") == ["add_code", "merge_codes"]
    assert verbs_of(study, code="Nobody's job")[-4:] == ["apply_code", "recode", "apply_code", "undo"]
    assert verbs_of(study, code="Stale")[-3:] == ["recode", "rename_code", "merge_codes"]
    assert verbs_of(study, code="Stale", source="P002") == []


def test_an_older_change_is_taken_back_and_put_back_again(study: OpenStudy) -> None:
    first = code_one(study)
    number = last(study)
    second = code_one(study, at=3)
    before = dump(study.connection)
    change = undo_change(study, number, reason="Not what she meant")
    assert (change.undoes, change.reason) == (number, "Not what she meant")
    assert [one.id for one in study.codings.all()] == [second]
    (line,) = (one for one in history(study) if one.change.id == number)
    assert (line.stands, line.undone_by) == (False, change.id)
    with pytest.raises(UndoRefused, match=f"taken back already, by change {change.id}"):
        undo_change(study, number)
    with pytest.raises(UndoRefused, match=f"itself an undo, of change {number}"):
        undo_change(study, change.id)
    redo(study)
    assert dump(study.connection) == before
    assert first in {one.id for one in study.codings.all()}
    with pytest.raises(NotFound, match="There is no change 999"):
        undo_change(study, 999)


def test_the_refusal_names_every_later_change_in_the_way(study: OpenStudy, tmp_path: Path) -> None:
    code = code_id(study)
    rename_code(study, code, "Nobody's")
    number = last(study)
    redefine_code_of(study, code, "one")
    with open_study(tmp_path / "fls", "Tom") as tom:
        rename_code(tom, code, "Nobody's task")
    with pytest.raises(UndoRefused) as refusal:
        undo_change(study, number)
    later = [line.change.id for line in history(study) if line.change.id > number]
    assert refusal.value.message.startswith(f"Change {later[-1]} by Tom")
    assert f"and change {later[0]} by Mairi" in refusal.value.message
    assert "stand on this one" in refusal.value.message
    for _ in range(4):
        redefine_code_of(study, code, f"definition {last(study)}")
    with pytest.raises(UndoRefused, match="and 3 more stand on this one"):
        undo_change(study, number)


def redefine_code_of(study: OpenStudy, code: int, definition: str) -> None:
    from qualcode.services.codebook import Definition

    redefine_code(study, code, Definition(definition=definition))


def test_what_another_coder_did_to_what_all_share_is_taken_back_with_a_reason(study: OpenStudy, tmp_path: Path) -> None:
    with open_study(tmp_path / "fls", "Tom") as tom:
        coding = code_one(tom)
        mine = last(study)
        add_memo(tom, "Mine.", target="study")
        move_code(tom, code_id(tom), parent=None)
        moved = last(study)
        merge_codes(tom, [code_id(tom)], code_id(tom, "Out of date"))
        merged = last(study)
    with pytest.raises(NotAllowed, match="Tom's own work"):
        undo_change(study, mine, reason="No")
    with pytest.raises(UsageError, match="say why"):
        undo_change(study, merged)
    with pytest.raises(UndoRefused, match=f"Change {merged} by Tom"):
        undo_change(study, moved, reason="It belongs there")
    undo_change(study, merged, reason="Two ideas")
    undo_change(study, moved, reason="It belongs there")
    assert study.codings.get(coding).code == code_id(study)
    assert [(line.coder, line.change.reason) for line in history(study)][-2:] == [
        ("Mairi", "Two ideas"),
        ("Mairi", "It belongs there"),
    ]


def test_a_blind_coder_takes_back_only_what_they_may_see(study: OpenStudy, tmp_path: Path) -> None:
    add_code(study, name="Before")
    number = last(study)
    sample_sources(study, coder="Tom", share="1", seed=1)
    with open_study(tmp_path / "fls", "Tom") as tom:
        assert changes(tom) == ()
        with pytest.raises(NotFound, match=f"There is no change {number}"):
            undo_change(tom, number, reason="?")
        with pytest.raises(NotFound):
            changes(tom, verbs=["add code"])
        coding = code_one(tom)
        assert verbs_of(tom) == ["apply_code"]
        undo_change(tom, last(tom))
        assert coding not in {one.id for one in tom.codings.all()}


@pytest.mark.parametrize("seed", range(4))
def test_any_change_is_taken_back_and_put_back_or_refused_whole(study: OpenStudy, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        try:
            chance.choice(list(VERBS.values()))(study, chance.randrange, tmp_path)
        except QualcodeError:
            continue
    taken = 0
    for line in chance.sample(changes(study), len(changes(study))):
        before, latest = dump(study.connection), last(study)
        try:
            undo_change(study, line.change.id, reason="A trial")
        except QualcodeError:
            assert (dump(study.connection), last(study)) == (before, latest)
            continue
        taken += 1
        try:
            redo(study)
        except UndoRefused:
            continue
        assert dump(study.connection) == before
    assert taken
