"""The history screen: who did what and when, the rows each change touched, and any of them taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, overload

from textual.content import Content

from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.errors import NotFound
from qualcode.tui.commands import bindings
from qualcode.tui.memo_desk import HistoryDesk
from qualcode.tui.modals.choose import Choose, ChooseCode
from qualcode.tui.modals.reading import ReadOnly
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.files import FileScreen
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.storage.repositories.history import HistoryFilter, HistoryLine
    from qualcode.tui.desk import StudyDesk

FIELDS = (("verb", "what was done"), ("coder", "who did it"), ("source", "source"), ("code", "code"))
"""What the history can be filtered by."""
ALL = "all"
_IN_DETAIL, _IN_FULL = 6, 200
"""Rows of a table that are named below the list, and when they are asked for by Enter."""


class HistoryScreen(ListScreen, FileScreen):
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
        self.asked: dict[str, str] = {}
        self._wanted: HistoryFilter | None = None
        self._here: int | None = None

    # listing

    def renew(self) -> None:
        """Read the history anew; what is chosen stays chosen."""
        self._list(self.book.lines(self._wanted))

    def take_change(self, change: ChangeSet) -> None:
        """Add what is new; read all of it again only where something was taken back."""
        last = self.lines[0].change.id if self.lines else 0
        new = () if change.everything else self.book.lines(self._wanted, after=last)
        if change.everything or not self.lines or self._takes_back(last):
            self.renew()
        elif new:
            self._list((*new, *self.lines))
        self.show_status()

    def _takes_back(self, last: int) -> bool:
        return any(line.change.undoes is not None for line in self.book.lines(after=last))

    def _list(self, lines: tuple[HistoryLine, ...]) -> None:
        self._here = self.line.change.id if self.line is not None else None
        self.lines = lines
        self.list_rows()
        self._here = None

    def list_rows(self) -> None:
        """List what fits the filter."""
        rows = _Rows(self.lines)
        keep = next((place for place, line in enumerate(self.lines) if line.change.id == self._here), 0)
        self.show_rows(rows, _Haystacks(rows), keep)

    def summary(self) -> str:
        """How many changes there are, and which are asked for."""
        many, shown = len(self.lines), len(self._places)
        found = f"{shown:,} of {many:,}" if shown < many else f"{many:,}"
        said = f"{found} change{'' if many == 1 else 's'}"
        if self.asked:
            return f"{said}: {self.asked_in_words}. {self.key('history.filter_by')} asks for more, or for all again"
        return f"{said}; {self.key('history.undo')} takes back your latest, {self.key('history.take_back')} the chosen one"

    @property
    def asked_in_words(self) -> str:
        """What is asked for."""
        return ", ".join(f"{field} {drawn(value)}" for field, value in self.asked.items())

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
            parts.append(Content(f"{'Takes' if change.verb == 'undo' else 'Puts'} change {change.undoes} back.\n"))
        if not line.stands:
            parts.append(Content(f"{self._undone(line)}\n"))
        parts += [Content("\n"), *self._touched(change, _IN_DETAIL)] if change.verb != "withdraw" else []
        return Content("").join(parts)

    def _touched(self, change: ChangeSet, most: int) -> list[Content]:
        """The rows that a change touched, table by table."""
        parts = []
        for table, rows in self.book.rows(change, most):
            parts.append(Content.assemble((table, "bold $primary"), "\n"))
            parts += [Content(f"  {drawn(row)}\n") for row in rows]
        return parts

    def _undone(self, line: HistoryLine) -> str:
        if line.undone_by is None:
            return "Was taken back since."
        try:
            undo = self.book.line(line.undone_by)
        except NotFound:
            return "Was taken back since."
        why = f": {drawn(undo.change.reason)}" if undo.change.reason else "."
        return f"Was taken back by {drawn(undo.coder)} on {local_time(undo.change.at)} (change {undo.change.id}){why}"

    # filtering

    def action_filter_by(self) -> None:
        """Ask for changes of a kind, of a coder, about a source or a code; each narrows what was asked before."""
        rows = [(field, f"{words}{f': {drawn(self.asked[field])}' if field in self.asked else ''}") for field, words in FIELDS]
        if self.asked:
            rows.insert(0, (ALL, "all changes again"))
        self.app.push_screen(Choose("Filter the history by", rows), self._filter_by)

    def _filter_by(self, field: str | None) -> None:
        if field is None:
            return
        if field == ALL:
            self._ask({})
            return

        def chosen(value: str | None) -> None:
            if value is not None:
                name = self.book.codebook().path_text(int(value)) if field == "code" else value
                self._ask({**self.asked, field: name})

        title = f"Filter the history by {dict(FIELDS)[field]}"
        if field == "code":
            self.app.push_screen(ChooseCode(title, self.book.codebook()), chosen)
        else:
            self.app.push_screen(Choose(title, [(name, drawn(name)) for name in self.book.choices(field)]), chosen)

    def _ask(self, asked: dict[str, str]) -> None:
        with self.refusals():
            # By id from here on: what is asked for may get another name while it is looked at.
            wanted = self.book.filter(**asked)
            self._list(self.book.lines(wanted))
            self.asked, self._wanted = asked, wanted
            self.say("" if asked else "All changes are shown again.")

    # one change

    def action_take_back(self) -> None:
        """Take the chosen change back, with a reason."""
        line = self.line
        if line is None:
            return
        number = line.change.id
        with self.refusals():
            self.book.may_take_back(number)
            said = drawn(line.change.what) or line.change.verb.replace("_", " ")
            of_another = line.coder != self.desk.coder
            others = f"{drawn(line.coder)} did it: say why it is taken back.\n\n" if of_another else ""
            words = (
                f"{said}\nchange {number}, {local_time(line.change.at)}, {drawn(line.coder)}\n\n{others}"
                "It stays in the history, with the reason. Where a later change stands on it, it is refused."
            )

            def answered(reason: str | None) -> None:
                if reason is not None:
                    self.change(
                        partial(self.book.take_back, number, reason), f"Taken back: {said}.", f"taking change {number} back"
                    )

            self.app.push_screen(Reason("Take this change back?", words, needed=of_another), answered)

    # the audit trail

    def action_export(self) -> None:
        """Write the audit trail: what was decided and why, made from the history for readers."""
        self.ask_path("audit-trail.docx", self.desk.lookup.write_audit_trail)

    def open_prompt(
        self,
        label: str,
        on_done: Callable[[str | None], None],
        text: str,
        on_change: Callable[[str], None] | None = None,  # noqa: ARG002 (a path is heard when it is typed)
    ) -> None:
        """Have a line typed on the status line."""
        self.rows.prompt = self.ask_line(label, on_done, text)

    # what it touched

    def action_rows(self) -> None:
        """Show the rows that the change touched."""
        line = self.line
        if line is None:
            return
        parts = self._touched(line.change, _IN_FULL)
        words = Content("").join(parts) if parts else Content("It touched no rows that can be shown.")
        self.app.push_screen(ReadOnly(f"Change {line.change.id}: what it touched", words))

    def on_row_list_chosen(self) -> None:
        """Two clicks show the rows."""
        self.action_rows()


class _Rows(Sequence[Sequence[str]]):
    """The lines as rows, each made when it is looked at: a history of years has tens of thousands."""

    def __init__(self, lines: Sequence[HistoryLine]) -> None:
        self._lines = lines
        self._made: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = _row(self._lines[place])
        return self._made[place]


class _Haystacks(Sequence[str]):
    """What is searched in each row."""

    def __init__(self, rows: _Rows) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return " ".join(self._rows[place])


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
