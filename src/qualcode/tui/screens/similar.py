"""More like this: turns that share telling words with a passage or a code, each in its source. It proposes and never codes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.worker import get_current_worker

from qualcode.domain.text import drawn
from qualcode.errors import Cancelled, QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.screens.found import Answer, FoundScreen, Place, Question, of_code, turn_of
from qualcode.tui.widgets.found_list import Entry, Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.similar import SimilarPassage
    from qualcode.tui.widgets.bars import Part

_MOST = 50
"""Turns that are proposed at most."""
_SHOWN = 400
"""Signs of a turn that a line of the list can show at most."""


class SimilarScreen(FoundScreen["SimilarPassage"]):
    """Proposed turns beside their sources."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("similar")]
    PLACE = "similar"
    HEADING = "More like this"
    LABEL = "LIKE"
    THING = "turn"
    FILE = "similar.docx"
    by_case = False

    class Progressed(Message):
        """The comparison says what it is doing."""

        def __init__(self, what: str) -> None:
            self.what = what
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the last of several matters."""
            return isinstance(message, SimilarScreen.Progressed)

    def hints(self) -> tuple[str, ...]:
        """What it does, and what it does not."""
        return (
            "Turns that share telling words",
            "",
            "Q on a passage, an extract or a code asks for turns like it.",
            "/ chooses a code here. Rare words weigh more than common ones.",
            "What a turn means is not looked at: what is not shown is not absent.",
            "Nothing is coded: Enter opens a turn where you can code it.",
            "Every use is counted for the methods section.",
        )

    # asking

    def action_find(self) -> None:
        """Choose a code; turns like all that has it are sought."""
        from qualcode.tui.modals.choose import ChooseCode

        def chosen(code: str | None) -> None:
            if code is not None and code.isdigit():
                self.ask(of_code(self.codebook, int(code)))
            elif self.question is None:
                self.action_back()

        self.app.push_screen(ChooseCode("Turns like all that has a code", self.codebook), chosen)

    def ask(self, question: Question, *, at: int = 0) -> None:
        """Look for turns, and say what is done meanwhile."""
        self.waiting = True
        super().ask(question, at=at)
        self.draw_question()

    def look_up(self, question: Question) -> Answer[SimilarPassage]:
        """Have the other process compare; a worker that is no longer wanted stops it."""
        worker = get_current_worker()

        def progress(_done: int, _total: int, what: str) -> None:
            if worker.is_cancelled:
                raise Cancelled("Stopped: nothing was compared.")
            self.post_message(self.Progressed(what))

        assert question.like is not None
        found = self.desk.lookup.similar(question.like, _MOST, progress)
        many = len(found)
        return Answer(found, f"{many} turn{'' if many == 1 else 's'} proposed by shared words · nothing is coded")

    def on_similar_screen_progressed(self, event: Progressed) -> None:
        """Say what is done."""
        if self.waiting:
            self.say(f"{event.what[:1].upper()}{event.what[1:]} …  Esc stops.")

    def take_change(self, change: ChangeSet) -> None:
        """Show the chosen turn with its codings as they are now."""
        super().take_change(change)
        self.show_passage()

    def ask_again(self, question: Question) -> None:
        """What was proposed stays: asking again would be another use of it."""

    def action_back(self) -> None:
        """Stop a comparison that runs; else back to the screen before."""
        if not self.waiting:
            self.app.pop_screen()
            return
        self.waiting = False
        self.workers.cancel_group(self, "found")
        self.say("Stopped.")

    # listing

    def groups(self, rows: Sequence[SimilarPassage]) -> tuple[list[int], list[Group]]:
        """The most alike first, or by participant."""
        order = list(range(len(rows)))
        if not self.by_case:
            return order, [Group("The most alike first", f"{len(rows)}", [self._entry(row) for row in rows])] if rows else []
        order.sort(key=lambda at: (not rows[at].cases, rows[at].cases))
        found = []
        for heading, members in groupby(order, key=lambda at: ", ".join(rows[at].cases)):
            entries = [self._entry(rows[at]) for at in members]
            found.append(Group(drawn(heading) or "nobody’s talk", f"{len(entries)}", entries))
        return order, found

    def _entry(self, row: SimilarPassage) -> Entry:
        lead = drawn(turn_of("" if self.by_case else row.name, row.turn))
        words = drawn(" ".join(row.words[:_SHOWN].split()))
        return Entry(lead, words, tail=", ".join(map(drawn, row.shared)), sign=self._code_of(row))

    def _code_of(self, row: SimilarPassage) -> int | None:
        """The first of the codes that stand in a turn, for its dot; none where it is uncoded."""
        for path in row.codes:
            try:
                return self.codebook.find(path).id
            except QualcodeError:
                continue
        return None

    def place_of(self, row: SimilarPassage) -> Place:
        """Where a turn stands."""
        return Place(row.source, row.span)

    def called(self, row: SimilarPassage) -> str:
        """Source and turn."""
        return turn_of(row.name, row.turn)

    def said_of(self, row: SimilarPassage) -> list[Part]:
        """How alike, by which words, and what it is coded already."""
        names = [path.rpartition(" > ")[2] for path in row.codes]
        coded = f"coded {'; '.join(map(drawn, names))}" if names else "not coded"
        shared = ", ".join(map(drawn, row.shared))
        return [
            (f"  {drawn(self.called(row))}", "bold"),
            (f"  {row.score:.2f} shares {shared}", "plain"),
            (f"  {coded}", "muted"),
        ]

    def write_to(self, path: Path, question: Question, rows: Sequence[SimilarPassage]) -> None:
        """Write the turns, the most alike first."""
        self.desk.lookup.write_similar(rows, question.words, path)

    def action_transpose(self) -> None:
        """List by participant, or the most alike first again."""
        self.by_case = not self.by_case
        self.list_otherwise()
        self.say("By participant." if self.by_case else "The most alike first.")
