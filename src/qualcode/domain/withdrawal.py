"""Finding participants' words in what others wrote: those of a withdrawn one, or of a sample that is coded blind."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qualcode.domain.citations import without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

RUN = 5
"""Words in a row that are taken for a quotation: fewer are said by everybody."""
MARK = "[withdrawn]"
EXAMPLE = "example"
"""What a code's example is called wherever it is stored."""
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"…|\.\.\.")


class Words:
    """What participants said, by runs of words, without regard to case and punctuation; `guids` are the codings of it."""

    def __init__(self, texts: Iterable[str], guids: Collection[str] = ()) -> None:
        self._guids = frozenset(guids)
        self._runs: set[tuple[str, ...]] = set()
        self._texts: list[str] = []
        for text in texts:
            said = [word.casefold() for word in _WORD.findall(text)]
            self._texts.append(f" {' '.join(said)} ")
            self._runs.update(zip(*(said[place:] for place in range(RUN)), strict=False))

    def taken_out_of(self, text: str) -> str:
        """The text with every run of their words, and every citation of a coding of them, replaced by a mark."""
        text = without(text, self._guids, MARK) if self._guids else text
        places = [match.span() for match in _WORD.finditer(text)]
        said = [text[start:end].casefold() for start, end in places]
        parts: list[str] = []
        written = at = 0
        while at + RUN <= len(said):
            if tuple(said[at : at + RUN]) not in self._runs:
                at += 1
                continue
            first = at
            while at + RUN <= len(said) and tuple(said[at : at + RUN]) in self._runs:
                at += 1
            at += RUN - 1
            parts += (text[written : places[first][0]], MARK)
            written = places[at - 1][1]
        return "".join((*parts, text[written:]))

    def holds(self, text: str) -> bool:
        """Whether a text quotes them: a run of their words, or theirs from its first word to its last, also between cuts."""
        if self.taken_out_of(text) != text:
            return True
        for part in _CUT.split(text):
            said = " ".join(_WORD.findall(part.casefold()))
            if (" " in said or len(part) == len(text)) and said and any(f" {said} " in one for one in self._texts):
                return True
        return False

    def taken_out_of_stored(self, value: str, name: str = "") -> str:
        """The same for a stored value called `name`, which may be JSON: then each text in it by itself.

        An example that is theirs from its first word to its last goes whole, however short.
        """
        if value[:1] in "[{":
            try:
                held = json.loads(value)
            except ValueError:
                return self._cleaned_text(value, name)
            cleaned = self._cleaned(held)
            return value if cleaned == held else json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))
        return self._cleaned_text(value, name)

    def _cleaned_text(self, text: str, name: str) -> str:
        said = _WORD.findall(text.casefold())
        if name == EXAMPLE and len(said) > 1 and any(f" {' '.join(said)} " in one for one in self._texts):
            return MARK
        return self.taken_out_of(text)

    def _cleaned(self, held: Any, name: str = "") -> Any:
        if isinstance(held, str):
            return self._cleaned_text(held, name)
        if isinstance(held, list):
            return [self._cleaned(one) for one in held]
        if isinstance(held, dict):
            return {key: self._cleaned(one, key) for key, one in held.items()}
        return held
