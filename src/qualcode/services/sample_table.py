"""The characteristics of the sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import site_attribute
from qualcode.domain.attributes import as_printed
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.outputs import require_docx
from qualcode.services.reading import participants, sources_by_case
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.sample_tables import SampleTable
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class SampleDescription:
    """The table of the sample, and what was not printed in it."""

    table: SampleTable
    remarks: tuple[str, ...]


def sample_description(study: OpenStudy, *, percent: bool = False, site: str | None = None) -> SampleDescription:
    """The characteristics of the participants with a source; `site` names the attribute of their sites.

    Shares are printed from 50 participants on, or with `percent`.

    Raises:
        NotAllowed: no participant has a source.
        NotFound: there is no such attribute.
    """
    from qualcode.analysis.sample_table import Sample, sample_table

    people = participants(study)
    of_case = sources_by_case(study, people)
    cases = tuple(case for case in people if of_case[case.id])
    if not cases:
        raise NotAllowed("No participant has a source yet.", "Import transcripts, and participants with `qualcode cases import`.")
    site = _site(study, site)
    attributes, cases = as_printed(study.cases.attributes(), cases, keep=() if site is None else (site,))
    sources = {source.id: source for source in study.sources.all()}
    spoken = {case.id: tuple(sources[number] for number in sorted(of_case[case.id])) for case in cases}
    table, left_out = sample_table(Sample(cases, attributes, spoken, site, percent), "Characteristics of the sample")
    remarks = [f"Left out, a value of their own for nearly everyone: {', '.join(left_out)}."] if left_out else []
    without = [case.name for case in people if not of_case[case.id]]
    remarks += [f"Not in the sample, for they have no source: {', '.join(without)}."] if without else []
    return SampleDescription(table, tuple(remarks))


def write_sample_table(study: OpenStudy, path: Path, *, percent: bool = False, site: str | None = None) -> SampleDescription:
    """Write the characteristics of the sample to a Word file, which is replaced where it exists; else as above.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.writers.docx.sample_table import sample_table_docx

    require_docx(path)
    found = sample_description(study, percent=percent, site=site)
    write_bytes(path, sample_table_docx(found.table))
    return found


def _site(study: OpenStudy, wanted: str | None) -> str | None:
    names = [one.name for one in study.cases.attributes()]
    if wanted is None:
        return site_attribute(names)
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    raise NotFound(f'There is no attribute "{wanted}".', f"Attributes are {', '.join(names)}.")
