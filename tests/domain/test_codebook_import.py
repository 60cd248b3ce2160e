from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_entries import CodeEntry, codebook_of, entries_of, entry_paths
from qualcode.domain.codebook_import import ImportPlan, plan_import
from qualcode.domain.codes import Code, CodeKind
from qualcode.errors import InvalidInput
from tests.codebook_trees import entry_trees


def code(number: int, name: str, parent: int | None = None, **more: object) -> Code:
    return Code(number, f"guid-{number}", parent, number, name, CodeKind.THEME, **more)  # type: ignore[arg-type]


BOOK = Codebook.of(
    [code(1, "A", definition="old", include="stays"), code(2, "B", 1), code(3, "C", 1), code(4, "Gone", retired=True)],
)


def stored(plan: ImportPlan) -> Codebook:
    """The codebook of a plan as it is once new codes have ids of their own."""

    def kept(number: int | None) -> int | None:
        return number if number is None or number > 0 else 1000 - number

    codes = [
        replace(one, id=kept(one.id) or 0, parent=kept(one.parent), merged_into=kept(one.merged_into))
        for one in plan.codebook.codes
    ]
    return Codebook.of(codes, {(kept(child) or 0, kept(parent) or 0) for child, parent in plan.codebook.shown_under})


def test_the_same_path_is_the_same_code_and_only_what_is_stated_changes() -> None:
    plan = plan_import(
        BOOK, [CodeEntry("A", definition="new", codable=False), CodeEntry("B", 0), CodeEntry("D", 0, definition="d")]
    )
    assert plan.changed == {1: {"definition": "new", "codable": False}}
    assert [(one.name, one.parent, one.kind, one.definition) for one in plan.new] == [("D", 1, CodeKind.CODE, "d")]
    assert [one.name for one in plan.codebook.children(1)] == ["B", "C", "D"]
    assert plan.codebook[1].include == "stays"
    assert (plan.unchanged, plan.does_nothing) == (1, False)
    assert [(one.path, one.kind) for one in plan.proposed] == [(("A", "D"), CodeKind.CODE)]


def test_a_name_elsewhere_or_in_other_letters_is_another_code() -> None:
    plan = plan_import(BOOK, [CodeEntry("B"), CodeEntry("a")])
    assert [one.name for one in plan.new] == ["B", "a"]
    assert plan.changed == {}


def test_a_code_below_a_new_one_is_new() -> None:
    plan = plan_import(BOOK, [CodeEntry("N"), CodeEntry("B", 0), CodeEntry("C", 1)])
    assert [plan.codebook.path_text(one.id) for one in plan.new] == ["N", "N > B", "N > B > C"]
    assert [one.kind for one in plan.new] == [CodeKind.THEME, CodeKind.SUBTHEME, CodeKind.CODE]


def test_retiring_and_bringing_back_by_file() -> None:
    plan = plan_import(BOOK, [CodeEntry("Gone", definition="again"), CodeEntry("A"), CodeEntry("B", 1, retired=True)])
    assert plan.changed == {4: {"definition": "again", "retired": False}, 2: {"retired": True}}
    with pytest.raises(InvalidInput, match='"A" cannot be retired, for "B" below it is in use'):
        plan_import(BOOK, [CodeEntry("A", retired=True)])


def test_a_code_merged_away_is_not_brought_back_by_an_older_file() -> None:
    book = Codebook.of([code(1, "A"), code(2, "B", retired=True, merged_into=1)])
    plan = plan_import(book, [CodeEntry("A"), CodeEntry("B")])
    assert plan.changed == {}
    assert [one.name for one in plan.new] == ["B"]


def test_references_are_to_the_file_or_the_codebook() -> None:
    plan = plan_import(
        BOOK, [CodeEntry("X", also_under=(("A",), ("Y",))), CodeEntry("Y"), CodeEntry("Z", retired=True, merged_into=("A", "B"))]
    )
    x, y, z = (one.id for one in plan.new)
    assert set(plan.shown) == {(x, 1), (x, y)}
    assert plan.codebook[z].merged_into == 2
    again = plan_import(stored(plan), [CodeEntry("X", also_under=(("A",),))])
    assert again.does_nothing


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (CodeEntry("X", line=7, also_under=(("Q",),)), 'Line 7: also_under: There is no code "Q"'),
        (
            CodeEntry("A", line=7, also_under=(("A", "B"),)),
            'Line 7: also_under: "A > B" is the code\'s home, the code itself, or below it',
        ),
        (CodeEntry("X", line=7, retired=True, merged_into=("Q",)), 'Line 7: merged_into: There is no code "Q"'),
    ],
)
def test_a_reference_that_cannot_be_names_its_line(entry: CodeEntry, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        plan_import(BOOK, [entry])


def _without_loops(entries: tuple[CodeEntry, ...]) -> tuple[CodeEntry, ...]:
    """The entries without what is also shown elsewhere: random places would make loops, which are refused."""
    return tuple(replace(entry, also_under=()) for entry in entries)


@given(entry_trees().map(_without_loops))
@settings(max_examples=80, deadline=None)
def test_a_whole_codebook_comes_in_as_it_went_out_and_a_second_time_changes_nothing(entries: tuple[CodeEntry, ...]) -> None:
    plan = plan_import(Codebook(), entries)
    assert entries_of(plan.codebook) == entries_of(codebook_of(entries))
    assert plan_import(stored(plan), entries).does_nothing
    assert plan.unchanged == 0


@given(entry_trees().map(_without_loops), entry_trees().map(_without_loops))
@settings(max_examples=80, deadline=None)
def test_two_files_one_after_the_other_hold_the_paths_of_both(
    first: tuple[CodeEntry, ...], second: tuple[CodeEntry, ...]
) -> None:
    live = [[replace(entry, retired=False, merged_into=None) for entry in entries] for entries in (first, second)]
    distinct = all(len(set(entry_paths(entries))) == len(entries) for entries in live)
    if not distinct:
        return
    one = plan_import(Codebook(), live[0]).codebook
    renumbered = Codebook.of(
        replace(code, id=-code.id, parent=None if code.parent is None else -code.parent) for code in one.codes
    )
    both = plan_import(renumbered, live[1])
    assert {both.codebook.path(code.id) for code in both.codebook} == set(entry_paths(live[0])) | set(entry_paths(live[1]))
    for entry, path in zip(live[1], entry_paths(live[1]), strict=True):
        found = next(code for code in both.codebook if both.codebook.path(code.id) == path)
        assert entry.definition is None or found.definition == entry.definition
