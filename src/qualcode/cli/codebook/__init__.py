"""`qualcode codebook`: import, export, show and change the codebook; each command is loaded when it is called."""

from __future__ import annotations

import click

from qualcode.cli.lazy import LazyGroup

COMMANDS = {
    "show": ("qualcode.cli.codebook.show", "Print the codebook with counts, or one code with its definition."),
    "import": ("qualcode.cli.codebook.import_", "Merge a YAML or CSV file into the codebook."),
    "export": ("qualcode.cli.codebook.export", "Write the codebook as YAML or CSV."),
    "appendix": ("qualcode.cli.codebook.appendix", "Write the codebook as an appendix to a paper."),
    "add": ("qualcode.cli.codebook.add", "Add a code."),
    "rename": ("qualcode.cli.codebook.rename", "Give a code another name."),
    "recolour": ("qualcode.cli.codebook.recolour", "Give a code a colour, or none of its own."),
    "redefine": ("qualcode.cli.codebook.redefine", "Change what defines a code, or its kind."),
    "example": ("qualcode.cli.codebook.example", "Take the words of a coding as a code's example."),
    "move": ("qualcode.cli.codebook.move", "Give codes another home or another place among their siblings."),
    "group": ("qualcode.cli.codebook.group", "Make a theme of several codes."),
    "also-under": ("qualcode.cli.codebook.also_under", "Show codes also under another one."),
    "merge": ("qualcode.cli.codebook.merge", "Merge codes into one, with all their codings."),
    "split": ("qualcode.cli.codebook.split", "Share out a code's codings to codes beside it."),
    "retire": ("qualcode.cli.codebook.retire", "Take a code out of use; its codings stay readable."),
    "restore": ("qualcode.cli.codebook.restore", "Bring a retired code back."),
    "version": ("qualcode.cli.codebook.version", "Save the codebook as a version, or list the versions."),
    "compare": ("qualcode.cli.codebook.compare", "Tell what changed since a version, or between two."),
}


@click.group("codebook", cls=LazyGroup, table=COMMANDS, epilog="Example: qualcode codebook import fls codebook.yaml")
def command() -> None:
    r"""Import, export, show and change the codebook.

    A code is named by its path (Theme > Subtheme > Code), by the end of it, or by its name alone where only one code
    is called that. A > inside a name is written \>.
    """
