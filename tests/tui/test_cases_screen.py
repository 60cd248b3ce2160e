"""The table of cases: each cell is edited where it stands, checked by its type, and is in the study as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from qualcode.domain.cases import Attribute, AttributeType, Case, CaseKind
from qualcode.services.attributes import change_attribute
from qualcode.services.case_editing import add_case, find_attribute, find_case
from qualcode.services.cases import import_cases
from qualcode.services.checking import check_study
from qualcode.services.studies import open_study
from qualcode.tui.case_sheet import Sheet, filtered, ordered, sheet_of
from qualcode.tui.modals.form import Form
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.typed_confirm import TypedConfirm
from qualcode.tui.screens.cases import CasesScreen
from qualcode.tui.screens.coding import CodingScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "id,role,years,town,pilot\nP01,nurse,3,Leeds,yes\nP07,doctor,,York,no\n"


@pytest.fixture
def known(study_path: Path, tmp_path: Path) -> Path:
    """The study with two participants, and what is known of them."""
    (tmp_path / "cases.csv").write_text(TABLE, encoding="utf-8")
    with open_study(study_path) as study:
        import_cases(study, tmp_path / "cases.csv")
        change_attribute(study, find_attribute(study, "role").id, {"type": "category"})
        add_case(study, "Ward 4", "site")
    return study_path


async def cases_of(it: Driven, *keys: str) -> CasesScreen:
    await it.press("o", "p")
    await it.pilot.pause()
    await it.press(*keys)
    screen = it.app.screen
    assert isinstance(screen, CasesScreen)
    return screen


def said(it: Driven) -> str:
    return it.app.screen.query_one(StatusBar).text.strip()


def values(path: Path) -> dict[str, dict[str, str]]:
    with open_study(path) as study:
        assert check_study(study).faults == ()
        return {one.name: dict(one.values) for one in study.cases.all()}


async def to_column(it: Driven, title: str) -> None:
    screen = it.app.screen
    assert isinstance(screen, CasesScreen)
    place = next(place for place, column in enumerate(screen.table.columns) if column.title == title)
    await it.press(*["left"] * screen.table.column, *["right"] * place)


@pytest.mark.parametrize("size", SIZES)
async def test_a_number_is_typed_where_it_stands_and_a_wrong_one_stays_open(known: Path, size: tuple[int, int]) -> None:
    async with driven(known, size) as it:
        screen = await cases_of(it)
        assert [row.case.name for row in screen.table.rows] == ["P01", "P07", "Ward 4"]
        await to_column(it, "years")
        await it.press("enter")
        assert "a whole number" in said(it)
        await it.press("type:x", "enter")
        assert '"3x" does not fit years' in said(it)
        assert values(known)["P01"]["years"] == "3"
        await it.press("backspace", "type:1", "enter")
        assert said(it) == "years of P01 is 31."
        assert (screen.table.row, values(known)["P01"]["years"]) == (1, "31")
        await it.press("enter", "type:7", "escape")
        assert "years" not in values(known)["P07"]
        await it.press("u")
        assert values(known)["P01"]["years"] == "3"
        await it.press("U", "k", "x")
        assert "years" not in values(known)["P01"]


async def test_categories_and_yes_or_no_are_chosen(known: Path) -> None:
    async with driven(known) as it:
        await cases_of(it)
        await to_column(it, "role")
        await it.press("enter", "type:ward sister", "enter")
        assert values(known)["P01"]["role"] == "ward sister"
        await it.press("enter", "type:ward", "enter")
        assert values(known)["P07"]["role"] == "ward sister"
        await to_column(it, "pilot")
        await it.press("k", "k", "enter", "type:nothing", "enter")
        assert "pilot" not in values(known)["P01"]
    with open_study(known) as study:
        change_attribute(study, find_attribute(study, "role").id, {"type": "category", "order": "ward sister, doctor"})
    async with driven(known) as it:
        await cases_of(it)
        await to_column(it, "role")
        await it.press("enter", "type:porter", "enter")
        await it.press("escape")
        assert values(known)["P01"]["role"] == "ward sister"


async def test_names_kinds_and_permissions_are_changed(known: Path) -> None:
    async with driven(known) as it:
        screen = await cases_of(it, "enter", "ctrl+u", "type:p07", "enter")
        assert "another case" in said(it)
        await it.press("enter", "ctrl+u", "type:First", "enter")
        assert said(it) == "P01 is now called First."
        await to_column(it, "kind")
        await it.press("enter", "type:group", "enter")
        assert said(it) == "First is a group."
        await to_column(it, "shared")
        await it.press("enter")
        assert said(it) == "First may not be shared."
        await it.press("left", "enter")
        assert screen.case is not None
        assert (screen.case.kind, screen.case.may_quote, screen.case.may_share) == (CaseKind.GROUP, False, False)
        assert "1 participant, 1 group, 1 site" in it.app.screen.query_one(QueryLine).text


async def test_where_a_case_speaks_is_marked_in_a_list(known: Path) -> None:
    async with driven(known) as it:
        await cases_of(it, "j", "j")
        await to_column(it, "speaks in")
        await it.press("enter", "type:first p01", "tab", "enter")
        assert said(it) == "Where Ward 4 speaks is set."
        with open_study(known) as study:
            assert len(find_case(study, "Ward 4").speakers) == 1
            assert find_case(study, "P01").speakers == find_case(study, "Ward 4").speakers
        await it.press("k", "k", "enter", "type:long p07", "tab", "enter")
        assert "P07 in long is the participant P07 already" in said(it)


async def test_cases_and_attributes_are_added_and_taken_away(known: Path) -> None:
    async with driven(known) as it:
        screen = await cases_of(it, "a", "type:Group 1", "tab", "right", "ctrl+s")
        assert said(it) == "Added the group Group 1."
        assert screen.case is not None
        assert screen.case.name == "Group 1"
        await it.press("x", "enter")
        assert "Took Group 1 away" in said(it)
        await it.press("a", "type:Role", "tab", "left", "ctrl+s")
        await it.pilot.pause()
        form = it.app.screen
        assert isinstance(form, Form)
        await it.press("ctrl+s")
        await it.pilot.pause()
        assert 'There is another attribute "Role"' in form_words(it)
        await it.press("ctrl+u", "type:Grade", "ctrl+s")
        assert said(it) == "Added Grade."
        await to_column(it, "Grade")
        await it.press("e", "tab", "right", "ctrl+s")
        assert find(known, "Grade").type is AttributeType.NUMBER
        await it.press("M", "type:1", "enter")
        assert said(it) == "Grade stands at place 1."
        await to_column(it, "Grade")
        await it.press("minus", "enter")
        assert said(it).startswith("Took Grade away with 0 values")
        await it.press("home", "x")
        await to_column(it, "case")
        await it.press("x", "enter")
        assert "has a speaker's talk" in said(it)


def form_words(it: Driven) -> str:
    from textual.widgets import Static

    return str(it.app.screen.query(".words").first(Static).content)


def find(path: Path, name: str) -> Attribute:
    with open_study(path) as study:
        return find_attribute(study, name)


async def test_the_table_is_filtered_and_ordered(known: Path) -> None:
    async with driven(known) as it:
        screen = await cases_of(it, "slash", "type:role=nu", "enter")
        assert [row.case.name for row in screen.table.rows] == ["P01"]
        await it.press("slash", "ctrl+u", "enter")
        await to_column(it, "town")
        await it.press("T")
        assert [row.case.name for row in screen.table.rows] == ["P01", "P07", "Ward 4"]
        await it.press("T")
        assert [row.case.name for row in screen.table.rows] == ["P07", "P01", "Ward 4"]
        assert "by town, falling" in screen.query_one(QueryLine).text
        await it.press("home", "enter", "ctrl+u", "type:Aberdeen", "enter")
        assert [row.case.name for row in screen.table.rows] == ["P07", "P01", "Ward 4"]
        await it.press("T")
        assert [row.case.name for row in screen.table.rows] == ["P01", "P07", "Ward 4"]


async def test_a_table_goes_out_and_comes_in(known: Path, tmp_path: Path) -> None:
    async with driven(known) as it:
        await cases_of(it, "X", "ctrl+u", f"type:{tmp_path / 'out.csv'}", "enter")
        await it.app.workers.wait_for_complete()
        await it.pilot.pause()
        assert said(it) == f"Wrote 3 cases to {tmp_path / 'out.csv'}."
        text = (tmp_path / "out.csv").read_text(encoding="utf-8").replace("nurse", "matron")
        (tmp_path / "in.csv").write_text(text, encoding="utf-8")
        screen = it.app.screen
        assert isinstance(screen, CasesScreen)
        screen.action_bring_in()
        await it.press(f"type:{tmp_path / 'in.csv'}", "enter")
        assert values(known)["P01"]["role"] == "matron"
        screen.action_bring_in()
        await it.press(f"type:{tmp_path / 'nowhere.csv'}", "enter")
        assert "cannot be read" in said(it)


async def test_a_portrait_is_written(known: Path) -> None:
    async with driven(known) as it:
        await cases_of(it, "m", "type:Tired.", "ctrl+s")
        assert said(it).startswith("Wrote the portrait;")
    with open_study(known) as study:
        (memo,) = study.memos.all()
        assert (memo.kind.value, memo.attachments[0].guid) == ("case portrait", find_case(study, "P01").guid)


async def test_a_participant_is_withdrawn_only_when_the_name_is_typed(known: Path) -> None:
    async with driven(known, source="first") as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter")
        await cases_of(it)
        await it.press("minus")
        await it.pilot.pause()
        assert isinstance(it.app.screen, TypedConfirm)
        await it.press("type:P1", "enter")
        assert isinstance(it.app.screen, TypedConfirm)
        await it.press("ctrl+u", "type:P01", "enter")
        await it.pilot.pause()
        assert isinstance(it.app.screen, ReadOnly)
        await it.press("enter")
        assert said(it) == "Withdrew P01 for good."
        await it.press("q")
        assert isinstance(it.app.screen, CodingScreen)
        assert it.screen.desk is not None
        assert it.screen.desk.source is not None
        assert it.screen.desk.source.text.source.name == "long"
    assert b"lost my letter twice" not in known.read_bytes()
    assert list(values(known)) == ["P07", "Ward 4"]


async def test_a_change_of_another_window_is_shown_under_the_cursor(known: Path) -> None:
    async with driven(known) as it:
        screen = await cases_of(it, "j")
        with open_study(known) as study:
            add_case(study, "A new one")
        await it.pilot.pause(0.6)
        assert len(screen.table.rows) == 4
        assert screen.case is not None
        assert screen.case.name == "P07"


async def test_the_mouse_chooses_and_edits(known: Path) -> None:
    async with driven(known) as it:
        screen = await cases_of(it)
        await it.pilot.click("SheetView", offset=(4, 3))
        assert (screen.table.row, screen.table.column) == (1, 0)
        left = next(left for place, left, _ in screen.table._shown() if screen.table.columns[place].title == "years")
        await it.pilot.click("SheetView", offset=(left + 2, 2), times=2)
        await it.pilot.pause()
        assert screen.table.edited is not None
        await it.press("ctrl+u", "type:5", "enter")
        assert values(known)["P01"]["years"] == "5"
        await it.pilot.click("SheetView", offset=(left + 2, 0), times=2)
        await it.pilot.pause()
        assert isinstance(it.app.screen, Form)


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_is_as_wide_as_the_table(known: Path, size: tuple[int, int]) -> None:
    with open_study(known) as study:
        add_case(
            study,
            "名前が長い参加者さん",
            values={"town": "a town whose name is longer than any column can be", "role": "🧑‍⚕️ nurse"},
        )
    async with driven(known, size) as it:
        screen = await cases_of(it)
        for column in range(len(screen.table.columns)):
            screen.table.step_to(3, column)
            for y in range(screen.table.size.height):
                strip = screen.table.render_line(y)
                assert strip.cell_length == screen.table.size.width - 1
                assert sum(cell_len(segment.text) for segment in strip) == screen.table.size.width - 1
            assert column == 0 or column in [place for place, _, _ in screen.table._shown()]


# ---- the table before it is drawn --------------------------------------------------------------------------------


def sheet(*rows: tuple[str, str, str]) -> Sheet:
    years = Attribute(1, "years", AttributeType.NUMBER)
    grade = Attribute(2, "grade", AttributeType.CATEGORY, ("low", "high"))
    cases = [Case(n, "", name, CaseKind.PARTICIPANT, (("years", y), ("grade", g))) for n, (name, y, g) in enumerate(rows)]
    return sheet_of(cases, [years, grade], [], [])


def names(rows: object) -> str:
    return " ".join(row.case.name for row in rows)  # type: ignore[attr-defined]


def test_numbers_categories_and_what_is_not_known_are_ordered() -> None:
    it = sheet(("a", "10", "high"), ("b", "9.5", "low"), ("c", "", "other"), ("d", "about 8", ""), ("e", "-1", "high"))
    assert names(ordered(it.rows, 2, it.columns[2])) == "e b a d c"
    assert names(ordered(it.rows, 2, it.columns[2], falling=True)) == "d a b e c"
    assert names(ordered(it.rows, 3, it.columns[3])) == "b a e c d"
    assert [cell.wrong for cell in it.rows[3].cells[2:4]] == [True, False]
    assert it.rows[2].cells[3].wrong


def test_a_filter_asks_all_columns_or_one() -> None:
    it = sheet(("anna", "10", "high"), ("ben", "9", "low"), ("low", "", "high"))
    assert names(filtered(it, "low")) == "ben low"
    assert names(filtered(it, "grade=low")) == "ben"
    assert names(filtered(it, "years=")) == "low"
    assert names(filtered(it, "grade=hi  anna")) == "anna"
    assert names(filtered(it, "nothing=low")) == ""
