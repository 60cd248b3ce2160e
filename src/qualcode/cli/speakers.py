"""`qualcode speakers`: who speaks in a source, put right after the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.services.speakers import SpeakersChanged


@click.group("speakers", cls=OnceGroup, epilog="Example: qualcode speakers list fls")
def command() -> None:
    """List who speaks in the sources, and put right what an import took wrongly."""


@command.command("list", epilog="Example: qualcode speakers list fls P004 --json")
@study_argument
@click.argument("sources", metavar="[SOURCE...]", nargs=-1)
@as_option
@json_option
def list_(study: str, sources: tuple[str, ...], acting: str | None, as_json: bool) -> None:
    """List speakers with their role, their turns, and the cases whose talk it is."""
    from qualcode.services.speakers import list_speakers

    with opened(study, acting) as work:
        found = list_speakers(work, [work.sources.named(name).id for name in sources] if sources else None)
    if as_json:
        emit_json(
            [
                {
                    "source": one.source,
                    "label": one.speaker.label,
                    "role": one.speaker.role.value,
                    "turns": one.turns,
                    "cases": list(one.cases),
                }
                for one in found
            ]
        )
        return
    rows = [(one.source, one.speaker.label, one.speaker.role, f"{one.turns:,}", "; ".join(one.cases)) for one in found]
    print_table(["source", "speaker", "role", "turns", "case"], rows, right=["turns"])


@command.command(epilog='Example: qualcode speakers role fls P013 --speakers "TA=interviewer,P013=participant"')
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--speakers", required=True, metavar="LABEL=ROLE,...", help="Roles are interviewer, participant and other.")
@click.option(
    "--case",
    default="label",
    show_default=True,
    metavar="label|none|NAME",
    help="Whose talk a new participant's is: the case an import would make or find, nobody's, or the case of this name.",
)
@reason_option
@as_option
def role(study: str, sources: tuple[str, ...], speakers: str, case: str, reason: str | None, acting: str | None) -> None:
    """Give speakers other roles, in one source or in several at once; one change.

    Codings stay where they are. Whose coding is whose follows the roles: what only an interviewer says belongs to no case.
    A case that was made of a label that is no participant's goes, unless something else is known of it.
    """
    from qualcode.services.importing import speaker_choice
    from qualcode.services.speakers import set_roles

    roles = speaker_choice(speakers)
    if not roles:
        raise UsageError("No role is given.", 'Write pairs such as "TA=interviewer,P013=participant".')
    with opened(study, acting) as work:
        numbers = [work.sources.named(name).id for name in sources]
        done = set_roles(work, numbers, roles, case=case, reason=reason or "")
    said_done(done.change, f"Changed the role of {', '.join(done.changed)}.", "They have these roles already.")
    _say_cases(done)


@command.command(epilog='Example: qualcode speakers rename fls P009-P010 "Speaker 2" P010')
@study_argument
@click.argument("source")
@click.argument("label")
@click.argument("name")
@reason_option
@as_option
def rename(study: str, source: str, label: str, name: str, reason: str | None, acting: str | None) -> None:
    """Give a speaker another name; the transcript keeps its label as it is written."""
    from qualcode.services.speakers import rename_speaker

    with opened(study, acting) as work:
        change = rename_speaker(work, work.sources.named(source).id, label, name, reason=reason or "")
    said_done(change, f"{label} is now called {' '.join(name.split())}.")


@command.command(epilog='Example: qualcode speakers join fls P008 "P8" --into P008')
@study_argument
@click.argument("source")
@click.argument("label")
@click.option("--into", required=True, metavar="LABEL", help="The speaker that stays, with its role and its cases.")
@reason_option
@as_option
def join(study: str, source: str, label: str, into: str, reason: str | None, acting: str | None) -> None:
    """Make one speaker of two labels of a source; the transcript keeps both as they are written."""
    from qualcode.services.speakers import join_speakers

    with opened(study, acting) as work:
        moved, done = join_speakers(work, work.sources.named(source).id, label, into, reason=reason or "")
    said_done(done.change, f"Joined {label} with {into}: {counted(moved, 'turn')}.")
    _say_cases(done)


def _say_cases(done: SpeakersChanged) -> None:
    """What became of the cases."""
    if done.linked:
        listed = ", ".join(f"{name} (made)" if name in done.made else name for name in done.linked)
        say(f"Their talk is that of: {listed}.")
    if done.removed:
        say(f"Removed the case {', '.join(done.removed)}: nothing else was known of it.")
    if done.emptied:
        say(f"Without talk now: {', '.join(done.emptied)}. What is known of it stays.")
