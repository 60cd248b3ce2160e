"""Agreement for people: the table by most differences, each source's figures, and what the figures rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.output import print_table
from qualcode.domain import agreement_text as text
from qualcode.domain.agreement_notes import footer

if TYPE_CHECKING:
    from qualcode.domain.agreement import AgreementTable


def print_agreement(table: AgreementTable, *, by_source: bool = False) -> None:
    """Print the whole table on stdout, headed "Exploratory" or "Descriptive" where that is what its figures are.

    `by_source` prints F1 and alpha of each code in each source too.
    """
    click.echo(text.heading(table))
    for fixed in table.fixed:
        click.echo(f"Fixed when it was drawn, {fixed}.")
    for one in text.all_tables(table, by_source=by_source):
        click.echo()
        if one.exploratory:
            click.echo(f"Exploratory: {one.title[0].lower()}{one.title[1:]}")
        print_table(one.columns, one.rows, right=[one.columns[at] for at in sorted(one.figures)])
    click.echo()
    for line in footer(table):
        click.echo(line)
