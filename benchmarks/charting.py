"""Framework charts of many cases: reading a chart with the state of every cell, opening a cell, writing in one.

Run alone:  python -m benchmarks.charting [--cases 1000] [--themes 100]
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import Figure, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

CODED = 40
"""Codings of each case."""
CHARTED = 0.3
"""The share of cells in which something stands."""


def build(folder: Path, cases: int, themes: int) -> Path:
    """A study of short interviews, each with a case, coded with themes of one group, a third of the cells written."""
    from qualcode.services.cases import import_cases
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.codings_files import import_codings
    from qualcode.services.importing import import_files
    from qualcode.services.studies import new_study
    from qualcode.services.summaries import import_summaries

    chance = random.Random(5)
    names = [f"P{number:04d}" for number in range(1, cases + 1)]
    codes = [f"group > theme {number}" for number in range(1, themes + 1)]
    texts = folder / "texts"
    texts.mkdir(parents=True)
    coded, written = [], []
    for name in names:
        turns = [f"{name}: It was the work of {turn} weeks, and nobody's job before that." for turn in range(30)]
        text = "\n\n".join(f"I: And then?\n\n{turn}" for turn in turns)
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        for _ in range(CODED):
            start = text.index(chance.choice(turns)) + len(name) + 2
            coded.append(("Ann", name, start, start + chance.randrange(8, 40), chance.choice(codes)))
        for code in codes:
            if chance.random() < CHARTED:
                text_of = f'Took {chance.randrange(30)} weeks; "nobody\'s job" (t. {2 * chance.randrange(1, 30)}). ' * 2
                written.append((name, code, *(("", "not raised") if chance.random() < 0.3 else (text_of, ""))))
    (folder / "codebook.csv").write_text(
        "path,kind\ngroup,group\n" + "".join(f"{code},theme\n" for code in codes), encoding="utf-8"
    )
    (folder / "cases.csv").write_text(
        "id,role,years,source\n"
        + "".join(f"{name},{chance.choice(['nurse', 'doctor'])},{chance.randrange(30)},{name}\n" for name in names),
        encoding="utf-8",
    )
    for file, columns, rows in (
        ("codings.csv", ("coder", "source", "start", "end", "code"), coded),
        ("summaries.csv", ("case", "theme", "text", "mark"), written),
    ):
        with (folder / file).open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([columns, *rows])
    with new_study(folder / "study", lead="Ann") as study:
        import_files(study, sorted(texts.iterdir()))
        import_codebook(study, folder / "codebook.csv")
        import_cases(study, folder / "cases.csv")
        import_codings(study, folder / "codings.csv")
        import_summaries(study, folder / "summaries.csv")
    return folder / "study.qualcode"


def figures(path: Path, cases: int, themes: int, goal: float) -> Iterator[Figure]:
    """How long a chart takes to read, with the state of every cell; a cell to open and to write."""
    from qualcode.services.charting import write_summary
    from qualcode.services.charting_cells import open_cell, open_charts, reread_cell
    from qualcode.services.charting_layouts import layouts_for
    from qualcode.services.charting_states import cells_in_state
    from qualcode.services.studies import open_study

    size = f"{cases} x {themes}"

    def read() -> None:
        with open_study(path) as study:
            for one in open_charts(study, layouts_for(study)):
                one.table.states()

    yield Figure(f"chart of {size} read afresh, with all states", goal, "s", timed(read, runs=5))
    with open_study(path) as study:
        (chart,) = open_charts(study, layouts_for(study))
        at = chart.table.rows[cases // 2].case, chart.table.columns[themes // 2].code
        yield Figure(f"chart of {size} read again", goal, "s", timed(lambda: open_charts(study, layouts_for(study)), runs=5))
        yield Figure(f"cell of {size} opened", 30, "ms", timed(lambda: open_cell(study, *at, chart=chart), runs=20, scale=1000))

        def write() -> None:
            write.count += 1  # type: ignore[attr-defined]
            write_summary(study, *at, f"Took {write.count} weeks.")  # type: ignore[attr-defined]
            reread_cell(study, chart, *at)

        write.count = 0  # type: ignore[attr-defined]
        yield Figure(f"cell of {size} written and read", 30, "ms", timed(write, runs=20, scale=1000))
        yield Figure(f"status of {size}", 10 * goal, "s", timed(lambda: cells_in_state(study), runs=3))


def main() -> None:
    """Build a study and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--themes", type=int, default=100)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place)
        path = folder / "study.qualcode"
        if not path.exists():
            build(folder, given.cases, given.themes)
        for figure in figures(path, given.cases, given.themes, 0.4):
            print(figure)


if __name__ == "__main__":
    main()
