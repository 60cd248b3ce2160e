"""Which codes are on the same words, and whose: to the screen, Word and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis import cooccurrence
from qualcode.analysis.talk import talks_of
from qualcode.services.comparing import themes_of
from qualcode.services.outputs import require_suffix
from qualcode.services.reading import ANALYSIS, finished_cases, refuse_hidden_analysis
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.cooccurrence import Cooccurrence
    from qualcode.storage import OpenStudy

COLUMNS = ("code", "with", "overlaps", "participants", "of", "who")


def codes_together(study: OpenStudy, *, codes: Sequence[str] = (), every: bool = False) -> Cooccurrence:
    """How often two codes are on the same words, of the analysis coding.

    The codes are the themes of the codebook, or the named ones and what stands right under each, each with its sub-codes;
    `every` takes all codes that have codings, each without its sub-codes.

    Raises:
        NotFound: there is no such code.
        Ambiguous: a code's name fits several.
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    refuse_hidden_analysis(study)
    book = study.codes.codebook()
    order = {code.id: place for place, code in enumerate(book.codes)}
    wanted = [] if every else sorted(themes_of(book, codes), key=order.__getitem__)
    below = None if every else frozenset[int]().union(*(book.subtree(code) for code in wanted))
    cases = study.cases.all()
    places = study.codings.analysis_places(codes=below)
    talks = study.talk.of_sources({source for source, _, _, _ in places})
    crossed = cooccurrence.Crossed(ANALYSIS, book, places, talks_of(talks, cases), cases, finished_cases(study, cases))
    if every:
        used = {code for _, _, _, code in places}
        wanted = [code.id for code in book if code.id in used]
    return cooccurrence.cooccurrence(crossed, wanted, with_sub_codes=not every)


def write_codes_together(found: Cooccurrence, path: Path) -> None:
    """Write the table to a Word or CSV file, by its suffix; the CSV has a row for each two codes that meet.

    Raises:
        UsageError: the suffix is neither.
        InvalidInput: the file cannot be written.
    """
    if require_suffix(path, ".docx", ".csv") == ".docx":
        from qualcode.formats.writers.docx.cooccurrence import cooccurrence_docx

        write_bytes(path, cooccurrence_docx(found))
        return
    from qualcode.formats.csv_cells import write_csv

    rows = [
        (
            found.codes[first].path,
            found.codes[second].path,
            str(one.overlaps),
            str(len(one.participants)),
            str(found.of),
            "; ".join(one.participants),
        )
        for (first, second), one in found.meetings.items()
    ]
    write_text(path, write_csv(COLUMNS, rows))
