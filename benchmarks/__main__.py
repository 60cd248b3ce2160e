"""`make bench`: each operation that exists against its goal, on a generated corpus of 33 transcripts (BENCH=M: 330).

Whole processes are timed from outside, operations inside this process; medians, and the 95th percentile for keys. The
machine's own speed is in every figure, so compare as a ratio within one run. ROWS="keys windows" measures these groups alone;
their names are those of GROUPS.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.agreement import figures as agreement_figures
from benchmarks.corpus import SIZES, write
from benchmarks.measure import Figure, process, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.corpus import Transcript
    from qualcode.storage import OpenStudy

HEADER = ("operation", "measured", "goal", "ratio", "spread")


@dataclass(frozen=True)
class Corpus:
    """What is measured on: a folder with the transcripts and the study made of them, and their size."""

    folder: Path
    texts: list[Transcript]
    size: str


def main() -> None:
    """Build the corpus, measure, print."""
    size = os.environ.get("BENCH", "S")
    groups = chosen(os.environ.get("ROWS", ""))
    folder = Path(tempfile.mkdtemp(prefix="qualcode-bench-"))
    try:
        print(f"size {size}: {SIZES[size]} transcripts; Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
        corpus = Corpus(folder, write(folder, size), size)
        if not ALONE.issuperset(groups):
            build(folder)
        lines = [figure.line for figure in figures(corpus, groups)]
    finally:
        shutil.rmtree(folder)
    widths = [max(len(line[place]) for line in [HEADER, *lines]) for place in range(len(HEADER))]
    for line in [HEADER, *lines]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def chosen(words: str) -> list[str]:
    """The groups that are named, all of them where none is; SystemExit where there is no such group."""
    named = words.replace(",", " ").split()
    if unknown := [name for name in named if name not in GROUPS]:
        raise SystemExit(f"There are no rows {unknown[0]!r}; ROWS takes {', '.join(GROUPS)}.")
    return [name for name in GROUPS if name in named or not named]


def build(folder: Path) -> None:
    """Make the study through the verbs a researcher uses."""
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.codings_files import import_codings
    from qualcode.services.importing import import_files
    from qualcode.services.studies import new_study

    with new_study(folder / "study", lead="Ann") as study:
        started = time.perf_counter()
        import_files(study, sorted((folder / "txt").glob("*.txt")))
        import_codebook(study, folder / "codebook.csv")
        done = import_codings(study, folder / "codings.csv", finished=True)
        print(f"built in {time.perf_counter() - started:.1f} s: {done.new} codings", flush=True)


def figures(corpus: Corpus, groups: list[str]) -> Iterator[Figure]:
    """The figures of some groups, in the order of GROUPS."""
    for name in groups:
        for figure in GROUPS[name](corpus):
            print(f"  {'  '.join(figure.line[:4])}", file=sys.stderr, flush=True)
            yield figure


def processes(folder: Path, runs: int = 5) -> Iterator[Figure]:
    """Whole processes: seconds, and the peak memory of two of them."""
    commands = (
        ("--help", 0.10, ["--help"], None),
        ("report: sources list", 0.60, ["sources", "list", "study"], 70),
        ("segments of a theme as JSON", 0.60, ["segments", "study", "--code", "theme 1", "--json"], None),
        ("agree, 60 codes", 0.75, ["agree", "study"], 90),
        ("chart to docx", 0.90, ["chart", "study", "--to", "chart.docx", "--code", "theme 1", "--code", "theme 2"], None),
    )
    for name, goal, arguments, memory in commands:
        process(arguments, folder)
        seen = [process(arguments, folder) for _ in range(runs)]
        yield Figure(f"{name} (process)", goal, "s", [seconds for seconds, _ in seen])
        if memory is not None:
            yield Figure(f"{name} (peak memory)", memory, "MB", [peak for _, peak in seen])


def imports(folder: Path, size: str) -> Iterator[Figure]:
    """Importing all transcripts as txt and as docx, in process and as a command."""
    from qualcode.services.importing import import_files
    from qualcode.services.studies import new_study

    many = SIZES[size] / SIZES["S"]
    for kind, inside, whole in (("txt", 0.10, 0.60), ("docx", 0.15, 0.80)):
        files = sorted((folder / kind).iterdir())

        def once(files: list[Path] = files) -> float:
            place = Path(tempfile.mkdtemp(dir=folder))
            with new_study(place / "new", lead="Ann") as study:
                started = time.perf_counter()
                import_files(study, files)
                return time.perf_counter() - started

        once()
        yield Figure(f"import {len(files)} {kind}", inside * many, "s", [once() for _ in range(5)])

        def command(files: list[Path] = files) -> float:
            place = Path(tempfile.mkdtemp(dir=folder))
            new_study(place / "new", lead="Ann").close()
            return process(["import", "new", *(str(file) for file in files)], place)[0]

        yield Figure(f"import {len(files)} {kind} (process)", whole * many, "s", [command() for _ in range(3)])


def reading(folder: Path, size: str) -> Iterator[Figure]:
    """Segments, frequencies and agreement, in process."""
    from qualcode.services.agreement import agreement
    from qualcode.services.codebook import count_codings
    from qualcode.services.cooccurrence import codes_together
    from qualcode.services.retrieving import retrieve
    from qualcode.services.segments import segments
    from qualcode.services.studies import open_study

    many = SIZES[size] / SIZES["S"]
    with open_study(folder / "study") as study:
        found = len(segments(study, "theme 1").extracts)
        yield Figure(f"segments of a subtree, all {found}", 8 * many, "ms", timed(lambda: segments(study, "theme 1"), scale=1000))
        values = timed(lambda: retrieve(study, "theme 1"), scale=1000)
        yield Figure("segments of a subtree as the screen lists them, from its question", 50 * many, "ms", values)
        values = timed(lambda: codes_together(study, every=True), scale=1000)
        yield Figure("co-occurrence of every two of 60 codes", 30 * many, "ms", values)
        yield Figure("frequency of every code", 8 * many, "ms", timed(lambda: count_codings(study), scale=1000))
        yield from searching(study, many)
        yield Figure("agreement of 60 codes", 50 * many, "ms", timed(lambda: agreement(study), scale=1000))
    yield Figure("study open", 100, "ms", timed(lambda: open_study(folder / "study").close(), scale=1000))


def searching(study: OpenStudy, many: float) -> Iterator[Figure]:
    """Finding words and asking for coded segments, in an open study."""
    from qualcode.services.finding import find
    from qualcode.services.queries import query_segments

    for what, words in (("a beginning of words", "bace*"), ("a phrase", "bace cen*"), ("two letters, without the index", "ba")):
        hits = len(find(study, words))
        values = timed(partial(find, study, words), scale=1000)
        yield Figure(f"find {what}, {hits} hits", 20 * many, "ms", values)
    for query in ("theme 1 and theme 2", "theme 1 near 2 theme 2 and not theme 3"):
        found = len(query_segments(study, query).extracts)
        values = timed(partial(query_segments, study, query), scale=1000)
        yield Figure(f"query {query}, {found} segments", 50 * many, "ms", values)


def outputs(folder: Path) -> Iterator[Figure]:
    """Files of charts and extracts, in process."""
    from benchmarks.corpus import codes
    from qualcode.services.segments import segments, write_segments
    from qualcode.services.studies import open_study

    every = codes()
    with open_study(folder / "study") as study:
        yield from charts(
            study, folder, every, f"chart of all participants x {len(every)}, extracts behind the cells,", evidence=None
        )
        found = segments(study, "theme 1")
        written = timed(lambda: write_segments(found, folder / "segments.docx"), runs=3)
        yield Figure(f"{len(found.extracts)} segments to docx", 0.25, "s", written)
        whole = replace(found, extracts=tuple(one for theme in range(1, 7) for one in segments(study, f"theme {theme}").extracts))
        written = timed(lambda: write_segments(whole, folder / "segments.docx"), runs=3)
        yield Figure(f"all {len(whole.extracts)} segments to docx", 1.2, "s", written)
    shutil.copy(folder / "study.qualcode", folder / "charted.qualcode")
    with open_study(folder / "charted") as study:
        summarise(study, folder / "summaries.csv", every)
        yield from charts(study, folder, every, f"chart of all participants x {len(every)} summaries", evidence=False)
        behind = timed(lambda: write_with(study, folder / "chart.docx", every, evidence=True), runs=3)
        yield Figure("the same with an appendix of the extracts behind every cell to docx", 1.2, "s", behind)


def charts(study: OpenStudy, folder: Path, every: list[str], what: str, *, evidence: bool | None) -> Iterator[Figure]:
    """A chart in each kind of file; `evidence` as the writers take it."""
    for suffix, goal in (("docx", 0.15), ("xlsx", 0.15), ("html", 0.2)):
        values = timed(partial(write_with, study, folder / f"chart.{suffix}", every, evidence=evidence), runs=3)
        yield Figure(f"{what} to {suffix}", goal, "s", values)


def write_with(study: OpenStudy, path: Path, codes: list[str], *, evidence: bool | None) -> None:
    """Write the chart of some codes."""
    from qualcode.services.charts_out import write_charts

    write_charts(study, path, codes=codes, evidence=evidence)


def summarise(study: OpenStudy, path: Path, codes: list[str]) -> None:
    """Write a summary of forty words into each cell, with references to the turns of its extracts."""
    from qualcode.formats.csv_cells import write_csv
    from qualcode.services.charts import charts as read
    from qualcode.services.summaries import import_summaries

    rows = []
    for chart in read(study, codes=codes, extracts=True):
        for row in chart.rows:
            for column, cell in zip(chart.columns, row.cells, strict=True):
                words = " ".join(one.words for one in cell.extracts).split()[:40] or ["Nothing", "much."]
                turns = ", ".join(dict.fromkeys(str(one.turn) for one in cell.extracts[:4]))
                rows.append((row.name, column.path, " ".join(words) + (f" (t. {turns})." if turns else "")))
    path.write_text(write_csv(("case", "theme", "text"), rows), encoding="utf-8")
    import_summaries(study, path)


def coding(folder: Path, texts: list[Transcript]) -> Iterator[Figure]:
    """One coding with its entry in the change history, written through to the disk."""
    from qualcode.domain.spans import Span
    from qualcode.services.coding import apply_code
    from qualcode.services.studies import open_study

    with open_study(folder / "study") as study:
        source = study.sources.named(texts[0].name).id
        code = study.codes.codebook().find("theme 6 > category 6.1").id
        values = []
        for start in range(20, 220):
            began = time.perf_counter()
            apply_code(study, source=source, span=Span(start, start + 37), code=code)
            values.append((time.perf_counter() - began) * 1000)
        yield Figure("one coding with its journal entry", 3, "ms", values)


def terminal(folder: Path) -> Iterator[Figure]:
    """The terminal UI through a real pty: key bytes written to last byte read."""
    from benchmarks.pty_latency import figures as keys

    yield from keys(folder)


def windows(folder: Path) -> Iterator[Figure]:
    """Coding in one window while another process imports 330 transcripts."""
    from benchmarks.two_windows import figures as waits

    yield from waits(folder)


def differences(folder: Path) -> Iterator[Figure]:
    """The screen for differences between two coders, in the same way."""
    from benchmarks.reconcile_latency import build as with_a_second_coder
    from benchmarks.reconcile_latency import run as keys

    yield from keys(with_a_second_coder(folder, 100_000, 2_000), 120, 40, 40)


def charting(folder: Path) -> Iterator[Figure]:
    """Charts of 33 x 60 and of 1,000 x 100 cells, a third of them written."""
    from benchmarks.charting import build, figures

    for cases, themes, goal in ((33, 60, 0.1), (1000, 100, 0.4)):
        yield from figures(build(folder / f"charts-{cases}", cases, themes), cases, themes, goal)


def chart_screen(folder: Path) -> Iterator[Figure]:
    """The chart screen of 1,000 x 100 cells: opened, and its keys, through a real pty."""
    from benchmarks.chart_latency import figures as keys

    yield from keys(folder)


GROUPS: dict[str, Callable[[Corpus], Iterable[Figure]]] = {
    "processes": lambda corpus: processes(corpus.folder),
    "imports": lambda corpus: imports(corpus.folder, corpus.size),
    "reading": lambda corpus: reading(corpus.folder, corpus.size),
    "agreement": lambda _: agreement_figures(),
    "outputs": lambda corpus: outputs(corpus.folder),
    "charting": lambda corpus: charting(corpus.folder),
    "coding": lambda corpus: coding(corpus.folder, corpus.texts),
    "keys": lambda corpus: terminal(corpus.folder),
    "differences": lambda corpus: differences(corpus.folder),
    "chart-screen": lambda corpus: chart_screen(corpus.folder),
    "windows": lambda corpus: windows(corpus.folder),
}
"""What ROWS chooses from, each after those that it must not disturb."""
ALONE = frozenset({"agreement", "charting", "keys", "differences", "chart-screen", "windows"})
"""Groups that are measured on a study of their own."""


if __name__ == "__main__":
    main()
