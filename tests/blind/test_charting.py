"""What the framework approach leaves behind, and who codes blind is not to see: groups of cases, earlier wordings of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.charts import CellMark
from qualcode.errors import NotAllowed
from qualcode.services.attributes import add_attribute
from qualcode.services.case_editing import set_cases
from qualcode.services.cases import import_cases
from qualcode.services.charting import clear_cell, mark_cell, write_summary
from qualcode.services.charting_groups import check_grouping, group_cases, grouping_attributes
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study, undo
from qualcode.storage import create_study
from tests.double_coded import LEAD, SECOND, furnish

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A study of four interviews with a role and a site for three cases; nobody codes blind yet."""
    with create_study(tmp_path / "fls", lead=LEAD) as study:
        furnish(study, "P001", "P002", "P003", "P004")
        table = tmp_path / "cases.csv"
        table.write_text(
            "id,source,role,site\nP001,P001,nurse,north\nP002,P002,doctor,south\nP003,P003,nurse,south\n", encoding="utf-8"
        )
        import_cases(study, table)
        add_attribute(study, {"name": "stance of old", "type": "category"})
    return tmp_path / "fls.qualcode"


def case(study: OpenStudy, name: str = "P001") -> int:
    number = study.cases.named(name)
    assert number is not None
    return number


def draw(path: Path) -> None:
    """From now on the second coder codes blind."""
    with open_study(path, LEAD) as study:
        sample_sources(study, coder=SECOND, number=2, seed=1)


def seen(path: Path, who: str = SECOND) -> dict[str, list[str]]:
    """The attributes that somebody sees, with the values of the cases."""
    with open_study(path, who) as study:
        return {one.name: [case.value(one.name) or "" for case in study.cases.all()] for one in study.cases.attributes()}


@pytest.mark.parametrize("name", ["role", "Role", "site", "stance of old"])
@pytest.mark.parametrize("group", ["slow", "nurse", ""])
def test_no_group_goes_into_what_is_known_of_the_cases(path: Path, name: str, group: str) -> None:
    with open_study(path, LEAD) as study:
        before = seen(path, LEAD)
        with pytest.raises(NotAllowed, match="says what is known of the cases, and is seen by who codes blind") as refused:
            group_cases(study, name, group, [case(study)])
        assert "under another name" in refused.value.hint
        with pytest.raises(NotAllowed):
            check_grouping(study, name)
    assert seen(path, LEAD) == before
    draw(path)
    assert seen(path) == before


def test_another_coders_groups_are_hidden_from_who_codes_blind_and_back_when_the_round_is_over(path: Path) -> None:
    known = seen(path)
    with open_study(path, LEAD) as study:
        group_cases(study, "stance", "slow", [case(study)])
        check_grouping(study, "stance")
        assert grouping_attributes(study) == ("stance",)
    draw(path)
    assert seen(path) == known
    assert "stance" in seen(path, LEAD)
    with open_study(path, SECOND) as study:
        assert grouping_attributes(study) == ()
    with open_study(path, LEAD) as study:
        undo(study)
    assert seen(path)["stance"][0] == "slow"


def test_groups_of_ones_own_stay_until_somebody_else_has_a_hand_in_them(path: Path) -> None:
    for name, hand in (("mine", None), ("grouped", "group"), ("set", "set"), ("taken out", "out"), ("joined", "join")):
        with open_study(path, SECOND) as study:
            group_cases(study, name, "keen", [case(study), case(study, "P002")])
        with open_study(path, LEAD) as study:
            if hand == "group":
                group_cases(study, name, "heron", [case(study)])
            elif hand == "set":
                set_cases(study, [case(study, "P003")], {name: "keen"})
            elif hand == "out":
                group_cases(study, name, "", [case(study)])
            elif hand == "join":
                group_cases(study, name, "keen", [case(study, "P003")])
    draw(path)
    found = seen(path)
    assert found["mine"][:2] == ["keen", "keen"]
    assert not {"grouped", "set", "taken out", "joined"} & found.keys()
    assert "heron" not in str(found)


def test_who_codes_blind_sees_no_wording_of_others_also_none_that_was_undone(path: Path) -> None:
    with open_study(path, SECOND) as study:
        code = study.codes.codebook().find("Time").id
        at = case(study), code
        write_summary(study, *at, "Mine.")
    with open_study(path, LEAD) as study:
        write_summary(study, *at, "A heron's.")
        mark_cell(study, *at, CellMark.NOT_RAISED, replace=True)
        clear_cell(study, *at)
        write_summary(study, *at, "Undone by the heron.")
        undo(study)
        assert [one.text for one in study.summaries.wordings(*at)] == ["Mine.", "A heron's.", "", "Undone by the heron."]
    draw(path)
    with open_study(path, SECOND) as study:
        assert [one.text for one in study.summaries.wordings(*at)] == ["Mine."]
