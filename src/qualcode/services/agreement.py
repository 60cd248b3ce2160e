"""Agreement of two coders on the sources both have finished."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.agreement import ScopeNote
from qualcode.domain.coding import CoderKind, Purpose
from qualcode.domain.progress import silent
from qualcode.domain.sources import SourceKind
from qualcode.domain.units import Unit, interviewers
from qualcode.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.agreement.report import ComparedCode, ComparedSource
    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.progress import Progress
    from qualcode.domain.rounds import Attempt
    from qualcode.domain.sources import SourceText
    from qualcode.storage import OpenStudy

Marks = dict[int, list[tuple[int, int, int]]]


@dataclass(frozen=True, slots=True)
class _Shared:
    """One source both finished, with the attempts that are read."""

    text: SourceText
    first: Attempt
    second: Attempt


def agreement(
    study: OpenStudy,
    coders: Sequence[str] = (),
    *,
    unit: Unit = Unit.TURN,
    with_interviewer: bool = False,
    with_sub_codes: bool = False,
    cross_check: bool = False,
    progress: Progress = silent,
) -> AgreementTable:
    """Agreement of two coders, from each one's latest finished attempt of every source that both have finished.

    `coders` are two names, in the order of the table; without them the lead coder and the only other one with finished
    sources. Codes are those of the codebook version of the sample, else of the codebook as it is.

    Raises:
        NotAllowed: a blind round is in progress, or the two have finished no source in common.
        UsageError: not two coders are named, or it cannot be told who is meant; the message names them.
        NotFound: there is no coder of that name.
    """
    from qualcode.analysis.agreement.report import agreement_table

    _refuse_while_blind(study)
    first, second = _coders(study, coders)
    shared, note = _shared(study, first, second, ScopeNote(0, 0, with_interviewer, with_sub_codes))
    marks = study.rounds.finished_marks([attempt.id for one in shared for attempt in (one.first, one.second)])
    rounds = _rounds(study, shared)
    codes, unlisted = _codes(study, rounds, marks, with_sub_codes=with_sub_codes)
    table = agreement_table(
        (first.name, second.name),
        [_compared(one, marks, with_interviewer=with_interviewer) for one in shared],
        codes,
        unit,
        note=replace(note, codes_not_listed=unlisted),
        cross_check=cross_check,
        progress=progress,
    )
    exploratory = any(_differs(study, one, unit, with_interviewer=with_interviewer) for one in rounds)
    return replace(table, exploratory=exploratory, notes=_notes(study, shared, rounds))


def _refuse_while_blind(study: OpenStudy) -> None:
    blind = [one for one in study.rounds.in_progress() if one.blind]
    if blind:
        raise NotAllowed(
            f"The blind round {blind[0].name} is in progress, and no agreement is computed before it is closed.",
            "It closes when its last source is finished, or with `qualcode round close STUDY`.",
        )


def _coders(study: OpenStudy, names: Sequence[str]) -> tuple[Coder, Coder]:
    people = [one for one in study.coders.all() if one.kind is CoderKind.PERSON]
    if names:
        chosen = [study.coders.named(name) for name in names]
        if len(chosen) != 2 or chosen[0].id == chosen[1].id:
            raise UsageError("Agreement is of two coders.", f"Name two of {', '.join(one.name for one in people)} with --coder.")
        return chosen[0], chosen[1]
    lead = study.coders.get(study.facts.lead_coder)
    others = [one for one in people if one.id != lead.id and study.rounds.finished_by(one.id)]
    if len(others) != 1:
        who = (
            f"{', '.join(one.name for one in others)} have all finished sources"
            if others
            else "nobody else has finished a source"
        )
        raise UsageError(
            f"It cannot be told whom to compare with {lead.name}: {who}.",
            f"Name two of {', '.join(one.name for one in people)} with --coder, or finish sources with `qualcode finish`.",
        )
    return lead, others[0]


def _shared(study: OpenStudy, first: Coder, second: Coder, note: ScopeNote) -> tuple[list[_Shared], ScopeNote]:
    """The sources in scope in their order, and the note with those left out."""
    by_first, by_second = study.rounds.finished_by(first.id), study.rounds.finished_by(second.id)
    purposes = {one.id: one.purpose for one in study.rounds.all()}
    texts = {text.source.id: text for text in study.sources.texts(set(by_first) & set(by_second))}
    kept: list[_Shared] = []
    only_one, differ, developed = [], [], []
    for source in study.sources.all():
        if source.kind is SourceKind.STUDY_DOCUMENT or (source.id not in by_first and source.id not in by_second):
            continue
        if source.id not in texts:
            only_one.append(source.name)
            continue
        one = _Shared(texts[source.id], by_first[source.id], by_second[source.id])
        if Purpose.DEVELOP in (purposes[one.first.round], purposes[one.second.round]):
            developed.append(source.name)
        elif not one.first.revision == one.second.revision == one.text.revision:
            differ.append(source.name)
        else:
            kept.append(one)
    if not kept:
        raise NotAllowed(
            f"{first.name} and {second.name} have finished no source in common that can be compared.",
            _hint(first, second, len(by_first), len(by_second), developed),
        )
    return kept, replace(note, sources_not_shared=tuple(only_one), revisions_differ=tuple(differ), developed=tuple(developed))


def _hint(first: Coder, second: Coder, by_first: int, by_second: int, developed: Sequence[str]) -> str:
    if developed:
        return "A sample drawn to develop codes has no coefficient: its product is a matched code list."
    return (
        f"{first.name} has finished {by_first}, {second.name} {by_second}; "
        "each declares a source finished with `qualcode finish STUDY SOURCE`."
    )


def _rounds(study: OpenStudy, shared: Sequence[_Shared]) -> list[Round]:
    """The independent rounds that the compared attempts were made in, the oldest first."""
    used = {attempt.round for one in shared for attempt in (one.first, one.second)}
    return [one for one in study.rounds.all() if one.id in used and one.purpose is not None]


def _codes(
    study: OpenStudy, rounds: Sequence[Round], marks: Marks, *, with_sub_codes: bool
) -> tuple[list[ComparedCode], tuple[str, ...]]:
    """The codes to compare in tree order, and the paths of others that occur in what was finished.

    With a codebook version these are its codable codes. Without one they are those of the codebook as it is, and codes
    that were retired or merged since, where they were used: what was finished is compared as it was.
    """
    from qualcode.analysis.agreement.report import ComparedCode

    now = study.codes.codebook()
    versions = [one.codebook_version for one in rounds if one.codebook_version is not None]
    book = study.codes.codebook_of_version(max(versions)) if versions else now
    used = {code for of_attempt in marks.values() for code, _, _ in of_attempt}
    listed = [code for code in book.codes if (code.codable and not code.retired) or (not versions and code.id in used)]
    compared = [
        ComparedCode(code.id, book.path_text(code.id), _counting(book, code.id, used) if with_sub_codes else frozenset({code.id}))
        for code in listed
    ]
    reached = frozenset().union(*(code.counting for code in compared))
    return compared, tuple(now.path_text(code.id) for code in now.codes if code.id in used - reached)


def _counting(book: Codebook, code: int, used: set[int]) -> frozenset[int]:
    """The codes whose codings count for one: its subtree, and retired ones below it that were used."""
    gone = {
        one.id for one in book.codes if one.retired and one.id in used and code in {above.id for above in book.ancestors(one.id)}
    }
    return book.subtree(code) | gone


def _compared(one: _Shared, marks: Marks, *, with_interviewer: bool) -> ComparedSource:
    from qualcode.analysis.agreement.report import ComparedSource

    return ComparedSource(
        name=one.text.source.name,
        text=one.text.text,
        turns=one.text.turns,
        left_out=frozenset() if with_interviewer else interviewers(one.text.speakers),
        marks=(marks[one.first.id], marks[one.second.id]),
    )


def _differs(study: OpenStudy, one: Round, unit: Unit, *, with_interviewer: bool) -> bool:
    """Whether the figures are asked for in another way than the check sample fixed."""
    fixed = study.rounds.fixed(one.id) if one.purpose is Purpose.CHECK else None
    return fixed is not None and (fixed.unit is not unit or fixed.with_interviewer != with_interviewer)


def _notes(study: OpenStudy, shared: Sequence[_Shared], rounds: Sequence[Round]) -> tuple[str, ...]:
    """What a reader must know of how the two codings came about."""
    names = {one.id: one.name for one in study.coders.all()}
    notes = [
        f"{one.name} was coded to train: its figures are for the coders only." for one in rounds if one.purpose is Purpose.TRAIN
    ]
    if not rounds:
        notes.append("No sample was drawn: that the two codings were made independently is not recorded here.")
    sampled = {one.id for one in rounds}
    unsampled = [pair.text.source.name for pair in shared if not {pair.first.round, pair.second.round} & sampled]
    if rounds and unsampled:
        notes.append(f"In no sample, but coded by both in the open round: {', '.join(unsampled)}.")
    notes += [
        f"The round {one.name} was closed and its closing taken back: its coding went on after the other had been in view."
        for one in rounds
        if study.rounds.was_opened_again(one.id)
    ]
    for one in rounds:
        closed = study.rounds.moments(one.id)[1] or ""
        late = {
            names[attempt.coder]
            for pair in shared
            if one.id in (pair.first.round, pair.second.round)
            for attempt in (pair.first, pair.second)
            if (attempt.finished_at or "") > closed
        }
        notes += [
            f"{name} finished sources after the round {one.name} was closed, with the other coding in view."
            for name in sorted(late)
        ]
    attempts = {(one.source, one.coder): one for coder in names for one in study.rounds.attempts(coder=coder)}
    for pair in shared:
        for attempt in (pair.first, pair.second):
            latest = attempts[attempt.source, attempt.coder]
            if latest.number > attempt.number and latest.round == attempt.round:
                notes.append(f"{names[attempt.coder]} reopened {pair.text.source.name}: attempt {attempt.number} is read.")
    return tuple(notes)
