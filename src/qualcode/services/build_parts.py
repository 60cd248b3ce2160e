"""What a build consists of: each output read from the study, with the words it prints and what makes its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.build import BuiltFile
from qualcode.domain.cases import CaseKind
from qualcode.domain.charts import CellState, though_coded
from qualcode.domain.coding import RoundKind, RoundState
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.domain.summaries import evidence_of
from qualcode.errors import NotAllowed, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qualcode.domain.build import Cells, Quoted
    from qualcode.domain.chart_files import ChartFile
    from qualcode.domain.progress import Progress
    from qualcode.domain.theme_tables import UnreadQuotation
    from qualcode.storage import OpenStudy

    Reader = Callable[[OpenStudy, Audience], "Part | LeftOut | tuple[Part, Cells]"]

CHARTS = "charts"
NAMED = 6
"""How many cells a remark names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """One output: the names of its files, every word they print, and what makes the bytes of each by its name.

    `unread` says which quotations nobody has read for identification, `remarks` what an author may want to know.
    """

    what: str
    names: tuple[str, ...]
    words: tuple[PrintedWords, ...]
    make: Callable[[str], bytes]
    remarks: tuple[str, ...] = ()
    unread: tuple[UnreadQuotation, ...] = ()

    def built(self, name: str) -> BuiltFile:
        """One of its files."""
        return BuiltFile(name, self.what, self.make(name))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An output that is not built, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Parts:
    """All that is built of a study, what is not, and what a check compares: the evidence of each cell, and the quotations.

    `speaking` names who speaks in each of the quotations.
    """

    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]
    cells: Cells
    quotations: Quoted
    speaking: Mapping[str, tuple[str, ...]]


def parts_of(study: OpenStudy, audience: Audience, progress: Progress, *, to_print: bool = True) -> Parts:
    """Read every output of a study. The audit trail holds names and reasons of the team, and is for the team alone.

    Where it is not `to_print` but to be compared, quotations are read that could not be printed now.

    Raises:
        NotAllowed: the viewer codes blind, or a table for the team quotes a case that may not be quoted.
        InvalidInput: the words of a quotation are no longer in its source.
    """
    if study.sight.blind:
        raise NotAllowed("Outputs are not built by who codes blind.", "Build them when the round is closed.")
    tables = _Tables(to_print=to_print)
    readers: tuple[Reader, ...] = (_charts, tables.read, _recommendations, _sample, _codebook, _coreq, _methods, _audit)
    found: list[Part] = []
    left_out: list[LeftOut] = []
    cells: Cells = {}
    for place, read in enumerate(readers):
        progress(place, 2 * len(readers), "Reading the study")
        one = read(study, audience)
        if isinstance(one, LeftOut):
            left_out.append(one)
        elif isinstance(one, Part):
            found.append(one)
        else:
            part, cells = one
            found.append(part)
    return Parts(tuple(found), tuple(left_out), cells, tables.quotations, tables.speaking)


def _charts(study: OpenStudy, audience: Audience) -> tuple[Part, Cells] | LeftOut:
    from qualcode.services.chart_words import printed_words
    from qualcode.services.charting_layouts import chart_choices
    from qualcode.services.charts_out import SUFFIXES, chart_file, charts_as, unprintable_in

    what = "Framework charts"
    if not study.codes.codebook().live:
        return LeftOut(what, "the codebook is empty")
    if not study.cases.all(CaseKind.PARTICIPANT):
        return LeftOut(what, "there are no participants")
    # The charts of groups keep their numbers, however many others are saved.
    layouts = sorted(chart_choices(study), key=lambda one: one.id is not None)
    found = chart_file(study, layouts=layouts, audience=audience)

    def make(name: str) -> bytes:
        return charts_as(found, f".{name.rpartition('.')[2]}")

    names = tuple(f"{CHARTS}{suffix}" for suffix in SUFFIXES)
    remarks = (*_loose_ends(found), *unprintable_in(found))
    return Part(what, names, printed_words(found), make, remarks), _cells(study, found)


def _loose_ends(found: ChartFile) -> Iterator[str]:
    """What an author would mend before others read the charts."""
    cells = list(found.cells())
    coded = (f"{place}: {though_coded(cell.mark, len(cell.codings))}" for place, cell in cells if cell.mark and cell.codings)
    yield from _listed("Marked otherwise than it is coded, and counted in the tables", coded)
    changed = (place for place, cell in cells if cell.evidence_changed)
    yield from _listed("Evidence changed since it was written", changed)
    yield from _listed("Drafts, which do not print", (place for place, cell in cells if cell.state is CellState.DRAFT))


def _listed(what: str, places: Iterable[str]) -> Iterator[str]:
    """A line that names the first of some cells; several charts may show one cell."""
    named = list(dict.fromkeys(places))
    if named:
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        yield f"{what}: {'; '.join(named[:NAMED])}{more}."


def _cells(study: OpenStudy, found: ChartFile) -> Cells:
    """The evidence of each cell that has codings."""
    cases = {case.id: case.guid for case in study.cases.all()}
    codes = {code.id: code.guid for code in study.codes.codebook().codes}
    placed = {
        (cases[row.case], codes[column.code]): cell.codings
        for chart in found.charts
        for row in chart.rows
        for column, cell in zip(chart.columns, row.cells, strict=True)
        if cell.codings
    }
    known = study.codings.evidence({number for numbers in placed.values() for number in numbers})
    cells: Cells = {}
    for (case, code), numbers in sorted(placed.items()):
        evidence = [known[number] for number in numbers]
        cells.setdefault(case, {})[code] = evidence_of((one.guid, one.code, one.check) for one in evidence)
    return cells


class _Tables:
    """The theme tables, and what was quoted on them."""

    def __init__(self, *, to_print: bool) -> None:
        self._to_print = to_print
        self.quotations: Quoted = {}
        self.speaking: dict[str, tuple[str, ...]] = {}

    def read(self, study: OpenStudy, audience: Audience) -> Part | LeftOut:
        """Read them."""
        from qualcode.formats.writers.docx.theme_table import theme_tables_docx
        from qualcode.services.build_quotations import quotations_of
        from qualcode.services.theme_tables import theme_tables, words_of_table

        what = "Theme tables"
        if not study.quotes.all() and not any(one.star for one in study.codings.analysis()):
            return LeftOut(what, "there is neither a quotation nor a starred coding")
        found = theme_tables(study, unquotable=audience is Audience.PUBLICATION, wrong=not self._to_print)
        self.quotations, self.speaking = quotations_of(study, found.tables)
        words = tuple(words for table in found.tables for words in words_of_table(table))
        return Part(
            what,
            ("tables.docx",),
            words,
            lambda _: theme_tables_docx(found.tables, what, audience),
            unread=found.unread,
        )


def _recommendations(study: OpenStudy, audience: Audience) -> Part | LeftOut:
    from qualcode.services.recommendations import printed_words, recommendation_table, recommendations_file

    what = "Recommendations"
    if not study.recommendations.all():
        return LeftOut(what, "there are none")
    found = recommendation_table(study)
    return Part(what, ("recommendations.docx",), printed_words(found), lambda _: recommendations_file(found, audience=audience))


def _sample(study: OpenStudy, audience: Audience) -> Part | LeftOut:
    from qualcode.services.reading import participants, sources_by_case
    from qualcode.services.sample_table import printed_words, sample_description, sample_table_file

    what = "Characteristics of the sample"
    if not any(sources_by_case(study, participants(study)).values()):
        return LeftOut(what, "no participant has a source")
    found = sample_description(study)
    return Part(what, ("sample.docx",), printed_words(found), lambda _: sample_table_file(found, audience=audience))


def _codebook(study: OpenStudy, audience: Audience) -> Part | LeftOut:
    from qualcode.services.codebook_appendix import appendix_file, codebook_appendix, printed_words

    what = "Codebook"
    if not study.codes.codebook().live:
        return LeftOut(what, "it is empty")
    found = codebook_appendix(study)
    version = f"Codebook: {found.version}, so the appendix names none (`qualcode codebook version` saves one)."
    return Part(
        what,
        ("codebook.docx",),
        printed_words(found),
        lambda _: appendix_file(found, audience=audience),
        () if found.saved else (version,),
    )


def _coreq(study: OpenStudy, audience: Audience) -> Part:
    from qualcode.services.coreq import coreq, coreq_file, printed_words

    found = coreq(study)
    gaps = f"COREQ is not answered, or not in full: items {', '.join(map(str, found.gaps))}."
    return Part(
        "COREQ checklist",
        ("coreq.docx",),
        printed_words(found),
        lambda _: coreq_file(found, audience=audience),
        (gaps,) if found.gaps else (),
    )


def _methods(study: OpenStudy, audience: Audience) -> Part | LeftOut:
    from qualcode.formats.writers.docx.agreement import agreement_docx, words_of
    from qualcode.services.agreement_methods import methods

    what = "Methods paragraph on double coding"
    samples = [one for one in study.rounds.all() if one.kind is RoundKind.INDEPENDENT]
    if not samples:
        return LeftOut(what, "no sample was drawn")
    if any(one.state is RoundState.IN_PROGRESS for one in samples):
        return LeftOut(what, "a sample is in progress")
    try:
        found = methods(study)
    except (NotAllowed, UsageError, NotFound) as error:
        return LeftOut(what, error.message)
    tables = [found.table] if found.table else []
    words = [PrintedWords("Methods", place, text) for place, text in words_of(tables, [found.paragraph])]
    return Part(
        what,
        ("methods.docx",),
        tuple(words),
        lambda _: agreement_docx(tables, [found.paragraph], header=audience.header, label="Supplement"),
    )


def _audit(study: OpenStudy, audience: Audience) -> Part | LeftOut:
    from qualcode.formats.writers.docx.audit import audit_docx
    from qualcode.services.audit import audit_trail

    what = "Audit trail"
    if audience is not Audience.TEAM:
        return LeftOut(what, "it is for the team: it holds names, reasons and what was tried")
    found = audit_trail(study)
    return Part(what, ("audit-trail.docx",), (), lambda _: audit_docx(found))
