"""A list that hands its keys to a line while that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual import events

    from qualcode.tui.prompt import Prompt


class TypedInto:
    """Gives a widget with the focus a line to type into; see `key_order.TakesKeys`."""

    prompt: Prompt | None = None

    @property
    def takes_keys(self) -> bool:
        """Whether a line is being typed."""
        return self.prompt is not None

    def take_key(self, key: str, character: str | None) -> None:
        """Give a key to the line."""
        if self.prompt is not None:
            self.prompt.key(key, character)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the line."""
        if self.prompt is not None:
            event.stop()
            self.prompt.paste(event.text)
