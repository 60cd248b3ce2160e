"""`qualcode match set`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done, say

RELATIONS = ["same", "broader", "narrower", "merge", "keep", "drop", "new"]


@click.command(
    "set",
    epilog='Example: qualcode match set fls --first "Time and capacity" --second "No time" --relation same --reason "his word"',
)
@study_argument
@click.option("--first", metavar="PATH", help="The code of the codebook.")
@click.option("--second", metavar="PATH", help="The second coder's code; `PATH (CODER)` where several made one.")
@click.option("--relation", required=True, type=click.Choice(RELATIONS), help="How the first relates to the second.")
@click.option("--result", metavar="PATH", help="Of merge and same: which code stays; else the first.")
@click.option("--name", default="", metavar="TEXT", help="What the code that stays is to be called; needed for new.")
@click.option("--definition", default="", metavar="TEXT", help="How the code that stays is to be defined.")
@click.option("--under", metavar="PATH", help="Its home; else where the code stands.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the minutes.")
@as_option
def command(
    study: str,
    first: str | None,
    second: str | None,
    relation: str,
    result: str | None,
    name: str,
    definition: str,
    under: str | None,
    reason: str,
    acting: str | None,
) -> None:
    """Relate a code of each list; keep and drop take one code alone.

    \b
    same      both mean the same: the second gives way to the first
    broader   the first is broader: the second goes under it
    narrower  the first is narrower: it goes under the second
    merge     both become one code, --result or the first
    keep      the code stays, a code of the one list
    drop      the code is retired
    new       both give way to a new code, --name

    Nothing changes in the codebook before the matching is finished.
    """  # noqa: D301
    from qualcode.domain.matching import Relation
    from qualcode.services.matching import Relating, code_lists, set_relation
    from qualcode.services.matching_names import ListNames

    with opened(study, acting) as work:
        names = ListNames(work)

        def number(path: str | None, *, of_second: bool = False) -> int | None:
            return None if path is None else names.find(path, second=of_second)

        mine, theirs = number(first), number(second, of_second=True)
        stays = theirs if result is not None and result == second != first else number(result)
        one = Relating(Relation(relation), mine, theirs, stays, name, definition, number(under), reason)
        _, change = set_relation(work, one)
        waiting = len(code_lists(work).open)
    said_done(change, f"{relation}: {' and '.join(path for path in (first, second) if path)}.", "It says so already.")
    say(f"{waiting} of the second list still without a relation." if waiting else "Every code of the second list has a relation.")
