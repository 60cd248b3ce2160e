"""Editing one line of text, without a widget: what is drawn inside another view still takes every editing key."""

from __future__ import annotations

import re

from qualcode.domain.graphemes import boundaries

_NOT_TYPED = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class LineEdit:
    """A line and a cursor in it."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def key(self, key: str, character: str | None) -> bool:
        """Take a key; False when it means nothing here."""
        move = _MOVES.get(key)
        if move is not None:
            move(self)
            return True
        if character is None or not character.isprintable():
            return False
        self.insert(character)
        return True

    def insert(self, words: str) -> None:
        """Put text in at the cursor; line ends and other control characters in pasted text become spaces."""
        words = _NOT_TYPED.sub(" ", words)
        self.text = self.text[: self.cursor] + words + self.text[self.cursor :]
        self.cursor += len(words)

    def set(self, text: str) -> None:
        """Replace the line, the cursor at its end."""
        self.text, self.cursor = text, len(text)

    def left(self) -> None:
        """One sign back, whole as a reader sees it."""
        self.cursor = self._edge_before()

    def right(self) -> None:
        """One sign on."""
        self.cursor = self._edge_after()

    def home(self) -> None:
        """To the start."""
        self.cursor = 0

    def end(self) -> None:
        """To the end."""
        self.cursor = len(self.text)

    def word_left(self) -> None:
        """To the start of the word before the cursor."""
        self.cursor = self._word_start()

    def word_right(self) -> None:
        """Past the word after the cursor."""
        rest = self.text[self.cursor :]
        stripped = rest.lstrip()
        word = stripped.split(" ", 1)[0]
        self.cursor += len(rest) - len(stripped) + len(word)

    def backspace(self) -> None:
        """Delete the sign before the cursor."""
        before = self._edge_before()
        self.text, self.cursor = self.text[:before] + self.text[self.cursor :], before

    def delete(self) -> None:
        """Delete the sign at the cursor."""
        self.text = self.text[: self.cursor] + self.text[self._edge_after() :]

    def delete_word(self) -> None:
        """Delete back to the start of the word."""
        start = self._word_start()
        self.text = self.text[:start] + self.text[self.cursor :]
        self.cursor = start

    def delete_to_start(self) -> None:
        """Delete everything before the cursor."""
        self.text, self.cursor = self.text[self.cursor :], 0

    def delete_to_end(self) -> None:
        """Delete everything from the cursor on."""
        self.text = self.text[: self.cursor]

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the cursor, the sign at it (a space at the end of the line), and what stands after."""
        after = self._edge_after()
        return self.text[: self.cursor], self.text[self.cursor : after] or " ", self.text[after:]

    def _edge_before(self) -> int:
        return max((edge for edge in boundaries(self.text) if edge < self.cursor), default=0)

    def _edge_after(self) -> int:
        return min((edge for edge in boundaries(self.text) if edge > self.cursor), default=len(self.text))

    def _word_start(self) -> int:
        before = self.text[: self.cursor].rstrip()
        return before.rfind(" ") + 1


_MOVES = {
    "left": LineEdit.left,
    "right": LineEdit.right,
    "home": LineEdit.home,
    "end": LineEdit.end,
    "ctrl+e": LineEdit.end,
    "ctrl+left": LineEdit.word_left,
    "ctrl+right": LineEdit.word_right,
    "backspace": LineEdit.backspace,
    "delete": LineEdit.delete,
    "ctrl+w": LineEdit.delete_word,
    "ctrl+u": LineEdit.delete_to_start,
    "ctrl+k": LineEdit.delete_to_end,
}
