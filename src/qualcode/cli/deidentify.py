"""`qualcode deidentify`: a transcript in which the listed terms are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.services.deidentifying import Deidentified


@click.command(epilog="Example: qualcode deidentify fls P004 --preview")
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--preview", is_flag=True, help="Only say what would be replaced.")
@reason_option
@as_option
@json_option
def command(study: str, sources: tuple[str, ...], preview: bool, reason: str | None, acting: str | None, as_json: bool) -> None:
    """Make a corrected text of a transcript in which every confirmed term is its replacement in square brackets.

    Codings, quotations and memos stay on their words; those whose words changed are listed for review. The earlier text stays
    in the study, where undo and the history need it: give away a package or a deposit, never the study itself.
    """
    from qualcode.services.deidentifying import deidentify_source, preview_deidentified

    if preview and reason is not None:
        raise UsageError("A preview needs no reason.", "Leave out --preview or --reason.")
    told: list[dict[str, Any]] = []
    with opened(study, acting) as work:
        for number in [work.sources.named(name).id for name in sources]:
            change = None
            if preview:
                found = preview_deidentified(work, number)
            else:
                found, change = deidentify_source(work, number, reason=reason or "")
            told.append({**_as_json(found), "change": change.id if change else None})
            if not as_json:
                _print(found)
                if not preview:
                    name = found.correction.source
                    said_done(
                        change, f"Replaced {counted(len(found.replaced), 'place')} in {name}.", f"{name} holds no listed term."
                    )
    if as_json:
        emit_json(told)
    if preview:
        say("Nothing was changed: this was a preview.")


def _print(found: Deidentified) -> None:
    told = found.correction
    click.echo(f"{told.source}: {counted(len(found.replaced), 'place')}, {counted(len(told.touched), 'passage')} to review")
    if found.replaced:
        rows = [("" if one.turn is None else one.turn, one.found, one.instead, one.how) for one in found.replaced]
        print_table(["turn", "words", "instead", "why"], rows, right=["turn"])
    for one in found.elsewhere:
        say(f"Beside the text, {one}.")


def _as_json(found: Deidentified) -> dict[str, Any]:
    return {
        "source": found.correction.source,
        "replaced": [
            {"turn": one.turn, "words": one.found, "instead": one.instead, "why": one.how.value} for one in found.replaced
        ],
        "to_review": len(found.correction.touched),
        "elsewhere": list(found.elsewhere),
    }
