"""Coding in one go: all hits of a search, or all answers to a question. Planned first, then one change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.domain.coding_hits import CodingPlan, HitUnit, PlannedCoding
from qualcode.domain.finding import small_letters, sought
from qualcode.domain.sentences import sentences
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.domain.words import count_words
from qualcode.errors import InvalidInput
from qualcode.services.coding import require_codable
from qualcode.services.finding import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.finding import Hit, Sought
    from qualcode.domain.talk import SpokenText
    from qualcode.storage import OpenStudy

BACKCHANNEL = 3
"""Words below which an interviewer's turn without a question mark does not end an answer."""


def plan_hits(
    study: OpenStudy,
    text: str,
    *,
    code: str,
    unit: HitUnit = HitUnit.WORDS,
    source: str | None = None,
    with_interviewer: bool = False,
) -> CodingPlan:
    """What coding all hits of a search would code: their words, their sentences or their turns.

    Interviewers' talk is left out unless asked for. Several hits in one sentence or turn are one coding.

    Raises:
        InvalidInput: there is no word in `text`, or the code may not be applied.
        NotFound: there is no such source or code.
        NotAllowed: a source with hits is finished in a round still in progress.
    """
    hits = find(study, text, source)
    kept = [hit for hit in hits if with_interviewer or hit.role is not Role.INTERVIEWER]
    texts = {spoken.source: spoken.text for spoken in study.talk.without_turns({hit.revision for hit in kept})}
    segments: dict[tuple[int, Span], PlannedCoding] = {}
    for hit in kept:
        body = texts[hit.source]
        span = _widened(body, hit, unit)
        planned = PlannedCoding(hit.source, hit.name, hit.revision, span, span.words_of(body), hit.turn, hit.speaker)
        segments.setdefault((hit.source, span), planned)
    return _plan(study, code, list(segments.values()), len(hits), len(hits) - len(kept), f"hits of a search, by {unit}")


def plan_answers(study: OpenStudy, text: str, *, code: str, source: str | None = None) -> CodingPlan:
    """What coding all answers to a question would code: each participant's turn that follows an interviewer's turn with the text.

    An answer goes on until the interviewer's next turn, but for one of under three words without a question mark (a
    backchannel such as "Mm-hm."). Each turn of the answer is a coding of its own.

    Raises:
        InvalidInput: there is no word in `text`, or the code may not be applied.
        NotFound: there is no such source or code.
        NotAllowed: a source with hits is finished in a round still in progress.
    """
    wanted = sought(text)
    asked = [hit for hit in find(study, text, source) if hit.role is Role.INTERVIEWER]
    numbers = {hit.source for hit in asked}
    answers = [one for spoken in study.talk.of_sources(numbers) for one in _answers(spoken, wanted)]
    return _plan(study, code, answers, len({(hit.source, hit.turn) for hit in asked}), 0, "answers to a question")


def code_plan(study: OpenStudy, plan: CodingPlan) -> tuple[int, ChangeSet | None]:
    """Apply the code to all that was planned, as one change, and return how many codings are new.

    Raises:
        NotAllowed: a source is finished in a round still in progress; nothing was coded.
        InvalidInput: a text was corrected since the plan was made.
    """
    if not plan.new:
        return 0, None
    with study.unit_of_work("code_hits", what=f"{plan.path}: {len(plan.new)} codings, {plan.what}") as work:
        current = {one.id: one.revision for one in work.sources.all()}
        if any(current.get(one.source) != one.revision for one in plan.new):
            raise InvalidInput("A text was corrected since the hits were listed.", "Look for them again.")
        rounds = {number: work.rounds.current_for(study.viewer.id, number).id for number in {one.source for one in plan.new}}
        added = work.codings.add_many([_values(one, plan.code, study.viewer.id, rounds[one.source]) for one in plan.new])
    return added, work.change_set


def _values(one: PlannedCoding, code: int, coder: int, round_: int) -> dict[str, Any]:
    return {
        "source": one.source,
        "revision": one.revision,
        "start": one.span.start,
        "end": one.span.end,
        "code": code,
        "coder": coder,
        "round": round_,
        "check": check_of_words(one.words),
    }


def _plan(study: OpenStudy, code: str, planned: Sequence[PlannedCoding], hits: int, left_out: int, what: str) -> CodingPlan:
    """The plan with what the viewer has coded so already, in the round they code each source in now."""
    book = study.codes.codebook()
    wanted = book.find(code)
    require_codable(wanted)
    viewer = study.viewer.id
    rounds = {number: study.rounds.current_for(viewer, number).id for number in {one.source for one in planned}}
    there = {(one.source, one.span, one.round) for one in study.codings.all(coder=viewer, codes=[wanted.id])}
    marked = tuple(replace(one, coded=(one.source, one.span, rounds[one.source]) in there) for one in planned)
    return CodingPlan(wanted.id, book.path_text(wanted.id), marked, hits, left_out, what)


def _widened(text: str, hit: Hit, unit: HitUnit) -> Span:
    """The words of a hit, its sentence (the sentences it touches), or its turn."""
    if unit is HitUnit.WORDS:
        return hit.span
    if unit is HitUnit.TURN:
        return hit.passage
    touched = [span for span in sentences(text, hit.passage) if span.overlaps(hit.span)]
    return touched[0].hull(touched[-1])


def _answers(spoken: SpokenText, wanted: Sought) -> Iterator[PlannedCoding]:
    """The turns that answer a question of one source, in order."""
    small = small_letters(spoken.text)
    answering = False
    for position, speaker in enumerate(spoken.speakers):
        span = Span(spoken.starts[position], spoken.ends[position])
        if spoken.roles[speaker] is not Role.INTERVIEWER:
            if answering and spoken.roles[speaker] is Role.PARTICIPANT:
                words = span.words_of(spoken.text)
                yield PlannedCoding(
                    spoken.source, spoken.name, spoken.revision, span, words, spoken.numbers[position], spoken.labels[speaker]
                )
        elif any(True for _ in wanted.spans(small, span)):
            answering = True
        elif not _is_backchannel(spoken.text, span):
            answering = False


def _is_backchannel(text: str, span: Span) -> bool:
    return count_words(text, span) < BACKCHANNEL and not any(sign in "?？؟" for sign in span.words_of(text))
