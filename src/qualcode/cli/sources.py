"""`qualcode sources`: what was imported, and what is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done

if TYPE_CHECKING:
    from qualcode.domain.sources import SourceOverview


class SourcesGroup(click.Group):
    """`sources STUDY` lists; `sources describe STUDY FILE.csv` describes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a first word that is no command as the study to list."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("sources", cls=SourcesGroup, epilog="Example: qualcode sources fls")
def command() -> None:
    """List the sources of a study (`qualcode sources STUDY`) or describe them from a table."""


@command.command("list", epilog="Example: qualcode sources fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List sources with their words, turns, speakers and codings."""
    from qualcode.services.sources import list_sources

    with opened(study, acting) as work:
        sources = list_sources(work)
    if as_json:
        emit_json([_as_json(one) for one in sources])
        return
    rows = [
        (
            one.source.number,
            one.source.name,
            one.source.kind.value,
            one.source.date,
            f"{one.words:,}",
            f"{one.turns:,}",
            ", ".join(f"{speaker.label} {speaker.turns}" for speaker in one.speakers),
            ", ".join(f"{coder} {codings}" for coder, codings in one.codings),
        )
        for one in sources
    ]
    columns = ["no.", "source", "kind", "date", "words", "turns", "speakers", "codings"]
    print_table(columns, rows, right=["no.", "words", "turns"])


@command.command(epilog="Example: qualcode sources describe fls sources.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def describe(study: str, file: Path, acting: str | None) -> None:
    """Describe sources from a table: columns source [, kind, date, minutes, interviewer, mode, pilot]."""
    from qualcode.services.sources import describe_sources

    with opened(study, acting) as work:
        changed, change = describe_sources(work, file)
    said_done(change, f"Described {counted(changed, 'source')}.")


def _as_json(one: SourceOverview) -> dict[str, object]:
    return {
        "number": one.source.number,
        "name": one.source.name,
        "kind": one.source.kind.value,
        "date": one.source.date,
        "minutes": one.source.minutes,
        "interviewer": one.source.interviewer,
        "mode": one.source.mode,
        "pilot": one.source.pilot,
        "words": one.words,
        "turns": one.turns,
        "speakers": [{"label": speaker.label, "role": speaker.role.value, "turns": speaker.turns} for speaker in one.speakers],
        "codings": dict(one.codings),
    }
