"""What Excel files have in common: words it can hold, names of sheets it takes."""

from __future__ import annotations

import re

from qualcode.domain.text import xml_safe

MOST_CHARACTERS = 32_767
"""What a cell of Excel holds."""

_CUT_SHORT = " [… cut here: a cell of Excel holds no more]"
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def fitting(text: str) -> str:
    """Text as a cell of Excel can hold it; what is too long is cut, and says so."""
    safe = xml_safe(text)[0]
    if len(safe) * 2 <= MOST_CHARACTERS or utf16_length(safe) <= MOST_CHARACTERS:
        return safe
    kept = safe[: MOST_CHARACTERS - len(_CUT_SHORT)]
    while utf16_length(kept) + len(_CUT_SHORT) > MOST_CHARACTERS:
        kept = kept[: len(kept) - (utf16_length(kept) + len(_CUT_SHORT) - MOST_CHARACTERS + 1) // 2]
    return kept + _CUT_SHORT


def utf16_length(text: str) -> int:
    """Characters as Excel counts them: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


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
