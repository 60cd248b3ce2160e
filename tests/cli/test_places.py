"""Paths that cannot be: each gets a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]

TOO_LONG = "a" * 300
WRITTEN = ("codings export fls {}.csv", "backup fls --to {}.qualcode", "codebook export fls {}.yaml", "chart fls --to {}.docx")


@pytest.mark.parametrize("place", [f"file/{'x'}", TOO_LONG, "no folder/x"])
@pytest.mark.parametrize("line", WRITTEN)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    command: Command, study: Path, tmp_path: Path, line: str, place: str
) -> None:
    (tmp_path / "file").write_text("a file where a folder should be", encoding="utf-8")
    assert study.exists()
    before = sorted(path.name for path in tmp_path.iterdir())
    done = command(*(word.format(place) for word in line.split(" ")))
    assert (done.code, done.out) == (1, "")
    assert "written" in done.err
    assert "fault of its own" not in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize("line", ["show {} P001", "backup {}", "undo {}"])
def test_a_study_whose_name_is_too_long_for_the_system_is_not_there(command: Command, line: str) -> None:
    done = command(*line.format(TOO_LONG).split(" "))
    assert (done.code, done.err.split(" ")[:4]) == (1, ["There", "is", "no", "study"])


def test_nor_is_it_a_command(command: Command) -> None:
    done = command(TOO_LONG)
    assert done.code == 2
    assert "There is no command" in done.err


def test_a_blind_coder_exports_what_they_coded_with_codes_outside_their_round(
    command: Command, study: Path, tmp_path: Path
) -> None:
    assert study.exists()
    tom = ("--as", "Tom Adeyemi")
    words = "They were out of date"
    assert command("code", "add", "fls", "P001", "--words", words, "--code", "Out of date", *tom).code == 0
    sample = ("--for", "Tom Adeyemi", "--share", "1", "--seed", "1", "--purpose", "develop", "--as", "Mairi Lennox")
    assert command("sample", "fls", *sample).code == 0
    for made in ("", "A code of Tom's"):
        if made:
            assert command("codebook", "add", "fls", made, *tom).code == 0
        assert command("codings", "export", "fls", "own.csv", *tom).code == 0
        assert "(a code outside this round)" in (tmp_path / "own.csv").read_text(encoding="utf-8")
        shown = command("show", "fls", "P001", *tom)
        assert (shown.code, "Out of date" in shown.out) == (0, False)
        assert f'(a code outside this round) #1 (Tom Adeyemi): "{words}"' in shown.out
