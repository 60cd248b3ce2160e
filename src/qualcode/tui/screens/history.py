"""The history screen: who did what and when, the rows each change touched, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.memo_desk import HistoryDesk
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.storage.repositories.history import HistoryLine
    from qualcode.tui.desk import StudyDesk


class HistoryScreen(ListScreen):
    """The change history, the latest first."""

    PLACE = "history"
    HEADING = "History"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("history")]
    COLUMNS = (
        Column("When", 16),
        Column("What"),
        Column("Did", 22, least=90),
        Column("Coder", 16, least=66),
        Column("Reason", least=130),
        Column("", 10, least=60),
    )

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = HistoryDesk(desk.study)
        self.lines: tuple[HistoryLine, ...] = ()
        self._here: int | None = None

    def renew(self) -> None:
        """Read the history anew."""
        self._here = self.line.change.id if self.line is not None else None
        self.lines = self.book.lines()
        self.list_rows()
        self._here = None

    def list_rows(self) -> None:
        """List what fits the filter."""
        texts = [_row(line) for line in self.lines]
        keep = next((place for place, line in enumerate(self.lines) if line.change.id == self._here), 0)
        self.show_rows(texts, [" ".join(row) for row in texts], keep)

    def summary(self) -> str:
        """How many changes there are."""
        many, shown = len(self.lines), len(self._places)
        found = f"{shown:,} of {many:,}" if shown < many else f"{many:,}"
        return f"{found} change{'' if many == 1 else 's'}; u takes back your latest"

    @property
    def line(self) -> HistoryLine | None:
        """The chosen change."""
        return None if self.at is None or self.at >= len(self.lines) else self.lines[self.at]

    def told(self) -> Content:
        """The change in full."""
        line = self.line
        assert line is not None
        change = line.change
        did = change.verb.replace("_", " ")
        parts = [
            Content.assemble((drawn(change.what) or did, "bold $accent"), "\n"),
            Content.assemble(
                (f"change {change.id}  ·  {local_time(change.at)}  {drawn(line.coder)}  ·  {did}\n", "$foreground 80%")
            ),
        ]
        if change.reason:
            parts.append(Content.assemble(("Why  ", "bold $primary"), drawn(change.reason), "\n"))
        if change.undoes is not None:
            parts.append(Content(f"Takes change {change.undoes} back.\n"))
        if not line.stands:
            parts.append(Content("Was taken back since.\n"))
        return Content("").join(parts)

    def action_rows(self) -> None:
        """Show the rows that the change touched."""
        line = self.line
        if line is None:
            return
        parts = []
        for table, rows in self.book.rows(line.change):
            parts.append(Content.assemble((table, "bold $primary"), "\n"))
            parts += [Content(f"  {drawn(row)}\n") for row in rows]
        words = Content("").join(parts) if parts else Content("It touched no rows that can be shown.")
        self.app.push_screen(ReadOnly(f"Change {line.change.id}: what it touched", words))

    def on_row_list_chosen(self) -> None:
        """Two clicks show the rows."""
        self.action_rows()


def _row(line: HistoryLine) -> tuple[str, ...]:
    change = line.change
    did = change.verb.replace("_", " ")
    return (
        local_time(change.at),
        drawn(change.what) or did,
        did,
        drawn(line.coder),
        drawn(change.reason),
        "" if line.stands else "taken back",
    )
