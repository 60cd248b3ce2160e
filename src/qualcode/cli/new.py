"""`qualcode new`: make a study."""

from __future__ import annotations

from shlex import quote

import click

from qualcode.cli.output import say


@click.command(epilog='Example: qualcode new fls --coder "Mairi Lennox" --title "Business cases for fracture liaison services"')
@click.argument("study", metavar="STUDY")
@click.option("--coder", required=True, metavar="NAME", help="The lead coder: whose coding counts until there is an agreed one.")
@click.option("--title", default="", metavar="TEXT", help="The study's title; else its file name.")
@click.option("--approach", default="codebook", show_default=True, type=click.Choice(["codebook", "reliability", "reflexive"]))
def command(study: str, coder: str, title: str, approach: str) -> None:
    """Make a study: one file, STUDY.qualcode, that only you may read."""
    from qualcode.services.studies import new_study

    with new_study(study, lead=coder, title=title, approach=approach) as made:
        next_step = f"qualcode import {quote(study)} FILE..."
        say(f"Made {made.name} with the lead coder {made.viewer.name}. Import transcripts with `{next_step}`.")
