"""A source's text as talk: who speaks where, in plain columns, for reading many sources at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.sources import Role


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A source's current text and its turns, ordered by place.

    Turn i is number `numbers[i]`, covers the code points `starts[i]` to `ends[i]` (half-open) and is said by the speaker
    with the id `speakers[i]`; its label begins at `label_starts[i]`, None where the format keeps labels elsewhere
    (`label_starts` is empty where they were not asked for). `labels` and `roles` are by speaker id. `source` and `revision`
    are ids, `rank` is the source's place among the others.
    """

    source: int
    name: str
    revision: int
    text: str
    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    speakers: tuple[int, ...]
    labels: Mapping[int, str]
    roles: Mapping[int, Role]
    label_starts: tuple[int | None, ...] = ()
    rank: int = 0
