"""Words in quotation marks in a summary, and whether somebody said them."""

from __future__ import annotations

import re

_QUOTED = re.compile('[“"«„]([^“”"«»„]+)[”"»“]')
_CUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")
_ALIKE = str.maketrans(dict.fromkeys("‘’‛`´", "'") | dict.fromkeys("‐‑‒–—―", "-") | {"\u00ad": None})
_SIGNS = re.compile(r"[^\w']+")


def quoted_in(text: str) -> tuple[str, ...]:
    """The words in double quotation marks, straight or curly, in order, each once; signs without a letter or digit are none."""
    found = (" ".join(match.group(1).split()) for match in _QUOTED.finditer(text))
    return tuple(dict.fromkeys(words for words in found if plain(words)))


def plain(words: str) -> str:
    """Words as they are held against one another: small letters, no punctuation but apostrophes, one space between words."""
    lowered = words.translate(_ALIKE).casefold()
    return " ".join(word for part in _SIGNS.split(lowered) if (word := part.strip("'_")))


def is_said(words: str, talk: str) -> bool:
    """Whether words stand in a talk (as `plain` makes it), in whole words; their parts between cuts and brackets in order."""
    at, padded = 0, f" {talk} "
    for part in _CUT.split(words):
        sought = plain(part)
        if not sought:
            continue
        found = padded.find(f" {sought} ", at)
        if found < 0:
            return False
        at = found + len(sought) + 1
    return True
