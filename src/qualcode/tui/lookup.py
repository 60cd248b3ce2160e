"""Questions that may take a while: asked in a worker, of the study opened a second time, so that no key waits for them."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from qualcode.errors import StudyFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.cells import OpenCell
    from qualcode.domain.chart_selection import ChartSelection
    from qualcode.domain.charts import ChartLayout
    from qualcode.domain.coding_hits import CodingPlan, HitUnit
    from qualcode.domain.comparisons import Comparison
    from qualcode.domain.cooccurrence import Cooccurrence
    from qualcode.domain.finding import Hit
    from qualcode.domain.identification import ProposedName, Stop
    from qualcode.domain.printing import Audience
    from qualcode.domain.progress import Progress
    from qualcode.domain.side_by_side import SideBySide
    from qualcode.domain.similar import Like, SimilarPassage
    from qualcode.services.charting_cells import OpenChart
    from qualcode.services.import_reading import FileRead
    from qualcode.services.importing import FilesRead, Imported
    from qualcode.services.retrieving import RetrievedList
    from qualcode.services.side_by_side import RetrievedColumns
    from qualcode.services.similar_asking import SimilarAsker
    from qualcode.storage import OpenStudy
    from qualcode.tui.modals.chart_file import ChartFileAsked
    from qualcode.tui.screens.found import Question


class Lookup:
    """A study to be asked on any thread, one question after the other.

    It is opened when it is first asked and stays so: what nobody wrote since the last question is not read again.
    """

    def __init__(self, where: str | Path, acting: Callable[[], str]) -> None:
        """`acting` tells the name of who asks, as it is now."""
        self._where = where
        self._acting = acting
        self._lock = Lock()
        self._asking = Lock()
        self._study: OpenStudy | None = None
        self._similar: SimilarAsker | None = None
        self._closed = False

    @contextmanager
    def _asked(self) -> Iterator[OpenStudy]:
        """The study, to be asked one thing.

        Raises:
            StudyFileError: it was let go of meanwhile.
        """
        from qualcode.services.studies import open_study

        with self._lock:
            if self._closed:
                raise StudyFileError("The study is closed.")
            if self._study is None:
                self._study = open_study(self._where, self._acting())
            # A blind round may have begun or ended since.
            self._study.refresh_sight()
            with self._study.snapshot():
                yield self._study

    def close(self) -> None:
        """Let go of the study, and end what compares passages."""
        self._closed = True
        if self._similar is not None:
            self._similar.close()
        with self._lock:
            if self._study is not None:
                self._study.close()
                self._study = None

    def find(self, words: str) -> tuple[Hit, ...]:
        """Where words stand in all sources."""
        from qualcode.services.finding import find

        with self._asked() as study:
            return find(study, words)

    def plan_hits(self, words: str, code: str, *, unit: HitUnit, source: str | None, with_interviewer: bool) -> CodingPlan:
        """What coding all hits of a search would code."""
        from qualcode.services.coding_hits import plan_hits

        with self._asked() as study:
            return plan_hits(study, words, code=code, unit=unit, source=source, with_interviewer=with_interviewer)

    def plan_answers(self, words: str, code: str, *, source: str | None) -> CodingPlan:
        """What coding all answers to a question would code."""
        from qualcode.services.coding_hits import plan_answers

        with self._asked() as study:
            return plan_answers(study, words, code=code, source=source)

    def write_hits(self, found: Sequence[Hit], asked: str, path: Path, *, by_case: bool) -> None:
        """Write hits to a Word or CSV file."""
        from qualcode.services.passages_out import write_hits

        write_hits(found, asked, path, by_case=by_case)

    def write_similar(self, found: Sequence[SimilarPassage], asked: str, path: Path) -> None:
        """Write turns proposed as similar to a Word or CSV file."""
        from qualcode.services.passages_out import write_similar

        write_similar(found, asked, path)

    def retrieve(self, question: Question) -> RetrievedList:
        """The extracts that answer a query, or those of some codings."""
        with self._asked() as study:
            return _retrieved(study, question)

    def names(self, progress: Progress) -> tuple[ProposedName, ...]:
        """What in the transcripts may tell who somebody is, what the list decides already too."""
        from qualcode.services.names_finding import find_names

        with self._asked() as study:
            return find_names(study, every=True, progress=progress)

    def printed_stops(self) -> tuple[Stop, ...]:
        """What tells who somebody is in all outputs for publication together, what was allowed too."""
        from qualcode.services.names_checking import check_outputs

        with self._asked() as study:
            return check_outputs(study, with_allowed=True)

    def write_tables(self, path: Path, audience: Audience) -> tuple[int, int]:
        """Write the theme tables to a Word file; returns how many quotations there are, and how many nobody read."""
        from qualcode.services.theme_tables import write_theme_tables

        with self._asked() as study:
            found = write_theme_tables(study, path, audience=audience)
        return sum(len(table.quotations) for table in found.tables), sum(
            one.unread for table in found.tables for one in table.quotations
        )

    def not_checked(self, audience: Audience) -> tuple[str, ...]:
        """What is not looked for in what is written for some readers, as the replacement list has no confirmed term."""
        from qualcode.services.gate import remarks_on_list

        with self._asked() as study:
            return remarks_on_list(study, audience)

    def write_extracts(self, question: Question, path: Path) -> None:
        """Write the extracts of a query, or of some codings, to a Word or CSV file."""
        from qualcode.services.segments import write_segments

        write_segments(self.retrieve(question).found, path)

    def beside(self, question: Question, by: str, bands: str) -> RetrievedColumns:
        """The extracts of a query, or of some codings, in columns."""
        from qualcode.services.side_by_side import columns_of

        with self._asked() as study:
            return columns_of(study, _retrieved(study, question), by=by, bands=bands)

    def write_beside(self, found: SideBySide, path: Path) -> None:
        """Write columns to a Word or CSV file."""
        from qualcode.services.side_by_side import write_side_by_side

        write_side_by_side(found, path)

    def codes_together(self, codes: tuple[str, ...], *, every: bool) -> Cooccurrence:
        """Codes by codes that are on the same words."""
        from qualcode.services.cooccurrence import codes_together

        with self._asked() as study:
            return codes_together(study, codes=codes, every=every)

    def write_codes_together(self, found: Cooccurrence, path: Path) -> None:
        """Write codes by codes to a Word or CSV file."""
        from qualcode.services.cooccurrence import write_codes_together

        write_codes_together(found, path)

    def write_transcript(self, source: str, path: Path) -> int:
        """Write a source, by its name, with the coder's codings in the margin to a Word file; returns how many it has."""
        from qualcode.services.sources import read_source
        from qualcode.services.transcripts_out import write_transcript

        with self._asked() as study:
            read = read_source(study, source, coder=study.viewer.name)
        write_transcript(read, path)
        return sum(len(one.codings) for one in read.passages)

    def compare(self, attribute: str, bands: str = "") -> Comparison:
        """Themes by groups of an attribute's values."""
        from qualcode.services.comparing import compare_groups

        with self._asked() as study:
            return compare_groups(study, attribute, bands=bands)

    def write_comparison(self, attribute: str, bands: str, path: Path) -> None:
        """Write themes by groups to a Word or CSV file."""
        from qualcode.services.comparing import write_comparison

        write_comparison(self.compare(attribute, bands), path)

    def open_chart(self, layout: ChartLayout) -> OpenChart:
        """A framework chart as it is laid out."""
        from qualcode.services.charting_cells import open_charts

        with self._asked() as study:
            return open_charts(study, [layout])[0]

    def first_rows(self, layout: ChartLayout, around: int | None) -> OpenChart | None:
        """What stands in the first rows of a large chart, or in those around a case; None of one that is read as soon."""
        from qualcode.services.charting_cells import first_rows

        with self._asked() as study:
            return first_rows(study, layout, around=around)

    def open_cell(self, case: int, code: int, chart: OpenChart) -> OpenCell:
        """A cell of a chart laid open."""
        from qualcode.services.charting_cells import open_cell

        with self._asked() as study:
            return open_cell(study, case, code, chart=chart)

    def write_chart(self, layout: ChartLayout, selection: ChartSelection, asked: ChartFileAsked) -> str:
        """Write what is asked for of a framework chart to a file of the kind its suffix says; says what it wrote."""
        from qualcode.services.charts_out import write_charts

        with self._asked() as study:
            (chart,) = write_charts(
                study,
                asked.path,
                layouts=[layout],
                extracts=asked.extracts,
                evidence=asked.evidence,
                audience=asked.audience,
                selection=selection,
                transposed=asked.transposed,
            ).charts
        part = f" {chart.selection}" if chart.selection else ""
        not_checked = "".join(f" {line}" for line in self.not_checked(asked.audience))
        return f"Wrote the chart to {asked.path}.{part} {chart.charted:,} of {chart.size:,} cells charted.{not_checked}"

    def agreement(self, coders: tuple[str, str]) -> AgreementTable:
        """The figures of agreement of two coders on what both finished."""
        from qualcode.domain.agreement_choices import AgreementChoices
        from qualcode.services.agreement import agreement

        with self._asked() as study:
            return agreement(study, AgreementChoices(coders=coders))

    def write_minutes(self, path: Path) -> str:
        """Write the minutes of all discussions to a Word, CSV or JSON file; says what it wrote."""
        from qualcode.services.minutes import minutes, write_minutes

        with self._asked() as study:
            found = minutes(study)
            write_minutes(found, path)
        many = len(found.sources)
        return f"Wrote the minutes of {many} source{'' if many == 1 else 's'} to {path}."

    def write_audit_trail(self, path: Path) -> str:
        """Write the audit trail to a Word, CSV or JSON file; says what it wrote."""
        from qualcode.services.audit import audit_trail, write_audit_trail

        with self._asked() as study:
            found = audit_trail(study)
            write_audit_trail(found, path)
        many = found.decisions
        return f"Wrote the audit trail, {many:,} decision{'' if many == 1 else 's'}, to {path}."

    def write_matching(self, path: Path) -> str:
        """Write the matching of code lists to a CSV file; says what it wrote."""
        from qualcode.services.matching_files import export_matching

        with self._asked() as study:
            many = export_matching(study, path)
        return f"Wrote {many} row{'' if many == 1 else 's'} to {path}."

    def similar(self, like: Like, limit: int, progress: Progress) -> tuple[SimilarPassage, ...]:
        """The turns most like what is given; `progress` is called while it waits, and may raise `Cancelled`."""
        from qualcode.services.similar import refuse_blind
        from qualcode.services.similar_asking import SimilarAsker

        with self._asked() as study:
            refuse_blind(study)
            if self._similar is None:
                self._similar = SimilarAsker(study.address, study.viewer.name)
            self._similar.acting = study.viewer.name
        with self._asking:
            return self._similar.ask(like, limit, progress)

    def write_cases(self, path: Path) -> int:
        """Write the cases to a CSV file; returns how many."""
        from qualcode.services.cases import export_cases

        with self._asked() as study:
            return export_cases(study, path)

    # importing: with a connection of its own, so that questions are answered and coding goes on meanwhile

    def read_files(self, paths: Sequence[Path], progress: Progress) -> FilesRead:
        """Read files that are to be imported; nothing is written."""
        from qualcode.services.importing import read_files
        from qualcode.services.studies import open_study

        with open_study(self._where, self._acting()) as study:
            return read_files(study, paths, progress=progress)

    def import_read(self, files: Sequence[FileRead], progress: Progress) -> Imported:
        """Import files with what was settled for each."""
        from qualcode.services.importing import import_read
        from qualcode.services.studies import open_study

        with open_study(self._where, self._acting()) as study:
            return import_read(study, files, progress=progress)


def _retrieved(study: OpenStudy, question: Question) -> RetrievedList:
    from qualcode.services.retrieving import retrieve, retrieve_codings

    if question.codings:
        return retrieve_codings(study, question.words, question.codings)
    return retrieve(study, question.words, own=question.own)
