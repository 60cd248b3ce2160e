from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.codebook import (
    Definition,
    add_code,
    count_codings,
    find_code,
    find_retired_code,
    move_code,
    position_beside,
    read_codebook,
    recolour_code,
    redefine_code,
    rename_code,
    restore_code,
    retire_code,
    show_also_under,
)
from qualcode.services.codebook_versions import compare_codebook, list_codebook_versions, save_codebook_version
from qualcode.services.studies import new_study, redo, undo
from tests.services.codebook_study import add_coding, add_source, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi Lennox") as made:
        yield made


@pytest.fixture
def ids(study: OpenStudy) -> dict[str, int]:
    return fill(study)


def paths(study: OpenStudy) -> list[str]:
    book = read_codebook(study)
    return [book.path_text(code.id) for code in book]


def test_codes_are_added_where_they_are_wanted(study: OpenStudy, ids: dict[str, int]) -> None:
    assert paths(study) == [
        "Experiences",
        "Experiences > Time",
        "Experiences > Time > Evenings",
        "Experiences > Time > Nobody's job",
        "Experiences > Money",
        "Factors",
        "Factors > Savings",
    ]
    definition = Definition(kind=CodeKind.THEME, definition=" Text.\r\n", codable=False, state=ThemeState.CANDIDATE)
    code, change = add_code(study, name="  Data ", parent=ids["Experiences"], position=1, colour="E69F00", definition=definition)
    assert (code.name, code.kind, code.definition, code.codable, code.state, code.colour) == (
        "Data", CodeKind.THEME, "Text.", False, ThemeState.CANDIDATE, "#e69f00",
    )  # fmt: skip
    assert code.made_by == study.viewer.id
    assert (change.verb, change.what) == ("add_code", "added Data")
    assert [one.name for one in read_codebook(study).children(ids["Experiences"])] == ["Time", "Data", "Money"]


def test_a_code_needs_a_free_name_and_a_live_home(study: OpenStudy, ids: dict[str, int]) -> None:
    with pytest.raises(InvalidInput, match='already a code "Experiences > Time"'):
        add_code(study, name="Time", parent=ids["Experiences"])
    retire_code(study, ids["Money"])
    with pytest.raises(NotAllowed, match="is retired"):
        add_code(study, name="Budgets", parent=ids["Money"])
    add_code(study, name="Money", parent=ids["Experiences"])
    assert paths(study).count("Experiences > Money") == 1


def test_rename_keeps_the_place_in_the_tree_and_what_is_below(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    coding = add_coding(study, source, Span(3, 10), ids["Evenings"])
    change = rename_code(study, ids["Time"], "Time > capacity", reason="covers both")
    assert change is not None
    assert (change.verb, change.reason) == ("rename_code", "covers both")
    assert paths(study)[1:4] == [
        r"Experiences > Time \> capacity",
        r"Experiences > Time \> capacity > Evenings",
        r"Experiences > Time \> capacity > Nobody's job",
    ]
    assert study.codings.get(coding).code == ids["Evenings"]
    assert rename_code(study, ids["Time"], "Time > capacity") is None
    with pytest.raises(InvalidInput, match="already a code"):
        rename_code(study, ids["Evenings"], "Nobody's job")


def test_recolour(study: OpenStudy, ids: dict[str, int]) -> None:
    recolour_code(study, ids["Time"], "#ABC")
    assert read_codebook(study).colour(ids["Evenings"]) == "#aabbcc"
    recolour_code(study, ids["Time"], None)
    assert read_codebook(study).colour(ids["Evenings"]) is None
    with pytest.raises(InvalidInput, match="not a colour"):
        recolour_code(study, ids["Time"], "red")


def test_redefine_changes_what_is_given_and_nothing_else(study: OpenStudy, ids: dict[str, int]) -> None:
    redefine_code(study, ids["Time"], Definition(definition="One.\n\nTwo.", include="x", state=ThemeState.FINAL))
    redefine_code(study, ids["Time"], Definition(include="", exclude="y", codable=False, kind=CodeKind.THEME))
    code = read_codebook(study)[ids["Time"]]
    assert (code.definition, code.include, code.exclude, code.codable, code.kind, code.state) == (
        "One.\n\nTwo.", "", "y", False, CodeKind.THEME, ThemeState.FINAL,
    )  # fmt: skip
    redefine_code(study, ids["Time"], Definition(no_state=True))
    assert read_codebook(study)[ids["Time"]].state is None
    assert redefine_code(study, ids["Time"], Definition(exclude="y")) is None
    with pytest.raises(InvalidInput, match="Nothing was given"):
        redefine_code(study, ids["Time"], Definition())


def test_move_to_another_home_and_among_siblings(study: OpenStudy, ids: dict[str, int]) -> None:
    move_code(study, ids["Time"], parent=ids["Factors"], position=0, reason="belongs there")
    assert paths(study) == [
        "Experiences",
        "Experiences > Money",
        "Factors",
        "Factors > Time",
        "Factors > Time > Evenings",
        "Factors > Time > Nobody's job",
        "Factors > Savings",
    ]
    parent, position = position_beside(study, ids["Evenings"], ids["Nobody's job"], after=True)
    assert (parent, position) == (ids["Time"], 1)
    move_code(study, ids["Evenings"], parent=parent, position=position)
    assert [one.name for one in read_codebook(study).children(ids["Time"])] == ["Nobody's job", "Evenings"]
    move_code(study, ids["Evenings"], parent=None, position=0)
    assert paths(study)[0] == "Evenings"
    with pytest.raises(InvalidInput, match="lies below it"):
        move_code(study, ids["Factors"], parent=ids["Nobody's job"])


def test_moving_many_times_to_one_place_never_runs_out_of_room(study: OpenStudy, ids: dict[str, int]) -> None:
    for _ in range(15):
        move_code(study, ids["Evenings"], parent=ids["Time"], position=0)
        move_code(study, ids["Nobody's job"], parent=ids["Time"], position=0)
    add_code(study, name="Between", parent=ids["Time"], position=1)
    assert [one.name for one in read_codebook(study).children(ids["Time"])] == ["Nobody's job", "Between", "Evenings"]


def test_also_under_counts_a_coding_once(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    add_coding(study, source, Span(3, 10), ids["Money"])
    add_coding(study, source, Span(3, 10), ids["Savings"])
    add_coding(study, source, Span(3, 20), ids["Money"], coder="Tom")
    show_also_under(study, ids["Money"], ids["Factors"])
    show_also_under(study, ids["Money"], ids["Savings"])
    counts = count_codings(study)
    assert (counts[ids["Factors"]].own, counts[ids["Factors"]].with_sub_codes) == (0, 2)
    assert (counts[ids["Savings"]].own, counts[ids["Savings"]].with_sub_codes) == (1, 2)
    assert counts[ids["Experiences"]].with_sub_codes == 1
    with pytest.raises(InvalidInput, match="it is already"):
        show_also_under(study, ids["Money"], ids["Factors"])
    show_also_under(study, ids["Money"], ids["Factors"], remove=True)
    assert count_codings(study)[ids["Factors"]].with_sub_codes == 2
    show_also_under(study, ids["Money"], ids["Savings"], remove=True)
    assert count_codings(study)[ids["Factors"]].with_sub_codes == 1
    with pytest.raises(InvalidInput, match="is not also shown under"):
        show_also_under(study, ids["Money"], ids["Savings"], remove=True)


def test_moving_where_it_was_also_shown_makes_it_home_there(study: OpenStudy, ids: dict[str, int]) -> None:
    show_also_under(study, ids["Money"], ids["Factors"])
    move_code(study, ids["Money"], parent=ids["Factors"])
    assert read_codebook(study).also_under(ids["Money"]) == ()
    assert "Factors > Money" in paths(study)


def test_retire_and_restore(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    coding = add_coding(study, source, Span(3, 10), ids["Evenings"])
    with pytest.raises(NotAllowed, match="has 2 codes in use below it"):
        retire_code(study, ids["Time"])
    retire_code(study, ids["Time"], with_sub_codes=True, reason="merged in our minds")
    assert paths(study) == ["Experiences", "Experiences > Money", "Factors", "Factors > Savings"]
    assert study.codings.get(coding).code == ids["Evenings"]
    assert count_codings(study)[ids["Experiences"]].with_sub_codes == 0
    with pytest.raises(NotFound, match="A code of that name is retired"):
        find_code(study, "Evenings")
    with pytest.raises(NotAllowed, match="above it is retired"):
        restore_code(study, find_retired_code(study, "Evenings").id)
    restore_code(study, ids["Time"])
    assert "Experiences > Time" in paths(study)
    assert "Experiences > Time > Evenings" not in paths(study)
    retire_code(study, ids["Time"])
    restore_code(study, ids["Time"], with_sub_codes=True)
    assert count_codings(study)[ids["Experiences"]].with_sub_codes == 1
    with pytest.raises(NotAllowed, match="is not retired"):
        restore_code(study, ids["Time"])


def test_a_name_taken_in_the_meantime_is_in_the_way_of_restoring(study: OpenStudy, ids: dict[str, int]) -> None:
    retire_code(study, ids["Money"])
    add_code(study, name="Money", parent=ids["Experiences"])
    with pytest.raises(InvalidInput, match='already a code "Experiences > Money"'):
        restore_code(study, find_retired_code(study, "Money").id)


def test_versions_are_kept_and_compared(study: OpenStudy, ids: dict[str, int]) -> None:
    version, change = save_codebook_version(study, " v1 ", note="first")
    assert (version.name, version.note, version.made_by, change.verb) == ("v1", "first", study.viewer.id, "save_codebook_version")
    assert compare_codebook(study, "v1") == ()
    rename_code(study, ids["Money"], "Budgets")
    redefine_code(study, ids["Time"], Definition(definition="x"))
    retire_code(study, ids["Savings"])
    save_codebook_version(study, "v2")
    add_code(study, name="New")
    told = [(str(one.kind), one.path, one.field) for one in compare_codebook(study, "v1", "V2")]
    assert told == [
        ("redefined", "Experiences > Time", "definition"),
        ("renamed", "Experiences > Budgets", ""),
        ("retired", "Factors > Savings", ""),
    ]
    assert [str(one.kind) for one in compare_codebook(study, "v2")] == ["added"]
    assert [one.name for one in list_codebook_versions(study)] == ["v1", "v2"]
    with pytest.raises(InvalidInput, match="already a codebook version"):
        save_codebook_version(study, "V1")
    with pytest.raises(NotFound, match='Saved are "v1", "v2"'):
        compare_codebook(study, "v3")


def test_each_operation_is_one_change_set_that_undo_takes_back(study: OpenStudy, ids: dict[str, int]) -> None:
    from qualcode.storage.dump import dump

    def states() -> str:
        return str(dump(study.connection))

    source = add_source(study, "001")
    add_coding(study, source, Span(3, 10), ids["Evenings"])
    before = [states()]
    for act in (
        lambda: move_code(study, ids["Time"], parent=ids["Factors"], position=0),
        lambda: show_also_under(study, ids["Evenings"], ids["Money"]),
        lambda: retire_code(study, ids["Time"], with_sub_codes=True),
        lambda: restore_code(study, ids["Time"], with_sub_codes=True),
        lambda: save_codebook_version(study, "v1"),
    ):
        act()
        before.append(states())
    for state in reversed(before[:-1]):
        undo(study)
        assert states() == state
    for state in before[1:]:
        redo(study)
        assert states() == state
