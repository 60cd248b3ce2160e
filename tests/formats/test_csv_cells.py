from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput
from qualcode.formats.csv_cells import read_csv, write_csv

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12)


def test_empty_columns_beside_a_table_are_left_out() -> None:
    columns, rows = read_csv("id;age;;\nP001;31;;\nP002;40;;\n")
    assert columns == ["id", "age"]
    assert [row.cells for row in rows] == [{"id": "P001", "age": "31"}, {"id": "P002", "age": "40"}]


def test_a_cell_under_no_name_is_named_by_its_line_and_column() -> None:
    with pytest.raises(InvalidInput, match="Line 3: column 2 holds something and has no name"):
        read_csv("id,,age\nP001,,31\nP002,x,40\n")


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_a_written_table_reads_back_as_it_was(cells: list[tuple[str, str]]) -> None:
    kept = [row for row in cells if any(cell.strip() for cell in row)]
    columns, rows = read_csv(write_csv(["one", "two"], kept))
    assert columns == ["one", "two"]
    assert [(row.cells["one"], row.cells["two"]) for row in rows] == kept


@pytest.mark.parametrize(
    ("cell", "written"), [("-0.5", "-0.5"), ("-3", "-3"), ("-1e-05", "-1e-05"), ("-1+2", "'-1+2"), ("-x", "'-x"), ("+3", "'+3")]
)
def test_a_negative_number_stays_one_and_what_could_be_a_formula_does_not(cell: str, written: str) -> None:
    text = write_csv(["one"], [[cell]])
    assert text == f"one\n{written}\n"
    assert read_csv(text)[1][0].cells == {"one": cell}
