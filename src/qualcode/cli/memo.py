"""`qualcode memo`: notes on the study and on anything in it."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, asked_reason, json_option, opened, reason_option, study_argument
from qualcode.cli.output import emit_json, said_done, say
from qualcode.errors import UsageError


@click.group("memo", epilog="Example: qualcode memo list fls")
def command() -> None:
    """Add, edit, remove, list, import and export memos: columns kind, target, text, author, when.

    A target is `study`, `source NAME`, `code PATH`, `case NAME` or `coding NUMBER`; a bare name where only one thing is
    called so.
    """


@command.command(epilog='Example: qualcode memo add fls --on "source P004" --text "Resigned rather than angry."')
@study_argument
@click.option("--text", required=True, metavar="TEXT", help="The words of the memo.")
@click.option(
    "--kind",
    default="analytic",
    show_default=True,
    metavar="KIND",
    help="analytic, methodological, reflexive, familiarisation note, case portrait or range of views.",
)
@click.option("--on", "target", default="study", show_default=True, metavar="TARGET", help="What it is about.")
@as_option
def add(study: str, text: str, kind: str, target: str, acting: str | None) -> None:
    """Write a memo."""
    from qualcode.services.memos import add_memo

    with opened(study, acting) as work:
        number, change = add_memo(work, text, kind=kind, target=target)
    said_done(change, f"Wrote memo {number}.")


@command.command("list", epilog="Example: qualcode memo list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List memos, the oldest first."""
    from qualcode.domain.dates import local_time
    from qualcode.domain.text import drawn
    from qualcode.services.memos import list_memos

    with opened(study, acting) as work:
        found = list_memos(work)
    if as_json:
        emit_json(
            [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "target": one.target,
                    "text": one.text,
                    "author": one.author,
                    "when": one.when,
                }
                for one in found
            ]
        )
        return
    for one in found:
        click.echo(f"{one.id}  {local_time(one.when)}  {one.author}  {one.kind}  {drawn(one.target)}")
        for line in one.text.splitlines():
            click.echo(f"    {drawn(line)}")


@command.command("import", epilog="Example: qualcode memo import fls memos.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Import memos; every row is checked before any is written, and the whole file is one change."""
    from qualcode.services.memos import import_memos

    with opened(study, acting) as work:
        done = import_memos(work, file)
    known = f", {done.known} were there already" if done.known else ""
    said_done(done.change, f"Imported {done.new} memos{known}.", f"All {done.known} memos were there already.")


@command.command(epilog="Example: qualcode memo export fls memos.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write the memos that you may see as CSV."""
    from qualcode.services.memos import export_memos

    with opened(study, acting) as work:
        count = export_memos(work, file)
    say(f"Wrote {count} memos to {file}.")


@command.command(epilog='Example: qualcode memo edit fls 3 --text "Resigned, not angry."')
@study_argument
@click.argument("number", type=int)
@click.option("--text", metavar="TEXT", help="Its new words.")
@click.option("--kind", metavar="KIND", help="Its new kind, as in `memo add`.")
@reason_option
@as_option
def edit(study: str, number: int, text: str | None, kind: str | None, reason: str | None, acting: str | None) -> None:
    """Give a memo that you wrote other words, or another kind; NUMBER is its number in `memo list`."""
    from qualcode.services.memo_writing import edit_memo

    if text is None and kind is None:
        raise UsageError("Nothing was given to change.", "Give --text, --kind or both.")
    with opened(study, acting) as work:
        change = edit_memo(work, number, text=text, kind=kind, reason=asked_reason(reason))
    said_done(change, f"Edited memo {number}.")


@command.command(epilog="Example: qualcode memo remove fls 3")
@study_argument
@click.argument("number", type=int)
@reason_option
@as_option
def remove(study: str, number: int, reason: str | None, acting: str | None) -> None:
    """Take away a memo that you wrote; undo brings it back."""
    from qualcode.services.memo_writing import remove_memo

    with opened(study, acting) as work:
        change = remove_memo(work, number, reason=asked_reason(reason))
    said_done(change, f"Removed memo {number}.")
