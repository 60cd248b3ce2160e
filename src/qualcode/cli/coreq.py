"""`qualcode coreq`: the checklist for reports of interviews, filled from the study."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.lazy import WithDefault
from qualcode.cli.options import as_option, audience_option, json_option, opened, say_what_was_not_checked, study_argument
from qualcode.cli.output import emit_json, said_done, say


class _Coreq(WithDefault):
    """Without a command the items are listed."""

    default = "list"


@click.group("coreq", cls=_Coreq, epilog="Example: qualcode coreq fls")
def command() -> None:
    """COREQ: 32 items a report of interviews is asked about (Tong et al. 2007), filled from what the study knows.

    `qualcode coreq STUDY` lists them. What the study does not know is answered once with `coreq answer` and kept.
    """


@command.command("list", epilog="Example: qualcode coreq fls --gaps")
@study_argument
@click.option("--gaps", is_flag=True, help="Only items that the authors still have to say something to.")
@as_option
@json_option
def list_(study: str, gaps: bool, acting: str | None, as_json: bool) -> None:
    """List the items with what the study says to each and what was answered; gaps are named."""
    from qualcode.domain.coreq import CoreqReport
    from qualcode.domain.text import drawn
    from qualcode.services.coreq import coreq, coreq_data

    with opened(study, acting) as work:
        found = coreq(work)
    shown = CoreqReport(tuple(one for one in found.answers if one.is_gap)) if gaps else found
    if as_json:
        emit_json(coreq_data(shown))
        return
    domain = ""
    for one in shown.answers:
        if one.item.domain != domain:
            domain = one.item.domain
            click.echo(f"\n{domain}")
        click.echo(f"{one.item.number:>2}  {one.item.topic}: {one.item.question}")
        for line in one.text.splitlines():
            click.echo(f"      {drawn(line)}")
        if one.is_gap:
            click.echo(f"      [{f'to be added: {one.asks}' if one.known else 'not answered'}]")
    if found.gaps:
        say(f"\nStill to be answered: {', '.join(map(str, found.gaps))}. Answer with `qualcode coreq answer STUDY ITEM TEXT`.")


@command.command(epilog='Example: qualcode coreq answer fls 10 "Purposive, by professional group and hospital."')
@study_argument
@click.argument("item", type=int)
@click.argument("text")
@as_option
def answer(study: str, item: int, text: str, acting: str | None) -> None:
    """Answer an item; what the study knows is said before it."""
    from qualcode.services.coreq import answer_coreq

    with opened(study, acting) as work:
        done = answer_coreq(work, item, text)
    said_done(done, f"Answered item {item}.", "That is the answer already.")


@command.command("import", epilog="Example: qualcode coreq import fls coreq.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Keep the answers of a table: columns item, answer."""
    from qualcode.services.coreq import import_coreq

    with opened(study, acting) as work:
        done = import_coreq(work, file)
    said_done(done.change, f"Imported {done.put} answers; {done.same} were there already.")


@command.command(epilog="Example: qualcode coreq clear fls 10")
@study_argument
@click.argument("item", type=int)
@as_option
def clear(study: str, item: int, acting: str | None) -> None:
    """Take an answer away."""
    from qualcode.services.coreq import clear_coreq

    with opened(study, acting) as work:
        done = clear_coreq(work, item)
    said_done(done, f"Took the answer to item {item} away.", "There is no answer to take away.")


@command.command(epilog="Example: qualcode coreq write fls --to coreq.docx")
@study_argument
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@audience_option
@as_option
def write(study: str, to: Path, audience: str, acting: str | None) -> None:
    """Write the checklist to Word, with the column "Reported on page" left blank."""
    from qualcode.domain.printing import Audience
    from qualcode.services.coreq import write_coreq

    whom = Audience(audience)
    with opened(study, acting) as work:
        found, remarks = write_coreq(work, to, audience=whom)
        say_what_was_not_checked(work, audience)
    for remark in remarks:
        say(remark)
    left = f"Not answered, or not in full: {', '.join(map(str, found.gaps))}. " if found.gaps else ""
    say(f"{left}Wrote {len(found.answers)} items to {to}. {whom.remark}")
