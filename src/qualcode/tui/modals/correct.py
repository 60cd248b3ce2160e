"""Correcting words of a transcript: what it does to the codings on them stands beside while one types, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from qualcode.domain.corrections import Anchor
from qualcode.domain.edits import EditMap
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.compared import compared
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.timer import Timer

    from qualcode.services.correcting import Correction, TouchedSpan

_PAUSE = 0.08
"""Seconds without a key after which it is worked out what the words as typed would do."""
_MOST_REPLACED = 6


class CorrectWords(Dialog[tuple[str, str]]):
    """Asks for other words; answers them with the reason, or None when given up."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    CorrectWords > .box { width: 100; height: 90%; }
    CorrectWords .label { color: $accent; height: 1; margin-top: 1; }
    CorrectWords TextArea { height: 2fr; background: $background; border: none; padding: 0 1; }
    CorrectWords Input { background: $background; border: none; padding: 0 1; }
    CorrectWords TextArea:focus, CorrectWords Input:focus { background: $panel; }
    CorrectWords VerticalScroll { height: 3fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="correct.leave", priority=True),
        Binding("ctrl+s", "save", show=False, id="correct.save", priority=True),
        Binding("f2", "scroll(4)", show=False, id="correct.down", priority=True),
        Binding("f3", "scroll(-4)", show=False, id="correct.up", priority=True),
    ]

    def __init__(self, title: str, words: str, preview: Callable[[str], Correction], at: int = 0) -> None:
        """A correction of `words`, the cursor on the sign `at`; `preview` tells what other words would do."""
        super().__init__()
        self._title = title
        self._words = words
        self._shown = drawn(words)
        self._preview = preview
        self._at = at
        self._timer: Timer | None = None
        self._seen: str | None = None
        self.said = ""

    def compose(self) -> ComposeResult:
        """The words, what their change would do, and the reason."""
        with Vertical(classes="box") as box:
            box.border_title = drawn(self._title).replace("[", r"\[")
            box.border_subtitle = "ctrl+s save  Tab reason  F2 F3 scroll  Esc leave"
            area = TextArea(self._shown, soft_wrap=True, tab_behavior="focus", compact=True, id="correct-words")
            area.cursor_blink = False
            yield area
            yield Static("What it does", classes="label")
            with VerticalScroll(can_focus=False):
                yield Static(id="correct-told")
            yield Static("Why, for the change history (may be empty)", classes="label")
            line = Input(compact=True, select_on_focus=False, id="correct-reason")
            line.cursor_blink = False
            yield line

    def on_mount(self) -> None:
        """Type where the caret was."""
        area = self._area
        before = self._shown[: self._at]
        area.move_cursor((before.count("\n"), len(before) - (before.rfind("\n") + 1)))
        area.focus()
        self._tell()

    @property
    def _area(self) -> TextArea:
        return self.query_one(TextArea)

    @property
    def words(self) -> str:
        """The words as they would be saved: signs that stand for control characters are these again."""
        return EditMap.between(self._shown, self._area.text).applied(self._words)

    @property
    def is_changed(self) -> bool:
        """Whether other words were typed."""
        return self._area.text != self._shown

    # what it would do

    def on_text_area_changed(self) -> None:
        """Work out what the words as typed would do, when the fingers rest."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self._tell)

    def _tell(self) -> bool:
        """Show what the words as typed would do; False where they cannot be saved."""
        self._seen = self._area.text
        told = self.query_one("#correct-told", Static)
        if not self.is_changed:
            self.said = "Nothing is changed yet."
            told.update(Content(self.said))
            return False
        try:
            content = Content("\n").join([*_lines(self._preview(self.words))])
        except QualcodeError as error:
            content = Content.styled(drawn(str(error)), "$error")
        self.said = content.plain
        told.update(content)
        return True

    def action_scroll(self, rows: int) -> None:
        """Scroll what it does."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    # leaving

    def action_save(self) -> None:
        """Answer the words; what they would do must have been there to be seen."""
        if self._seen != self._area.text:
            self._tell()
            self.query_one(".box").border_subtitle = "see what it does, then ctrl+s saves  Esc leave"
            return
        if not self.is_changed:
            self.app.bell()
            return
        self.dismiss((self.words, " ".join(self.query_one(Input).value.split())))

    def on_input_submitted(self) -> None:
        """Enter in the last line saves."""
        self.action_save()

    def action_leave(self) -> None:
        """Give up; what was typed is asked about first."""
        if not self.asks_before_leaving():
            self.dismiss(None)

    def asks_before_leaving(self) -> bool:
        """Ask whether the correction may be lost; False where none was begun."""
        if not self.is_changed:
            return False

        def agreed(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Confirm("Leave without saving?", "The correction would be lost.", "leave it"), agreed)
        return True


def _lines(told: Correction) -> Iterator[Content]:
    """What a correction does, in words."""
    for before, after in told.replaced[:_MOST_REPLACED]:
        yield Content.assemble(_quoted(before), (" becomes ", "$foreground 80%"), (_quoted(after), "bold"))
    more = len(told.replaced) - _MOST_REPLACED
    if more > 0:
        yield Content.styled(f"and {more} more replacements", "$foreground 80%")
    yield Content("")
    kept = [_counted(many, kind) for kind, many in told.kept.items() if many]
    yield Content(f"Keep their words and move with them: {', '.join(kept)}." if kept else "Nothing else stands on this text.")
    if not told.touched:
        yield Content("No coding, quotation or memo changes its words.")
        return
    yield Content(f"Change their words, and will be listed to be looked at: {len(told.touched)}.")
    for one in told.touched:
        yield Content("")
        yield Content.assemble((_who(one), "bold"), f": {one.fate.value}")
        was, now = compared(one.before, one.after)
        yield Content.assemble(("  before  ", "$foreground 80%"), was)
        yield Content.assemble(("  after   ", "$foreground 80%"), now)


def _who(one: TouchedSpan) -> str:
    about = ", ".join(drawn(part) for part in (one.code.rpartition(" > ")[2], one.coder) if part)
    return f"{one.kind.value.capitalize()} {one.number}" + (f" ({about})" if about else "")


def _quoted(words: str) -> str:
    return f"“{drawn(' '.join(words.split()))}”" if words.strip() else "nothing"


def _counted(many: int, kind: Anchor) -> str:
    return f"{many:,} {kind.value if many == 1 else _MANY[kind]}"


_MANY = {Anchor.CODING: "codings", Anchor.QUOTATION: "quotations", Anchor.MEMO: "memos"}
