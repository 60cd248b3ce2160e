"""`qualcode sample-table`: the characteristics of the sample."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, audience_option, json_option, opened, say_what_was_not_checked, study_argument
from qualcode.cli.output import emit_json, say
from qualcode.errors import UsageError


@click.command("sample-table", epilog="Example: qualcode sample-table fls --to sample.docx")
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@click.option("--percent", is_flag=True, help="Shares too; they print by themselves from 50 participants on.")
@click.option("--site", metavar="ATTRIBUTE", help="The attribute that names the site; else one called hospital, site, trust...")
@click.option("--number", type=int, metavar="N", help="The number of the table.  [default: the next after the theme tables]")
@audience_option
@as_option
@json_option
def command(
    study: str,
    to: Path | None,
    percent: bool,
    site: str | None,
    number: int | None,
    audience: str,
    acting: str | None,
    as_json: bool,
) -> None:
    """Characteristics of the sample, one attribute after another and never crossed; values as they are printed."""
    from qualcode.domain.printing import Audience
    from qualcode.services.sample_table import sample_data, sample_description, write_sample_table

    if to is None and not as_json:
        raise UsageError("It was not said where the table goes.", "Name a file with --to, or print it with --json.")
    whom = Audience(audience)
    with opened(study, acting) as work:
        if to is None:
            found = sample_description(work, percent=percent, site=site, number=number)
        else:
            found = write_sample_table(work, to, percent=percent, site=site, number=number, audience=whom)
            say_what_was_not_checked(work, audience)
    if as_json:
        emit_json(sample_data(found))
    if to is not None:
        for remark in found.remarks:
            say(remark)
        say(f"Wrote {found.table.participants} participants to {to}. {whom.remark}")
