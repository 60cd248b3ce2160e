"""`qualcode reconcile`: talking differences over; each command is loaded when it is called."""

from __future__ import annotations

import click

from qualcode.cli.lazy import LazyGroup, WithDefault

COMMANDS = {
    "show": ("qualcode.cli.reconcile.show", "Open the screen, or with --plain print the differences."),
    "start": ("qualcode.cli.reconcile.start", "Begin to discuss sources: what both agreed on is carried over."),
    "decide": ("qualcode.cli.reconcile.decide", "Settle differences by an outcome."),
    "reason": ("qualcode.cli.reconcile.reason", "Give a decision another reason."),
    "add": ("qualcode.cli.reconcile.add", "Code words that neither had coded, in the agreed coding."),
    "present": ("qualcode.cli.reconcile.present", "Say who is present."),
    "finish": ("qualcode.cli.reconcile.finish", "Finish discussions: what was agreed is then what charts read."),
    "reopen": ("qualcode.cli.reconcile.reopen", "Take a finished discussion up again."),
}


class ShowOrCommand(WithDefault, LazyGroup):
    """`qualcode reconcile STUDY` is `qualcode reconcile show STUDY`."""

    default = "show"


@click.group(
    "reconcile",
    cls=ShowOrCommand,
    table=COMMANDS,
    epilog="Example: qualcode reconcile show fls    (or just: qualcode reconcile fls)",
)
def command() -> None:
    """Talk over the differences of two coders, and settle each by an outcome.

    `qualcode reconcile STUDY` opens the screen; with --plain it prints the same in lines. Differences are found on what
    both have finished, and what they finished is never changed: outcomes make the agreed coding, a layer of its own.
    """
