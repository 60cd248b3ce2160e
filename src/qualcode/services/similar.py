"""More like this: turns that share weighty words with a passage or with all that has a code. It proposes and never codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.talk import talk_of
from qualcode.domain.similar import SimilarPassage, UseOfSimilar
from qualcode.domain.sources import Role, SourceKind
from qualcode.domain.words import count_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding import coding_of
from qualcode.services.finding import passages_of
from qualcode.services.reading import read_analysis
from qualcode.services.similar_child import ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.analysis.reading import Reading
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.similar import Likeness
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy

FEWEST_WORDS = 5
"""Words below which a turn says too little to be compared."""
LIMIT = 20


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: its texts, and by source the spans that are not proposed because they are what was asked for."""

    texts: tuple[str, ...]
    known: dict[int, list[Span]]


def similar_to_coding(study: OpenStudy, number: int, *, limit: int = LIMIT) -> tuple[SimilarPassage, ...]:
    """The turns most like the words of a coding.

    Raises:
        NotFound: there is no such coding.
        NotAllowed: the viewer codes a blind sample.
        InvalidInput: the coding has no words to compare.
        StudyFileError: the study may only be read, and so the use could not be recorded.
    """
    _refuse_blind(study)
    coding = coding_of(study, number)
    _, text = study.sources.body(coding.source)
    return _similar(study, _Asked((coding.span.words_of(text),), {coding.source: [coding.span]}), limit)


def similar_to_turn(study: OpenStudy, source: str, turn: int, *, limit: int = LIMIT) -> tuple[SimilarPassage, ...]:
    """The turns most like a turn; otherwise as `similar_to_coding`."""
    _refuse_blind(study)
    text = study.sources.text(study.sources.named(source).id)
    found = next((one for one in text.turns if one.number == turn), None)
    if found is None:
        raise NotFound(f"{text.source.name} has no turn {turn}.", f"Its turns are numbered 1 to {len(text.turns)}.")
    return _similar(study, _Asked((found.span.words_of(text.text),), {text.source.id: [found.span]}), limit)


def similar_to_code(study: OpenStudy, code: str, *, limit: int = LIMIT) -> tuple[SimilarPassage, ...]:
    """The turns most like all that has a code or one of its sub-codes in the analysis coding, those that have it left out.

    Raises as `similar_to_coding`, and NotFound or Ambiguous for the code.
    """
    _refuse_blind(study)
    book = study.codes.codebook()
    reading = read_analysis(study, codes=book.subtree(book.find(code).id), book=book)
    known: dict[int, list[Span]] = {}
    for one in reading.placed:
        known.setdefault(one.coding.source, []).append(one.coding.span)
    words = tuple(span.words_of(reading.talks[source].spoken.text) for source, spans in known.items() for span in spans)
    if not words:
        raise InvalidInput("Nothing has this code yet, so there is nothing to compare with.", "Code a passage first.")
    return _similar(study, _Asked(words, known), limit)


def uses_of_similar(study: OpenStudy) -> tuple[UseOfSimilar, ...]:
    """Who looked for similar passages and how often; a blind coder sees only their own."""
    names = {one.id: one.name for one in study.coders.all()}
    return tuple(UseOfSimilar(names[coder], times, first, last) for coder, times, first, last in study.desk.uses_of_similar())


def _refuse_blind(study: OpenStudy) -> None:
    if study.sight.blind:
        raise NotAllowed(
            f"{study.viewer.name} is coding a blind sample, and similar passages are not proposed until it is closed.",
            "What is proposed would make the two codings alike.",
        )
    study.refuse_unless_writable()


def _similar(study: OpenStudy, asked: _Asked, limit: int) -> tuple[SimilarPassage, ...]:
    cases = study.cases.all()
    talked = [one.id for one in study.sources.all() if one.kind is not SourceKind.STUDY_DOCUMENT]
    candidates = [
        (talk, passage, position)
        for spoken in study.talk.of_sources(talked, labels=True)
        for talk in (talk_of(spoken, cases),)
        for passage, position in _proposable(talk, asked.known.get(spoken.source, ()))
    ]
    texts = [passage.words_of(talk.spoken.text) for talk, passage, _ in candidates]
    study.desk.note_use_of_similar()
    found = ask(asked.texts, texts, limit) if texts else []
    names = {case.id: case.name for case in cases}
    reading = read_analysis(study)
    return tuple(_passage(*candidates[one.at], one, names, reading) for one in found)


def _proposable(talk: SourceTalk, known: Sequence[Span]) -> Iterator[tuple[Span, int | None]]:
    """Turns of participants, and paragraphs of sources without turns, that are long enough and not what was asked for."""
    spoken = talk.spoken
    for passage, position in passages_of(spoken):
        speaks = not spoken.labels if position is None else spoken.roles[spoken.speakers[position]] is not Role.INTERVIEWER
        if speaks and count_words(spoken.text, passage) >= FEWEST_WORDS and not any(map(passage.overlaps, known)):
            yield passage, position


def _passage(
    talk: SourceTalk, span: Span, position: int | None, like: Likeness, names: dict[int, str], reading: Reading
) -> SimilarPassage:
    spoken = talk.spoken
    coded = [one for one in reading.placed if one.coding.source == spoken.source and one.coding.span.overlaps(span)]
    return SimilarPassage(
        spoken.source,
        spoken.name,
        span,
        None if position is None else spoken.numbers[position],
        None if position is None else spoken.labels[spoken.speakers[position]],
        span.words_of(spoken.text),
        like.score,
        like.shared,
        tuple(names[case] for case in talk.speakers_in(span)),
        tuple(dict.fromkeys(reading.book.path_text(one.coding.code) for one in coded)),
    )
