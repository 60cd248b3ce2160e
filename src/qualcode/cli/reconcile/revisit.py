"""`qualcode reconcile --revisit`: what the first coder should read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.cli.output import emit_json, print_table, say

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def print_revisits(work: OpenStudy, *, as_json: bool) -> None:
    """Print the sources to revisit, one line for each code that changed."""
    from qualcode.services.revisiting import sources_to_revisit

    found = sources_to_revisit(work)
    if as_json:
        emit_json(
            [
                {
                    "source": one.source,
                    "coder": one.coder,
                    "code": one.changed.path,
                    "codings": one.codings,
                    "why": one.changed.why,
                    "changed_at": one.changed.at,
                    "coded_since": one.since,
                }
                for one in found
            ]
        )
        return
    if not found:
        say("No source has codings of a code that changed in a discussion or a matching.")
        return
    rows = [(one.source, one.changed.path, one.codings, one.changed.why, one.since) for one in found]
    print_table(["source", "code", "codings", "why", "coded since"], rows, right=["codings", "coded since"])
