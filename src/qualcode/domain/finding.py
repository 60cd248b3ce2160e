"""What is sought in texts, and where it stands: words, phrases and beginnings of words.

Words typed one after another stand next to each other in the text, whatever white space and punctuation is between them
(`follow up` finds `follow-up`). A word is found whole: `case` does not find `cases`, `case*` finds both. `|` parts
alternatives, and quotation marks make a `|` or `*` an ordinary sign. Capitals never count. An accent on a Latin letter
counts where it was typed: `role` finds `rôle`, `rôle` does not find `role`. Scripts without spaces between words are
found inside a run of signs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.sources import Role

SHORTEST_INDEXED = 3
"""Letters and digits from which an index is asked; what is shorter is looked for in all texts."""

_MARKS = "\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331"
_INSIDE = "\\w\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\ue000-\uf8ff"
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
_WORD = re.compile(f"([{_INSIDE}]+)(\\*?)")
_ENDS_IN_WORD = re.compile(f"[{_INSIDE}]$")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_INDEXED = re.compile("[^\u0000-\u052f\u1e00-\u1eff\u2000-\u206f]")
_NO_ACCENT_OF = frozenset("ǡǣǯǽǿ")
"""Letters with two marks, or a mark on a letter that is no plain one: they are found only as they are."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where it stands: `span` in code points over the source's text.

    `passage` is the turn, or the paragraph outside turns, that holds it; `turn` its number and `speaker` its label, both
    None outside turns. `before` and `after` are the words around it in the passage; `cases` name the participants who
    talk there.
    """

    source: int
    name: str
    revision: int
    span: Span
    words: str
    before: str
    after: str
    passage: Span
    turn: int | None = None
    speaker: str | None = None
    role: Role | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sought:
    """What is sought, read once and then asked of many texts: alternatives, each a row of (word, whether it goes on)."""

    alternatives: tuple[tuple[tuple[str, bool], ...], ...]

    @cached_property
    def _ordered(self) -> list[tuple[tuple[str, bool], ...]]:
        # Longest first, so that of two alternatives at one place the longer is found.
        return sorted(self.alternatives, key=lambda words: -sum(len(word) for word, _ in words))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_pattern_of, self._ordered)))

    @cached_property
    def _ascii_pattern(self) -> re.Pattern[str]:
        """The same for texts of ASCII signs, which have no accents: three times as fast."""
        plain = [words for words in self._ordered if all(word.isascii() for word, _ in words)]
        return re.compile("|".join(map(_ascii_pattern_of, plain)) or "(?!)", re.ASCII)

    @property
    def index_words(self) -> tuple[tuple[tuple[str, bool], ...], ...] | None:
        """The alternatives as rows of (words next to each other, whether the last goes on) for an index of words.

        None where no index serves: a script without spaces between words, or a word shorter than three letters alone.
        """
        found = []
        for words in self.alternatives:
            if sum(len(word) for word, _ in words) < SHORTEST_INDEXED or any(_INDEXED.search(word) for word, _ in words):
                return None
            found.append(_phrases(words))
        return tuple(found)

    def spans(self, small: str, within: Span) -> Iterator[Span]:
        """Where it stands inside a span of a text, which is given as `small_letters` made it; disjoint and in order."""
        for found in self._pattern_for(small).finditer(small, within.start, within.end):
            yield Span(*found.span())

    def stands_in(self, small: str) -> bool:
        """Whether it stands anywhere in a text, given as `small_letters` made it."""
        return self._pattern_for(small).search(small) is not None

    def _pattern_for(self, small: str) -> re.Pattern[str]:
        return self._ascii_pattern if small.isascii() else self._pattern


def sought(text: str) -> Sought:
    """Read what a researcher typed.

    Raises:
        InvalidInput: it holds no word, or a `*` that is not at the end of one.
    """
    alternatives = tuple(words for part in _parts(text) if (words := _words(*part)))
    if not alternatives:
        raise InvalidInput("There is no word to look for.", "Write words, such as business case or fund*.")
    return Sought(alternatives)


def as_beginning(text: str) -> str | None:
    """What was typed, its last word taken as a beginning; None where it does not end in a word that could go on."""
    typed = text.strip()
    if not _ENDS_IN_WORD.search(typed) or any(found.end() == len(typed) for found in _QUOTED.finditer(typed)):
        return None
    return f"{typed}*"


def small_letters(text: str) -> str:
    """The text in small letters, code point for code point, so that offsets hold."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(sign.lower()[0] for sign in text)
    return small if small.isascii() else small.replace("ς", "σ")


def around(text: str, span: Span, passage: Span, width: int = 60) -> tuple[str, str]:
    """The words before and after a span in its passage, at most about `width` signs each, cut between words."""
    before = text[max(passage.start, span.start - width) : span.start]
    if span.start - width > passage.start:
        before = "… " + before.partition(" ")[2]
    after = text[span.end : min(passage.end, span.end + width)]
    if span.end + width < passage.end:
        after = after.rpartition(" ")[0] + " …"
    return " ".join(before.split("\n")).lstrip(), " ".join(after.split("\n")).rstrip()


def _parts(text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """What stands between the `|`, with the places of signs in it that are in quotation marks."""
    quoted = {at for found in _QUOTED.finditer(text) for at in range(*found.span())}
    start = 0
    for at, sign in [*enumerate(text), (len(text), "|")]:
        if sign == "|" and at not in quoted:
            yield text[start:at], frozenset(place - start for place in quoted if start <= place < at)
            start = at + 1


def _words(part: str, quoted: frozenset[int]) -> tuple[tuple[str, bool], ...]:
    composed = list(_WORD.finditer(part))
    ends = {found.end() - 1 for found in composed if found[2]}
    for at, sign in enumerate(part):
        if sign == "*" and at not in quoted and (at not in ends or part[at + 1 : at + 2].strip(" )\t\n.,;")):
            raise InvalidInput(f"A * stands at sign {at + 1} and not at the end of a word.", "It stands for any ending: fund*.")
    return tuple(
        (unicodedata.normalize("NFC", small_letters(found[1])), bool(found[2]) and found.end() - 1 not in quoted)
        for found in composed
    )


def _phrases(words: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    row: list[str] = []
    for word, goes_on in words:
        row.append(word)
        if goes_on:
            found.append((" ".join(row), True))
            row = []
    if row:
        found.append((" ".join(row), False))
    return tuple(found)


def _pattern_of(words: tuple[tuple[str, bool], ...]) -> str:
    return f"[^{_INSIDE}]++".join(_word_pattern(word, goes_on=goes_on) for word, goes_on in words)


def _ascii_pattern_of(words: tuple[tuple[str, bool], ...]) -> str:
    return r"\W++".join(rf"{word[0]}(?<!\w.){word[1:]}" + (r"\w*+" if goes_on else r"(?!\w)") for word, goes_on in words)


def _word_pattern(word: str, *, goes_on: bool) -> str:
    # The look back stands behind the first sign: a pattern that begins with a sign is looked for much faster.
    first = "|".join(
        way + ("" if _UNSPACED.match(word) else f"(?<![{_INSIDE}]{'.' * width})") for way, width in _ways_to_write(word[0])
    )
    rest = "".join(_with_marks(sign, "|".join(way for way, _ in _ways_to_write(sign))) for sign in word[1:])
    whole = "" if _UNSPACED.match(word[-1]) else f"(?![{_INSIDE}])"
    return _with_marks(word[0], first) + rest + (f"[{_INSIDE}]*+" if goes_on else whole)


def _with_marks(sign: str, pattern: str) -> str:
    grouped = f"(?:{pattern})" if "|" in pattern else pattern
    return f"{grouped}[{_MARKS}]*+" if _is_plain(sign) else grouped


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _ways_to_write(sign: str) -> list[tuple[str, int]]:
    """Patterns of one sign with their widths: a plain Latin letter with or without accents, an accented one as it is."""
    if _is_plain(sign):
        return [(f"[{sign}{_accented().get(sign, '')}]", 1)]
    apart = unicodedata.normalize("NFD", sign)
    ways = [(re.escape(sign), 1)]
    return ways if apart == sign else [*ways, (re.escape(apart), len(apart))]


@cache
def _accented() -> dict[str, str]:
    """The small accented letters of each plain Latin letter."""
    found: dict[str, str] = {}
    for code in (*range(0xE0, 0x250), *range(0x1E00, 0x1F00)):
        sign = chr(code)
        apart = unicodedata.normalize("NFD", sign)
        if sign.islower() and len(apart) > 1 and apart[0].isascii() and apart[0].isalpha() and sign not in _NO_ACCENT_OF:
            found[apart[0]] = found.get(apart[0], "") + sign
    return found
