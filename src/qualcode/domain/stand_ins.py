"""What stands in for a name, so that the sentence around it stays one: `the [foundation]`, and not `the [the foundation]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Container

_DETERMINERS = frozenset({"the", "a", "an", "my", "your", "his", "its", "our", "their", "every", "each"})
"""English words after which no article follows. Those that may also end a clause (that, her, no) are not among them."""
_LAST_WORD = re.compile(r"(?<![\w'’-])([^\W\d_]+)\s+\Z")
_ARTICLE = re.compile(r"(the|a|an)\s+(?=\S)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n\s*\Z")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(]*\Z")
_ABBREVIATION = re.compile(r"(?:^|[^\w.])(?:mr|mrs|ms|dr|prof|st|vs|e\.g|i\.e|cf|no|approx)\.\s+[\"'“‘(]*\Z", re.IGNORECASE)


class StandIn(NamedTuple):
    """The words of a text that go, and what stands in the square brackets instead."""

    span: Span
    words: str


def stand_in(text: str, name: Span, replacement: str, *, since: int = 0, starts: Container[int] = frozenset()) -> StandIn:
    """How a replacement takes the place of a name in a text.

    Where an article or the like stands before the name, the replacement's own article is left out: the speaker's stays.
    *a* and *an* go into the brackets where they do not suit the new word. At the start of a sentence, and at one of `starts`,
    the replacement begins with a capital as the name did. Nothing before `since` is taken for a word that stands there.
    """
    own = _ARTICLE.match(replacement)
    bare = replacement[own.end() :] if own else replacement
    before = _LAST_WORD.search(text[max(since, name.start - 40) : name.start])
    if before is None or before[1].lower() not in _DETERMINERS:
        return StandIn(name, _capital(replacement) if _starts_sentence(text, name.start, starts) else replacement)
    said = before[1].lower()
    if said in {"a", "an"}:
        fitting = own[1].lower() if own and own[1].lower() != "the" else _indefinite(bare)
        if fitting != said:
            start = name.start - (len(before[0]))
            return StandIn(Span(start, name.end), f"{_capital(fitting) if before[1][0].isupper() else fitting} {bare}")
    return StandIn(name, bare)


def _indefinite(word: str) -> str:
    return "an" if word[:1].lower() in {"a", "e", "i", "o", "u"} else "a"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _starts_sentence(text: str, at: int, starts: Container[int]) -> bool:
    if not text[at].isupper():
        return False
    if at in starts or not text[:at].strip(" \n\t\"'“‘("):
        return True
    before = text[max(0, at - 40) : at]
    if _BLANK_LINE.search(before):
        return True
    return _SENTENCE_END.search(before) is not None and _ABBREVIATION.search(before) is None
