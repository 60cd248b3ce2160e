"""The coding screen: reading a source and coding it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.tui.screens.coding_copying import CodingCopying
from qualcode.tui.screens.coding_correct import CodingCorrecting
from qualcode.tui.screens.coding_finding import CodingFinding
from qualcode.tui.screens.coding_spans import CodingSpans
from qualcode.tui.widgets.transcript.reading import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.tui.screens.found import Question
    from qualcode.tui.widgets.bars import KeyBar
    from qualcode.tui.widgets.codebook_pane import CodebookPane


class CodingScreen(CodingSpans, CodingFinding, CodingCorrecting, CodingCopying):
    """Walks, finding, panes and what can be copied; the verbs of coding are in its base."""

    # walks

    def action_next_coding(self, step: int) -> None:
        """The next coding; while finding, the next hit."""
        if self.view.hits:
            self.next_hit(step)
            return
        view = self.view
        if not view.reading.blocks:
            return
        focused, caret = view.focused, view.selection.caret
        if focused is not None and view.units.words_in(focused.span)[0] == caret:
            key = (focused.span.start, focused.span.end, focused.id)
        else:
            key = (caret.start, caret.end if step > 0 else caret.start, 0)
        coding = view.marks.after(key) if step > 0 else view.marks.before(key)
        shown = " that the filter shows" if self.filtered else ""
        if coding is None:
            self.say(f"No coding{shown} {'after' if step > 0 else 'before'} this.")
            return
        name = self.codebook[coding.code].name
        said = f"Coding {view.marks.number(coding)} of {view.marks.many_shown}{shown}: {name}."
        view.selection.clear()
        view.go_to(view.units.words_in(coding.span)[0], said, focus=coding.id)

    def action_next_uncoded(self) -> None:
        """The next participant turn without a coding, from the top again after the last."""
        view = self.view
        reading = view.reading
        if not reading.blocks:
            return
        here = reading.block_at(view.selection.caret.start)
        order = [*range(here + 1, len(reading.blocks)), *range(here + 1)]
        for number in order:
            turn = reading.blocks[number].turn
            if turn != OUTSIDE and reading.is_participant(reading.turns[turn]) and not view.marks.is_coded(number):
                view.selection.clear()
                view.go_to(view.units.words(number)[0], "From the top again." if number <= here else "")
                return
        self.say("Every participant turn has a coding.")

    def beside_here(self) -> tuple[Question, tuple[str, str]] | None:
        """The code of the focused coding, for its extracts side by side."""
        from qualcode.tui.completing import code_as_asked
        from qualcode.tui.screens.found import Question

        coding = self.view.focused
        return None if coding is None else (Question(code_as_asked(self.codebook, coding.code)), ("", ""))

    def like_here(self) -> Question | None:
        """The selection, else the focused coding, else the turn at the caret: for turns like it."""
        from qualcode.domain.similar import Like
        from qualcode.tui.screens.found import Question

        view, source = self.view, self.desk.source if self.desk is not None else None
        if source is None or not view.reading.blocks:
            return None
        coding = view.focused
        if view.selection.span is None and coding is not None:
            return Question(f"{self.codebook[coding.code].name} in {self._citation(coding.span)}", like=Like(coding=coding.id))
        block = view.reading.blocks[view.reading.block_at(view.selection.caret.start)]
        span = view.selection.span or Span(block.start, block.end)
        return Question(self._citation(span), like=Like(source=source.text.source.id, span=span))

    # files

    def open_prompt(
        self, label: str, on_done: Callable[[str | None], None], text: str, on_change: Callable[[str], None] | None = None
    ) -> None:
        """Have a line typed on the status line."""
        self._type(label, on_change or (lambda _words: None), on_done, hint="Enter  Esc ", text=text)

    def action_export(self) -> None:
        """Write the transcript with its codes in the margin to a Word file."""
        if self.desk is None or self.desk.source is None:
            return
        name, lookup = self.desk.source.text.source.name, self.desk.lookup

        def write(path: Path) -> str:
            many = lookup.write_transcript(name, path)
            return f"Wrote {name} with {many:,} coding{'' if many == 1 else 's'} in the margin to {path}."

        self.ask_path(f"{name}.docx", write, ".docx")

    # panes

    def action_toggle_codebook(self) -> None:
        """Show or hide the codebook."""
        narrow = self.has_class("-narrow")
        flag = "-called" if narrow else "-sent-away"
        self.pane.toggle_class(flag)
        shown = self.pane.has_class(flag) == narrow
        if shown and narrow:
            self.set_focus(self.pane)
        elif not shown:
            self.set_focus(self.view)
        self.say("The codebook: Enter applies, D defines, / filters, Esc goes back." if shown else "")

    def on_codebook_pane_stepped(self, event: CodebookPane.Stepped) -> None:
        """Say the whole path of the code under the codebook's cursor."""
        self.say(self.codebook.path_text(event.code))

    def on_codebook_pane_left(self) -> None:
        """Back to the text; over a narrow screen the codebook goes."""
        self.pane.remove_class("-called")
        self.set_focus(self.view)
        self.say("")

    def action_toggle_compact(self) -> None:
        """With or without empty rows between turns."""
        self.view.set_compact(not self.view.compact)
        self.say("Turns stand close together." if self.view.compact else "Turns stand apart.")

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on a key does what the key does."""
        await self.qualcode.run_command(event.command)

    # showing and copying

    def action_definition(self) -> None:
        """Show the definition of the focused coding's code."""
        coding = self._focused()
        if coding is not None:
            self._define(coding.code)

    def on_codebook_pane_asked(self, event: CodebookPane.Asked) -> None:
        """Show the definition of a code of the codebook."""
        self._define(event.code)

    def _define(self, code: int) -> None:
        from qualcode.tui.modals.definition import Definition

        self.app.push_screen(Definition(self.codebook, code))

    def action_back(self) -> None:
        """To the list of sources."""
        self.qualcode.action_open_screen("sources")
