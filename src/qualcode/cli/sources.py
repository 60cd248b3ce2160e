"""`qualcode sources`: what was imported, and what is known of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import WithDefault
from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done

if TYPE_CHECKING:
    from qualcode.services.coding_screen import SourceLine


class SourcesGroup(WithDefault):
    """`sources STUDY` lists; `sources describe STUDY FILE.csv` describes."""

    default = "list"


@click.group("sources", cls=SourcesGroup, epilog="Example: qualcode sources fls")
def command() -> None:
    """List the sources of a study (`qualcode sources STUDY`), and say what is known of them."""


@command.command("list", epilog="Example: qualcode sources fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List sources with their words, turns, speakers and codings, and how far you are with each.

    `uncoded` is the share of participant turns without a coding of yours. Study documents have no state.
    """
    from qualcode.services.coding_screen import list_sources

    with opened(study, acting) as work:
        sources = list_sources(work)
    if as_json:
        emit_json([_as_json(one) for one in sources])
        return
    columns = ["no.", "source", "kind", "date", "words", "turns", "speakers", "codings", "uncoded", "state"]
    print_table(columns, [_row(one) for one in sources], right=["no.", "words", "turns", "uncoded"])


def _row(line: SourceLine) -> tuple[object, ...]:
    one = line.overview
    return (
        one.source.number,
        one.source.name,
        one.source.kind.value,
        one.source.date,
        f"{one.words:,}",
        f"{one.turns:,}",
        ", ".join(f"{speaker.label} {speaker.turns}" for speaker in one.speakers),
        ", ".join(f"{coder} {codings}" for coder, codings in one.codings),
        "" if line.uncoded is None or not line.state else f"{line.uncoded:.0%}",
        line.state,
    )


@command.command("set", epilog='Example: qualcode sources set fls P004 P007 --mode telephone --interviewer "Tom Adeyemi"')
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--kind", metavar="KIND", help="interview, group, field note, document, submission or study document.")
@click.option("--date", metavar="DATE", help="When it was held or written, as 2013-04-09.")
@click.option("--minutes", metavar="N", help="How long it was.")
@click.option("--interviewer", metavar="NAME", help="Who asked.")
@click.option("--mode", metavar="MODE", help="How it was held, such as telephone.")
@click.option("--pilot/--no-pilot", default=None, help="Whether it is a pilot.")
@reason_option
@as_option
def set_(
    study: str, sources: tuple[str, ...], pilot: bool | None, reason: str | None, acting: str | None, **given: str | None
) -> None:
    """Say what sources are and what is known of them; an empty value ("") takes away what was known.

    A field note is in no sample; a study document, such as the topic guide, is in no sample and in no count.
    """
    from qualcode.services.source_fields import set_source

    fields = {field: value for field, value in given.items() if value is not None}
    if pilot is not None:
        fields["pilot"] = "yes" if pilot else "no"
    with opened(study, acting) as work:
        chosen = list(dict.fromkeys(work.sources.named(name).id for name in sources))
        change = set_source(work, chosen, fields, reason=reason or "")
    said_done(change, f"Set {', '.join(fields)} of {counted(len(chosen), 'source')}.")


@command.command(epilog="Example: qualcode sources rename fls interview7 P007")
@study_argument
@click.argument("source")
@click.argument("name")
@reason_option
@as_option
def rename(study: str, source: str, name: str, reason: str | None, acting: str | None) -> None:
    """Give a source another name."""
    from qualcode.services.source_fields import rename_source

    with opened(study, acting) as work:
        found = work.sources.named(source)
        change = rename_source(work, found.id, name, reason=reason or "")
    said_done(change, f"{found.name} is now called {' '.join(name.split())}.")


@command.command(epilog="Example: qualcode sources move fls topic-guide --to 1")
@study_argument
@click.argument("source")
@click.option("--to", "position", type=int, required=True, metavar="PLACE", help="Its place among the sources, from 1.")
@reason_option
@as_option
def move(study: str, source: str, position: int, reason: str | None, acting: str | None) -> None:
    """Give a source another place in the order in which sources are listed, exported and walked through."""
    from qualcode.services.source_fields import move_source

    with opened(study, acting) as work:
        found = work.sources.named(source)
        change = move_source(work, found.id, position, reason=reason or "")
    said_done(change, f"{found.name} stands at place {position}.")


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


def _as_json(line: SourceLine) -> dict[str, object]:
    one = line.overview
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
        "uncoded": line.uncoded,
        "state": line.state,
    }
