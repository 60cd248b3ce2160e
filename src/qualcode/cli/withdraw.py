"""`qualcode withdraw`: taking a participant out of the study for good."""

from __future__ import annotations

import sys

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, say
from qualcode.errors import UsageError


@click.command(epilog="Example: qualcode withdraw fls P007")
@study_argument
@click.argument("cases", metavar="CASE...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do it without asking.")
@as_option
def command(study: str, cases: tuple[str, ...], yes: bool, acting: str | None) -> None:
    """Remove participants, all they said and all that stands on it. This cannot be undone.

    Their sources go with every revision, the imported files, codings, quotations, summaries, memos about them, index and
    history. One entry stays in the history: withdrawn, when, by whom. Where several people speak in one interview, name
    all of them.
    """
    from qualcode.services.withdraw import in_words, plan_withdrawal, withdraw

    with opened(study, acting) as work:
        plan = plan_withdrawal(work, cases)
        names = ", ".join(case.name for case in plan.cases)
        listed = ", ".join(source.name for source in plan.sources) or "no source"
        counts = in_words(plan.would_go)
        stands = f": {counts}" if counts else ""
        say(f"Withdrawing {names} removes {listed} and everything that stands on what they said{stands}. It cannot be undone.")
        if not yes:
            _confirm(names)
        done = withdraw(work, cases)
    say(f"Withdrew {names}: {in_words(done.removed) or 'nothing else was known of them'} (change {done.change}).")
    if done.texts:
        say(f"Their words were also taken out of {counted(done.texts, 'other text')}, marked [withdrawn].")
    if not done.file_clean:
        say("Deleted words can stay in the bytes of the store until every window is closed (of a server: until it is vacuumed).")
    for copy in plan.copies:
        say(f"This copy still holds their words: {copy}")
    for package, coder in plan.packages:
        say(f"This package holds their words too: {package}, sent to {coder}")
    for file in plan.lists:
        say(f"The replacement list is no part of the study, and may name them: {file}")
    say("Copies elsewhere, sent packages and exported files are out of reach: delete them yourself.")


def _confirm(names: str) -> None:
    """Have the names typed at a terminal.

    Raises:
        UsageError: they were not, or nobody can be asked.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("A withdrawal has to be confirmed.", "Add --yes.")
    typed = click.prompt(f"Type {names} to go on", default="", show_default=False, err=True)
    if str(typed).strip() != names:
        raise UsageError("That was not typed, so nothing was removed.")
