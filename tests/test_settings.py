from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput
from qualcode.settings import Settings, keep_theme, read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "config" / "settings.toml"))
    return tmp_path / "config" / "settings.toml"


def test_without_a_file_things_are_as_usual(file: Path) -> None:
    assert read_settings() == Settings(theme="qual-ink")
    assert not file.exists()


def test_a_theme_is_kept(file: Path) -> None:
    keep_theme("qual-paper")
    assert read_settings().theme == "qual-paper"


@pytest.mark.parametrize("content", ["theme = ", 'thene = "qual-ink"', "theme = 3"])
def test_a_faulty_file_is_named(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"settings\.toml"):
        read_settings()


def test_a_folder_that_may_not_be_is_named(file: Path) -> None:
    file.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(InvalidInput, match="cannot be written"):
        keep_theme("qual-paper")
