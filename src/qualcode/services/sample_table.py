"""The characteristics of the sample."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.frequencies import site_attribute
from qualcode.domain.attributes import as_printed
from qualcode.domain.cases import CaseKind, Printed
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.gate import check_printed
from qualcode.services.numbering import known_number, number_of_sample_table
from qualcode.services.outputs import require_docx
from qualcode.services.reading import participants, sources_by_case
from qualcode.services.tables_in import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.sample_tables import SampleTable
    from qualcode.storage import OpenStudy

TITLE = "Characteristics of the sample"


@dataclass(frozen=True, slots=True)
class SampleDescription:
    """The table of the sample, and what was not printed in it."""

    table: SampleTable
    remarks: tuple[str, ...]


def sample_description(
    study: OpenStudy, *, percent: bool = False, site: str | None = None, number: int | None = None
) -> SampleDescription:
    """The characteristics of the participants with a source; `site` names the attribute of their sites.

    Shares are printed from 50 participants on, or with `percent`. `number` is that of the table, else the next free one.

    Raises:
        NotAllowed: no participant has a source.
        InvalidInput: the number is none of a table.
        NotFound: there is no such attribute.
    """
    from qualcode.analysis.sample_table import Sample, sample_table

    people = participants(study)
    of_case = sources_by_case(study, people)
    cases = tuple(case for case in people if of_case[case.id])
    if not cases:
        raise NotAllowed("No participant has a source yet.", "Import transcripts, and participants with `qualcode cases import`.")
    site = _site(study, site)
    known, keep = study.cases.attributes(), () if site is None else (site,)
    attributes, cases = as_printed(known, cases, keep=keep)
    _, site_cases = as_printed(known, study.cases.all(CaseKind.SITE), keep=keep)
    sources = {source.id: source for source in study.sources.all()}
    spoken = {case.id: tuple(sources[number] for number in sorted(of_case[case.id])) for case in cases}
    sample = Sample(cases, attributes, spoken, site, percent, site_cases)
    table, left_out = sample_table(sample, TITLE, known_number(number, number_of_sample_table(study)))
    remarks = [f"Left out, for values are free text or nobody has one: {', '.join(left_out)}."] if left_out else []
    never = [one.name for one in known if one.printed is Printed.NEVER and one.name not in keep]
    remarks += [f"Left out, for it is never printed: {', '.join(never)}."] if never else []
    without = [case.name for case in people if not of_case[case.id]]
    remarks += [f"Not in the sample, for they have no source: {', '.join(without)}."] if without else []
    return SampleDescription(table, tuple(remarks))


def write_sample_table(
    study: OpenStudy,
    path: Path,
    *,
    percent: bool = False,
    site: str | None = None,
    number: int | None = None,
    audience: Audience = Audience.TEAM,
) -> SampleDescription:
    """Write the characteristics of the sample to a Word file, which is replaced where it exists; else as above.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
        NotAllowed: it is for publication and would tell who somebody is.
    """
    require_docx(path)
    found = sample_description(study, percent=percent, site=site, number=number)
    check_printed(study, printed_words(found), audience=audience)
    write_bytes(path, sample_table_file(found, audience=audience))
    return found


def sample_table_file(found: SampleDescription, *, audience: Audience = Audience.TEAM) -> bytes:
    """The bytes of the Word file."""
    from qualcode.formats.writers.docx.sample_table import sample_table_docx

    return sample_table_docx(found.table, audience=audience)


def printed_words(found: SampleDescription) -> tuple[PrintedWords, ...]:
    """Every line of the table as it prints. Nothing in it is beside a person: each value is counted over all of them."""
    output = f"Table {found.table.number}"
    lines = [(section.heading, line) for section in found.table.sections for line in section.lines]
    words = [PrintedWords(output, line.label, " ".join((heading, line.label, line.figure)).strip()) for heading, line in lines]
    return tuple(words + [PrintedWords(output, "note", note) for note in found.table.notes])


def sample_data(found: SampleDescription) -> dict[str, object]:
    """The table as plain data, for JSON."""
    return {**asdict(found.table), "remarks": list(found.remarks)}


def _site(study: OpenStudy, wanted: str | None) -> str | None:
    names = [one.name for one in study.cases.attributes()]
    if wanted is None:
        return site_attribute(names)
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    raise NotFound(f'There is no attribute "{wanted}".', f"Attributes are {', '.join(names)}.")
