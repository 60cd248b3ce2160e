"""`qualcode names`: the replacement list, what may belong on it, and what may print nevertheless."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.names_allow import allow, allowances, check, disallow
from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import counted, emit_json, print_table, progress_bar, said_done, say
from qualcode.domain.identification import NameKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.identification import ListedName, ProposedName
    from qualcode.services.names import ListChanged

BACK = "`qualcode names undo` takes it back"
_KIND = click.Choice([one.value for one in NameKind])


@click.group("names", cls=OnceGroup, epilog="Example: qualcode names find fls")
def command() -> None:
    """Find names and identifiers, decide on them, and allow what may print.

    The replacement list is a file beside the study, NAME.names, that only you may read. It is never in the study, its history, a
    package or an output; do not send it along. Outputs for publication stop on its terms.
    """


for one in (check, allow, disallow, allowances):
    command.add_command(one)


def _details(function: Callable[..., None]) -> Callable[..., None]:
    """What can be said of a term."""
    options = (
        click.option(
            "--replacement",
            metavar="WORDS",
            help="What prints instead, in square brackets; else as it was, at first a word for its kind.",
        ),
        click.option("--kind", type=_KIND, help="What it names; else as far as the term tells."),
        click.option("--note", metavar="TEXT", help="A note, for the list alone."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@command.command(epilog="Example: qualcode names find fls --to found.csv")
@study_argument
@click.option("--source", metavar="SOURCE", help="Look in one source alone.")
@click.option("--all", "every", is_flag=True, help="Also what the list decides already.")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Write it as a table: fill in the column state, and take it in with `names import`.",
)
@as_option
@json_option
def find(study: str, source: str | None, every: bool, to: Path | None, acting: str | None, as_json: bool) -> None:
    """Look for names, places, organisations, addresses, numbers, dates and unique posts in the transcripts.

    What is found is proposed: nothing stops on it before you confirm it. A story that others can recognise no pattern finds: read
    for it.
    """
    from qualcode.services.names import write_proposed
    from qualcode.services.names_finding import find_names

    with opened(study, acting) as work, progress_bar("names") as progress:
        found = find_names(work, source=source, every=every, progress=progress)
        if to is not None:
            say(f"Wrote {counted(write_proposed(work, to, found), 'term')} to {to}, which only you may read.")
    if as_json:
        emit_json([_proposed(one) for one in found])
        return
    if to is not None:
        return
    rows = [
        (
            one.kind,
            one.term,
            len(one.places),
            one.why + (f" ({one.like})" if one.like else ""),
            _where(one),
            one.places[0].context,
        )
        for one in found
    ]
    print_table(["kind", "term", "times", "found by", "where", "context"], rows, right=["times"])
    say(f"{counted(len(found), 'term')} to decide on: `qualcode names confirm` or `dismiss`.")


@command.command("list", epilog="Example: qualcode names list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """Print the replacement list."""
    from qualcode.services.names_list import read_list

    with opened(study, acting) as work:
        found = read_list(work)
    if found.mended:
        say(f"Others could read {found.path.name} until now; they cannot any longer.")
    if as_json:
        emit_json([_listed(one) for one in found.listed.names])
        return
    if not found.there:
        say(f"There is no list {found.path.name} yet: `qualcode names find` begins it.")
        return
    rows = [(one.term, one.kind, one.replacement, one.state, one.note) for one in found.listed.names]
    print_table(["term", "kind", "replacement", "state", "note"], rows)


@command.command(epilog='Example: qualcode names confirm fls "Gillian Prowse" --replacement "finance colleague"')
@study_argument
@click.argument("terms", metavar="TERM...", nargs=-1, required=True)
@_details
@as_option
def confirm(
    study: str, terms: tuple[str, ...], replacement: str | None, kind: str | None, note: str | None, acting: str | None
) -> None:
    """Say that terms tell who somebody is; a term that is listed already is changed.

    It then stops outputs for publication: in every case of letters where it is no word as well, with `'s`, over line ends,
    and misspelt.
    """
    from qualcode.services.names import confirm_names

    with opened(study, acting) as work:
        done = confirm_names(work, terms, kind=kind, replacement=replacement, note=note)
    _said(done, "Confirmed")


@command.command(epilog='Example: qualcode names add fls "the bone man" --kind person --replacement consultant')
@study_argument
@click.argument("term")
@_details
@as_option
def add(study: str, term: str, replacement: str | None, kind: str | None, note: str | None, acting: str | None) -> None:
    """Put a term on the list that nothing found: a nickname, a headline, a story's catchword."""
    from qualcode.services.names import confirm_names

    with opened(study, acting) as work:
        done = confirm_names(work, [term], kind=kind, replacement=replacement, note=note)
    _said(done, "Added")


@command.command(epilog="Example: qualcode names dismiss fls Glasgow NOS")
@study_argument
@click.argument("terms", metavar="TERM...", nargs=-1, required=True)
@click.option("--note", metavar="TEXT", help="A note, for the list alone.")
@as_option
def dismiss(study: str, terms: tuple[str, ...], note: str | None, acting: str | None) -> None:
    """Say that terms tell of nobody: they are proposed no more, and a listed name inside them does not stop."""
    from qualcode.services.names import dismiss_names

    with opened(study, acting) as work:
        done = dismiss_names(work, terms, note=note)
    _said(done, "Dismissed")


@command.command(epilog='Example: qualcode names remove fls "Gillian Prowse"')
@study_argument
@click.argument("terms", metavar="TERM...", nargs=-1, required=True)
@as_option
def remove(study: str, terms: tuple[str, ...], acting: str | None) -> None:
    """Take terms off the list, so that nothing is said of them."""
    from qualcode.services.names import remove_names

    with opened(study, acting) as work:
        done = remove_names(work, terms)
    _said(done, "Took off the list")


@command.command(epilog="Example: qualcode names undo fls")
@study_argument
@as_option
def undo(study: str, acting: str | None) -> None:
    """Put the list back as it was before its last change; once more, and the change is back."""
    from qualcode.services.names_list import undo_list

    with opened(study, acting) as work:
        found = undo_list(work)
    say(f"{found.path.name} is as it was before the last change: {counted(len(found.listed.names), 'term')}.")


@command.command("import", epilog="Example: qualcode names import fls found.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def import_(study: str, file: Path, acting: str | None) -> None:
    """Take a table into the list: columns term and state (confirmed, not a name), and kind, replacement, note.

    Rows with an empty state are passed over. Another cell that is empty leaves what the list says of the term as it is; for a
    new term what prints instead is a word for its kind. Every row is checked before any is taken.
    """
    from qualcode.services.names import import_names

    with opened(study, acting) as work:
        done = import_names(work, file)
    undecided = f" {counted(done.undecided, 'row')} without a state passed over." if done.undecided else ""
    if done.done:
        say(f"Took {done.done} of {done.done + len(done.same)} terms into {done.path.name} ({BACK}).{undecided}")
    else:
        say(f"Nothing had to be changed.{undecided}")


@command.command(epilog="Example: qualcode names export fls names.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write the list as a table that only you may read. It identifies people: never send it along."""
    from qualcode.services.names import export_names

    with opened(study, acting) as work:
        count = export_names(work, file)
    say(f"Wrote {counted(count, 'term')} to {file}, which only you may read. It identifies people.")


@command.command("apply-to-quotes", epilog="Example: qualcode names apply-to-quotes fls --preview")
@study_argument
@click.option("--preview", is_flag=True, help="Only say what would be replaced.")
@as_option
@json_option
def apply_to_quotes(study: str, preview: bool, acting: str | None, as_json: bool) -> None:
    """Replace listed terms in all quotations by edits in square brackets, as one change that undo takes back.

    The verbatim stays. Quotations that print other words by it have to be read for identification again.
    """
    from qualcode.domain.text import drawn
    from qualcode.services.names_quotations import preview_in_quotations, replace_in_quotations

    change = None
    with opened(study, acting) as work:
        if preview:
            found = preview_in_quotations(work)
        else:
            found, change = replace_in_quotations(work)
    if as_json:
        emit_json(
            [
                {"quotation": one.number, "table": one.table, "before": one.before, "after": one.after, "refused": one.refused}
                for one in found
            ]
        )
    else:
        for one in found:
            click.echo(drawn(f"{one.number}  table {one.table}  {one.after}"))
            if one.refused:
                click.echo(drawn(f"    not done: {one.refused}"))
    if preview:
        say("Nothing was changed: this was a preview.")
    else:
        done = sum(one.after != one.before for one in found)
        said_done(change, f"Replaced listed terms in {counted(done, 'quotation')}.", "No quotation had to be changed.")


@command.command("apply-to-summaries", epilog="Example: qualcode names apply-to-summaries fls --preview")
@study_argument
@click.option("--preview", is_flag=True, help="Only say what would be replaced.")
@as_option
@json_option
def apply_to_summaries(study: str, preview: bool, acting: str | None, as_json: bool) -> None:
    """Replace listed terms in all summaries by words in square brackets, as one change that undo takes back."""
    from qualcode.domain.text import drawn
    from qualcode.services.names_summaries import preview_in_summaries, replace_in_summaries

    change = None
    with opened(study, acting) as work:
        if preview:
            found = preview_in_summaries(work)
        else:
            found, change = replace_in_summaries(work)
    if as_json:
        emit_json([{"case": one.case, "theme": one.theme, "before": one.before, "after": one.after} for one in found])
    else:
        for one in found:
            click.echo(drawn(f"{one.case}, {one.theme}: {one.after}"))
    if preview:
        say("Nothing was changed: this was a preview.")
    else:
        many = "1 summary" if len(found) == 1 else f"{len(found)} summaries"
        said_done(change, f"Replaced listed terms in {many}.", "No summary had to be changed.")


def _said(done: ListChanged, what: str) -> None:
    if not done.done:
        say("Nothing had to be changed.")
        return
    named = ", ".join(f"“{term}”" for term in (*done.new, *done.changed))
    say(f"{what}: {named} ({BACK}).")
    if done.same:
        say(f"Already so: {', '.join(done.same)}.")


def _where(one: ProposedName) -> str:
    first = one.places[0]
    turn = "" if first.turn is None else f" t. {first.turn}"
    more = len(one.sources) - 1
    return f"{first.source}{turn}" + (f" +{more}" if more else "")


def _proposed(one: ProposedName) -> dict[str, Any]:
    return {
        "term": one.term,
        "kind": one.kind.value,
        "found_by": one.why,
        "like": one.like,
        "times": len(one.places),
        "sources": list(one.sources),
        "places": [
            {"source": each.source, "turn": each.turn, "start": each.span.start, "end": each.span.end, "context": each.context}
            for each in one.places
        ],
    }


def _listed(one: ListedName) -> dict[str, str]:
    return {
        "term": one.term,
        "kind": one.kind.value,
        "replacement": one.replacement,
        "state": one.state.value,
        "note": one.note,
    }
