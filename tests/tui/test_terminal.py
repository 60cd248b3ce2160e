"""The whole program in a real terminal, keys only."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tui.screens import SIZES, coded
from tests.tui.terminals import terminal, wait_for, wait_for_end

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", SIZES)
def test_a_sitting_of_coding(study_path: Path, size: tuple[int, int]) -> None:
    window = terminal(["-m", "qualcode", str(study_path)], *size, study_path.parent)
    try:
        wait_for(window, "coder: maya" if size[0] > 100 else "Clinics", "Thank you for coming.")
        window.press("}", ")", "v", "l", "l", "l", "c")
        wait_for(window, "Apply code", "We waited three weeks")
        window.press("wai", "enter")
        wait_for(window, "Coded Waiting times on 4 words.")
        window.press("escape")
        wait_for(window, "Nothing is selected.")
        window.press("}", "}", "w", "enter")
        wait_for(window, "Apply code", "Then the nurse")
        window.press("cli", "tab", "bro", "enter")
        wait_for(window, "Coded Broken trust on 6 words.")
        window.press("x")
        wait_for(window, "Took Broken trust away")
        window.press("u", "u")
        wait_for(window, "Undone: ")
        window.press("U")
        wait_for(window, "Done again: ")
        window.press("ctrl+q")
        wait_for_end(window)
    finally:
        window.close()
    assert coded(study_path) == [
        ("Waiting times", "We waited three weeks"),
        ("In clinician", "Then the nurse explained it all."),
        ("Broken trust", "Then the nurse explained it all."),
    ]
    assert not list(study_path.parent.glob("*-wal"))


def test_a_study_that_cannot_be_opened_is_said_after_the_screen_is_gone(tmp_path: Path) -> None:
    (tmp_path / "no.qualcode").write_text("nothing", encoding="utf-8")
    window = terminal(["-m", "qualcode", "open", str(tmp_path / "no.qualcode")], 100, 30, tmp_path)
    try:
        said = wait_for(window, "ENDED 1" if type(window).__name__ == "Tmux" else "not a")
        assert "Traceback" not in said
        assert "stud" in said
    finally:
        window.close()


def test_without_a_terminal_the_workbench_says_what_to_use(study_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "open", str(study_path)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 1
    assert "terminal" in done.stderr
    assert "Traceback" not in done.stderr
