"""`qualcode correct`: correcting a transcript after it was coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.correcting import Correction, TouchedSpan

EXAMPLE = 'Example: qualcode correct fls P004 --turn 12 --words "Smith" --to "Featherstone" --reason "misheard"'


@click.command(epilog=EXAMPLE)
@study_argument
@click.argument("source", metavar="SOURCE")
@click.option("--turn", type=int, metavar="N", help="The turn to correct (with --words and --to).")
@click.option("--words", metavar="TEXT", help="The words to replace; they must stand there once.")
@click.option("--to", metavar="TEXT", help="What was really said.")
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="The whole transcript, corrected.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the change history.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@as_option
@json_option
def command(
    study: str,
    source: str,
    turn: int | None,
    words: str | None,
    to: str | None,
    file: Path | None,
    reason: str,
    dry_run: bool,
    acting: str | None,
    as_json: bool,
) -> None:
    """Correct words of a turn, or a whole transcript, and say what becomes of the codings on them.

    Codings, quotations and memos are carried to the new text; those whose words changed are listed by `qualcode reviews`.
    The text before stays readable: `qualcode show --revision`. A correction can be undone.
    """
    from qualcode.services.correcting import correct_text, correct_turn, preview_correction, text_of_file, turn_with

    by_words = turn is not None and words is not None and to is not None
    if by_words == (file is not None) or (file is not None and (turn, words, to) != (None, None, None)):
        raise UsageError("A correction is given by --turn, --words and --to, or by --file.", EXAMPLE)
    with opened(study, acting) as work:
        number = work.sources.named(source).id
        change: ChangeSet | None = None
        if file is not None:
            new = text_of_file(file)
        else:
            assert turn is not None
            new = turn_with(work, number, turn, words or "", to or "")
        if dry_run:
            told = preview_correction(work, number, new, turn=turn)
        elif turn is not None:
            told, change = correct_turn(work, number, turn, new, reason=reason)
        else:
            told, change = correct_text(work, number, new, reason=reason)
    if as_json:
        emit_json({**_as_json(told), "change": change.id if change else None})
    else:
        click.echo("\n".join(_lines(told)))
    if dry_run:
        say("Nothing was changed: this was a dry run.")
    else:
        said_done(change, f"Corrected {told.source}.", "The text says that already.")


def _lines(told: Correction) -> Iterator[str]:
    """What happens, in plain lines."""
    from qualcode.domain.text import drawn

    yield f"{told.source}: {counted(len(told.replaced), 'replacement')}"
    for before, after in told.replaced:
        yield drawn(f"  {_quoted(before)} -> {_quoted(after)}")
    kept = [counted(count, kind.value) for kind, count in told.kept.items() if count]
    yield f"Words kept: {', '.join(kept) if kept else 'nothing stands on this text'}"
    if told.turns_lost:
        yield f"Turns of which nothing is left: {', '.join(map(str, told.turns_lost))}"
    yield f"To review: {len(told.touched)}"
    for one in told.touched:
        yield drawn(f"  {_who(one)}, {one.fate.value}: {_quoted(one.before)} -> {_quoted(one.after)}")


def _who(one: TouchedSpan) -> str:
    about = ", ".join(part for part in (one.code, one.coder) if part)
    return f"{one.kind.value} #{one.number}" + (f" ({about})" if about else "")


def _quoted(words: str) -> str:
    return f'"{" ".join(words.split())}"' if words.strip() else "nothing"


def _as_json(told: Correction) -> dict[str, object]:
    return {
        "source": told.source,
        "replaced": [{"before": before, "after": after} for before, after in told.replaced],
        "kept": {kind.value: count for kind, count in told.kept.items()},
        "turns_lost": list(told.turns_lost),
        "to_review": [
            {
                "kind": one.kind.value,
                "number": one.number,
                "code": one.code,
                "coder": one.coder,
                "fate": one.fate.value,
                "before": one.before,
                "after": one.after,
            }
            for one in told.touched
        ],
    }
