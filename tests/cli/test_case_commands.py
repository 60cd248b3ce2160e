from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]


def test_cases_are_added_set_linked_and_taken_away(command: Command, study: Path) -> None:
    assert command("cases", "attribute", "add", "fls", "years", "--type", "integer", "--unit", "years").code == 0
    assert command("cases", "add", "fls", "Group 1", "--kind", "group").err.startswith("Added Group 1.")
    done = command("cases", "set", "fls", "P001", "P002", "--value", "years=11", "--not-quoted")
    assert done.err.startswith("Set years, may quote of 2 cases. (change ")
    assert command("cases", "link", "fls", "group 1", "P001", "--speaker", "P001").code == 0
    assert command("cases", "link", "fls", "group 1", "P002").code == 0
    assert command("cases", "rename", "fls", "group 1", "Group A").code == 0
    assert command("cases", "list", "fls", "--kind", "group", "--json").json == [
        {
            "case": "Group A",
            "kind": "group",
            "may_be_quoted": True,
            "may_be_shared": True,
            "sources": ["P001", "P002"],
            "speaks_as": [{"source": "P001", "label": "P001"}],
            "values": {},
        }
    ]
    assert command("cases", "remove", "fls", "Group A").code == 1
    assert command("cases", "unlink", "fls", "Group A", "P002").code == 0
    assert command("cases", "unlink", "fls", "Group A", "P001", "--speaker", "P001").code == 0
    assert command("cases", "unlink", "fls", "Group A", "P001").err == "They were not linked.\n"
    assert command("cases", "remove", "fls", "Group A").err.startswith("Took away Group A.")


def test_attributes_are_listed_changed_moved_and_taken_away(command: Command, study: Path) -> None:
    command("cases", "attribute", "add", "fls", "role", "--type", "category", "--order", "nurse,doctor")
    command("cases", "attribute", "add", "fls", "years", "--type", "integer")
    assert command("cases", "attribute", "set", "fls", "years", "--bands", "0-5,6+").err.startswith("Changed bands of years.")
    assert command("cases", "attribute", "move", "fls", "years", "--to", "1").code == 0
    first, second = command("cases", "attribute", "list", "fls", "--json").json
    assert first == {
        "attribute": "years",
        "type": "integer",
        "order": [],
        "unit": "",
        "identifies": "indirectly",
        "printed": "banded",
        "bands": "0-5,6+",
        "cases": 0,
    }
    assert second["order"] == ["nurse", "doctor"]
    assert "nurse, doctor" in command("cases", "attribute", "list", "fls").out
    assert command("cases", "set", "fls", "P001", "--value", "role=porter").err == (
        '"porter" is no category of role. Its categories are nurse, doctor.\n'
    )
    assert command("cases", "attribute", "remove", "fls", "role").err.startswith("Took away role with 0 values.")
    assert command("cases", "attribute", "set", "fls", "years").code == 2


@pytest.mark.parametrize("value", ["role", "=nurse"])
def test_what_is_no_value_is_wrong_use(command: Command, study: Path, value: str) -> None:
    assert command("cases", "set", "fls", "P001", "--value", value).code == 2


def test_cases_go_out_and_come_back(command: Command, study: Path) -> None:
    assert command("cases", "export", "fls", "out.csv").err == "Wrote 2 cases to out.csv.\n"
    assert (study.parent / "out.csv").read_text().splitlines() == [
        "case,case kind,source,speaks as,may be quoted,may be shared",
        "P001,participant,,P001: P001,yes,yes",
        "P002,participant,,P002: P002,yes,yes",
    ]
    assert command("cases", "import", "fls", "out.csv").err == "Nothing had to be changed.\n"


def test_a_portrait_is_written_on_a_case(command: Command, study: Path) -> None:
    assert command("memo", "add", "fls", "--on", "case P001", "--kind", "portrait", "--text", "Tired.").code == 0
    assert command("memo", "list", "fls", "--json").json[0]["target"] == "case P001"
