"""`qualcode codebook appendix`."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.options import as_option, audience_option, json_option, opened, say_what_was_not_checked, study_argument
from qualcode.cli.output import counted, emit_json, say
from qualcode.errors import UsageError


@click.command(epilog="Example: qualcode codebook appendix fls --to codebook.docx")
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@click.option("--version", metavar="NAME", help="A saved version instead of the codebook as it is now.")
@click.option("--counts", is_flag=True, help="How many participants each code was found in, n of N.")
@click.option("--no-examples", is_flag=True, help="Leave the examples out: they are participants' words.")
@audience_option
@as_option
@json_option
def command(
    study: str,
    to: Path | None,
    version: str | None,
    counts: bool,
    no_examples: bool,
    audience: str,
    acting: str | None,
    as_json: bool,
) -> None:
    """Write the codebook as an appendix to a paper: each code with definition, inclusion, exclusion and example."""
    from qualcode.domain.printing import Audience
    from qualcode.services.codebook_appendix import appendix_data, codebook_appendix, write_codebook_appendix

    if to is None and not as_json:
        raise UsageError("It was not said where the appendix goes.", "Name a file with --to, or print it with --json.")
    whom = Audience(audience)
    remarks: tuple[str, ...]
    with opened(study, acting) as work:
        if to is None:
            found, remarks = codebook_appendix(work, version=version, counts=counts, examples=not no_examples), ()
        else:
            found, remarks = write_codebook_appendix(
                work, to, version=version, counts=counts, examples=not no_examples, audience=whom
            )
            say_what_was_not_checked(work, audience)
    if as_json:
        emit_json(appendix_data(found))
    if to is not None:
        for remark in remarks:
            say(remark)
        say(f"Wrote {counted(len(found.entries), 'node')} of the codebook ({found.version}) to {to}. {whom.remark}")
