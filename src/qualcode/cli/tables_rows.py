"""`qualcode tables row`: the rows of theme tables and the evidence they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, asked_reason, opened, reason_option, study_argument
from qualcode.cli.output import counted, said_done

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


@click.group("row", cls=OnceGroup, epilog='Example: qualcode tables row add fls 2 --theme "Quality of care"')
def row() -> None:
    """The rows of a table: add, set, move, remove, link and unlink evidence."""


@row.command(epilog='Example: qualcode tables row add fls 2 --theme "Quality of care" --heading "Named, not weighed"')
@study_argument
@click.argument("table", type=int)
@click.option("--heading", default="", metavar="TEXT", help="What it prints beside its quotations.")
@click.option("--finding", default="", metavar="TEXT", help="What was found, in one sentence.")
@click.option("--theme", metavar="PATH", help="The theme it prints under.")
@click.option("--code", "codes", multiple=True, metavar="PATH", help="A code it rests on besides; may be repeated.")
@click.option("--place", type=int, metavar="N", help="Its place, from 1 on; else it is the last.")
@as_option
def add(
    study: str,
    table: int,
    heading: str,
    finding: str,
    theme: str | None,
    codes: tuple[str, ...],
    place: int | None,
    acting: str | None,
) -> None:
    """Add a row to a table."""
    from qualcode.services.theme_row_verbs import add_row
    from qualcode.services.theme_table_finding import find_table

    with opened(study, acting) as work:
        _, change = add_row(
            work,
            find_table(work, table).id,
            heading=heading,
            finding=finding,
            theme=None if theme is None else _code(work, theme),
            codes=[_code(work, path) for path in codes],
            place=place,
        )
    said_done(change, f"Added a row to table {table}.")


@row.command("set", epilog='Example: qualcode tables row set fls 2 3 --note "Looked for, none found."')
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.option("--heading", metavar="TEXT", help="What it prints beside its quotations.")
@click.option("--finding", metavar="TEXT", help="What was found, in one sentence.")
@click.option("--theme", metavar="PATH", help='The theme it prints under; "" for none.')
@click.option("--code", "codes", multiple=True, metavar="PATH", help='A code it rests on besides; repeat it; "" for none.')
@click.option("--note", metavar="TEXT", help='That contrary words were looked for and none found; "" takes it away.')
@as_option
def set_(
    study: str,
    table: int,
    place: int,
    heading: str | None,
    finding: str | None,
    theme: str | None,
    codes: tuple[str, ...],
    note: str | None,
    acting: str | None,
) -> None:
    """Say what a row is called, what was found, and what it rests on."""
    from qualcode.services.theme_row_verbs import change_row
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        change = change_row(
            work,
            find_row(work, table, place).id,
            heading=heading,
            finding=finding,
            theme=_code(work, theme) if theme else None,
            without_theme=theme == "",
            codes=[_code(work, path) for path in codes if path] if codes else None,
            note=note,
        )
    said_done(change, f"Changed row {place} of table {table}.")


@row.command(epilog="Example: qualcode tables row move fls 2 3 --to 1")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.option("--to", type=int, required=True, metavar="N", help="Its new place, from 1 on.")
@click.option("--table", "into", type=int, metavar="TABLE", help="In another table.")
@as_option
def move(study: str, table: int, place: int, to: int, into: int | None, acting: str | None) -> None:
    """Give a row another place, in its table or in another."""
    from qualcode.services.theme_row_verbs import move_row
    from qualcode.services.theme_table_finding import find_row, find_table

    with opened(study, acting) as work:
        other = None if into is None else find_table(work, into).id
        change = move_row(work, find_row(work, table, place).id, place=to, table=other)
    said_done(change, f"Moved the row to place {to}.", "It stands there already.")


@row.command(epilog="Example: qualcode tables row remove fls 2 3")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@reason_option
@as_option
def remove(study: str, table: int, place: int, reason: str | None, acting: str | None) -> None:
    """Take a row away with its quotations; the codings stay."""
    from qualcode.services.theme_row_verbs import remove_row
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        change = remove_row(work, find_row(work, table, place).id, reason=asked_reason(reason))
    said_done(change, f"Took row {place} of table {table} away.")


@row.command(epilog="Example: qualcode tables row link fls 2 3 104 118 --as-evidence contradicts")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.argument("codings", metavar="CODING...", type=int, nargs=-1, required=True)
@click.option(
    "--as-evidence",
    "bearing",
    type=click.Choice(["supports", "qualifies", "contradicts"]),
    default="supports",
    show_default=True,
    help="What they are to the finding.",
)
@as_option
def link(study: str, table: int, place: int, codings: tuple[int, ...], bearing: str, acting: str | None) -> None:
    """Say what codings are to the finding of a row, by their numbers in `qualcode segments`."""
    from qualcode.domain.summaries import Bearing
    from qualcode.services.theme_row_verbs import link_evidence
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        change = link_evidence(work, find_row(work, table, place).id, codings, Bearing(bearing))
    said_done(change, f"Linked {counted(len(codings), 'coding')} to row {place} of table {table}.")


@row.command(epilog="Example: qualcode tables row unlink fls 2 3 104")
@study_argument
@click.argument("table", type=int)
@click.argument("place", metavar="ROW", type=int)
@click.argument("codings", metavar="CODING...", type=int, nargs=-1, required=True)
@as_option
def unlink(study: str, table: int, place: int, codings: tuple[int, ...], acting: str | None) -> None:
    """Say that the finding of a row does not rest on codings."""
    from qualcode.services.theme_row_verbs import unlink_evidence
    from qualcode.services.theme_table_finding import find_row

    with opened(study, acting) as work:
        change = unlink_evidence(work, find_row(work, table, place).id, codings)
    said_done(change, f"Unlinked {counted(len(codings), 'coding')}.")


def _code(work: OpenStudy, path: str) -> int:
    return work.codes.codebook().find(path).id
