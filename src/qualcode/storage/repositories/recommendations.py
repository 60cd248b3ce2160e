"""Recommendations and the themes they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.recommendations import Recommendation
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import recommendation, recommendation_theme

if TYPE_CHECKING:
    from collections.abc import Mapping


class RecommendationsRepository(Repository):
    """The live recommendations; a coder in a blind round sees none."""

    def all(self) -> tuple[Recommendation, ...]:
        """All recommendations in their order; themes as they were linked, by id."""
        themes: dict[int, list[int]] = {}
        for row in self.rows(select(recommendation_theme).order_by(recommendation_theme.c.id)):
            themes.setdefault(row.recommendation, []).append(row.code)
        live = select(recommendation).where(recommendation.c.removed == 0, self.sight.work_of_others())
        rows = self.rows(live.order_by(recommendation.c.rank, recommendation.c.id))
        return tuple(Recommendation(row.id, row.guid, row.text, row.rank, tuple(sorted(themes.get(row.id, ())))) for row in rows)

    def add(self, text: str, *, rank: int) -> int:
        """Add a recommendation and return its id."""
        return self.write.insert(recommendation, {"guid": new_guid(), "text": text, "rank": rank})

    def change(self, number: int, *, text: str) -> bool:
        """Give a recommendation other words; False where it has them."""
        return self.write.update(recommendation, number, {"text": text})

    def put_in_order(self, ranks: Mapping[int, int]) -> None:
        """Give recommendations new ranks."""
        for number, rank in ranks.items():
            self.write.update(recommendation, number, {"rank": rank})

    def remove(self, number: int) -> bool:
        """Take a recommendation away; it stays in the history and undo brings it back."""
        return self.write.update(recommendation, number, {"removed": 1})

    def link(self, number: int, code: int) -> bool:
        """Let a recommendation rest on a theme; False where it does."""
        if self._link(number, code) is not None:
            return False
        self.write.insert(recommendation_theme, {"recommendation": number, "code": code})
        return True

    def unlink(self, number: int, code: int) -> bool:
        """Let a recommendation no longer rest on a theme; False where it does not."""
        row = self._link(number, code)
        if row is None:
            return False
        self.write.delete(recommendation_theme, row)
        return True

    def _link(self, number: int, code: int) -> int | None:
        found = recommendation_theme.c.recommendation == number, recommendation_theme.c.code == code
        return self.number(select(recommendation_theme.c.id).where(*found))
