"""Values of attributes: how each type is written, and how values are printed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qualcode.domain.cases import AttributeType, Printed, finite
from qualcode.domain.comparisons import bands
from qualcode.domain.source_fields import said_yes
from qualcode.errors import InvalidInput, QualcodeError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from qualcode.domain.cases import Attribute, Case

LONGEST_NAME = 200
"""Characters the name of a case or an attribute may have."""
OTHER = "other"
"""What a value outside the bands prints as."""
WRITTEN = {
    AttributeType.TEXT: "any words",
    AttributeType.NUMBER: "a number, such as 2.5",
    AttributeType.INTEGER: "a whole number",
    AttributeType.BOOLEAN: "yes or no",
    AttributeType.DATE: "a date, such as 2013-04-18",
    AttributeType.CATEGORY: "one of its categories",
}
"""How a value of each type is written."""
NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.NUMBER})

_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def read_value(attribute: Attribute, given: str) -> str:
    """A value as it is kept; nothing given is nothing known.

    Raises:
        InvalidInput: it is none of the attribute's type, or of its categories where they are stated.
    """
    text = " ".join(given.split()) if attribute.type is not AttributeType.TEXT else given.strip()
    if not text:
        return ""
    if attribute.type is AttributeType.CATEGORY:
        return _category(attribute, text)
    if not fits(attribute.type, text):
        raise InvalidInput(f'"{text}" does not fit {attribute.name}.', f"Write {WRITTEN[attribute.type]}.")
    if attribute.type is AttributeType.BOOLEAN:
        return "yes" if said_yes(text) else "no"
    return text


def fits(type_: AttributeType, value: str) -> bool:
    """Whether a value is one of a type; of categories every word may be one."""
    if type_ is AttributeType.INTEGER:
        return bool(_INTEGER.fullmatch(value))
    if type_ is AttributeType.NUMBER:
        return bool(_NUMBER.fullmatch(value)) and _is_finite(value)
    if type_ is AttributeType.BOOLEAN:
        return said_yes(value) is not None
    if type_ is AttributeType.DATE:
        return _is_date(value)
    return True


def is_wrong(attribute: Attribute, value: str) -> bool:
    """Whether a value that is kept is none of the attribute's, as one that a table brought may be."""
    if attribute.type is AttributeType.CATEGORY and attribute.order:
        return value not in attribute.order
    return not fits(attribute.type, value)


def read_name(given: str, what: str) -> str:
    """A name for a case or an attribute, its white space collapsed; `what` says which.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    name = " ".join(given.split())
    if not name:
        raise InvalidInput(f"{what} needs a name.", "Give one.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"The name is longer than {LONGEST_NAME} characters.", "Give a shorter one.")
    return name


def read_order(given: str) -> tuple[str, ...]:
    """Categories in their order, as typed with commas or semicolons between them.

    Raises:
        InvalidInput: one stands there twice.
    """
    found = [" ".join(part.split()) for part in re.split(r"[;\n]" if ";" in given else r"[,\n]", given)]
    order = [one for one in found if one]
    folded = [one.casefold() for one in order]
    doubled = [one for one in order if folded.count(one.casefold()) > 1]
    if doubled:
        raise InvalidInput(f'The category "{doubled[0]}" stands there twice.', "Write each once.")
    return tuple(order)


def read_bands(type_: AttributeType, given: str) -> str:
    """Bands as they are kept: of numbers `0-5,6-10,11+`, of dates the same of years, of words `nurse = staff nurse; sister`.

    Groups of words stand on lines or with `|` between them; each is a name, an equals sign, and the values it stands for.

    Raises:
        InvalidInput: they cannot be read, or two of them hold the same value.
    """
    text = given.strip()
    if not text:
        return ""
    if type_ in NUMBERS or type_ is AttributeType.DATE:
        try:
            bands(text)
        except QualcodeError as error:
            raise InvalidInput(error.message, error.hint) from None
        return text
    groups = _groups(text)
    return " | ".join(f"{name} = {'; '.join(values)}" for name, values in groups.items())


def printed_value(attribute: Attribute, value: str) -> str:
    """A value as it is printed; empty where it is never printed, or nothing is known."""
    if not value or attribute.printed is Printed.NEVER:
        return ""
    if attribute.printed is Printed.AS_IS or not attribute.bands:
        return value
    if attribute.type in NUMBERS or attribute.type is AttributeType.DATE:
        number = value[:4] if attribute.type is AttributeType.DATE else value
        if not fits(AttributeType.NUMBER, number):
            return OTHER
        return next((band.name for band in bands(attribute.bands) if band.holds(float(number))), OTHER)
    groups = _groups(attribute.bands)
    return next((name for name, values in groups.items() if value.casefold() in map(str.casefold, values)), OTHER)


def as_printed(
    attributes: Iterable[Attribute], cases: Iterable[Case], keep: Collection[str] = ()
) -> tuple[tuple[Attribute, ...], tuple[Case, ...]]:
    """Attributes and cases as they are printed: those never printed are left out, banded ones are categories of bands.

    Attributes named in `keep` stay as they are: they are counted and not printed.
    """
    shown = [one for one in attributes if one.printed is not Printed.NEVER or one.name in keep]
    forms = {one.name: replace(one, printed=Printed.AS_IS) if one.name in keep else one for one in shown}
    told = tuple(
        replace(case, values=tuple((name, printed_value(forms[name], one)) for name, one in case.values if name in forms))
        for case in cases
    )
    return tuple(_banded(one) if one.printed is Printed.BANDED and one.bands else one for one in forms.values()), told


def _banded(attribute: Attribute) -> Attribute:
    if attribute.type in NUMBERS or attribute.type is AttributeType.DATE:
        names = [band.name for band in bands(attribute.bands)]
    else:
        names = list(_groups(attribute.bands))
    return replace(attribute, type=AttributeType.CATEGORY, order=(*names, OTHER))


def _groups(text: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    taken: dict[str, str] = {}
    for part in re.split(r"[|\n]", text):
        if not part.strip():
            continue
        name, joined, values = (" ".join(piece.split()) for piece in part.partition("="))
        if not name or not joined:
            raise InvalidInput(f'"{part.strip()}" is no group of values.', "Write groups such as nurse = staff nurse; sister.")
        found[name] = [" ".join(one.split()) for one in values.split(";") if one.strip()]
        for value in found[name]:
            if taken.setdefault(value.casefold(), name) != name:
                raise InvalidInput(f'"{value}" stands in two groups.', "Let it stand in one.")
    return found


def _category(attribute: Attribute, text: str) -> str:
    found = next((one for one in attribute.order if one.casefold() == text.casefold()), None)
    if attribute.order and found is None:
        raise InvalidInput(f'"{text}" is no category of {attribute.name}.', f"Its categories are {_listed(attribute.order)}.")
    return found or text


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _is_finite(value: str) -> bool:
    try:
        finite(value)
    except ValueError:
        return False
    return True


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
