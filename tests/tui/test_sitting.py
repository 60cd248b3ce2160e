"""A whole sitting in a real terminal, keys only: read, code, write memos, merge, correct, undo, leave, come back.

What the study then holds is asked of the command line, as a researcher would.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.services.codebook_files import import_codebook
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study
from tests.tui.conftest import CODEBOOK
from tests.tui.screens import SIZES
from tests.tui.terminals import PATIENCE, Terminal, terminal, wait_for, wait_for_end

if TYPE_CHECKING:
    from pathlib import Path

COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TYPO = "threee"
"""What the third question says instead of three."""


def sentences(number: str) -> list[str]:
    return [f"Morning {number} began with the bus.", f"Evening {number} ended with a letter.", f"Nobody rang on day {number}."]


def asked_of(number: str) -> str:
    return TYPO if number == "three" else number


SAID = [sentence for number in COUNTED for sentence in sentences(number)]
WANTED = {
    "wait": "Access > Waiting times",
    "transp": "Access > Transport",
    "clinician": "Trust > In clinician",
    "broken": "Trust > Broken trust",
    "acc": "Access",
    "tru": "Trust",
    "Access > Parking": "Access > Parking",
    "Letters of rejection": "Letters of rejection",
}
"""What is typed in quick code, and the code it chooses or makes."""
PLAN = [(number, list(WANTED)[number % 8]) for number in range(20)]
"""The sentence and what is typed for its code."""


@pytest.fixture
def sitting(tmp_path: Path) -> Path:
    """A study of one interview in nine exchanges, and six codes."""
    talk = "\n\n".join(f"INT: And day {asked_of(number)}?\n\nP01: {' '.join(sentences(number))}" for number in COUNTED)
    (tmp_path / "visits.txt").write_text(talk + "\n", encoding="utf-8")
    (tmp_path / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    path = tmp_path / "study.qualcode"
    with new_study(path, lead="maya", title="Visits") as study:
        import_codebook(study, tmp_path / "codebook.csv")
        assert not import_files(study, [tmp_path / "visits.txt"]).failed
    return path


def asked(*arguments: str) -> Any:
    """What the command line answers with --json."""
    done = subprocess.run([sys.executable, "-m", "qualcode", *arguments, "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def leaf(path: str) -> str:
    return path.rpartition(" > ")[2]


def code_all(window: Terminal) -> None:
    """Code twenty sentences of seven turns, one after the other."""
    for number, typed in PLAN:
        window.press(*(["}", "}"] if number % 3 == 0 and number else ["}"] if number == 0 else [")"]))
        window.press("c")
        wait_for(window, "Apply code", SAID[number][:20])
        window.press(typed)
        wait_for(window, leaf(WANTED[typed]))
        window.press("enter")
        wait_for(window, f"{leaf(WANTED[typed])}", f"{len(SAID[number].split())} words.")


def write_memo(window: Terminal, words: str) -> None:
    window.press("m")
    wait_for(window, "ctrl+s save")
    window.press(words)
    wait_for(window, words[:16])
    window.press("ctrl+s")
    wait_for(window, "memo")
    wait_gone(window, "ctrl+s save")


def leave_selection(window: Terminal) -> None:
    """Esc, alone: a terminal cannot tell it from the beginning of another key that follows at once."""
    window.press("escape")
    wait_for(window, "Nothing is selected")


def wait_gone(window: Terminal, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words in window.text():
        assert time.monotonic() < until, f"{words} stays in:\n{window.text()}"
        time.sleep(0.05)


def merge(window: Terminal, code: str, into: str) -> None:
    """Merge a code into another on the codebook screen, with a reason."""
    window.press("o", "b")
    wait_for(window, "merge", "Broken trust")
    window.press("/", code, "enter")
    wait_gone(window, "Transport")
    window.press("+")
    wait_for(window, "type a few letters")
    window.press(into, "enter")
    wait_for(window, "why (may be empty)")
    window.press("the same thing", "enter")
    wait_for(window, "Merged")
    window.press("q")
    wait_for(window, "P01")


def correct(window: Terminal) -> None:
    """Put the typo in the third question right, before the codings of its answer and of all that follows."""
    window.press("g", "}", "}", "}", "}", "right", "right")
    wait_for(window, "¶5", f"And day {TYPO}?")
    window.press("E")
    wait_for(window, "Nothing is changed yet")
    window.press(*["right"] * len(TYPO), "backspace")
    wait_gone(window, "Nothing is changed yet")
    window.press("ctrl+s")
    wait_for(window, "Corrected visits", "And day three?")


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_sitting(sitting: Path, size: tuple[int, int]) -> None:
    window = terminal(["-m", "qualcode", str(sitting)], *size, sitting.parent)
    try:
        wait_for(window, "Visits", "And day one?")
        code_all(window)
        write_memo(window, "Trust goes with the letters.")
        window.press("w")
        write_memo(window, "The evening is when it is told.")
        leave_selection(window)
        window.press("g")
        wait_for(window, "¶1 ")
        write_memo(window, "She is tired of waiting.")
        merge(window, "Broken trust", "Trust > In clinician")
        correct(window)
        window.press("}")
        wait_for(window, "¶6")
        for mark, said in (("~", "Marked"), ("*", "Starred"), ("x", "away")):
            window.press(mark)
            wait_for(window, said)
        for said in ("Undone: ", "Undone: ", "Undone: "):
            window.press("u")
            wait_for(window, said)
        window.press("G", "{", "{", "right")
        wait_for(window, "¶17")
        window.press("ctrl+q")
        wait_for_end(window)
    finally:
        window.close()
    look_again(sitting, size)
    holds_exactly(str(sitting))


def look_again(study: Path, size: tuple[int, int]) -> None:
    """Opened once more, the text stands where it was left."""
    window = terminal(["-m", "qualcode", str(study)], *size, study.parent)
    try:
        wait_for(window, "¶17", "And day nine?")
        window.press("ctrl+q")
        wait_for_end(window)
    finally:
        window.close()


def holds_exactly(study: str) -> None:
    """The study holds what was done in the sitting, and nothing else."""
    text = "".join(f"INT: And day {number}?\n\nP01: {' '.join(sentences(number))}\n\n" for number in COUNTED)
    merged = {"Trust > Broken trust": "Trust > In clinician"}
    expected = []
    for number, typed in PLAN:
        code = WANTED[typed]
        start = text.index(SAID[number])
        expected.append((merged.get(code, code), SAID[number], start, start + len(SAID[number])))
    found = [one for code in ("Access", "Trust", "Letters of rejection") for one in asked("segments", study, "--code", code)]
    assert sorted((one["code"], one["words"], one["start"], one["end"]) for one in found) == sorted(expected)
    book = {one["code"]: one["codings"] for one in asked("codebook", "show", study)}
    assert book == {code: sum(one[0] == code for one in expected) for code in {"Access", "Trust", *(one[0] for one in expected)}}
    evening = text.index("Evening seven")
    memos = {one["target"]: one["text"] for one in asked("memo", "list", study)}
    assert memos == {
        f"coding {max(one['id'] for one in found)}": "Trust goes with the letters.",
        f"passage visits {evening}:{evening + len(sentences('seven')[1])}": "The evening is when it is told.",
        "source visits": "She is tired of waiting.",
    }
    assert [one["current"] for one in asked("revisions", study, "visits")] == [False, True]
    changes = asked("history", study)
    assert [one["verb"] for one in changes if not one["stands"]] == ["mark_unsure", "star", "remove_coding"]
    assert sum(one["verb"] == "undo" for one in changes) == 3
    assert asked("check", study)["faults"] == []
