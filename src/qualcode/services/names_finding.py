"""Looking for names and identifiers in the transcripts: what is found is proposed, and the researcher decides."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.identification import HowFound, NameKind, NamePlace, ProposedName, same_term
from qualcode.domain.name_words import ALSO_WORDS, TITLES
from qualcode.domain.progress import silent
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError
from qualcode.services.names_list import begin_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.identification import ReplacementList
    from qualcode.domain.progress import Progress
    from qualcode.domain.talk import SpokenText
    from qualcode.storage import OpenStudy

AROUND = 40
"""Characters of context on each side."""
MISSPELT = "spelt like a listed name"
_ORDER = tuple(NameKind)


@dataclass(frozen=True, slots=True)
class _Hit:
    source: int
    span: Span
    words: str
    kind: NameKind
    why: str
    like: str = ""


def find_names(
    study: OpenStudy, *, source: str | None = None, every: bool = False, progress: Progress = silent
) -> tuple[ProposedName, ...]:
    """What may tell who somebody is in the transcripts, by kind, the most frequent first.

    Terms that the replacement list already decides are left out, unless `every` is set. Where there is no list yet, an
    empty one is begun: from then on outputs for publication are checked against it.

    Raises:
        NotFound: there is no such source.
        InvalidInput: the replacement list cannot be read or begun.
        QualcodeError: the process that looks failed.
        Cancelled: `progress` raised it.
    """
    numbers = [one.id for one in study.sources.all()] if source is None else [study.sources.named(source).id]
    listed = begin_list(study).listed
    hits = _asked(study, numbers, progress)
    texts = {text.source: text for text in study.talk.of_sources(numbers)}
    hits = _with_misspelt(hits, texts, listed)
    found = [_proposed(words, group, texts) for words, group in _grouped(hits).items()]
    if not every:
        found = [one for one in found if not _is_decided(one, listed)]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kind), -len(one.places), one.term.casefold())))


def _asked(study: OpenStudy, numbers: Sequence[int], progress: Progress) -> list[_Hit]:
    from qualcode.services.other_process import OtherProcess

    process = OtherProcess(
        "qualcode.services.naming_child",
        starting="starting to look",
        failed=QualcodeError(
            "Names could not be looked for: the process that does it failed.", "Check that spaCy is installed whole."
        ),
    )
    question = {"where": study.address, "acting": study.viewer.name, "sources": list(numbers), "known": _known(study)}
    try:
        told = process.ask(question, progress)
    finally:
        process.close()
    return [_Hit(source, Span(start, end), words, NameKind(kind), why) for source, start, end, words, kind, why in told]


def _known(study: OpenStudy) -> list[str]:
    """Names that are no secret: coders, interviewers, and the study's own numbers for participants and sources."""
    numbers = [one.name for one in study.sources.all()] + [case.name for case in study.cases.all()]
    known = [one.name for one in study.coders.all()]
    for source in study.sources.all():
        for one in study.sources.speakers(source.id):
            if one.role is Role.INTERVIEWER:
                known.append(one.label)
            else:
                numbers.append(one.label)
    known += [one for one in numbers if any(sign.isdigit() for sign in one)]
    return sorted(set(known))


def _with_misspelt(hits: Iterable[_Hit], texts: Mapping[int, SpokenText], listed: ReplacementList) -> list[_Hit]:
    """The hits, and the words that are spelt like a confirmed name."""
    from qualcode.analysis.name_matching import NameMatcher

    found = list(hits)
    if not listed.confirmed:
        return found
    matcher = NameMatcher(listed)
    places: dict[int, list[Span]] = defaultdict(list)
    misspelt: list[_Hit] = []
    for number, text in texts.items():
        for match in matcher.matches(text.text):
            if match.how is HowFound.MISSPELT:
                words = match.span.words_of(text.text)
                misspelt.append(_Hit(number, match.span, words, match.name.kind, MISSPELT, match.name.term))
                places[number].append(match.span)
    kept = [one for one in found if not any(span.covers(one.span) for span in places[one.source])]
    return kept + misspelt


def _grouped(hits: Iterable[_Hit]) -> dict[str, list[_Hit]]:
    """The hits of each term: a surname with and without its title is one, and a name by itself is part of the whole one."""
    by_term: dict[str, list[_Hit]] = defaultdict(list)
    written: dict[str, str] = {}
    for one in hits:
        term = _term(one)
        key = same_term(term)
        by_term[key].append(one)
        if written.setdefault(key, term).isupper() and not term.isupper():
            written[key] = term
    whole: dict[str, str] = {}
    for key, found in by_term.items():
        words = key.split()
        if len(words) > 1 and any(one.kind is NameKind.PERSON for one in found):
            whole.update({word: key for word in words if word not in ALSO_WORDS and word not in TITLES})
    grouped: dict[str, list[_Hit]] = {}
    for key, found in sorted(by_term.items(), key=lambda one: -len(one[0])):
        into = whole.get(key, key)
        grouped.setdefault(written[into], []).extend(found)
    return grouped


def _term(hit: _Hit) -> str:
    """What the list would say: a title is left out, unless the name behind it is a word as well."""
    words = hit.words.split()
    if len(words) == 2 and hit.kind is NameKind.PERSON and words[0].lower().rstrip(".") in TITLES:
        return hit.words if words[1].lower() in ALSO_WORDS else words[1]
    return hit.words


def _proposed(term: str, hits: Sequence[_Hit], texts: Mapping[int, SpokenText]) -> ProposedName:
    hits = sorted(hits, key=lambda one: (texts[one.source].rank, one.source, one.span))
    kind = _kind([one.kind for one in hits])
    why = next(one.why for one in hits if one.kind is kind)
    places = tuple(_place(one, texts[one.source]) for one in hits)
    return ProposedName(term, kind, why, places, next((one.like for one in hits if one.like), ""))


def _kind(kinds: Sequence[NameKind]) -> NameKind:
    """The kind of most places that say one; a word that stands behind `to` or `in` now and then is not a place for that."""
    told = [one for one in kinds if one is not NameKind.OTHER]
    if not told or (set(told) == {NameKind.PLACE} and 2 * len(told) < len(kinds)):
        return NameKind.OTHER if NameKind.OTHER in kinds else NameKind.PLACE
    return max(set(told), key=lambda one: (told.count(one), -_ORDER.index(one)))


def _place(hit: _Hit, text: SpokenText) -> NamePlace:
    position = bisect_right(text.ends, hit.span.start)
    inside = position < len(text.starts) and text.starts[position] <= hit.span.start
    start, end = max(0, hit.span.start - AROUND), hit.span.end + AROUND
    words = text.text[start:end]
    context = ("…" if start else "") + " ".join(words.split()) + ("…" if end < len(text.text) else "")
    return NamePlace(text.name, text.numbers[position] if inside else None, hit.span, context)


def _is_decided(found: ProposedName, listed: ReplacementList) -> bool:
    """Whether the list already says what a term is, by itself or within a confirmed one."""
    from qualcode.analysis.name_matching import NameMatcher

    if listed.find(found.term) is not None:
        return True
    if found.like:
        return False
    matches = NameMatcher(listed).matches(found.term)
    return any(one.how is not HowFound.MISSPELT and len(one.span) == len(found.term) for one in matches)
