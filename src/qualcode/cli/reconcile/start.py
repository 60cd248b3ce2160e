"""`qualcode reconcile start`."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, said_done, say
from qualcode.cli.reconcile.options import coder_option


@click.command(epilog="Example: qualcode reconcile start fls P004 P005")
@study_argument
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@click.option("--present", multiple=True, metavar="NAME", help="Who is present; may repeat. Else both coders.")
@click.option("--again", is_flag=True, help="Take every decision away, and compare what both have finished last.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is begun again.")
@coder_option
@as_option
def command(
    study: str,
    sources: tuple[str, ...],
    present: tuple[str, ...],
    again: bool,
    reason: str,
    coders: tuple[str, ...],
    acting: str | None,
) -> None:
    """Begin to discuss sources, or all that both coders have finished.

    What both agreed on is carried over into the agreed coding, with the first coder's extent.
    """
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import begin_discussions

    with opened(study, acting) as work:
        done, change = begin_discussions(work, pair_of(work, coders), sources, present=present, again=again, reason=reason)
    for one in done:
        say(
            f"{one.source}: {counted(one.agreed, 'agreement')} carried over, {counted(one.differences, 'difference')} to discuss."
        )
    said_done(change, f"Began to discuss {counted(len(done), 'source')}.", "All of them are being discussed already.")
