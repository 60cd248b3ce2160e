"""Where a sentence of talk ends: our own rules, versioned, so that a figure per sentence can be computed again.

A sentence ends at . ! ? … 。！？؟ with the quotes and brackets that close after it, and at an empty line. It does not
end after an initial, an abbreviation, inside a number, inside brackets (`[inaudible 00:12:31]` stays whole), after a
quoted question that the speaker carries on from in lower case, or after a pause written as dots before a lower-case
word. A stretch without a word of its own, such as `[laughs]` or `…`, belongs to the sentence before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from qualcode.domain.spans import Span

SENTENCE_RULES = 1
"""Version of these rules, printed with every figure per sentence; raise it with any change of what they return."""

_WIDE = "。！？"
_CLOSERS = "\"'”’»›)]}」』）】〉》"
_OPENERS = "\"'“‘«‹([{「『（【〈《¿¡"
_END = re.compile(rf"(?P<marks>[.!?…؟{_WIDE}]+)(?P<close>[{re.escape(_CLOSERS)}]*)")
_NEXT = re.compile(rf"\s+(?:(?:\[[^\[\]]*\]|\([^()]*\))\s*)*[{re.escape(_OPENERS)}–—-]*(?P<word>\w*)")
_BEFORE = re.compile(r"(?:\b[^\W\d_]{1,3}(?:\.[^\W\d_]{1,2})+|[^\W\d_]+)$")
_BRACKET = re.compile(r"[()\[\]]")
_NOTE = re.compile(r"\[[^\[\]]*\]|\([^().!?…]*\)")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_LOOK_BACK = 24


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER_ENDS = _set_of(
    "dr mr mrs ms mx prof rev hon st sr sra dra mme mlle messrs capt col gen lt sgt e.g i.e eg ie cf vs viz approx incl excl bzw"
)
"""Abbreviations with something always after them: titles before a name, and words that introduce."""
_ENDS_BEFORE_CAPITAL = _set_of("etc al a.m p.m am pm jr inc ltd co corp plc dept est ext")
_BEFORE_NUMBER = _set_of("no nos nr fig figs p pp vol ch sec art para tel")
_STARTERS = _set_of(
    "a after all also although an and another any as at because before but by did do does even every everyone for from had has"
    " have he her here his how however i if in is it its just like maybe my no not now of oh ok okay on one or our"
    " people perhaps she since so some sometimes that the their then there these they this those though to"
    " was we well were what when where which while who why with would yeah yes you your"
)
"""Words that, capitalised after an initial or a dotted abbreviation, open a new sentence rather than name somebody."""


def paragraphs(text: str, within: Span | None = None) -> list[Span]:
    """The stretches between empty lines, without outer white space, of `text` or of one span of it.

    A line of white space alone counts as empty.
    """
    start, limit = (within.start, within.end) if within else (0, len(text))
    found: list[Span] = []
    for gap in _EMPTY_LINE.finditer(text, start, limit):
        _append_trimmed(found, text, start, gap.start())
        start = gap.end()
    _append_trimmed(found, text, start, limit)
    return found


def sentences(text: str, within: Span | None = None) -> list[Span]:
    """The sentences of `text`, or of one span of it (a turn), in order and without outer white space.

    Every character that is not white space lies in exactly one of them.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text, within):
        found.extend(_sentences_of(text, paragraph))
    return found


def _sentences_of(text: str, paragraph: Span) -> list[Span]:
    raw: list[Span] = []
    start = paragraph.start
    brackets = _outer_brackets(text, paragraph)
    for end in _END.finditer(text, paragraph.start, paragraph.end):
        if (brackets and _inside(end.end(), brackets)) or not _ends_sentence(text, end, start, paragraph.end):
            continue
        _append_trimmed(raw, text, start, end.end())
        start = end.end()
    _append_trimmed(raw, text, start, paragraph.end)
    return _with_bare_joined(text, raw)


def _append_trimmed(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


def _ends_sentence(text: str, end: re.Match[str], start: int, limit: int) -> bool:
    """Whether the marks found by `end` close the sentence that began at `start`; `limit` ends the paragraph."""
    after = end.end()
    marks, close = end["marks"], end["close"]
    if after >= limit:
        return True
    if any(mark in _WIDE for mark in marks):
        return not close or text[after].isspace() or text[after] in _OPENERS
    following = _NEXT.match(text, after, limit)
    if following is None:
        return False
    word = following["word"]
    if "…" in marks or ".." in marks:
        return not word[:1].islower() and _word_before(text, start, end.start()).lower() != word.lower()
    if close:
        return not word[:1].islower()
    return marks != "." or _full_stop_ends(text, start, end.start(), word)


def _full_stop_ends(text: str, start: int, stop: int, following: str) -> bool:
    """Whether the lone full stop at `stop` ends a sentence, judged by the words on both sides of it."""
    word = _word_before(text, start, stop)
    key = word.lower()
    if not word:
        so_far = text[start:stop].strip()
        return not (so_far.isdigit() and len(so_far) <= 3)
    if key in _NEVER_ENDS:
        return False
    if key in _BEFORE_NUMBER and following[:1].isdigit():
        return False
    if key in _ENDS_BEFORE_CAPITAL:
        return following[:1].isupper()
    if "." in word or (len(word) == 1 and word.isupper() and not _is_pronoun(text, start, stop, following)):
        return following.lower() in _STARTERS
    return True


def _is_pronoun(text: str, start: int, stop: int, following: str) -> bool:
    """Whether the capital before `stop` is the word I, not an initial among initials (I. M. Pei)."""
    if text[stop - 1] != "I":
        return False
    beside_initial = text[max(start, stop - 3) : stop - 1].strip().endswith(".") or (
        len(following) == 1 and following not in "IA"
    )
    return not beside_initial


def _word_before(text: str, start: int, stop: int) -> str:
    """The letters straight before `stop`, dots between short parts included (`e.g`, `U.S`), within the sentence."""
    found = _BEFORE.search(text[max(start, stop - _LOOK_BACK) : stop])
    return found.group() if found else ""


def _outer_brackets(text: str, paragraph: Span) -> list[tuple[int, int]]:
    """Balanced outermost pairs of round or square brackets as (opening, closing) offsets, in order."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text, paragraph.start, paragraph.end):
        sign, at = found.group(), found.start()
        if sign in "([":
            opened.append((sign, at))
            continue
        partner = "(" if sign == ")" else "["
        depth = next((depth for depth in range(len(opened) - 1, -1, -1) if opened[depth][0] == partner), None)
        if depth is None:
            continue
        opening = opened[depth][1]
        del opened[depth:]
        while pairs and pairs[-1][0] > opening:
            pairs.pop()
        pairs.append((opening, at))
    return pairs


def _inside(offset: int, pairs: list[tuple[int, int]]) -> bool:
    """Whether `offset` lies between a bracket and its partner; `pairs` are disjoint and in order."""
    before = bisect_left(pairs, (offset, 0)) - 1
    return before >= 0 and offset <= pairs[before][1]


def _with_bare_joined(text: str, raw: list[Span]) -> list[Span]:
    """The sentences, those without a word of their own joined to the one before, at the start to the one after."""
    joined: list[Span] = []
    awaiting = False
    for span in raw:
        bare = _is_bare(span.words_of(text))
        if joined and (bare or awaiting):
            joined[-1] = joined[-1].hull(span)
        else:
            joined.append(span)
        awaiting = bare and (awaiting or (len(joined) == 1 and joined[0] == span))
    return joined


def _is_bare(words: str) -> bool:
    if "[" in words or "(" in words:
        words = _NOTE.sub("", words)
    return not any(sign.isalnum() for sign in words)
