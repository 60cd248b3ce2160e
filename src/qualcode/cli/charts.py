"""`qualcode charts`: framework charts that are kept under a title."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import emit_json, print_table, said_done
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.charts import ChartLayout
    from qualcode.domain.codebook import Codebook
    from qualcode.storage import OpenStudy

CASE = "case"
"""What the column of cases is called among the widths."""


@click.group("charts", cls=OnceGroup, epilog="Example: qualcode charts list fls")
def command() -> None:
    """Framework charts that are kept: which themes, which cases, in which order. `qualcode chart --saved TITLE` reads one."""


def layout_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What a chart is laid out by."""
    for option in reversed(
        (
            click.option("--group", metavar="PATH", help="One group, or a theme with its subthemes."),
            click.option("--code", "codes", multiple=True, metavar="PATH", help="Only these themes; may be repeated."),
            click.option("--level", type=click.IntRange(1, 2), help="1 for themes, 2 for what stands right under them."),
            click.option("--kind", metavar="KIND", help="Rows are cases of this kind: participant, group or site."),
            click.option(
                "--where", multiple=True, metavar="CONDITION", help='Only cases such as "role = nurse"; may be repeated.'
            ),
            click.option(
                "--order", multiple=True, metavar="ATTRIBUTE", help='Order by an attribute ("-years": the highest first).'
            ),
            click.option("--show", multiple=True, metavar="ATTRIBUTE", help="What prints under a case's name; may be repeated."),
            click.option(
                "--portrait/--no-portrait", default=None, help="Whether the cases' portraits stand in a column before the themes."
            ),
        )
    ):
        function = option(function)
    return function


widths_option = click.option(
    "--width", "widths", multiple=True, metavar="THEME=NUMBER", help='Characters of a column, of the cases as "case=24".'
)


@command.command("list", epilog="Example: qualcode charts list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List the saved charts."""
    with opened(study, acting) as work:
        found, book = work.charts.all(), work.codes.codebook()
    if as_json:
        emit_json([_as_json(one, book) for one in found])
        return
    rows = [
        (one.title, _themes(one, book), one.kind.value, " and ".join(one.where), ", ".join(one.order), one.level) for one in found
    ]
    print_table(("title", "themes", "rows", "where", "order", "level"), rows, right=("level",))


@command.command(epilog='Example: qualcode charts save fls "Nurses on time" --group Time --where "role = nurse"')
@study_argument
@click.argument("title")
@layout_options
@widths_option
@reason_option
@as_option
def save(study: str, title: str, widths: tuple[str, ...], reason: str | None, acting: str | None, **given: Any) -> None:
    """Save a chart under a title. It holds no summary of its own: a summary belongs to its case and theme."""
    from qualcode.services.charting_layouts import layouts_for
    from qualcode.services.charting_saved import save_chart

    with opened(study, acting) as work:
        if given["group"] is None and not given["codes"]:
            raise UsageError("The chart has no themes.", "Name a group with --group, or themes with --code.")
        (layout,) = layouts_for(work, **given)
        _, change = save_chart(work, replace(layout, title=title, widths=_widths(work, widths)), reason=reason or "")
    said_done(change, f'Saved the chart "{" ".join(title.split())}".')


@command.command(epilog='Example: qualcode charts change fls "Nurses on time" --order "-years"')
@study_argument
@click.argument("title")
@click.option("--title", "new", metavar="TITLE", help="Another title.")
@layout_options
@widths_option
@reason_option
@as_option
def change(
    study: str, title: str, new: str | None, widths: tuple[str, ...], reason: str | None, acting: str | None, **given: Any
) -> None:
    """Change a saved chart: what is given takes the place of what was so. An empty --where, --order or --show takes it away."""
    from qualcode.services.charting_layouts import layouts_for, saved_chart
    from qualcode.services.charting_saved import change_chart

    with opened(study, acting) as work:
        before = saved_chart(work, title)
        said: dict[str, Any] = {
            name: tuple(one for one in value if one) if isinstance(value, tuple) else value for name, value in given.items()
        }
        (layout,) = layouts_for(work, saved=title, **said)
        if given["where"] and not said["where"]:
            layout = replace(layout, where=())
        if given["order"] and not said["order"]:
            layout = replace(layout, order=())
        if given["show"] and not said["show"]:
            layout = replace(layout, shown=None)
        known = dict(before.widths) | dict(_widths(work, widths))
        layout = replace(layout, title=new or before.title, widths=tuple(known.items()))
        assert before.id is not None
        done = change_chart(work, before.id, layout, reason=reason or "")
    said_done(done, f'Changed the chart "{before.title}".')


@command.command(epilog='Example: qualcode charts remove fls "Nurses on time"')
@study_argument
@click.argument("title")
@reason_option
@as_option
def remove(study: str, title: str, reason: str | None, acting: str | None) -> None:
    """Take a saved chart away; its summaries stay in their cells."""
    from qualcode.services.charting_layouts import saved_chart
    from qualcode.services.charting_saved import remove_chart

    with opened(study, acting) as work:
        found = saved_chart(work, title)
        assert found.id is not None
        done = remove_chart(work, found.id, reason=reason or "")
    said_done(done, f'Took away the chart "{found.title}".')


def _widths(work: OpenStudy, pairs: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    from qualcode.domain.charts import CASE_COLUMN

    found: dict[int, int] = {}
    for pair in pairs:
        theme, joined, width = pair.rpartition("=")
        if not joined or not width.strip().isdecimal():
            raise UsageError(f'"{pair}" is no width.', "Write THEME=NUMBER, as in case=24.")
        named = theme.strip()
        found[CASE_COLUMN if named == CASE else work.codes.codebook().find(named).id] = int(width)
    return tuple(found.items())


def _themes(layout: ChartLayout, book: Codebook) -> str:
    if layout.codes:
        return ", ".join(book[code].name for code in layout.codes if code in book)
    return book.path_text(layout.group) if layout.group is not None and layout.group in book else ""


def _as_json(layout: ChartLayout, book: Codebook) -> dict[str, Any]:
    from qualcode.domain.charts import CASE_COLUMN

    def named(code: int) -> str:
        return CASE if code == CASE_COLUMN else book.path_text(code)

    return {
        "title": layout.title,
        "group": book.path_text(layout.group) if layout.group is not None and layout.group in book else None,
        "codes": [book.path_text(code) for code in layout.codes if code in book],
        "level": layout.level,
        "portrait": layout.portrait,
        "kind": layout.kind.value,
        "where": list(layout.where),
        "order": list(layout.order),
        "show": None if layout.shown is None else list(layout.shown),
        "widths": {named(code): width for code, width in layout.widths if code == CASE_COLUMN or code in book},
    }
