"""`qualcode sample-table`: the characteristics of the sample."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import say


@click.command("sample-table", epilog="Example: qualcode sample-table fls --to sample.docx")
@study_argument
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@click.option("--percent", is_flag=True, help="Shares too; they print by themselves from 50 participants on.")
@click.option("--site", metavar="ATTRIBUTE", help="The attribute that names the site; else one called hospital, site, trust...")
@as_option
def command(study: str, to: Path, percent: bool, site: str | None, acting: str | None) -> None:
    """Characteristics of the sample, one attribute after another. Identifiable: study team only."""
    from qualcode.services.sample_table import write_sample_table

    with opened(study, acting) as work:
        found = write_sample_table(work, to, percent=percent, site=site)
    for remark in found.remarks:
        say(remark)
    say(f"Wrote {found.table.participants} participants to {to}. Identifiable: study team only.")
