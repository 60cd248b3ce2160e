"""The screen for differences from key to paint, through a real pseudo-terminal, on one long source that two coders finished.

Run alone:  python -m benchmarks.reconcile_latency [--words 100000] [--codings 2000] [--size 120x40] [--keys 40]
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from pathlib import Path

from benchmarks.measure import Figure
from benchmarks.pty_latency import DOWN, PAGE_DOWN, RIGHT, Terminal, build_study

KEYS: dict[str, tuple[float, bytes]] = {
    "differences: caret by word": (16, RIGHT),
    "differences: row down": (25, DOWN),
    "differences: page down": (25, PAGE_DOWN),
    "differences: next turn": (25, b"}"),
    "differences: next difference": (25, b"n"),
}
"""Goal in ms for the 95th percentile, and the key: those of the coding screen."""


def build(folder: Path, words: int, codings: int) -> Path:
    """The long study with a second coder: most of the first one's codings, some with other ends or codes, and some new ones."""
    from qualcode.services.codings_files import import_codings
    from qualcode.services.double_coding import finish_sources
    from qualcode.services.studies import add_coder, open_study

    path = build_study(folder, words, codings)
    chance = random.Random(11)
    with (folder / "codings.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["coder"] = "Bea"
        move = chance.randrange(4)
        if move == 1:
            row["start"] = str(int(row["start"]) + 3)
        elif move == 2:
            row["code"] = chance.choice(rows)["code"]
    kept = [row for row in rows if chance.randrange(8)]
    with (folder / "second.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["coder", "source", "start", "end", "code"])
        writer.writeheader()
        writer.writerows({name: row[name] for name in writer.fieldnames} for row in kept)
    with open_study(path, "Ann") as study:
        add_coder(study, "Bea")
        import_codings(study, folder / "second.csv")
        finish_sources(study, ["long"])
    with open_study(path, "Bea") as study:
        finish_sources(study, ["long"])
    return path


def run(study: Path, columns: int, rows: int, keys: int) -> list[Figure]:
    """Measure the keys of the screen for differences."""
    terminal = Terminal(["-m", "qualcode", "reconcile", str(study), "--as", "Ann"], columns, rows)
    size = f"{columns}x{rows}"
    figures = [Figure(f"differences usable {size}", 1.5, "s", [terminal.until(b"boundary")])]
    terminal.settle()
    for name, (goal, key) in KEYS.items():
        terminal.send(b"g")
        figures.append(Figure(f"{name} {size}", goal, "ms", [terminal.press(key).done for _ in range(keys)], kind="p95"))
    # The first outcome begins the discussion, and carries over what both agreed on.
    terminal.send(b"5")
    terminal.settle(4.0)
    outcome, dropped, undo, amount = [], [], [], []
    for _ in range(max(8, keys // 2)):
        answer = terminal.press(b"5")
        outcome.append(answer.done)
        amount.append(answer.bytes / 1000)
        dropped.append(terminal.press(b"x").done)
        undo.append(terminal.press(b"u").done)
    for name, goal, values in (("outcome", 16, outcome), ("drop", 16, dropped), ("undo", 16, undo)):
        figures.append(Figure(f"differences: {name} {size}", goal, "ms", values, kind="p95"))
    figures.append(Figure(f"differences: kB painted by an outcome {size}", 16, "kB", amount, kind="p95"))
    figures.append(Figure(f"differences: memory {size}", 100, "MB", [terminal.memory()]))
    terminal.close()
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--codings", type=int, default=2_000)
    parser.add_argument("--size", action="append")
    parser.add_argument("--keys", type=int, default=40)
    given = parser.parse_args()
    for size in given.size or ["120x40"]:
        columns, rows = (int(part) for part in size.split("x"))
        with tempfile.TemporaryDirectory() as made:
            for figure in run(build(Path(made), given.words, given.codings), columns, rows, given.keys):
                print("  ".join(f"{part:<44}" if place == 0 else f"{part:<18}" for place, part in enumerate(figure.line)))


if __name__ == "__main__":
    main()
