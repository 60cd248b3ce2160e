"""A form of a few fields: lines, texts of several lines, and choices; ctrl+s saves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it says, its value; `rows` above 1 makes it a text, `choices` a choice among them."""

    name: str
    label: str
    value: str = ""
    rows: int = 1
    choices: tuple[str, ...] = ()
    hint: str = ""


class ChoiceLine(Static, can_focus=True):
    """One of a few words; left and right, or Space, go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,down", "step(1)", show=False, id="choice.next"),
        Binding("left,up", "step(-1)", show=False, id="choice.before"),
    ]

    class Chosen(Message):
        """Another word was chosen."""

        def __init__(self, line: ChoiceLine) -> None:
            self.line = line
            super().__init__()

    def __init__(self, choices: Sequence[str], value: str, name: str) -> None:
        super().__init__(id=name)
        self._choices = list(choices)
        self.value = value if value in choices else self._choices[0]

    def on_mount(self) -> None:
        """Show the choice."""
        self._draw()

    def _draw(self) -> None:
        parts = []
        for place, one in enumerate(self._choices):
            style = "bold $accent reverse" if one == self.value else "$foreground 80%"
            parts += [Content("  " if place else ""), Content.assemble((f" {one} ", style))]
        self.update(Content("").join(parts))

    def offer(self, choices: Sequence[str], value: str) -> None:
        """Offer other words; the one chosen stays where it is among them, else `value` is chosen."""
        self._choices = list(choices)
        if self.value not in self._choices:
            self.value = value if value in self._choices else self._choices[0]
        self._draw()

    def choose(self, value: str) -> None:
        """Show another word as chosen, without telling the form."""
        self.value = value
        self._draw()

    def _choose(self, value: str) -> None:
        self.choose(value)
        self.post_message(self.Chosen(self))

    def action_step(self, step: int) -> None:
        """Choose the next."""
        self._choose(self._choices[(self._choices.index(self.value) + step) % len(self._choices)])

    def on_click(self, event: events.Click) -> None:
        """A click chooses the word under it, or the next one."""
        event.stop()
        left = 0
        for one in self._choices:
            if left <= event.x < left + len(one) + 2:
                self._choose(one)
                return
            left += len(one) + 4
        self.action_step(1)


class Form(Dialog[dict[str, str]]):
    """Asks for some fields; answers them by name, or None when given up."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    Form > .box { width: 84; }
    Form.-low { align: center bottom; background: $background 0%; }
    Form.-low TextArea { max-height: 6; }
    Form VerticalScroll { height: auto; max-height: 80vh; }
    Form .label { color: $accent; margin-top: 1; }
    Form .words { color: $foreground 80%; }
    Form Input, Form TextArea { background: $background; border: none; padding: 0 1; }
    Form Input:focus, Form TextArea:focus { background: $panel; }
    Form ChoiceLine { height: auto; padding: 0 1; }
    Form ChoiceLine:focus { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, id="form.leave", priority=True),
        Binding("ctrl+s", "save", "save", show=False, id="form.save", priority=True),
        # Before what has the keyboard: letters typed right behind it belong to the next field.
        Binding("tab", "app.focus_next", show=False, id="form.next_field", priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, id="form.field_before", priority=True),
    ]

    def __init__(self, title: str, fields: Sequence[Field], *, words: str = "", needed: str = "") -> None:
        """A form; `words` stand above its fields, `needed` is the name of the field without which it is not saved."""
        super().__init__()
        self._title = title
        self._fields = list(fields)
        self._words = words
        self._needed = needed

    def compose(self) -> ComposeResult:
        """The fields one under the other."""
        with Vertical(classes="box") as box:
            box.border_title = self._title.replace("[", r"\[")
            box.border_subtitle = "ctrl+s save  Tab next field  Esc leave"
            with VerticalScroll(can_focus=False):
                if self._words:
                    yield Static(Content(self._words), classes="words")
                for field in self._fields:
                    yield Static(Content(field.label), classes="label")
                    yield _widget(field)

    def on_mount(self) -> None:
        """Type into the first field."""
        self.query_one(f"#{self._fields[0].name}").focus(scroll_visible=False)

    @property
    def values(self) -> dict[str, str]:
        """What the fields hold."""
        return {field.name: _value(self.query_one(f"#{field.name}")) for field in self._fields}

    def _changed(self) -> bool:
        return any(value != _value_of(field) for field, value in zip(self._fields, self.values.values(), strict=True))

    def on_input_submitted(self) -> None:
        """Enter goes to the next field, in the last one it saves."""
        focused = self.focused
        if focused is not None and focused.id == self._fields[-1].name:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Answer the fields."""
        values = self.values
        if self._needed and not values[self._needed].strip():
            self.query_one(f"#{self._needed}").focus()
            self.app.bell()
            return
        self.dismiss(values)

    def action_leave(self) -> None:
        """Give up; what was changed is asked about first."""
        if not self.asks_before_leaving():
            self.dismiss(None)

    def asks_before_leaving(self) -> bool:
        """Ask whether what was changed may be lost; False where nothing was."""
        if not self._changed():
            return False

        def agreed(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Confirm("Leave without saving?", "What you changed in this form would be lost.", "leave it"), agreed)
        return True


def _widget(field: Field) -> Widget:
    if field.choices:
        return ChoiceLine(field.choices, field.value, field.name)
    if field.rows == 1:
        line = Input(field.value, placeholder=field.hint, compact=True, select_on_focus=False, id=field.name)
        line.cursor_blink = False
        return line
    area = TextArea(field.value, soft_wrap=True, tab_behavior="focus", compact=True, id=field.name, placeholder=field.hint)
    area.cursor_blink = False
    area.styles.height = field.rows
    return area


def _value(widget: Widget) -> str:
    if isinstance(widget, TextArea):
        return widget.text
    assert isinstance(widget, Input | ChoiceLine)
    return widget.value


def _value_of(field: Field) -> str:
    return field.value if not field.choices or field.value in field.choices else field.choices[0]
