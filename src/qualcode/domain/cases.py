"""Cases and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class CaseKind(StrEnum):
    """What a case is."""

    PARTICIPANT = "participant"
    GROUP = "group"
    SITE = "site"


class AttributeType(StrEnum):
    """How an attribute's values are read and ordered."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    CATEGORY = "category"


class Identifies(StrEnum):
    """Whether a value tells who somebody is."""

    NO = "no"
    INDIRECTLY = "indirectly"
    DIRECTLY = "directly"


class Printed(StrEnum):
    """How values are printed."""

    AS_IS = "as is"
    BANDED = "banded"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, group or site, with its values by attribute name as they were given.

    `sources` are ids of sources linked whole; `speakers` ids of speakers whose talk is this case's.
    """

    id: int
    guid: str
    name: str
    kind: CaseKind
    values: tuple[tuple[str, str], ...] = ()
    sources: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    may_quote: bool = True
    may_share: bool = True

    def value(self, attribute: str) -> str | None:
        """The value of an attribute, or None where it has none."""
        return dict(self.values).get(attribute)


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something known of cases; `order` is the order of a category's values, `bands` as `domain.attributes` reads them."""

    id: int
    name: str
    type: AttributeType
    order: tuple[str, ...] = ()
    unit: str = ""
    identifies: Identifies = Identifies.INDIRECTLY
    printed: Printed = Printed.AS_IS
    bands: str = ""


def finite(text: str) -> float:
    """The number that a value says; `nan` and `inf`, which tables write for what is missing, are none.

    Raises:
        ValueError: it is no number.
    """
    number = float(text)
    if not isfinite(number):
        raise ValueError(text)
    return number


def reads_as(value: str, reader: Callable[[str], object]) -> bool:
    """Whether a reader of one type of attribute takes this value."""
    try:
        reader(value)
    except ValueError:
        return False
    return True
