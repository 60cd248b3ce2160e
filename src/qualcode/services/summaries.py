"""Summaries of framework charts as a table: the import that checks every row before it writes any, and the export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.cells import links_now
from qualcode.analysis.charts import cells_of
from qualcode.domain.charts import CellMark
from qualcode.domain.dates import utc_moment
from qualcode.domain.source_fields import said_yes
from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.services.reading import read_analysis
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.analysis.reading import Placed
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.summaries import Bearing
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy

COLUMNS = ("case", "theme", "text", "remark", "mark", "author", "when", "draft")
REQUIRED = ("case", "theme", "text")


@dataclass(frozen=True, slots=True)
class ImportedSummaries:
    """What an import of summaries did: new ones, changed ones, and ones that already said so."""

    new: int
    changed: int
    known: int
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class _Row:
    case: int
    code: int
    text: str
    remark: str
    mark: CellMark | None
    author: int
    when: str
    draft: bool


def import_summaries(study: OpenStudy, path: Path) -> ImportedSummaries:
    """Import summaries as one action: each is written in the cell of its case and theme, in place of what stands there.

    The evidence a summary has seen is the cell's analysis coding; with `when`, only what was coded by then.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=REQUIRED, optional=COLUMNS[3:])
    rows = _checked(study, table)
    table.refuse_if_faulty()
    if not rows:
        raise InvalidInput(f"{table.name} holds no summary.", "Its rows name case, theme and text.")
    reading = read_analysis(study)
    cells = {code: cells_of(reading, code) for code in {row.code for row in rows}}
    bearings = _bearings(study)
    done: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    with study.unit_of_work("import_summaries", what=f"{len(rows)} summaries from {table.name}") as work:
        for row in rows:
            seen = links_now(reading, _seen(cells[row.code].get(row.case, []), row.when), bearings.get((row.case, row.code), {}))
            outcome = work.summaries.put(
                case=row.case,
                code=row.code,
                author=row.author,
                text=row.text,
                remark=row.remark,
                mark=row.mark,
                draft=row.draft,
                seen=seen,
                written_at=row.when,
            )
            done[outcome] += 1
    return ImportedSummaries(done[True], done[False], done[None], work.change_set)


def export_summaries(study: OpenStudy, path: Path) -> int:
    """Write all summaries as a table, by case and theme; returns how many.

    Raises:
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    book = study.codes.codebook()
    cases = {case.id: (place, case.name) for place, case in enumerate(study.cases.all())}
    codes = {code.id: place for place, code in enumerate(book.codes)}
    names = {coder.id: coder.name for coder in study.coders.all()}
    found = [one for one in study.summaries.all() if one.case in cases and one.code in codes and (one.text or one.mark)]
    found.sort(key=lambda one: (cases[one.case][0], codes[one.code]))
    rows = [
        (
            cases[one.case][1],
            book.path_text(one.code),
            one.text,
            one.remark,
            one.mark.value if one.mark else "",
            names[one.author],
            one.written_at,
            "yes" if one.draft else "",
        )
        for one in found
    ]
    write_text(path, write_csv(COLUMNS, rows))
    return len(rows)


def _bearings(study: OpenStudy) -> dict[tuple[int, int], dict[int, Bearing]]:
    """What codings are to the summaries that there are, by case and code: an import leaves it so."""
    summaries = {one.id: (one.case, one.code) for one in study.summaries.all()}
    links = study.summaries.links(summaries)
    return {summaries[number]: {link.coding: link.bearing for link in of} for number, of in links.items()}


def _seen(placed: list[Placed], when: str) -> list[Placed]:
    return [one for one in placed if not when or one.coding.made_at <= when]


def _checked(study: OpenStudy, table: TableFile) -> list[_Row]:
    cases = {case.name.casefold(): case.id for case in study.cases.all()}
    coders = {coder.name.casefold(): coder.id for coder in study.coders.all()}
    book = study.codes.codebook()
    found: dict[tuple[int, int], _Row] = {}

    def check(cells: dict[str, str]) -> _Row:
        name, who = cells["case"].strip(), cells.get("author", "").strip()
        case, author = cases.get(name.casefold()), coders.get(who.casefold()) if who else study.viewer.id
        if case is None:
            raise NotFound(f'there is no case "{name}"' if name else "no case is named")
        if author is None:
            raise NotFound(f'there is no coder "{who}"')
        text, mark = cells["text"].strip(), _mark(cells.get("mark", ""))
        if not text and mark is None:
            raise InvalidInput("it has neither text nor mark")
        if text and mark is not None:
            raise InvalidInput(f"it has a text and is marked {mark.value}, which contradict each other")
        when, draft = cells.get("when", "").strip(), _draft(cells.get("draft", ""))
        if draft and mark is not None:
            raise InvalidInput("a marked cell is no draft")
        code = book.find(cells["theme"]).id
        return _Row(case, code, text, cells.get("remark", "").strip(), mark, author, utc_moment(when) if when else "", draft)

    for row in table.rows:
        try:
            checked = check(row.cells)
        except QualcodeError as error:
            table.fault(row.line, error.message.rstrip("."))
            continue
        if (checked.case, checked.code) in found:
            table.fault(row.line, "this case and theme stand there twice")
        found[checked.case, checked.code] = checked
    return list(found.values())


def _draft(text: str) -> bool:
    said = said_yes(text) if text.strip() else False
    if said is None:
        raise InvalidInput(f'"{text.strip()}" does not say whether it is a draft: write yes or no')
    return said


def _mark(text: str) -> CellMark | None:
    wanted = " ".join(text.replace("_", " ").split()).casefold()
    if not wanted:
        return None
    try:
        return CellMark(wanted)
    except ValueError:
        raise InvalidInput(f'"{text.strip()}" is no mark: it is "not raised", "not asked" or empty') from None
