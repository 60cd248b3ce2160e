"""Looking for what may tell who somebody is: matchers over the tokens of a blank English pipeline, patterns over characters.

It proposes and decides nothing. spaCy costs a hundred megabytes and a second, so this runs in a process of its own. Where an
English model is installed the names it knows are proposed too; none is needed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.name_patterns import characters_in
from qualcode.domain.identification import NameKind, same_term
from qualcode.domain.name_words import (
    ALSO_WORDS,
    BEFORE_A_MONTH,
    DAYS,
    GENERIC,
    GIVEN_NAMES,
    INSTITUTIONS,
    MONTHS,
    NAMES_NOBODY,
    PLACE_PREPOSITIONS,
    TITLES,
)
from qualcode.domain.sentences import sentences
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

TITLE, CAPITALS, ACRONYM, INSTITUTION, GIVEN, MODEL = (
    "title and name",
    "capitalised",
    "capitals",
    "organisation",
    "given name",
    "language model",
)
_DETERMINERS = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "each", "every"}
    | {"any", "some", "no", "which", "what", "one", "another"}
)
_OPENS = re.compile(r"(?:^|[\"“‘(\[:–—…]|//)\s*$")
_POSSESSIVE = re.compile(r"[’'](?:s|S|d|ll|ve|re|m)?$")
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_INTERJECTION = re.compile(r"m+|[aeou]+h|h?u[hm]+|oh|sorry|thanks|laughter|ye[ps]|nope|wow|hiya|nowt|aye")
_BEGINS_ANYTHING = re.compile(r".*(?:ly|ing|ed|ness|tions?)")
OFTEN = 2
"""How often a word that is never written small begins a sentence before it is proposed."""
_SAID_OF_PEOPLE = re.compile(
    r"(?:[’']s \w)|(?:[’']s)? (?:said|says|told|asked|rang|came|went|was|has|had|thought|knew|and I|who)\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,5}")
_CAPITAL = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_POST_HEADS = "director head chair chairman chairwoman chairperson president professor lead chief dean secretary verger vicar"
_PEOPLE = (
    "one man woman male female person nurse doctor consultant surgeon physician midwife matron manager director physio"
    " pharmacist professor registrar specialist practitioner therapist dietitian psychologist radiographer gp coordinator"
)
_MODEL_KINDS = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANISATION,
    "GPE": NameKind.PLACE,
    "LOC": NameKind.PLACE,
    "FAC": NameKind.PLACE,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of talk of one source (`source` is an id), and where in the text it begins."""

    source: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that may be a name; `span` is of the source's text."""

    source: int
    span: Span
    words: str
    kind: NameKind
    why: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    starts: bool

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() and bool(_CAPITAL.fullmatch(self.text)) and self.text != "I"


def look_for_names(
    pieces: Sequence[Piece], known: Iterable[str] = (), progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[Hit]:
    """Every place that may tell who somebody is, in the order of the pieces; `known` are names that are no secret.

    Overlapping places are one: the longest, and of equals the one with the more telling pattern.
    """
    finder = _Finder(pieces, known)
    found: list[Hit] = []
    for place, piece in enumerate(pieces):
        if place % 50 == 0:
            progress(place, len(pieces))
        found += finder.hits(piece)
    return finder.settled(found)


class _Finder:
    def __init__(self, pieces: Sequence[Piece], known: Iterable[str]) -> None:
        import spacy
        from spacy.matcher import Matcher

        self.nlp = spacy.blank("en")
        self.stop = self.nlp.Defaults.stop_words
        self.matcher = Matcher(self.nlp.vocab)
        for name, patterns in _patterns(self.stop).items():
            self.matcher.add(name, patterns, greedy="LONGEST")
        self.model = _model(spacy)
        self.small = {word for piece in pieces for word in _SMALL.findall(_without_addresses(piece.text))}
        self.known = {word for name in known for word in (same_term(name), *same_term(name).split())}

    def hits(self, piece: Piece) -> Iterator[Hit]:
        """The places of one piece, overlapping ones too."""
        for start, end, kind, why in characters_in(piece.text):
            yield self._hit(piece, start, end, kind, why)
        doc = self.nlp.make_doc(piece.text)
        starts = {one.start for one in sentences(piece.text)}
        tokens = []
        for one in doc:
            word = _bare(one.text)
            tokens.append(_Token(word, one.idx, one.idx + len(word), starts=_begins(piece.text, one.idx, starts)))
        for name, first, last in self.matcher(doc):
            rule = self.nlp.vocab.strings[name]
            end = tokens[last - 1].end
            if rule == "post":
                yield self._hit(piece, tokens[first].start, end, NameKind.POST, "post")
            elif rule == "title" and _is_title(tokens[first]):
                yield self._hit(piece, tokens[first].start, end, NameKind.PERSON, TITLE)
        for run in _runs(tokens, piece.text):
            yield from self._of_run(piece, run)
        if self.model is not None:
            for one in self.model(piece.text).ents:
                if one.label_ in _MODEL_KINDS and same_term(one.text) not in NAMES_NOBODY:
                    yield self._hit(piece, one.start_char, one.end_char, _MODEL_KINDS[one.label_], MODEL)

    def settled(self, found: Iterable[Hit]) -> list[Hit]:
        """Of overlapping hits the longest; what only begins sentences where it is a name elsewhere, or begins several."""
        taken: dict[int, list[Hit]] = defaultdict(list)
        order = sorted(found, key=lambda one: (-len(one.span), one.why == CAPITALS, one.span.start))
        for hit in order:
            if not any(hit.span.overlaps(other.span) for other in taken[hit.source]):
                taken[hit.source].append(hit)
        every = [one for hits in taken.values() for one in hits]
        sure = {same_term(one.words) for one in every if one.why != _BEGINS}
        times = Counter(same_term(one.words) for one in every)
        kept = [one for one in every if one.why != _BEGINS or (key := same_term(one.words)) in sure or times[key] >= OFTEN]
        return sorted(kept, key=lambda one: (one.source, one.span))

    def _hit(self, piece: Piece, start: int, end: int, kind: NameKind, why: str) -> Hit:
        words = " ".join(piece.text[start:end].replace("[", "").split())
        return Hit(piece.source, Span(piece.start + start, piece.start + end), words, kind, why)

    def _of_run(self, piece: Piece, run: list[_Token]) -> Iterator[Hit]:
        """What a run of capitalised words is, if it may be a name at all."""
        before = _before(piece.text, run[0].start)
        quoted = piece.text[max(0, run[0].start - 1) : run[0].start] in {'"', "“", "‘"}
        run = run if quoted and len(run) > 1 else self._without_starter(run)
        if not run or all(_names_nobody(one.lower) for one in run):
            return
        if any(one.lower in self.known for one in run):
            return
        start, end = run[0].start, run[-1].end
        last = run[-1].lower
        given = run[0].lower in GIVEN_NAMES
        if last in INSTITUTIONS and len(run) > 1 and not (given and last in ALSO_WORDS):
            if any(one.lower not in GENERIC | NAMES_NOBODY | TITLES for one in run):
                yield self._hit(piece, start, end, NameKind.ORGANISATION, INSTITUTION)
            return
        if len(run) > 1:
            person = given or any(one.lower in GIVEN_NAMES for one in run[:-1])
            yield self._hit(piece, start, end, NameKind.PERSON if person else _kind_after(before), GIVEN if person else CAPITALS)
            return
        yield from self._of_word(piece, run[0], before)

    def _without_starter(self, run: list[_Token]) -> list[_Token]:
        """The run without the ordinary word that begins a sentence before a name: `Then Gillian`."""
        while run and run[0].starts and run[0].lower not in GIVEN_NAMES and self._ordinary(run[0]) and len(run) > 1:
            run = run[1:]
        while run and run[-1].lower in NAMES_NOBODY - _ALSO_PEOPLE and len(run) > 1:
            run = run[:-1]
        return run

    def _ordinary(self, token: _Token) -> bool:
        return token.lower in self.stop or token.lower in self.small or token.lower in NAMES_NOBODY

    def _of_word(self, piece: Piece, one: _Token, before: str) -> Iterator[Hit]:
        """What a single capitalised word may be."""
        if (
            len(one.text) < 2
            or _INTERJECTION.fullmatch(one.lower)
            or one.lower in TITLES
            or _names_nobody(one.lower)
            or one.lower in self.stop - _STOP_NAMES
        ):
            return
        if _ACRONYM.fullmatch(one.text):
            if not (one.lower in self.small and len(one.text) < 4):
                yield self._hit(piece, one.start, one.end, NameKind.ORGANISATION, ACRONYM)
            return
        if one.lower in GIVEN_NAMES and one.lower not in self.small:
            yield self._hit(piece, one.start, one.end, NameKind.PERSON, GIVEN)
        elif one.lower in ALSO_WORDS:
            if not one.starts and _may_be_a_name(one, before, piece.text):
                yield self._hit(piece, one.start, one.end, NameKind.PERSON, "name that is a word")
        elif one.starts:
            if one.lower not in self.small and not _BEGINS_ANYTHING.fullmatch(one.lower):
                acts = _SAID_OF_PEOPLE.match(piece.text[one.end : one.end + 14])
                yield self._hit(piece, one.start, one.end, NameKind.OTHER, CAPITALS if acts else _BEGINS)
        elif one.lower not in self.small or one.lower in GIVEN_NAMES:
            yield self._hit(piece, one.start, one.end, _kind_after(before), CAPITALS)


_JOINS = frozenset({" ", "-", "‑", "–", " of ", " & ", "\n", " de ", " van ", " von ", " bin ", " al-"})
_BEGINS = "begins a sentence"
_ALSO_PEOPLE = frozenset({"may", "april", "june", "august"})
_STOP_NAMES = frozenset({"may", "will", "bill", "rob"})


def _names_nobody(word: str) -> bool:
    """Whether a capitalised word is nobody's name; months that people are called by may be one."""
    return (word in NAMES_NOBODY or (word.endswith("s") and word[:-1] in NAMES_NOBODY)) and word not in _ALSO_PEOPLE


def _patterns(stop: set[str]) -> dict[str, list[list[dict[str, Any]]]]:
    """The patterns of tokens: a title with a name, a post of one."""
    name = {"SHAPE": {"REGEX": r"^X"}, "LENGTH": {">": 1}, "LOWER": {"NOT_IN": sorted(NAMES_NOBODY - MONTHS)}}
    title: dict[str, Any] = {"LOWER": {"IN": sorted(TITLES | {f"{one}." for one in TITLES})}}
    hyphen: dict[str, Any] = {"TEXT": {"IN": ["-", "‐", "‑", "–"]}, "SPACY": False}
    plain: dict[str, Any] = {
        "IS_ALPHA": True,
        "LOWER": {"NOT_IN": sorted(stop | {"year", "years", "whom", "said", "says", "asked"})},
    }
    of: dict[str, Any] = {"LOWER": {"IN": ["of", "for"]}}
    the: dict[str, Any] = {"LOWER": {"IN": ["the", "our", "this"]}, "OP": "?"}
    before: dict[str, Any] = {
        "LOWER": {"IN": ["deputy", "assistant", "associate", "vice", "clinical", "medical", "acting", "interim", "former"]},
        "OP": "*",
    }
    head: dict[str, Any] = {"LOWER": {"IN": _POST_HEADS.split()}}
    any_word: dict[str, Any] = {"IS_PUNCT": False, "IS_SPACE": False}
    only: list[dict[str, Any]] = [
        {"LOWER": {"IN": ["the", "its", "our", "their"]}, "OP": "?"},
        {"LOWER": "only"},
        {"IS_ALPHA": True, "OP": "{0,2}"},
        {"LOWER": {"IN": _PEOPLE.split()}},
        {"LOWER": {"IN": ["in", "on", "at", "of", "for", "within", "here", "with", "who"]}},
        {**any_word, "OP": "{1,5}"},
    ]
    return {
        "title": [
            [title, name],
            [title, name, name],
            [title, name, hyphen, name],
            [title, name, name, hyphen, name],
        ],
        "post": [
            [before, head, of, the, plain],
            [before, head, of, the, plain, plain],
            [before, head, of, the, plain, plain, plain],
            [before, head, of, the, plain, {"LOWER": {"IN": ["and", "&"]}}, plain],
            only,
        ],
    }


def _model(spacy: Any) -> Any:
    """An installed English model, or None."""
    for name in sorted(spacy.util.get_installed_models()):
        if name.startswith("en_"):
            return spacy.load(name, disable=["lemmatizer", "parser", "attribute_ruler", "tagger"])
    return None


def _bare(word: str) -> str:
    """A token without the ending that belongs to no name: a possessive, or a verb drawn together with it."""
    bare = _POSSESSIVE.sub("", word) if len(word) > 2 else word
    return bare or word


def _is_title(title: _Token) -> bool:
    """Whether a title is one: `nurse` and `sister` are said of many, and are one only with a capital."""
    return title.text[0].isupper() or title.lower in {"mr", "mrs", "ms", "dr"}


def _begins(text: str, start: int, starts: set[int]) -> bool:
    """Whether a word may have its capital because a sentence, a quotation or a note begins with it."""
    return start in starts or bool(_OPENS.search(text[max(0, start - 4) : start])) or _begins_line(text, start)


def _begins_line(text: str, start: int) -> bool:
    return text[:start].rstrip(" \t-*#>").endswith("\n") or not text[:start].strip(" \t-*#>\"“'‘([")


def _runs(tokens: Sequence[_Token], text: str) -> Iterator[list[_Token]]:
    """Runs of capitalised words with nothing between them but a space, a hyphen or `of`."""
    run: list[_Token] = []
    for one in tokens:
        if not (one.capital or _ACRONYM.fullmatch(one.text)):
            continue
        between = text[run[-1].end : one.start] if run else ""
        # `Daniel [Holth]`: what the typist put in for the reader belongs to the name.
        joined = between in {" [", " [van ", " [de ", " [von "} or (between in _JOINS and not one.starts)
        joined = joined or (between in {"’s ", "'s "} and one.lower in INSTITUTIONS)
        if run and not joined:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _without_addresses(text: str) -> str:
    """The text without addresses and numbers, in which names are written small."""
    for start, end, kind, _ in characters_in(text):
        if kind is NameKind.CONTACT:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _before(text: str, start: int) -> str:
    """The word before a place, in small letters."""
    words: list[str] = re.findall(r"[^\W_]+(?=\W*$)", text[max(0, start - 30) : start])
    return words[-1].lower() if words else ""


def _kind_after(before: str) -> NameKind:
    return NameKind.PLACE if before in PLACE_PREPOSITIONS else NameKind.OTHER


def _may_be_a_name(one: _Token, before: str, text: str) -> bool:
    """Whether a name that is a word too stands as a name: no month, and behind no article."""
    if before in _DETERMINERS or (one.lower in MONTHS | DAYS and (before in BEFORE_A_MONTH or before.isdigit())):
        return False
    follows = _SAID_OF_PEOPLE.match(text[one.end : one.end + 12])
    if one.lower in _ALSO_PEOPLE - {"may"} and (follows is None or "’" in follows.group() or "'" in follows.group()):
        return False
    return not re.match(r"(?:,? \d| [A-Z]\b)", text[one.end : one.end + 4])
