"""Where the caret goes: by word, row, sentence and turn; and what a selection grows to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.reading import OUTSIDE, Reading
from qualcode.tui.widgets.transcript.wrap import SPACER, WrapIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.tui.widgets.transcript.units import Units


class Motion:
    """Moves over a reading of at least one block. Each returns the word to stand on, or None where the text ends."""

    def __init__(self, reading: Reading, units: Units) -> None:
        self.reading = reading
        self.units = units

    def first_of_turns(self) -> Span:
        """The first word of the first turn; in a text without turns, of the text."""
        return self.units.words(self.reading.first_block())[0]

    def top(self) -> Span:
        """The first word of the source."""
        return self.units.words(0)[0]

    def bottom(self) -> Span:
        """The last word of the source."""
        return self.units.words(len(self.reading.blocks) - 1)[-1]

    def word(self, at: Span, step: int) -> Span | None:
        """The next word (`step` 1) or the one before (-1)."""
        block = self.reading.block_at(at.start)
        words = self.units.words(block)
        number = bisect_left(words, at) + step
        if 0 <= number < len(words):
            return words[number]
        block += step
        if not 0 <= block < len(self.reading.blocks):
            return None
        return self.units.words(block)[0 if step > 0 else -1]

    def sentence(self, at: Span, step: int) -> Span | None:
        """The first word of the next sentence; backwards, of this sentence, or from there of the one before."""
        block = self.reading.block_at(at.start)
        found = self.units.sentences(block)
        number = bisect_right(found, at.start, key=lambda one: one.start) - 1
        if step > 0:
            number += 1
        elif number >= 0 and self.units.word_at(found[number].start) == at:
            number -= 1
        if 0 <= number < len(found):
            return self.units.word_at(found[number].start)
        block += step
        if not 0 <= block < len(self.reading.blocks):
            return None
        return self.units.word_at(self.units.sentences(block)[0 if step > 0 else -1].start)

    def turn(self, at: Span, step: int) -> Span | None:
        """The first word of the next turn, whoever speaks; backwards, of this turn, or from there of the one before.

        Text outside turns is passed over; in a source without turns each paragraph is a stop.
        """
        block = self.reading.block_at(at.start)
        if step < 0 and self._is_stop(block) and self.units.words(block)[0] != at:
            return self.units.words(block)[0]
        block += step
        while 0 <= block < len(self.reading.blocks):
            if self._is_stop(block):
                return self.units.words(block)[0]
            block += step
        return None

    def row(self, at: Span, step: int, column: int, wrap: WrapIndex) -> Span | None:
        """The word nearest to a column on the row `step` rows on; a word that only goes on there is passed over.

        A step beyond the first or last row stops there.
        """
        sign = 1 if step > 0 else -1
        here = wrap.row_of(at.start)
        row = min(max(0, here + step), len(wrap) - 1)
        for way in (sign, -sign):
            probe = row
            while 0 <= probe < len(wrap) and probe != here:
                word = self._word_on_row(probe, column, wrap)
                if word is not None:
                    return word
                probe += way
        return None

    def on_row(self, row: int, column: int, wrap: WrapIndex) -> Span:
        """The word drawn at a cell, or the nearest one to it."""
        row = min(max(0, row), len(wrap) - 1)
        start, end = wrap.extent(row)
        if end > start:
            return self.units.word_at(wrap.offset_at(row, column))
        first, last = wrap.rows_of_block(wrap.block_at_row(row))
        nearest = next((near for near in range(min(row, last), first - 1, -1) if wrap.ends[near] > wrap.starts[near]), first)
        return self.units.word_at(wrap.offset_at(nearest, column))

    def _word_on_row(self, row: int, column: int, wrap: WrapIndex) -> Span | None:
        start, end = wrap.extent(row)
        if end <= start or wrap.blocks[row] == SPACER:
            return None
        word = self.units.word_at(wrap.offset_at(row, column))
        if word.start < start:
            following = self.word(word, 1)
            word = following if following is not None and following.start < end else word
        if word.start >= end:
            before = self.word(word, -1)
            word = before if before is not None else word
        return word if start <= word.start < end else None

    def end_beyond(self, offset: int, step: int) -> int | None:
        """Where a word or a sentence ends next after an offset, or last before it; None where none does.

        A sentence's closing marks are a step of their own, so that a span can be given them or not.
        """
        return self._beyond(offset, step, self.reading.block_at(offset - 1), lambda unit: unit.end)

    def start_beyond(self, offset: int, step: int) -> int | None:
        """Where a word or a sentence begins next after an offset, or last before it."""
        return self._beyond(offset, step, self.reading.block_at(offset), lambda unit: unit.start)

    def _beyond(self, offset: int, step: int, block: int, edge: Callable[[Span], int]) -> int | None:
        while 0 <= block < len(self.reading.blocks):
            places = {edge(unit) for unit in (*self.units.words(block), *self.units.sentences(block))}
            beyond = [place for place in places if (place > offset if step > 0 else place < offset)]
            if beyond:
                return min(beyond) if step > 0 else max(beyond)
            block += step
        return None

    def _is_stop(self, block: int) -> bool:
        return not self.reading.turns or self.reading.blocks[block].turn != OUTSIDE

    def wider(self, span: Span) -> Span | None:
        """The next wider of sentence, turn and exchange around a selection; None at the widest."""
        for grown in (self.sentences_around(span), self.turns_around(span), self.exchange_around(span)):
            if grown.covers(span) and grown != span:
                return grown
        return None

    def narrower(self, span: Span, caret: Span) -> Span | None:
        """The next narrower of turn, sentence and word around the caret; None at the word."""
        at = Span(caret.start, caret.start + 1)
        for shrunk in (self.turns_around(at), self.sentences_around(at), caret):
            if span.covers(shrunk) and shrunk != span:
                return shrunk
        return None

    def sentences_around(self, span: Span) -> Span:
        """The sentences that a span touches."""
        return self.units.sentence_at(span.start).hull(self.units.sentence_at(span.end - 1))

    def turns_around(self, span: Span) -> Span:
        """The turns, or stretches outside turns, that a span touches."""
        blocks = self.reading.blocks
        first, last = blocks[self.reading.block_at(span.start)], blocks[self.reading.block_at(span.end - 1)]
        return Span(first.start, last.end)

    def exchange_around(self, span: Span) -> Span:
        """The question and the answers around a span: from the interviewer's turns before it to their next one."""
        blocks, asks = self.reading.blocks, self.reading.is_interviewer
        first, last = self.reading.block_at(span.start), self.reading.block_at(span.end - 1)
        while first > 0 and not asks(blocks[first]) and blocks[first - 1].turn != OUTSIDE:
            first -= 1
        while first > 0 and asks(blocks[first]) and asks(blocks[first - 1]):
            first -= 1
        while last + 1 < len(blocks) and asks(blocks[last]) and asks(blocks[last + 1]):
            last += 1
        while last + 1 < len(blocks) and blocks[last + 1].turn != OUTSIDE and not asks(blocks[last + 1]):
            last += 1
        return Span(blocks[first].start, blocks[last].end)
