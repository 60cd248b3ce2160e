"""The codings a row of a table rests on and those it could: what each is to the finding, which it supports or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from qualcode.domain.summaries import Bearing
from qualcode.domain.text import drawn
from qualcode.domain.theme_tables import BEARINGS
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.screens.tables_told import counted, said_by
from qualcode.tui.widgets.block_list import Block, BlockList, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from qualcode.domain.theme_table_desk import Candidate, ShownEvidence, ShownRow

_KEYS = "1 supports  2 qualifies  3 contradicts  x none  s in the transcript"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage as evidence: the ids of its codings that are linked, or of the one that would be; None for no bearing.

    `passage` is None where a linked coding is none of the analysis coding any more; `gone` is it then.
    """

    codings: tuple[int, ...]
    bearing: Bearing | None
    passage: Candidate | None = None
    gone: ShownEvidence | None = None

    @property
    def key(self) -> int:
        """What names it while the dialog is open."""
        return self.passage.coding if self.passage is not None else self.codings[0]


def weighed(row: ShownRow, candidates: Sequence[Candidate]) -> list[Weighed]:
    """What a row rests on, what is gone of that, and then what it could rest on."""
    linked: list[Weighed] = []
    offered: list[Weighed] = []
    for one in candidates:
        codings = linked_codings(row, one)
        (linked if one.bearing is not None else offered).append(Weighed(codings or (one.coding,), one.bearing, one))
    gone = [Weighed((one.coding,), one.bearing, gone=one) for one in row.evidence if one.gone]
    return [*linked, *gone, *offered]


def linked_codings(row: ShownRow, one: Candidate) -> tuple[int, ...]:
    """The codings on the words of a passage that a row is linked to: several codes can stand on the same words."""
    there = (one.source_name, one.turn, one.words)
    return tuple(each.coding for each in row.evidence if (each.source_name, each.turn, each.words) == there and not each.gone)


class RowEvidence(Dialog[Weighed]):
    """Answers what is to be opened in its transcript, or None; what a passage is to the finding is said while it is open."""

    DEFAULT_CSS = """
    RowEvidence > .box { width: 104; height: 85%; }
    RowEvidence #evidence-finding { color: $foreground 80%; height: auto; max-height: 3; }
    RowEvidence BlockList { margin-top: 1; }
    RowEvidence #evidence-said { height: auto; min-height: 1; max-height: 2; }
    RowEvidence #evidence-keys { height: auto; color: $foreground 80%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", show=False, id="evidence.down"),
        Binding("up,k", "step(-1)", show=False, id="evidence.up"),
        Binding("pagedown,space", "step(10)", show=False, id="evidence.page_down"),
        Binding("pageup", "step(-10)", show=False, id="evidence.page_up"),
        Binding("home,g", "step(-9999)", show=False, id="evidence.start"),
        Binding("end,G", "step(9999)", show=False, id="evidence.end"),
        Binding("x,4,minus", "drop", show=False, id="evidence.drop"),
        Binding("s,enter", "jump", show=False, id="evidence.jump"),
        *(Binding(str(at + 1), f"bear({at})", show=False, id=f"evidence.bear.{at + 1}") for at in range(len(BEARINGS))),
    ]

    def __init__(self, row: ShownRow, found: Sequence[Weighed], bear: Callable[[Weighed, Bearing | None], None]) -> None:
        """The evidence of a row; `bear` records what a passage is to its finding, and has what is shown taken anew."""
        super().__init__()
        self._row = row
        self._found = list(found)
        self._bear = bear

    def compose(self) -> ComposeResult:
        """The finding, the passages, what a key did."""
        with Vertical(classes="box") as box:
            box.border_title = f"Evidence for “{drawn(self._row.label)}”".replace("[", r"\[")
            box.border_subtitle = "Esc back to the table"
            if self._row.finding and self._row.finding != self._row.label:
                yield Static(Content(drawn(self._row.finding)), id="evidence-finding")
            yield BlockList("evidence-list")
            yield Static(id="evidence-said")
            yield Static(Content(_KEYS), id="evidence-keys")

    def on_mount(self) -> None:
        """Begin with the first passage."""
        self._show()
        self.set_focus(self.passages)

    @property
    def passages(self) -> BlockList:
        """The passages."""
        return self.query_one(BlockList)

    @property
    def chosen(self) -> Weighed | None:
        """The chosen passage."""
        return next((one for one in self._found if one.key == self.passages.key), None)

    def take(self, found: Sequence[Weighed], said: str) -> None:
        """Show what the passages are now, each in its place; one that is gone and no evidence any more is left out."""
        now = {one.key: one for one in found}
        self._found = [now[one.key] for one in self._found if one.key in now]
        self._show()
        self.say(said)

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did."""
        self.query_one("#evidence-said", Static).update(Content.assemble((words, "$error" if refused else "$success")))

    def _show(self) -> None:
        many = sum(one.bearing is not None for one in self._found)
        by = [f"{sum(one.bearing is bearing for one in self._found)} {bearing}" for bearing in BEARINGS]
        head = Line(f"Rests on {counted(many, 'coding')}", kind="bold", tail=[(", ".join(by), "muted")] if many else (), most=1)
        empty = ("No passage is coded with the codes of this row.", "", "A there names codes, Tab shows all coded passages")
        self.passages.show([Block(None, [head]), *map(_block, self._found)] if self._found else (), empty=empty)

    def action_step(self, step: int) -> None:
        """Some passages on or back."""
        self.passages.step_to(self.passages.at + step)

    def on_block_list_stepped(self) -> None:
        """What was said is of another passage."""
        self.say("")

    def action_bear(self, at: int) -> None:
        """Say what the passage is to the finding."""
        one = self.chosen
        if one is None:
            self.say("No passage is chosen.", refused=True)
        elif one.gone is not None:
            self.say("It is none of the analysis coding any more: x unlinks it.", refused=True)
        else:
            self._bear(one, BEARINGS[at])

    def action_drop(self) -> None:
        """The row does not rest on the passage."""
        one = self.chosen
        if one is None or one.bearing is None:
            self.say("The row does not rest on it.")
        else:
            self._bear(one, None)

    def action_jump(self) -> None:
        """Open the words in their transcript."""
        one = self.chosen
        if one is None or one.passage is None:
            self.say("There is no passage to open.", refused=True)
        else:
            self.dismiss(one)


def _block(one: Weighed) -> Block:
    """A passage with what it is to the finding."""
    kind = "good" if one.bearing is Bearing.SUPPORTS else "accent"
    bearing = [(str(one.bearing), kind)] if one.bearing is not None else [("no evidence", "muted")]
    sign = ("● ", kind) if one.bearing is not None else ("  ", "plain")
    if one.gone is not None:
        where = f"{one.gone.source_name} ¶{one.gone.turn}" if one.gone.turn is not None else one.gone.source_name
        lines = [Line(where, lead=[("○ ", "bad")], kind="bold", tail=bearing, most=1)]
        lines.append(Line("none of the analysis coding any more", lead=[("  ", "plain")], kind="bad"))
        return Block(one.key, [*lines, _words(one.gone.words)])
    assert one.passage is not None
    lines = [Line(said_by(one.passage), lead=[sign], kind="bold", tail=bearing, most=1), _words(one.passage.words)]
    return Block(one.key, [*lines, Line(", ".join(one.passage.codes), lead=[("  ", "plain")], kind="muted", most=1)])


def _words(words: str) -> Line:
    return Line(f"“{' '.join(words[:600].split())}”", lead=[("  ", "plain")], most=2, grows=True)
