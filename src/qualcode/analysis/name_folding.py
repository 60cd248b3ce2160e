"""A text in the form in which it is compared with the replacement list, and its places in the text as it is.

A reader sees a name through signs that a comparison of words trips over: an invisible sign in a word, the mark of a cut or
a bracket inside a name, a word divided at the end of a line. So some texts are read in more than one way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = {
    **dict.fromkeys("’‘ʼʹ‛′＇`´ꞌ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_LETTERS = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"} | dict(
    zip("øØłŁđĐðÐħĦıŧŦ", "oOlLdDdDhHitT", strict=True)
)
"""Letters whose stroke or tie no decomposition takes away."""
_ONE_BY_ONE = {**{ord(sign): plain for sign, plain in _SIGNS.items()}, **dict.fromkeys(map(ord, "\t\n\r\v\f\u00a0\u202f"), " ")}
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufffd\U000e0100-\U000e01ef]")
"""What is no format sign and yet draws nothing, and the sign that stands for what could not be stored."""
_UNPRINTED = frozenset({"Cc", "Cf"})
_MARKED = re.compile(r"[\[\]…\u200b]|\.{3}|\w[-‐‑‒–—―−]\s")
_MARKS = re.compile(r"(?: ?(?:\[ ?\.{3} ?\]|\.{3}))+(?= |$)|\[ ?\.{3} ?\]|\.{3}|[\[\]]|(?<=[^\W\d_])- (?=[^\W\d_])")
"""Marks of cuts, with the space before them where another follows, brackets, and a word divided at the end of a line."""
_BREAK = "\u200b"
"""The sign of no width at which a line may break: in a word it is nothing, between words a space."""


AROUND = 100
"""Characters on either side of a mark that are read without it: a name is not longer."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form in which it is compared, and where each of its characters stands in the text."""

    text: str
    at: tuple[int, ...] | range

    def span(self, start: int, end: int) -> Span:
        """The span of the text that a stretch of the folded one stands for."""
        return Span(self.at[start], self.at[end - 1] + 1)

    def around_marks(self) -> Iterator[Folded]:
        """The stretches around marks of cuts, brackets and words that a line end divides, without these marks."""
        marks = [mark.span() for mark in _MARKS.finditer(self.text)]
        while marks:
            begin = _word_begins(self.text, marks[0][0] - AROUND)
            near = [marks.pop(0)]
            while marks and marks[0][0] - near[-1][1] < AROUND:
                near.append(marks.pop(0))
            edges = [begin, *(edge for mark in near for edge in mark), _word_ends(self.text, near[-1][1] + AROUND)]
            kept = [place for start, end in zip(edges[::2], edges[1::2], strict=True) for place in range(start, end)]
            yield Folded("".join(self.text[place] for place in kept), tuple(self.at[place] for place in kept))


def folded(text: str) -> Folded:
    """The text without accents and invisible signs, with plain quotation marks and dashes, white space as one space."""
    one_by_one = text.translate(_ONE_BY_ONE)
    if one_by_one.isascii() and one_by_one.isprintable() and "  " not in one_by_one and not one_by_one.startswith(" "):
        return Folded(one_by_one, range(len(text)))
    parts: list[str] = []
    at: list[int] = []
    for place, sign in enumerate(text):
        if sign.isspace():
            if parts and parts[-1] != " ":
                parts.append(" ")
                at.append(place)
            continue
        for one in _plain(sign):
            parts.append(" " if one.isspace() else one)
            at.append(place)
    return Folded("".join(parts), tuple(at))


def readings(text: str) -> Iterator[Folded]:
    """The ways in which a text is read: as it stands and, around marks that it holds, without them."""
    first = folded(text)
    yield first
    yield from first.around_marks()
    if _BREAK in text:
        yield folded(text.replace(_BREAK, " "))


def is_marked(words: str) -> bool:
    """Whether words hold a mark that only another reading than that of the text as it stands leaves out."""
    return bool(_MARKED.search(words))


def whole(span: Span, text: str) -> Span:
    """A span of a text, with the other half of a bracket that begins or ends in it."""
    words = span.words_of(text)
    opened = words.count("[") - words.count("]")
    start, end = span.start, span.end
    if opened < 0 and text[:start].endswith("["):
        start -= 1
    if opened > 0 and text.startswith("]", end):
        end += 1
    return Span(start, end)


def _plain(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isascii():
        return "" if unicodedata.category(sign) == "Cc" else sign
    decomposed = unicodedata.normalize("NFKD", sign)
    return "".join(_LETTERS.get(one, _SIGNS.get(one, one)) for one in decomposed if not _is_unseen(one))


def _is_unseen(sign: str) -> bool:
    return bool(unicodedata.combining(sign) or unicodedata.category(sign) in _UNPRINTED or _UNSEEN.match(sign))


def _word_begins(text: str, place: int) -> int:
    return text.rfind(" ", 0, max(0, place)) + 1


def _word_ends(text: str, place: int) -> int:
    end = text.find(" ", place)
    return len(text) if end < 0 else end
