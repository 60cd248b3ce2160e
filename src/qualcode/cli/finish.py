"""`qualcode finish`: declaring sources finished."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done, say


@click.command("finish", epilog="Example: qualcode finish fls P004 P007 --as Tom")
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@as_option
def command(study: str, sources: tuple[str, ...], acting: str | None) -> None:
    """Declare sources finished: your codings there, empty or not, are frozen for agreement.

    No sample is needed. The last source of a sample closes its round.
    """
    from qualcode.cli.receive import next_step, still_waiting, to_match
    from qualcode.services.double_coding import finish_sources

    with opened(study, acting) as work:
        done = finish_sources(work, sources)
        who, name = work.viewer.name, work.name
    if done.before:
        say(f"{who} had finished {', '.join(done.before)} before.")
    listed = ", ".join(f"{name} ({count} coding{'' if count == 1 else 's'})" for name, count in done.finished)
    if done.closed is None or done.change is None:
        said_done(done.change, f"{who} finished {listed}.")
        if done.to_send:
            say(f"All of the sample is finished: send {name} back, and `qualcode receive` takes it in at home.")
        return
    say(f"{who} finished {listed}. (change {done.change.id})")
    after = next_step(done.closed.purpose)
    say(f"That was the last source of the round {done.closed.name}: it is closed, and stays so; {after}.")
    for line in (*still_waiting(done.waiting), *to_match(done.codes_made)):
        say(line)
