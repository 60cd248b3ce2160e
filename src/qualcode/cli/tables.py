"""`qualcode tables`: the paper's tables of themes and quotations, written to Word, listed, made and changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.lazy import WithDefault
from qualcode.cli.options import (
    as_option,
    asked_reason,
    audience_option,
    json_option,
    opened,
    reason_option,
    say_what_was_not_checked,
    study_argument,
)
from qualcode.cli.output import counted, emit_json, said_done, say
from qualcode.cli.tables_rows import row
from qualcode.cli.tables_text import no_table_yet, printed_json, tables_json, tables_lines
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.domain.quote_rules import QuotationRules

LAYOUTS = click.Choice(["A", "B", "C"], case_sensitive=False)
LAYOUT_HELP = "A: finding beside quotation under each theme. B: quotations alone. C: theme, definition, quotation, n."


class TablesGroup(WithDefault):
    """`qualcode tables STUDY` is `qualcode tables write STUDY`."""

    default = "write"


@click.group("tables", cls=TablesGroup, epilog="Example: qualcode tables fls --to tables.docx")
def command() -> None:
    """The paper's tables of themes and quotations: write, list, add, set, remove, rows, settings.

    A table is named by its number, a row by its place in the table. `qualcode tables STUDY --to FILE.docx` writes them.
    """


@command.command(epilog="Example: qualcode tables fls --to tables.docx --for publication")
@study_argument
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE.docx", help="The Word file to write.")
@click.option("--layout", type=LAYOUTS, help=f"One layout for all tables. {LAYOUT_HELP}")
@click.option("--counts/--no-counts", default=None, help="Participants and sites beside each theme, n of N.")
@audience_option
@as_option
@json_option
def write(
    study: str, to: Path | None, layout: str | None, counts: bool | None, audience: str, acting: str | None, as_json: bool
) -> None:
    """Write the theme tables to Word, one for each group: themes and illustrative quotations.

    The quotations are those of the study, else its starred codings.
    """
    from qualcode.domain.printing import Audience
    from qualcode.domain.theme_tables import Layout, unread_in_tables
    from qualcode.services.theme_tables import theme_tables, write_theme_tables

    if to is None and not as_json:
        raise UsageError("It was not said where the tables go.", "Name a file with --to, or print them with --json.")
    chosen, reader = None if layout is None else Layout.of(layout), Audience(audience)
    with opened(study, acting) as work:
        if to is None:
            found = theme_tables(work, counts=counts, layout=chosen)
        else:
            found = write_theme_tables(work, to, counts=counts, layout=chosen, audience=reader)
            say_what_was_not_checked(work, audience)
    if as_json:
        emit_json([printed_json(table) for table in found.tables])
    if found.starred:
        say("The study has no quotations; these are its starred codings, verbatim.")
    for remark in found.remarks if reader is Audience.TEAM else (*found.remarks, *unread_in_tables(found.unread)):
        say(remark)
    if to is not None:
        quoted = sum(len(table.quotations) for table in found.tables)
        tables = counted(len(found.tables), "table")
        say(f"Wrote {tables} with {counted(quoted, 'quotation')} to {to}. {reader.remark}")


@command.command("list", epilog="Example: qualcode tables list fls 2")
@study_argument
@click.argument("table", type=int, required=False)
@as_option
@json_option
def list_(study: str, table: int | None, acting: str | None, as_json: bool) -> None:
    """List the tables, or one by its number: rows, findings, evidence, counts, each quotation verbatim and as it prints."""
    from qualcode.services.theme_table_desk import tables_desk
    from qualcode.services.theme_table_finding import find_table, refuse_unseen

    with opened(study, acting) as work:
        refuse_unseen(work)
        if table is not None:
            find_table(work, table)
        desk, has_codes = tables_desk(work), bool(len(work.codes.codebook()))
    shown = [one for one in desk.tables if table in {None, one.number}]
    if as_json:
        emit_json(tables_json(desk, shown))
        return
    if not shown:
        say(no_table_yet(has_codes=has_codes))
        return
    for line in tables_lines(desk, shown):
        click.echo(line)


@command.command(epilog='Example: qualcode tables add fls --group "Factors seen to determine approval" --with-rows')
@study_argument
@click.option("--title", metavar="TEXT", default="", help="What it is called; else like its group.")
@click.option("--group", metavar="PATH", help="The group of the codebook it is about.")
@click.option("--number", type=int, metavar="N", help="Its number; else the next one.")
@click.option("--layout", type=LAYOUTS, default="A", show_default=True, help=LAYOUT_HELP)
@click.option("--with-rows", is_flag=True, help="With a row for each theme of the group.")
@click.option("--each-group", is_flag=True, help="Instead, a table with its rows for each group that has none.")
@as_option
def add(
    study: str,
    title: str,
    group: str | None,
    number: int | None,
    layout: str,
    with_rows: bool,
    each_group: bool,
    acting: str | None,
) -> None:
    """Make a table."""
    from qualcode.domain.theme_tables import Layout
    from qualcode.services.theme_table_verbs import make_group_tables, make_table

    if each_group and (title or group or number is not None):
        raise UsageError("With --each-group nothing else is given.", "Leave out title, group and number.")
    with opened(study, acting) as work:
        if each_group:
            numbers, done = make_group_tables(work)
            said_done(done, f"Made {counted(len(numbers), 'table')}.", "Each group has its table.")
            return
        of_group = None if group is None else work.codes.codebook().find(group).id
        made, change = make_table(work, title=title, group=of_group, number=number, layout=Layout.of(layout), with_rows=with_rows)
        shown = next(one.number for one in work.theme_tables.all() if one.id == made)
    said_done(change, f"Made table {shown}.")


@command.command("set", epilog='Example: qualcode tables set fls 2 --abbreviations "FLS fracture liaison service"')
@study_argument
@click.argument("table", type=int)
@click.option("--title", metavar="TEXT", help="What it is called.")
@click.option("--number", type=int, metavar="N", help="Its number; a table that has it gets this one's.")
@click.option("--group", metavar="PATH", help="The group of the codebook it is about.")
@click.option("--layout", type=LAYOUTS, help=LAYOUT_HELP)
@click.option(
    "--pages", type=click.Choice(["auto", "portrait", "landscape"]), help="How its pages stand; by itself upright where it fits."
)
@click.option("--legend", metavar="TEXT", help="Your own words under the table; the signs are explained by themselves.")
@click.option("--abbreviations", metavar="TEXT", help="What short forms stand for: the first words under the table.")
@as_option
def set_(
    study: str,
    table: int,
    title: str | None,
    number: int | None,
    group: str | None,
    layout: str | None,
    pages: str | None,
    legend: str | None,
    abbreviations: str | None,
    acting: str | None,
) -> None:
    """Say what a table is called and how it is laid out."""
    from qualcode.domain.theme_tables import Layout, Orientation
    from qualcode.services.theme_table_finding import find_table
    from qualcode.services.theme_table_verbs import change_table

    with opened(study, acting) as work:
        change = change_table(
            work,
            find_table(work, table).id,
            title=title,
            number=number,
            group=None if group is None else work.codes.codebook().find(group).id,
            layout=None if layout is None else Layout.of(layout),
            orientation=None if pages is None else Orientation.of(pages),
            legend=legend,
            abbreviations=abbreviations,
        )
    said_done(change, f"Changed table {table}.")


@command.command(epilog="Example: qualcode tables remove fls 3")
@study_argument
@click.argument("table", type=int)
@reason_option
@as_option
def remove(study: str, table: int, reason: str | None, acting: str | None) -> None:
    """Take a table away with its rows and quotations; the codings stay."""
    from qualcode.services.theme_table_finding import find_table
    from qualcode.services.theme_table_verbs import remove_table

    with opened(study, acting) as work:
        change = remove_table(work, find_table(work, table).id, reason=asked_reason(reason))
    said_done(change, f"Took table {table} away.")


@command.command(epilog='Example: qualcode tables settings fls --hesitations "taken out" --tag "({role}, {hospital_type})"')
@study_argument
@click.option("--hesitations", type=click.Choice(["kept", "taken out"]), help="What becomes of er and um in all quotations.")
@click.option("--hesitation", "words", multiple=True, metavar="WORD", help="What counts as one; may be repeated.")
@click.option("--cut-mark", metavar="MARK", help="How a cut prints: […] or a bare …")
@click.option("--tag", metavar="PATTERN", help="What stands behind a quotation: {id} and attributes in braces; empty for none.")
@as_option
@json_option
def settings(
    study: str,
    hesitations: str | None,
    words: tuple[str, ...],
    cut_mark: str | None,
    tag: str | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Show or change the study's rules for all its quotations; the legend of each table states them."""
    from qualcode.domain.quote_rules import Hesitations
    from qualcode.services.quotation_edits import change_rules, own_tags, quotation_rules

    asked = (hesitations, words or None, cut_mark, tag)
    with opened(study, acting) as work:
        if any(one is not None for one in asked):
            rule = None if hesitations is None else Hesitations(hesitations)
            change = change_rules(work, hesitations=rule, words=words or None, cut_mark=cut_mark, tag=tag)
            said_done(change, "Changed how quotations print.")
            if tag is not None:
                _say_own_tags(own_tags(work))
        rules = quotation_rules(work)
    if as_json:
        emit_json(_rules_json(rules))
        return
    for name, value in _rules_json(rules).items():
        click.echo(f"{name}: {', '.join(value) if isinstance(value, list) else value}")


def _say_own_tags(many: int) -> None:
    """Say how many quotations print as before, whatever the study's pattern."""
    if many:
        keep = (
            "1 quotation has a tag of its own and keeps it"
            if many == 1
            else f"{many} quotations have a tag of their own and keep it"
        )
        say(f"{keep}; `qualcode quotes tag` empties it.")


def _rules_json(rules: QuotationRules) -> dict[str, Any]:
    return {
        "hesitations": rules.hesitations.value,
        "words": list(rules.words),
        "cut mark": rules.cut_mark,
        "tag": rules.tag,
    }


command.add_command(row)
