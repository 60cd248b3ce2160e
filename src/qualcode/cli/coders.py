"""`qualcode coders`: who codes."""

from __future__ import annotations

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, said_done


@click.group("coders", cls=OnceGroup, epilog="Example: qualcode coders list fls")
def command() -> None:
    """List, add and rename coders."""


@command.command("list", epilog="Example: qualcode coders list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List the coders of a study, the lead coder marked."""
    with opened(study, acting) as work:
        lead = work.facts.lead_coder
        coders = [
            {"name": one.name, "initials": one.initials, "kind": str(one.kind), "lead": one.id == lead}
            for one in work.coders.all()
        ]
    if as_json:
        emit_json(coders)
    else:
        print_table(
            ["name", "initials", "kind", ""],
            [(one["name"], one["initials"], one["kind"], "lead" if one["lead"] else "") for one in coders],
        )


@command.command(epilog='Example: qualcode coders add fls "Tom Adeyemi"')
@study_argument
@click.argument("name")
@as_option
def add(study: str, name: str, acting: str | None) -> None:
    """Add a coder."""
    from qualcode.services.studies import add_coder

    with opened(study, acting) as work:
        coder, change = add_coder(work, name)
    said_done(change, f"Added the coder {coder.name}.")


@command.command(epilog='Example: qualcode coders rename fls "Tom" "Tom Adeyemi"')
@study_argument
@click.argument("old")
@click.argument("new")
@as_option
def rename(study: str, old: str, new: str, acting: str | None) -> None:
    """Give a coder another name; their codings stay theirs."""
    from qualcode.services.studies import rename_coder

    with opened(study, acting) as work:
        change = rename_coder(work, old, new)
    said_done(change, f"Renamed {old} to {new}.")
