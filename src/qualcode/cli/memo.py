"""`qualcode memo`: notes on the study and on anything in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, asked_reason, json_option, opened, reason_option, study_argument
from qualcode.cli.output import emit_json, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.services.memos import ListedMemo


@click.group("memo", cls=OnceGroup, epilog="Example: qualcode memo list fls")
def command() -> None:
    """Add, edit, remove, list, import and export memos: columns kind, target, text, author, when.

    A target is `study`, `source NAME`, `turn SOURCE NUMBER`, `passage SOURCE START:END`, `code PATH`, `theme PATH`,
    `coding NUMBER` or `case NAME`; a bare name where only one thing is called so. A coding is cited in a memo's words as
    [[coding 12]]: the memo is then read with the coding's words, and says when those changed.
    """


@command.command(epilog='Example: qualcode memo add fls --on "source P004" --text "Resigned rather than angry."')
@study_argument
@click.option("--text", required=True, metavar="TEXT", help="The words of the memo; [[coding 12]] cites a coding.")
@click.option(
    "--kind",
    default="analytic",
    show_default=True,
    metavar="KIND",
    help="analytic, methodological, reflexive; on a source familiarisation note, on a case case portrait, on a code range of"
    " views.",
)
@click.option("--on", "target", default="study", show_default=True, metavar="TARGET", help="What it is about.")
@as_option
def add(study: str, text: str, kind: str, target: str, acting: str | None) -> None:
    """Write a memo."""
    from qualcode.services.memos import add_memo

    with opened(study, acting) as work:
        number, change = add_memo(work, text, kind=kind, target=target)
    said_done(change, f"Wrote memo {number}.")


@command.command("list", epilog='Example: qualcode memo list fls --on "theme Quality of care" --find crossing')
@study_argument
@click.option("--on", "target", metavar="TARGET", help="Only memos about this.")
@click.option("--kind", metavar="KIND", help="Only memos of this kind.")
@click.option("--find", metavar="WORDS", help="Only memos that hold all these words, those they cite included.")
@click.option("--changed", is_flag=True, help="Only memos that cite codings taken away, or whose words changed since.")
@click.option("--by", type=click.Choice(["date", "target"]), default="date", show_default=True, help="In which order.")
@as_option
@json_option
def list_(
    study: str,
    target: str | None,
    kind: str | None,
    find: str | None,
    changed: bool,
    by: str,
    acting: str | None,
    as_json: bool,
) -> None:
    """List memos, the oldest first, with the words of the codings that they cite."""
    from qualcode.domain.dates import local_time
    from qualcode.domain.text import drawn
    from qualcode.services.memos import find_memos

    with opened(study, acting) as work:
        found = find_memos(work, target=target, kind=kind, words=find or "", changed=changed, by_target=by == "target")
    if as_json:
        emit_json([_as_json(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.id}  {local_time(one.when)}  {drawn(one.author)}  {one.kind}  {drawn(one.target)}")
        for line in one.read.splitlines():
            click.echo(f"    {drawn(line)}")


def _as_json(one: ListedMemo) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "target": one.target,
        "text": one.text,
        "read": one.read,
        "author": one.author,
        "when": one.when,
        "citations": [
            {
                "coding": None if each.coding is None else each.coding.id,
                "state": each.state.value,
                "words": "" if each.coding is None else each.coding.words,
                "source": "" if each.coding is None else each.coding.source_name,
                "turn": None if each.coding is None else each.coding.turn,
            }
            for each in one.citations
        ],
    }


@command.command(epilog="Example: qualcode memo settle fls 3")
@study_argument
@click.argument("number", type=int)
@as_option
def settle(study: str, number: int, acting: str | None) -> None:
    """Say that you looked at what a memo of yours cites: it then cites those words as they are now."""
    from qualcode.services.memo_writing import settle_memo

    with opened(study, acting) as work:
        change = settle_memo(work, number)
    said_done(change, f"Memo {number} cites the words as they are now.")


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


@command.command(epilog="Example: qualcode memo drafts fls --save 12")
@study_argument
@click.option("--save", "saved", type=int, metavar="N", help="Make a memo of this draft, or give its words to the memo it is of.")
@click.option("--discard", "discarded", type=int, metavar="N", help="Forget this draft.")
@as_option
@json_option
def drafts(study: str, saved: int | None, discarded: int | None, acting: str | None, as_json: bool) -> None:
    """List the words that you began in the workbench and did not save, or save or discard one."""
    from qualcode.domain.dates import local_time
    from qualcode.domain.text import drawn
    from qualcode.services.memo_drafts import draft_of, drop_draft, list_drafts, save_draft

    if saved is not None and discarded is not None:
        raise UsageError("--save and --discard cannot both be given.", "Give one of them.")
    with opened(study, acting) as work:
        if saved is not None:
            said_done(save_draft(work, saved), f"Saved draft {saved}.")
            return
        if discarded is not None:
            drop_draft(work, draft_of(work, discarded).name)
            say(f"Discarded draft {discarded}.")
            return
        found = list_drafts(work)
    if as_json:
        emit_json(
            [
                {"id": one.number, "kind": one.kind, "target": one.target, "memo": one.memo, "text": one.text, "when": one.when}
                for one in found
            ]
        )
        return
    for one in found:
        of = "" if one.memo is None else f"  words for memo {one.memo}"
        click.echo(f"{one.number}  {local_time(one.when)}  {one.kind}  {drawn(one.target)}{of}")
        for line in one.text.splitlines():
            click.echo(f"    {drawn(line)}")
