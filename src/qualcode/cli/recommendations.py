"""`qualcode recommendations`: what the paper advises, linked to its themes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import (
    as_option,
    asked_reason,
    audience_option,
    json_option,
    opened,
    reason_option,
    say_what_was_not_checked,
    study_argument,
)
from qualcode.cli.output import counted, emit_json, print_table, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")


def theme_option(function: Function) -> Function:
    """The themes a recommendation rests on."""
    return click.option("--theme", "themes", multiple=True, metavar="PATH", help="A theme it rests on; may be repeated.")(
        function
    )


@click.group("recommendations", cls=OnceGroup, epilog="Example: qualcode recommendations list fls")
def command() -> None:
    """What the paper recommends, each linked to the themes it rests on: list, add, change, move, remove, link, write.

    A recommendation is named by its number in the list.
    """


@command.command("list", epilog="Example: qualcode recommendations list fls")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List the recommendations with the themes they rest on."""
    from qualcode.services.recommendations import list_recommendations

    with opened(study, acting) as work:
        found = list_recommendations(work)
    if as_json:
        emit_json([asdict(one) for one in found])
        return
    rows = [(one.number, one.text, "; ".join(map(str, one.themes))) for one in found]
    print_table(["no.", "recommendation", "themes"], rows, right=["no."])


@command.command(epilog='Example: qualcode recommendations add fls "Give the work hours." --theme "Time and capacity"')
@study_argument
@click.argument("text")
@theme_option
@click.option("--position", type=int, metavar="N", help="Its place, from 1 on; else it is the last.")
@as_option
def add(study: str, text: str, themes: tuple[str, ...], position: int | None, acting: str | None) -> None:
    """Add a recommendation."""
    from qualcode.services.recommendations import add_recommendation

    with opened(study, acting) as work:
        number, change = add_recommendation(work, text, themes=themes, position=position)
    said_done(change, f"Added recommendation {number}.")


@command.command(epilog='Example: qualcode recommendations change fls 2 "Write it together with commissioners."')
@study_argument
@click.argument("number", type=int)
@click.argument("text")
@reason_option
@as_option
def change(study: str, number: int, text: str, reason: str | None, acting: str | None) -> None:
    """Give a recommendation other words."""
    from qualcode.services.recommendations import change_recommendation

    with opened(study, acting) as work:
        done = change_recommendation(work, number, text, reason=asked_reason(reason))
    said_done(done, f"Changed recommendation {number}.", "It says that already.")


@command.command(epilog="Example: qualcode recommendations move fls 4 --to 1")
@study_argument
@click.argument("number", type=int)
@click.option("--to", type=int, required=True, metavar="N", help="Its new place, from 1 on.")
@as_option
def move(study: str, number: int, to: int, acting: str | None) -> None:
    """Give a recommendation another place in the list."""
    from qualcode.services.recommendations import move_recommendation

    with opened(study, acting) as work:
        done = move_recommendation(work, number, to)
    said_done(done, f"Moved recommendation {number} to place {to}.", "It stands there already.")


@command.command(epilog="Example: qualcode recommendations remove fls 4")
@study_argument
@click.argument("number", type=int)
@reason_option
@as_option
def remove(study: str, number: int, reason: str | None, acting: str | None) -> None:
    """Take a recommendation away."""
    from qualcode.services.recommendations import remove_recommendation

    with opened(study, acting) as work:
        done = remove_recommendation(work, number, reason=asked_reason(reason))
    said_done(done, f"Took recommendation {number} away.")


@command.command(epilog='Example: qualcode recommendations link fls 2 --theme "Working with commissioners"')
@study_argument
@click.argument("number", type=int)
@theme_option
@click.option("--remove", is_flag=True, help="It no longer rests on them.")
@as_option
def link(study: str, number: int, themes: tuple[str, ...], remove: bool, acting: str | None) -> None:
    """Link a recommendation to the themes it rests on, or take links away."""
    from qualcode.services.recommendations import link_recommendation

    if not themes:
        raise UsageError("No theme is named.", "Name those it rests on with --theme.")
    with opened(study, acting) as work:
        done = link_recommendation(work, number, themes, remove=remove)
    said_done(
        done, f"Recommendation {number} {'no longer rests' if remove else 'rests'} on {counted(len(themes), 'theme')} named."
    )


@command.command("import", epilog="Example: qualcode recommendations import fls recommendations.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Add the recommendations of a table: columns recommendation, themes (joined by semicolons)."""
    from qualcode.services.recommendations import import_recommendations

    with opened(study, acting) as work:
        done = import_recommendations(work, file)
    told = f"Imported {counted(done.new, 'recommendation')}; {done.linked} linked to more themes, {done.same} there already."
    said_done(done.change, told)


@command.command(epilog="Example: qualcode recommendations write fls --to recommendations.docx")
@study_argument
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="A .docx or .csv file.")
@click.option("--number", type=int, metavar="N", help="The number of the table.  [default: the next after the theme tables]")
@audience_option
@as_option
def write(study: str, to: Path, number: int | None, audience: str, acting: str | None) -> None:
    """Write the table of recommendations to Word, or as CSV that can be imported again."""
    from qualcode.domain.printing import Audience
    from qualcode.services.recommendations import write_recommendations

    whom = Audience(audience)
    with opened(study, acting) as work:
        found, remarks = write_recommendations(work, to, number=number, audience=whom)
        say_what_was_not_checked(work, audience)
    for remark in remarks:
        say(remark)
    say(f"Wrote {counted(len(found.rows), 'recommendation')} as table {found.number} to {to}. {whom.remark}")
