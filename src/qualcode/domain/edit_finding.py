"""Finding what was changed between two texts: lines first, then whole words.

The standard library's SequenceMatcher does the comparing; it is given words and never letters, and white space only
next to a word that stayed, so that what people see as one replaced word is one replacement.
"""

from __future__ import annotations

import unicodedata
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from qualcode.domain.edits import Replacement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_JOINER = "\u200d"
_APOSTROPHES = "'’"
_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Blocks of scripts written without spaces: there a word cannot be told by its letters, and each sign stands alone."""
MANY_WORDS = 6000
"""Words from which the commonest no longer count as alike: comparing all pairs of them would take minutes."""


def replacements_between(old: str, new: str) -> Iterator[Replacement]:
    """What leads from `old` to `new`: whole words, in order; nothing for equal texts."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for (first, last), (start, end) in _different(before, after, lambda line: not line.strip()):
        at = sum(map(len, before[:first]))
        yield from _by_words("".join(before[first:last]), "".join(after[start:end]), at)


def _by_words(old: str, new: str, at: int) -> Iterator[Replacement]:
    before, after = words_of(old), words_of(new)
    position, counted = at, 0
    for (first, last), (start, end) in _different(before, after, str.isspace):
        position += sum(map(len, before[counted:first]))
        counted = first
        yield from _word_by_word(before[first:last], after[start:end], position)


def _word_by_word(before: Sequence[str], after: Sequence[str], at: int) -> Iterator[Replacement]:
    """One replacement for each word where both sides have as many, in the same order of words and white space."""
    if [_kind(one[0]) for one in before] != [_kind(one[0]) for one in after]:
        yield Replacement(at, at + sum(map(len, before)), "".join(after))
        return
    for was, now in zip(before, after, strict=True):
        if was != now:
            yield Replacement(at, at + len(was), now)
        at += len(was)


def _different(
    before: Sequence[str], after: Sequence[str], is_filling: Callable[[str], bool]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The ranges that differ, after what is alike at both ends was left aside."""
    least = min(len(before), len(after))
    head = next((i for i in range(least) if before[i] != after[i]), least)
    tail = next((i for i in range(least - head) if before[-1 - i] != after[-1 - i]), least - head)
    first, second = before[head : len(before) - tail], after[head : len(after) - tail]
    if not first or not second:
        if first or second:
            yield (head, head + len(first)), (head, head + len(second))
        return
    matcher = SequenceMatcher(is_filling, first, second, autojunk=len(first) > MANY_WORDS)
    for kind, start, end, there, until in matcher.get_opcodes():
        if kind != "equal":
            yield (head + start, head + end), (head + there, head + until)


def words_of(text: str) -> list[str]:
    """The text in words, runs of white space and single signs, none of which cuts a grapheme; joined they are the text."""
    words: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _goes_on(text, start, at):
            words.append(text[start:at])
            start = at
    return words


def _goes_on(text: str, start: int, at: int) -> bool:
    """Whether the character at `at` belongs to the word that began at `start`."""
    sign, kind = text[at], _kind(text[start])
    if kind != "space" and (sign == _JOINER or unicodedata.category(sign)[0] == "M" or "\U0001f3fb" <= sign <= "\U0001f3ff"):
        return True
    if kind == "sign":
        flags = (at - start) % 2 == 1 and all("\U0001f1e6" <= one <= "\U0001f1ff" for one in (text[at - 1], sign))
        return text[at - 1] == _JOINER or flags
    if kind == "word" and sign in _APOSTROPHES:
        return at + 1 < len(text) and _kind(text[at + 1]) == "word"
    return _kind(sign) == kind


def _kind(sign: str) -> str:
    if sign.isspace():
        return "space"
    if (sign.isalnum() or sign == "_") and not any(first <= ord(sign) <= last for first, last in _UNSPACED):
        return "word"
    return "sign"
