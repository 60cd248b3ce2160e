"""The list of sources: words, turns, how much this coder has coded, and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings, footer
from qualcode.tui.widgets.bars import HeaderBar, KeyBar, StatusBar
from qualcode.tui.widgets.row_list import Column, RowList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.desk import StudyDesk

COLUMNS = (
    Column("#", 4, figures=True),
    Column("Source"),
    Column("Kind", 14, least=90),
    Column("Words", 7, figures=True),
    Column("Turns", 6, figures=True),
    Column("Speakers", 26, least=150),
    Column("Codings", 7, figures=True),
    Column("Coders", 28, least=110),
    Column("Uncoded", 7, figures=True),
    Column("State", 13),
)


class SourcesScreen(Screen[int]):
    """Chooses a source; answers its id."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sources")]

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = desk.sources()

    def compose(self) -> ComposeResult:
        """Header, list, status, keys."""
        yield HeaderBar()
        yield RowList(COLUMNS)
        yield StatusBar()
        yield KeyBar(footer("sources"), cast("QualcodeApp", self.app).keys.shown)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def on_mount(self) -> None:
        """Show the sources, the open one chosen."""
        desk = self._desk
        self.query_one(HeaderBar).show(
            [
                ("◧ ", "accent"),
                ("qualcode ", "accent"),
                (desk.title, "bold"),
                ("  Sources", "plain"),
                (f"  coder: {desk.coder}", "muted"),
            ]
        )
        here = desk.source.text.source.id if desk.source is not None else None
        numbers = [line.overview.source.id for line in self._lines]
        self._list.show([self._row(place) for place in range(len(self._lines))], numbers.index(here) if here in numbers else 0)
        self.set_focus(self._list)
        words = sum(line.overview.words for line in self._lines)
        coded = sum(line.mine for line in self._lines)
        many = len(self._lines)
        said = f" {many} source{'' if many == 1 else 's'}, {words:,} words, {coded:,} codings of yours"
        self.query_one(StatusBar).show(
            [(said if many else " No sources yet: import some with  qualcode import STUDY FILE ...", "plain")]
        )

    def _row(self, place: int) -> list[str]:
        line = self._lines[place]
        source = line.overview.source
        speakers = ", ".join(f"{drawn(one.label)} {one.turns}" for one in line.overview.speakers) or "no turns"
        return [
            str(source.number),
            drawn(source.name),
            str(source.kind),
            f"{line.overview.words:,}",
            f"{line.overview.turns:,}" if line.overview.turns else "·",
            speakers,
            f"{line.mine:,}" if line.mine else "·",
            ", ".join(drawn(name) for name, _ in line.overview.codings),
            "" if line.uncoded is None or not line.state else f"{line.uncoded:.0%}",
            line.state,
        ]

    def action_step(self, step: int) -> None:
        """Some rows on or back."""
        self._list.step_to(self._list.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last row."""
        self._list.step_to(0 if step < 0 else len(self._lines) - 1)

    def action_open(self) -> None:
        """Answer the chosen source."""
        if self._lines:
            self.dismiss(self._lines[self._list.at].overview.source.id)

    def on_row_list_chosen(self) -> None:
        """Two clicks open."""
        self.action_open()

    def action_back(self) -> None:
        """Back to the text."""
        if self._desk.source is None:
            cast("QualcodeApp", self.app).bell()
            return
        self.dismiss(None)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on a key does what the key does."""
        await cast("QualcodeApp", self.app).run_command(event.command)
