"""`qualcode agree`: agreement of two or more coders, as a table, as JSON, or in a file."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import RULES, UNITS, as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, progress_bar, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_choices import AgreementChoices


@click.command("agree", epilog='Example: qualcode agree fls --coder "Mairi Lennox" --coder "Tom Adeyemi" --unit sentence')
@study_argument
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="One of the coders, in the order of the table; repeat it.")
@click.option("--round", metavar="NAME", help="The sample to compare; else the check samples, or all that was finished.")
@click.option("--unit", "units", multiple=True, type=click.Choice(UNITS), help="What is one decision; several side by side.")
@click.option("--rule", type=click.Choice(list(RULES)), help="How much of a unit must be coded.")
@click.option("--with-interviewer/--without-interviewer", default=None, help="Count the interviewer's turns too, or not.")
@click.option("--with-sub-codes", is_flag=True, help="A code counts with its own codings and those of its sub-codes.")
@click.option("--without-backchannels", is_flag=True, help="Leave out turns of fewer than three words.")
@click.option("--incomplete", is_flag=True, help="With three coders or more: a source counts that two of them finished.")
@click.option("--latest", is_flag=True, help="Read the latest attempts, also those made with the other coding in view.")
@click.option("--matched", is_flag=True, help="Read codes through the code lists that were matched; descriptive.")
@click.option("--by-source", is_flag=True, help="Print F1 and alpha of each code in each source, below 8 sources.")
@click.option(
    "--exploratory", "explore", is_flag=True, help="Other coefficients, sets of codes, matched segments, and unitizing alpha."
)
@click.option(
    "--overlap", type=click.FloatRange(0, 1, min_open=True), default=0.9, show_default=True, help="What matched segments share."
)
@click.option("--cross-check", is_flag=True, help="Compute every alpha a second time with the krippendorff package.")
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FILE", help="Write a .docx, .xlsx or .csv file instead of printing."
)
@click.option("--methods", is_flag=True, help="Write the paragraph for the methods section; with --to FILE.docx, with its table.")
@as_option
@json_option
def command(
    study: str,
    units: tuple[str, ...],
    rule: str | None,
    by_source: bool,
    to: Path | None,
    methods: bool,
    acting: str | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Agreement of two or more coders on the sources they have finished.

    Without --coder: the lead coder and the only other one with finished sources. Unit, rule and interviewer's turns are those
    the check sample fixed, else turn, any, and without; figures asked for otherwise are headed exploratory. Of a source in
    a sample the attempt is read that was finished before its round was closed. Nothing is computed while a blind round is in
    progress.
    """
    # numpy's linear algebra starts a thread for every core when it is loaded, and none of it is used here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    choices = _choices(units, rule, to, asked)
    if methods:
        _methods(study, acting, choices, to, as_json=as_json)
        return
    tables = _tables(study, acting, choices, to)
    if as_json:
        from qualcode.cli.agree_json import as_data

        found = [as_data(table) for table in tables]
        emit_json(found if len(units) > 1 else found[0])
    if to is not None or as_json:
        return
    from qualcode.cli.agree_text import print_agreement

    for place, table in enumerate(tables):
        if place:
            click.echo()
        print_agreement(table, by_source=by_source)


def _choices(units: Sequence[str], rule: str | None, to: Path | None, asked: dict[str, Any]) -> AgreementChoices:
    """The options as choices; what stands in a manuscript is computed twice."""
    from qualcode.domain.agreement_choices import AgreementChoices
    from qualcode.domain.units import MappingRule, Unit

    choices = AgreementChoices(
        units=tuple(map(Unit, units)), mapping=MappingRule(RULES[rule]) if rule else None, coders=asked.pop("coders"), **asked
    )
    if to is not None:
        from qualcode.services.agreement_files import is_word

        return replace(choices, cross_check=choices.cross_check or is_word(to))
    return choices


def _tables(study: str, acting: str | None, choices: AgreementChoices, to: Path | None) -> tuple[AgreementTable, ...]:
    """The tables, written to a file where one is named."""
    from qualcode.domain.progress import silent
    from qualcode.services.agreement import agreements
    from qualcode.services.agreement_files import write_agreement

    watched = progress_bar("Comparing") if choices.cross_check else nullcontext(silent)
    with opened(study, acting) as work, watched as progress:
        tables = agreements(work, choices, progress=progress)
    if to is not None:
        write_agreement(tables, to)
        say(f"Wrote the agreement of {len(tables[0].coders)} coders on {counted(len(tables[0].sources), 'source')} to {to}.")
    return tables


def _methods(study: str, acting: str | None, choices: AgreementChoices, to: Path | None, *, as_json: bool) -> None:
    """The paragraph, printed or written to Word."""
    from qualcode.services.agreement_methods import methods, write_methods

    with opened(study, acting) as work, progress_bar("Comparing") as progress:
        found = methods(work, choices, progress=progress)
    if to is not None:
        write_methods(found, to)
        say(f"Wrote the methods paragraph{' and its table' if found.table else ''} to {to}.")
    if as_json:
        from qualcode.cli.agree_json import as_data

        emit_json({"methods": found.paragraph, "agreement": as_data(found.table) if found.table else None})
    elif to is None:
        click.echo(found.paragraph)
