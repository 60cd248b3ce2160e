"""Several codes grouped as one action: refused whole, undone whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.codebook_grouping import move_codes, show_codes_also_under
from qualcode.services.studies import new_study, undo
from qualcode.storage.dump import dump
from tests.services.codebook_study import fill

if TYPE_CHECKING:
    from pathlib import Path


def test_a_code_moves_along_with_the_one_above_it(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        before = [study.codes.codebook().path_text(code.id) for code in study.codes.codebook()]
        move_codes(study, [ids["Evenings"], ids["Time"], ids["Money"]], parent=ids["Factors"])
        book = study.codes.codebook()
        assert [code.name for code in book.children(ids["Factors"])] == ["Savings", "Time", "Money"]
        assert book.path_text(ids["Evenings"]) == "Factors > Time > Evenings"
        undo(study)
        assert [study.codes.codebook().path_text(code.id) for code in study.codes.codebook()] == before


def test_what_cannot_be_done_for_one_is_done_for_none(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        before = dump(study.connection)
        with pytest.raises(QualcodeError):
            move_codes(study, [ids["Money"], ids["Factors"]], parent=ids["Savings"])
        assert dump(study.connection) == before
        with pytest.raises(QualcodeError):
            show_codes_also_under(study, [ids["Money"], ids["Savings"]], ids["Factors"])
        assert dump(study.connection) == before
        with pytest.raises(InvalidInput):
            move_codes(study, [], parent=None)
