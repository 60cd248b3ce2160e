"""An order kept as sparse ranks: moving one thing seldom touches another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

RANK_STEP = 1024
"""Room left between neighbours, so that things can be put between them without moving any."""

Key = TypeVar("Key")


def ranks_to_place(others: Sequence[tuple[Key, int]], one: Key, place: int) -> dict[Key, int]:
    """The ranks to write so that `one` comes to stand before the thing at `place` of the others.

    `others` are (key, rank) in their order, without the one placed; a place past the end is last. Most often only the
    one placed gets a rank; where there is no room left between its neighbours, all get new ones.
    """
    if place >= len(others):
        return {one: max((rank for _, rank in others), default=0) + RANK_STEP}
    place = max(place, 0)
    after = others[place][1]
    before = others[place - 1][1] if place else after - 2 * RANK_STEP
    if after - before >= 2:
        return {one: (before + after) // 2}
    order = [*(key for key, _ in others[:place]), one, *(key for key, _ in others[place:])]
    return {key: (number + 1) * RANK_STEP for number, key in enumerate(order)}
