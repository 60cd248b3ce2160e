"""The fields of a codebook file, the same in YAML and CSV, and how their text is read and written."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from qualcode.domain.codebook_paths import CodePath, clean_colour, clean_name, clean_text, parse_path, path_text, shown
from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from qualcode.domain.codebook_entries import CodeEntry

FIELDS = ("kind", "definition", "include", "exclude", "example", "colour", "codable")
"""The fields every codebook file has."""

RARE_FIELDS = ("central_idea", "state", "also_under", "retired", "merged_into")
"""Fields that are written only where a codebook uses them."""

_YES = frozenset({"yes", "true", "on", "y"})
_NO = frozenset({"no", "false", "off", "n"})

FieldValue: TypeAlias = "str | bool | CodeKind | ThemeState | CodePath | tuple[CodePath, ...] | None"
Choice = TypeVar("Choice", bound="StrEnum")


def fault(line: int, message: str, hint: str = "") -> InvalidInput:
    """An error about one line of a codebook file, counted from 1."""
    return InvalidInput(f"Line {line}: {message}", hint)


def nearest(word: str, known: Iterable[str]) -> str:
    """A question after the known word nearest to a mistyped one, or the list of all that are known."""
    words = list(known)
    close = get_close_matches(word.strip().lower().replace(" ", "_").replace("-", "_"), words, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(words)}."


def read_field(field: str, text: str, line: int) -> FieldValue:
    """The value of a field from its text in a file; None where nothing is written.

    Raises:
        InvalidInput: naming the line, the field and what was expected.
    """
    words = clean_text(text)
    if not words:
        return None
    readers: dict[str, Callable[[str], FieldValue]] = {
        "kind": lambda one: _choice(CodeKind, one),
        "state": lambda one: _choice(ThemeState, one),
        "codable": _flag,
        "retired": _flag,
        "colour": clean_colour,
        "also_under": lambda several: tuple(parse_path(one) for one in several.split("\n") if one.strip()),
        "merged_into": parse_path,
    }
    try:
        return readers[field](words) if field in readers else words
    except InvalidInput as error:
        raise fault(line, f"{field}: {error.message}", error.hint) from None


def read_name(text: str, line: int) -> str:
    """A code's name from a file.

    Raises:
        InvalidInput: naming the line and what was expected.
    """
    try:
        return clean_name(text)
    except InvalidInput as error:
        raise fault(line, f"name: {error.message}", error.hint) from None


def _choice(choices: type[Choice], words: str) -> Choice:
    known = [choice.value for choice in choices]
    if words.lower() not in known:
        raise InvalidInput(f'expected {", ".join(known[:-1])} or {known[-1]}, not "{shown(words)}".', nearest(words, known))
    return choices(words.lower())


def _flag(words: str) -> bool:
    word = words.lower()
    if word not in _YES | _NO:
        raise InvalidInput(f'expected yes or no, not "{shown(words)}".')
    return word in _YES


def written(entry: CodeEntry) -> dict[str, str]:
    """The texts of an entry's fields that say something, in the order of the files.

    `codable` yes and `retired` no are what a file need not say.
    """
    texts = {
        "kind": entry.kind,
        "definition": entry.definition,
        "include": entry.include,
        "exclude": entry.exclude,
        "example": entry.example,
        "colour": entry.colour,
        "codable": "no" if entry.codable is False else None,
        "central_idea": entry.central_idea,
        "state": entry.state,
        "also_under": "\n".join(map(path_text, entry.also_under)),
        "retired": "yes" if entry.retired else None,
        "merged_into": None if entry.merged_into is None else path_text(entry.merged_into),
    }
    return {field: str(text) for field, text in texts.items() if text}
