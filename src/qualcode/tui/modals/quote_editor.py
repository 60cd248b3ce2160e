"""Editing a quotation for print: the verbatim above, the printed form below, and nothing between them but recorded edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.domain.quote_edits import NotDerivable
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.prompt import Prompt
from qualcode.tui.widgets.bars import StatusBar
from qualcode.tui.widgets.marking_view import MarkingView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from qualcode.tui.quote_marking import Marking

_KEYS = "x cut  r replace  i insert  C capital  - unmark  v select  w sentence  e type  u undo  [ ] < > ends"
_BORDER = "Enter keep it  Esc leave it as it was"
_TYPED_BORDER = "ctrl+s take it  Esc back to the marks"
_TYPED_KEYS = "Only […], [words], and a capital at the start may differ."

_ASKING = "-asking"
"""The class of the editor while a few words are typed in place of what it says."""


class QuoteEditor(Dialog["Marking"]):
    """Answers the words with their marks, or None where they are left as they were."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012
    DEFAULT_CSS = """
    QuoteEditor > .box { width: 104; max-height: 95%; }
    QuoteEditor .label { color: $accent; height: 1; margin-top: 1; }
    QuoteEditor MarkingView { height: auto; min-height: 3; max-height: 45vh; background: $background; }
    QuoteEditor #quote-printed { height: auto; min-height: 3; max-height: 30vh; background: $background; padding: 0 1; }
    QuoteEditor TextArea { height: auto; min-height: 5; max-height: 35vh; background: $panel; border: none; padding: 0 1; }
    QuoteEditor StatusBar { background: $surface; margin-top: 1; display: none; }
    QuoteEditor #quote-said { height: auto; min-height: 1; max-height: 4; margin-top: 1; }
    QuoteEditor.-asking StatusBar { display: block; }
    QuoteEditor.-asking #quote-said { display: none; }
    QuoteEditor.-low .label { margin-top: 0; }
    QuoteEditor.-low MarkingView, QuoteEditor.-low #quote-printed { max-height: 5; }
    QuoteEditor.-low TextArea { min-height: 3; max-height: 5; }
    QuoteEditor #quote-keys { height: auto; max-height: 2; color: $foreground 80%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="quote.leave", priority=True),
        Binding("ctrl+s", "save", show=False, id="quote.save", priority=True),
        Binding("enter", "save", show=False, id="quote.take"),
        Binding("right,l", "word(1)", show=False, id="quote.right"),
        Binding("left,h", "word(-1)", show=False, id="quote.left"),
        Binding("down,j", "row(1)", show=False, id="quote.down"),
        Binding("up,k", "row(-1)", show=False, id="quote.up"),
        Binding("shift+right,L", "extend(1)", show=False, id="quote.extend"),
        Binding("shift+left,H", "extend(-1)", show=False, id="quote.extend_back"),
        Binding("shift+down,J", "extend_row(1)", show=False, id="quote.extend_down"),
        Binding("shift+up,K", "extend_row(-1)", show=False, id="quote.extend_up"),
        Binding("home,g", "word(-9999)", show=False, id="quote.start"),
        Binding("end,G", "word(9999)", show=False, id="quote.end"),
        Binding("v", "select", show=False, id="quote.select"),
        Binding("w", "sentence", show=False, id="quote.sentence"),
        Binding("x,delete", "cut", show=False, id="quote.cut"),
        Binding("r", "replace", show=False, id="quote.replace"),
        Binding("i", "insert", show=False, id="quote.insert"),
        Binding("C", "capital", show=False, id="quote.capital"),
        Binding("minus,backspace", "unmark", show=False, id="quote.unmark"),
        Binding("left_square_bracket", "ends(1, 0)", show=False, id="quote.begin_before"),
        Binding("right_square_bracket", "ends(-1, 0)", show=False, id="quote.begin_after"),
        Binding("greater_than_sign", "ends(0, 1)", show=False, id="quote.end_after"),
        Binding("less_than_sign", "ends(0, -1)", show=False, id="quote.end_before"),
        Binding("e", "type", show=False, id="quote.type"),
        Binding("u", "undo", show=False, id="quote.undo"),
        Binding("U,ctrl+r", "redo", show=False, id="quote.redo"),
    ]

    def __init__(
        self,
        title: str,
        about: str,
        marking: Marking,
        tag: str,
        check: Callable[[Marking], str | None],
        move: Callable[[Marking, int, int], tuple[Marking, tuple[str, ...]]],
    ) -> None:
        """A quotation; `about` says where it stands, `check` what is wrong with a printed form, or None.

        `move` gives it some words more before and after, or fewer, and names the marks that go with words that go.
        """
        super().__init__()
        self._title = title
        self._about = about
        self._before = marking
        self._tag = tag
        self._check = check
        self._move = move
        self._done: list[Marking] = [marking]
        self._undone: list[Marking] = []

    def compose(self) -> ComposeResult:
        """Verbatim, printed form, what a key did."""
        with Vertical(classes="box") as box:
            box.border_title = drawn(self._title).replace("[", r"\[")
            box.border_subtitle = _BORDER
            yield Static(Content.assemble("Verbatim", (f"  {drawn(self._about)}", "$foreground 80%")), classes="label")
            yield MarkingView(self._before)
            yield Static("Printed", classes="label")
            yield Static(id="quote-printed")
            yield StatusBar()
            yield Static(id="quote-said")
            yield Static(Content(_KEYS), id="quote-keys")

    def on_mount(self) -> None:
        """Mark from the first word on."""
        self.set_focus(self.view)
        self._show("")

    @property
    def view(self) -> MarkingView:
        """The verbatim."""
        return self.query_one(MarkingView)

    @property
    def marking(self) -> Marking:
        """The marks as they are now."""
        return self._done[-1]

    @property
    def _area(self) -> TextArea | None:
        return next(iter(self.query(TextArea)), None)

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did."""
        self.remove_class(_ASKING)
        self.query_one("#quote-said", Static).update(Content.assemble((words, "$error" if refused else "$success")))

    def _show(self, said: str) -> None:
        """Draw both forms, and what the study has against the printed one."""
        self.view.show(self.marking)
        printed = self.marking.printed
        parts: list[Content | tuple[str, str]] = []
        at = 0
        for mark in self.marking.marks_on_printed():
            parts += [(drawn(printed[at : mark.start]), ""), (drawn(printed[mark.start : mark.end]), "bold $accent")]
            at = mark.end
        parts += [(drawn(printed[at:]), ""), (f" {drawn(self._tag)}" if self._tag else "", "$foreground 80%")]
        self.query_one("#quote-printed", Static).update(Content.assemble(*parts))
        fault = self._check(self.marking)
        self.say(fault or said, refused=fault is not None)

    def _take(self, make: Callable[[], Marking], said: str) -> None:
        """Take a mark that can be recorded; one that cannot is said, and nothing changes."""
        try:
            made = make()
        except QualcodeError as error:
            self.say(str(error), refused=True)
            return
        if (made.edits, made.span) == (self.marking.edits, self.marking.span):
            self.say("That changes nothing.")
            return
        self._done.append(made)
        self._undone.clear()
        self._show(said)

    # moving

    def action_word(self, step: int) -> None:
        """Some words on or back."""
        self.view.step(step)

    def action_row(self, step: int) -> None:
        """Some rows down or up."""
        self.view.step_row(step)

    def action_extend(self, step: int) -> None:
        """Select some words on or back."""
        self.view.step(step, extend=True)

    def action_extend_row(self, step: int) -> None:
        """Select some rows down or up."""
        self.view.step_row(step, extend=True)

    def action_select(self) -> None:
        """Moves select from here on, or no longer."""
        view = self.view
        view.extending = not view.extending
        self.say("Moves select: x cuts, r replaces." if view.extending else "Moves do not select any more.")

    def action_sentence(self) -> None:
        """Select the sentence, then everything."""
        self.view.select_sentence()

    # marking

    def action_cut(self) -> None:
        """Leave the selected words out, or have them back."""
        span, words = self.view.selected, self._selected()
        before = self.marking
        self._take(lambda: self.marking.cut(span), f"Cut: {words}.")
        if self.marking is not before:
            # What is cut next stands behind it, as a rule.
            self.view.step_past(span.end)

    def action_replace(self) -> None:
        """Type what stands in square brackets instead of the selected words."""
        span, words = self.view.selected, self._selected()
        self._ask(
            f"INSTEAD OF {words}",
            lambda typed: self._take(lambda: self.marking.put(span, typed), f"Prints [{typed}] instead."),
        )

    def action_insert(self) -> None:
        """Type what stands in square brackets behind the selected words."""
        at, words = self.view.selected.end, self._selected()
        self._ask(
            f"AFTER {words}", lambda typed: self._take(lambda: self.marking.insert(at, typed), f"Prints [{typed}] after it.")
        )

    def action_capital(self) -> None:
        """Begin with a capital, or as it was said."""
        self._take(self.marking.capital, "The first letter is another one in print.")

    def action_unmark(self) -> None:
        """Take the marks at the selected words away."""
        span = self.view.selected
        self._take(lambda: self.marking.unmarked(span), "As it was said.")

    # the ends

    def action_ends(self, before: int, after: int) -> None:
        """Begin or end a word earlier or later; marks on a word that goes are asked about first."""
        try:
            made, gone = self._move(self.marking, before, after)
        except QualcodeError as error:
            self.say(str(error), refused=True)
            return
        said = "A word more." if before + after > 0 else "A word fewer."
        said = f"{said} [ ] move the beginning, < > the end."
        if not gone:
            self._take(lambda: made, said)
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                self._take(lambda: made, f"Gone with it: {drawn(', '.join(gone))}. u brings it back.")

        words = f"{drawn(', '.join(gone))} would go with it."
        self.app.push_screen(Confirm("A mark goes with this word", words, "let it go"), agreed)

    def _selected(self) -> str:
        words = " ".join(self.view.selected.words_of(self.marking.verbatim).split())
        return f"“{drawn(words if len(words) <= 40 else words[:39] + '…')}”"

    def _ask(self, label: str, then: Callable[[str], None]) -> None:
        """Have a few words typed below."""
        bar, view = self.query_one(StatusBar), self.view
        self.add_class(_ASKING)
        right = [("  Enter takes it  Esc gives up ", "muted")]

        def done(words: str | None) -> None:
            view.prompt = None
            self.say("")
            if words is not None and words.strip():
                then(" ".join(words.replace("[", " ").replace("]", " ").split()))

        prompt = Prompt(label, lambda _words: bar.ask(prompt, right), done)
        view.prompt = prompt
        bar.ask(prompt, right)

    # typing the whole form

    def action_type(self) -> None:
        """Type the printed form as a whole."""
        area = TextArea(self.marking.printed, soft_wrap=True, tab_behavior="focus", compact=True)
        area.cursor_blink = False
        self.query_one("#quote-printed").display = False
        self.query_one(".box", Vertical).mount(area, after=self.query_one("#quote-printed"))
        area.focus()
        self.query_one("#quote-keys", Static).update(Content(_TYPED_KEYS))
        self.query_one(".box").border_subtitle = _TYPED_BORDER

    def _end_typing(self, area: TextArea) -> None:
        area.remove()
        self.query_one("#quote-printed").display = True
        self.query_one("#quote-keys", Static).update(Content(_KEYS))
        self.query_one(".box").border_subtitle = _BORDER
        self.set_focus(self.view)

    def _take_typed(self, area: TextArea) -> None:
        """Take the typed form, or go to the word where it is not the participant's."""
        try:
            made = self.marking.typed(area.text)
        except NotDerivable as error:
            area.move_cursor(_place_of_word(area.text, error.word))
            words = area.text.split()
            what = f": “{drawn(words[error.word - 1])}”" if error.word <= len(words) else ""
            said = error.message.rstrip(".")
            self.say(f"{said[:1].upper()}{said[1:]}{what}.", refused=True)
            return
        self._end_typing(area)
        self._take(lambda: made, "Taken as typed.")

    # undoing, leaving

    def action_undo(self) -> None:
        """Take the latest mark back."""
        if len(self._done) > 1:
            self._undone.append(self._done.pop())
            self._show("Taken back.")
        else:
            self.say("Nothing is marked since the editor was opened.")

    def action_redo(self) -> None:
        """Put back what was taken back."""
        if self._undone:
            self._done.append(self._undone.pop())
            self._show("Put back.")

    def action_save(self) -> None:
        """Answer the printed form, if it can be recorded."""
        area = self._area
        if area is not None:
            self._take_typed(area)
            return
        fault = self._check(self.marking)
        if fault is not None:
            self.say(fault, refused=True)
            return
        self.dismiss(self.marking)

    def action_leave(self) -> None:
        """Stop typing, let the selection go, or leave; marks that were made are asked about first."""
        area = self._area
        if self.view.prompt is not None:
            self.view.prompt.key("escape", None)
        elif area is not None:
            self._end_typing(area)
            self._show("")
        elif self.view.let_go():
            self.say("")
        elif not self.asks_before_leaving():
            self.dismiss(None)

    def asks_before_leaving(self) -> bool:
        """Ask whether the marks may be lost; False where none was made."""
        area = self._area
        typed = area is not None and area.text != self.marking.printed
        if (self.marking.edits, self.marking.span) == (self._before.edits, self._before.span) and not typed:
            return False

        def agreed(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        question = Confirm("Leave without keeping it?", "The printed form would stay as it was.", "leave it")
        self.app.push_screen(question, agreed)
        return True


def _place_of_word(text: str, word: int) -> tuple[int, int]:
    """Line and column where a word begins, counted from 1."""
    at = 0
    for number, piece in enumerate(text.split(), 1):
        at = text.index(piece, at)
        if number == word:
            break
        at += len(piece)
    before = text[:at]
    return before.count("\n"), len(before) - (before.rfind("\n") + 1)
