"""The sample study, built through the same verbs a researcher uses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qualcode.domain.build import MANIFEST
from qualcode.domain.progress import silent
from qualcode.errors import InvalidInput, StudyFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.progress import Progress
    from qualcode.storage import OpenStudy

NAME = "fls"
TITLE = "Making the case for fracture liaison services (invented sample study)"
LEAD, SECOND = "Mairi Lennox", "Tom Adeyemi"
DOUBLE_CODED = ("P004", "P005", "P007")
CHOSEN_FOR = "one from each professional group, two of them at full length"
STUDY_PAPERS = ("study document", "field note")
"""Kinds of source in which nobody speaks: imported without looking for speakers."""
NOT_IMPORTED = {
    "decisions.csv": "what the two settled on one code; settle all of it yourself with `qualcode reconcile`",
    "fls-v1.yaml": "the codebook before the discussion, to compare with version 2",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built: the study, the outputs beside it, the agreement of the two coders, and what was done in words."""

    study: Path
    outputs: tuple[Path, ...]
    agreement: AgreementTable
    done: tuple[str, ...]


def sample_folders() -> tuple[Path, Path]:
    """Where the sample's codebooks and transcripts are: in the installed package, or in the checkout beside `src`.

    Raises:
        InvalidInput: neither is there.
    """
    package = Path(__file__).parents[1]
    for place in (package / "package_data", package.parents[1]):
        if (place / "transcripts_sample").is_dir() and (place / "codebooks").is_dir():
            return place / "codebooks", place / "transcripts_sample"
    raise InvalidInput("The sample study is not part of this installation.", "Install qualcode again.")


def build_demo(folder: Path, progress: Progress = silent) -> Demo:
    """Build the sample study as FOLDER/fls.qualcode and every output beside it.

    Raises:
        InvalidInput: the folder holds something already.
        StudyFileError: it cannot be written.
    """
    from qualcode.services.studies import new_study

    codebooks, sample = sample_folders()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(f"{folder} is not empty.", "Choose another folder with --to.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyFileError(f"{folder} cannot be made: {error.strerror}.", "Choose another folder with --to.") from None
    path = folder / f"{NAME}.qualcode"
    with new_study(path, lead=LEAD, title=TITLE) as study:
        steps = _steps(study, codebooks, sample)
        done = []
        for place, (what, step) in enumerate(steps):
            progress(place, len(steps) + 1, what)
            done.append(step())
        progress(len(steps), len(steps) + 1, "Building the outputs")
        outputs, table = _outputs(study, folder, progress)
    done.append(f"Not imported: {'; '.join(f'{name} ({why})' for name, why in NOT_IMPORTED.items())}.")
    return Demo(path, tuple(outputs), table, tuple(done))


def _steps(study: OpenStudy, codebooks: Path, sample: Path) -> list[tuple[str, Callable[[], str]]]:
    """What is done to make the study, each with a few words on it; each returns what it did in one sentence."""
    return [
        ("Importing transcripts", lambda: _import_sources(study, sample)),
        ("Importing the codebook", lambda: _import_codebook(study, codebooks)),
        ("Importing participants", lambda: _import_cases(study, sample)),
        ("Importing codings", lambda: _import_codings(study, sample)),
        ("Importing memos, summaries and quotations", lambda: _import_writing(study, sample)),
    ]


def _import_sources(study: OpenStudy, sample: Path) -> str:
    from qualcode.services.importing import import_files
    from qualcode.services.sources import describe_sources
    from qualcode.services.tables_in import read_table

    table = read_table(sample / "sources.csv", required=["source", "kind"], optional=None)
    papers: list[Path] = []
    talks: list[Path] = []
    for row in table.rows:
        file = next(sample.glob(f"{row.cells['source']}.*"))
        (papers if row.cells["kind"] in STUDY_PAPERS else talks).append(file)
    for batch, speakers in ((talks, "auto"), (papers, "none")):
        failed = import_files(study, batch, speakers=speakers, case_from="speaker" if speakers == "auto" else "none").failed
        if failed:
            raise failed[0].error
    describe_sources(study, sample / "sources.csv")
    words = sum(source.words for source in study.sources.overview())
    return f"Imported {len(talks)} transcripts and {len(papers)} study papers: {words:,} words."


def _import_codebook(study: OpenStudy, codebooks: Path) -> str:
    from qualcode.services.codebook_files import import_codebook
    from qualcode.services.codebook_versions import save_codebook_version

    done = import_codebook(study, codebooks / "fls.yaml")
    save_codebook_version(study, "2", note="after the discussion of the double-coded sample")
    groups = sum(">" not in path for path in done.added)
    return f"Imported the codebook: {len(done.added)} nodes in {groups} groups, saved as version 2."


def _import_cases(study: OpenStudy, sample: Path) -> str:
    from qualcode.services.cases import import_cases

    done = import_cases(study, sample / "participants.csv")
    return f"Imported {done.known + len(done.made)} participants with {len(done.attributes)} attributes."


def _import_codings(study: OpenStudy, sample: Path) -> str:
    from qualcode.services.codings_files import import_codings

    chosen = _choose_sample(study)
    with TemporaryDirectory() as folder:
        codings = Path(folder) / "codings.csv"
        _name_round(sample / "codings.csv", codings, chosen)
        done = import_codings(study, codings, finished=True)
    second = sum(who == SECOND for who, _ in done.finished)
    return (
        f"Chose {len(DOUBLE_CODED)} sources for {SECOND} to code blind; imported {done.new} codings; {LEAD} finished "
        f"{len(done.finished) - second} sources and {SECOND} {second}, and so the round is closed."
    )


def _choose_sample(study: OpenStudy) -> str:
    """Begin the round in which the second coder codes, and say what it is called."""
    from qualcode.services.sampling import choose_sources
    from qualcode.services.studies import add_coder

    add_coder(study, SECOND)
    return choose_sources(study, DOUBLE_CODED, coder=SECOND, reason=CHOSEN_FOR).round.name


def _name_round(codings: Path, target: Path, name: str) -> None:
    """Write the table of codings with the round of those that were made in the sample."""
    from qualcode.formats.csv_cells import write_csv
    from qualcode.services.tables_in import read_table, write_text

    table = read_table(codings, required=["coder", "source", "code", "round"])
    for row in table.rows:
        # The lead coder's own coding goes on in the open round, as on the coding screen.
        if row.cells["source"] in DOUBLE_CODED and row.cells["coder"] == SECOND:
            row.cells["round"] = name
    write_text(target, write_csv(table.columns, [[row.cells[column] for column in table.columns] for row in table.rows]))


def _import_writing(study: OpenStudy, sample: Path) -> str:
    from qualcode.services.coreq import import_coreq
    from qualcode.services.memos import import_memos
    from qualcode.services.quotations import import_quotes
    from qualcode.services.recommendations import import_recommendations
    from qualcode.services.summaries import import_summaries

    memos = import_memos(study, sample / "memos.csv")
    summaries = import_summaries(study, sample / "summaries.csv")
    quotes = import_quotes(study, sample / "quotes.csv")
    advice = import_recommendations(study, sample / "recommendations.csv")
    answers = import_coreq(study, sample / "coreq.csv")
    return (
        f"Imported {memos.new} memos, {summaries.new} summaries, {quotes.new} quotations, {advice.new} recommendations and "
        f"{answers.put} answers to COREQ."
    )


def _outputs(study: OpenStudy, folder: Path, progress: Progress) -> tuple[list[Path], AgreementTable]:
    from qualcode.services.agreement import agreement
    from qualcode.services.build import build
    from qualcode.services.codebook_files import export_codebook
    from qualcode.services.codings_files import export_codings

    built = build(study, folder, progress=progress)
    codebook, codings = folder / "codebook.yaml", folder / "codings.csv"
    export_codebook(study, codebook)
    export_codings(study, codings)
    return [*(folder / one.file for one in built.manifest.files), folder / MANIFEST, codebook, codings], agreement(study)
