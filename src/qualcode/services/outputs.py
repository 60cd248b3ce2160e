"""Where outputs may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.text import xml_safe
from qualcode.errors import StudyFileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def require_suffix(path: Path, *suffixes: str) -> str:
    """The suffix of an output, in small letters.

    Raises:
        UsageError: it is none of those that can be written.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise UsageError(
            f"{path.name} is not a file that can be written here.", f"Name one that ends in {' or '.join(suffixes)}."
        )
    return suffix


def require_docx(path: Path) -> None:
    """Refuse an output that is not a Word file.

    Raises:
        UsageError: its name does not end in .docx.
    """
    require_suffix(path, ".docx")


def add_quotation(path: Path, quotation: str) -> None:
    """Add a quotation to a text file, an empty line after it; the file is made where there is none.

    Raises:
        UsageError: its name does not end in .txt.
        StudyFileError: it cannot be written.
    """
    require_suffix(path, ".txt")
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{quotation}\n\n")
    except OSError as error:
        raise StudyFileError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from None


def unprintable(words: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What Word and Excel cannot hold and prints as U+FFFD: a line for each of the labelled words that has some of it."""
    found = []
    for label, text in words:
        replaced = xml_safe(text)[1]
        if replaced:
            found.append(f"{label}: printed as U+FFFD: {', '.join(replaced)}.")
    return tuple(found)
