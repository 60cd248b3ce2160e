"""Making the words of the replacement list other words: in a transcript, where the researcher wants it changed itself.

A transcript is changed by a correction like any other: everything on its words is carried, the earlier text stays in the
study, and undo brings it back. Outputs never change words by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.edits import Replacement
from qualcode.domain.identification import REPLACED_BY
from qualcode.domain.spans import Span
from qualcode.domain.stand_ins import StandIn, stand_in
from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from qualcode.analysis.name_matching import NameMatcher
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import HowFound, NameMatch
    from qualcode.domain.sources import SourceText
    from qualcode.services.correcting import Correction
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class ReplacedName:
    """One place of a text: what stood there and what stands there now; `turn` is None outside turns."""

    turn: int | None
    found: str
    instead: str
    how: HowFound


@dataclass(frozen=True, slots=True)
class Deidentified:
    """What the list changes in a text, and what becomes of everything on it.

    `elsewhere` says which names beside the text hold a listed term still: of the source, its speakers and their cases.
    """

    correction: Correction
    replaced: tuple[ReplacedName, ...]
    elsewhere: tuple[str, ...]


def preview_deidentified(study: OpenStudy, source: int) -> Deidentified:
    """What `deidentify_source` would do.

    Raises:
        NotAllowed: there is no confirmed term, or the source is being coded in a sample.
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.services.correcting import preview_replacements

    text, matcher = study.sources.text(source), matcher_of(study)
    matches = matcher.matches(text.text)
    told = preview_replacements(study, source, _replacements(matches, text))
    return Deidentified(told, tuple(_replaced(matches, text)), tuple(_elsewhere(study, text, matcher)))


def deidentify_source(study: OpenStudy, source: int, *, reason: str = "") -> tuple[Deidentified, ChangeSet | None]:
    """Give a source a text in which every listed term is its replacement in square brackets; None where it holds none.

    Raises:
        NotAllowed: there is no confirmed term, or the source is being coded in a sample.
        InvalidInput: the replacement list cannot be read, or the reason holds a listed term.
    """
    from qualcode.services.correcting import replace_words
    from qualcode.services.names_allowing import refuse_names

    refuse_names(study, reason)
    text, matcher = study.sources.text(source), matcher_of(study)
    matches = matcher.matches(text.text)
    what = f"replaced {len(matches)} listed terms in {text.source.name}"
    told, change = replace_words(study, source, _replacements(matches, text), what=what, reason=reason)
    return Deidentified(told, tuple(_replaced(matches, text)), tuple(_elsewhere(study, text, matcher))), change


def stand_in_of(match: NameMatch, text: str, *, since: int = 0, starts: Container[int] = frozenset()) -> StandIn:
    """What stands in square brackets instead of a listed term, and the words that it takes the place of."""
    return stand_in(text, match.span, match.name.replacement or REPLACED_BY[match.name.kind], since=since, starts=starts)


def with_possessive(found: StandIn, text: str) -> StandIn:
    """The ending of a possessive taken into the brackets, as in what people quote: `[the colleague's] evenings`."""
    ending = text[found.span.end : found.span.end + 2]
    return StandIn(Span(found.span.start, found.span.end + 2), found.words + ending) if ending in {"'s", "’s"} else found


def matcher_of(study: OpenStudy) -> NameMatcher:
    """The confirmed terms of the replacement list, ready to be looked for.

    Raises:
        NotAllowed: there is none.
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.analysis.name_matching import NameMatcher
    from qualcode.services.names_list import read_list

    found = read_list(study)
    if not found.listed.confirmed:
        raise NotAllowed(
            f"The replacement list {found.path.name} holds no confirmed term, so there is nothing to replace.",
            "`qualcode names find` proposes terms, and `qualcode names confirm` takes them.",
        )
    return NameMatcher(found.listed)


def _replacements(matches: Sequence[NameMatch], text: SourceText) -> list[Replacement]:
    """The replacements in the order of the text; a term that stands in square brackets already gets none of its own."""
    made = []
    starts = {turn.span.start for turn in text.turns}
    for match in matches:
        span, words = stand_in_of(match, text.text, starts=starts)
        within = text.text[span.start - 1 : span.start] == "[" and text.text[span.end : span.end + 1] == "]"
        made.append(Replacement(span.start, span.end, words if within else f"[{words}]"))
    return made


def _replaced(matches: Sequence[NameMatch], text: SourceText) -> Iterator[ReplacedName]:
    starts = {turn.span.start for turn in text.turns}
    for match in matches:
        turn = next((one.number for one in text.turns if one.span.covers(match.span)), None)
        span, words = stand_in_of(match, text.text, starts=starts)
        yield ReplacedName(turn, span.words_of(text.text), f"[{words}]", match.how)


def _elsewhere(study: OpenStudy, text: SourceText, matcher: NameMatcher) -> Iterator[str]:
    if matcher.matches(text.source.name):
        yield f"the source is called {text.source.name} (`qualcode sources rename`)"
    speakers = study.sources.speakers(text.source.id)
    for speaker in speakers:
        if matcher.matches(speaker.label):
            yield f"a speaker is called {speaker.label} (`qualcode speakers rename`)"
    numbers = {one.id for one in speakers}
    for case in study.cases.all():
        theirs = text.source.id in case.sources or numbers.intersection(case.speakers)
        if theirs and matcher.matches(case.name):
            yield f"a case is called {case.name} (`qualcode cases rename`)"
