"""Extracts side by side: one theme across participants or groups, with the memos on the theme at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from qualcode.domain.queries import code_alone
from qualcode.domain.similar import Like
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.screens.code_questions import CodeQuestions
from qualcode.tui.screens.found import CONCERNED, Place, Question, turn_of
from qualcode.tui.screens.grouping import ChoosesGroups
from qualcode.tui.screens.side_memos import SideMemos
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.side_columns import SideBlock, SideColumns, SideStrip
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.retrieving import Retrieved
    from qualcode.services.side_by_side import RetrievedColumns
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue
    from qualcode.tui.widgets.typing import TypedInto


class SideScreen(ChoosesGroups, CodeQuestions, SideMemos):
    """Columns of extracts, one for each participant or group, and under them the memos on the theme."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012
    PLACE = "side"
    HEADING = "Side by side"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("side")]

    class Answered(Message):
        """The worker has columns, or a refusal."""

        def __init__(self, question: Question, found: RetrievedColumns | QualcodeError) -> None:
            self.question = question
            self.found = found
            super().__init__()

    def __init__(self, desk: StudyDesk, question: Question | None = None, by: tuple[str, str] = ("", "")) -> None:
        """Columns for a question; `by` is the attribute that makes groups, with the bands of its numbers."""
        super().__init__(desk)
        self.codebook = desk.codebook()
        self.question = question
        self.by = by
        self.found: RetrievedColumns | None = None
        self.hidden: set[str] = set()
        self._fault: int | None = None
        self._renewed = False

    def body(self) -> Iterator[Widget]:
        """The question, the columns, the memos."""
        yield QueryLine()
        yield SideColumns()
        yield VerticalScroll(Static(), id="side-memos", can_focus=False)

    # its parts

    @property
    def columns(self) -> SideColumns:
        """The columns."""
        return self.query_one(SideColumns)

    @property
    def typed_into(self) -> TypedInto:
        """The columns have the keyboard."""
        return self.columns

    @property
    def shown(self) -> list[int]:
        """The columns that are compared, by place in what was found."""
        if self.found is None:
            return []
        return [place for place, one in enumerate(self.found.beside.columns) if one.name not in self.hidden]

    @property
    def extract(self) -> Retrieved | None:
        """The chosen extract."""
        shown = self.shown
        if self.found is None or not shown:
            return None
        rows = self.found.rows[shown[self.columns.column]]
        return rows[self.columns.at] if rows else None

    @property
    def theme(self) -> int | None:
        """The code that is compared, None where a query asks for more."""
        path = code_alone(self.question.words) if self.question is not None and not self.question.codings else None
        try:
            return None if path is None else self.codebook.find(path).id
        except QualcodeError:
            return None

    # starting

    def on_mount(self) -> None:
        """Take colours; say what can be done."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())
        self.columns.say_empty(
            "Extracts of one theme, participant beside participant",
            "",
            "f    choose the theme or code",
            "/    ask a query, such as  Time and role = nurse",
            "T    columns by participant, or by the groups of an attribute",
            "p    keep a column in sight while the others go by",
        )
        self.set_focus(self.columns)

    def _take_colours(self) -> None:
        self.columns.hues = self.hues_now()
        self.columns.refresh()

    def hues_now(self) -> Mapping[int, Hue]:
        """The colours of codes."""
        return hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))

    def renew(self) -> None:
        """Ask what is asked, or have it chosen."""
        self.show_question()
        if self.question is None:
            self.action_filter_codes()
        else:
            self.ask(self.question)

    def take_change(self, change: ChangeSet) -> None:
        """Compare again where codings, codes or texts changed; read the memos again where they did."""
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
            self._take_colours()
        if change.touches(*CONCERNED) and self.question is not None:
            self._renewed = True
            self._look_up(self.question, *self.by)
        elif change.touches("memo", "memo_link"):
            self.show_memos()

    # asking

    def action_find(self) -> None:
        """Type what is asked."""
        words = self.question.words if self.question is not None and not self.question.codings else ""

        def done(words: str | None) -> None:
            if words is not None and words.strip():
                self.ask(self.question_of(words.strip()))

        self.open_prompt(self.LABEL, done, words)
        self.say("Enter asks, Esc leaves it as it was.")

    def ask(self, question: Question, *, at: int = 0) -> None:
        """Look extracts up and lay them out in columns."""
        self.question, self._renewed = question, False
        self.hidden.clear()
        self.columns.column = at
        self._look_up(question, *self.by)

    def by_chosen(self, name: str, bands: str) -> None:
        """Columns by participant, or by the groups of an attribute."""
        self.by = (name, bands)
        self.hidden.clear()
        if self.question is not None:
            self._look_up(self.question, name, bands)

    def action_transpose(self) -> None:
        """Choose what makes the columns."""
        self.choose_groups("Columns by", everybody="each participant")

    @work(thread=True, exclusive=True, group="side", exit_on_error=False)
    def _look_up(self, question: Question, by: str, bands: str) -> None:
        try:
            self.post_message(self.Answered(question, self.desk.lookup.beside(question, by, bands)))
        except QualcodeError as error:
            self.post_message(self.Answered(question, error))

    def on_side_screen_answered(self, event: Answered) -> None:
        """Show the columns, or the refusal."""
        if event.question is not self.question:
            return
        said = self._said if self._renewed else ("", "good")
        self._renewed = False
        if isinstance(event.found, QualcodeError):
            self.found, self._fault = None, getattr(event.found, "at", None)
            said = (str(event.found), "bad")
        else:
            self.found, self._fault = event.found, None
        self._show_columns()
        self.show_memos()
        self._said = said
        self.show_status()

    def _show_columns(self) -> None:
        strips = []
        for place in self.shown:
            assert self.found is not None
            column, rows = self.found.beside.columns[place], self.found.rows[place]
            many, people = len(rows), len(column.participants)
            said = f"{many} extract{'' if many == 1 else 's'}"
            if self.found.beside.by:
                said += f" of {people} participant{'' if people == 1 else 's'}"
            strips.append(SideStrip(drawn(column.name), said, [self._block(row) for row in rows]))
        self.columns.show(strips)
        self.draw_question()

    def _block(self, row: Retrieved) -> SideBlock:
        extract = row.extract
        who = f"{', '.join(extract.cases)} " if self.found is not None and self.found.beside.by else ""
        marks = ("★" if row.star else "") + ("?" if row.unsure else "")
        where = turn_of("" if who or len(extract.cases) == 1 else extract.source, extract.turn)
        names = ", ".join(self.codebook[code].name for code in row.codes if code in self.codebook)
        lead = " ".join(part for part in (f"{who}{where}", marks, f" {names}") if part)
        return SideBlock(drawn(lead), drawn(extract.words), row.codes[0])

    def show_question(self) -> None:
        """Draw what is compared, and how much there is."""
        words = drawn(self.question.words) if self.question is not None else ""
        said = ""
        if self.found is not None:
            beside, shown = self.found.beside, len(self.shown)
            by = f"by {drawn(beside.by)}" if beside.by else "by participant"
            hidden = f" of {len(beside.columns)}" if shown < len(beside.columns) else ""
            said = f"{beside.extracts} extracts in {shown}{hidden} columns {by} · {beside.reading}"
        self.query_line.answer(self.LABEL, words, said, fault=None if self._fault is None else self._fault - 1)

    # moving

    def on_side_columns_stepped(self) -> None:
        """Say where the chosen extract stands."""
        self.say("")

    def on_side_columns_entered(self) -> None:
        """Two clicks open the extract."""
        self.action_open()

    def action_step(self, step: int) -> None:
        """The next extract of the column, or the one before."""
        self.columns.step(step)

    def action_word(self, step: int) -> None:
        """The next column, or the one before."""
        columns = self.columns
        if columns.columns:
            column = min(max(0, columns.column + step), len(columns.columns) - 1)
            columns.step_to(column, columns.place_in(column))

    def action_page(self, step: int) -> None:
        """A page on or back."""
        self.columns.page(step)

    def action_edge(self, step: int) -> None:
        """To the first or last extract of the column."""
        self.columns.step_to(self.columns.column, 0 if step < 0 else 1_000_000)

    def action_toggle_compact(self) -> None:
        """Scroll all columns as one, or each for itself."""
        self.columns.scroll_together(not self.columns.together)
        self.say("The columns scroll together." if self.columns.together else "Each column scrolls for itself.")

    def action_widen(self) -> None:
        """A column less."""
        self.say("" if self.columns.show_fewer(1) else "One column has the whole width.")

    def action_narrow(self) -> None:
        """A column more."""
        self.say("" if self.columns.show_fewer(-1) else "No more columns fit.")

    def action_pin(self) -> None:
        """Keep the chosen column in sight, or no longer."""
        pinned = self.columns.pin()
        name = self.columns.chosen_name or ""
        self.say(f"{name} stays in sight while the others go by." if pinned else f"{name} goes by again.")

    def action_choose_columns(self) -> None:
        """Choose which columns are compared."""
        from qualcode.tui.modals.choose_several import ChooseSeveral

        if self.found is None or not self.found.beside.columns:
            return
        names = [column.name for column in self.found.beside.columns]

        def chosen(kept: list[str] | None) -> None:
            if kept:
                self.hidden = set(names) - set(kept)
                self._show_columns()

        kept = [name for name in names if name not in self.hidden]
        self.app.push_screen(ChooseSeveral("Columns to compare", names, kept), chosen)

    def action_open(self) -> None:
        """Open the chosen extract where it is coded."""
        row = self.extract
        if row is not None:
            if self.question is not None:
                self.qualcode.asked[self.PLACE] = (self.question, self.by)
            self.qualcode.open_place(Place(row.source, row.extract.span, row.codings[0]))

    def action_back(self) -> None:
        """Back to the screen this was opened from."""
        if self.question is not None:
            self.qualcode.asked[self.PLACE] = (self.question, self.by)
        self.app.pop_screen()

    def like_here(self) -> Question | None:
        """The chosen extract, for turns like it."""
        row = self.extract
        if row is None:
            return None
        return Question(turn_of(row.extract.source, row.extract.turn), like=Like(source=row.source, span=row.extract.span))

    # files

    def action_export(self) -> None:
        """Write the columns that are compared to a Word or CSV file."""
        found = self.found
        if found is None or not self.shown:
            self.say("There is nothing to write.", refused=True)
            return
        beside = replace(found.beside, columns=tuple(found.beside.columns[place] for place in self.shown))

        def write(path: Path) -> str:
            self.desk.lookup.write_beside(beside, path)
            return f"Wrote {beside.extracts} extracts in {len(beside.columns)} columns to {path}."

        self.ask_path("side-by-side.docx", write)

    # what it says

    def show_status(self) -> None:
        """Draw the status line: where the chosen extract stands, and what a key did."""
        row = self.extract
        parts: list[Part] = []
        if row is not None:
            many = len(self.columns.columns[self.columns.column].blocks)
            parts.append((f" {self.columns.at + 1} of {many} ", "badge"))
            if not self._said[0]:
                parts += [
                    (f"  {self._codes_of(row)}", "bold"),
                    (f"  {drawn(turn_of(row.extract.source, row.extract.turn))}", "plain"),
                ]
                if row.extract.coder != self.desk.coder:
                    parts.append((f"  coded by {drawn(row.extract.coder)}", "muted"))
        self.query_one(StatusBar).show([*parts, ("  ", "plain"), self._said])
