"""What Excel files have in common: words it can hold, names of sheets it takes, properties that say nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qualcode.domain.text import xml_safe
from qualcode.formats.writers.archive import EPOCH

if TYPE_CHECKING:
    from io import BytesIO

MOST_CHARACTERS = 32_767
"""What a cell of Excel holds."""

_CUT_SHORT = " [… cut here: a cell of Excel holds no more]"
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def new_workbook(buffer: BytesIO) -> Any:
    """A workbook whose words are never formulas or links, and whose properties name nobody and no time."""
    from xlsxwriter import Workbook

    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(*EPOCH, tzinfo=UTC)})
    return book


def fitting(text: str) -> str:
    """Text as a cell of Excel can hold it; what is too long is cut, and says so."""
    safe = xml_safe(text)[0]
    return safe if len(safe) <= MOST_CHARACTERS else safe[: MOST_CHARACTERS - len(_CUT_SHORT)] + _CUT_SHORT


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts: at most 31 characters, none of its signs, each once."""
    name = _FORBIDDEN_IN_SHEET_NAME.sub(" ", xml_safe(title)[0]).strip(" '")[:31].strip(" '") or "Sheet"
    number = 1
    unique = name
    while unique.casefold() in taken or unique.casefold() == "history":
        number += 1
        unique = f"{name[: 30 - len(str(number))]} {number}"
    taken.add(unique.casefold())
    return unique
