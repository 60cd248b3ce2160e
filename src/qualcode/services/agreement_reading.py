"""What agreement reads: the finished attempts of two or more coders, with the texts and codes they were made on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.agreement import ScopeNote
from qualcode.domain.coding import CoderKind, Purpose, RoundKind
from qualcode.domain.rounds import AttemptState
from qualcode.domain.sources import SourceKind
from qualcode.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from qualcode.domain.agreement_choices import AgreementChoices
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.rounds import Attempt
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy

Attempts = dict[int, dict[int, list["Attempt"]]]
"""Attempts that were finished or reopened, by coder and source, the earliest first."""


@dataclass(frozen=True, slots=True)
class SharedSource:
    """A source and the attempt that is read of each coder who finished it, in the order of the coders.

    `later` is each coder's newest attempt where another one is read. `late` are the positions of coders who coded on after their
    sample's round was closed, `declared` of those who only declared it finished then.
    """

    source: Source
    attempts: tuple[Attempt | None, ...]
    later: tuple[Attempt | None, ...]
    late: frozenset[int] = frozenset()
    declared: frozenset[int] = frozenset()

    @property
    def read(self) -> list[Attempt]:
        """The attempts that are read."""
        return [one for one in self.attempts if one is not None]


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose finished codings are compared and where: everything that is known before texts and codings are read.

    `rounds` are the samples compared, the oldest first; none where no sample was drawn.
    """

    coders: tuple[Coder, ...]
    rounds: tuple[Round, ...]
    shared: tuple[SharedSource, ...]
    note: ScopeNote


def read_attempts(study: OpenStudy, choices: AgreementChoices) -> Reading:
    """Which attempts are compared.

    Of a source in a sample the latest that was finished before the round was closed is read, or the first after it: so that
    nothing done with the other coding in view changes what was agreed without. Elsewhere the latest is read.

    Raises:
        NotAllowed: a blind round is in progress, the round named is one to develop codes, or the coders have finished no
            source in common.
        UsageError: not two coders are named, or it cannot be told who is meant; the message names them.
        NotFound: there is no coder or round of that name.
    """
    refuse_while_blind(study)
    coders = chosen_coders(study, choices.coders)
    attempts = {one.id: _attempts(study, one) for one in coders}
    finished = {coder: _finished(of_coder) for coder, of_coder in attempts.items()}
    rounds, only = _samples(study, coders, choices.round)
    sampled = _sampled(study, rounds)
    shared, note = _shared(study, coders, finished, sampled if only else None, choices)
    if not shared:
        raise _nothing_shared(coders, finished, note, choices)
    closings = {one.id: study.rounds.moments(one.id)[1] for one in rounds}
    chosen = [
        _chosen(
            study,
            one,
            [attempts[coder.id].get(one.id, []) for coder in coders],
            {of: closings[of] for of in sampled.get(one.id, ())},
            latest=choices.latest,
        )
        for one in shared
    ]
    used = {number for one in chosen for number in sampled.get(one.source.id, ())}
    return Reading(coders, tuple(one for one in rounds if one.id in used), tuple(chosen), note)


def refuse_while_blind(study: OpenStudy) -> None:
    """Refuse any figure while somebody codes blind.

    Raises:
        NotAllowed: a blind round is in progress.
    """
    blind = [one for one in study.rounds.in_progress() if one.blind]
    if blind:
        raise NotAllowed(
            f"The blind round {blind[0].name} is in progress, and no agreement is computed before it is closed.",
            "It closes when its last source is finished, or with `qualcode round close STUDY`.",
        )


def chosen_coders(study: OpenStudy, names: Sequence[str]) -> tuple[Coder, ...]:
    """The coders of these names, else the lead coder and the only other one with finished sources.

    Raises:
        UsageError: not two coders are named, or it cannot be told who is meant; the message names them.
        NotFound: there is no coder of that name.
    """
    people = [one for one in study.coders.all() if one.kind is CoderKind.PERSON]
    if names:
        chosen = [study.coders.named(name) for name in names]
        if len(chosen) < 2 or len({one.id for one in chosen}) < len(chosen):
            raise UsageError(
                "Agreement is of two coders or more.", f"Name each once with --coder: {', '.join(one.name for one in people)}."
            )
        return tuple(chosen)
    lead = study.coders.get(study.facts.lead_coder)
    others = [one for one in people if one.id != lead.id and study.rounds.finished_by(one.id)]
    if not others:
        alone = f"{lead.name} is the only coder" if len(people) == 1 else "nobody else has finished a source"
        begin = (
            "Bring a second coder in with `qualcode coders add` and `qualcode sample`" if len(people) == 1 else "Finish sources"
        )
        raise UsageError(
            f"Agreement is of two coders or more, and {alone}.",
            f"{begin}; `qualcode finish` says that somebody is through with one.",
        )
    if len(others) > 1:
        several = ", ".join(one.name for one in others)
        raise UsageError(
            f"It cannot be told whom to compare with {lead.name}: {several} have all finished sources.",
            f"Name two or more of {', '.join(one.name for one in people)} with --coder.",
        )
    return lead, others[0]


def _attempts(study: OpenStudy, coder: Coder) -> dict[int, list[Attempt]]:
    """A coder's attempts that were finished, or are begun anew after that, by source, the earliest first."""
    found: dict[int, list[Attempt]] = {}
    for one in study.rounds.attempts(coder=coder.id, latest=False):
        if one.state is not AttemptState.ASSIGNED:
            found.setdefault(one.source, []).append(one)
    return found


def _finished(attempts: dict[int, list[Attempt]]) -> dict[int, list[Attempt]]:
    """Only those that were finished, by the time of it."""
    done = {number: [one for one in mine if one.state is AttemptState.FINISHED] for number, mine in attempts.items()}
    return {number: sorted(mine, key=lambda one: (one.finished_at or "", one.id)) for number, mine in done.items() if mine}


def _samples(study: OpenStudy, coders: Sequence[Coder], name: str | None) -> tuple[tuple[Round, ...], bool]:
    """The samples of these coders, the oldest first, and whether only their sources are compared.

    That is the one named, else those to check; where there is none, no source is left out for being in no sample.
    """
    if name is not None:
        named = study.rounds.named(name)
        if named.purpose is Purpose.DEVELOP:
            raise NotAllowed(
                f"{named.name} was coded to develop codes, and has no coefficient.",
                "Its product is a matched code list and the minutes of its discussion.",
            )
        if named.kind is not RoundKind.INDEPENDENT:
            raise UsageError(f"{named.name} is no sample.", "`qualcode round list` shows the samples.")
        return (named,), True
    mine = {one.id for one in coders}
    theirs = [
        one
        for one in study.rounds.all()
        if one.purpose in {Purpose.CHECK, Purpose.TRAIN}
        and mine & {attempt.coder for attempt in study.rounds.attempts(round=one.id)}
    ]
    checks = tuple(one for one in theirs if one.purpose is Purpose.CHECK)
    return checks or tuple(theirs), bool(checks)


def _sampled(study: OpenStudy, rounds: Iterable[Round]) -> dict[int, list[int]]:
    """The samples that each source is in, by id."""
    found: dict[int, list[int]] = {}
    for one in rounds:
        for source in {attempt.source for attempt in study.rounds.attempts(round=one.id)}:
            found.setdefault(source, []).append(one.id)
    return found


def _shared(
    study: OpenStudy,
    coders: Sequence[Coder],
    finished: Attempts,
    within: Container[int] | None,
    choices: AgreementChoices,
) -> tuple[list[Source], ScopeNote]:
    """The sources to compare in their order, only those `within` where that is said, and the note with those left out."""
    develop = {one.id for one in study.rounds.all() if one.purpose is Purpose.DEVELOP}
    kept: list[Source] = []
    not_shared, not_sampled, developed = [], [], []
    for source in study.sources.all():
        of_source = [finished[coder.id].get(source.id, []) for coder in coders]
        judges = sum(bool(one) for one in of_source)
        if source.kind is SourceKind.STUDY_DOCUMENT or not judges:
            continue
        if judges < (2 if choices.incomplete else len(coders)):
            not_shared.append(source.name)
        elif within is not None and source.id not in within:
            not_sampled.append(source.name)
        elif any(attempt.round in develop for mine in of_source for attempt in mine[-1:]):
            developed.append(source.name)
        else:
            kept.append(source)
    note = ScopeNote(
        units=0,
        characters=0,
        with_interviewer=bool(choices.with_interviewer),
        with_sub_codes=choices.with_sub_codes,
        without_backchannels=choices.without_backchannels,
        sources_not_shared=tuple(not_shared),
        not_in_sample=tuple(not_sampled),
        developed=tuple(developed),
    )
    return kept, note


def _chosen(
    study: OpenStudy,
    source: Source,
    attempts: Sequence[Sequence[Attempt]],
    closings: Mapping[int, str | None],
    *,
    latest: bool,
) -> SharedSource:
    """Which attempt of each coder is read; `closings` are those of the samples the source is in, by round."""
    read: list[Attempt | None] = []
    later: list[Attempt | None] = []
    late: set[int] = set()
    declared: set[int] = set()
    for at, mine in enumerate(attempts):
        finished = _finished({source.id: list(mine)}).get(source.id, [])
        # A second coder's own sample counts; the lead coder, who has none, saw the first that was closed.
        own = [closings[one.round] for one in finished if one.round in closings] or list(closings.values())
        seen = min((moment for moment in own if moment is not None), default=None)
        unseen = [one for one in finished if seen is None or (one.finished_at or "") <= seen]
        chosen = (finished if latest else unseen or finished[:1])[-1] if finished else None
        if chosen is not None and seen is not None and chosen not in unseen:
            (late if study.rounds.coded_since(chosen, seen) else declared).add(at)
        newest = max((one for one in mine if chosen is None or one.id > chosen.id), key=lambda one: one.id, default=None)
        read.append(chosen)
        later.append(newest if chosen is not None else None)
    return SharedSource(source, tuple(read), tuple(later), frozenset(late), frozenset(declared))


def _nothing_shared(coders: Sequence[Coder], finished: Attempts, note: ScopeNote, choices: AgreementChoices) -> NotAllowed:
    names = [one.name for one in coders]
    who = f"{', '.join(names[:-1])} and {names[-1]}"
    if note.developed:
        hint = "A sample drawn to develop codes has no coefficient: its product is a matched code list."
    elif len(coders) > 2 and note.sources_not_shared and not choices.incomplete:
        hint = "With --incomplete a source counts that two of them have finished."
    else:
        many = ", ".join(
            f"{one.name} {'has finished ' if not at else ''}{len(finished[one.id])}" for at, one in enumerate(coders)
        )
        hint = f"{many}; each declares a source finished with `qualcode finish STUDY SOURCE`."
    return NotAllowed(f"{who} have finished no source in common that can be compared.", hint)
