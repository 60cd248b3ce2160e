from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "own" / "settings.toml"))
    return tmp_path / "own" / "settings.toml"


def test_what_is_in_force_and_where_it_stands(command: Callable[..., Said], file: Path) -> None:
    said = command("config", "--json").json
    assert (said["path"], said["exists"], said["keys"], said["faults"]) == (str(file), False, {}, [])
    assert {one["from"] for one in said["settings"]} == {"default"}
    assert command("config", "set", "compact", "yes").code == 0
    assert command("config", "set", "keys.coding.uncode", "f5").code == 0
    said = command("config", "--json").json
    assert {"name": "compact", "value": True, "from": "set"} in said["settings"]
    assert said["keys"] == {"coding.uncode": "f5"}
    assert "keys.coding.uncode  f5        set" in command("config").out
    assert {"id": "coding.uncode", "keys": "f5", "from": "set"}.items() <= next(
        one.items() for one in command("config", "keys", "--json").json if one["id"] == "coding.uncode"
    )
    assert command("config", "unset", "compact").code == 0
    assert "does not set compact" in command("config", "unset", "compact").err
    assert file.read_text(encoding="utf-8") == '\n[keys]\n"coding.uncode" = "f5"\n'


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("thme", "nord", 'Did you mean "theme"?'),
        ("theme", "nrod", 'Did you mean "nord"?'),
        ("measure", "7", "from 40 to 160"),
        ("keys.coding.uncoded", "d", 'Did you mean "coding.uncode"?'),
        ("keys.coding.uncode", "r", "coding.recode"),
    ],
)
def test_what_cannot_be_set_is_answered_with_the_nearest(
    command: Callable[..., Said], file: Path, name: str, value: str, said: str
) -> None:
    answer = command("config", "set", name, value)
    assert answer.code == 1
    assert said in answer.err
    assert not file.exists()


def test_faults_of_the_file_are_listed(command: Callable[..., Said], file: Path) -> None:
    file.parent.mkdir()
    file.write_text('compcat = true\ntheme = "nrod"\n[keys]\n"coding.uncode" = "r"\n', encoding="utf-8")
    assert len(command("config", "--json").json["faults"]) == 3
    assert "coding.recode" in command("config").err
    # One that is wrong does not stand in the way of one that is right.
    assert command("config", "set", "keys.coding.star", "f6").code == 0
