"""Words as spans: what a caret steps over and a selection snaps to.

A word is a run of signs that are neither white space nor punctuation, with marks that combine, apostrophes and hyphens
inside it (`don't`, `follow-up`), and dots and commas inside numbers and addresses (`3.5`, `1,000`, `nhs.uk`). In Chinese and
Japanese every character is a word. Punctuation is no word; an emoji, a flag or a currency sign is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from qualcode.domain.graphemes import all_single, boundaries
from qualcode.domain.spans import Span

_IDEOGRAPH = (
    "\\u3005-\\u3007\\u3021-\\u3029\\u3040-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff"
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\U00020000-\\U0003ffff"
)
_FOLLOWING = "\\u3099\\u309a\\ufe00-\\ufe0f\\U000e0100-\\U000e01ef"
_BREAKS = (
    "\\s\\x00-\\x1f\\x7f-\\x9f"
    "!\"'()*,\\-./:;<=>?\\[\\\\\\]^_`{|}~"
    "\\xa1\\xa6\\xa7\\xab\\xac\\xb6\\xb7\\xbb\\xbf"
    "\\u055a-\\u055f\\u0589\\u05be\\u05c0\\u05c3\\u060c\\u061b\\u061f\\u066a-\\u066d\\u06d4\\u0964\\u0965\\u104a\\u104b\\u1362-\\u1368\\u17d4-\\u17da"
    "\\u2000-\\u200b\\u200e-\\u206f\\u2e00-\\u2e7f\\u3000-\\u3003\\u3008-\\u3020\\u3030\\u303d\\u30a0\\u30fb"
    "\\ufe10-\\ufe19\\ufe30-\\ufe6b\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\ufeff"
)
_SIGN = f"[^{_BREAKS}{_IDEOGRAPH}]"
_WORD = re.compile(rf"[{_IDEOGRAPH}][{_FOLLOWING}]*|{_SIGN}+(?:(?:['’\-‐‑.]|(?<=\d)[,:](?=\d)){_SIGN}+)*")


def words(text: str, within: Span | None = None) -> list[Span]:
    """The words of `text`, or of one span of it, in order; a word cut by the span counts as far as it lies inside.

    None begins or ends inside a grapheme: a sign of punctuation with an accent or an emoji's mark on it counts as a word.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    found = [Span(*word.span()) for word in _WORD.finditer(text, start, end)]
    return found if all_single(text, start, end) else _whole(found, text, start, end)


def count_words(text: str, within: Span | None = None) -> int:
    """How many words `words` would give."""
    start, end = (within.start, within.end) if within else (0, len(text))
    if not all_single(text, start, end):
        return len(words(text, within))
    return sum(1 for _ in _WORD.finditer(text, start, end))


def _whole(found: list[Span], text: str, start: int, end: int) -> list[Span]:
    edges = boundaries(text[start:end])
    kept: list[Span] = []
    for word in found:
        at = bisect_right(edges, word.start - start) - 1
        if text[start + edges[at]].isspace():
            # A mark that stands on white space is part of no word.
            at += 1
        last = start + edges[bisect_left(edges, word.end - start)]
        first = start + edges[at]
        if first >= last:
            continue
        if kept and first < kept[-1].end:
            kept[-1] = Span(kept[-1].start, last)
        else:
            kept.append(Span(first, last))
    return kept
