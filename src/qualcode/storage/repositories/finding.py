"""Passages by the words in them: the search index narrows, and whoever asks verifies on the text."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from qualcode.domain.spans import Span
from qualcode.storage.engine import translated
from qualcode.storage.search import is_behind
from qualcode.storage.session import Repository

if TYPE_CHECKING:
    from collections.abc import Sequence

# The order of the joins is prescribed: left to itself SQLite reads the whole index for every source.
_ROWS = (
    'SELECT search_row.revision, search_row.start, search_row."end", turn.number, turn.speaker FROM search_words '
    "CROSS JOIN search_row ON search_row.id = search_words.rowid LEFT JOIN turn ON turn.id = search_row.turn "
    "WHERE search_words MATCH :words"
)


class FindingRepository(Repository):
    """Passages by the words in them; sources and their turns are never hidden by a blind round."""

    @property
    def has_index(self) -> bool:
        """Whether this database keeps an index of words: SQLite does, elsewhere all texts are read."""
        return self.session.connection.dialect.name == "sqlite"

    def index_is_behind(self) -> bool:
        """Whether texts came in or went since the index was filled."""
        try:
            return is_behind(self.session.connection)
        except DBAPIError as error:
            raise translated(error, self.session.name) from error

    def passages(
        self, alternatives: Sequence[Sequence[tuple[str, bool]]]
    ) -> dict[int, list[tuple[Span, int | None, int | None]]]:
        """The turns, and paragraphs outside turns, that may hold one of the alternatives, by revision and in order.

        Each with the turn's number and speaker, both None outside turns. An alternative is a row of (words next to each
        other, whether the last goes on), all of them in one passage. Asked only of an index that is not behind.
        """
        asked = " OR ".join(f"({' AND '.join(map(_phrase, row))})" for row in alternatives)
        rows = sorted(self.rows(text(_ROWS).bindparams(words=asked)), key=itemgetter(0, 1))
        return {
            revision: [(Span(start, end), number, speaker) for _, start, end, number, speaker in found]
            for revision, found in groupby(rows, key=itemgetter(0))
        }


def _phrase(words: tuple[str, bool]) -> str:
    text_, goes_on = words
    return '"' + text_.replace('"', '""') + '"' + ("*" if goes_on else "")
