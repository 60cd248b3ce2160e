"""The editor of a chart's cell: the summary and the analyst's remark, with the coded extracts beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.domain.dates import local_time
from qualcode.domain.summaries import Bearing
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.chart_cell import extracts_of, notes_of
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.widgets.chart.extracts import ExtractList
from qualcode.tui.widgets.chart.words import SummaryArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.timer import Timer

    from qualcode.domain.cells import CellEvidence, OpenCell
    from qualcode.services.cell_drafts import CellDraft
    from qualcode.tui.chart_desk import ChartDesk
    from qualcode.tui.widgets.transcript.tints import Hue

_KEEP_AFTER = 1.0
"""Seconds after which what was typed is kept: what a crash can cost at most."""
_WIDE = 100
"""Cells of the screen from which on all keys are named."""
_KEYS = "ctrl+s save  ctrl+d draft  ctrl+t refer  ctrl+y quote  ctrl+n next extract  ctrl+o open it  Tab  Esc"
_KEYS_LOW = "ctrl+s save  ctrl+d draft  ctrl+t refer  ctrl+n next  Tab  Esc"
BEARINGS = (Bearing.SUPPORTS, Bearing.QUALIFIES, Bearing.CONTRADICTS, Bearing.LEFT_OUT)
"""What an extract can be to a summary, in the order of the digits that say so."""


class Ending(Enum):
    """How the editor was left."""

    COMPLETE = "complete"
    DRAFT = "draft"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class CellWords:
    """What is to be saved, or which extract is to be opened in its source (`JUMP`)."""

    ending: Ending
    text: str
    remark: str
    extract: CellEvidence | None = None


class CellEditor(Dialog[CellWords]):
    """Answers what is to be saved, or None: the words then lie on the desk, unless they were thrown away."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    CellEditor { align: center bottom; background: $background 0%; }
    CellEditor > .box { width: 100%; max-width: 100%; height: 55%; max-height: 100%; padding: 0 1; }
    CellEditor.-low > .box { height: 75%; }
    CellEditor .sides { height: 1fr; }
    CellEditor .left { width: 55%; padding-right: 1; }
    CellEditor .right { width: 45%; border-left: solid $panel; padding-left: 1; }
    CellEditor SummaryArea { height: 1fr; background: $background; border: none; padding: 0 1; }
    CellEditor SummaryArea:focus { background: $background; border: none; }
    CellEditor #cell-remark { height: 3; }
    CellEditor .label { color: $foreground 80%; height: 1; }
    CellEditor #cell-notes { max-height: 4; }
    CellEditor #cell-said { height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="cell.leave", priority=True),
        Binding("ctrl+s", "save('COMPLETE')", show=False, id="cell.save", priority=True),
        Binding("ctrl+d", "save('DRAFT')", show=False, id="cell.draft", priority=True),
        Binding("ctrl+t", "refer", show=False, id="cell.refer", priority=True),
        Binding("ctrl+y", "quote", show=False, id="cell.quote", priority=True),
        Binding("ctrl+n", "choose(1)", show=False, id="cell.next", priority=True),
        Binding("ctrl+p", "choose(-1)", show=False, id="cell.before", priority=True),
        Binding("ctrl+o", "jump", show=False, id="cell.jump", priority=True),
        Binding("ctrl+g", "throw_away", show=False, id="cell.throw_away", priority=True),
        # Before what has the keyboard: letters typed right behind it belong to the next field.
        Binding("tab", "app.focus_next", show=False, id="cell.next_field", priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, id="cell.field_before", priority=True),
        Binding("down,j", "choose(1)", show=False, id="cell.down"),
        Binding("up,k", "choose(-1)", show=False, id="cell.up"),
        Binding("t,enter", "refer", show=False, id="cell.refer_here"),
        Binding("y", "quote", show=False, id="cell.quote_here"),
        Binding("s", "jump", show=False, id="cell.jump_here"),
        *(Binding(str(at + 1), f"bear({at})", show=False, id=f"cell.bear.{at + 1}") for at in range(len(BEARINGS))),
    ]

    def __init__(
        self,
        book: ChartDesk,
        cell: OpenCell,
        hues: Mapping[int, Hue],
        *,
        draft: CellDraft | None = None,
        said: str = "",
        bear: Callable[[OpenCell, int, Bearing], None],
    ) -> None:
        """The editor of an opened cell; `draft` holds unsaved words of it, `bear` says what a coding is to the summary."""
        super().__init__()
        self._book = book
        self.cell = cell
        self._hues = hues
        self._draft = draft
        self._told = said
        self._bear = bear
        self._keeping: Timer | None = None
        self._before = (cell.text, cell.remark)
        self._kept: tuple[str, str] | None = None if draft is None else (draft.text, draft.remark)

    def compose(self) -> ComposeResult:
        """What is to be looked at, the words, the remark; beside them the extracts."""
        cell, draft = self.cell, self._draft
        theme = cell.theme.rpartition(" > ")[2]
        with Vertical(classes="box") as box:
            box.border_title = f"{drawn(cell.case_name)} › {drawn(theme)}".replace("[", r"\[")
            box.border_subtitle = _KEYS_LOW if self.app.size.width < _WIDE else _KEYS
            yield Static(id="cell-notes")
            with Horizontal(classes="sides"):
                with Vertical(classes="left"):
                    yield SummaryArea(cell.text if draft is None else draft.text, id="cell-text")
                    yield Static("Your remark, apart, printed in [ ]".replace("[", r"\["), classes="label")
                    yield SummaryArea(cell.remark if draft is None else draft.remark, id="cell-remark")
                with Vertical(classes="right"):
                    yield Static(id="cell-many", classes="label")
                    yield ExtractList()
            yield Static(id="cell-said")

    def on_mount(self) -> None:
        """Type at the end of the words there are."""
        self.set_class(self.app.size.height < 30, "-low")
        self.extracts.take_hues(self._hues)
        self.take(self.cell)
        self.text.focus(scroll_visible=False)
        self.text.move_cursor(self.text.document.end)
        if self._told:
            self.say(self._told)
        elif self._draft is not None:
            when = local_time(self._draft.when)
            self.say(f"Your words of {when}, not saved yet. ctrl+s saves them, ctrl+g throws them away.")

    # its parts

    @property
    def text(self) -> SummaryArea:
        """The summary."""
        return self.query_one("#cell-text", SummaryArea)

    @property
    def remark(self) -> SummaryArea:
        """The analyst's remark."""
        return self.query_one("#cell-remark", SummaryArea)

    @property
    def extracts(self) -> ExtractList:
        """The extracts."""
        return self.query_one(ExtractList)

    @property
    def words(self) -> tuple[str, str]:
        """Summary and remark as they are typed."""
        return self.text.text, self.remark.text

    @property
    def chosen(self) -> CellEvidence | None:
        """The chosen extract, None where there is none or it is gone from the cell."""
        at = self.extracts.at
        return self.cell.evidence[at] if at < len(self.cell.evidence) else None

    def take(self, cell: OpenCell) -> None:
        """Show the evidence of the cell as it is now; the words stay."""
        self.cell = cell
        self.extracts.show(extracts_of(cell), self.extracts.at)
        many = len(cell.evidence)
        keys = "1 supports  2 qualifies  3 contradicts  4 left out" if self.size.width >= 140 or not many else "1 2 3 4: bearing"
        self.query_one("#cell-many", Static).update(
            Content.assemble((f"{many} extract{'' if many == 1 else 's'}", "bold $accent"), (f"   {keys}" if many else "", "dim"))
        )
        notes = [Content.assemble((words, "$error" if kind == "bad" else "$accent")) for words, kind in notes_of(cell)]
        area = self.query_one("#cell-notes", Static)
        area.update(Content("\n").join(notes))
        area.display = bool(notes)

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did."""
        self.query_one("#cell-said", Static).update(Content.assemble((words, "$error" if refused else "$success")))

    # extracts

    def action_choose(self, step: int) -> None:
        """The next extract, or the one before."""
        self.extracts.choose(self.extracts.at + step)

    def on_extract_list_entered(self) -> None:
        """Two clicks refer to the extract."""
        self.action_refer()

    def action_refer(self) -> None:
        """Write where the chosen extract stands at the cursor, as (t. 12)."""
        one = self.chosen
        if one is None or not one.reference:
            self.say("There is no turn to refer to.", refused=True)
            return
        self.text.put(one.reference)
        self.say(f"Referred to {one.reference}.")

    def action_quote(self) -> None:
        """Write the words of the chosen extract at the cursor, in quotation marks and with where they stand."""
        one = self.chosen
        if one is None:
            self.say("There are no words to quote.", refused=True)
            return
        words = " ".join(one.extract.words.split())
        self.text.put(f"“{words}” {one.reference}".rstrip())
        self.say("Quoted; cut it to the words that matter.")

    def action_bear(self, at: int) -> None:
        """Say what the chosen extract is to the summary."""
        one = self.chosen
        if one is None:
            self.say("No extract is chosen.", refused=True)
            return
        self._bear(self.cell, one.extract.id, BEARINGS[at])

    def action_jump(self) -> None:
        """Open the chosen extract where it is coded; the words typed are kept meanwhile."""
        one = self.chosen
        if one is None:
            self.say("There is no extract to open.", refused=True)
            return
        self.keep()
        self.dismiss(CellWords(Ending.JUMP, *self.words, one))

    # keeping what is typed

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Keep the words soon."""
        if self._keeping is None:
            self._keeping = self.set_timer(_KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Keep the words on the desk now, where they are not so already; while another window writes, a little later."""
        self._keeping = None
        if self.words in (self._kept, self._before if self._kept is None else None):
            return
        try:
            if self.words == self._before:
                self._book.drop_draft(self.cell.case, self.cell.code)
            else:
                self._book.keep_draft(self.cell.case, self.cell.code, *self.words)
        except QualcodeError:
            self._keeping = self.set_timer(_KEEP_AFTER, self.keep)
            return
        self._kept = self.words

    @property
    def left_words(self) -> bool:
        """Whether unsaved words lie on the desk."""
        return self._kept is not None and self._kept != self._before and any(one.strip() for one in self._kept)

    def asks_before_leaving(self) -> bool:
        """Keep the words: then nothing is lost and nothing need be asked."""
        self.keep()
        return False

    # leaving

    def action_save(self, ending: str) -> None:
        """Answer the words, as complete or as a draft."""
        text, remark = self.words
        if not text.strip():
            self.say("A summary needs words. Esc, then 1 or 2, marks the cell as not raised or not asked.", refused=True)
            return
        self.keep()
        self.dismiss(CellWords(Ending[ending], text, remark))

    def action_leave(self) -> None:
        """Leave; words that are not saved stay on the desk."""
        self.keep()
        self.dismiss(None)

    def action_throw_away(self) -> None:
        """Ask, then forget what was typed."""

        def agreed(yes: bool | None) -> None:
            if yes:
                if self._keeping is not None:
                    self._keeping.stop()
                    self._keeping = None
                self._book.drop_draft(self.cell.case, self.cell.code)
                self._kept = None
                self.dismiss(None)

        if self.words == self._before and self._kept is None:
            self.dismiss(None)
            return
        words = "What you typed here would be lost. The cell stays as it was."
        self.app.push_screen(Confirm("Throw these words away?", words, "throw them away"), agreed)
