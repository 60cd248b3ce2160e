"""What a query being typed could go on with: names of codes, attributes, and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.queries import as_written, quoted
from qualcode.tui.ranking import CodeSearch, folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.codebook import Codebook

MOST = 8
"""How many are offered."""
_JOINS = re.compile(
    r"(?:^|(?<=[\s()]))(?:(?:and|or|not|near(?:\s+\d+)?)(?=\s|$)|(?:in|within)\s+the\s+same\s+turn(?:\s+as)?(?=\s|$))|[()]",
    re.IGNORECASE,
)
_COMPARISON = re.compile(r"\s*(!=|<=|>=|[=<>≠≤≥])\s*")
_MARKS = {"starred": "codings that are starred", "unsure": "codings that are unsure"}


@dataclass(frozen=True, slots=True)
class Completion:
    """Words that could stand in the query: as they are put in, as they are shown, what they are, and a code's dot."""

    words: str
    shown: str
    about: str = ""
    code: int | None = None


class Completer:
    """Knows the codes, the attributes, and the values that occur."""

    def __init__(self, codebook: Codebook, values: Mapping[str, Sequence[str]]) -> None:
        """`values` are those of each attribute, by its name."""
        self._codebook = codebook
        self._search = CodeSearch(codebook, all_codes=True)
        self._values = values

    def complete(self, text: str, cursor: int) -> tuple[int, list[Completion]]:
        """Where the words begin that the cursor stands behind, and what they could be, the likeliest first."""
        start = self._start(text[:cursor])
        typed = text[start:cursor]
        attribute, comparison, value = self._compared(typed)
        if attribute is not None:
            return cursor - len(value), self._of_values(attribute, comparison, value.lstrip('"“'))
        return start, self._of_names(typed.lstrip('"“'))

    def _start(self, left: str) -> int:
        """Where the term being typed begins: behind the last word or sign that joins terms, outside quotation marks."""
        blanked = re.sub(r"\"[^\"]*\"|“[^”]*”|[\"“][^\"”]*$", lambda found: "x" * len(found.group()), left)
        ends = [found.end() for found in _JOINS.finditer(blanked)]
        start = ends[-1] if ends else 0
        return start + len(left[start:]) - len(left[start:].lstrip())

    def _compared(self, typed: str) -> tuple[str | None, str, str]:
        found = _COMPARISON.search(typed)
        if found is None:
            return None, "", ""
        name = folded(typed[: found.start()].strip(' "“”'))
        return next((one for one in self._values if folded(one) == name), None), found[1], typed[found.end() :]

    def _of_values(self, attribute: str, _comparison: str, typed: str) -> list[Completion]:
        sought = folded(typed)
        fitting = [one for one in self._values[attribute] if folded(one).startswith(sought)]
        return [Completion(as_written(one), one, attribute) for one in fitting[:MOST]]

    def _of_names(self, typed: str) -> list[Completion]:
        sought = folded(typed.strip())
        if not sought:
            return []
        codes = [self._of_code(hit.code) for hit in self._search.search(typed)[:MOST]]
        others = [self._of_attribute(name) for name in self._values if _begins(name, sought)]
        others += [Completion(word, word, about) for word, about in _MARKS.items() if word.startswith(sought)]
        # What begins so comes before codes that fit in another way: by initials, by their path, by a typing mistake.
        sure = [one for one in codes if _begins(one.shown, sought)]
        return [*sure[: MOST - len(others[:3])], *others[:3], *(one for one in codes if one not in sure)][:MOST]

    def _of_attribute(self, name: str) -> Completion:
        values = self._values[name]
        return Completion(
            f"{as_written(name)} ", name, f"of participants: {', '.join(values[:4])}{' …' if len(values) > 4 else ''}"
        )

    def _of_code(self, code: int) -> Completion:
        path = self._codebook.path(code)
        return Completion(code_as_asked(self._codebook, code), path[-1], " > ".join(path[:-1]), code)


def _begins(name: str, sought: str) -> bool:
    """Whether a name, or a word of it, begins with what was typed."""
    return any(
        found.start() == 0 or not name[found.start() - 1].isalnum() for found in re.finditer(re.escape(sought), folded(name))
    )


def code_as_asked(codebook: Codebook, code: int) -> str:
    """A code as a query asks for it: by its name where no other is called so, else by its path."""
    name = codebook[code].name
    alone = sum(folded(one.name) == folded(name) for one in codebook.live) == 1
    return as_written(name) if alone else quoted(codebook.path_text(code))
