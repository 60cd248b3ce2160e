"""Letters as they are compared where words are looked for."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Letters as they are compared: without case and accents, and one for one, so that offsets hold."""
    if text.isascii():
        return text.lower()
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    folds = base.casefold()
    return folds if len(folds) == 1 else base
