"""Several codes grouped as one action: refused whole, undone whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.codebook import retire_code
from qualcode.services.codebook_examples import take_example
from qualcode.services.codebook_grouping import group_codes, move_codes, show_codes_also_under
from qualcode.services.studies import new_study, undo
from qualcode.storage.dump import dump
from tests.services.codebook_study import TEXT, add_coding, add_source, fill

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


def test_codes_come_right_after_another_in_their_order(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        change = move_codes(study, [ids["Savings"], ids["Evenings"]], after=ids["Time"])
        assert change is not None
        book = study.codes.codebook()
        assert [code.name for code in book.children(ids["Experiences"])] == ["Time", "Evenings", "Savings", "Money"]
        move_codes(study, [ids["Money"]], after=ids["Time"])
        assert [code.name for code in study.codes.codebook().children(ids["Experiences"])][1] == "Money"
        assert move_codes(study, [ids["Money"]], after=ids["Time"]) is None
        before = dump(study.connection)
        for codes, after in ((["Time"], "Time"), (["Experiences"], "Time")):
            with pytest.raises(InvalidInput):
                move_codes(study, [ids[name] for name in codes], after=ids[after])
        assert dump(study.connection) == before


def test_a_theme_is_made_of_codes_and_undone_whole(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        before = dump(study.connection)
        theme, change = group_codes(
            study, [ids["Savings"], ids["Evenings"]], " Money talks ", under=ids["Factors"], central_idea="It does.", reason="r"
        )
        book = study.codes.codebook()
        assert (theme.name, theme.kind, theme.state, theme.central_idea) == ("Money talks", "theme", "candidate", "It does.")
        assert [code.name for code in book.children(theme.id)] == ["Evenings", "Savings"]
        assert book.path_text(theme.id) == "Factors > Money talks"
        assert (change.verb, change.reason) == ("group_codes", "r")
        undo(study)
        assert dump(study.connection) == before
        # The new one may be called like one that goes into it.
        same, _ = group_codes(study, [ids["Savings"]], "Savings", under=ids["Factors"])
        assert study.codes.codebook().path_text(ids["Savings"]) == "Factors > Savings > Savings"
        assert same.id != ids["Savings"]


def test_a_theme_that_cannot_be_is_refused_whole(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        retire_code(study, ids["Money"])
        before = dump(study.connection)
        for codes, name, under in (
            ([], "New", None),
            ([ids["Time"]], "New", ids["Evenings"]),
            ([ids["Time"]], "Factors", None),
            ([ids["Time"]], " ", None),
            ([ids["Money"]], "New", None),
        ):
            with pytest.raises(QualcodeError):
                group_codes(study, codes, name, under=under)
        assert dump(study.connection) == before


def test_an_example_is_the_words_of_a_coding(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        ids = fill(study)
        source = add_source(study, "P1", TEXT)
        coding = add_coding(study, source, Span(3, 24), ids["Evenings"])
        change = take_example(study, ids["Evenings"], coding)
        assert change is not None
        assert change.what == "example of Evenings from P1"
        assert study.codes.codebook()[ids["Evenings"]].example == "We never had the time"
        assert take_example(study, ids["Evenings"], coding) is None
        # Of a code below it too, but of no other.
        assert take_example(study, ids["Experiences"], coding) is not None
        with pytest.raises(InvalidInput):
            take_example(study, ids["Savings"], coding)
        with pytest.raises(NotFound):
            take_example(study, ids["Evenings"], 999)
        retire_code(study, ids["Evenings"])
        with pytest.raises(NotAllowed):
            take_example(study, ids["Evenings"], coding)
