"""`qualcode quotes`: quotations for the theme tables, chosen, ordered, edited for print, read for identification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, asked_reason, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, said_done, say
from qualcode.cli.quotes_edits import capital, cut, edit, ends, insert, read_span, replace, undo_edit
from qualcode.cli.tables_text import candidate_json, candidate_lines, no_table_yet, quotation_json, quotation_lines
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.theme_table_desk import TablesDesk


@click.group("quotes", cls=OnceGroup, epilog="Example: qualcode quotes candidates fls 2 1")
def command() -> None:
    """Quotations: candidates, list, add, edit, cut, replace, insert, order, read, remove, import, export.

    A quotation is named by its number in `qualcode quotes list`. What may differ between the words on record and the words
    in print: cuts […], words replaced or added in square brackets, a capital at the start, and hesitations by the study's
    rule (`qualcode tables settings`).
    """


@command.command(epilog="Example: qualcode quotes candidates fls 2 1")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.option("--all", "everything", is_flag=True, help="Of the whole analysis coding, not of the row's codes alone.")
@as_option
@json_option
def candidates(study: str, table: int, place: int, everything: bool, acting: str | None, as_json: bool) -> None:
    """List the passages that could be quoted in a row: starred codings first, then the rest of the analysis coding."""
    from qualcode.services.theme_table_desk import quote_candidates
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        found = quote_candidates(work, find_row(work, table, place).id, everything=everything)
    if as_json:
        emit_json([candidate_json(one) for one in found])
        return
    for one in found:
        for line in candidate_lines(one):
            click.echo(line)
    if not found:
        say("No passage is coded with the row's theme or codes.")


@command.command("list", epilog="Example: qualcode quotes list fls --unread")
@study_argument
@click.option("--table", type=int, metavar="N", help="Of one table.")
@click.option("--unread", is_flag=True, help="Only those that nobody has read for identification.")
@as_option
@json_option
def list_(study: str, table: int | None, unread: bool, acting: str | None, as_json: bool) -> None:
    """List the quotations in the order of print, verbatim and as they print."""
    from qualcode.services.theme_table_desk import tables_desk
    from qualcode.services.theme_table_finding import find_table, refuse_unseen

    with opened(study, acting) as work:
        refuse_unseen(work)
        if table is not None:
            find_table(work, table)
        desk, has_codes = tables_desk(work), bool(len(work.codes.codebook()))
    found = [
        (shown.number, row.place, one)
        for shown in desk.tables
        if table in {None, shown.number}
        for row in shown.rows
        for one in row.quotations
        if not (unread and one.read)
    ]
    if as_json:
        emit_json([{"table": number, "row": place, **quotation_json(one)} for number, place, one in found])
        return
    if not found:
        say(_none_listed(desk, table, has_codes=has_codes))
    at = (0, 0)
    for number, place, one in found:
        if at != (number, place):
            click.echo(f"Table {number}, row {place}")
            at = (number, place)
        for line in quotation_lines(one):
            click.echo(line.removeprefix("   "))


def _none_listed(desk: TablesDesk, table: int | None, *, has_codes: bool) -> str:
    """Why no quotation is listed, and what to do first."""
    if not desk.tables:
        return no_table_yet(has_codes=has_codes)
    if any(shown.quotations for shown in desk.tables if table in {None, shown.number}):
        return "Every quotation was read for identification."
    where = "" if table is None else f" in table {table}"
    at = desk.tables[0].number if table is None else table
    return (
        f"There is no quotation{where} yet: `qualcode quotes candidates STUDY {at} ROW` lists what could be quoted in a row, "
        "and `qualcode quotes add` quotes it."
    )


@command.command(epilog="Example: qualcode quotes add fls 2 1 104")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.argument("coding", type=int, required=False)
@click.option("--source", metavar="SOURCE", help="Words of a source, with --words or --span.")
@click.option("--words", metavar="TEXT", help="The words, as they stand in the coding or the source.")
@click.option("--span", metavar="START:END", help="The span in characters from 0, the end not included.")
@click.option("--contrary", is_flag=True, help="On the contrary shelf.")
@click.option("--at", type=int, metavar="N", help="Its place in the row, from 1 on; else it is the last.")
@as_option
def add(
    study: str,
    table: int,
    place: int,
    coding: int | None,
    source: str | None,
    words: str | None,
    span: str | None,
    contrary: bool,
    at: int | None,
    acting: str | None,
) -> None:
    """Choose a quotation for a row: the words of a coding, by its number among the candidates, or a part of them."""
    from qualcode.services.coding import span_of_words
    from qualcode.services.quotation_verbs import add_quotation
    from qualcode.services.theme_table_finding import find_row

    if (coding is None) is (source is None):
        raise UsageError("A quotation is words of a coding or of a source.", "Give the number of a coding, or --source.")
    if words is not None and span is not None:
        raise UsageError("The words are given by --words or by --span.", "Give one of the two.")
    with opened(study, acting) as work:
        row = find_row(work, table, place).id
        of_source = None if source is None else work.sources.named(source).id
        where = None if span is None else read_span(span)
        if words is not None:
            found = of_source if of_source is not None else next((one.source for one in work.codings.some([coding or 0])), None)
            if found is None:
                raise UsageError(f"There is no coding {coding}.", "`qualcode quotes candidates` lists them.")
            where = span_of_words(work.sources.text(found), words)
        number, change = add_quotation(work, row, coding=coding, source=of_source, span=where, contrary=contrary, place=at)
    said_done(change, f"Quotation {number} is in row {place} of table {table}.")


@command.command(epilog="Example: qualcode quotes order fls 12 --to 1")
@study_argument
@click.argument("number", type=int)
@click.option("--to", "place", type=int, metavar="N", help="Its place in the row, from 1 on; else it is the last.")
@click.option("--row", nargs=2, type=int, metavar="TABLE ROW", help="In another row.")
@as_option
def order(study: str, number: int, place: int | None, row: tuple[int, int] | None, acting: str | None) -> None:
    """Give a quotation another place in its row, or put it into another row."""
    from qualcode.services.quotation_verbs import move_quotation
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        to = find_row(work, *row).id if row else None
        change = move_quotation(work, number, place=place, row=to)
    said_done(change, f"Moved quotation {number}.", "It stands there already.")


@command.command(epilog="Example: qualcode quotes contrary fls 12")
@study_argument
@click.argument("number", type=int)
@click.option("--not", "no_longer", is_flag=True, help="It does not contradict the finding.")
@as_option
def contrary(study: str, number: int, no_longer: bool, acting: str | None) -> None:
    """Put a quotation on the contrary shelf of its row, or take it back from there."""
    from qualcode.services.quotation_verbs import set_contrary

    with opened(study, acting) as work:
        change = set_contrary(work, number, contrary=not no_longer)
    said_done(change, f"Quotation {number} {'does not contradict' if no_longer else 'contradicts'} the finding.", "It was so.")


@command.command(epilog="Example: qualcode quotes read fls 12 13 14")
@study_argument
@click.argument("numbers", metavar="NUMBER...", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that nobody has read yet.")
@click.option("--not", "not_read", is_flag=True, help="Nobody has read them.")
@as_option
def read(study: str, numbers: tuple[int, ...], everything: bool, not_read: bool, acting: str | None) -> None:
    """Say that you have read quotations for identification; it falls away when their printed words change."""
    from qualcode.services.quotation_verbs import mark_read

    if bool(numbers) is everything:
        raise UsageError("It is not said which quotations.", "Give their numbers, or --all.")
    with opened(study, acting) as work:
        chosen = [one.id for one in work.quotes.all() if (one.read_by is None) is not not_read] if everything else list(numbers)
        change = mark_read(work, chosen, read=not not_read)
    said = "Nobody has read" if not_read else f"{work.viewer.name} has read"
    said_done(change, f"{said} {counted(len(chosen), 'quotation')} for identification.")


@command.command(epilog="Example: qualcode quotes remove fls 12")
@study_argument
@click.argument("numbers", metavar="NUMBER...", type=int, nargs=-1, required=True)
@reason_option
@as_option
def remove(study: str, numbers: tuple[int, ...], reason: str | None, acting: str | None) -> None:
    """Take quotations out of their tables; the codings they come from stay."""
    from qualcode.services.quotation_verbs import remove_quotations

    with opened(study, acting) as work:
        change = remove_quotations(work, numbers, reason=asked_reason(reason))
    said_done(change, f"Took {counted(len(numbers), 'quotation')} out.")


@command.command(epilog='Example: qualcode quotes tag fls 12 "a commissioner"')
@study_argument
@click.argument("number", type=int)
@click.argument("tag")
@as_option
def tag(study: str, number: int, tag: str, acting: str | None) -> None:
    """Let a quotation print a tag of its own in square brackets; "" is the study's pattern again."""
    from qualcode.services.quotation_verbs import set_tag

    with opened(study, acting) as work:
        change = set_tag(work, number, tag)
    said_done(change, f"Changed the tag of quotation {number}.")


@command.command("fresh-id", epilog="Example: qualcode quotes fresh-id fls 12 13")
@study_argument
@click.argument("numbers", metavar="NUMBER...", type=int, nargs=-1, required=True)
@click.option("--id", "given", metavar="ID", help="This one, for one quotation; else the next of Q1, Q2, ...")
@click.option("--none", "own", is_flag=True, help="The participant's own ID again.")
@as_option
def fresh_id(study: str, numbers: tuple[int, ...], given: str | None, own: bool, acting: str | None) -> None:
    """Let quotations print an ID of their own, so that nobody reads them together with others of the same participant."""
    from qualcode.services.quotation_verbs import set_fresh_id

    with opened(study, acting) as work:
        change = set_fresh_id(work, numbers, "" if own else given)
    said_done(change, f"Changed the ID of {counted(len(numbers), 'quotation')}.")


@command.command("import", epilog="Example: qualcode quotes import fls quotes.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Import quotations: each table that occurs in the file comes to hold what the file says, as one change.

    Columns table, row, source, start, end, words, printed, tag, theme, finding, contrary. `printed` is the words after
    cuts […], words replaced or added in square brackets, and a capital at the start; nothing else may differ.
    """
    from qualcode.services.quotations import import_quotes

    with opened(study, acting) as work:
        done = import_quotes(work, file)
    tables = f"Table{'' if len(done.tables) == 1 else 's'} {', '.join(map(str, done.tables))}"
    said_done(
        done.change,
        f"{tables}: {counted(done.new, 'quotation')} new, {done.changed} changed, {done.removed} taken out.",
        f"{tables} held all of them already.",
    )


@command.command(epilog="Example: qualcode quotes export fls quotes.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write all quotations as CSV, in the order of print."""
    from qualcode.services.quotations import export_quotes

    with opened(study, acting) as work:
        count = export_quotes(work, file)
    say(f"Wrote {count} quotations to {file}.")


for _one in (edit, cut, replace, insert, capital, undo_edit, ends):
    command.add_command(_one)
