"""Finding words in the source that is open: read as everywhere, and forgiving while a word is only begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.finding import as_beginning, small_letters, sought
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.tui.widgets.transcript.reading import Block, Reading

MOST_HITS = 5000
"""Hits that are shown and walked; a search that finds more is said to."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: the hits in the order of the text, and the words that find just these everywhere.

    `begun` tells that no word was found as it was typed, and these only begin so. `wrong` says why nothing could be sought.
    """

    words: str = ""
    hits: tuple[Span, ...] = ()
    begun: bool = False
    wrong: str = ""


class Finder:
    """Finds in one reading; what it needs of the text is made once."""

    def __init__(self, reading: Reading, within: Callable[[Block], bool] = lambda _block: True) -> None:
        """`within` tells which turns and paragraphs are looked through."""
        self._blocks = [Span(block.start, block.end) for block in reading.blocks if within(block)]
        self._small = small_letters(reading.text)

    def find(self, typed: str) -> Found:
        """Whole words as they were typed, else words that begin as the last one does."""
        if not typed.strip():
            return Found()
        try:
            hits = self._hits(typed)
        except InvalidInput as error:
            return Found(wrong=f"{error.message} {error.hint}".strip())
        longer = as_beginning(typed)
        if hits or longer is None:
            return Found(typed.strip(), hits)
        return Found(longer, self._hits(longer), begun=True)

    def _hits(self, words: str) -> tuple[Span, ...]:
        wanted = sought(words)
        hits: list[Span] = []
        for block in self._blocks:
            for span in wanted.spans(self._small, block):
                hits.append(span)
                if len(hits) == MOST_HITS:
                    return tuple(hits)
        return tuple(hits)
