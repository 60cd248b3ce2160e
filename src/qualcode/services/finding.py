"""Finding words in the transcripts: the index narrows, the text decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from qualcode.analysis.talk import talk_of
from qualcode.domain.finding import Hit, around, small_letters, sought
from qualcode.domain.sentences import paragraphs
from qualcode.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.finding import Sought
    from qualcode.domain.sources import Source
    from qualcode.domain.talk import SpokenText
    from qualcode.storage import OpenStudy

Passage: TypeAlias = "tuple[Span, int | None]"
"""A turn's talk with its position in the talk, or a paragraph outside turns with None."""


def find(study: OpenStudy, text: str, source: str | None = None) -> tuple[Hit, ...]:
    """Where words stand in the talk and in the text outside turns, in the order of sources and text; labels are not searched.

    How `text` is read stands in `domain.finding`. `source`, a name or number, keeps to one.

    Raises:
        InvalidInput: there is no word in `text`, or a `*` stands elsewhere than at the end of one.
        NotFound: there is no such source.
    """
    wanted = sought(text)
    only = None if source is None else study.sources.named(source)
    cases = study.cases.all()
    names = {case.id: case.name for case in cases}
    return tuple(
        hit
        for spoken, passages in _passages(study, wanted, only)
        for hit in _hits(talk_of(spoken, cases), passages, wanted, names)
    )


def passages_of(spoken: SpokenText) -> Iterator[Passage]:
    """Each turn's talk with its position, and each paragraph outside turns with None, in order."""
    if not spoken.starts:
        yield from ((span, None) for span in paragraphs(spoken.text))
        return
    at = 0
    for position, (start, end) in enumerate(zip(spoken.starts, spoken.ends, strict=True)):
        label = spoken.label_starts[position]
        label = start if label is None else min(start, label)
        if at < label and spoken.text[at:label].strip():
            yield from ((span, None) for span in paragraphs(spoken.text, Span(at, label)))
        yield Span(start, end), position
        at = end
    if at < len(spoken.text) and spoken.text[at:].strip():
        yield from ((span, None) for span in paragraphs(spoken.text, Span(at, len(spoken.text))))


def _passages(study: OpenStudy, wanted: Sought, only: Source | None) -> Iterator[tuple[SpokenText, Sequence[Passage]]]:
    """The sources to look at, each with the passages that may hold what is sought."""
    words = wanted.index_words
    if words is None or not _index_is_there(study):
        searched = [one.revision for one in (study.sources.all() if only is None else [only])]
        # Texts are read first and turns only of those that have it: most of the time goes into the turns.
        having = [one.source for one in study.talk.without_turns(searched) if wanted.stands_in(small_letters(one.text))]
        for spoken in study.talk.of_sources(having, labels=True) if having else ():
            yield spoken, list(passages_of(spoken))
        return
    narrowed = study.finding.passages(words)
    revisions = [number for number in narrowed if only is None or number == only.revision]
    if not revisions:
        return
    for spoken in study.talk.without_turns(revisions):
        passages = narrowed[spoken.revision]
        turns = [(number, span, speaker) for span, number, speaker in passages if number is not None and speaker is not None]
        yield (
            replace(
                spoken,
                numbers=tuple(number for number, _, _ in turns),
                starts=tuple(span.start for _, span, _ in turns),
                ends=tuple(span.end for _, span, _ in turns),
                speakers=tuple(speaker for _, _, speaker in turns),
                label_starts=(None,) * len(turns),
            ),
            _with_positions(passages),
        )


def _with_positions(passages: Sequence[tuple[Span, int | None, int | None]]) -> list[Passage]:
    found: list[Passage] = []
    position = 0
    for span, number, _ in passages:
        found.append((span, None if number is None else position))
        position += number is not None
    return found


def _index_is_there(study: OpenStudy) -> bool:
    """Whether the index can be asked: one that is behind is filled first, where the study may be written."""
    index = study.finding
    return index.has_index and (not index.index_is_behind() or (study.catch_up_search() and not index.index_is_behind()))


def _hits(talk: SourceTalk, passages: Sequence[Passage], wanted: Sought, names: Mapping[int, str]) -> Iterator[Hit]:
    small = small_letters(talk.spoken.text)
    for passage, position in passages:
        for span in wanted.spans(small, passage):
            yield _hit(talk, span, passage, position, names)


def _hit(talk: SourceTalk, span: Span, passage: Span, position: int | None, names: Mapping[int, str]) -> Hit:
    spoken = talk.spoken
    speaker = None if position is None else spoken.speakers[position]
    # A hit lies in one passage and holds a word: whose talk it is depends on the turn alone.
    cases = talk.cases[speaker] if speaker is not None else () if spoken.labels else talk.whole
    return Hit(
        spoken.source,
        spoken.name,
        spoken.revision,
        span,
        span.words_of(spoken.text),
        *around(spoken.text, span, passage),
        passage,
        None if position is None else spoken.numbers[position],
        None if speaker is None else spoken.labels[speaker],
        None if speaker is None else spoken.roles[speaker],
        tuple(names[case] for case in cases),
    )
