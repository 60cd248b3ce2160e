from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]

SMITH = ("correct", "fls", "P001", "--turn", "2", "--words", "nobody's", "--to", "somebody else's")


@pytest.fixture(autouse=True)
def coded(study: Path, command: Command) -> None:
    for words, code in (("nobody's job", "Nobody's job"), ("out of date", "Out of date")):
        assert command("code", "add", "fls", "P001", "--words", words, "--code", code, "--as", "Mairi Lennox").code == 0


def test_a_dry_run_says_what_would_happen_and_changes_nothing(command: Command, study: Path) -> None:
    before = command("show", "fls", "P001", "--json").json
    said = command(*SMITH, "--dry-run", "--json")
    assert said.json == {
        "source": "P001",
        "replaced": [{"before": "nobody's", "after": "somebody else's"}],
        "kept": {"coding": 1, "quotation": 0, "memo": 0},
        "turns_lost": [],
        "to_review": [
            {
                "kind": "coding",
                "number": 1,
                "code": "Making the case > Time and capacity > Nobody's job",
                "coder": "Mairi Lennox",
                "fate": "words changed",
                "before": "nobody's job",
                "after": "somebody else's job",
            }
        ],
        "change": None,
    }
    assert command("show", "fls", "P001", "--json").json == before


def test_words_are_corrected_reviewed_and_taken_back(command: Command) -> None:
    assert command(*SMITH, "--reason", "misheard").code == 0
    [review] = command("reviews", "list", "fls", "--json").json
    assert (review["review"], review["before"], review["after"]) == ("1", "nobody's job", "somebody else's job")
    assert command("reviews", "done", "fls", "1").code == 0
    assert command("reviews", "list", "fls", "--json").json == []
    assert [one["state"] for one in command("reviews", "list", "fls", "--all", "--json").json] == ["done"]
    revisions = command("revisions", "fls", "P001", "--json").json
    assert [(one["revision"], one["reason"], one["current"]) for one in revisions] == [(1, "", False), (2, "misheard", True)]
    assert "nobody's job" in command("show", "fls", "P001", "--revision", "1").out
    assert "nobody's job" not in command("show", "fls", "P001").out
    assert command("undo", "fls").code == command("undo", "fls").code == 0
    assert "nobody's job" in command("show", "fls", "P001").out
    assert command("check", "fls").code == 0


def test_a_whole_file_corrects_a_source(command: Command, tmp_path: Path) -> None:
    original = (tmp_path / "files" / "P001.txt").read_text(encoding="utf-8")
    corrected = tmp_path / "corrected.txt"
    corrected.write_bytes(original.replace("out of date", "years out of date").replace("\n", "\r\n").encode("utf-8-sig"))
    assert command("correct", "fls", "P001", "--file", str(corrected)).code == 0
    [coding] = [one for turn in command("show", "fls", "P001", "--json").json for one in turn["codings"] if one["id"] == 2]
    assert coding["words"] == "out of date"
    again = command("correct", "fls", "P001", "--file", str(corrected))
    assert "The text says that already." in again.err


@pytest.mark.parametrize(
    "wrong",
    [("--turn", "2"), ("--turn", "2", "--words", "job"), ("--file", "a.txt", "--turn", "2"), (), ("--words", "a", "--to", "b")],
)
def test_half_a_correction_is_wrong_use(command: Command, wrong: tuple[str, ...]) -> None:
    said = command("correct", "fls", "P001", *wrong)
    assert said.code == 2
    assert "--turn, --words and --to, or by --file" in said.err


def test_a_file_that_is_not_there_is_said(command: Command) -> None:
    said = command("correct", "fls", "P001", "--file", "nowhere.txt")
    assert (said.code, said.err) == (1, "nowhere.txt cannot be read: No such file or directory. Check the path.\n")


def test_reviews_are_named_or_all_meant(command: Command) -> None:
    command(*SMITH)
    assert command("reviews", "done", "fls").code == 2
    assert "There is no review 7." in command("reviews", "done", "fls", "7").err
    assert command("reviews", "done", "fls", "--all").code == 0
    assert command("reviews", "list", "fls", "--json").json == []


def test_a_withdrawal_has_to_be_confirmed(command: Command) -> None:
    said = command("withdraw", "fls", "P001")
    assert said.code == 2
    assert "It cannot be undone." in said.err
    assert [one["name"] for one in command("sources", "fls", "--json").json] == ["P001", "P002"]


def test_a_withdrawal_leaves_one_entry(command: Command, tmp_path: Path) -> None:
    said = command("withdraw", "fls", "P001", "--yes")
    assert said.code == 0
    assert "2 codings" in said.err
    assert [one["name"] for one in command("sources", "fls", "--json").json] == ["P002"]
    [*_, last] = command("history", "fls", "--json").json
    assert (last["verb"], last["what"], last["coder"]) == ("withdraw", "withdrew a participant", "Mairi Lennox")
    again = command("import", "fls", str(tmp_path / "files" / "P001.txt"))
    assert again.code == 1
    assert "of a participant who withdrew" in again.err
    assert "A participant was withdrawn" in command("undo", "fls").err
    assert command("check", "fls").code == 0
