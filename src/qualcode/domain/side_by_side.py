"""Extracts of one theme side by side: a column for each participant, or for each group of participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.segments import Extract


@dataclass(frozen=True, slots=True)
class SideColumn:
    """What one participant, or those of one group, say under the theme: the extracts in the order of sources and text."""

    name: str
    extracts: tuple[Extract, ...]

    @property
    def participants(self) -> tuple[str, ...]:
        """Who speaks in them, in order."""
        return tuple(dict.fromkeys(name for extract in self.extracts for name in extract.cases))


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Columns in the order of participants or of an attribute's values; an extract in which two speak stands in both.

    `title` is the theme or the query, `reading` says whose codings these are, `by` is the attribute that makes the groups,
    empty for participants. `without` names the participants of whom nothing stands under the theme.
    """

    title: str
    reading: str
    by: str
    columns: tuple[SideColumn, ...]
    without: tuple[str, ...] = ()

    @property
    def extracts(self) -> int:
        """How many extracts there are, each counted once."""
        return len({extract.codings or (extract.id,) for column in self.columns for extract in column.extracts})
