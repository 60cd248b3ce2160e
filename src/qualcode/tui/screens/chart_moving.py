"""Going about a framework chart: from cell to cell, and how wide and high its cells are."""

from __future__ import annotations

from qualcode.tui.screens.chart_base import ChartBase


class ChartMoving(ChartBase):
    """A chart that one goes about in."""

    # moving

    def stepped(self) -> None:
        """Another cell is chosen."""
        self.show_pane()
        self.say("")

    def on_chart_grid_stepped(self) -> None:
        """A click chose another cell."""
        self.stepped()

    def on_chart_grid_entered(self) -> None:
        """Two clicks open the cell."""
        self.action_open()

    def action_open(self) -> None:
        """Open the chosen cell."""
        raise NotImplementedError

    def action_step(self, step: int) -> None:
        """Some rows down or up."""
        self.grid.step(step)
        self.stepped()

    def action_word(self, step: int) -> None:
        """A column on or back."""
        self.grid.step_to(self.grid.row, self.grid.column + step)
        self.stepped()

    def action_page(self, step: int) -> None:
        """A page down or up."""
        self.grid.page(step)
        self.stepped()

    def action_edge(self, step: int) -> None:
        """To the first or last row."""
        self.grid.step_to(0 if step < 0 else len(self.grid.grid.rows) - 1, self.grid.column)
        self.stepped()

    def action_scroll_detail(self, step: int) -> None:
        """Scroll the chosen cell in full."""
        self.pane.scroll(step * 4)

    def action_show_memos(self) -> None:
        """Show the chosen cell in full below the grid, or not."""
        self.pane.toggle_class("-sent-away")

    # sizes

    def action_wider(self, step: int) -> None:
        """The column of the cursor wider or narrower."""
        if self.sheet is not None and self.sheet.columns:
            self.say(f"The column is {self.grid.widen(step)} wide.")

    def action_widen(self) -> None:
        """A column less in sight, and the others wider."""
        self._share(-1)

    def action_narrow(self) -> None:
        """A column more in sight, and the others narrower."""
        self._share(1)

    def _share(self, step: int) -> None:
        many = self.grid.show_columns(self.grid.many_in_sight + step)
        self.say(f"{many} column{'' if many == 1 else 's'} in sight.")

    def action_toggle_compact(self) -> None:
        """Rows with more lines, or fewer again."""
        most = self.grid.zoom_on()
        self.say("Rows have all their lines." if not most else f"Rows have at most {most} line{'' if most == 1 else 's'}.")
