"""Graphemes: what a reader sees as one sign, however many code points it has. A selection never ends inside one.

The rules are those of Unicode's annex 29 (extended grapheme clusters, version 15.1) over the categories that Python
knows: accents, vowel signs, joined emoji, flags, syllables of Hangul and conjuncts of Indic scripts stay whole. A stored
text has no carriage return, so none is spoken of here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from enum import IntEnum, auto
from functools import lru_cache

from qualcode.domain.spans import Span

_MAY_JOIN = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0600-\u109f\u1100-\u11ff\u135d-\u135f\u1700-\u18ff\u1900-\u1cff\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua6f1\ua800-\uabff\ud7b0-\ud7ff"
    "\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f\U00010000-\U0001efff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000effff]"
)
"""Code points that may belong to the sign before or after them: in a text without any, each code point is a sign."""


class _Kind(IntEnum):
    OTHER = auto()
    CONTROL = auto()
    EXTEND = auto()
    LINKER = auto()
    JOINER = auto()
    SPACING = auto()
    PREPEND = auto()
    FLAG = auto()
    PICTURE = auto()
    CONSONANT = auto()
    L = auto()
    V = auto()
    T = auto()
    LV = auto()
    LVT = auto()


def _ranges(*pairs: tuple[int, int]) -> tuple[range, ...]:
    return tuple(range(first, last + 1) for first, last in pairs)


_NOT_SPACING = _ranges(
    (0x102B, 0x102C), (0x1038, 0x1038), (0x1062, 0x1064), (0x1067, 0x106D), (0x1083, 0x1083), (0x1087, 0x108C), (0x108F, 0x108F),
    (0x109A, 0x109C), (0x1A61, 0x1A61), (0x1A63, 0x1A64), (0xAA7B, 0xAA7B), (0xAA7D, 0xAA7D), (0x11720, 0x11721),
)  # fmt: skip
_SPACING = _ranges((0x0E33, 0x0E33), (0x0EB3, 0x0EB3))
_PREPENDED = _ranges(
    (0x0600, 0x0605), (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x0D4E, 0x0D4E),
    (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x111C2, 0x111C3), (0x1193F, 0x1193F), (0x11941, 0x11941), (0x11A84, 0x11A89),
    (0x11D46, 0x11D46), (0x11F02, 0x11F02),
)  # fmt: skip
_EXTENDING = _ranges((0x200C, 0x200C), (0xFF9E, 0xFF9F), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F))
_EXTENDING_VOWELS = _ranges(
    (0x09BE, 0x09BE), (0x09D7, 0x09D7), (0x0B3E, 0x0B3E), (0x0B57, 0x0B57), (0x0BBE, 0x0BBE), (0x0BD7, 0x0BD7), (0x0CC2, 0x0CC2),
    (0x0CD5, 0x0CD6), (0x0D3E, 0x0D3E), (0x0D57, 0x0D57), (0x0DCF, 0x0DCF), (0x0DDF, 0x0DDF), (0x1B35, 0x1B35), (0x302E, 0x302F),
)  # fmt: skip
_LINKERS = _ranges((0x094D, 0x094D), (0x09CD, 0x09CD), (0x0ACD, 0x0ACD), (0x0B4D, 0x0B4D), (0x0C4D, 0x0C4D), (0x0D4D, 0x0D4D))
_PICTURES = _ranges(
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139), (0x2194, 0x21AA),
    (0x231A, 0x2388), (0x23CF, 0x23FA), (0x24C2, 0x24C2), (0x25AA, 0x25FE), (0x2600, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55),
    (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3299), (0x1F000, 0x1F1E5), (0x1F201, 0x1F3FA), (0x1F400, 0x1FAFF),
    (0x1FC00, 0x1FFFD),
)  # fmt: skip
"""Emoji, by blocks: a few signs among them are none, and it makes no difference but after a joiner."""
_NAMED = (
    (_Kind.JOINER, _ranges((0x200D, 0x200D))),
    (_Kind.FLAG, _ranges((0x1F1E6, 0x1F1FF))),
    (_Kind.L, _ranges((0x1100, 0x115F), (0xA960, 0xA97C))),
    (_Kind.V, _ranges((0x1160, 0x11A7), (0xD7B0, 0xD7C6))),
    (_Kind.T, _ranges((0x11A8, 0x11FF), (0xD7CB, 0xD7FB))),
    (_Kind.PREPEND, _PREPENDED),
    (_Kind.LINKER, _LINKERS),
    (_Kind.EXTEND, _EXTENDING + _EXTENDING_VOWELS),
    (_Kind.SPACING, _SPACING),
    (_Kind.PICTURE, _PICTURES),
)
"""Code points whose category does not tell, the first that fits."""
_INDIC = {0x0900, 0x0980, 0x0A80, 0x0B00, 0x0C00, 0x0D00}
_JOINED_TO = frozenset((_Kind.EXTEND, _Kind.LINKER, _Kind.JOINER, _Kind.SPACING))
_HANGUL = {
    _Kind.L: frozenset((_Kind.L, _Kind.V, _Kind.LV, _Kind.LVT)),
    _Kind.LV: frozenset((_Kind.V, _Kind.T)),
    _Kind.V: frozenset((_Kind.V, _Kind.T)),
    _Kind.LVT: frozenset((_Kind.T,)),
    _Kind.T: frozenset((_Kind.T,)),
}


def all_single(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether each code point of a text, or of a stretch of it, is surely a sign of its own."""
    return text.isascii() or _MAY_JOIN.search(text, start, len(text) if end is None else end) is None


def boundaries(text: str) -> list[int]:
    """Where the signs of a text begin, in order, and last its length; only 0 for an empty one."""
    if all_single(text):
        return list(range(len(text) + 1))
    found = [0]
    before = _Kind.CONTROL
    flags = 0
    picture = conjunct = linked = False
    for at, sign in enumerate(text):
        kind = _kind(sign)
        joined = at > 0 and (
            _joins(before, kind)
            or (kind is _Kind.FLAG and before is _Kind.FLAG and flags % 2 == 1)
            or (kind is _Kind.PICTURE and before is _Kind.JOINER and picture)
            or (kind is _Kind.CONSONANT and conjunct and linked)
        )
        if at and not joined:
            found.append(at)
        flags = flags + 1 if kind is _Kind.FLAG else 0
        extends = kind in (_Kind.EXTEND, _Kind.LINKER, _Kind.JOINER)
        picture = kind is _Kind.PICTURE or (picture and extends)
        conjunct = kind is _Kind.CONSONANT or (conjunct and extends)
        linked = extends and (linked or kind is _Kind.LINKER)
        before = kind
    found.append(len(text))
    return found if text else [0]


def whole(span: Span, text: str, within: Span) -> Span:
    """The span with the signs whole that it begins or ends in; `within` is a stretch of the text that holds it."""
    if all_single(text, within.start, within.end):
        return span
    edges = boundaries(within.words_of(text))
    start = edges[max(0, bisect_right(edges, span.start - within.start) - 1)]
    end = edges[min(len(edges) - 1, bisect_left(edges, span.end - within.start))]
    return Span(within.start + start, within.start + end)


def _joins(before: _Kind, kind: _Kind) -> bool:
    """Whether two neighbours belong together whatever stands before them."""
    if _Kind.CONTROL in (before, kind):
        return False
    return kind in _JOINED_TO or before is _Kind.PREPEND or kind in _HANGUL.get(before, ())


@lru_cache(maxsize=4096)
def _kind(sign: str) -> _Kind:
    code = ord(sign)
    if 0xAC00 <= code <= 0xD7A3:
        return _Kind.LV if (code - 0xAC00) % 28 == 0 else _Kind.LVT
    named = next((kind for kind, ranges in _NAMED if any(code in one for one in ranges)), None)
    return named or _kind_by_category(code, unicodedata.category(sign))


def _kind_by_category(code: int, category: str) -> _Kind:
    if category in ("Mn", "Me"):
        return _Kind.EXTEND
    if category == "Mc":
        return _Kind.OTHER if any(code in one for one in _NOT_SPACING) else _Kind.SPACING
    if category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return _Kind.CONTROL
    place = code & 0x7F
    if code & ~0x7F in _INDIC and category == "Lo" and (0x15 <= place <= 0x39 or 0x58 <= place <= 0x5F):
        return _Kind.CONSONANT
    return _Kind.OTHER
