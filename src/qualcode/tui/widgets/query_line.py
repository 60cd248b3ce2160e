"""The line at the top of a screen that asks: what is asked, being typed or answered, and how much was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from qualcode.tui.widgets.bars import Bar

if TYPE_CHECKING:
    from qualcode.tui.prompt import Prompt
    from qualcode.tui.widgets.bars import Part


class QueryLine(Bar):
    """What is asked on the left, what came of it on the right."""

    def least_left(self) -> int:
        """The question is worth more than how much was found."""
        return sum(cell_len(words) for words, _ in self._left)

    def ask(self, prompt: Prompt, said: str = "", *, fault: int | None = None) -> None:
        """Show a line being typed; `fault` is the place of a sign in it that cannot be read."""
        line = prompt.line
        at = line.text[line.cursor : line.cursor + 1] or " "
        parts: list[Part] = [(f" {prompt.label} ", "badge"), ("  ", "plain")]
        parts += [*_marked(line.text[: line.cursor], 0, fault), (at, "badge")]
        parts += _marked(line.text[line.cursor + 1 :], line.cursor + 1, fault)
        self.show(parts, [(f"  {said} ", "muted")])

    def answer(self, label: str, question: str, said: str, *, fault: int | None = None) -> None:
        """Show what was asked, and what came of it."""
        self.show([(f" {label} ", "badge"), ("  ", "plain"), *_marked(question, 0, fault)], [(f"  {said} ", "muted")])


def _marked(words: str, start: int, fault: int | None) -> list[Part]:
    """Words that begin at `start` of the line, in parts: from the place of a fault on they are drawn as wrong."""
    if fault is None or fault >= start + len(words):
        return [(words, "bold")]
    cut = max(0, fault - start)
    return [(words[:cut], "bold"), (words[cut:], "bad")]
