"""What the screens share that find something: a line to ask with, a list in groups, the chosen passage in its source."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import work
from textual.containers import Container
from textual.message import Message

from qualcode.domain.similar import Like
from qualcode.domain.text import drawn
from qualcode.errors import Cancelled, QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.found_list import FoundList, Group
from qualcode.tui.widgets.passage_view import PassageView
from qualcode.tui.widgets.query_line import QueryLine
from qualcode.tui.widgets.transcript.tints import Ink, hues_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.spans import Span
    from qualcode.services.coding_screen import SourceOnDesk
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.typing import TypedInto

Row = TypeVar("Row")

CONCERNED = ("coding", "code", "revision", "source", "turn", "speaker", "participant_case", "case_speaker", "value")
"""Tables whose change may give a question another answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage to be opened: its source, where it stands, the coding to be put in focus, and the hits to be walked.

    `words` are those by which the hits were found.
    """

    source: int
    span: Span
    coding: int | None = None
    hits: tuple[Span, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked in words; or, under these words, the codings that are asked for, or what turns are to be like.

    `own` reads each code of a query without its sub-codes.
    """

    words: str
    codings: tuple[int, ...] = ()
    like: Like | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Answer(Generic[Row]):
    """What was found, and how much in words."""

    rows: Sequence[Row]
    said: str


class FoundScreen(AskingScreen, Generic[Row]):
    """Asks in a worker, lists what was found and shows the chosen passage; a question is asked again when the study changes."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("found")]
    LABEL: ClassVar[str]
    THING: ClassVar[str]

    class Answered(Message):
        """The worker has an answer, or a refusal, to a question."""

        def __init__(self, question: Question, answer: Answer[Any] | QualcodeError) -> None:
            self.question = question
            self.answer = answer
            super().__init__()

    def __init__(self, desk: StudyDesk, question: Question | None = None, at: int = 0) -> None:
        super().__init__(desk)
        self.codebook = desk.codebook()
        self.question = question
        self.answer: Answer[Row] = Answer((), "")
        self.order: list[int] = []
        self._wanted = at
        self._looked_into: tuple[int, SourceOnDesk] | None = None

    def body(self) -> Iterator[Widget]:
        """The question, the list and the passage."""
        yield QueryLine()
        with Container(id="found"):
            yield FoundList()
            yield PassageView()

    # its parts

    @property
    def found(self) -> FoundList:
        """What was found."""
        return self.query_one(FoundList)

    @property
    def typed_into(self) -> TypedInto:
        """The list."""
        return self.found

    @property
    def _passage(self) -> PassageView:
        return self.query_one(PassageView)

    @property
    def row(self) -> Row | None:
        """The chosen one of what was found."""
        return self.answer.rows[self.order[self.found.at]] if self.order else None

    def like_here(self) -> Question | None:
        """The chosen passage, for turns like it."""
        row = self.row
        if row is None:
            return None
        place = self.place_of(row)
        return Question(self.called(row), like=Like(source=place.source, span=place.span))

    # what each screen says of its own

    @abstractmethod
    def called(self, row: Row) -> str:
        """A row in a few words: its source and turn."""

    @abstractmethod
    def look_up(self, question: Question) -> Answer[Row]:
        """Answer a question; called in a worker."""

    @abstractmethod
    def groups(self, rows: Sequence[Row]) -> tuple[list[int], list[Group]]:
        """The rows in the order in which they are listed, and their groups."""

    @abstractmethod
    def place_of(self, row: Row) -> Place:
        """Where a row stands."""

    @abstractmethod
    def said_of(self, row: Row) -> list[Part]:
        """What the status line says of a row."""

    @abstractmethod
    def hints(self) -> tuple[str, ...]:
        """What stands in the empty list before anything is asked."""

    # starting

    def on_mount(self) -> None:
        """Take codes and colours."""
        self.found.say_empty(*self.hints())
        self._take_codebook()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_codebook())
        self.set_focus(self.found)

    def renew(self) -> None:
        """Ask what was asked before, or have it typed."""
        if self.question is None:
            self.action_find()
        else:
            self.ask(self.question, at=self._wanted)

    def _take_codebook(self) -> None:
        self.found.hues = hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))
        self._passage.use_codebook(self.codebook)
        self.found.refresh()

    def take_change(self, change: ChangeSet) -> None:
        """Read codes and the source anew where they changed, and ask again what may have another answer now."""
        self._looked_into = None
        if change.touches("code", "code_shown_under"):
            self.codebook = self.desk.codebook()
            self._take_codebook()
        if change.touches(*CONCERNED) and self.question is not None:
            self.ask_again(self.question)

    def ask_again(self, question: Question) -> None:
        """Answer a question anew, because the study changed."""
        self._renewed = True
        self._look_up(question)

    # asking

    def action_find(self) -> None:
        """Type what is asked."""
        words = self.question.words if self.question is not None and not self.question.codings else ""
        self.open_prompt(self.LABEL, self._end_typing, words, self.typed)
        self.say("Enter asks, Esc leaves it as it was.")

    def typed(self, _words: str) -> None:
        """Hear the line as it is typed."""

    def _end_typing(self, words: str | None) -> None:
        if words is not None and words.strip():
            self.ask(self.question_of(words.strip()))
        elif self.question is None and words is None:
            self.action_back()

    def question_of(self, words: str) -> Question:
        """What was typed, as it is asked."""
        return Question(words)

    def ask(self, question: Question, *, at: int = 0) -> None:
        """Look something up, and choose the `at`-th of what is found."""
        self.question, self._wanted, self._renewed = question, at, False
        self._look_up(question)

    @work(thread=True, exclusive=True, group="found", exit_on_error=False)
    def _look_up(self, question: Question) -> None:
        try:
            answer: Answer[Any] = self.look_up(question)
            self.post_message(self.Answered(question, answer))
        except Cancelled:
            # Whoever stopped it has said so.
            return
        except QualcodeError as error:
            self.post_message(self.Answered(question, error))

    def on_found_screen_answered(self, event: Answered) -> None:
        """Show the answer to the question that was asked last."""
        if event.question is not self.question:
            return
        if isinstance(event.answer, QualcodeError):
            self._refuse(event.answer)
            return
        self.answer, self.waiting = event.answer, False
        self._fault = None
        # What a key did to the study stays said when the answer is renewed because of it.
        said = self._said if self._renewed else ("", "good")
        self._list_anew(self.found.at if self._renewed else self._wanted)
        self._said, self._renewed = said, False
        self.show_status()

    _fault: int | None = None
    _renewed = False
    waiting = False
    """Whether an answer is to come that takes long."""

    def _refuse(self, error: QualcodeError) -> None:
        self.answer, self.waiting, self._fault = Answer((), ""), False, getattr(error, "at", None)
        self._list_anew(0)
        room = max(30, self.found.size.width - 6)
        said = [*wrap(drawn(error.message), room), *wrap(drawn(error.hint), room)]
        self.found.say_empty(*said, "", *self.hints()[2:])
        self.say(error.message, refused=True)

    def list_otherwise(self) -> None:
        """List the same in other groups, the same one chosen."""
        row = self.row
        self._list_anew(0)
        if row is not None:
            self.found.step_to(self.order.index(self.answer.rows.index(row)))

    def _list_anew(self, at: int) -> None:
        self.order, groups = self.groups(self.answer.rows)
        if not self.order and self.question is not None:
            self.found.say_empty(f"Nothing was found for {drawn(self.question.words)}", *self.hints()[1:])
        self.found.show(groups, at)
        self.draw_question()
        self._show_chosen()

    def show_question(self) -> None:
        """Draw what was asked, from the place on where it cannot be read as wrong."""
        words = self.question.words if self.question is not None else ""
        fault = None if self._fault is None else self._fault - 1
        self.query_line.answer(self.LABEL, drawn(words), self.answer.said, fault=fault)

    # the chosen one

    def on_found_list_stepped(self) -> None:
        """Show the passage of the entry now chosen."""
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.say("")
        self.show_passage()

    def show_passage(self) -> None:
        """Show the chosen one in its source."""
        row = self.row
        if row is None:
            self._passage.clear()
            return
        place = self.place_of(row)
        with self.refusals():
            if self._looked_into is None or self._looked_into[0] != place.source:
                self._looked_into = place.source, self.desk.look_into(place.source)
            source = self._looked_into[1]
            self._passage.show_passage(source.text, source.codings, place.span, hits=place.hits, focus=place.coding)

    def on_found_list_entered(self) -> None:
        """Two clicks open the passage."""
        self.action_open()

    def action_open(self) -> None:
        """Open the chosen passage where it is coded."""
        if self.row is not None:
            self.keep()
            self.qualcode.open_place(self.place_of(self.row))

    def keep(self) -> None:
        """Keep what was asked and which was chosen, for the next time the screen is opened."""
        if self.question is not None:
            self.qualcode.asked[self.PLACE] = (self.question, self.found.at)

    # files

    FILE: ClassVar[str]
    """The name that is offered for a file of what is listed."""

    @abstractmethod
    def write_to(self, path: Path, question: Question, rows: Sequence[Row]) -> None:
        """Write what was found to a Word or CSV file; called in a worker."""

    def action_export(self) -> None:
        """Write what is listed to a Word or CSV file."""
        question, rows, many = self.question, self.answer.rows, len(self.answer.rows)
        if question is None or not many:
            self.say("There is nothing to write.", refused=True)
            return

        def write(path: Path) -> str:
            self.write_to(path, question, rows)
            return f"Wrote {many:,} {self.THING}{'' if many == 1 else 's'} to {path}."

        self.ask_path(self.FILE, write)

    # moving

    def action_step(self, step: int) -> None:
        """Some entries on or back."""
        self.found.step_to(self.found.at + step)

    def action_edge(self, step: int) -> None:
        """To the first or last entry."""
        self.found.step_to(0 if step < 0 else self.found.many - 1)

    def action_turn(self, step: int) -> None:
        """To the next group, or to the start of this one and the one before."""
        self.found.step_group(step)

    def action_back(self) -> None:
        """Back to the screen this was opened from."""
        self.keep()
        self.app.pop_screen()

    # what it says

    def show_status(self) -> None:
        """Draw the status line: which entry it is, and what a key did."""
        row = self.row
        count: list[Part] = [(f" {self.found.at + 1} of {self.found.many} ", "badge")] if row is not None else []
        here = self.said_of(row) if row is not None else []
        if self._said[0]:
            here = []
        self.query_one(StatusBar).show([*count, *here, ("  ", "plain"), self._said])


def turn_of(source: str, turn: int | None) -> str:
    """A source and the number of a turn in it, as the screens write it."""
    return f"{source} ¶{turn}".strip() if turn is not None else source or "–"


def of_code(codebook: Codebook, code: int) -> Question:
    """What asks for turns like all that has a code."""
    return Question(f"all that has {codebook.path_text(code)}", like=Like(code=code))
