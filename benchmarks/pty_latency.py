"""The coding screen from key to paint, through a real pseudo-terminal: key bytes written until the last byte of its repaint.

Run alone:  python -m benchmarks.pty_latency [--words 100000] [--codings 2000] [--size 120x40] [--keys 60]
"""

from __future__ import annotations

import argparse
import csv
import fcntl
import itertools
import os
import pty
import random
import select
import shutil
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import Figure

SILENCE = 0.06
"""Seconds without output after which a repaint is over."""
PATIENCE = 5.0
"""Seconds a key may take to its first byte before the run counts as stuck."""
UP, DOWN, RIGHT, PAGE_DOWN = b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[6~"


@dataclass(frozen=True)
class Answer:
    """What a key brought: milliseconds to the first and to the last byte, and how many bytes."""

    first: float
    done: float
    bytes: int


class Terminal:
    """A program in a pseudo-terminal of a given size."""

    def __init__(self, arguments: list[str], columns: int, rows: int) -> None:
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8", COLUMNS=str(columns), LINES=str(rows))
            os.execv(sys.executable, [sys.executable, *arguments])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = b""

    def _read(self, patience: float) -> bytes:
        ready, _, _ = select.select([self._fd], [], [], patience)
        if not ready:
            return b""
        try:
            return os.read(self._fd, 1 << 16)
        except OSError:
            return b""

    def until(self, sign: bytes, patience: float = 20.0) -> float:
        """Seconds from the start until the output holds `sign`."""
        while sign not in self.output:
            piece = self._read(patience)
            if not piece:
                raise RuntimeError(f"the screen never showed {sign!r}; it ended with {self.output[-300:]!r}")
            self.output += piece
        return time.perf_counter() - self.started

    def begin(self, key: bytes) -> float:
        """Send a key whose answer is waited for by `until`; returns seconds from the start."""
        self.output = b""
        os.write(self._fd, key)
        return time.perf_counter() - self.started

    def settle(self, silence: float = 0.4) -> float:
        """Read until nothing comes for a while; returns seconds from the start to the last byte."""
        last = time.perf_counter()
        while piece := self._read(silence):
            self.output += piece
            last = time.perf_counter()
        return last - self.started

    def wait(self, patience: float) -> None:
        """Wait for the first byte that comes without a key."""
        piece = self._read(patience)
        if not piece:
            raise RuntimeError(f"nothing was painted in {patience} s")
        self.output += piece

    def send(self, key: bytes) -> None:
        """Send a key whose answer is not measured, and which may bring nothing."""
        os.write(self._fd, key)
        self.settle(0.2)

    def press(self, key: bytes) -> Answer:
        """Send a key and read what it brings."""
        sent = time.perf_counter()
        os.write(self._fd, key)
        piece = self._read(PATIENCE)
        if not piece:
            raise RuntimeError(f"{key!r} brought nothing in {PATIENCE} s")
        first = last = time.perf_counter()
        count = len(piece)
        while piece := self._read(SILENCE):
            last = time.perf_counter()
            count += len(piece)
            self.output = piece
        return Answer((first - sent) * 1000, (last - sent) * 1000, count)

    def memory(self) -> float:
        """Resident memory in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def close(self) -> None:
        """Leave with ctrl+q and wait for the end."""
        os.write(self._fd, b"\x11")
        while self._read(2.0):
            pass
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def build_study(folder: Path, words: int, codings: int) -> Path:
    """A study with one transcript of so many words and so many codings of one to four sentences.

    Each call hands out a copy of its own: what one measurement codes is not there for the next.
    """
    made = _made_study(folder, words, codings)
    copy = next(path for number in itertools.count(1) if not (path := folder / f"{made.stem}-copy-{number}.qualcode").exists())
    return Path(shutil.copy(made, copy))


def _made_study(folder: Path, words: int, codings: int) -> Path:
    """The study that copies are made of, built where it is not there yet."""
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.codings_files import import_codings
    from qualcode.services.importing import import_files
    from qualcode.services.studies import new_study

    path = folder / f"long-{words}-{codings}.qualcode"
    if path.exists():
        return path
    transcripts = corpus.transcripts(max(1, round(words / 8200)))
    text, sentences, at = "", [], 0
    pieces = []
    for one in transcripts:
        pieces.append(one.text + "\n")
        sentences += [(start + at, end + at) for turn in one.sentences for start, end in turn]
        at += len(pieces[-1])
    text = "".join(pieces)
    (folder / "long.txt").write_text(text, encoding="utf-8")
    with (folder / "codebook.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["path"], *([path] for path in corpus.codes())])
    chance = random.Random(7)
    with (folder / "codings.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["coder", "source", "start", "end", "code"])
        for _ in range(codings):
            first = chance.randrange(len(sentences))
            last = min(len(sentences) - 1, first + chance.randrange(4))
            rows.writerow(["Ann", "long", sentences[first][0], sentences[last][1], chance.choice(corpus.codes()[2:])])
    labels = sorted({line.split(":")[0] for one in transcripts for line in one.paragraphs})
    roles = ",".join(f"{label}={'interviewer' if label == 'I' else 'participant'}" for label in labels)
    with new_study(path, lead="Ann") as study:
        import_codebook(study, folder / "codebook.csv")
        import_files(study, [folder / "long.txt"], speakers=roles, case_from="none")
        import_codings(study, folder / "codings.csv")
    return path


KEYS: dict[str, tuple[float, bytes]] = {
    "caret by word": (16, RIGHT),
    "extend by word": (16, b"L"),
    "row down": (25, DOWN),
    "page down": (25, PAGE_DOWN),
    "next turn": (25, b"}"),
    "next coding": (25, b"n"),
}
"""Goal in ms for the 95th percentile, and the key."""


def run(study: Path, columns: int, rows: int, keys: int) -> list[Figure]:
    """Measure every key of the coding screen on a study."""
    terminal = Terminal(["-m", "qualcode", "open", str(study), "--source", "long"], columns, rows)
    size = f"{columns}x{rows}"
    figures = [
        Figure(f"first paint {size}", 0.40, "s", [terminal.until(b"qualcode")]),
        Figure(f"study usable {size}", 0.75, "s", [terminal.until(b"coder:")]),
    ]
    terminal.settle()
    for name, (goal, key) in KEYS.items():
        terminal.send(b"g")
        figures.append(_keys(terminal, f"{name} {size}", goal, [key] * keys))
    figures += _coding(terminal, size, keys)
    figures.append(Figure(f"memory of the screen {size}", 80, "MB", [terminal.memory()]))
    terminal.close()
    return figures


def _keys(terminal: Terminal, name: str, goal: float, keys: list[bytes]) -> Figure:
    return Figure(name, goal, "ms", [terminal.press(key).done for key in keys], kind="p95")


def _coding(terminal: Terminal, size: str, keys: int) -> list[Figure]:
    """Apply, uncode, undo, and quick code with letters, again and again at new places."""
    apply, amount, uncode, undo, opened, letter, enter = ([] for _ in range(7))
    terminal.send(b"\x1b")
    for _ in range(max(8, keys // 3)):
        terminal.press(b"}")
        terminal.press(b")")
        opened.append(terminal.press(b"c").done)
        letter += [terminal.press(sign).done for sign in (b"5", b".", b"2")]
        enter.append(terminal.press(b"\r").done)
        terminal.press(b"}")
        answer = terminal.press(b".")
        apply.append(answer.done)
        amount.append(answer.bytes / 1000)
        undo.append(terminal.press(b"u").done)
        terminal.press(b".")
        uncode.append(terminal.press(b"x").done)
    rows = [
        ("apply a code", 16, apply),
        ("undo", 16, undo),
        ("uncode", 16, uncode),
        ("quick code: open", 20, opened),
        ("quick code: a letter", 20, letter),
        ("quick code: Enter", 20, enter),
    ]
    figures = [Figure(f"{name} {size}", goal, "ms", values, kind="p95") for name, goal, values in rows]
    return [*figures, Figure(f"bytes painted by an apply {size}", 4, "kB", amount, kind="p95")]


def figures(
    folder: Path, *, words: int = 100_000, codings: int = 2_000, sizes: tuple[tuple[int, int], ...] = ((120, 40),), keys: int = 40
) -> list[Figure]:
    """Every figure of the coding screen, on a study made in `folder`."""
    study = build_study(folder, words, codings)
    return [figure for columns, rows in sizes for figure in run(study, columns, rows, keys)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--codings", type=int, default=2_000)
    parser.add_argument("--size", action="append")
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--in", dest="folder", type=Path)
    given = parser.parse_args()
    sizes = tuple((int(wide), int(high)) for wide, high in (size.split("x") for size in given.size or ["120x40"]))
    with tempfile.TemporaryDirectory() as made:
        for figure in figures(given.folder or Path(made), words=given.words, codings=given.codings, sizes=sizes, keys=given.keys):
            print("  ".join(f"{part:<34}" if place == 0 else f"{part:<18}" for place, part in enumerate(figure.line)))


if __name__ == "__main__":
    main()
