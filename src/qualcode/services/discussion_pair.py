"""Whose codings are compared in a discussion, and where: two coders and the sources that both have finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.coding import CoderKind
from qualcode.domain.sources import SourceKind
from qualcode.errors import NotAllowed, UsageError
from qualcode.services.sending import refuse_in_package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.coding import Coder
    from qualcode.domain.discussions import Discussion
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Pair:
    """The two coders whose finished codings are compared."""

    first: Coder
    second: Coder


def pair_of(study: OpenStudy, names: Sequence[str] = ()) -> Pair:
    """The two coders that are meant: those named, else those who discuss already, else the lead coder and the only other one.

    Raises:
        UsageError: it cannot be told who; the message names them.
        NotFound: there is no coder of that name.
        NotAllowed: the study is a package, or the viewer is coding blind: who has finished what is then not told.
    """
    refuse_in_package(study, "differences are discussed")
    _refuse_blind_viewer(study)
    people = {one.id: one for one in study.coders.all() if one.kind is CoderKind.PERSON}
    listed = ", ".join(one.name for one in people.values())
    if names:
        chosen = [study.coders.named(name) for name in names]
        if len({one.id for one in chosen}) != 2 or len(chosen) != 2 or not {one.id for one in chosen} <= set(people):
            raise UsageError("Differences are those of two coders.", f"Name two of {listed} with --coder.")
        return Pair(*chosen)
    attempts = {one.id: one for one in study.rounds.attempts(latest=False)}
    discussed = {
        (attempts[one.first].coder, attempts[one.second].coder) for one in study.discussions.all() if one.first in attempts
    }
    if len(discussed) == 1:
        return Pair(*(people[number] for number in discussed.pop()))
    lead = people[study.facts.lead_coder]
    mine = set(study.rounds.finished_by(lead.id))
    others = [one for one in people.values() if one.id != lead.id and mine & set(study.rounds.finished_by(one.id))]
    if len(others) != 1:
        who = f"it may be {', '.join(one.name for one in others)}" if others else "nobody else has finished a source of theirs"
        raise UsageError(
            f"It cannot be told with whom {lead.name} discusses: {who}.",
            f"Name two of {listed} with --coder, or finish sources with `qualcode finish`.",
        )
    return Pair(lead, others[0])


def shared_sources(study: OpenStudy, pair: Pair) -> tuple[Source, ...]:
    """The sources that both have finished and that this pair may discuss, in their order.

    Raises:
        NotAllowed: one of the two, or the viewer, is coding blind.
    """
    refuse_while_blind(study, pair)
    both = set(study.rounds.finished_by(pair.first.id)) & set(study.rounds.finished_by(pair.second.id))
    taken = {one.source for one in study.discussions.all() if _coders(study, one) != {pair.first.id, pair.second.id}}
    return tuple(
        source
        for source in study.sources.all()
        if source.id in both and source.id not in taken and source.kind is not SourceKind.STUDY_DOCUMENT
    )


def refuse_while_blind(study: OpenStudy, pair: Pair) -> None:
    """Refuse to show two codings side by side to anybody who must not see one of them.

    Raises:
        NotAllowed: one of the two, or the viewer, is coding blind.
    """
    _refuse_blind_viewer(study)
    for one in study.rounds.in_progress():
        coders = {attempt.coder for attempt in study.rounds.attempts(round=one.id)}
        for coder in (pair.first, pair.second):
            if one.blind and coder.id in coders:
                raise NotAllowed(
                    f"{coder.name} codes blind in the round {one.name}, and differences are discussed when it is closed.",
                    "It closes when its last source is finished, or with `qualcode round close STUDY`.",
                )


def _refuse_blind_viewer(study: OpenStudy) -> None:
    if study.sight.blind:
        raise NotAllowed(f"{study.viewer.name} is coding blind, and differences are discussed when that round is closed.")


def chosen_sources(study: OpenStudy, pair: Pair, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """The sources of these names, each once, or all that both have finished.

    Raises:
        NotFound: there is no such source.
        NotAllowed: both have not finished one of them, or somebody codes blind.
    """
    shared = shared_sources(study, pair)
    if not names:
        return shared
    chosen = tuple(dict.fromkeys(study.sources.named(name) for name in names))
    for source in chosen:
        if source not in shared:
            raise _not_shared(study, pair, source)
    return chosen


def _not_shared(study: OpenStudy, pair: Pair, source: Source) -> NotAllowed:
    there = study.discussions.of_source(source.id)
    if there is not None:
        names = " and ".join(study.coders.get(number).name for number in sorted(_coders(study, there)))
        return NotAllowed(
            f"{source.name} is discussed by {names}, and a source has one agreed coding.", "Name these two with --coder."
        )
    return NotAllowed(
        f"{pair.first.name} and {pair.second.name} have not both finished {source.name}.",
        "Each declares it finished with `qualcode finish STUDY SOURCE`.",
    )


def _coders(study: OpenStudy, discussion: Discussion) -> set[int]:
    return {one.coder for one in study.rounds.attempts(latest=False) if one.id in {discussion.first, discussion.second}}
