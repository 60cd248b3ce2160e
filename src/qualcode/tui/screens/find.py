"""Finding words in all sources: a concordance by source or by participant, each place in its source."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from qualcode.domain.similar import Like
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.screens.found import Answer, FoundScreen, Place, Question, turn_of
from qualcode.tui.widgets.found_list import Entry, Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.binding import BindingType
    from textual.timer import Timer

    from qualcode.domain.finding import Hit
    from qualcode.tui.widgets.bars import Part

_PAUSE = 0.25
"""Seconds without a key after which what is typed is looked for."""


class FindScreen(FoundScreen["Hit"]):
    """Where words stand in the whole study."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("find")]
    PLACE = "find"
    HEADING = "Find in all sources"
    LABEL = "FIND"
    THING = "hit"
    FILE = "hits.docx"
    by_case = False
    _timer: Timer | None = None

    def on_mount(self) -> None:
        """Line the words up."""
        self.found.concordance = True

    def hints(self) -> tuple[str, ...]:
        """How words are sought."""
        return (
            "Words in all sources, in the talk and outside it",
            "",
            "business case      the two words next to each other",
            "fund*              a word with any ending",
            "bid | tender       one or the other",
            "Capitals do not count. / types, Enter opens, T lists by participant.",
        )

    def typed(self, words: str) -> None:
        """Look for what is typed after a pause, without leaving the line."""
        super().typed(words)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._ask_as_typed)

    def _ask_as_typed(self) -> None:
        if self.prompt is not None and self.prompt.label == self.LABEL and self.prompt.line.text.strip():
            self.ask(Question(self.prompt.line.text.strip()))

    def look_up(self, question: Question) -> Answer[Hit]:
        """Find the words."""
        found = self.desk.lookup.find(question.words)
        sources = len({one.source for one in found})
        return Answer(found, f"{len(found):,} in {sources} source{'' if sources == 1 else 's'}")

    def groups(self, rows: Sequence[Hit]) -> tuple[list[int], list[Group]]:
        """By source, or by the participants who say it."""
        order = list(range(len(rows)))
        if self.by_case:
            order.sort(key=lambda at: (not rows[at].cases, rows[at].cases))
        found = []
        for heading, members in groupby(order, key=lambda at: self._heading(rows[at])):
            entries = [_entry(rows[at], named=self.by_case) for at in members]
            found.append(Group(heading, f"{len(entries)}", entries))
        return order, found

    def _heading(self, hit: Hit) -> str:
        if self.by_case:
            return drawn(", ".join(hit.cases)) or "nobody’s talk: interviewers, and text outside turns"
        return drawn(hit.name)

    def place_of(self, row: Hit) -> Place:
        """Where a hit stands, with the hits of its source to be walked."""
        hits = tuple(one.span for one in self.answer.rows if one.source == row.source)
        return Place(row.source, row.span, hits=hits, words=self.question.words if self.question is not None else "")

    def like_here(self) -> Question | None:
        """The turn in which the words stand: they alone say too little."""
        row = self.row
        return None if row is None else Question(self.called(row), like=Like(source=row.source, span=row.passage))

    def called(self, row: Hit) -> str:
        """Source and turn."""
        return turn_of(row.name, row.turn)

    def said_of(self, row: Hit) -> list[Part]:
        """Source, turn and speaker."""
        turn = f"  ¶{row.turn} {drawn(row.speaker or '')}" if row.turn is not None else "  outside turns"
        who = ", ".join(row.cases)
        return [(f"  {drawn(row.name)}", "bold"), (turn, "plain"), (f"  {drawn(who)}" if who else "", "muted")]

    def write_to(self, path: Path, question: Question, rows: Sequence[Hit]) -> None:
        """Write the hits, grouped as they are listed."""
        self.desk.lookup.write_hits(rows, question.words, path, by_case=self.by_case)

    def action_transpose(self) -> None:
        """List by participant, or by source again."""
        self.by_case = not self.by_case
        self.list_otherwise()
        self.say("By participant." if self.by_case else "By source.")


def _entry(hit: Hit, *, named: bool) -> Entry:
    turn = f"¶{hit.turn}" if hit.turn is not None else "–"
    who = hit.name if named else hit.speaker or ""
    words = " ".join(hit.words.split())
    return Entry(f"{turn:<5}{drawn(who)}", drawn(words), drawn(hit.before), drawn(hit.after))
