"""Hesitations in speech (er, um), which a study keeps in all its quotations or takes out of all of them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.domain.quotes import Edit, EditKind

if TYPE_CHECKING:
    from collections.abc import Collection

HESITATIONS = ("er", "erm", "um", "uh", "uhm")
"""The words that count as hesitations in English unless the study names others; drawn-out ones (errm, umm) count too."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDS_SENTENCE = ".?!…"
_BEGINS_AFTER = _ENDS_SENTENCE + '\n:“‘"('
"""After these a sentence begins, or somebody's words do."""
_KEEPS_COMMA = frozenset(
    ("well", "yes", "yeah", "no", "so", "now", "okay", "ok", "right", "oh", "know", "mean", "see", "and", "but", "or", "like")
)
"""Words before a comma that would have it without the hesitation that follows: `well, er, I think`."""


def hesitations_in(verbatim: str, words: Collection[str] = HESITATIONS) -> tuple[Edit, ...]:
    """The edits that take the hesitations out of verbatim words, each with the comma and the space that it leaves behind.

    A capital that a hesitation had at the start of a sentence goes to the word after it. A word in capitals alone (ER) is no
    hesitation, nor is part of a longer one (uh-huh). Nothing is taken out where no word would be left.
    """
    wanted = {_drawn_in(word) for word in words}
    found = [
        match.span()
        for match in _WORD.finditer(verbatim)
        if _is_one(match.group(), wanted) and _stands_alone(verbatim, *match.span())
    ]
    edits: list[Edit] = []
    taken = 0
    runs = _runs(verbatim, found)
    begun = {start for start, _ in runs}
    for start, end in runs:
        edit = _taken_out(verbatim, start, end, begun)
        if edit.start >= taken:
            edits.append(edit)
            taken = edit.end
    return tuple(edits) if _leaves_words(verbatim, edits) else ()


def _is_one(word: str, wanted: Collection[str]) -> bool:
    return _drawn_in(word) in wanted and not (len(word) > 1 and word.isupper())


def _stands_alone(verbatim: str, start: int, end: int) -> bool:
    """Whether a word is joined to no other sign, as in `2016-er`."""
    before = _back(verbatim, start, "-'’_")
    after = _past(verbatim, end, "-'’_")
    return not verbatim[before - 1 : before].isalnum() and not verbatim[after : after + 1].isalnum()


def _drawn_in(word: str) -> str:
    """A word with each letter that is drawn out written once, in small letters."""
    return "".join(letter for letter, _ in groupby(word.casefold()))


def _runs(verbatim: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hesitations with nothing but commas and spaces between them are one: `er, um`."""
    runs: list[tuple[int, int]] = []
    for start, end in found:
        if runs and not verbatim[runs[-1][1] : start].strip(" \t,"):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _taken_out(verbatim: str, start: int, end: int, begun: Collection[int]) -> Edit:
    after = _past(verbatim, end, " \t")
    comma_after = verbatim[after : after + 1] == ","
    before = _back(verbatim, start, " \t")
    comma_before = verbatim[before - 1 : before] == ","
    if comma_after:
        return _with_comma(verbatim, start, after + 1, begun, comma_at=before - 1 if comma_before else None)
    ends = after >= len(verbatim) or verbatim[after] == "\n" or verbatim[after] in _ENDS_SENTENCE
    if not ends:
        return _joined(verbatim, start, after, begun)
    if _begins_sentence(verbatim, before):
        # It stands alone, `Er.`: its full stop goes with it.
        while after < len(verbatim) and verbatim[after] in _ENDS_SENTENCE:
            after += 1
        return _joined(verbatim, start, _past(verbatim, after, " \t"), begun)
    return Edit(EditKind.HESITATION, before - 1 if comma_before else before, end, "")


def _with_comma(verbatim: str, start: int, end: int, begun: Collection[int], *, comma_at: int | None) -> Edit:
    """Taken out with the comma behind it; where it stood between two, with both, unless the first is another word's."""
    if comma_at is not None and not _keeps_comma(verbatim, comma_at):
        return Edit(EditKind.HESITATION, comma_at, end, "")
    return _joined(verbatim, start, _past(verbatim, end, " \t"), begun)


def _joined(verbatim: str, start: int, end: int, begun: Collection[int]) -> Edit:
    """Taken out up to the next word, which takes over a capital unless it begins the next hesitation."""
    follows = verbatim[end : end + 1]
    if end not in begun and verbatim[start].isupper() and follows.islower() and len(follows.upper()) == 1:
        return Edit(EditKind.HESITATION, start, end + 1, follows.upper())
    return Edit(EditKind.HESITATION, start, end, "")


def _keeps_comma(verbatim: str, comma_at: int) -> bool:
    words = _WORD.findall(verbatim[max(0, comma_at - 40) : comma_at])
    return bool(words) and words[-1].casefold() in _KEEPS_COMMA


def _begins_sentence(verbatim: str, before: int) -> bool:
    return before == 0 or verbatim[before - 1] in _BEGINS_AFTER


def _past(text: str, place: int, what: str) -> int:
    while place < len(text) and text[place] in what:
        place += 1
    return place


def _back(text: str, place: int, what: str) -> int:
    while place > 0 and text[place - 1] in what:
        place -= 1
    return place


def _leaves_words(verbatim: str, edits: list[Edit]) -> bool:
    position = 0
    for edit in edits:
        if any(map(str.isalnum, verbatim[position : edit.start] + edit.text)):
            return True
        position = edit.end
    return any(map(str.isalnum, verbatim[position:]))
