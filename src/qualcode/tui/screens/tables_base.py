"""What the tables screen has chosen, and which parts it has: its verbs and its drawing build on this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.tui.paper_desk import PaperDesk
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.screens.tables_told import CODING, QUOTE, ROW
from qualcode.tui.widgets.block_list import BlockList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.theme_table_desk import Candidate, ShownQuotation, ShownRow, ShownTable, TablesDesk
    from qualcode.errors import QualcodeError
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.typing import TypedInto

CHOOSING = "-choosing"
"""The class of the screen while the candidates have the keys."""


class TablesBase(AskingScreen):
    """One table, a row or quotation of it, and a candidate."""

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = PaperDesk(desk.study)
        self.codebook: Codebook = desk.codebook()
        self.found: TablesDesk | None = None
        self.refused: QualcodeError | None = None
        self.number = 1
        self.fitting: Sequence[Candidate] = ()

    @property
    def rows(self) -> BlockList:
        """The table."""
        return self.query_one("#table-rows", BlockList)

    @property
    def candidates(self) -> BlockList:
        """The passages that the row at hand can quote."""
        return self.query_one("#table-candidates", BlockList)

    @property
    def is_choosing(self) -> bool:
        """Whether the candidates have the keys."""
        return self.has_class(CHOOSING)

    @property
    def active(self) -> BlockList:
        """The list that has the keys."""
        return self.candidates if self.is_choosing else self.rows

    @property
    def typed_into(self) -> TypedInto:
        """The list that has the keys."""
        return self.active

    # what is chosen

    @property
    def tables(self) -> Sequence[ShownTable]:
        """All tables."""
        return self.found.tables if self.found is not None else ()

    @property
    def table(self) -> ShownTable | None:
        """The table that is shown: that of the number chosen, else the first."""
        return next((table for table in self.tables if table.number == self.number), self.tables[0] if self.tables else None)

    @property
    def row(self) -> ShownRow | None:
        """The row at hand: the chosen one, or that of the chosen quotation."""
        table, (kind, number) = self.table, _key(self.rows)
        if table is None:
            return None
        for row in table.rows:
            if (kind == ROW and row.id == number) or (kind == QUOTE and any(one.number == number for one in row.quotations)):
                return row
        return None

    @property
    def quote(self) -> ShownQuotation | None:
        """The chosen quotation."""
        table, (kind, number) = self.table, _key(self.rows)
        if table is None or kind != QUOTE:
            return None
        return next((one for one in table.quotations if one.number == number), None)

    @property
    def candidate(self) -> Candidate | None:
        """The chosen candidate."""
        kind, number = _key(self.candidates)
        return next((one for one in self.fitting if kind == CODING and one.coding == number), None)

    # what the parts do for each other

    def go_to(self, number: int, key: tuple[str, int]) -> None:
        """Choose a row or a quotation of any table."""
        raise NotImplementedError

    def show_at(self, key: tuple[str, int]) -> None:
        """Choose a row or a quotation of the table shown, and leave what is said as it is."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Show the table and the candidates."""
        raise NotImplementedError


def _key(blocks: BlockList) -> tuple[Any, Any]:
    return blocks.key if isinstance(blocks.key, tuple) else (None, None)
