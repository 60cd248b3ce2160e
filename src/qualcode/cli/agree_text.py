"""Agreement for people: the table by most differences, each source's figures, and what the figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_table
from qualcode.domain import agreement_text as text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_text import PrintedTable


def print_agreement(table: AgreementTable, *, by_source: bool = False) -> None:
    """Print the whole table on stdout, headed "Exploratory" or "Descriptive" where that is what its figures are.

    `by_source` prints F1 and alpha of each code in each source too.
    """
    click.echo(text.heading(table))
    for fixed in table.fixed:
        click.echo(f"Fixed when it was drawn, {fixed}.")
    for one in tables_of(table, by_source=by_source):
        _print(one)
    if table.more is not None:
        click.echo("\nExploratory figures")
        for one in text.more_tables(table):
            _print(one)
    click.echo()
    for line in text.footer(table):
        click.echo(line)


def tables_of(table: AgreementTable, *, by_source: bool) -> Iterator[PrintedTable]:
    """The tables of what was fixed, those that there are."""
    yield text.code_table(table)
    if table.pairs:
        yield text.pair_table(table)
    if table.by_source:
        yield text.source_table(table)
    if by_source and table.by_source:
        yield from (text.code_by_source_table(table, name) for name in ("f1", "alpha"))


def _print(one: PrintedTable) -> None:
    click.echo()
    print_table(one.columns, one.rows, right=[one.columns[at] for at in sorted(one.figures)])
