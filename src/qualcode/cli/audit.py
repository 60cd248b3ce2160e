"""`qualcode audit`: what was decided in a study, when, by whom and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, say
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.audit import AuditTrail

NO_MEMOS = "none"


@click.command("audit", epilog="Example: qualcode audit fls --to audit-trail.docx")
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="A .docx, .csv or .json file to write.")
@click.option(
    "--memos",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="Memos of this kind too; may repeat.  [default: methodological; none for none]",
)
@as_option
@json_option
def command(study: str, to: Path | None, kinds: tuple[str, ...], acting: str | None, as_json: bool) -> None:
    """Tell the audit trail: decisions with their reasons, from the change history.

    How transcripts came in and were corrected, how the codebook grew from version to version, rounds, reopenings and
    differences, what was taken back and why, and the methodological memos. Coding itself is counted. Without --to it is
    printed. Identifiable: study team only.
    """
    from qualcode.services.audit import MEMOS, audit_data, audit_trail, write_audit_trail

    if to is not None and as_json:
        raise UsageError("An audit trail is written to a file or printed as JSON, not both.", "Leave out --json or --to.")
    wanted = () if kinds == (NO_MEMOS,) else kinds or MEMOS
    with opened(study, acting) as work:
        found = audit_trail(work, memos=wanted)
    if as_json:
        emit_json(audit_data(found))
    elif to is None:
        _print(found)
    else:
        for remark in write_audit_trail(found, to):
            say(remark)
        said = f"{counted(found.decisions, 'decision')}, {found.without_reason} without a reason"
        say(f"Wrote the audit trail to {to}: {said}. Identifiable: study team only.")


def _print(found: AuditTrail) -> None:
    """The audit trail in plain lines."""
    from qualcode.domain.dates import utc_day
    from qualcode.domain.text import drawn

    for line in (found.title, *found.about, *found.notes):
        click.echo(drawn(line))
    for part in found.parts:
        click.echo(f"\n{drawn(part.title)}")
        for note in part.notes:
            click.echo(drawn(note))
        rows = []
        for entry in part.entries:
            rows.append((utc_day(entry.when), entry.who, entry.what, entry.why))
            rows += [("", "", f"  {one.of}: {one.before or '–'} → {one.after or '–'}", "") for one in entry.details]
        if rows:
            print_table(["when", "who", "what", "why"], rows)
    for memo in found.memos:
        click.echo(f"\n{utc_day(memo.when)}  {drawn(memo.who)}, {memo.kind} memo on {drawn(memo.about)}")
        click.echo(drawn(memo.text))
    if found.work:
        click.echo()
        counts = [(one.what, one.who, one.count, utc_day(one.first), utc_day(one.last)) for one in found.work]
        print_table(["counted", "who", "how many", "from", "to"], counts, right=["how many"])
