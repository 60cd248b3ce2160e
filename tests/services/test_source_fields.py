from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.order import ranks_to_place
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.sampling import sample_sources
from qualcode.services.source_fields import move_source, rename_source, set_source
from qualcode.services.studies import add_coder, new_study, undo
from qualcode.storage.dump import dump
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001", "P002", "P003")
        yield made


def numbers(study: OpenStudy, *names: str) -> list[int]:
    return [study.sources.named(name).id for name in names]


def names(study: OpenStudy) -> list[str]:
    return [one.name for one in study.sources.all()]


def test_fields_are_set_as_people_write_them_for_several_sources_at_once(study: OpenStudy) -> None:
    change = set_source(
        study,
        numbers(study, "P001", "P003"),
        {"kind": "Study-document", "date": "2013-04-09", "minutes": "52", "mode": " face  to face ", "pilot": "yes"},
    )
    assert change is not None
    assert change.what == "set kind, date, minutes, mode, pilot of 2 sources"
    first, second, _ = study.sources.all()
    assert (first.kind.value, first.date, first.minutes, first.mode, first.pilot) == (
        "study document",
        "2013-04-09",
        52,
        "face to face",
        True,
    )
    assert (second.date, second.pilot) == (None, False)
    assert set_source(study, [first.id], {"minutes": "52"}) is None
    set_source(study, [first.id], {"minutes": "", "date": " "})
    assert (study.sources.all()[0].minutes, study.sources.all()[0].date) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "podcast"),
        ("date", "9 April"),
        ("minutes", "-3"),
        ("minutes", "52.5"),
        ("minutes", "٥٢"),
        ("minutes", "9" * 30),
        ("pilot", ""),
        ("pilot", "maybe"),
        ("mode", "m" * 41),
        ("interviewer", "i" * 201),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_written(study: OpenStudy, field: str, value: str) -> None:
    before = dump(study.connection)
    with pytest.raises(InvalidInput):
        set_source(study, numbers(study, "P001", "P002"), {"interviewer": "Tom", field: value})
    assert dump(study.connection) == before


def test_what_cannot_be_set_is_refused(study: OpenStudy) -> None:
    with pytest.raises(UsageError, match="no field colour"):
        set_source(study, numbers(study, "P001"), {"colour": "red"})
    with pytest.raises(UsageError, match="Nothing was given"):
        set_source(study, numbers(study, "P001"), {})
    with pytest.raises(NotFound):
        set_source(study, [99], {"mode": "telephone"})


def test_a_source_of_a_sample_becomes_no_study_document_while_it_is_coded(study: OpenStudy) -> None:
    add_coder(study, "Tom")
    drawn = sample_sources(study, coder="Tom", share="1", seed=1)
    with pytest.raises(NotAllowed, match=f"coded in the round {drawn.round.name}"):
        set_source(study, numbers(study, "P001"), {"kind": "field note"})
    set_source(study, numbers(study, "P001"), {"kind": "group", "mode": "telephone"})


def test_a_name_is_free_in_any_case_of_letters(study: OpenStudy) -> None:
    (number,) = numbers(study, "P001")
    with pytest.raises(InvalidInput, match='another source "p002"'):
        rename_source(study, number, "p002")
    with pytest.raises(InvalidInput):
        rename_source(study, number, "  ")
    assert rename_source(study, number, "P001") is None
    assert rename_source(study, number, "p001") is not None
    rename_source(study, number, " Interview  one ")
    assert names(study) == ["Interview one", "P002", "P003"]
    undo(study)
    assert names(study)[0] == "p001"


def test_a_source_is_given_a_place_without_touching_the_others(study: OpenStudy) -> None:
    (last,) = numbers(study, "P003")
    change = move_source(study, last, 1)
    assert change is not None
    assert [one.first for one in change.touched] == [last]
    assert names(study) == ["P003", "P001", "P002"]
    assert move_source(study, last, 1) is None
    move_source(study, last, 2)
    assert names(study) == ["P001", "P003", "P002"]
    for wrong in (0, 4):
        with pytest.raises(InvalidInput):
            move_source(study, last, wrong)
    undo(study)
    undo(study)
    assert names(study) == ["P001", "P002", "P003"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=60))
def test_any_moves_give_the_order_that_a_list_would_have(moves: list[tuple[int, int]]) -> None:
    ranks = {one: one for one in range(10)}
    order = list(range(10))
    for one, place in moves:
        order.remove(one)
        others = sorted(((key, rank) for key, rank in ranks.items() if key != one), key=lambda pair: (pair[1], pair[0]))
        ranks |= ranks_to_place(others, one, place)
        order.insert(place, one)
        assert sorted(ranks, key=lambda key: (ranks[key], key)) == order
