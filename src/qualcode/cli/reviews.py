"""`qualcode reviews`: codings, quotations and memos whose words a correction changed."""

from __future__ import annotations

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done
from qualcode.errors import UsageError


@click.group("reviews", cls=OnceGroup, epilog="Example: qualcode reviews list fls")
def command() -> None:
    """List what corrections changed, and say that it was looked at."""


@command.command("list", epilog="Example: qualcode reviews list fls --source P004")
@study_argument
@click.option("--source", metavar="SOURCE", help="Only those of this source.")
@click.option("--all", "with_done", is_flag=True, help="Those that were looked at too.")
@as_option
@json_option
def list_(study: str, source: str | None, with_done: bool, acting: str | None, as_json: bool) -> None:
    """List the passages whose words were corrected and that nobody has looked at since."""
    from qualcode.services.correcting import list_reviews

    with opened(study, acting) as work:
        number = None if source is None else work.sources.named(source).id
        found = list_reviews(work, source=number, with_done=with_done)
    if as_json:
        emit_json(
            [
                {
                    "review": one.review.number,
                    "kind": one.review.kind.value,
                    "source": one.source,
                    "coding": one.review.coding,
                    "code": one.code,
                    "coder": one.coder,
                    "fate": one.review.fate.value,
                    "before": one.review.before,
                    "after": one.review.after,
                    "state": one.review.state.value,
                }
                for one in found
            ]
        )
        return
    rows = [
        (
            one.review.number,
            one.source,
            one.review.kind.value + (f" {one.review.coding}" if one.review.coding else ""),
            ", ".join(part for part in (one.code, one.coder) if part),
            one.review.fate.value,
            one.review.before,
            one.review.after,
            one.review.state.value,
        )
        for one in found
    ]
    print_table(["review", "source", "what", "of", "fate", "before", "after", "state"], rows)


@command.command(epilog="Example: qualcode reviews done fls 3 4")
@study_argument
@click.argument("numbers", metavar="REVIEW...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that are listed.")
@as_option
def done(study: str, numbers: tuple[str, ...], every: bool, acting: str | None) -> None:
    """Say that passages were looked at and are right as they are."""
    from qualcode.services.correcting import list_reviews, settle_reviews

    if bool(numbers) == every:
        raise UsageError("Name the reviews that were looked at, or give --all.", "`qualcode reviews list` lists them.")
    with opened(study, acting) as work:
        wanted = [one.review.number for one in list_reviews(work)] if every else numbers
        count, change = settle_reviews(work, wanted)
    said_done(change, f"Looked at {counted(count, 'passage')}.")
