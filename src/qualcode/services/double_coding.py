"""Double coding: drawing a sample, finishing, reopening, closing a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_compare import compare_codebooks
from qualcode.domain.coding import CoderKind, Purpose, RoundKind, RoundState
from qualcode.domain.rounds import AttemptState, FixedChoices, RoundOverview
from qualcode.domain.sampling import Candidate, draw_sample, share_of
from qualcode.domain.sources import SourceKind
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.sampling import Draw
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy, UnitOfWork

NEVER_DRAWN = (SourceKind.STUDY_DOCUMENT, SourceKind.FIELD_NOTE)
"""Kinds that are no transcripts: they are in no sample and in no denominator."""


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A drawn sample: its round, the draw, what it fixes, the codebook version it is coded with, and who stayed out why."""

    round: Round
    draw: Draw
    fixed: FixedChoices
    codebook_version: str
    left_out: tuple[tuple[str, str], ...]
    change: ChangeSet


@dataclass(frozen=True, slots=True)
class FinishedSources:
    """What finishing did: sources with how many codings each holds now, those finished before, and a round it closed.

    `waiting` are sources of the closed round that the lead coder has not finished.
    """

    finished: tuple[tuple[str, int], ...]
    before: tuple[str, ...]
    closed: Round | None
    waiting: tuple[str, ...]
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A closed round, the sources of it that its coders did not finish, and those the lead coder did not."""

    round: Round
    unfinished: tuple[str, ...]
    waiting: tuple[str, ...]
    change: ChangeSet


def sample_sources(
    study: OpenStudy, *, coder: str, share: str, seed: int, by: str | None = None, purpose: Purpose = Purpose.CHECK
) -> DrawnSample:
    """Draw sources at random for a second coder, who codes them blind in a round of their own.

    `by` is the attribute of cases to stratify by. A sample to check or train on freezes the codebook: the latest version
    where nothing changed since, else a new one is saved. One to develop codes on has no codebook.

    Raises:
        NotFound: there is no such coder or attribute.
        InvalidInput: the share is none, or no source is left to draw from.
        NotAllowed: the coder is coding a sample already, the codebook is empty, or the viewer is coding blind.
    """
    second = study.coders.named(coder)
    _refuse_sample(study, second, purpose)
    pool, left_out = _pool(study, second, purpose)
    strata = {} if by is None else _strata(study, by, pool)
    candidates = [Candidate(source.guid, source.name, strata.get(source.id, "")) for source in pool]
    draw = draw_sample(candidates, share_of(share), seed)
    chosen = {candidate.guid for candidate in draw.chosen}
    with study.unit_of_work("sample_sources", what=f"drew {len(chosen)} of {len(pool)} sources for {second.name}") as work:
        version = None if purpose is Purpose.DEVELOP else _version(work, second)
        number = work.rounds.add_sample(
            name=_free_name(work, purpose),
            purpose=purpose,
            version=version,
            fixed=FixedChoices(),
            coder=second.id,
            sources=[source.id for source in pool if source.guid in chosen],
        )
        work.rounds.add_draw(number, _as_kept(draw, share, pool, left_out))
        made = work.rounds.get(number)
        name = "".join(one.name for one in work.codes.versions() if one.id == version)
    reasons = tuple((source.name, why) for source, why in left_out)
    return DrawnSample(made, draw, FixedChoices(), name, reasons, work.insist())


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
    return FinishedSources(
        tuple((source.name, len(held[attempts[source.id].id])) for source in done),
        tuple(source.name for source in chosen if source not in done),
        study.rounds.get(closed[0]) if closed else None,
        _waiting(study, closed[0]) if closed else (),
        work.change_set,
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


def close_round(study: OpenStudy, name: str | None = None) -> ClosedRound:
    """Close the independent round in progress, the one of this name where there are several.

    Raises:
        NotFound: there is no round of that name.
        NotAllowed: no such round is in progress, or the viewer still codes blind in it.
        UsageError: several are in progress and none is named.
    """
    chosen = _to_close(study, name)
    if chosen.id in study.sight.blind_rounds:
        raise NotAllowed(
            f"{study.viewer.name} still codes blind in the round {chosen.name}, and closing it would show the other coding.",
            "Finish its sources with `qualcode finish`, or let the lead coder close it.",
        )
    with study.unit_of_work("close_round", what=chosen.name) as work:
        work.rounds.close(chosen.id)
    names = {source.id: source.name for source in study.sources.all()}
    attempts = study.rounds.attempts(round=chosen.id)
    unfinished = [names[one.source] for one in attempts if one.state is not AttemptState.FINISHED and one.source in names]
    return ClosedRound(study.rounds.get(chosen.id), tuple(unfinished), _waiting(study, chosen.id), work.insist())


def rounds_overview(study: OpenStudy) -> tuple[RoundOverview, ...]:
    """All rounds with their coders and how far they are; of a blind round only what the viewer may see."""
    names = {one.id: one.name for one in study.coders.all()}
    versions = {one.id: one.name for one in study.codes.versions()}
    found = []
    for one in study.rounds.all():
        attempts = study.rounds.attempts(round=one.id)
        made_at, closed_at = study.rounds.moments(one.id)
        found.append(
            RoundOverview(
                one,
                tuple(names[coder] for coder in dict.fromkeys(attempt.coder for attempt in attempts)),
                len({attempt.source for attempt in attempts}),
                sum(attempt.state is AttemptState.FINISHED for attempt in attempts),
                study.rounds.fixed(one.id),
                versions.get(one.codebook_version or 0, ""),
                made_at,
                closed_at,
            )
        )
    return tuple(found)


def _refuse_sample(study: OpenStudy, second: Coder, purpose: Purpose) -> None:
    if study.sight.blind:
        raise NotAllowed(f"{study.viewer.name} is coding blind and cannot draw a sample.", "Let the lead coder draw it.")
    if second.kind is not CoderKind.PERSON:
        raise NotAllowed(f"{second.name} is no person who could code a sample.", "Name a coder with --for.")
    for one in study.rounds.in_progress():
        if any(attempt.coder == second.id for attempt in study.rounds.attempts(round=one.id)):
            raise NotAllowed(
                f"{second.name} is coding the sample {one.name} and must finish it first.",
                "Close it with `qualcode round close STUDY`, or name another coder.",
            )
    if purpose is not Purpose.DEVELOP and not study.codes.codebook().live:
        raise NotAllowed(
            "There is no codebook to code the sample with.",
            "Import one with `qualcode codebook import`, or draw with --purpose develop.",
        )


def _pool(study: OpenStudy, second: Coder, purpose: Purpose) -> tuple[list[Source], list[tuple[Source, str]]]:
    """The sources that may be drawn, and the others with the reason."""
    seen = study.rounds.sampled_for([Purpose.DEVELOP, Purpose.TRAIN]) if purpose is Purpose.CHECK else frozenset()
    coded = {coding.source for coding in study.codings.all(coder=second.id)} | set(study.rounds.finished_by(second.id))
    pool: list[Source] = []
    left_out: list[tuple[Source, str]] = []
    for source in study.sources.all():
        if source.kind in NEVER_DRAWN:
            left_out.append((source, f"a {source.kind}"))
        elif source.id in seen:
            left_out.append((source, "in a sample to develop or train"))
        elif source.id in coded:
            left_out.append((source, f"coded by {second.name} before"))
        else:
            pool.append(source)
    if not pool:
        raise InvalidInput("No source is left to draw from.", "Import transcripts first, or look at what was left out.")
    return pool, left_out


def _strata(study: OpenStudy, attribute: str, pool: Sequence[Source]) -> Mapping[int, str]:
    """The value of an attribute of cases for each source; several cases' values together, empty where there is none."""
    names = {one.name.casefold(): one.name for one in study.cases.attributes()}
    name = names.get(attribute.strip().casefold())
    if name is None:
        known = ", ".join(names.values())
        hint = f"Its attributes are {known}." if known else "Import cases first: `qualcode cases import`."
        raise NotFound(f'Cases have no attribute "{attribute}".', hint)
    speakers = {
        speaker.id: text.source.id for text in study.sources.texts([source.id for source in pool]) for speaker in text.speakers
    }
    values: dict[int, set[str]] = {}
    for case in study.cases.all():
        value = case.value(name)
        for source in {*case.sources, *(speakers[one] for one in case.speakers if one in speakers)} if value else ():
            values.setdefault(source, set()).add(value or "")
    return {source: " + ".join(sorted(found)) for source, found in values.items()}


def _version(work: UnitOfWork, second: Coder) -> int:
    """The codebook version the sample is coded with: the latest where nothing has changed since, else a new one."""
    versions = work.codes.versions()
    if versions and not compare_codebooks(work.codes.codebook_of_version(versions[-1].id), work.codes.codebook()):
        return versions[-1].id
    number = len(versions) + 1
    while work.codes.version_name_taken(f"v{number}"):
        number += 1
    return work.codes.add_version(f"v{number}", f"as frozen when a sample was drawn for {second.name}")


def _free_name(work: UnitOfWork, purpose: Purpose) -> str:
    taken = {one.name for one in work.rounds.all()}
    number = 1
    while f"{purpose} {number}" in taken:
        number += 1
    return f"{purpose} {number}"


def _as_kept(draw: Draw, share: str, pool: Sequence[Source], left_out: Sequence[tuple[Source, str]]) -> dict[str, object]:
    return {
        "method": "random",
        "reason": "",
        "pool": [source.guid for source in pool],
        "excluded": [[source.guid, why] for source, why in left_out],
        "share": share.strip(),
        "seed": str(draw.seed),
        "strata": [[stratum.name, stratum.size, stratum.drawn] for stratum in draw.strata],
        "result": [candidate.guid for candidate in draw.chosen],
    }


def _to_close(study: OpenStudy, name: str | None) -> Round:
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


def _waiting(study: OpenStudy, number: int) -> tuple[str, ...]:
    """The sources of a round that the lead coder has not finished, and that agreement cannot read yet."""
    if study.sight.blind:
        return ()
    lead = study.rounds.finished_by(study.facts.lead_coder)
    given = {attempt.source for attempt in study.rounds.attempts(round=number)}
    return tuple(source.name for source in study.sources.all() if source.id in given and source.id not in lead)


def _named(study: OpenStudy, sources: Sequence[str]) -> list[Source]:
    """The sources of these names, each once, in the order given."""
    return list(dict.fromkeys(study.sources.named(name) for name in sources))


def _listed(sources: Sequence[Source]) -> str:
    return ", ".join(source.name for source in sources)
