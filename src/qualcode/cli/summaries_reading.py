"""`qualcode summaries show`, `down`, `across`, `beside` and `note`: framework charts read cell by cell, by theme and by case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, said_done
from qualcode.cli.summaries_writing import cell_of
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.cells import CellEvidence, OpenCell
    from qualcode.services.charting_views import CaseRead, ReadCell, ThemeRead
    from qualcode.services.memos import ListedMemo

PLURAL = {"supports": "support", "qualifies": "qualify", "contradicts": "contradict", "left out": "left out"}
"""What several codings do to a summary."""


@click.command(epilog='Example: qualcode summaries show fls P004 "Time and capacity"')
@study_argument
@click.argument("case")
@click.argument("theme")
@as_option
@json_option
def show(study: str, case: str, theme: str, acting: str | None, as_json: bool) -> None:
    """Show a cell: its summary, its codings with what each is to it, and what changed since it was written."""
    from qualcode.services.charting_cells import open_cell

    with opened(study, acting) as work:
        found = open_cell(work, *cell_of(work, case, theme))
    if as_json:
        emit_json(_cell_as_json(found))
    else:
        _print_cell(found)


@click.command(epilog='Example: qualcode summaries down fls "Time and capacity" --by stance')
@study_argument
@click.argument("theme")
@click.option("--kind", metavar="KIND", help="Cases of this kind: participant, group or site.")
@click.option("--where", multiple=True, metavar="CONDITION", help='Only cases such as "role = nurse"; may be repeated.')
@click.option("--order", multiple=True, metavar="ATTRIBUTE", help='Order by an attribute ("-years": the highest first).')
@click.option("--by", default="", metavar="ATTRIBUTE", help="Group the cases by their values of an attribute.")
@as_option
@json_option
def down(
    study: str,
    theme: str,
    kind: str | None,
    where: tuple[str, ...],
    order: tuple[str, ...],
    by: str,
    acting: str | None,
    as_json: bool,
) -> None:
    """Read down a theme: what each case says to it, in order, with the notes on its range of views."""
    from qualcode.services.case_editing import case_kind
    from qualcode.services.charting_views import read_down

    with opened(study, acting) as work:
        code = work.codes.codebook().find(theme).id
        found = read_down(work, code, kind=case_kind(kind or "participant"), where=where, order=order, by=by)
    if as_json:
        emit_json(_theme_as_json(found))
    else:
        _print_theme(found)


@click.command(epilog="Example: qualcode summaries across fls P004")
@study_argument
@click.argument("case")
@as_option
@json_option
def across(study: str, case: str, acting: str | None, as_json: bool) -> None:
    """Read across a case: what it says to each theme, with its portrait."""
    from qualcode.services.case_editing import find_case
    from qualcode.services.charting_views import read_across

    with opened(study, acting) as work:
        found = read_across(work, find_case(work, case).id)
    if as_json:
        emit_json(_case_as_json(found))
    else:
        _print_cases([found])


@click.command(epilog="Example: qualcode summaries beside fls P004 P009")
@study_argument
@click.argument("cases", metavar="CASE CASE...", nargs=-1, required=True)
@as_option
@json_option
def beside(study: str, cases: tuple[str, ...], acting: str | None, as_json: bool) -> None:
    """Read cases side by side: theme by theme, what each of them says."""
    from qualcode.services.case_editing import find_case
    from qualcode.services.charting_views import read_beside

    with opened(study, acting) as work:
        chosen = list(dict.fromkeys(find_case(work, name).id for name in cases))
        if len(chosen) < 2:
            raise UsageError("One case alone stands beside none.", "Name two or more, or read it with `summaries across`.")
        found = read_beside(work, chosen)
    if as_json:
        emit_json([_case_as_json(one) for one in found])
    else:
        _print_cases(found)


@click.command(epilog='Example: qualcode summaries note fls --theme "Time and capacity" --text "From none to two days a week."')
@study_argument
@click.option("--theme", metavar="PATH", help="The note on the range of views on a theme.")
@click.option("--case", metavar="NAME", help="The portrait of a case.")
@click.option("--text", required=True, metavar="TEXT", help="Its words, in place of those you wrote last; [[coding 12]] cites.")
@reason_option
@as_option
def note(study: str, theme: str | None, case: str | None, text: str, reason: str | None, acting: str | None) -> None:
    """Write the note that goes with a reading: on a theme's range of views, or a case's portrait."""
    from qualcode.services.case_editing import find_case
    from qualcode.services.charting_views import keep_portrait, keep_range_of_views

    if (theme is None) == (case is None):
        raise UsageError("The note is on a theme or on a case, one of the two.", "Name it with --theme or --case.")
    with opened(study, acting) as work:
        if theme is not None:
            code = work.codes.codebook().find(theme)
            change, what = keep_range_of_views(work, code.id, text, reason=reason or ""), f"the range of views on {code.name}"
        else:
            found = find_case(work, case or "")
            change, what = keep_portrait(work, found.id, text, reason=reason or ""), f"the portrait of {found.name}"
    said_done(change, f"Wrote {what}.", "It said so already.")


# ---- lines for people --------------------------------------------------------------------------------------------


def _print_cell(found: OpenCell) -> None:
    from qualcode.domain.summaries import Became

    about = f" ({found.about})" if found.about else ""
    _line(f"{found.case_name}{about}: {found.theme}")
    _line(f"{found.state.value}{f', {found.author}' if found.author else ''}")
    for line in found.text.splitlines():
        _line(f"  {line}")
    if found.remark:
        _line(f"  [{found.remark}]")
    if found.changed:
        _line(f"Evidence changed since: {found.changed}.")
    for one in found.evidence:
        became = [each.value for each in one.became]
        # What was coded since the summary was written is nothing to it yet.
        said = became if Became.ADDED in one.became else [one.bearing.value, *became]
        _line(f"  [{one.extract.id}] {', '.join(said)}: {_words(one.extract.words)} {one.reference} {one.extract.code}")
        if one.words_then is not None:
            _line(f"      was: {_words(one.words_then)}")
    for gone in found.gone:
        now = f" to {gone.code}" if gone.code and gone.code != gone.code_then else ""
        _line(f"  [{gone.coding}] {gone.became.value}{now}: {_words(gone.words_then)} {gone.code_then}")
    for reference in found.references:
        if reference.source is None:
            _line(f"  {reference.reference}: {reference.reach.value}")
    for words in found.not_found:
        _line(f'  not in the talk: "{words}"')


def _print_theme(found: ThemeRead) -> None:
    _line(found.theme)
    for said in (found.central_idea, found.definition):
        if said:
            _line(f"  {said}")
    _print_notes(found.notes)
    for name, cells in found.groups:
        if name:
            _line(f"\n{found.by}: {name} ({len(cells)})")
        for one in cells:
            about = f" ({one.about})" if one.about else ""
            _line(f"\n{one.case_name}{about}")
            _print_said(one)
    _line(f"\n{found.participants} of {counted(found.finished, 'case')} whose sources are finished, with at least one coding.")


def _print_cases(found: list[CaseRead] | tuple[CaseRead, ...]) -> None:
    for one in found:
        _line(f"{one.name}{f' ({one.about})' if one.about else ''}")
        _print_notes(one.notes)
    titles = [title for title, _ in found[0].charts]
    for title in titles:
        rows = [dict(one.charts).get(title, ()) for one in found]
        _line(f"\n{title}")
        for themes in zip(*rows, strict=False):
            _line(f"\n  {themes[0].theme.rpartition(' > ')[2]}")
            for cell in themes:
                _print_said(cell, f"{cell.case_name}: " if len(found) > 1 else "")


def _print_said(one: ReadCell, who: str = "") -> None:
    cell = one.cell
    changed = "; evidence changed since" if cell.evidence_changed else ""
    said = cell.text or cell.state.value
    draft = " (draft)" if cell.draft and cell.text else ""
    remark = f" [{cell.remark}]" if cell.remark else ""
    _line(f"    {who}{_words(said)}{remark}{draft}")
    counts = ", ".join(
        f"{count} {PLURAL[bearing.value] if count > 1 else bearing.value}" for bearing, count in one.bearings.items()
    )
    if counts or changed:
        _line(f"      {counts or 'no coding'}{changed}")


def _print_notes(notes: tuple[ListedMemo, ...]) -> None:
    for one in notes:
        _line(f"  {one.kind}, {one.author}: {_words(one.read)}")


def _words(text: str) -> str:
    return " ".join(text.split())


def _line(text: str) -> None:
    from qualcode.domain.text import drawn

    click.echo(drawn(text))


# ---- JSON --------------------------------------------------------------------------------------------------------


def _cell_as_json(found: OpenCell) -> dict[str, Any]:
    return {
        "case": found.case_name,
        "about": found.about,
        "theme": found.theme,
        "state": found.state.value,
        "text": found.text,
        "remark": found.remark,
        "author": found.author,
        "when": found.written_at,
        "evidence_changed": bool(found.changes),
        "changed": found.changed,
        "evidence": [_evidence_as_json(one) for one in found.evidence],
        "gone": [
            {
                "coding": one.coding,
                "became": one.became.value,
                "words_then": one.words_then,
                "bearing": one.bearing.value,
                "code_then": one.code_then,
                "code": one.code,
            }
            for one in found.gone
        ],
        "references": [
            {
                "reference": str(one.reference),
                "found": one.source is not None,
                "why": "" if one.source is not None else one.reach.value,
                "source": one.source_name,
                "span": None if one.span is None else [one.span.start, one.span.end],
                "own": one.own,
                "codings": list(one.codings),
            }
            for one in found.references
        ],
        "not_found": list(found.not_found),
    }


def _evidence_as_json(one: CellEvidence) -> dict[str, Any]:
    return {
        "coding": one.extract.id,
        "bearing": one.bearing.value,
        "became": [each.value for each in one.became],
        "words": one.extract.words,
        "words_then": one.words_then,
        "source": one.extract.source,
        "turn": one.extract.turn,
        "span": [one.extract.span.start, one.extract.span.end],
        "code": one.extract.code,
        "reference": one.reference,
    }


def _theme_as_json(found: ThemeRead) -> dict[str, Any]:
    return {
        "theme": found.theme,
        "definition": found.definition,
        "central_idea": found.central_idea,
        "by": found.by,
        "participants": found.participants,
        "finished": found.finished,
        "notes": _notes_as_json(found.notes),
        "cells": [_read_as_json(one) for one in found.cells],
    }


def _case_as_json(found: CaseRead) -> dict[str, Any]:
    return {
        "case": found.name,
        "about": found.about,
        "values": dict(found.values),
        "notes": _notes_as_json(found.notes),
        "charts": [{"title": title, "cells": [_read_as_json(one) for one in cells]} for title, cells in found.charts],
    }


def _read_as_json(one: ReadCell) -> dict[str, Any]:
    return {
        "case": one.case_name,
        "about": one.about,
        "theme": one.theme,
        "group": one.group,
        "state": one.cell.state.value,
        "text": one.cell.text,
        "remark": one.cell.remark,
        "evidence_changed": one.cell.evidence_changed,
        "codings": list(one.cell.codings),
        "bearings": {bearing.value: count for bearing, count in one.bearings.items()},
    }


def _notes_as_json(notes: tuple[ListedMemo, ...]) -> list[dict[str, Any]]:
    return [{"id": one.id, "kind": one.kind, "author": one.author, "when": one.when, "text": one.read} for one in notes]
