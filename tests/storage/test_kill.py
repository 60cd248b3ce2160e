"""`kill -9` in the middle of work: on reopening nothing that was confirmed is lost, and the study is clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qualcode.services.checking import check_study
from qualcode.services.importing import import_files
from qualcode.services.studies import history, new_study, open_study, undo
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path

CODER = """
import sys
from qualcode.domain.spans import Span
from qualcode.services.coding import apply_code
from qualcode.services.studies import open_study
study = open_study(sys.argv[1])
text = study.sources.text(1)
code = study.codes.codebook().find("Nobody's job").id
for start in range(0, len(text.text) - 8):
    if text.text[start:start + 5].strip():
        number, change = apply_code(study, source=1, span=Span(start, start + 5), code=code)
        print(number, start, flush=True)
"""

IMPORTER = """
import sys
from pathlib import Path
from qualcode.services.importing import import_files
from qualcode.services.studies import open_study
study = open_study(sys.argv[1])
import_files(study, sorted(Path(sys.argv[2]).glob("*.txt")), progress=lambda done, total, what: print(done, flush=True))
"""


def killed_after(program: str, lines: int, *arguments: str) -> list[str]:
    """Run a program and kill it outright once it has confirmed so many lines; all that it confirmed."""
    child = subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(lines)]
    os.kill(child.pid, signal.SIGKILL)
    said += child.stdout.readlines()
    child.stdout.close()
    assert child.wait(timeout=60) == -signal.SIGKILL
    return [line for line in said if line.endswith("\n")]


@pytest.mark.parametrize("lines", [1, 17, 60])
def test_coding(tmp_path: Path, lines: int) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        with_sources(study, tmp_path / "files", "P001")
    confirmed = killed_after(CODER, lines, str(tmp_path / "fls.qualcode"))
    assert len(confirmed) >= lines
    with open_study(tmp_path / "fls") as study:
        there = {coding.id: coding.span.start for coding in study.codings.all()}
        for line in confirmed:
            number, start = line.split()
            assert there[int(number)] == int(start)
        assert len(there) - len(confirmed) in {0, 1}
        assert check_study(study).faults == ()
        undo(study)
        assert len(study.codings.all()) == len(there) - 1


@pytest.mark.parametrize("lines", [2, 9, 25])
def test_import(tmp_path: Path, lines: int) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(30):
        talk = "\n\n".join(f"I: And then, {turn}?\n\nP{number:03d}: It came back, {turn} times." for turn in range(200))
        (files / f"P{number:03d}.txt").write_text(talk, encoding="utf-8")
    new_study(tmp_path / "fls", lead="Mairi").close()
    confirmed = killed_after(IMPORTER, lines, str(tmp_path / "fls.qualcode"), str(files))
    with open_study(tmp_path / "fls") as study:
        sources = study.sources.all()
        assert len(sources) - int(confirmed[-1]) in {0, 1}
        assert len(history(study)) == len(sources)
        assert check_study(study).faults == ()
        again = import_files(study, sorted(files.glob("*.txt")))
        assert len(again.failed) == len(sources)
        assert len(study.sources.all()) == 30
        assert check_study(study).faults == ()
