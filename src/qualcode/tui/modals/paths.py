"""Files named by a path, a folder or a pattern; Tab completes, and what the line means is said as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from qualcode.domain.text import drawn
from qualcode.errors import InvalidInput
from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

_LISTED = 12
"""Names that are listed below the line."""


class ChooseFiles(Dialog[tuple[str, tuple["Path", ...]]]):
    """Answers the line as it was typed, and the files it means."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    ChooseFiles > .box { width: 84; }
    ChooseFiles Input { background: $background; border: none; }
    ChooseFiles #files { height: 14; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, id="files.leave", priority=True),
        Binding("tab", "complete", "complete", show=False, id="files.complete", priority=True),
    ]

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The line, and what it means."""
        with Vertical(classes="box") as box:
            box.border_title = self._title
            box.border_subtitle = "Tab completes  Enter reads them  Esc leave"
            yield Static(Content("A file, a folder, or a pattern such as interviews/*.docx; files can be dropped here too."))
            line = Input(self._text, placeholder="path", compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static(id="files")

    def on_mount(self) -> None:
        """Type into the line."""
        self.query_one(Input).focus()
        self._say_what_it_means()

    def action_complete(self) -> None:
        """Complete the path as far as it can be."""
        from qualcode.services.import_paths import completed

        line = self.query_one(Input)
        line.value = completed(line.value)[0]
        line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _say_what_it_means(self) -> None:
        from qualcode.services.import_paths import completed, files_of

        typed = self.query_one(Input).value
        try:
            files = files_of(typed)
        except InvalidInput as error:
            files, fault = (), str(error)
        parts = []
        if files:
            many = len(files)
            parts.append(Content.assemble((f"{many} file{'' if many == 1 else 's'}", "bold $success"), "  "))
            parts.append(
                Content(", ".join(drawn(one.name) for one in files[:_LISTED]) + (" …" if many > _LISTED else "") + "\n\n")
            )
        _, names = completed(typed)
        if names and [one.name for one in files] != list(names):
            more = [Content.assemble((f"and {len(names) - _LISTED} more\n", "dim"))] if len(names) > _LISTED else []
            shown = [Content.assemble((f"{drawn(name)}\n", "bold" if name.endswith("/") else "")) for name in names[:_LISTED]]
            parts += [*shown, *more]
        elif not files:
            parts.append(Content(fault))
        self.query_one("#files", Static).update(Content("").join(parts))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        from qualcode.services.import_paths import files_of

        try:
            self.dismiss((event.value, files_of(event.value)))
        except InvalidInput as error:
            self.app.bell()
            self.query_one("#files", Static).update(Content(str(error)))
