"""Words and sentences of a block as the caret steps over them."""

from __future__ import annotations

import re
from bisect import bisect_right

from qualcode.domain.sentences import sentences
from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.reading import Reading

_ALONE = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Scripts written without spaces between words, in which each sign is stepped over by itself: Han and kana."""
_PUNCTUATION_BEHIND = "、。，！？；：」』）〕】》…"
_WORD = re.compile(rf"[{_ALONE}][\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef{_PUNCTUATION_BEHIND}]*|[^\s{_ALONE}]+")


class Units:
    """Words and sentences of a reading, found block by block when first asked for.

    A word is what stands between white space, its punctuation included; in Han and kana it is one sign.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._words: dict[int, list[Span]] = {}
        self._sentences: dict[int, list[Span]] = {}

    def words(self, block: int) -> list[Span]:
        """The words of a block, in order; never empty, for a block holds something that is not white space."""
        found = self._words.get(block)
        if found is None:
            extent = self.reading.blocks[block]
            found = [Span(*word.span()) for word in _WORD.finditer(self.reading.text, extent.start, extent.end)]
            self._words[block] = found
        return found

    def sentences(self, block: int) -> list[Span]:
        """The sentences of a block, in order, by the rules that agreement uses."""
        found = self._sentences.get(block)
        if found is None:
            extent = self.reading.blocks[block]
            found = sentences(self.reading.text, Span(extent.start, extent.end))
            self._sentences[block] = found
        return found

    def word_at(self, offset: int) -> Span:
        """The word at an offset, or where there is none the next one of its block, else the one before."""
        words = self.words(self.reading.block_at(offset))
        number = max(0, bisect_right(words, offset, key=lambda word: word.start) - 1)
        if offset >= words[number].end and number + 1 < len(words):
            number += 1
        return words[number]

    def sentence_at(self, offset: int) -> Span:
        """The sentence at an offset, or the nearest before it in its block."""
        found = self.sentences(self.reading.block_at(offset))
        return found[max(0, bisect_right(found, offset, key=lambda one: one.start) - 1)]

    def count_words(self, span: Span) -> int:
        """Words of the blocks that a span touches with at least one character: labels between turns do not count."""
        first, last = self.reading.block_at(span.start), self.reading.block_at(span.end - 1)
        return sum(
            bisect_right(words, span.end - 1, key=lambda word: word.start) - bisect_right(words, span.start, key=lambda word: word.end)
            for words in (self.words(block) for block in range(first, last + 1))
        )
