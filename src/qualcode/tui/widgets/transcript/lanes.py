"""Stripes beside the text: which lane each coding stands in, kept exact while codings come and go.

The rule is the greedy one: in the order of (first row, longer first, id) each coding takes the lowest lane that is
free on its first row. An edit runs the rule again only from the edited place, and stops where the old and the new
picture agree: the same result as running it over everything, in time that does not grow with the source.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

StripeKey: TypeAlias = tuple[int, int, int]
"""(first row, minus last row, id of the coding): the order in which lanes and names are given out."""

_BUCKET = 32
"""Rows in one bucket of the index from rows to codings."""


class Lanes:
    """Lanes of the codings of one source at one wrap. `lane` is by id of the coding, counted from 0."""

    def __init__(self, rows: Iterable[tuple[int, int, int]] = ()) -> None:
        """Lanes of codings given as (id, first row, last row)."""
        self.keys: list[StripeKey] = sorted((first, -last, id_) for id_, first, last in rows)
        self.lane: dict[int, int] = {}
        self._rows: dict[int, tuple[int, int]] = {}
        self._buckets: dict[int, set[int]] = {}
        for first, negative, id_ in self.keys:
            self._enter(id_, first, -negative)
        self._assign(0, [], self.keys[-1][0] if self.keys else 0)

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._rows

    def rows(self, id_: int) -> tuple[int, int]:
        """First and last row of a coding.

        Raises:
            KeyError: it is not here.
        """
        return self._rows[id_]

    def on_row(self, row: int) -> list[int]:
        """Ids of the codings with a stripe on a row, by lane."""
        found = [id_ for id_ in self._buckets.get(row // _BUCKET, ()) if self._covers(id_, row)]
        return sorted(found, key=self.lane.__getitem__)

    def add(self, id_: int, first: int, last: int) -> set[int]:
        """Put a coding in; returns the ids whose stripe is new or moved to another lane."""
        key = (first, -last, id_)
        position = bisect_left(self.keys, key)
        ends = self._state_before(key)
        insort(self.keys, key)
        self._enter(id_, first, last)
        return self._assign(position, ends, last)

    def remove(self, id_: int) -> set[int]:
        """Take a coding out; returns the ids whose stripe moved to another lane."""
        first, last = self._rows.pop(id_)
        key = (first, -last, id_)
        position = bisect_left(self.keys, key)
        del self.keys[position]
        del self.lane[id_]
        for bucket in range(first // _BUCKET, last // _BUCKET + 1):
            self._buckets[bucket].discard(id_)
        return self._assign(position, self._state_before(key), last)

    def position(self, id_: int) -> int:
        """The place of a coding in `keys`."""
        first, last = self._rows[id_]
        return bisect_left(self.keys, (first, -last, id_))

    def _enter(self, id_: int, first: int, last: int) -> None:
        self._rows[id_] = (first, last)
        for bucket in range(first // _BUCKET, last // _BUCKET + 1):
            self._buckets.setdefault(bucket, set()).add(id_)

    def _covers(self, id_: int, row: int) -> bool:
        first, last = self._rows[id_]
        return first <= row <= last

    def _state_before(self, key: StripeKey) -> list[int]:
        """Last rows of the lanes still taken when the rule comes to `key`; -1 where a lane is free."""
        first = key[0]
        ends: list[int] = []
        for id_ in self._buckets.get(first // _BUCKET, ()):
            its_first, its_last = self._rows[id_]
            if its_last >= first and (its_first, -its_last, id_) < key:
                _take(ends, self.lane[id_], its_last)
        return ends

    def _assign(self, position: int, ends: list[int], differs_until: int) -> set[int]:
        """Run the rule from `position` on while the picture may differ: until a row past every changed stripe."""
        changed: set[int] = set()
        for index in range(position, len(self.keys)):
            first, negative, id_ = self.keys[index]
            if first > differs_until:
                break
            lane = next((lane for lane, last in enumerate(ends) if last < first), len(ends))
            _take(ends, lane, -negative)
            if self.lane.get(id_) != lane:
                self.lane[id_] = lane
                changed.add(id_)
                differs_until = max(differs_until, -negative)
        return changed


def _take(ends: list[int], lane: int, last: int) -> None:
    ends.extend([-1] * (lane + 1 - len(ends)))
    ends[lane] = last
