"""Quick code: choosing a code for a passage by a few letters, as a state that keys change and the view draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from qualcode.tui.line_edit import LineEdit
from qualcode.tui.ranking import CodeSearch, Hit, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: a code, or where `code` is None a new one to make as `new`. `stay` keeps quick code open."""

    code: int | None
    new: str = ""
    stay: bool = False


class Reply(Enum):
    """What a key did when it chose nothing."""

    CHANGED = auto()
    CLOSED = auto()
    IGNORED = auto()


class QuickCode:
    """The passage, the letters typed, the codes that fit, and the one chosen among them."""

    def __init__(
        self,
        span: Span,
        passage: str,
        codebook: Codebook,
        search: CodeSearch,
        *,
        recent: Sequence[int] = (),
        title: str = "Apply code",
        may_create: bool = True,
    ) -> None:
        """Quick code for a passage. `recent` codes lead an empty query; `may_create` offers to make a new code."""
        self.span = span
        self.passage = passage
        self.codebook = codebook
        self.title = title
        self.line = LineEdit()
        self.applied: list[str] = []
        self.chosen = 0
        self._search = search
        self._recent = tuple(recent)
        self._may_create = may_create
        self.hits: list[Hit] = []
        self._renew()

    @property
    def new_name(self) -> str:
        """The name a new code would get, empty where a code of that name exists or nothing is typed."""
        typed = " ".join(self.line.text.split())
        if not self._may_create or not typed or typed.endswith(">"):
            return ""
        sought = folded(typed)
        known = any(sought in (folded(code.name), folded(self.codebook.path_text(code.id))) for code in self.codebook)
        return "" if known else typed

    @property
    def rows(self) -> int:
        """Rows to choose from: the codes that fit and, last, the new one."""
        return len(self.hits) + bool(self.new_name)

    @property
    def code(self) -> Code | None:
        """The chosen code; None on the row for a new one, or where nothing fits."""
        return self.codebook[self.hits[self.chosen].code] if self.chosen < len(self.hits) else None

    def key(self, key: str, character: str | None) -> Choice | Reply:
        """Take a key: letters search, Enter chooses, Tab chooses and stays."""
        if key == "escape":
            return Reply.CLOSED
        if key in ("enter", "tab"):
            return self.choose(stay=key == "tab")
        if key in _STEPS:
            self.chosen = min(max(0, self.chosen + _STEPS[key]), max(0, self.rows - 1))
            return Reply.CHANGED
        before = self.line.text
        if not self.line.key(key, character):
            return Reply.IGNORED
        if self.line.text != before:
            self._renew()
        return Reply.CHANGED

    def paste(self, words: str) -> None:
        """Take pasted text into the query."""
        self.line.insert(words)
        self._renew()

    def choose(self, *, stay: bool) -> Choice | Reply:
        """The choice under the cursor."""
        if self.chosen < len(self.hits):
            code = self.hits[self.chosen].code
            self._search.remember(self.line.text, code)
            return Choice(code, stay=stay)
        return Choice(None, new=self.new_name, stay=stay) if self.new_name else Reply.IGNORED

    def renew(self, codebook: Codebook, search: CodeSearch) -> None:
        """Go on in a codebook that was changed elsewhere: what is typed stays, and what is chosen where it still fits."""
        here = self.code.id if self.code is not None else None
        self.codebook, self._search = codebook, search
        self._renew()
        self.chosen = next((row for row, hit in enumerate(self.hits) if hit.code == here), 0)

    def stay_open(self, applied: str, codebook: Codebook, search: CodeSearch) -> None:
        """Go on after a choice: note what was applied and start a new query, in a codebook that may have grown."""
        self.applied.append(applied)
        self.codebook, self._search = codebook, search
        self.line.set("")
        self._renew()

    def _renew(self) -> None:
        self.hits = self._search.search(self.line.text, self._recent)
        self.chosen = 0


_STEPS = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1, "pagedown": 8, "pageup": -8}
