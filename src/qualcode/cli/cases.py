"""`qualcode cases`: participants, groups and sites, and what is known of them."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.attributes import attribute
from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done, say
from qualcode.errors import UsageError

value_option = click.option(
    "--value", "values", multiple=True, metavar="ATTRIBUTE=VALUE", help='What is known; an empty value ("role=") takes it away.'
)


@click.group("cases", cls=OnceGroup, epilog="Example: qualcode cases list fls")
def command() -> None:
    """Participants, groups and sites, and what is known of them."""


command.add_command(attribute)


@command.command("import", epilog="Example: qualcode cases import fls participants.csv --id participant")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--id", "id_column", metavar="COLUMN", help="The column that names the case; else the first one.")
@as_option
def import_(study: str, file: Path, id_column: str | None, acting: str | None) -> None:
    """Import cases: one row each.

    A column `source` links sources, `speaks as` speakers as SOURCE: LABEL (several by ;); `case kind`, `may be quoted` and
    `may be shared` say what the case is. Every other column is an attribute.
    """
    from qualcode.services.cases import import_cases

    with opened(study, acting) as work:
        done = import_cases(work, file, id_column=id_column)
    if done.made:
        say(f"Made cases for: {', '.join(done.made)}.")
    attributes = f"attributes: {', '.join(done.attributes)}" if done.attributes else "no attributes"
    said_done(done.change, f"{done.known} cases known, {len(done.made)} made, {done.linked} links to sources, {attributes}.")


@command.command(epilog="Example: qualcode cases export fls cases.csv")
@study_argument
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path))
@as_option
def export(study: str, file: Path, acting: str | None) -> None:
    """Write all cases with their links and values as CSV, which `cases import` reads back. It may identify participants."""
    from qualcode.services.cases import export_cases

    with opened(study, acting) as work:
        count = export_cases(work, file)
    say(f"Wrote {counted(count, 'case')} to {file}.")


@command.command("list", epilog="Example: qualcode cases list fls --json")
@study_argument
@click.option("--kind", metavar="KIND", help="Only participant, group or site.")
@as_option
@json_option
def list_(study: str, kind: str | None, acting: str | None, as_json: bool) -> None:
    """List cases with their values, their sources, and the speakers whose talk is theirs."""
    from qualcode.services.case_editing import case_kind
    from qualcode.services.cases import list_cases

    with opened(study, acting) as work:
        wanted = None if kind is None else case_kind(kind)
        cases, attributes = list_cases(work)
        cases = tuple(one for one in cases if wanted in (None, one.kind))
        names = {one.id: one.name for one in work.sources.all()}
        speakers = {one.id: one for one in work.speakers.all()}
    linked = {
        one.id: sorted({*one.sources, *(speakers[number].source for number in one.speakers if number in speakers)})
        for one in cases
    }
    if as_json:
        emit_json(
            [
                {
                    "case": one.name,
                    "kind": str(one.kind),
                    "may_be_quoted": one.may_quote,
                    "may_be_shared": one.may_share,
                    "sources": [names[number] for number in linked[one.id]],
                    "speaks_as": [
                        {"source": names[speakers[number].source], "label": speakers[number].label}
                        for number in one.speakers
                        if number in speakers
                    ],
                    "values": dict(one.values),
                }
                for one in cases
            ]
        )
        return
    columns = ["case", "kind", "sources", *(attribute.name for attribute in attributes)]
    rows = [
        (
            one.name,
            one.kind,
            "; ".join(names[number] for number in linked[one.id]),
            *(one.value(attribute.name) for attribute in attributes),
        )
        for one in cases
    ]
    print_table(columns, rows)


@command.command(epilog='Example: qualcode cases add fls "Ward 4" --kind site --value beds=28')
@study_argument
@click.argument("name")
@click.option("--kind", default="participant", show_default=True, metavar="KIND", help="participant, group or site.")
@value_option
@as_option
def add(study: str, name: str, kind: str, values: tuple[str, ...], acting: str | None) -> None:
    """Add a case."""
    from qualcode.services.case_editing import add_case

    with opened(study, acting) as work:
        _, change = add_case(work, name, kind, values=_values(values))
    said_done(change, f"Added {' '.join(name.split())}.")


@command.command("set", epilog="Example: qualcode cases set fls P004 --value role=nurse --value years=11 --not-quoted")
@study_argument
@click.argument("cases", metavar="CASE...", nargs=-1, required=True)
@value_option
@click.option("--kind", metavar="KIND", help="participant, group or site.")
@click.option("--quoted/--not-quoted", default=None, help="Whether their words may be quoted in what is published.")
@click.option("--shared/--not-shared", default=None, help="Whether their transcript may be shared or deposited.")
@reason_option
@as_option
def set_(
    study: str,
    cases: tuple[str, ...],
    values: tuple[str, ...],
    kind: str | None,
    quoted: bool | None,
    shared: bool | None,
    reason: str | None,
    acting: str | None,
) -> None:
    """Say what is known of cases; every value is checked by its attribute's type, and all is one change."""
    from qualcode.services.case_editing import find_case, set_cases

    with opened(study, acting) as work:
        chosen = list(dict.fromkeys(find_case(work, name).id for name in cases))
        change = set_cases(work, chosen, _values(values), kind=kind, may_quote=quoted, may_share=shared, reason=reason or "")
    said_done(change, f"{change.what[:1].upper() + change.what[1:]}." if change else "")


@command.command(epilog="Example: qualcode cases group fls stance reluctant P004 P009")
@study_argument
@click.argument("attribute")
@click.argument("group")
@click.argument("cases", metavar="CASE...", nargs=-1, required=True)
@reason_option
@as_option
def group(study: str, attribute: str, group: str, cases: tuple[str, ...], reason: str | None, acting: str | None) -> None:
    """Put cases in a group, as reading down a theme finds them alike; an empty group takes them out of theirs.

    The group is kept as a value of an attribute that is made for it; one that says what is known of the cases takes none.
    """
    from qualcode.services.case_editing import find_case
    from qualcode.services.charting_groups import group_cases

    with opened(study, acting) as work:
        chosen = list(dict.fromkeys(find_case(work, name).id for name in cases))
        change = group_cases(work, attribute, group, chosen, reason=reason or "")
    said_done(change, f"{change.what[:1].upper() + change.what[1:]}." if change else "", "They were in it.")


@command.command(epilog='Example: qualcode cases rename fls "P 004" P004')
@study_argument
@click.argument("case")
@click.argument("name")
@reason_option
@as_option
def rename(study: str, case: str, name: str, reason: str | None, acting: str | None) -> None:
    """Give a case another name."""
    from qualcode.services.case_editing import find_case, rename_case

    with opened(study, acting) as work:
        found = find_case(work, case)
        change = rename_case(work, found.id, name, reason=reason or "")
    said_done(change, f"{found.name} is now called {' '.join(name.split())}.")


@command.command(epilog='Example: qualcode cases link fls P009 group-2 --speaker "Speaker 3"')
@study_argument
@click.argument("case")
@click.argument("source")
@click.option("--speaker", metavar="LABEL", help="The speaker who is the case; else whoever takes part in the source.")
@reason_option
@as_option
def link(study: str, case: str, source: str, speaker: str | None, reason: str | None, acting: str | None) -> None:
    """Say that a case speaks in a source: as one of its speakers, as in a focus group, or altogether."""
    from qualcode.services.case_editing import find_case, link_case

    with opened(study, acting) as work:
        change = link_case(work, find_case(work, case).id, work.sources.named(source).id, speaker, reason=reason or "")
    said_done(change, f"{change.what[:1].upper() + change.what[1:]}." if change else "", "They are linked already.")


@command.command(epilog="Example: qualcode cases unlink fls P009 group-2")
@study_argument
@click.argument("case")
@click.argument("source")
@click.option("--speaker", metavar="LABEL", help="The speaker who is not the case.")
@reason_option
@as_option
def unlink(study: str, case: str, source: str, speaker: str | None, reason: str | None, acting: str | None) -> None:
    """Say that a case does not speak in a source, or not as one of its speakers."""
    from qualcode.services.case_editing import find_case, unlink_case

    with opened(study, acting) as work:
        change = unlink_case(work, find_case(work, case).id, work.sources.named(source).id, speaker, reason=reason or "")
    said_done(change, f"{change.what[:1].upper() + change.what[1:]}." if change else "", "They were not linked.")


@command.command(epilog="Example: qualcode cases remove fls P099")
@study_argument
@click.argument("case")
@reason_option
@as_option
def remove(study: str, case: str, reason: str | None, acting: str | None) -> None:
    """Take away a case that has no talk, no summary and no memo; undo brings it back.

    A participant who withdraws is another matter: `qualcode withdraw` takes all that is theirs, for good.
    """
    from qualcode.services.case_editing import find_case, remove_case

    with opened(study, acting) as work:
        found = find_case(work, case)
        change = remove_case(work, found.id, reason=reason or "")
    said_done(change, f"Took away {found.name}.")


def _values(pairs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, joined, value = pair.partition("=")
        if not joined or not name.strip():
            raise UsageError(f'"{pair}" is no value.', "Write ATTRIBUTE=VALUE, as in role=nurse.")
        found[name.strip()] = value
    return found
