"""Theme tables and quotations as plain lines and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qualcode.cli.output import counted
from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.theme_table_desk import Candidate, ShownQuotation, ShownRow, ShownTable, TablesDesk
    from qualcode.domain.theme_tables import ThemeTable


def printed_json(table: ThemeTable) -> dict[str, Any]:
    """A table as it prints."""
    return {
        "number": table.number,
        "title": table.title,
        "layout": table.layout.value,
        "legend": table.legend,
        "abbreviations": table.abbreviations,
        "sections": [
            {
                "theme": section.theme,
                "definition": section.definition,
                "counts": [asdict(count) for count in section.counts],
                "rows": [
                    {
                        "label": row.label,
                        "finding": row.finding,
                        "contrary": row.contrary,
                        "printed": row.quotation.printed,
                        "tag": row.quotation.tag,
                        "quotation": row.quotation.quote,
                        "coding": row.quotation.coding,
                        "cases": list(row.quotation.cases),
                    }
                    for row in section.rows
                ],
            }
            for section in table.sections
        ],
    }


def tables_json(desk: TablesDesk, tables: Sequence[ShownTable]) -> dict[str, Any]:
    """Tables as they are worked on, and what may be of interest."""
    return {
        "tables": [
            {
                "number": table.number,
                "title": table.title,
                "group": table.group_name,
                "layout": table.layout.value,
                "pages": table.orientation.value,
                "legend": table.legend,
                "abbreviations": table.abbreviations,
                "rows": [_row_json(row) for row in table.rows],
            }
            for table in tables
        ],
        "never quoted": list(desk.never_quoted),
        "roles not heard": list(desk.roles_not_heard),
        "unread": list(desk.unread),
        "remarks": list(desk.remarks),
    }


def _row_json(row: ShownRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "theme": row.theme_name,
        "heading": row.heading,
        "finding": row.finding,
        "codes": list(row.code_names),
        "note": row.note,
        "support": [asdict(count) for count in row.support],
        "evidence": [
            {
                "coding": one.coding,
                "bearing": one.bearing.value,
                "source": one.source_name,
                "turn": one.turn,
                "code": one.code,
                "words": one.words,
                "cases": list(one.cases),
                "gone": one.gone,
            }
            for one in row.evidence
        ],
        "quotations": [quotation_json(one) for one in row.quotations],
    }


def quotation_json(one: ShownQuotation) -> dict[str, Any]:
    """A quotation, verbatim and as it prints, with its edits."""
    return {
        "number": one.number,
        "source": one.source_name,
        "turn": one.turn,
        "start": one.span.start,
        "end": one.span.end,
        "verbatim": one.verbatim,
        "printed": one.printed,
        "tag": one.tag,
        "edits": [[edit.kind.value, edit.start, edit.end, edit.text] for edit in one.edits],
        "contrary": one.contrary,
        "coding": one.coding,
        "cases": list(one.cases),
        "sites": list(one.sites),
        "fresh_id": one.fresh_id,
        "read_by": one.read_by,
        "read_at": one.read_at,
        "wrong": one.wrong,
    }


def candidate_json(one: Candidate) -> dict[str, Any]:
    """A passage that could be quoted."""
    return {
        "coding": one.coding,
        "source": one.source_name,
        "turn": one.turn,
        "words": one.words,
        "codes": list(one.codes),
        "cases": list(one.cases),
        "sites": list(one.sites),
        "starred": one.starred,
        "unsure": one.unsure,
        "used": list(one.used),
        "bearing": None if one.bearing is None else one.bearing.value,
        "may_quote": one.may_quote,
        "quoted_times": one.quoted_times,
    }


def no_table_yet(*, has_codes: bool) -> str:
    """What to do first where there is no table."""
    if not has_codes:
        return "There is no table yet, and no codebook: bring one in with `qualcode codebook import`."
    return "There is no table yet: `qualcode tables add STUDY --each-group` makes one for each group of the codebook."


def tables_lines(desk: TablesDesk, tables: Sequence[ShownTable]) -> Iterator[str]:
    """Tables in plain lines: each row with its quotations, verbatim and printed."""
    for place, table in enumerate(tables):
        if place:
            yield ""
        how = "" if table.orientation.value == "auto" else f", {table.orientation}"
        yield f"Table {table.number}  {_one_line(table.title)} (layout {table.layout}{how})"
        for row in table.rows:
            yield from _row_lines(row)
        if not table.rows:
            yield "  no row yet"
        for words in filter(None, (table.abbreviations, table.legend)):
            yield f"  legend: {_one_line(words)}"
    for table in tables:
        yield from table.remarks
    if desk.never_quoted:
        yield f"Never quoted: {', '.join(desk.never_quoted)}."
    if desk.roles_not_heard:
        yield f"Not heard in any table: {', '.join(desk.roles_not_heard)}."
    if desk.unread:
        yield f"Not read for identification: {counted(len(desk.unread), 'quotation')}."


def _row_lines(row: ShownRow) -> Iterator[str]:
    theme = f"  [{row.theme_name}]" if row.theme_name and row.theme_name != row.label else ""
    yield f"  {row.place}. {_one_line(row.label)}{theme}"
    if row.finding and row.finding != row.label:
        yield f"     finding: {_one_line(row.finding)}"
    if row.support:
        yield f"     found in {', '.join(map(str, row.support))}"
    heard = [f"{bearing} {counted(number, 'participant')}" for bearing, number in row.by_bearing if number]
    if row.evidence:
        yield f"     evidence: {counted(len(row.evidence), 'coding')}; {', '.join(heard) or 'of no participant'}"
    if row.note:
        yield f"     contrary words: {_one_line(row.note)}"
    for one in row.quotations:
        yield from quotation_lines(one)


def quotation_lines(one: ShownQuotation) -> Iterator[str]:
    """A quotation in plain lines: as it prints, and verbatim where that differs."""
    contrary = "contrary, " if one.contrary else ""
    turn = f", t. {one.turn}" if one.turn is not None else ""
    read = f"read by {one.read_by} on {local_time(one.read_at or '')}" if one.read else "not read for identification"
    yield f"     quotation {one.number}: {contrary}{one.source_name}{turn}, {read}"
    yield f"       prints    {_one_line(f'{one.printed} {one.tag}')}"
    if one.verbatim != one.printed:
        yield f"       verbatim  {_one_line(one.verbatim)}"
    if one.wrong:
        yield f"       cannot be printed: {one.wrong}"


def candidate_lines(one: Candidate) -> Iterator[str]:
    """A passage that could be quoted, in plain lines."""
    turn = f", t. {one.turn}" if one.turn is not None else ""
    marks = [
        "starred" if one.starred else "",
        "unsure" if one.unsure else "",
        str(one.bearing or ""),
        f"used in {'; '.join(one.used)}" if one.used else "",
        "" if one.may_quote else "may not be quoted",
    ]
    told = ", ".join(filter(None, marks))
    who = f" {', '.join((*one.cases, *one.sites))}" if one.cases else ""
    yield f"coding {one.coding}: {one.source_name}{turn};{who} ({', '.join(one.codes)}){f'; {told}' if told else ''}"
    yield f"  {_one_line(one.words)}"


def _one_line(text: str) -> str:
    return drawn(" ".join(text.split()))
