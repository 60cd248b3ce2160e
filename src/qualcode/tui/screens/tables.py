"""The tables of the paper: each as it will print, beside it the codings that the row at hand can quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.screens.tables_base import CHOOSING
from qualcode.tui.screens.tables_looks import TablesLooks
from qualcode.tui.screens.tables_told import (
    ROW,
    candidate_blocks,
    counted,
    dot,
    proofs_of_candidate,
    proofs_of_quote,
    proofs_of_row,
    said_by,
    table_blocks,
    where_said,
    who_said,
)
from qualcode.tui.widgets.block_list import Block, BlockList, Line
from qualcode.tui.widgets.proof_panel import ProofPanel
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.theme_table_desk import Candidate, ShownTable
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue

_SHOWN = (
    "theme_table",
    "theme_table_row",
    "theme_table_row_code",
    "quote",
    "study_setting",
    "coding",
    "code",
    "revision",
    "source",
    "speaker",
    "participant_case",
    "case_speaker",
    "case_source",
    "attribute",
    "value",
    "finished_coding",
    "assignment",
)
"""Tables whose change may change what prints, or whose quotations there are to choose from."""


MOST = 300
"""Candidates that are listed at most."""
_PAUSE = 0.08
"""Seconds without a key after which the candidates of another row are looked for: who walks down a table does not wait."""
ROW_S, STARRED, EVERY = "of the row", "starred", "of the study"
"""Which candidates are shown."""


class TablesScreen(TablesLooks):
    """One table at a time: its rows, the candidates of a row, the verbatim beside the printed form."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tables")]
    PLACE = "tables"
    HEADING = "Tables"

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.sought = ""
        self.which = ROW_S
        self.compact = False
        self._hues: dict[int, Hue] = {}
        self._dots: dict[str, Part] = {}
        self._offered: tuple[int | None, Sequence[Candidate]] = (None, ())
        self._soon: Timer | None = None

    def body(self) -> Iterator[Widget]:
        """Which table, its rows and the candidates, both forms of what is chosen."""
        yield QueryLine()
        with Container(id="tables"):
            yield BlockList("table-rows")
            yield BlockList("table-candidates")
        yield ProofPanel()

    # its parts

    @property
    def proof(self) -> ProofPanel:
        """Both forms of what is chosen."""
        return self.query_one(ProofPanel)

    # reading

    def on_mount(self) -> None:
        """Take the colours; begin where one was last."""
        self.number, self.rows.key = self.qualcode.at_table
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.lay_out())
        self.set_focus(self.rows)

    def renew(self) -> None:
        """Read the tables anew."""
        self.found = self.refused = None
        self._offered = (None, ())
        try:
            self.found = self.book.read()
        except QualcodeError as error:
            self.refused = error
        self.lay_out()

    def take_change(self, change: ChangeSet) -> None:
        """Show the tables as they are after a change of what they print or could print."""
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
        if change.touches(*_SHOWN):
            self.renew()
        self.show_status()

    def lay_out(self) -> None:
        """Show the table and the candidates."""
        self._hues = hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))
        self._dots = {code.name: dot(code.id, self._hues) for code in self.codebook}
        table = self.table
        if table is None:
            self.rows.show((), empty=self._hints())
        else:
            blocks = list(table_blocks(table, self._hues, compact=self.compact))
            self.rows.show(
                blocks, empty=("This table has no row yet.", "", "a   add a row: what it says, and the theme it stands under")
            )
        self.show_question()
        self.show_table_beside()

    def show_table_beside(self) -> None:
        """Show the candidates of the row at hand, and both forms of what is chosen."""
        self.show_candidates()
        self.show_proof()

    def show_candidates(self) -> None:
        """Show the candidates of the row at hand."""
        row = self.row
        if row is None:
            self.fitting = ()
            self.candidates.show((), empty=("Candidates stand here once there is a row.",))
            return
        offered = self._offered_to(row.id)
        words = self.sought.casefold().split()
        self.fitting = [
            one
            for one in offered
            if (one.starred or self.which != STARRED)
            and all(word in f"{one.words} {who_said(one)} {where_said(one)} {' '.join(one.codes)}".casefold() for word in words)
        ]
        blocks = list(candidate_blocks(self.fitting[:MOST], self._dots))
        more = len(self.fitting) - MOST
        if more > 0:
            blocks.append(Block(None, [Line(f"and {more:,} more: / narrows them", lead=[("  ", "plain")], kind="muted")]))
        self.candidates.show([self._head(), *blocks] if blocks else [], empty=self._no_candidates())

    def _show_in_time(self) -> None:
        """Show the candidates of the row at which one came to rest."""
        row = self.row
        if row is not None and self._offered[0] != row.id:
            self.show_candidates()

    def _offered_to(self, row: int) -> Sequence[Candidate]:
        """What a row can quote, read once while nothing changes."""
        if self._offered[0] != row:
            try:
                self._offered = row, self.book.candidates(row, everything=self.which == EVERY)
            except QualcodeError as error:
                self._offered = row, ()
                self.say(str(error), refused=True)
        return self._offered[1]

    def _head(self) -> Block:
        starred, used = sum(one.starred for one in self.fitting), sum(bool(one.used) for one in self.fitting)
        said = f"{len(self.fitting):,}, {starred} starred, {used} used"
        which = {ROW_S: "Candidates", STARRED: "Starred candidates", EVERY: "All coded passages"}[self.which]
        sought = f" with {drawn(self.sought)}" if self.sought else ""
        return Block(None, [Line(which + sought, kind="bold", tail=[(said, "muted")], most=1)])

    def _no_candidates(self) -> tuple[str, ...]:
        row = self.row
        if self.sought:
            return ("No candidate holds these words.", "", "/   other words, or none", "f   all coded passages of the study")
        if self.which == STARRED:
            return ("No passage of this row is starred yet.", "", "f   go on to all passages", "*   stars one there")
        if row is not None and not row.codes and row.theme is None:
            return ("This row rests on no code yet.", "", "A   name the codes it rests on", "f   all coded passages of the study")
        return ("No passage is coded with the codes of this row.", "", "o c   code the transcripts first")

    def _hints(self) -> tuple[str, ...]:
        if self.refused is not None:
            return (drawn(self.refused.message), "", drawn(self.refused.hint))
        if not len(self.codebook):
            return (
                "There is no table yet, and no codebook",
                "",
                "o b   build the codebook: its groups become tables, its themes rows",
            )
        return (
            "There is no table yet",
            "",
            "a     make one: its rows are the themes of a group",
            "*     star the passages that say it best",
            "Tab   choose among them, Enter quotes one",
            "X     write it all to Word",
        )

    def show_question(self) -> None:
        """Which table it is, and what it holds."""
        table = self.table
        if table is None:
            self.query_line.answer("TABLES", "", "")
            return
        quotes = table.quotations
        people = {case for one in quotes for case in one.cases}
        unread = sum(not one.read for one in quotes)
        read = "" if not quotes else f" · {unread} unread" if unread else " · all read"
        said = f"{counted(len(quotes), 'quotation')} of {counted(len(people), 'participant')}{read}"
        of = f" of {len(self.tables)}" if len(self.tables) > 1 else ""
        self.query_line.answer(f"TABLE {table.number}{of}", drawn(table.title), said)

    def show_proof(self) -> None:
        """Show both forms of what is chosen."""
        candidate, quote, row = self.candidate, self.quote, self.row
        if self.is_choosing and candidate is not None:
            self.proof.show(*proofs_of_candidate(candidate, self.book.around(candidate)))
        elif quote is not None and self.found is not None:
            self.proof.show(*proofs_of_quote(quote, self.found.rules))
        elif row is not None:
            alone = self.table is not None and row in self.table.without_contrary
            self.proof.show(*proofs_of_row(row, alone=alone))
        else:
            self.proof.show()

    # moving

    def on_block_list_stepped(self, event: BlockList.Stepped) -> None:
        """Show what goes with what is chosen now."""
        row = self.row
        if event.blocks is self.rows and (row is None or self._offered[0] != row.id):
            self.candidates.key = None
            if self._soon is not None:
                self._soon.stop()
            self._soon = self.set_timer(_PAUSE, self._show_in_time)
        self.show_proof()
        self.say("")

    def on_block_list_entered(self) -> None:
        """Two clicks do what Enter does."""
        self.action_open()

    def on_descendant_focus(self) -> None:
        """The keys follow a click."""
        self.set_class(self.focused is self.candidates, CHOOSING)
        self.show_proof()
        self.show_status()

    def action_step(self, step: int) -> None:
        """Some blocks on or back."""
        self.active.step_to(self.active.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or the last."""
        self.active.step_to(0 if step < 0 else len(self.active.keys) - 1)

    def action_turn(self, step: int) -> None:
        """To the next row of the table, or the one before."""
        keys = self.rows.keys
        places = [place for place, key in enumerate(keys) if isinstance(key, tuple) and key[0] == ROW]
        further = [place for place in places if (place > self.rows.at if step > 0 else place < self.rows.at)]
        if further:
            self.rows.step_to(further[0] if step > 0 else further[-1])

    def action_word(self, step: int) -> None:
        """To the candidates, or back to the table."""
        self._to(choosing=step > 0)

    def action_switch_pane(self) -> None:
        """To the other list."""
        self._to(choosing=not self.is_choosing)

    def _to(self, *, choosing: bool) -> None:
        if choosing:
            self._show_in_time()
        if choosing and self.candidates.key is None:
            self.candidates.step_to(0)
        self.set_class(choosing, CHOOSING)
        self.set_focus(self.active)
        self.show_proof()
        self.say("")

    def action_table(self, number: int) -> None:
        """Show the table of a number."""
        table = next((one for one in self.tables if one.number == number), None)
        if table is None:
            self.say(f"There is no Table {number}." if self.tables else "There is no table yet: a makes one.", refused=True)
            return
        self.show_table(table)

    def show_table(self, table: ShownTable) -> None:
        """Show another table from its first row on."""
        self.number, self.rows.key, self.candidates.key = table.number, None, None
        self.lay_out()
        self._to(choosing=False)
        self.rows.scroll_to(y=0, animate=False, force=True)

    def go_to(self, number: int, key: tuple[str, int]) -> None:
        """Choose a row or a quotation of any table."""
        table = next((one for one in self.tables if one.number == number), None)
        if table is not None and table is not self.table:
            self.show_table(table)
        self._to(choosing=False)
        self.show_at(key)

    def action_scroll_detail(self, step: int) -> None:
        """Scroll both forms."""
        self.proof.scroll_words(step * 3)

    def action_toggle_compact(self) -> None:
        """Quotations in full, or their first rows."""
        self.compact = not self.compact
        self.lay_out()
        self.say("Quotations by their first rows." if self.compact else "Quotations in full.")

    def action_filter(self) -> None:
        """Type words that candidates must hold."""

        def changed(words: str) -> None:
            self.sought = words
            self.show_candidates()

        def done(words: str | None) -> None:
            changed((words or "").strip())
            self.show_question()

        self._to(choosing=True)
        self.open_prompt("CANDIDATES WITH", done, self.sought, changed)

    def action_filter_codes(self) -> None:
        """The candidates of the row, the starred ones alone, all coded passages of the study."""
        order = (ROW_S, STARRED, EVERY)
        self.which = order[(order.index(self.which) + 1) % len(order)]
        self._offered = (None, ())
        self.show_table_beside()
        words = {
            ROW_S: "Passages with the codes of the row.",
            STARRED: "The starred ones alone.",
            EVERY: "All coded passages of the study.",
        }
        self.say(words[self.which])

    def keep(self) -> None:
        """Keep where one is, for the next time."""
        key = self.rows.key
        self.qualcode.at_table = (self.number, key if isinstance(key, tuple) else None)

    def action_back(self) -> None:
        """From the candidates to the table, from there to the text."""
        if self.is_choosing:
            self._to(choosing=False)
            return
        self.keep()
        self.dismiss(None)

    # what it says

    def summary(self) -> str:
        """What is chosen, in a few words."""
        quote, row, candidate = self.quote, self.row, self.candidate
        if self.is_choosing:
            if candidate is None:
                return ""
            used = f"  quoted in {'; '.join(candidate.used)}" if candidate.used else "  Enter quotes it"
            return drawn(f"{said_by(candidate)}{used}")
        if quote is not None:
            contrary = "contrary  " if quote.contrary else ""
            return drawn(f"{contrary}{said_by(quote)}  {quote.wrong}".rstrip())
        if row is not None:
            return drawn(", ".join(map(str, row.support)) or ", ".join(row.code_names))
        return ""
