"""Attributes of cases: what is known of them, how it is written, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.attributes import fits, read_bands, read_name, read_order
from qualcode.domain.cases import AttributeType, Identifies, Printed
from qualcode.domain.order import ranks_to_place
from qualcode.errors import InvalidInput, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum
    from typing import Any

    from qualcode.domain.cases import Attribute
    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

FIELDS = ("name", "type", "order", "unit", "identifies", "printed", "bands")
"""What can be said of an attribute."""
NOT_FOR_ATTRIBUTES = frozenset({"source", "speaks as", "case kind", "may be quoted", "may be shared"})
"""Names of columns that say something else in a table of cases."""
LONGEST_UNIT = 40
_NAMED = 5


def add_attribute(study: OpenStudy, given: Mapping[str, str], *, reason: str = "") -> tuple[int, ChangeSet]:
    """Add an attribute of cases from its fields as people write them; only the name is needed. Returns its id.

    Raises:
        UsageError: there is no such field.
        InvalidInput: the name is empty, too long or taken, or a field is none.
    """
    with study.unit_of_work("add_attribute", reason=reason) as work:
        values = _read(work, {"name": "", **given}, None)
        number = work.cases.add_attribute(values.pop("name"), AttributeType(values.pop("type", AttributeType.TEXT)))
        if values:
            work.cases.change_attribute(number, values)
        work.what = f"added the attribute {_named(work, number).name}"
    return number, work.insist()


def change_attribute(study: OpenStudy, attribute: int, given: Mapping[str, str], *, reason: str = "") -> ChangeSet | None:
    """Change fields of an attribute, as people write them; None where everything was so.

    Raises:
        UsageError: nothing is given, or there is no such field.
        InvalidInput: a field is none, or values that cases have do not fit; the message names the cases.
        NotFound: the attribute is no longer there.
    """
    if not given:
        raise UsageError("Nothing was given to change.", f"Fields are {', '.join(FIELDS)}.")
    with study.unit_of_work("change_attribute", reason=reason) as work:
        before = _named(work, attribute)
        values = _read(work, given, before)
        type_, order = AttributeType(values.get("type", before.type)), values.get("order", before.order)
        if type_ is not before.type or order != before.order:
            _refuse_values(work, before, type_, order)
        work.what = f"changed the attribute {before.name}"
        work.cases.change_attribute(attribute, values)
    return work.change_set


def move_attribute(study: OpenStudy, attribute: int, position: int, *, reason: str = "") -> ChangeSet | None:
    """Give an attribute the place `position`, counted from 1, among the attributes; None where it stands there.

    Raises:
        InvalidInput: there is no such place.
        NotFound: the attribute is no longer there.
    """
    with study.unit_of_work("move_attribute", reason=reason) as work:
        moved, order = _named(work, attribute), work.cases.attribute_ranks()
        if not 1 <= position <= len(order):
            raise InvalidInput(f"There is no place {position}.", f"Places are 1 to {len(order)}.")
        if order[position - 1][0] == attribute:
            return None
        others = [one for one in order if one[0] != attribute]
        for number, rank in ranks_to_place(others, attribute, position - 1).items():
            work.cases.change_attribute(number, {"rank": rank})
        work.what = f"moved the attribute {moved.name} to place {position}"
    return work.change_set


def remove_attribute(study: OpenStudy, attribute: int, *, reason: str = "") -> tuple[int, ChangeSet]:
    """Take an attribute away with the values of all cases; undo brings them back. Returns how many values there were.

    Raises:
        NotFound: the attribute is no longer there.
    """
    with study.unit_of_work("remove_attribute", reason=reason) as work:
        work.what = f"took away the attribute {_named(work, attribute).name}"
        count = work.cases.remove_attribute(attribute)
    return count, work.insist()


def _named(work: Repositories, number: int) -> Attribute:
    for one in work.cases.attributes():
        if one.id == number:
            return one
    raise NotFound("That attribute is no longer in the study.", "`qualcode cases attribute list` lists them.")


def _read(work: Repositories, given: Mapping[str, str], before: Attribute | None) -> dict[str, Any]:
    """The fields as they are kept."""
    unknown = [field for field in given if field not in FIELDS]
    if unknown:
        raise UsageError(f"An attribute has no field {unknown[0]}.", f"Its fields are {', '.join(FIELDS)}.")
    values: dict[str, Any] = {}
    if "name" in given:
        values["name"] = _free_name(work, given["name"], before)
    type_ = before.type if before else AttributeType.TEXT
    if "type" in given:
        type_ = AttributeType(_word(given["type"], AttributeType, "type"))
        values["type"] = type_.value
    if "order" in given:
        values["order"] = read_order(given["order"])
    if "unit" in given:
        values["unit"] = _unit(given["unit"])
    for field, words in (("identifies", Identifies), ("printed", Printed)):
        if field in given:
            values[field] = _word(given[field], words, field)
    if "bands" in given:
        values["bands"] = read_bands(type_, given["bands"])
        if values["bands"] and "printed" not in given:
            values["printed"] = Printed.BANDED.value
    _refuse_without_bands(values, before, type_)
    return values


def _refuse_without_bands(values: Mapping[str, Any], before: Attribute | None, type_: AttributeType) -> None:
    bands = values.get("bands", before.bands if before else "")
    if values.get("printed", before.printed if before else "") == Printed.BANDED and not bands:
        raise InvalidInput("It is to be printed in bands, and there are none.", "Give bands such as 0-5,6-10,11+.")
    if bands and "bands" not in values and before is not None and type_ is not before.type:
        read_bands(type_, bands)


def _free_name(work: Repositories, given: str, before: Attribute | None) -> str:
    name = read_name(given, "An attribute")
    if name.casefold() in NOT_FOR_ATTRIBUTES:
        raise InvalidInput(f'"{name}" says something else in a table of cases.', "Choose another name.")
    if any(one.name.casefold() == name.casefold() and one != before for one in work.cases.attributes()):
        raise InvalidInput(f'There is another attribute "{name}".', "Choose another name.")
    return name


def _unit(given: str) -> str:
    unit = " ".join(given.split())
    if len(unit) > LONGEST_UNIT:
        raise InvalidInput(f"The unit is longer than {LONGEST_UNIT} characters.", "Shorten it.")
    return unit


def _word(given: str, words: Iterable[StrEnum], field: str) -> str:
    wanted = " ".join(given.split()).casefold()
    known = [word.value for word in words]
    if wanted not in known:
        raise InvalidInput(f'"{given.strip()}" is nothing that {field} can be.', f"It is one of {', '.join(known)}.")
    return wanted


def _refuse_values(work: Repositories, attribute: Attribute, type_: AttributeType, order: tuple[str, ...]) -> None:
    """Refuse a type or categories that values of cases do not fit."""
    wrong = []
    for case in work.cases.all():
        value = case.value(attribute.name)
        if value and (not fits(type_, value) or (type_ is AttributeType.CATEGORY and order and value not in order)):
            wrong.append(f"{case.name} ({value})")
    if wrong:
        named = ", ".join(wrong[:_NAMED]) + (f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else "")
        what = "its categories" if type_ is AttributeType.CATEGORY else f"the type {type_}"
        raise InvalidInput(f"Values do not fit {what}: {named}.", "Change these values first.")
