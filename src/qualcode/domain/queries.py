"""The language in which coded segments are asked for, read into a tree.

    Time and "Quality of care"              where segments of the two overlap
    Time and not Figures                    segments of Time that no segment of Figures overlaps
    Time near Figures, Time near 3 Figures  segments of Time with one of Figures in the same or a neighbouring turn (within 3)
    Time in the same turn as Figures        segments of Time with one of Figures in the same turn
    Time or Figures                         segments of either
    Time and role = nurse and years > 5     segments of Time in which somebody speaks who is a nurse of more than 5 years
    starred, unsure                         segments so marked

A code is written by its path or the end of one, as elsewhere; in quotation marks where its name holds one of the words or
signs of the language. `near` and `in the same turn as` bind before `not`, `not` before `and`, `and` before `or`;
parentheses go before all. What the tree means exactly stands in `analysis.queries`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from qualcode.domain.codebook_paths import folded
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Collection

DEEPEST = 50
"""How many parentheses may stand inside one another."""

COMPARISONS = {"=": "=", "!=": "!=", "≠": "!=", "<": "<", "<=": "<=", "≤": "<=", ">": ">", ">=": ">=", "≥": ">="}


class QueryError(InvalidInput):
    """A query cannot be read; `at` is the place of the fault, the first sign being 1."""

    title = "Cannot read the query"

    def __init__(self, at: int, message: str, hint: str = "") -> None:
        super().__init__(f"At sign {at} of the query: {message}", hint)
        self.at = at


@dataclass(frozen=True, slots=True)
class CodeTerm:
    """The segments of a code; `path` as written, `at` its place in the query."""

    path: str
    at: int = 1


@dataclass(frozen=True, slots=True)
class CaseTerm:
    """A condition on who speaks: an attribute, one of = != < <= > >=, and a value."""

    attribute: str
    comparison: str
    value: str
    at: int = 1


@dataclass(frozen=True, slots=True)
class MarkTerm:
    """A condition on the coding: `mark` is starred or unsure."""

    mark: str


@dataclass(frozen=True, slots=True)
class Not:
    """What `of` does not say."""

    of: Query


@dataclass(frozen=True, slots=True)
class And:
    """What all parts say together."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any part says."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Segments of `left` with (`without`: with none) one of `right` at most `turns` turns away; 0 is the same turn."""

    left: Query
    right: Query
    turns: int
    without: bool = False


Query: TypeAlias = "CodeTerm | CaseTerm | MarkTerm | Not | And | Or | Near"


def is_condition(query: Query) -> bool:
    """Whether it only says who speaks or how a coding is marked, and so narrows what it stands beside."""
    if isinstance(query, Not):
        return is_condition(query.of)
    if isinstance(query, And | Or):
        return all(map(is_condition, query.parts))
    return isinstance(query, CaseTerm | MarkTerm)


def codes_of(query: Query) -> list[CodeTerm]:
    """All codes it names, in order."""
    if isinstance(query, CodeTerm):
        return [query]
    return [code for part in _parts(query) for code in codes_of(part)]


def conditions_of(query: Query) -> list[CaseTerm]:
    """All conditions on who speaks, in order."""
    if isinstance(query, CaseTerm):
        return [query]
    return [term for part in _parts(query) for term in conditions_of(part)]


def asks_for_all(query: Query) -> bool:
    """Whether it must be answered from all codings, for a part of it names no code: `not Time`, `starred or Time`."""
    if isinstance(query, And):
        told = [part for part in query.parts if not is_condition(part) and not isinstance(part, Not)]
        denied = [part.of for part in query.parts if isinstance(part, Not) and not is_condition(part)]
        return not told or any(map(asks_for_all, [*told, *denied]))
    if is_condition(query) or isinstance(query, Not):
        return True
    return any(map(asks_for_all, _parts(query)))


def read_query(text: str, attributes: Collection[str] = ()) -> Query:
    """The tree of a query; `attributes` tells `years > 5` from the path `Theme > Code`.

    Raises:
        QueryError: it cannot be read; the message names the place.
    """
    return _Reader(text, attributes).whole()


def code_alone(text: str, attributes: Collection[str] = ()) -> str | None:
    """The path of the code that a query consists of, or None where it asks for more than one code, or cannot be read."""
    try:
        query = read_query(text, attributes)
    except QueryError:
        return None
    return query.path if isinstance(query, CodeTerm) else None


def quoted(name: str) -> str:
    """A name as a query holds it whatever is in it: in quotation marks."""
    return f"“{name}”" if '"' in name else f'"{name}"'


def as_written(name: str) -> str:
    """A name as a query holds it: in quotation marks where words or signs of the language are in it."""
    words = name.casefold().split()
    plain = not _SIGNS.search(name) and not _KEYWORDS.intersection(words) and not _MARKS.intersection(words)
    return name if plain and words and words[0] not in {"in", "within"} else quoted(name)


def _parts(query: Query) -> tuple[Query, ...]:
    if isinstance(query, Not):
        return (query.of,)
    if isinstance(query, Near):
        return query.left, query.right
    return query.parts if isinstance(query, And | Or) else ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int

    def says(self, word: str) -> bool:
        return self.kind == "word" and self.text.casefold() == word


_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|“[^”]*”)|(?P<sign>[()])|(?P<comparison>!=|<=|>=|[=<>≠≤≥])|(?P<word>[^\s()"“”=<>!≠≤≥]+))"""
)
_SIGNS = re.compile(r'[()"“”=<>!≠≤≥]')
_KEYWORDS = frozenset({"and", "or", "not", "near"})
_MARKS = frozenset({"starred", "unsure"})
_SAME_TURN = ("in", "the", "same", "turn", "as")


class _Reader:
    """A descent over the tokens of one query."""

    def __init__(self, text: str, attributes: Collection[str]) -> None:
        self.tokens = _tokens(text)
        self.attributes = {folded(name) for name in attributes}
        self.place = 0
        self.depth = 0

    def whole(self) -> Query:
        query = self.any_of()
        if self.now.kind != "end":
            raise QueryError(self.now.at, f"{_shown(self.now)} is not expected.", "Join terms by and, or, not, near.")
        return query

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def says(self, *words: str, ahead: int = 0) -> bool:
        rest = self.tokens[self.place + ahead : self.place + ahead + len(words)]
        return len(rest) == len(words) and all(token.says(word) for token, word in zip(rest, words, strict=True))

    def took(self, word: str) -> bool:
        taken = self.says(word)
        self.place += taken
        return taken

    def any_of(self) -> Query:
        parts = [self.all_of()]
        while self.took("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self) -> Query:
        parts = [self.denied()]
        while self.took("and"):
            parts.append(self.denied())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def denied(self) -> Query:
        denied = 0
        while self.took("not"):
            denied += 1
        query = self.beside()
        if denied % 2 == 0:
            return query
        return query.of if isinstance(query, Not) else Not(query)

    def beside(self) -> Query:
        query = self.term()
        while (found := self.nearness()) is not None:
            without, turns = found
            query = Near(query, self.term(), turns, without)
        return query

    def nearness(self) -> tuple[bool, int] | None:
        """Whether `near` or `in the same turn as` follows: denied or not, and the turns; its words are taken."""
        ahead = int(self.says("not"))
        if self.says("near", ahead=ahead):
            self.place += ahead + 1
            turns = 1
            if self.now.kind == "word" and self.now.text.isdecimal():
                turns = min(int(self.now.text), 1_000_000)
                self.place += 1
            return bool(ahead), turns
        for first in ("in", "within"):
            if self.says(first, *_SAME_TURN[1:4], ahead=ahead):
                self.place += ahead + 4
                self.took("as")
                return bool(ahead), 0
        return None

    def term(self) -> Query:
        token = self.now
        if token.text == "(":
            return self.bracketed()
        if token.kind == "word" and token.text.casefold() in _MARKS:
            self.place += 1
            return MarkTerm(token.text.casefold())
        name = self.name("a code, an attribute or a parenthesis")
        if self.now.kind == "comparison" and (self.now.text != ">" or folded(name) in self.attributes):
            comparison = COMPARISONS[self.now.text]
            self.place += 1
            return CaseTerm(name, comparison, self.name("a value"), token.at)
        while self.now.text == ">" and self.now.kind == "comparison":
            self.place += 1
            name = f"{name} > {self.name('the next name of the path')}"
        return CodeTerm(name, token.at)

    def bracketed(self) -> Query:
        opened = self.now
        self.place += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(opened.at, f"More than {DEEPEST} parentheses stand inside one another.")
        query = self.any_of()
        if self.now.text != ")" or self.now.kind != "sign":
            raise QueryError(opened.at, "This parenthesis is not closed.", "Close it with ).")
        self.place += 1
        self.depth -= 1
        return query

    def name(self, expected: str) -> str:
        """A quoted name, or bare words up to a word or sign of the language."""
        token = self.now
        if token.kind == "quoted":
            self.place += 1
            inner = token.text[1:-1].strip()
            if not inner:
                raise QueryError(token.at, "Nothing stands between these quotation marks.")
            return inner
        words: list[str] = []
        while self.now.kind == "word" and self.now.text.casefold() not in _KEYWORDS and not self._same_turn_follows(words):
            words.append(self.now.text)
            self.place += 1
        if not words:
            raise QueryError(self.now.at, f"{expected} is expected, not {_shown(self.now)}.", "Names with such words are quoted.")
        return " ".join(words)

    def _same_turn_follows(self, words: list[str]) -> bool:
        return bool(words) and any(self.says(first, *_SAME_TURN[1:4]) for first in ("in", "within"))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            what = "This quotation mark is not closed." if text[at] in '"“”' else f"{text[at]} is not a sign of the language."
            raise QueryError(at + 1, what)
        kind = match.lastgroup
        assert kind is not None
        found.append(_Token(kind, match[kind], match.start(kind) + 1))
        at = match.end()
    return [*found, _Token("end", "", end + 1)]


def _shown(token: _Token) -> str:
    return "the end" if token.kind == "end" else f'"{token.text}"' if token.kind != "quoted" else token.text
