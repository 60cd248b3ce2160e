"""Rounds of double coding: finishing and reopening sources, closing a round, and what is recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.coding import RoundKind, RoundState
from qualcode.domain.rounds import AttemptState, CoderProgress, RoundOverview, RoundRecord
from qualcode.errors import NotAllowed, NotFound, UsageError
from qualcode.services.sending import refuse_in_package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Round
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class FinishedSources:
    """What finishing did: sources with how many codings each holds now, those finished before, and a round it closed.

    `waiting` are sources of the closed round that the lead coder has not finished. `to_send` says that this is a package and
    all of its sample is finished, so that it can go back. `codes_made` are codes that were made in the closed round, and are
    to be matched with the codebook.
    """

    finished: tuple[tuple[str, int], ...]
    before: tuple[str, ...]
    closed: Round | None
    waiting: tuple[str, ...]
    change: ChangeSet | None
    to_send: bool = False
    codes_made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A closed round, the sources of it that its coders did not finish, and those the lead coder did not.

    `codes_made` are codes that were made in it, and are to be matched with the codebook.
    """

    round: Round
    unfinished: tuple[str, ...]
    waiting: tuple[str, ...]
    codes_made: tuple[str, ...]
    change: ChangeSet


def finish_sources(study: OpenStudy, sources: Sequence[str]) -> FinishedSources:
    """Declare sources finished: the viewer's codings there, empty or not, are frozen for agreement.

    Without a sample it is their coding in the open round. The last source of a sample closes its round.

    Raises:
        NotFound: there is no such source.
        NotAllowed: one was finished before and its codings have changed since.
    """
    chosen = _named(study, sources)
    me = study.viewer.id
    in_progress = {one.id: one for one in study.rounds.in_progress()}
    with study.unit_of_work("finish_sources", what=_listed(chosen)) as work:
        done = [source for source in chosen if work.rounds.finish(me, source.id)]
        attempts = work.rounds.finished_by(me)
        held = work.rounds.finished_marks([attempts[source.id].id for source in done])
        closed = [one for one in in_progress if work.rounds.get(one).state is RoundState.CLOSED]
        complete = any(work.rounds.is_complete(one) for one in in_progress)
    return FinishedSources(
        tuple((source.name, len(held[attempts[source.id].id])) for source in done),
        tuple(source.name for source in chosen if source not in done),
        study.rounds.get(closed[0]) if closed else None,
        waiting_for_lead(study, closed[0]) if closed else (),
        work.change_set,
        complete and study.facts.is_package,
        codes_to_match(study, closed[0]) if closed else (),
    )


def reopen_sources(study: OpenStudy, sources: Sequence[str], *, reason: str) -> ChangeSet:
    """Begin a new attempt at finished sources; what was finished before stays as it was.

    Raises:
        UsageError: no reason is given.
        NotFound: there is no such source.
        NotAllowed: the viewer has not finished one of them.
    """
    if not reason.strip():
        raise UsageError("Reopening a finished source needs a reason.", 'Give it with --reason "...".')
    chosen = _named(study, sources)
    with study.unit_of_work("reopen_sources", reason=reason.strip(), what=_listed(chosen)) as work:
        for source in chosen:
            work.rounds.reopen(study.viewer.id, source.id, reason.strip())
    return work.insist()


def close_round(study: OpenStudy, name: str | None = None, *, reason: str = "") -> ClosedRound:
    """Close the independent round in progress, the one of this name where there are several.

    Nobody is blind in it from then on, so that it cannot be taken back. While its coders have not finished all of their
    sources it needs a reason.

    Raises:
        NotFound: there is no round of that name.
        NotAllowed: no such round is in progress, or the viewer still codes blind in it.
        UsageError: several are in progress and none is named, or sources are unfinished and no reason is given.
    """
    refuse_in_package(study, "a round is closed")
    with study.unit_of_work("close_round", reason=reason.strip()) as work:
        chosen = _to_close(work, name)
        if chosen.id in work.session.sight.blind_rounds:
            raise NotAllowed(
                f"{study.viewer.name} still codes blind in the round {chosen.name}, and closing it would show the other coding.",
                "Finish its sources with `qualcode finish`, or let the lead coder close it.",
            )
        names = {source.id: source.name for source in work.sources.all()}
        attempts = work.rounds.attempts(round=chosen.id)
        unfinished = list(dict.fromkeys(one.source for one in attempts if one.state is not AttemptState.FINISHED))
        left = tuple(names[one] for one in unfinished if one in names)
        if unfinished and not reason.strip():
            raise UsageError(
                f"The round {chosen.name} is not finished ({', '.join(left)}), and a closed round stays closed: "
                "its coders see each other's coding from then on.",
                'To close it all the same, say why with --reason "...".',
            )
        work.what = chosen.name
        work.rounds.close(chosen.id)
    return ClosedRound(
        study.rounds.get(chosen.id), left, waiting_for_lead(study, chosen.id), codes_to_match(study, chosen.id), work.insist()
    )


def rounds_overview(study: OpenStudy) -> tuple[RoundOverview, ...]:
    """The rounds somebody codes in, with coders and how far they are; of a blind round only what the viewer may see."""
    names = {one.id: one.name for one in study.coders.all()}
    versions = {one.id: one.name for one in study.codes.versions()}
    return tuple(_overview(study, one, names, versions) for one in study.rounds.all() if one.kind is not RoundKind.CONSENSUS)


def round_record(study: OpenStudy, name: str | None = None) -> RoundRecord:
    """All that is recorded of a round: the one of this name, else the latest with a sample.

    Raises:
        NotFound: there is no round of that name, or no sample was ever drawn.
    """
    rounds = [one for one in study.rounds.all() if one.kind is RoundKind.INDEPENDENT]
    if name is None and not rounds:
        raise NotFound("No sample was drawn in this study.", "`qualcode sample` draws one.")
    chosen = study.rounds.named(name) if name is not None else rounds[-1]
    coders = {one.id: one.name for one in study.coders.all()}
    versions = {one.id: one.name for one in study.codes.versions()}
    sources = study.sources.all()
    attempts = study.rounds.attempts(round=chosen.id)
    progress = []
    for coder in dict.fromkeys(one.coder for one in attempts):
        states = {one.source: one.state for one in attempts if one.coder == coder}
        listed = {state: tuple(source.name for source in sources if states.get(source.id) is state) for state in AttemptState}
        progress.append(
            CoderProgress(
                coders[coder], listed[AttemptState.FINISHED], listed[AttemptState.REOPENED], listed[AttemptState.ASSIGNED]
            )
        )
    return RoundRecord(
        _overview(study, chosen, coders, versions),
        tuple(progress),
        study.rounds.draw_of(chosen.id),
        {source.guid: source.name for source in sources},
    )


def _overview(study: OpenStudy, one: Round, coders: Mapping[int, str], versions: Mapping[int, str]) -> RoundOverview:
    attempts = study.rounds.attempts(round=one.id)
    to_code = {attempt.source for attempt in attempts if attempt.state is not AttemptState.FINISHED}
    made_at, closed_at = study.rounds.moments(one.id)
    return RoundOverview(
        one,
        tuple(coders[coder] for coder in dict.fromkeys(attempt.coder for attempt in attempts)),
        len({attempt.source for attempt in attempts}),
        len({attempt.source for attempt in attempts} - to_code),
        study.rounds.fixed(one.id),
        versions.get(one.codebook_version or 0, ""),
        made_at,
        closed_at,
    )


def _to_close(study: Repositories, name: str | None) -> Round:
    if name is not None:
        chosen = study.rounds.named(name)
        if chosen.kind is not RoundKind.INDEPENDENT or chosen.state is RoundState.CLOSED:
            raise NotAllowed(f"The round {chosen.name} is not one that is closed by hand, or is closed already.")
        return chosen
    in_progress = study.rounds.in_progress()
    if not in_progress:
        raise NotAllowed("No independent round is in progress.", "`qualcode round list` shows the rounds.")
    if len(in_progress) > 1:
        names = ", ".join(one.name for one in in_progress)
        raise UsageError(f"Several rounds are in progress: {names}.", "Name one with --round.")
    return in_progress[0]


def waiting_for_lead(study: OpenStudy, number: int) -> tuple[str, ...]:
    """The sources of a round that the lead coder has not finished, and that agreement cannot read yet."""
    if study.sight.blind:
        return ()
    lead = study.rounds.finished_by(study.facts.lead_coder)
    given = {attempt.source for attempt in study.rounds.attempts(round=number)}
    return tuple(source.name for source in study.sources.all() if source.id in given and source.id not in lead)


def codes_to_match(study: OpenStudy, number: int) -> tuple[str, ...]:
    """Paths of the live codes that coders made in a round and that are not accepted into the common codebook yet."""
    book = study.codes.codebook()
    return tuple(book.path_text(one.id) for one in book if one.made_in_round == number and not one.accepted)


def _named(study: OpenStudy, sources: Sequence[str]) -> list[Source]:
    """The sources of these names, each once, in the order given."""
    return list(dict.fromkeys(study.sources.named(name) for name in sources))


def _listed(sources: Sequence[Source]) -> str:
    return ", ".join(source.name for source in sources)
