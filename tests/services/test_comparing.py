from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.comparisons import bands
from qualcode.errors import NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.cases import import_cases
from qualcode.services.comparing import compare_groups, extracts_of_cell, write_comparison
from qualcode.services.segments import segments
from tests.services.chart_study import coded, written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.comparisons import Comparison
    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def table(found: Comparison) -> dict[str, list[str]]:
    return {theme.name: list(map(str, theme.cells)) for theme in found.themes}


def test_n_of_the_finished_in_each_group(coded: OpenStudy) -> None:
    found = compare_groups(coded, "ROLE")
    assert [(one.name, one.of) for one in found.groups] == [("doctor", 1), ("nurse", 2), ("All", 3)]
    assert table(found) == {
        "Time": ["1 of 1", "2 of 2", "3 of 3"],
        "Figures": ["0 of 1", "1 of 2", "1 of 3"],
        "Quality": ["0 of 1", "0 of 2", "0 of 3"],
    }
    assert "1 of 4 participants are not finished" in found.notes[1]


def test_each_cell_names_its_codings(coded: OpenStudy) -> None:
    time = compare_groups(coded, "role").themes[0]
    spoken = {one.id: set(one.cases) for one in segments(coded, "Time").extracts}
    for cell in time.cells:
        assert set(cell.codings) == {number for number, cases in spoken.items() if cases & set(cell.participants)}
    assert time.cells[1].participants == ("P001", "P002")


def test_a_cell_opens_as_its_extracts(coded: OpenStudy) -> None:
    found = extracts_of_cell(coded, "role", "Time", "NURSE")
    time = compare_groups(coded, "role").themes[0]
    assert {one.id for one in found.extracts} == set(time.cells[1].codings)
    assert found.code == "Making the case > Time; Role = nurse; 2 of 2"
    assert {one.id for one in extracts_of_cell(coded, "role", "Time", "all").extracts} == set(time.cells[-1].codings)
    with pytest.raises(NotFound, match="doctor, nurse, All"):
        extracts_of_cell(coded, "role", "Time", "cook")


def test_a_code_with_what_is_right_under_it(coded: OpenStudy) -> None:
    found = compare_groups(coded, "fls", codes=["Time"])
    assert [one.name for one in found.groups] == ["yes", "no", "All"]
    assert table(found) == {
        "Time": ["1 of 1", "2 of 2", "3 of 3"],
        "Own time": ["1 of 1", "1 of 2", "2 of 3"],
        "Nobody's job": ["1 of 1", "0 of 2", "1 of 3"],
    }


def test_numbers_by_bands_with_the_unknown_and_the_left_out(coded: OpenStudy, tmp_path: Path) -> None:
    import_cases(coded, written(tmp_path, "more.csv", "id,years\nP001,3\nP003,30\n"))
    found = compare_groups(coded, "years", bands="6-10, 0-5")
    assert [(one.name, one.of) for one in found.groups] == [
        ("6–10", 0),
        ("0–5", 1),
        ("Not known", 1),
        ("Outside the bands", 1),
        ("All", 3),
    ]
    with pytest.raises(UsageError):
        compare_groups(coded, "years")


@pytest.mark.parametrize(
    ("by", "codes", "given", "error"),
    [("colour", (), "", NotFound), ("role", ("x",), "", NotFound), ("role", (), "0-5", UsageError)],
)
def test_what_is_not_there_is_refused(
    coded: OpenStudy, by: str, codes: tuple[str, ...], given: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        compare_groups(coded, by, codes=codes, bands=given)


@pytest.mark.parametrize("text", ["", "5-1", "a", "0-5,5-10", "3,3", "<5,4+", "1-2,"])
def test_bands_that_make_no_groups_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        bands(text)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True), st.integers(0, 60))
def test_a_number_is_in_one_band_at_most(edges: list[int], value: int) -> None:
    edges = sorted(edges)[: len(edges) // 2 * 2]
    made = bands(",".join(f"{low}-{high}" for low, high in zip(edges[::2], edges[1::2], strict=True)))
    holding = [band.name for band in made if band.holds(value)]
    assert holding == [f"{low}–{high}" for low, high in zip(edges[::2], edges[1::2], strict=True) if low <= value <= high]


def test_word_and_csv(coded: OpenStudy, tmp_path: Path) -> None:
    found = compare_groups(coded, "role")
    write_comparison(found, tmp_path / "out.docx")
    cells = [[cell.text for cell in row.cells] for row in Document(str(tmp_path / "out.docx")).tables[0].rows]
    assert cells[0] == ["Theme", "Doctor", "Nurse", "All"]
    assert cells[1] == ["Time", "1 of 1", "2 of 2", "3 of 3"]
    write_comparison(found, tmp_path / "out.csv")
    _, rows = read_csv((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert (rows[1].cells["group"], rows[1].cells["n"], rows[1].cells["participants"]) == ("nurse", "2", "P001; P002")


def test_many_groups_are_printed_in_parts(coded: OpenStudy, tmp_path: Path) -> None:
    from dataclasses import replace

    found = compare_groups(coded, "role")
    wide = replace(
        found,
        groups=found.groups[:1] * 25,
        themes=tuple(replace(theme, cells=theme.cells[:1] * 25) for theme in found.themes),
    )
    write_comparison(wide, tmp_path / "wide.docx")
    tables = Document(str(tmp_path / "wide.docx")).tables
    assert [len(one.columns) for one in tables] == [11, 11, 6]
