"""References to turns in the analyst's words, such as `(t. 12)` or `(t. 20, 23)`: where they stand and which turns they name."""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"\bt\.[ \u00a0]?\d+(?:[–-]\d+)?(?:, ?\d+(?:[–-]\d+)?\b(?!\.\d|[:%]))*")
_NUMBER = re.compile(r"(?:t\.[ \u00a0]?)?(\d+)(?:[–-](\d+))?")


class TurnReference(NamedTuple):
    """One turn that is referred to, or a run of turns: the numbers `first` to `last`, written at `start` to `end`.

    Of `t. 20, 23` the first reference is `t. 20` and the second `23`.
    """

    start: int
    end: int
    first: int
    last: int


def turn_references(text: str) -> tuple[TurnReference, ...]:
    """The turns that a text refers to, in its order."""
    if "t." not in text:
        return ()
    found = []
    for whole in _REFERENCE.finditer(text):
        for one in _NUMBER.finditer(whole.group()):
            at = whole.start()
            first = int(one[1])
            found.append(TurnReference(at + one.start(), at + one.end(), first, max(first, int(one[2] or one[1]))))
    return tuple(found)
