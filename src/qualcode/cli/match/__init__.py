"""`qualcode match`: matching two code lists; each command is loaded when it is called."""

from __future__ import annotations

import click

from qualcode.cli.lazy import LazyGroup, WithDefault

COMMANDS = {
    "show": ("qualcode.cli.match.show", "Open the screen, or with --plain print both lists."),
    "set": ("qualcode.cli.match.set_", "Relate a code of each list, or keep or drop one."),
    "unset": ("qualcode.cli.match.unset", "Take a relation away."),
    "export": ("qualcode.cli.match.export", "Write the matching as CSV, to be filled in."),
    "import": ("qualcode.cli.match.import_", "Read relations from CSV."),
    "finish": ("qualcode.cli.match.finish", "Make one list of the two, and save it as a version."),
}


class MatchGroup(WithDefault, LazyGroup):
    """`qualcode match STUDY` is `qualcode match show STUDY`."""

    default = "show"


@click.group(
    "match", cls=MatchGroup, table=COMMANDS, epilog="Example: qualcode match show fls --plain    (or: qualcode match fls)"
)
def command() -> None:
    """Match two code lists to one: the codebook, and what coders made on their own in blind rounds.

    Nothing changes before the matching is finished. Then codes are merged, moved, kept and dropped as the relations say, in
    one change, and a codebook version is saved. What was finished keeps the codes it has: it is read through the matching,
    so that agreement before it and after it can both be computed.
    """
