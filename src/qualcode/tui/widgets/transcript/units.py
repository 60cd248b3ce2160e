"""Words and sentences of a block as the caret steps over them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from qualcode.domain.graphemes import whole
from qualcode.domain.sentences import sentences
from qualcode.domain.spans import Span
from qualcode.domain.words import words

if TYPE_CHECKING:
    from qualcode.tui.widgets.transcript.reading import Reading


_KEPT = 64
"""Blocks whose words and sentences are kept: those around the caret are asked for again and again."""


class Units:
    """Words and sentences of a reading, found block by block when first asked for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._words: dict[int, list[Span]] = {}
        self._sentences: dict[int, list[Span]] = {}

    def words(self, block: int) -> list[Span]:
        """The words of a block, in order; a block of nothing but signs is one word, so that the caret can stand on it."""
        found = self._words.get(block)
        if found is None:
            extent = self.reading.blocks[block]
            whole = Span(extent.start, extent.end)
            found = words(self.reading.text, whole) or [whole]
            _keep(self._words, block, found)
        return found

    def sentences(self, block: int) -> list[Span]:
        """The sentences of a block, in order, by the rules that agreement uses."""
        found = self._sentences.get(block)
        if found is None:
            extent = self.reading.blocks[block]
            found = sentences(self.reading.text, Span(extent.start, extent.end))
            _keep(self._sentences, block, found)
        return found

    def word_at(self, offset: int) -> Span:
        """The word at an offset, or where there is none the next one of its block, else the one before."""
        found = self.words(self.reading.block_at(offset))
        number = max(0, bisect_right(found, offset, key=lambda word: word.start) - 1)
        if offset >= found[number].end and number + 1 < len(found):
            number += 1
        return found[number]

    def sentence_at(self, offset: int) -> Span:
        """The sentence at an offset, or the nearest before it in its block."""
        found = self.sentences(self.reading.block_at(offset))
        return found[max(0, bisect_right(found, offset, key=lambda one: one.start) - 1)]

    def whole(self, span: Span) -> Span:
        """The span with the signs whole that it begins or ends in."""
        first, last = (self.reading.blocks[self.reading.block_at(at)] for at in (span.start, span.end - 1))
        within = Span(min(first.start, span.start), max(last.end, span.end))
        return whole(span, self.reading.text, within)

    def words_in(self, span: Span) -> tuple[Span, Span]:
        """The first and the last word that a span touches; in a span without words the nearest one."""
        first = self.word_at(span.start)
        last_block = self.words(self.reading.block_at(span.end - 1))
        last = last_block[max(0, bisect_right(last_block, span.end - 1, key=lambda word: word.start) - 1)]
        return first, max(first, last)

    def count_words(self, span: Span) -> int:
        """Words that a span touches with at least one character; labels between turns do not count."""
        first, last = self.reading.block_at(span.start), self.reading.block_at(span.end - 1)
        return sum(
            bisect_right(found, span.end - 1, key=lambda word: word.start)
            - bisect_right(found, span.start, key=lambda word: word.end)
            for found in (self.words(block) for block in range(first, last + 1))
        )


def _keep(kept: dict[int, list[Span]], block: int, found: list[Span]) -> None:
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[block] = found
