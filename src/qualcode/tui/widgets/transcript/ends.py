"""The ends of a span moved by hand, sign by sign: the state that keys change and the view draws."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from qualcode.domain.graphemes import boundaries
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from qualcode.tui.widgets.transcript.motion import Motion
    from qualcode.tui.widgets.transcript.reading import Reading


class SpanEnds:
    """A span and which of its ends is in hand. An end stands at whole signs, never beside white space or in a label."""

    def __init__(self, reading: Reading, motion: Motion, span: Span) -> None:
        self._reading = reading
        self._motion = motion
        self._edges: dict[int, list[int]] = {}
        self.first = span
        self.span = span
        self.at_end = True

    @property
    def held(self) -> Span:
        """The sign at the end in hand, inside the span."""
        edges = self._edges_at(self.span.end - 1 if self.at_end else self.span.start)
        if self.at_end:
            return Span(edges[max(0, bisect_left(edges, self.span.end) - 1)], self.span.end)
        return Span(self.span.start, edges[min(len(edges) - 1, bisect_right(edges, self.span.start))])

    def switch(self) -> None:
        """Take the other end in hand."""
        self.at_end = not self.at_end

    def step(self, step: int) -> bool:
        """Move the end in hand by a sign; False where it cannot go."""
        return self._put(self._next_sign(step))

    def step_word(self, step: int) -> bool:
        """Move the end in hand to where a word or sentence ends, or begins; False where it cannot go."""
        if self.at_end:
            return self._put(self._motion.end_beyond(self.span.end, step))
        return self._put(self._motion.start_beyond(self.span.start, step))

    def put_at(self, offset: int) -> bool:
        """Move the end in hand to the sign at an offset, which then belongs to the span; False where it cannot go."""
        edges = self._edges_at(offset)
        place = max(0, min(bisect_right(edges, offset) - 1, len(edges) - 2))
        return self._put(edges[place + self.at_end])

    def _put(self, offset: int | None) -> bool:
        if offset is None:
            return False
        start, end = (self.span.start, offset) if self.at_end else (offset, self.span.end)
        if end <= start or (start, end) == (self.span.start, self.span.end):
            return False
        self.span = Span(start, end)
        return True

    def _next_sign(self, step: int) -> int | None:
        """The next place for the end in hand, past white space and from one stretch of talk to the next."""
        at, text = (self.span.end if self.at_end else self.span.start), self._reading.text
        block = self._reading.block_at(at - 1 if self.at_end else at)
        while 0 <= block < len(self._reading.blocks):
            edges = self._edges_of(block)
            places = edges[1:] if self.at_end else edges[:-1]
            beyond = places[bisect_right(places, at) :] if step > 0 else places[: bisect_left(places, at)][::-1]
            for place in beyond:
                if not text[place - 1 if self.at_end else place].isspace():
                    return place
            block += step
        return None

    def _edges_at(self, offset: int) -> list[int]:
        return self._edges_of(self._reading.block_at(offset))

    def _edges_of(self, block: int) -> list[int]:
        if block not in self._edges:
            extent = self._reading.blocks[block]
            self._edges[block] = [extent.start + edge for edge in boundaries(self._reading.text[extent.start : extent.end])]
        return self._edges[block]
