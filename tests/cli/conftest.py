from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.__main__ import run
from qualcode.services.studies import add_coder, new_study
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What one command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command line in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QUALCODE_CODER", raising=False)

    def command(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(list(arguments))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study `fls` with two interviews, a small codebook and two coders, in the folder commands run in."""
    with new_study(tmp_path / "fls", lead="Mairi Lennox") as made:
        with_sources(made, tmp_path / "files", "P001", "P002")
        add_coder(made, "Tom Adeyemi")
    return tmp_path / "fls.qualcode"
