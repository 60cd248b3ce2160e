"""What the screens share that ask a query: names completed while it is typed, earlier queries, a code chosen by letters."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.tui.completing import Completer, code_as_asked
from qualcode.tui.query_prompt import QueryPrompt
from qualcode.tui.screens.asking import AskingScreen
from qualcode.tui.screens.found import Question
from qualcode.tui.widgets.completions import Completions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.domain.codebook import Codebook
    from qualcode.tui.prompt import Prompt
    from qualcode.tui.widgets.transcript.tints import Hue


class CodeQuestions(AskingScreen):
    """A screen with a query line over codes."""

    codebook: Codebook
    LABEL = "QUERY"

    def hues_now(self) -> Mapping[int, Hue]:
        """The colours of codes."""
        raise NotImplementedError

    # typing

    def make_prompt(self, label: str, changed: Callable[[str], None], done: Callable[[str | None], None], text: str) -> Prompt:
        """A query is completed as it is typed; any other line is not."""
        if label != self.LABEL:
            return super().make_prompt(label, changed, done, text)
        prompt = QueryPrompt(label, changed, done, text, Completer(self.codebook, self._values()), self.desk.queries_asked())
        if not self.query(Completions):
            self.mount(Completions(self.hues_now))
        return prompt

    def _values(self) -> dict[str, list[str]]:
        """The values that occur of each attribute, by its name, in its order or by alphabet."""
        cases, attributes = self.desk.cases()
        found = {}
        for one in attributes:
            occurring = {case.value(one.name) or "" for case in cases} - {""}
            ordered = [value for value in one.order if value in occurring]
            found[one.name] = [*ordered, *sorted(occurring - set(ordered), key=_by_size)]
        return found

    def draw_question(self) -> None:
        """Draw the line at the top, and under it what it could go on with."""
        super().draw_question()
        for completions in self.query(Completions):
            prompt = self.prompt
            if isinstance(prompt, QueryPrompt):
                completions.show(prompt.offered, prompt.chosen)
            else:
                completions.show((), None)

    def on_completions_taken(self, event: Completions.Taken) -> None:
        """Take the one that was clicked."""
        if isinstance(self.prompt, QueryPrompt):
            self.prompt.take(1, event.place)

    # asking

    def question_of(self, words: str) -> Question:
        """What was typed; a code's whole name is that code, whatever words of the language are in it."""
        with suppress(QualcodeError):
            words = code_as_asked(self.codebook, self.codebook.find(words).id)
        self.desk.note_query(words)
        return Question(words)

    def action_filter_codes(self) -> None:
        """Choose the code whose extracts are shown."""
        from qualcode.tui.modals.choose import ChooseCode

        def chosen(code: str | None) -> None:
            if code is not None and code.isdigit():
                self.ask(self.question_of(code_as_asked(self.codebook, int(code))))

        self.app.push_screen(ChooseCode("Extracts of a code", self.codebook), chosen)


def _by_size(value: str) -> tuple[float, str]:
    """Numbers by their size, before words by the alphabet."""
    try:
        return float(value), value
    except ValueError:
        return float("inf"), value
