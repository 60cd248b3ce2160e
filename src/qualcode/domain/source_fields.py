"""What is known of a source beside its text, and how each thing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.dates import iso_date
from qualcode.domain.sources import SourceKind
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from qualcode.domain.sources import Source

FIELDS = ("kind", "date", "minutes", "interviewer", "mode", "pilot")
"""The fields, as tables and commands call them."""
MAY_BE_EMPTY = frozenset({"date", "minutes", "interviewer", "mode"})
"""Fields of which nothing may be known."""
LONGEST = {"interviewer": 200, "mode": 40}
"""Characters that a field of words may have."""
LONGEST_NAME = 400
"""Characters that the name of a source may have."""

YES = frozenset({"yes", "true", "y", "1"})
NO = frozenset({"no", "false", "n", "0"})


def said_yes(text: str) -> bool | None:
    """Whether a word says yes or no; None where it says neither."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None


def read_field(field: str, given: str) -> Any:
    """The value of a field as the study keeps it; nothing given is None where nothing may be known.

    Raises:
        InvalidInput: it is none for this field.
    """
    text = " ".join(given.split())
    if not text and field in MAY_BE_EMPTY:
        return None
    if field == "kind":
        return _kind(text).value
    if field == "date":
        return iso_date(text)
    if field == "minutes":
        return _minutes(text)
    if field == "pilot":
        said = said_yes(text)
        if said is None:
            raise InvalidInput(f'"{text}" does not say whether it is a pilot.', "Write yes or no.")
        return int(said)
    if len(text) > LONGEST[field]:
        raise InvalidInput(f"The {field} is longer than {LONGEST[field]} characters.", "Shorten it.")
    return text


def written_field(source: Source, field: str) -> str:
    """A field as people write it, empty where nothing is known."""
    if field == "pilot":
        return "yes" if source.pilot else "no"
    value = getattr(source, field)
    return "" if value is None else str(value)


def source_name(given: str) -> str:
    """A name for a source, its white space collapsed.

    Raises:
        InvalidInput: there is none, or it is too long.
    """
    name = " ".join(given.split())
    if not name:
        raise InvalidInput("A source needs a name.", "Give one.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"The name is longer than {LONGEST_NAME} characters.", "Give a shorter one.")
    return name


def _kind(text: str) -> SourceKind:
    kinds = {_bare(kind.value): kind for kind in SourceKind}
    kind = kinds.get(_bare(text))
    if kind is None:
        raise InvalidInput(f'There is no kind "{text}".', f"Kinds are {', '.join(one.value for one in SourceKind)}.")
    return kind


def _bare(text: str) -> str:
    return text.casefold().replace(" ", "").replace("_", "").replace("-", "")


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise InvalidInput(f'"{text}" is no number of minutes.', "Write a whole number.")
    return int(text)
