"""Talking differences over: one text with both coders' stripes, their differences beside it, and the ways to go through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from qualcode.domain.differences import TO_SETTLE
from qualcode.domain.discussions import ADDED
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.screens.reconcile_told import figures_told, fits
from qualcode.tui.screens.reconcile_verbs import ReconcileVerbs

if TYPE_CHECKING:
    from qualcode.domain.agreement import AgreementTable
    from qualcode.tui.widgets.transcript.moves import MovingTranscript


class ReconcileScreen(ReconcileVerbs):
    """The screen for differences."""

    class Figured(Message):
        """The figures of agreement were computed, or could not be."""

        def __init__(self, answer: AgreementTable | QualcodeError) -> None:
            self.answer = answer
            super().__init__()

    # going

    def action_next_difference(self, step: int) -> None:
        """The next difference in the list, or the one before."""
        if not self.order:
            self.say("Nothing is listed." if self.kinds else "No differences here.")
            return
        places = [item.number for item in self.order]
        current = self.view.current
        at = places.index(current) if current in places else (-1 if step > 0 else len(places))
        there = at + step
        if not 0 <= there < len(places):
            self.say("This is the last one." if step > 0 else "This is the first one.")
            return
        self.step_to(places[there])

    def action_next_open(self) -> None:
        """The next difference that is not settled."""
        following = self._next_open(self.view.current, [item.number for item in self.order])
        if following is None:
            self.say("All that is listed is settled.")
        else:
            self.step_to(following.number)

    def action_switch_pane(self) -> None:
        """To the list, and back."""
        if self.focused is self.differences:
            self.on_difference_list_left()
        else:
            self.differences.add_class("-called")
            self.set_focus(self.differences)

    def action_choose_source(self) -> None:
        """Choose another source."""
        from qualcode.tui.modals.choose import Choose

        with self.refusals():
            rows = [
                (name, f"{drawn(name)}  {settled} of {many} settled  {state}")
                for name, settled, many, state in self.book.progress()
            ]
            self.app.push_screen(Choose("Which source?", rows), self._show_chosen)

    def _show_chosen(self, name: str | None) -> None:
        if name is not None:
            with self.refusals():
                self.show_source(name)

    def on_moving_transcript_let_go(self, _event: MovingTranscript.LetGo) -> None:
        """Esc, where nothing else was to be let go, unmarks, or shows all differences again."""
        if self.marked:
            self.marked.clear()
            self._show_list()
            self.show_current()
            self.say("None is marked.")
        elif self.kinds:
            self._filter_by("")

    # showing

    def action_filter_kinds(self) -> None:
        """Choose which differences are listed."""
        from qualcode.tui.modals.choose import Choose

        found = self.found
        if found is None:
            return
        choices = [("", "all differences"), ("open", "not settled"), ("unsure", "a coder was unsure")]
        choices += [(kind, kind) for kind in (*TO_SETTLE, "agreed", ADDED)]
        rows = []
        for key, words in choices:
            many = sum(fits(item, (key,) if key else ()) for item in found.items)
            rows.append((key or "all", f"{words}  {many}"))
        self.app.push_screen(Choose("Which differences?", rows), self._filter_by)

    def _filter_by(self, kind: str | None) -> None:
        if kind is None:
            return
        self.kinds = () if kind in {"", "all"} else (kind,)
        self._list_items()
        self._show_list()
        listed = [item.number for item in self.order]
        if self.view.current in listed or not listed:
            self.show_current()
        else:
            self.step_to(listed[0])
        self.say(f"Only {kind}: f or Esc shows all." if self.kinds else "All differences are listed.")

    def action_definition(self) -> None:
        """Show the definitions of the codes that differ."""
        item = self.item
        if item is None or not item.codes:
            return
        from qualcode.tui.modals.definition import Definition
        from qualcode.tui.modals.reading import ReadOnly
        from qualcode.tui.screens.reconcile_codebook import definitions

        if len(item.codes) == 1:
            self.app.push_screen(Definition(self.codebook, item.codes[0]))
        else:
            self.app.push_screen(ReadOnly("Definitions", definitions(self.codebook, item.codes)))

    def action_toggle_compact(self) -> None:
        """With or without empty rows between turns."""
        self.view.set_compact(not self.view.compact)
        self.say("Turns stand close together." if self.view.compact else "Turns stand apart.")

    def action_figures(self) -> None:
        """Show the figures of agreement, computed in a worker."""
        if self.found is not None:
            pair = self.found.pair
            self.say("Computing the figures …")
            self._figure((pair.first.name, pair.second.name))

    @work(thread=True, exclusive=True, group="figures", exit_on_error=False)
    def _figure(self, coders: tuple[str, str]) -> None:
        try:
            self.post_message(self.Figured(self.desk.lookup.agreement(coders)))
        except QualcodeError as error:
            self.post_message(self.Figured(error))

    def on_reconcile_screen_figured(self, event: Figured) -> None:
        """Show them."""
        from qualcode.tui.modals.reading import ReadOnly

        if isinstance(event.answer, QualcodeError):
            self.say(str(event.answer), refused=True)
            return
        self.say("")
        self.app.push_screen(ReadOnly("Agreement on what both finished", figures_told(event.answer)))
