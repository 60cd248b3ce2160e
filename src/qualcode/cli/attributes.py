"""`qualcode cases attribute`: what can be known of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, reason_option, study_argument
from qualcode.cli.output import counted, emit_json, print_table, said_done

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

_FIELDS = (
    click.option("--type", metavar="TYPE", help="text, number, integer, boolean, date or category."),
    click.option("--order", metavar="A,B,...", help="The categories in their order; other values are then refused."),
    click.option("--unit", metavar="UNIT", help="The unit of a number, such as years."),
    click.option("--identifies", metavar="HOW", help="Whether it tells who somebody is: no, indirectly or directly."),
    click.option("--printed", metavar="HOW", help="How values are printed: as is, banded or never."),
    click.option(
        "--bands", metavar="BANDS", help='0-5,6-10,11+ of numbers or years; of words "nurse = sister; staff nurse | …".'
    ),
)


def fields_options(function: Function) -> Function:
    """What can be said of an attribute."""
    for option in reversed(_FIELDS):
        function = option(function)
    return function


@click.group("attribute", cls=OnceGroup, epilog="Example: qualcode cases attribute list fls")
def attribute() -> None:
    """What can be known of cases: the columns of their table."""


@attribute.command("list", epilog="Example: qualcode cases attribute list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List attributes with their type, how they are printed, and how many cases have a value."""
    from qualcode.services.cases import list_cases

    with opened(study, acting) as work:
        cases, attributes = list_cases(work)
    known = {one.id: sum(bool(case.value(one.name)) for case in cases) for one in attributes}
    if as_json:
        emit_json(
            [
                {
                    "attribute": one.name,
                    "type": one.type.value,
                    "order": list(one.order),
                    "unit": one.unit,
                    "identifies": one.identifies.value,
                    "printed": one.printed.value,
                    "bands": one.bands,
                    "cases": known[one.id],
                }
                for one in attributes
            ]
        )
        return
    rows = [
        (one.name, one.type, ", ".join(one.order) or one.unit, one.identifies, one.printed, one.bands, known[one.id])
        for one in attributes
    ]
    print_table(["attribute", "type", "order or unit", "identifies", "printed", "bands", "cases"], rows, right=["cases"])


@attribute.command(epilog="Example: qualcode cases attribute add fls years --type integer --unit years --bands 0-5,6-10,11+")
@study_argument
@click.argument("name")
@fields_options
@reason_option
@as_option
def add(study: str, name: str, reason: str | None, acting: str | None, **fields: str | None) -> None:
    """Add an attribute; without --type it holds any words."""
    from qualcode.services.attributes import add_attribute

    with opened(study, acting) as work:
        _, change = add_attribute(work, {"name": name, **_given(fields)}, reason=reason or "")
    said_done(change, f"Added {' '.join(name.split())}.")


@attribute.command("set", epilog='Example: qualcode cases attribute set fls role --type category --order "nurse,doctor,manager"')
@study_argument
@click.argument("attribute", metavar="ATTRIBUTE")
@click.option("--name", metavar="NAME", help="Its new name.")
@fields_options
@reason_option
@as_option
def set_(study: str, attribute: str, reason: str | None, acting: str | None, **fields: str | None) -> None:
    """Change an attribute; a type or categories that values of cases do not fit are refused, and the cases named."""
    from qualcode.services.attributes import change_attribute
    from qualcode.services.case_editing import find_attribute

    given = _given(fields)
    with opened(study, acting) as work:
        found = find_attribute(work, attribute)
        change = change_attribute(work, found.id, given, reason=reason or "")
    said_done(change, f"Changed {', '.join(given)} of {found.name}.")


@attribute.command(epilog="Example: qualcode cases attribute move fls role --to 1")
@study_argument
@click.argument("attribute", metavar="ATTRIBUTE")
@click.option("--to", "position", type=int, required=True, metavar="PLACE", help="Its place among the attributes, from 1.")
@reason_option
@as_option
def move(study: str, attribute: str, position: int, reason: str | None, acting: str | None) -> None:
    """Give an attribute another place among the columns."""
    from qualcode.services.attributes import move_attribute
    from qualcode.services.case_editing import find_attribute

    with opened(study, acting) as work:
        found = find_attribute(work, attribute)
        change = move_attribute(work, found.id, position, reason=reason or "")
    said_done(change, f"{found.name} stands at place {position}.")


@attribute.command(epilog="Example: qualcode cases attribute remove fls shoe_size")
@study_argument
@click.argument("attribute", metavar="ATTRIBUTE")
@reason_option
@as_option
def remove(study: str, attribute: str, reason: str | None, acting: str | None) -> None:
    """Take an attribute away with the values that cases have; undo brings them back."""
    from qualcode.services.attributes import remove_attribute
    from qualcode.services.case_editing import find_attribute

    with opened(study, acting) as work:
        found = find_attribute(work, attribute)
        count, change = remove_attribute(work, found.id, reason=reason or "")
    said_done(change, f"Took away {found.name} with {counted(count, 'value')}.")


def _given(fields: dict[str, str | None]) -> dict[str, str]:
    return {field: value for field, value in fields.items() if value is not None}
