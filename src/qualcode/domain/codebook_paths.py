"""Names of codes and the text of their paths: `Theme > Subtheme > Code`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

CodePath: TypeAlias = tuple[str, ...]
"""The names from the root of the codebook down to a code, itself included."""

SEPARATOR = " > "
LONGEST_NAME = 400
"""The most characters a code's name may have."""

_BEFORE_SIGN = re.compile(r"(\\*)>")
_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")
_NO_SIGNS = {"Cc", "Cs", "Zl", "Zp"}
_COLOUR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def path_text(names: Sequence[str]) -> str:
    r"""The path as people read and write it.

    A `>` inside a name is written `\>`; backslashes that stand right before it are doubled, all others stay as they
    are, so that `parse_path` gives every path back exactly.
    """
    return SEPARATOR.join(_BEFORE_SIGN.sub(lambda found: found[1] * 2 + "\\>", name) for name in names)


def parse_path(text: str) -> CodePath:
    r"""The names of a written path: parts between `>` without outer white space, `\>` being a `>` inside a name.

    Raises:
        InvalidInput: a part between two `>` is empty, or nothing was written at all.
    """
    names = [""]
    position = 0
    for found in _BEFORE_SIGN.finditer(text):
        backslashes = len(found[1])
        names[-1] += text[position : found.start()] + "\\" * (backslashes // 2)
        if backslashes % 2:
            names[-1] += ">"
        else:
            names.append("")
        position = found.end()
    names[-1] += text[position:]
    path = tuple(name.strip() for name in names)
    if not all(path):
        raise InvalidInput(
            f'"{shown(text)}" is not a code\'s path: a name is missing.',
            r"Write names parted by >, as in Theme > Code; a > inside a name is written \>.",
        )
    return path


def shown(text: str) -> str:
    """A value as an error quotes it: on one line, cut when long, control characters as U+FFFD."""
    words = "".join("\ufffd" if unicodedata.category(sign) in _NO_SIGNS else sign for sign in text.strip())
    return words if len(words) <= 60 else words[:59] + "…"


def clean_name(text: str) -> str:
    """A code's name as it is kept: one line, without outer white space.

    Raises:
        InvalidInput: it is empty, too long, or holds a line break, tab or other control character.
    """
    name = text.strip()
    if not name:
        raise InvalidInput("A code needs a name.", "Give it one.")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            f'The name "{shown(name)}" has {len(name)} characters; a code\'s name may have {LONGEST_NAME}.',
            "Keep the name short and write the rest into the definition.",
        )
    if any(unicodedata.category(sign) in _NO_SIGNS for sign in name):
        raise InvalidInput(
            f'The name "{shown(name)}" holds a line break, a tab or a control character.',
            "A name is one line of plain text.",
        )
    return name


def clean_text(text: str) -> str:
    """A definition or other text of a code as it is kept: LF line ends, no outer white space, no NUL or lone surrogate."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_TEXT.sub("\ufffd", lines).strip()


def clean_colour(text: str) -> str:
    """A colour as it is kept, `#rrggbb` in small letters; `#rgb` and a missing `#` are understood.

    Raises:
        InvalidInput: it is no colour of that form.
    """
    found = _COLOUR.fullmatch(text.strip())
    if found is None:
        raise InvalidInput(f'"{shown(text)}" is not a colour.', "Write it as #rrggbb, for example #1f77b4.")
    digits = found[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def folded(name: str) -> str:
    """The name as it is compared when case does not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
