"""The framework chart from key to paint, through a real pseudo-terminal, on a chart of 1,000 cases and 100 themes.

Run alone:  python -m benchmarks.chart_latency [--cases 1000] [--themes 100] [--size 120x40] [--keys 40]
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from pathlib import Path

from benchmarks.measure import Figure
from benchmarks.pty_latency import DOWN, PAGE_DOWN, RIGHT, Terminal

TEXT = """wrote it at home over weeks and nobody asked for the figures so the case went back to the board which had no category
for it and the savings fell in another budget than the costs which is why the second version named quality first"""
UP, LEFT = b"\x1b[A", b"\x1b[D"
KEYS: dict[str, tuple[float, bytes]] = {
    "chart: row down": (30, DOWN),
    "chart: row up": (30, UP),
    "chart: column on": (30, RIGHT),
    "chart: column back": (30, LEFT),
    "chart: page down": (30, PAGE_DOWN),
    "chart: last and first row": (30, b"G"),
}
"""Goal in ms for the 95th percentile, and the key."""


def build(folder: Path, cases: int, themes: int) -> Path:
    """A study whose chart has so many cases and themes: two of three cells summarised, each on one or two codings."""
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.codings_files import import_codings
    from qualcode.services.importing import import_files
    from qualcode.services.studies import new_study
    from qualcode.services.summaries import import_summaries

    path = folder / f"chart-{cases}-{themes}.qualcode"
    if path.exists():
        return path
    chance = random.Random(3)
    turns, words = [], TEXT.split()
    (folder / "interviews").mkdir()
    for case in range(cases):
        text = ""
        for _ in range(4):
            text += f"P{case:04d}: "
            said = " ".join(chance.choices(words, k=40))
            turns.append((f"P{case:04d}", len(text), len(text) + len(said)))
            text += said + "\n\n"
        (folder / "interviews" / f"P{case:04d}.txt").write_text(text, encoding="utf-8")
    names = [f"Theme {at:03d}" for at in range(themes)]
    _table(folder / "codebook.csv", ["path", "kind"], [["Aims", "group"], *([f"Aims > {name}", "theme"] for name in names)])
    codings = [
        ["Ann", source, start, end, theme] for source, start, end in turns for theme in chance.sample(names, max(1, themes // 12))
    ]
    summaries = [
        [f"P{case:04d}", theme, " ".join(chance.choices(words, k=chance.randrange(6, 36)))]
        for case in range(cases)
        for theme in chance.sample(names, themes * 2 // 3)
    ]
    _table(folder / "codings.csv", ["coder", "source", "start", "end", "code"], codings)
    _table(folder / "summaries.csv", ["case", "theme", "text"], summaries)
    with new_study(path, lead="Ann") as study:
        import_codebook(study, folder / "codebook.csv")
        import_files(study, sorted((folder / "interviews").iterdir()))
        import_codings(study, folder / "codings.csv", finished=True)
        import_summaries(study, folder / "summaries.csv")
    return path


def _table(path: Path, columns: list[str], rows: list[list[object]] | list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def run(study: Path, columns: int, rows: int, keys: int) -> list[Figure]:
    """Measure opening the chart and its keys."""
    terminal = Terminal(["-m", "qualcode", "open", str(study)], columns, rows)
    terminal.until(b"coder:")
    terminal.settle()
    size = f"{columns}x{rows}"
    shown, read = [], []
    for _ in range(3):
        seconds = _open(terminal)
        shown.append(seconds[0])
        read.append(seconds[1])
        terminal.send(b"q")
    _open(terminal)
    figures = [
        Figure(f"chart: first rows on the screen {size}", 0.40, "s", shown),
        Figure(f"chart: read in full {size}", 2.0, "s", read),
    ]
    for name, (goal, key) in KEYS.items():
        terminal.send(b"g")
        presses = [key, b"g"] * (keys // 2) if key == b"G" else [key] * keys
        figures.append(Figure(f"{name} {size}", goal, "ms", [terminal.press(one).done for one in presses], kind="p95"))
    figures.append(Figure(f"memory of the chart {size}", 200, "MB", [terminal.memory()]))
    terminal.close()
    return figures


def _open(terminal: Terminal) -> tuple[float, float]:
    """Open the chart; returns the seconds to its first rows, and to the last byte once it is read."""
    terminal.send(b"o")
    sent = terminal.begin(b"a")
    shown = terminal.until(b"P0001") - sent
    terminal.until(b"complete ")
    return shown, terminal.settle() - sent


def figures(
    folder: Path, *, cases: int = 1000, themes: int = 100, sizes: tuple[tuple[int, int], ...] = ((120, 40),), keys: int = 40
) -> list[Figure]:
    """Every figure of the framework chart, on a study made in `folder`."""
    study = build(folder, cases, themes)
    return [figure for columns, rows in sizes for figure in run(study, columns, rows, keys)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--themes", type=int, default=100)
    parser.add_argument("--size", action="append")
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--in", dest="folder", type=Path)
    given = parser.parse_args()
    sizes = tuple((int(wide), int(high)) for wide, high in (size.split("x") for size in given.size or ["120x40"]))
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        for figure in figures(folder, cases=given.cases, themes=given.themes, sizes=sizes, keys=given.keys):
            print("  ".join(f"{part:<34}" if place == 0 else f"{part:<18}" for place, part in enumerate(figure.line)))


if __name__ == "__main__":
    main()
