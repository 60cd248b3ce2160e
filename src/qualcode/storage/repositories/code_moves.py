"""Giving codings, and what else names a code, another code: the part of merging and splitting that touches every coder's rows.

It reads without regard to what the viewer may see, for a merge acts on every live coding; it tells nothing of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.citations import redirected
from qualcode.storage.session import Repository
from qualcode.storage.tables.codebook import code
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import decision_agreed
from qualcode.storage.tables.writing import (
    chart,
    memo,
    memo_link,
    quote,
    recommendation_theme,
    summary,
    summary_link,
    theme_table,
    theme_table_row,
    theme_table_row_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row, Table

CHUNK = 500
LIVE = coding.c.removed == 0


class CodingMoves(Repository):
    """Moves within one unit of work."""

    def all_of(self, code_from: int, into: int) -> None:
        """Move every live coding of a code."""
        self._move(self.rows(select(coding).where(LIVE, coding.c.code == code_from).order_by(coding.c.id)), into)

    def chosen(self, chosen: Iterable[int], into: int) -> None:
        """Move the live codings with these ids."""
        numbers = sorted(set(chosen))
        for place in range(0, len(numbers), CHUNK):
            chunk = numbers[place : place + CHUNK]
            self._move(self.rows(select(coding).where(LIVE, coding.c.id.in_(chunk)).order_by(coding.c.id)), into)

    def references(self, code_from: int, into: int) -> int:
        """Let what names a code name another; returns how many summaries stayed with it."""
        self._retarget_memos("code", self._guid(code, code_from), self._guid(code, into))
        for table, column in ((theme_table, "group"), (theme_table_row, "theme"), (chart, "group"), (summary_link, "code_then")):
            self._rename(table, column, code_from, into)
        for row in self.rows(select(chart.c.id, chart.c.codes).where(chart.c.codes.is_not(None))):
            codes = json.loads(row.codes)
            if code_from in codes:
                renamed = list(dict.fromkeys(into if one == code_from else one for one in codes))
                self.write.update(chart, row.id, {"codes": json.dumps(renamed)})
        self._move_links(recommendation_theme, "recommendation", code_from, into)
        self._move_links(theme_table_row_code, "row", code_from, into)
        return self._move_summaries(code_from, into)

    def _move(self, rows: Sequence[Row[Any]], into: int) -> None:
        there = {_what(row): row for row in self.rows(select(coding).where(LIVE, coding.c.code == into))}
        moved = []
        for row in rows:
            kept = there.setdefault(_what(row), row)
            if kept is row:
                moved.append(row.id)
            elif kept.id != row.id:
                there[_what(row)] = self._join(kept, row)
        self.write.update_many(coding, moved, {"code": into})

    def join(self, kept: int, other: int) -> None:
        """Make one coding of two that say the same, by id; see `_join`."""
        here = {row.id: row for row in self.rows(select(coding).where(LIVE, coding.c.id.in_([kept, other])))}
        self._join(here[kept], here[other])

    def _join(self, kept: Row[Any], other: Row[Any]) -> Row[Any]:
        """Make one coding of two that say the same: star, doubt and notes are kept, and what hung on the other moves."""
        notes = [note for note in (kept.note, other.note) if note]
        values = {
            "star": max(kept.star, other.star),
            "unsure": max(kept.unsure, other.unsure),
            "note": "\n".join(dict.fromkeys(notes)),
        }
        self.write.update(coding, other.id, {"removed": 1})
        self.write.update(coding, kept.id, values)
        self._rename(quote, "coding", other.id, kept.id)
        linked = {row.summary for row in self.rows(select(summary_link.c.summary).where(summary_link.c.coding == kept.id))}
        for row in self.rows(select(summary_link.c.id, summary_link.c.summary).where(summary_link.c.coding == other.id)):
            if row.summary not in linked:
                self.write.update(summary_link, row.id, {"coding": kept.id})
            else:
                self.write.delete(summary_link, row.id)
        decided = {
            row.decision for row in self.rows(select(decision_agreed.c.decision).where(decision_agreed.c.coding == kept.id))
        }
        for row in self.rows(select(decision_agreed).where(decision_agreed.c.coding == other.id)):
            if row.decision not in decided:
                self.write.update(decision_agreed, row.id, {"coding": kept.id})
        self._retarget_memos("coding", other.guid, kept.guid)
        for row in self.rows(select(memo.c.id, memo.c.text).where(memo.c.text.contains(f"[[coding:{other.guid}:"))):
            self.write.update(memo, row.id, {"text": redirected(row.text, other.guid, kept.guid)})
        for row in self.rows(
            select(theme_table_row.c.id, theme_table_row.c.evidence).where(theme_table_row.c.evidence.contains(other.guid))
        ):
            self.write.update(theme_table_row, row.id, {"evidence": row.evidence.replace(other.guid, kept.guid)})
        found = self.row(select(coding).where(coding.c.id == kept.id))
        assert found is not None
        return found

    def _move_summaries(self, code_from: int, into: int) -> int:
        live = summary.c.removed == 0
        taken = {row.case for row in self.rows(select(summary.c.case).where(live, summary.c.code == into))}
        stayed = 0
        for row in self.rows(
            select(summary.c.id, summary.c.case).where(live, summary.c.code == code_from).order_by(summary.c.id)
        ):
            if row.case in taken:
                stayed += 1
            else:
                self.write.update(summary, row.id, {"code": into})
        return stayed

    def _move_links(self, table: Table, of: str, code_from: int, into: int) -> None:
        """Let what names the code (a recommendation, a row of a theme table) name the other; one that names both is left."""
        linked = {row[0] for row in self.rows(select(table.c[of]).where(table.c.code == into))}
        for row in self.rows(select(table.c.id, table.c[of]).where(table.c.code == code_from).order_by(table.c.id)):
            if row[1] not in linked:
                self.write.update(table, row[0], {"code": into})

    def _retarget_memos(self, table: str, guid_from: str, guid_into: str) -> None:
        names = (memo_link.c.target_table == table) & (memo_link.c.target_guid == guid_from)
        self.write.update_many(
            memo_link, [row.id for row in self.rows(select(memo_link.c.id).where(names))], {"target_guid": guid_into}
        )

    def _rename(self, table: Table, column: str, row_from: int, into: int) -> None:
        rows = [row.id for row in self.rows(select(table.c.id).where(table.c[column] == row_from).order_by(table.c.id))]
        self.write.update_many(table, rows, {column: into})

    def _guid(self, table: Table, number: int) -> str:
        return str(self.scalar(select(table.c.guid).where(table.c.id == number)))


def _what(row: Row[Any]) -> tuple[int, int, int, int, int]:
    """What makes two codings of one code the same."""
    return row.source, row.start, row.end, row.coder, row.round
