"""`qualcode round`: the rounds of a study."""

from __future__ import annotations

from typing import Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, said_done, say


@click.group("round", epilog="Example: qualcode round list fls")
def command() -> None:
    """List and close rounds: the open one, and one for each sample drawn."""


@command.command("list", epilog="Example: qualcode round list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List the rounds: their purpose, codebook version, coders, and how many sources are finished."""
    from qualcode.services.double_coding import rounds_overview

    with opened(study, acting) as work:
        rounds: list[dict[str, Any]] = [
            {
                "name": one.round.name,
                "kind": str(one.round.kind),
                "purpose": None if one.round.purpose is None else str(one.round.purpose),
                "state": str(one.round.state),
                "blind": one.round.blind,
                "codebook_version": one.codebook_version or None,
                "unit": None if one.fixed is None else str(one.fixed.unit),
                "with_interviewer": None if one.fixed is None else one.fixed.with_interviewer,
                "coders": list(one.coders),
                "sources": one.sources,
                "finished": one.finished,
                "made_at": one.made_at,
                "closed_at": one.closed_at,
            }
            for one in rounds_overview(work)
        ]
    if as_json:
        emit_json(rounds)
        return
    columns = ["name", "purpose", "state", "codebook_version", "coders", "sources", "finished"]
    cells = [[", ".join(one["coders"]) if name == "coders" else one[name] for name in columns] for one in rounds]
    print_table([name.replace("_", " ") for name in columns], cells, right=["sources", "finished"])


@command.command(epilog="Example: qualcode round close fls")
@study_argument
@click.option("--round", "name", metavar="NAME", help="Which round, where several are in progress.")
@as_option
def close(study: str, name: str | None, acting: str | None) -> None:
    """Close the sample's round: it is blind no longer, and agreement can be computed."""
    from qualcode.services.double_coding import close_round

    with opened(study, acting) as work:
        closed = close_round(work, name)
    said_done(closed.change, f"Closed the round {closed.round.name}.")
    if closed.unfinished:
        say(f"Not finished in it: {', '.join(closed.unfinished)}; agreement does not read them.")
    if closed.waiting:
        say(f"The lead coder has not finished {', '.join(closed.waiting)}; agreement reads what both have finished.")
