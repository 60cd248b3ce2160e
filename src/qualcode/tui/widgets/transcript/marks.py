"""The codings of an open source as its rows show them, kept exact through every edit and every re-wrap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from qualcode.tui.widgets.transcript.lanes import Lanes
from qualcode.tui.widgets.transcript.margin import MarginNames
from qualcode.tui.widgets.transcript.reading import OUTSIDE, Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qualcode.domain.coding import Coding
    from qualcode.domain.spans import Span
    from qualcode.tui.widgets.transcript.wrap import WrapIndex


class Marks:
    """Codings by id, by place and by row.

    With `only`, codings of other codes are known (`by_id`, progress) and not shown: no stripe, no name, no stop on a walk.
    """

    def __init__(
        self, reading: Reading, wrap: WrapIndex, codings: Iterable[Coding] = (), *, only: Collection[int] | None = None
    ) -> None:
        self.reading = reading
        self.only = only
        self.by_id = {coding.id: coding for coding in codings}
        self._order = sorted((one.span.start, one.span.end, one.id) for one in self.by_id.values() if self.shows(one))
        self._in_block = [0] * len(reading.blocks)
        self._to_code = _to_code(reading)
        self._coded = 0
        for coding in self.by_id.values():
            self._count(coding.span, 1)
        self.rewrap(wrap)

    def rewrap(self, wrap: WrapIndex) -> None:
        """Place everything anew at another width."""
        self.wrap = wrap
        shown = (one for one in self.by_id.values() if self.shows(one))
        self.lanes = Lanes((coding.id, *wrap.rows_of(coding.span.start, coding.span.end)) for coding in shown)
        self.names = MarginNames(self.lanes, len(wrap))

    def shows(self, coding: Coding) -> bool:
        """Whether a coding is shown, and not only known."""
        return self.only is None or coding.code in self.only

    @property
    def many_shown(self) -> int:
        """How many codings are shown."""
        return len(self._order)

    def put(self, coding: Coding) -> set[int]:
        """Add a coding or replace it by its new state; returns the rows that look different."""
        old = self.by_id.get(coding.id)
        if old is not None and old.span == coding.span and self.shows(old) == self.shows(coding):
            self.by_id[coding.id] = coding
            return self._own_rows(coding.id) if self.shows(coding) else set()
        rows = self.drop(coding.id) if old is not None else set()
        self.by_id[coding.id] = coding
        self._count(coding.span, 1)
        if not self.shows(coding):
            return rows
        insort(self._order, (coding.span.start, coding.span.end, coding.id))
        moved = self.lanes.add(coding.id, *self.wrap.rows_of(coding.span.start, coding.span.end))
        rows |= self.names.run(self.lanes.position(coding.id))
        return rows | self._rows_of(moved) | self._own_rows(coding.id)

    def drop(self, id_: int) -> set[int]:
        """Take a coding away; returns the rows that look different."""
        coding = self.by_id.pop(id_, None)
        if coding is None:
            return set()
        self._count(coding.span, -1)
        if not self.shows(coding):
            return set()
        del self._order[bisect_left(self._order, (coding.span.start, coding.span.end, id_))]
        first, last = self.lanes.rows(id_)
        position = self.lanes.position(id_)
        rows = set(range(first, last + 1)) | self._rows_of(self.lanes.remove(id_))
        return rows | self.names.forget(id_) | self.names.run(position)

    def on_row(self, row: int) -> list[Coding]:
        """The codings with a stripe on a row, by lane."""
        return [self.by_id[id_] for id_ in self.lanes.on_row(row)]

    def at(self, span: Span) -> list[Coding]:
        """The codings that hold at least one character of a word, the innermost first, of equals the newest."""
        row = self.wrap.row_of(span.start)
        here = [coding for coding in self.on_row(row) if coding.span.overlaps(span)]
        return sorted(here, key=lambda coding: (len(coding.span), -coding.id))

    def after(self, key: tuple[int, int, int]) -> Coding | None:
        """The next coding in the order of the text after (start, end, id)."""
        position = bisect_right(self._order, key)
        return self.by_id[self._order[position][2]] if position < len(self._order) else None

    def before(self, key: tuple[int, int, int]) -> Coding | None:
        """The coding before (start, end, id) in the order of the text."""
        position = bisect_left(self._order, key)
        return self.by_id[self._order[position - 1][2]] if position else None

    def number(self, coding: Coding) -> int:
        """Which of the codings shown it is, in the order of the text, from 1."""
        return bisect_left(self._order, (coding.span.start, coding.span.end, coding.id)) + 1

    def is_coded(self, block: int) -> bool:
        """Whether any coding holds a character of a block."""
        return self._in_block[block] > 0

    def progress(self) -> tuple[int, int]:
        """Participant turns with a coding, and participant turns; all turns where none is a participant's."""
        return self._coded, sum(self._to_code)

    def _count(self, span: Span, step: int) -> None:
        blocks = self.reading.blocks
        if not blocks:
            return
        for number in range(self.reading.block_at(span.start), self.reading.block_at(span.end - 1) + 1):
            if blocks[number].start < span.end and span.start < blocks[number].end:
                was = self._in_block[number]
                self._in_block[number] = was + step
                if self._to_code[number] and (was == 0) != (was + step == 0):
                    self._coded += step

    def _own_rows(self, id_: int) -> set[int]:
        first, last = self.lanes.rows(id_)
        return set(range(first, last + 1)) | {self.names.place(id_)}

    def _rows_of(self, ids: Iterable[int]) -> set[int]:
        return {row for id_ in ids for row in range(self.lanes.rows(id_)[0], self.lanes.rows(id_)[1] + 1)}


def _to_code(reading: Reading) -> list[bool]:
    """Which blocks count in the progress: participants' turns, else all turns, else all text."""
    turns = [block.turn != OUTSIDE for block in reading.blocks]
    talk = [block.turn != OUTSIDE and reading.is_participant(reading.turns[block.turn]) for block in reading.blocks]
    if any(talk):
        return talk
    return turns if any(turns) else [True] * len(reading.blocks)
