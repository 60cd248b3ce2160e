"""`qualcode send`: a sample as a package for a second coder on another machine."""

from __future__ import annotations

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import counted, say


@click.command("send", epilog='Example: qualcode send fls --to second.qualcode --for "Tom Adeyemi"')
@study_argument
@click.option("--to", "path", required=True, metavar="FILE", help="The package to write: a new file.")
@click.option("--for", "coder", required=True, metavar="NAME", help="The second coder, who was given a sample.")
@as_option
def command(study: str, path: str, coder: str, acting: str | None) -> None:
    """Write a package for a second coder: a study file with the sample, the codebook version, and nothing else.

    It holds no codings, memos, history, earlier texts, other sources, cases or names. The second coder opens it like any
    study, codes, finishes its sources and sends it back; `qualcode receive` takes in what they did.
    """
    from qualcode.services.sending import send_package

    with opened(study, acting) as work:
        sent = send_package(work, path, coder=coder)
    book = f"codebook {sent.codebook_version}" if sent.codebook_version else "no codebook"
    say(f"Wrote {sent.path.name} for {sent.coder.name}: {counted(len(sent.sources), 'source')} of {sent.round.name}, {book}.")
    for why in dict.fromkeys(why for _, why in sent.left_out):
        say(f"Not in it ({why}): {', '.join(name for name, of in sent.left_out if of == why)}")
    say(
        "It holds these transcripts in full and is not encrypted: send it as you would send them. "
        f"That it was sent is recorded (change {sent.change.id})."
    )
