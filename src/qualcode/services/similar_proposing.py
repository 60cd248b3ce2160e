"""What is compared with what when similar passages are sought: run in the process of `similar_child`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from qualcode.analysis.talk import talk_of
from qualcode.domain.similar import SimilarPassage
from qualcode.domain.sources import Role, SourceKind
from qualcode.domain.words import count_words
from qualcode.errors import InvalidInput
from qualcode.services.coding import coding_of
from qualcode.services.finding import passages_of
from qualcode.services.reading import read_analysis
from qualcode.services.similar import refuse_blind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.analysis.similarity import Weighed
    from qualcode.analysis.talk import SourceTalk
    from qualcode.domain.progress import Progress
    from qualcode.domain.similar import Like, Likeness
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy

FEWEST_WORDS = 5
"""Words below which a turn says too little to be compared."""

Weigh: TypeAlias = Callable[[Hashable, Sequence[str]], "Weighed"]
"""The weights of texts, and which these are: so that they need not be weighed again."""


def propose(study: OpenStudy, like: Like, limit: int, weigh: Weigh, progress: Progress) -> tuple[SimilarPassage, ...]:
    """The turns of participants most like what is given, the most alike first, what was asked for left out.

    Raises as `similar.similar_to_coding`.
    """
    refuse_blind(study)
    asked, known = _asked(study, like)
    study.desk.note_use_of_similar()
    talked = [one.id for one in study.sources.all() if one.kind is not SourceKind.STUDY_DOCUMENT]
    progress(0, 3, f"reading {len(talked):,} transcripts")
    cases = study.cases.all()
    talks = [talk_of(spoken, cases) for spoken in study.talk.of_sources(talked, labels=True)]
    candidates = [(talk, passage, position) for talk in talks for passage, position in _comparable(talk)]
    if not candidates:
        return ()
    progress(1, 3, f"weighing the words of {len(candidates):,} turns")
    of = tuple((talk.spoken.revision, passage) for talk, passage, _ in candidates)
    weighed = weigh(of, [passage.words_of(talk.spoken.text) for talk, passage, _ in candidates])
    progress(2, 3, f"comparing {len(candidates):,} turns")
    among = [
        at
        for at, (talk, passage, _) in enumerate(candidates)
        if not any(map(passage.overlaps, known.get(talk.spoken.source, ())))
    ]
    found = weighed.most_like(asked, among, limit)
    names = {case.id: case.name for case in cases}
    reading = read_analysis(study)
    coded: dict[int, list[Placed]] = {}
    for one in reading.placed:
        coded.setdefault(one.coding.source, []).append(one)
    return tuple(_passage(*candidates[one.at], one, names, reading, coded) for one in found)


def _asked(study: OpenStudy, like: Like) -> tuple[tuple[str, ...], dict[int, list[Span]]]:
    """The texts that are asked for, and by source the spans that are not proposed because they are what was asked for."""
    if like.coding is not None:
        coding = coding_of(study, like.coding)
        _, text = study.sources.body(coding.source)
        return (coding.span.words_of(text),), {coding.source: [coding.span]}
    if like.source is not None and like.span is not None:
        _, text = study.sources.body(like.source)
        return (like.span.words_of(text),), {like.source: [like.span]}
    book = study.codes.codebook()
    reading = read_analysis(study, codes=book.subtree(like.code) if like.code is not None else (), book=book)
    known: dict[int, list[Span]] = {}
    for one in reading.placed:
        known.setdefault(one.coding.source, []).append(one.coding.span)
    words = tuple(span.words_of(reading.talks[source].spoken.text) for source, spans in known.items() for span in spans)
    if not words:
        raise InvalidInput("Nothing has this code yet, so there is nothing to compare with.", "Code a passage first.")
    return words, known


def _comparable(talk: SourceTalk) -> Iterator[tuple[Span, int | None]]:
    """Turns of participants, and paragraphs of sources without turns, that are long enough."""
    spoken = talk.spoken
    for passage, position in passages_of(spoken):
        speaks = not spoken.labels if position is None else spoken.roles[spoken.speakers[position]] is not Role.INTERVIEWER
        if speaks and count_words(spoken.text, passage) >= FEWEST_WORDS:
            yield passage, position


def _passage(
    talk: SourceTalk,
    span: Span,
    position: int | None,
    like: Likeness,
    names: Mapping[int, str],
    reading: Reading,
    coded: Mapping[int, Sequence[Placed]],
) -> SimilarPassage:
    spoken = talk.spoken
    here = [one.coding.code for one in coded.get(spoken.source, ()) if one.coding.span.overlaps(span)]
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
        tuple(dict.fromkeys(map(reading.book.path_text, here))),
    )
