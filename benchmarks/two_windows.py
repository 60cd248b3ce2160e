"""Coding in one window while another process imports: how long a key waits for its first byte, at worst.

Run alone:  python -m benchmarks.two_windows [--files 330] [--rounds 3]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import Figure
from benchmarks.pty_latency import Terminal, build_study

FREEZE = 300
"""Milliseconds that no key may be without an answer."""
NEWS = 1000
"""Milliseconds after which a coding of another window is on the screen."""
IMPORT = 6
"""Seconds for the import itself; it and the keys share the machine."""


def figures(folder: Path, *, files: int = 330, rounds: int = 1, words: int = 100_000, codings: int = 2_000) -> list[Figure]:
    """The waits of keys while so many transcripts are imported, and how soon a coding of another window is seen."""
    texts = folder / "import"
    if not texts.exists():
        texts.mkdir()
        for one in corpus.transcripts(files):
            (texts / f"{one.name}.txt").write_text(one.text, encoding="utf-8")
    paths = sorted(str(path) for path in texts.iterdir())[:files]
    waits: list[float] = []
    seconds: list[float] = []
    for _ in range(rounds):
        keys, took = _code_while_importing(build_study(folder, words, codings), paths)
        waits += keys
        seconds.append(took)
    return [
        Figure(f"a key while {files} transcripts are imported: the longest wait", FREEZE, "ms", [max(waits)]),
        Figure(f"a key while {files} transcripts are imported", FREEZE, "ms", waits, kind="p95"),
        Figure(f"the import of {files} meanwhile (process)", IMPORT, "s", seconds),
        Figure("a coding of another window is seen after", NEWS, "ms", _news(build_study(folder, words, codings)), kind="p95"),
    ]


def _code_while_importing(study: Path, paths: list[str]) -> tuple[list[float], float]:
    """Milliseconds to the first byte of each key, and the seconds the import took; every coding has to be there then."""
    before, _ = _held(study)
    terminal = Terminal(["-m", "qualcode", "open", str(study), "--source", "long"], 120, 40)
    terminal.until(b"coder:")
    terminal.settle()
    for key in (b"g", b"c", b"5", b".", b"2", b"\r"):
        terminal.send(key)
    began = time.perf_counter()
    importing = subprocess.Popen(
        [sys.executable, "-m", "qualcode", "import", str(study), *paths], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    waits: list[float] = []
    applied = 1
    while importing.poll() is None:
        waits += [terminal.press(key).first for key in (b"}", b"\x1b[B", b".")]
        applied += 1
    took = time.perf_counter() - began
    if importing.returncode:
        raise RuntimeError("the import failed")
    terminal.settle(1.0)
    terminal.close()
    there, sources = _held(study)
    if there - before != applied or sources != 1 + len(paths):
        raise RuntimeError(
            f"{applied} codings were made and {len(paths)} transcripts imported; {there - before} and {sources - 1} are there"
        )
    return waits, took


def _held(study: Path) -> tuple[int, int]:
    """How many codings of the long transcript and how many sources a study holds, which `check` finds sound."""
    from qualcode.services.checking import check_study
    from qualcode.services.studies import open_study

    with open_study(study) as opened:
        if faults := check_study(opened).faults:
            raise RuntimeError(f"the study has faults: {faults}")
        return len(opened.codings.of_source(opened.sources.named("long").id)), len(opened.sources.all())


def _news(study: Path, times: int = 20) -> list[float]:
    """Milliseconds from the moment a coding is written elsewhere until this window paints."""
    from qualcode.domain.spans import Span
    from qualcode.services.coding import apply_code
    from qualcode.services.studies import open_study

    terminal = Terminal(["-m", "qualcode", "open", str(study), "--source", "long"], 120, 40)
    terminal.until(b"coder:")
    terminal.settle()
    terminal.send(b"g")
    values = []
    with open_study(study) as other:
        source = other.sources.named("long").id
        code = other.codes.codebook().find("theme 6 > category 6.1").id
        for place in range(times):
            time.sleep(0.07 * (place % 4))
            apply_code(other, source=source, span=Span(20 + place, 40 + place), code=code)
            written = time.perf_counter()
            terminal.wait(5.0)
            values.append((time.perf_counter() - written) * 1000)
            terminal.settle(0.1)
    terminal.close()
    return values


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=330)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--in", dest="folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for figure in figures(given.folder or Path(made), files=given.files, rounds=given.rounds):
            print("  ".join(f"{part:<62}" if place == 0 else f"{part:<18}" for place, part in enumerate(figure.line)))


if __name__ == "__main__":
    main()
