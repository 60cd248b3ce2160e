"""What draws in the colours of the theme, now and after another one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.widgets.transcript.tints import Ink

if TYPE_CHECKING:
    from textual.widget import Widget as Base
else:
    # A mixin and no widget: the toolkit takes the styles of the first base that is one.
    Base = object


class Inked(Base):
    """Gives a widget its `_ink`; what else follows from the colours is made anew in `_take_colours`."""

    _ink = Ink({}, dark=True)

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())

    def _take_colours(self) -> None:
        self._ink = Ink(self.app.theme_variables, dark=self.app.current_theme.dark)
        self.refresh()
