from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput
from qualcode.services.cases import import_cases, list_cases
from qualcode.services.studies import new_study, undo
from qualcode.storage.dump import dump
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001", "P002")
        yield made


def table(folder: Path, text: str) -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_matched_by_name_linked_to_sources_and_made_where_there_is_none(study: OpenStudy, tmp_path: Path) -> None:
    done = import_cases(study, table(tmp_path, "who,source,role\nP001,P001,nurse\nA1,P001; P002,manager\n"))
    assert (done.known, done.made, done.linked) == (1, ("A1",), 3)
    cases, attributes = list_cases(study)
    assert [one.name for one in attributes] == ["role"]
    assert {one.name: one.value("role") for one in cases} == {"P001": "nurse", "P002": None, "A1": "manager"}


def test_an_attribute_is_known_in_any_case_of_letters(study: OpenStudy, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who,Gender\nP001,f\n"))
    import_cases(study, table(tmp_path, "Case,gender\nP002,m\n"))
    cases, attributes = list_cases(study)
    assert [one.name for one in attributes] == ["Gender"]
    assert [one.value("Gender") for one in cases] == ["f", "m"]


def test_empty_columns_without_a_name_are_no_attributes(study: OpenStudy, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who;role;;\nP001;nurse;;\n"))
    assert [one.name for one in list_cases(study)[1]] == ["role"]


def test_wrong_rows_are_named_and_nothing_is_written(study: OpenStudy, tmp_path: Path) -> None:
    before = dump(study.connection)
    wrong = "who,source\nP001,P009\n,P001\nP002,\nP002,\n"
    with pytest.raises(InvalidInput, match=r"3 of the 4 rows .* line 2: .*P009.* line 3: who is empty; line 5: .*twice"):
        import_cases(study, table(tmp_path, wrong))
    assert dump(study.connection) == before


def test_an_import_is_one_change_and_is_taken_back_whole(study: OpenStudy, tmp_path: Path) -> None:
    before = list_cases(study)
    import_cases(study, table(tmp_path, "who,source,role\nA1,P001,nurse\nP002,P002,doctor\n"))
    undo(study)
    assert list_cases(study) == before


def test_what_tables_write_for_a_missing_number_makes_no_number_of_an_attribute(study: OpenStudy, tmp_path: Path) -> None:
    import_cases(study, table(tmp_path, "who,years,share,bleep\nP001,10,0.5,inf\nP002,nan,0.25,7\n"))
    types = {one.name: one.type.value for one in list_cases(study)[1]}
    assert types == {"years": "text", "share": "number", "bleep": "text"}
