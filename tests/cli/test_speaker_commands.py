from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]


def test_roles_are_changed_and_the_cases_follow(command: Command, study: Path) -> None:
    done = command("speakers", "role", "fls", "P001", "--speakers", "I=participant,P001=interviewer", "--case", "P002")
    assert done.code == 0
    assert done.err.splitlines() == [
        "Changed the role of I in P001, P001 in P001. (change 5; `qualcode undo` takes it back)",
        "Their talk is that of: P002.",
        "Removed the case P001: nothing else was known of it.",
    ]
    assert command("speakers", "list", "fls", "P001", "--json").json == [
        {"source": "P001", "label": "I", "role": "participant", "turns": 2, "cases": ["P002"]},
        {"source": "P001", "label": "P001", "role": "interviewer", "turns": 2, "cases": []},
    ]
    lines = command("speakers", "list", "fls").out.splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["source", "speaker", "role", "turns", "case"],
        ["P001", "I", "participant", "2", "P002"],
    ]
    assert command("undo", "fls").code == 0
    assert [one["case"] for one in command("cases", "list", "fls", "--json").json] == ["P001", "P002"]


def test_what_cannot_be_is_said(command: Command, study: Path) -> None:
    assert command("speakers", "role", "fls", "P001", "--speakers", "auto").code == 2
    done = command("speakers", "role", "fls", "P001", "P002", "--speakers", "MIRA=other")
    assert (done.code, done.err) == (1, "There is no speaker MIRA in these sources. Their labels are I, P001, P002.\n")


def test_speakers_are_renamed_and_joined(command: Command, study: Path) -> None:
    assert command("speakers", "rename", "fls", "P001", "I", "Mairi Lennox").err.startswith("I is now called Mairi Lennox.")
    done = command("speakers", "join", "fls", "P001", "P001", "--into", "Mairi Lennox")
    assert done.err.splitlines()[0].startswith("Joined P001 with Mairi Lennox: 2 turns.")
    assert "Removed the case P001" in done.err
    assert "Mairi Lennox (interviewer)" in command("show", "fls", "P001").out
