"""One of a list, by typing a few letters of it: a code, a version, anything with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.domain.text import drawn
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.ranking import CodeSearch, folded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.app import ComposeResult

    from qualcode.domain.codebook import Codebook

ROOT = "root"
"""The answer that means no code, but the root."""
MOST = 200
"""Rows that are listed at most."""
NOTHING_FITS = "nothing fits what is typed  Esc"
"""What stands below the box instead of its keys then."""


class Choose(Dialog[str]):
    """Narrows a list as one types; answers the id of the chosen row, or None."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    Choose Input { background: $background; border: none; }
    Choose OptionList { height: auto; max-height: 16; background: $surface; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, id="choose.leave", priority=True),
        Binding("down", "step(1)", show=False, id="choose.down", priority=True),
        Binding("up", "step(-1)", show=False, id="choose.up", priority=True),
        Binding("pagedown", "step(10)", show=False, id="choose.page_down", priority=True),
        Binding("pageup", "step(-10)", show=False, id="choose.page_up", priority=True),
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], words: str = "") -> None:
        """A choice among rows of (id, words)."""
        super().__init__()
        self._title = title
        self._rows = list(rows)
        self._words = words
        self._keys: str | None = None

    def compose(self) -> ComposeResult:
        """A line to search with, and what fits."""
        with Vertical(classes="box") as box:
            box.border_title = self._title.replace("[", r"\[")
            box.border_subtitle = "type to search  ↑ ↓  Enter  Esc"
            if self._words:
                yield Static(Content(self._words))
            line = Input(placeholder="type a few letters", compact=True)
            line.cursor_blink = False
            yield line
            options = OptionList(compact=True)
            options.can_focus = False
            yield options

    def on_mount(self) -> None:
        """List everything."""
        self.show_fitting()
        self.query_one(Input).focus()

    def show_fitting(self) -> None:
        """List what fits what is typed, the row under the cursor as it was."""
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        self._list(self.query_one(Input).value)
        if options.option_count:
            options.highlighted = min(at, options.option_count - 1)

    def answer(self, chosen: str) -> str:
        """What is answered when a row is chosen."""
        return chosen

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The rows that fit what was typed."""
        words = folded(sought).split()
        return [(one, Content(text)) for one, text in self._rows if all(word in folded(text) for word in words)]

    def _list(self, sought: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(text, id=one) for one, text in self.fitting(sought)[:MOST]])
        options.highlighted = 0 if options.option_count else None
        self._say_keys(found=options.option_count > 0)

    def _say_keys(self, *, found: bool) -> None:
        """Say below the box that nothing fits, else its keys."""
        box = self.query_one(".box")
        if found and self._keys is not None:
            box.border_subtitle, self._keys = self._keys, None
        elif not found and self._keys is None:
            box.border_subtitle, self._keys = NOTHING_FITS, str(box.border_subtitle)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._list(event.value)

    def action_step(self, step: int) -> None:
        """Some rows on or back."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = min(max(0, (options.highlighted or 0) + step), options.option_count - 1)

    @on(Input.Submitted)
    def _take(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id is not None:
            self.dismiss(self.answer(option.id))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.dismiss(self.answer(event.option_id))


class ChooseCode(Choose):
    """A code by a few letters, ranked as quick code ranks them; `without` are no choice, `root` offers the root too."""

    def __init__(
        self, title: str, codebook: Codebook, *, words: str = "", without: Collection[int] = (), root: bool = False
    ) -> None:
        super().__init__(title, (), words)
        self._codebook = codebook
        self._search = CodeSearch(codebook, all_codes=True)
        self._without = set(without)
        self._root = root

    def fitting(self, sought: str) -> list[tuple[str, Content]]:
        """The codes that fit, the best first, each with where it is."""
        rows = []
        if self._root and folded(sought) in "the root":
            rows.append((ROOT, Content.assemble("○ the root", ("  no code above it", "dim"))))
        for hit in self._search.search(sought):
            if hit.code in self._without:
                continue
            above = " > ".join(self._codebook.path(hit.code)[:-1])
            rows.append(
                (str(hit.code), Content.assemble("● ", drawn(self._codebook[hit.code].name), (f"  {drawn(above)}", "dim")))
            )
        return rows
