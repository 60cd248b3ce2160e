"""Theme tables and their rows, without the quotations in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.summaries import Bearing
from qualcode.domain.theme_tables import Evidence, Layout, Orientation, RowFacts, TableFacts
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import quote, theme_table, theme_table_row, theme_table_row_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.storage.session import Record

LIVE = theme_table.c.removed == 0
LIVE_ROW = theme_table_row.c.removed == 0


class ThemeTablesRepository(Repository):
    """The live theme tables; a coder in a blind round sees none."""

    def all(self) -> tuple[TableFacts, ...]:
        """All theme tables by number."""
        statement = select(theme_table).where(LIVE, self.sight.work_of_others())
        return tuple(_table(row) for row in self.rows(statement.order_by(theme_table.c.number, theme_table.c.id)))

    def rows_of(self, table: int | None = None) -> tuple[RowFacts, ...]:
        """The rows of all tables, or of one by its id, in the order of print."""
        statement = (
            select(theme_table_row, theme_table.c.number.label("of_number"))
            .join(theme_table, theme_table.c.id == theme_table_row.c.theme_table)
            .where(LIVE, LIVE_ROW, self.sight.work_of_others())
            .order_by(theme_table.c.number, theme_table.c.id, theme_table_row.c.rank, theme_table_row.c.id)
        )
        if table is not None:
            statement = statement.where(theme_table.c.id == table)
        codes: dict[int, list[int]] = {}
        for row in self.rows(select(theme_table_row_code).order_by(theme_table_row_code.c.id)):
            codes.setdefault(row.row, []).append(row.code)
        return tuple(_row(row, codes.get(row.id, ())) for row in self.rows(statement))

    def add(self, values: Mapping[str, Any]) -> int:
        """Add a table and return its id."""
        return self.write.insert(theme_table, {"guid": new_guid(), **values})

    def change(self, table: int, values: Mapping[str, Any]) -> bool:
        """Set columns of a table (number, title, group, layout, orientation, legend, abbreviations); False when all were so."""
        return self.write.update(theme_table, table, values)

    def remove(self, table: int) -> None:
        """Take a table away with its rows and their quotations."""
        for row in self.rows(select(theme_table_row.c.id).where(theme_table_row.c.theme_table == table, LIVE_ROW)):
            self.remove_row(row.id)
        self.write.update(theme_table, table, {"removed": 1})

    def add_row(self, table: int, values: Mapping[str, Any]) -> int:
        """Add a row at the end of a table and return its id."""
        of_table = select(func.max(theme_table_row.c.rank)).where(theme_table_row.c.theme_table == table, LIVE_ROW)
        rank = int(self.scalar(of_table) or 0) + 1
        return self.write.insert(theme_table_row, {"guid": new_guid(), "theme_table": table, "rank": rank, **values})

    def change_row(self, row: int, values: Mapping[str, Any]) -> bool:
        """Set columns of a row (theme, heading, finding, none_found_note); False when all were so."""
        return self.write.update(theme_table_row, row, values)

    def set_codes(self, row: int, codes: Sequence[int]) -> bool:
        """Make a row rest on just these codes besides its theme; False when it did."""
        there = {one.code: one.id for one in self.rows(select(theme_table_row_code).where(theme_table_row_code.c.row == row))}
        gone = [number for code, number in there.items() if code not in codes]
        for number in gone:
            self.write.delete(theme_table_row_code, number)
        fresh = [{"row": row, "code": code} for code in dict.fromkeys(codes) if code not in there]
        self.write.insert_many(theme_table_row_code, fresh)
        return bool(gone or fresh)

    def set_evidence(self, row: int, evidence: Sequence[Evidence]) -> bool:
        """Link a row to codings, each with its bearing; False when it was so."""
        text = json.dumps([[one.coding, one.bearing.value] for one in evidence]) if evidence else None
        return self.write.update(theme_table_row, row, {"evidence": text})

    def order_rows(self, table: int, rows: Sequence[int]) -> int:
        """Put the rows of a table in an order, given by their ids, and return how many moved."""
        moved = 0
        for rank, row in enumerate(rows, 1):
            moved += self.write.update(theme_table_row, row, {"rank": rank, "theme_table": table})
        return moved

    def remove_row(self, row: int) -> None:
        """Take a row away with its quotations."""
        quoted = self.rows(select(quote.c.id).where(quote.c.row == row, quote.c.removed == 0).order_by(quote.c.id))
        self.write.update_many(quote, [one.id for one in quoted], {"removed": 1})
        self.write.update(theme_table_row, row, {"removed": 1})


def _table(row: Record) -> TableFacts:
    return TableFacts(
        row.id,
        row.guid,
        row.number,
        row.title,
        row._mapping["group"],
        Layout.of(row.layout),
        Orientation.of(row.orientation),
        row.legend,
        row.abbreviations,
    )


def _row(row: Record, codes: Sequence[int]) -> RowFacts:
    evidence = tuple(Evidence(guid, Bearing(bearing)) for guid, bearing in json.loads(row.evidence or "[]"))
    return RowFacts(
        row.id,
        row.guid,
        row.theme_table,
        row.of_number,
        row.rank,
        row.theme,
        row.heading,
        row.finding,
        tuple(codes),
        evidence,
        row.none_found_note,
    )
