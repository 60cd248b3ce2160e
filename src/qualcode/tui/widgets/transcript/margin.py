"""Names of codes in the right margin: one on a row, beside the coding's first row or just below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qualcode.tui.widgets.transcript.lanes import Lanes

DRIFT = 8
"""Rows a name may stand below its coding's last row before it is only counted: farther down it would mislead."""


class Name(NamedTuple):
    """Where a name stands. `shown` is False where only a count on `row` speaks for it; `free` is the next free row."""

    row: int
    shown: bool
    free: int


class MarginNames:
    """Places of the names of a source's codings, exact after every edit: each name depends only on the one before it."""

    def __init__(self, lanes: Lanes, rows: int) -> None:
        """Names for the codings of `lanes`, on a text of `rows` rows."""
        self._lanes = lanes
        self._rows = rows
        self._names: dict[int, Name] = {}
        self._shown: dict[int, int] = {}
        self._uncounted: dict[int, int] = {}
        self.run(0)

    def on_row(self, row: int) -> int | None:
        """The coding whose name stands on a row."""
        return self._shown.get(row)

    def more_on_row(self, row: int) -> int:
        """How many names found no place at this row's name."""
        return self._uncounted.get(row, 0)

    def place(self, id_: int) -> int:
        """The row that speaks for a coding's name: where it stands, or where it is only counted."""
        return self._names[id_].row

    def forget(self, id_: int) -> set[int]:
        """Take a coding's name out; returns the row that changed. Call `run` from its former position afterwards."""
        return self._clear(id_)

    def run(self, position: int) -> set[int]:
        """Place names from a position in the order of the lanes on, until nothing changes; returns rows that changed."""
        keys = self._lanes.keys
        free = self._names[keys[position - 1][2]].free if position else 0
        changed: set[int] = set()
        for index in range(position, len(keys)):
            first, negative, id_ = keys[index]
            name = self._place(first, -negative, free)
            if self._names.get(id_) == name:
                break
            changed |= self._clear(id_)
            self._set(id_, name)
            changed.add(name.row)
            free = name.free
        return changed

    def _place(self, first: int, last: int, free: int) -> Name:
        row = max(first, free)
        if free and (row > last + DRIFT or row >= self._rows):
            return Name(free - 1, shown=False, free=free)
        return Name(row, shown=True, free=row + 1)

    def _set(self, id_: int, name: Name) -> None:
        self._names[id_] = name
        if name.shown:
            self._shown[name.row] = id_
        else:
            self._uncounted[name.row] = self._uncounted.get(name.row, 0) + 1

    def _clear(self, id_: int) -> set[int]:
        name = self._names.pop(id_, None)
        if name is None:
            return set()
        if not name.shown:
            self._uncounted[name.row] -= 1
        elif self._shown.get(name.row) == id_:
            del self._shown[name.row]
        return {name.row}
