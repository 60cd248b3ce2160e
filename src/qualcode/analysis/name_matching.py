"""Where a text holds terms of the replacement list: as listed, as part of a listed name, or spelt like one.

Words are compared whole, whatever stands for an apostrophe, an accent or a line break in them; the spans found are those
of the text as it is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.name_folding import folded, is_marked, readings, whole
from qualcode.domain.identification import HowFound, NameKind, NameMatch
from qualcode.domain.name_words import ALSO_WORDS, BEFORE_A_MONTH, DAYS, MONTHS, NAMES_NOBODY, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.analysis.name_folding import Folded
    from qualcode.domain.identification import ListedName, ReplacementList
    from qualcode.domain.spans import Span

SHORTEST_MISSPELT = 5
"""Letters a name has at least for another spelling of it to be looked for."""
TWO_SLIPS_FROM = 8
"""Letters from which two slips are taken for a misspelling; below, one."""

_NO_EDGE = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_NOT_BEFORE, _NOT_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
"""Where a term begins or ends with a letter: an ID may put a number behind a name, as in `KDGH01`."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W\d_]{2,})*")
_TOKEN = re.compile(r"[^\W_]+")
_LETTERS_ALONE = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2}")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?…:]['\")\]]*)\s*['\"(\[]*$")
_TITLE_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})\.? $", re.IGNORECASE)
_NAMES_PEOPLE = frozenset({NameKind.PERSON})
_MAY_BE_MISSPELT = frozenset({NameKind.PERSON, NameKind.PLACE, NameKind.ORGANISATION})
_ANY_CASE = frozenset({NameKind.CONTACT, NameKind.POST, NameKind.DATE, NameKind.NUMBER})
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_ABROAD = re.compile(r"\(?(?:\+|00)\s?44")
_LENGTHS_OF_TELEPHONES = (10, 11)
"""Digits of a number in the United Kingdom, with its 0."""
_ENDS_IN_S = re.compile(r"(?<=[^\W\d_]{2})s(?![^\W_])")
_NUMERIC = re.compile(r"[\d\s()+./-]*\d[\d\s()+./-]*")


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: ListedName
    regex: re.Pattern[str]
    how: HowFound
    wordlike: bool = False


class NameMatcher:
    """The terms of one list, ready to be looked for in many texts."""

    def __init__(self, listed: ReplacementList) -> None:
        self._by_word: dict[str, list[_Pattern]] = {}
        self._everywhere: list[_Pattern] = []
        self._masks: list[_Pattern] = []
        self._spelt: dict[str, ListedName] = {}
        self._known = set(NAMES_NOBODY)
        self._dismissed = {folded(one.term).text.strip().lower() for one in listed.dismissed}
        self._judged: dict[str, ListedName | None] = {}
        for one in filter(_says_something, listed.dismissed):
            term = folded(one.term).text.strip()
            self._masks.append(_Pattern(one, _exact(term, one.kind), HowFound.LISTED))
            self._known.update(_TOKEN.findall(term.lower()))
        for one in filter(_says_something, listed.confirmed):
            self._add(one)

    def _add(self, one: ListedName) -> None:
        term = folded(one.term).text.strip()
        words = [word for word in _WORD.findall(term) if word.lower() not in TITLES]
        single = len(words) == 1 and words[0] == term
        wordlike = single and _is_also_a_word(term) and one.kind not in _ANY_CASE
        self._file(term, _Pattern(one, _exact(term, one.kind), HowFound.LISTED, wordlike))
        if one.kind in _NAMES_PEOPLE and not single:
            for word in words:
                self._file_part(one, word)
        if one.kind in _MAY_BE_MISSPELT and (single or one.kind in _NAMES_PEOPLE):
            for word in words:
                if len(word) >= SHORTEST_MISSPELT and not _is_also_a_word(word):
                    self._spelt.setdefault(word.lower(), one)
        self._known.update(word.lower() for word in _TOKEN.findall(term))

    def _file_part(self, one: ListedName, word: str) -> None:
        """A part of somebody's name: by itself where it is no word as well, and behind any title.

        Capital letters make no difference, but to what names nobody in small letters: *English*, or what was dismissed.
        """
        if len(word) < 3 or not word[0].isupper():
            return
        if _is_also_a_word(word):
            regex = re.compile(
                rf"{_NOT_BEFORE}(?:{'|'.join(sorted(TITLES))})\.? {_with_apostrophes(word)}{_NOT_AFTER}", re.IGNORECASE
            )
            for title in TITLES:
                self._by_word.setdefault(title, []).append(_Pattern(one, regex, HowFound.PART))
            return
        letters = re.NOFLAG if word.lower() in NAMES_NOBODY | self._dismissed else re.IGNORECASE
        regex = re.compile(f"{_before(word)}{_with_apostrophes(word)}{_after(word)}", letters)
        self._file(word, _Pattern(one, regex, HowFound.PART))

    def _file(self, term: str, pattern: _Pattern) -> None:
        first = _TOKEN.search(term.lower())
        if first is None or _NUMERIC.fullmatch(term) or _ACRONYM.fullmatch(term) or not _has_edges(term):
            self._everywhere.append(pattern)
            return
        begins = {first.group(), first.group().removesuffix("s")}
        begins.update(word.group() for word in [_TOKEN.search(term.lower().replace("'", ""))] if word)
        for form in {begin + ending for begin in begins for ending in ("", "s", "es")}:
            self._by_word.setdefault(form, []).append(pattern)

    def matches(self, text: str) -> tuple[NameMatch, ...]:
        """What the text holds of the list, in its order; where two terms overlap, the longer."""
        read = tuple(readings(text))
        found = [*self._listed(read[0]), *self._misspelt(read[0])]
        found += [
            match
            for fold in read[1:]
            for match in (*self._listed(fold), *self._misspelt(fold))
            if is_marked(match.span.words_of(text))
        ]
        masked = [span for fold in read for mask in self._masks for span in _spans(mask, fold)]
        taken: list[NameMatch] = []
        for match in sorted(found, key=lambda one: (-len(one.span), one.span.start)):
            if any(mask.covers(match.span) and len(mask) > len(match.span) for mask in masked):
                continue
            if not any(match.span.overlaps(other.span) for other in taken):
                taken.append(match)
        return tuple(replace(one, span=whole(one.span, text)) for one in _joined(sorted(taken, key=lambda one: one.span), text))

    def _listed(self, fold: Folded) -> Iterator[NameMatch]:
        text = fold.text.lower()
        words = {*_TOKEN.findall(text), *_LETTERS_ALONE.findall(text)}
        patterns = {id(one): one for word in words if word in self._by_word for one in self._by_word[word]}
        for pattern in (*patterns.values(), *self._everywhere):
            for span in _spans(pattern, fold):
                yield NameMatch(span, pattern.name, pattern.how)

    def _misspelt(self, fold: Folded) -> Iterator[NameMatch]:
        if not self._spelt:
            return
        for word in _TOKEN.finditer(fold.text):
            spelt = word.group()
            if len(spelt) >= SHORTEST_MISSPELT - 1 and spelt[0].isupper():
                name = self._name_like(spelt.lower())
                if name is not None:
                    yield NameMatch(fold.span(*word.span()), name, HowFound.MISSPELT)

    def _name_like(self, word: str) -> ListedName | None:
        """The listed name that a word is spelt like, if it is nothing that is known by itself."""
        if word not in self._judged:
            self._judged[word] = None if word in self._known else self._nearest(word)
        return self._judged[word]

    def _nearest(self, word: str) -> ListedName | None:
        from rapidfuzz.distance import OSA

        best: tuple[int, str] | None = None
        for name in self._spelt:
            most = 2 if min(len(name), len(word)) >= TWO_SLIPS_FROM else 1
            slips = OSA.distance(word, name, score_cutoff=most)
            if slips <= most and (slips > 0) and (best is None or (slips, name) < best):
                best = slips, name
        return None if best is None else self._spelt[best[1]]


def _joined(matches: Iterable[NameMatch], text: str) -> Iterator[NameMatch]:
    """The matches, with neighbouring words of one listed name as one: a first name and a surname, both misspelt."""
    last: NameMatch | None = None
    for match in matches:
        if last is not None and last.name == match.name and text[last.span.end : match.span.start] in {" ", "\n", "\u00a0", "-"}:
            how = HowFound.MISSPELT if HowFound.MISSPELT in (last.how, match.how) else HowFound.PART
            last = NameMatch(last.span.hull(match.span), match.name, how)
            continue
        if last is not None:
            yield last
        last = match
    if last is not None:
        yield last


def _says_something(one: ListedName) -> bool:
    """Whether a term has a sign that is looked for; a list that was written by hand may hold one of unseen signs alone."""
    return bool(folded(one.term).text.strip(" '"))


def _is_also_a_word(word: str) -> bool:
    lowered = word.lower()
    return lowered in ALSO_WORDS or lowered in MONTHS or lowered in DAYS


def _has_edges(term: str) -> bool:
    """Whether white space divides words in the writing of a term."""
    return not any(unicodedata.name(one, "").startswith(_NO_EDGE) for one in term)


def _exact(term: str, kind: NameKind) -> re.Pattern[str]:
    """The pattern of a term, by the rule of its letters."""
    if _NUMERIC.fullmatch(term) and sum(one.isdigit() for one in term) >= 5:
        return _digits(term)
    if _ACRONYM.fullmatch(term):
        return re.compile(_before(term) + r"\.?".join(map(re.escape, term)) + r"(?:(?<=\.\w)\.|s)?" + _after(term))
    body = _with_apostrophes(term).replace(r"\.\ ", r"\ ").replace(r"\ ", r"(?:\. ?|[ _-])")
    if not _has_edges(term):
        return re.compile(body)
    plural = "(?:e?s)?" if kind in _MAY_BE_MISSPELT and term[-1:].isalpha() and not _is_also_a_word(term) else ""
    return re.compile(_before(term) + body + plural + _after(term), re.IGNORECASE)


def _before(term: str) -> str:
    return "" if not term[0].isalnum() else _NOT_BEFORE if term[0].isdigit() else _NO_LETTER_BEFORE


def _after(term: str) -> str:
    return "" if not term[-1].isalnum() else _NOT_AFTER if term[-1].isdigit() else _NO_LETTER_AFTER


def _digits(term: str) -> re.Pattern[str]:
    """The pattern of a number, however it is divided; one of a telephone with 0 or with the code of the country."""
    digits = "".join(one for one in term if one.isdigit())
    between = r"[\s()./-]{0,3}"
    abroad = _ABROAD.match(term.strip())
    home = f"0{digits[len('0044' if digits.startswith('00') else '44') :].removeprefix('0')}" if abroad else digits
    if home[0] != "0" or len(home) not in _LENGTHS_OF_TELEPHONES:
        return re.compile(r"(?<!\d)" + between.join(digits) + r"(?!\d)")
    begins = rf"(?:(?:\+|00)?44{between}(?:0{between})?|0{between})"
    return re.compile(r"(?<!\d)" + begins + between.join(home[1:]) + r"(?!\d)")


def _with_apostrophes(term: str) -> str:
    """A term as a pattern to which apostrophes make no difference: St Mary's, St Marys, St Marys'."""
    return _ENDS_IN_S.sub("'?s", re.escape(term).replace("'", "'?"))


def _spans(pattern: _Pattern, fold: Folded) -> Iterable[Span]:
    for found in pattern.regex.finditer(fold.text):
        if not pattern.wordlike or _stands_as_a_name(fold.text, found.start(), found.end()):
            yield fold.span(found.start(), found.end())


def _stands_as_a_name(text: str, start: int, end: int) -> bool:
    """Whether a name that is a word too stands as a name: with a capital, and not as the month, or the ward of a number."""
    word = text[start:end]
    if not word[0].isupper():
        return False
    before, after = text[max(0, start - 40) : start], text[end : end + 12]
    if _TITLE_BEFORE.search(before):
        return True
    if word.lower() in MONTHS | DAYS:
        last = _TOKEN.findall(before.lower())[-1:]
        if (last and (last[0] in BEFORE_A_MONTH or last[0].isdigit())) or re.match(r",? \d", after):
            return False
    return not re.match(r" (?:\d+|[A-Z])(?![^\W_])|\d", after)
