"""A query being typed: Tab completes names and values, up and down bring earlier queries back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.tui.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.tui.completing import Completer, Completion


class QueryPrompt(Prompt):
    """A line with what it could go on with; `chosen` is the completion taken last, None while it is typed."""

    def __init__(
        self,
        label: str,
        on_change: Callable[[str], None],
        on_done: Callable[[str | None], None],
        text: str,
        completer: Completer,
        earlier: Sequence[str],
    ) -> None:
        """`earlier` are the queries asked before, the newest last."""
        super().__init__(label, on_change, on_done, text)
        self._completer = completer
        self._earlier = [*(one for one in earlier if one != text), text]
        self._at = len(self._earlier) - 1
        self.offered: Sequence[Completion] = ()
        self.chosen: int | None = None
        self._start = 0

    def key(self, key: str, character: str | None) -> None:
        """Take a key."""
        if key in {"tab", "shift+tab"}:
            self.take(1 if key == "tab" else -1)
        elif key in {"up", "down"}:
            self._go(-1 if key == "up" else 1)
        else:
            super().key(key, character)

    def changed(self, text: str) -> None:
        """The line was typed into: offer anew."""
        self.chosen = None
        self._start, self.offered = self._completer.complete(text, self.line.cursor)
        super().changed(text)

    def take(self, step: int, wanted: int | None = None) -> None:
        """Put the next of what is offered into the line, or the `wanted`-th."""
        if not self.offered:
            return
        first = 0 if step > 0 else len(self.offered) - 1
        self.chosen = wanted if wanted is not None else first if self.chosen is None else (self.chosen + step) % len(self.offered)
        line, words = self.line, self.offered[self.chosen].words
        line.text = line.text[: self._start] + words + line.text[line.cursor :]
        line.cursor = self._start + len(words)
        super().changed(line.text)

    def _go(self, step: int) -> None:
        """An earlier query, or a later one again; what was typed is kept below them."""
        if self._at == len(self._earlier) - 1:
            self._earlier[-1] = self.line.text
        wanted = self._at + step
        if 0 <= wanted < len(self._earlier):
            self._at = wanted
            self.line.set(self._earlier[wanted])
            self.offered, self.chosen = (), None
            super().changed(self.line.text)
