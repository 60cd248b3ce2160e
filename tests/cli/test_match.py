"""Matching two code lists by line and by table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

LEAD, SECOND = "Mairi Lennox", "Tom Adeyemi"


@pytest.fixture
def developed(study: Path, command: Callable[..., Said]) -> Path:
    """P001 coded by both to develop codes; the second made two of his own."""
    name = str(study)
    assert command("sample", name, "--for", SECOND, "--choose", "P001", "--reason", "rich", "--purpose", "develop").code == 0
    for code in ("No time", "Kindness"):
        assert command("codebook", "add", name, code, "--definition", f"What {code} is.", "--as", SECOND).code == 0
    assert command("code", "add", name, "P001", "--words", "I did, at home.", "--code", "No time", "--as", SECOND).code == 0
    assert command("code", "add", name, "P001", "--words", "at home", "--code", "Written at home", "--as", LEAD).code == 0
    assert command("finish", name, "P001", "--as", LEAD).code == 0
    said = command("finish", name, "P001", "--as", SECOND).err
    assert "it is closed, and stays so; `qualcode match` lays the two code lists side by side." in said
    return study


def test_the_whole_matching_by_line(developed: Path, command: Callable[..., Said]) -> None:
    name = str(developed)
    shown = command("match", name, "--plain")
    assert "No time  (Tom Adeyemi, 1 coding)\n   What No time is.\n" in shown.out
    assert "   near: Making the case > Time and capacity > Written at home (1)\n" in shown.out
    assert "0 of 2 codes related." in shown.err
    first = ("match", "set", name, "--first", "Written at home", "--second", "No time")
    assert "1 of the second list still without a relation." in command(*first, "--relation", "same", "--reason", "his word").err
    refused = command("match", "finish", name)
    assert refused.code == 1
    assert '1 code of the second list has no relation yet: "Kindness".' in refused.err
    assert command("match", "set", name, "--second", "Kindness", "--relation", "drop").code == 0
    relations = command("match", "show", name, "--json").json["relations"]
    assert [(one["relation"], one["result"], one["reason"]) for one in relations] == [
        ("same", "Making the case > Time and capacity > Written at home", "his word"),
        ("drop", None, ""),
    ]
    done = command("match", "finish", name, "--version", "v2")
    assert done.code == 0
    assert "Finished matching 1: codebook version v2, 2 changes." in done.err
    assert "No time" not in command("codebook", "show", name).out
    assert command("undo", name).code == 0
    assert "No time" in command("codebook", "show", name).out


def test_the_table_is_filled_in_and_read(developed: Path, command: Callable[..., Said], tmp_path: Path) -> None:
    name, file = str(developed), tmp_path / "matching.csv"
    assert "Wrote 2 rows to" in command("match", "export", name, str(file)).err
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(",No time,,", "Written at home,No time,same,").replace(",Kindness,,", ",Kindness,keep,"), encoding="utf-8"
    )
    assert "Set 2 relations." in command("match", "import", name, str(file)).err
    assert command("match", "unset", name, "Kindness").code == 0
    assert "→ same: Making the case > Time and capacity > Written at home / No time" in command("match", name, "--plain").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("set", "--first", "Approval", "--relation", "same"), "said of two codes"),
        (("set", "--first", "Nothing", "--relation", "keep"), 'no code "Nothing"'),
        (("unset", "Approval"), "no such relation"),
        (("finish",), "No code lists are being matched"),
    ],
)
def test_wrong_use_is_one_sentence(developed: Path, command: Callable[..., Said], words: tuple[str, ...], sentence: str) -> None:
    said = command("match", words[0], str(developed), *words[1:])
    assert said.code in {1, 2}
    assert sentence in said.err
