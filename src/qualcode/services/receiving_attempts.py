"""Receiving what a second coder finished: every attempt as it was frozen, beside those that are here already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.rounds import AttemptState

if TYPE_CHECKING:
    from qualcode.domain.packages import PackedAttempt
    from qualcode.domain.rounds import Attempt
    from qualcode.services.receiving_ground import Ground, Tally
    from qualcode.storage import UnitOfWork

FINISHED_AGAIN = "finished again in the package"
REOPENED = "reopened in the package"


def receive_attempts(work: UnitOfWork, ground: Ground, codings: dict[str, int], tally: Tally) -> dict[str, AttemptState]:
    """Take in what the package's coder finished; returns the state each source is in now, by name.

    An attempt that is here stays as it is for ever: one that was finished otherwise becomes the next attempt.
    """
    states: dict[str, AttemptState] = {}
    for number, text in ground.sources.items():
        here = list(ground.attempts[text.source.id])
        packed = [one for one in ground.package.attempts if one.source == number]
        for one in packed:
            if one.state is AttemptState.FINISHED:
                _finish(work, ground, one, here, codings, tally)
        if (number, here[-1].number) in ground.package.gone_attempts and here[-1].state is AttemptState.REOPENED and here[1:]:
            work.receiving.remove_attempt(here.pop().id)
        last = packed[-1] if packed else None
        if last is not None and last.state is AttemptState.REOPENED and here[-1].state is AttemptState.FINISHED:
            here.append(_next(work, ground, here, last.reason or REOPENED))
        states[text.source.name] = here[-1].state
    return states


def _finish(
    work: UnitOfWork, ground: Ground, one: PackedAttempt, here: list[Attempt], codings: dict[str, int], tally: Tally
) -> None:
    marks, revision = _frozen(ground, one, codings, tally)
    says = {(mark["code"], mark["start"], mark["end"]) for mark in marks}
    for known in here:
        if known.finished_at == one.finished_at and work.receiving.marks(known.id) == says:
            return
    if here[-1].state is AttemptState.FINISHED:
        here.append(_next(work, ground, here, one.reason or FINISHED_AGAIN))
    values = {
        "revision": revision,
        "codebook_version": ground.round.codebook_version,
        "finished_at": one.finished_at,
        "reason": here[-1].reason or one.reason,
    }
    work.receiving.finish(here[-1].id, values, marks)
    here[-1] = work.rounds.attempt(here[-1].id)


def _next(work: UnitOfWork, ground: Ground, here: list[Attempt], reason: str) -> Attempt:
    values = {
        "round": ground.round.id,
        "source": here[-1].source,
        "coder": ground.coder.id,
        "attempt": here[-1].number + 1,
        "reason": ground.words.taken_out_of(reason),
    }
    return work.rounds.attempt(work.receiving.add_attempt(values))


def _frozen(ground: Ground, one: PackedAttempt, codings: dict[str, int], tally: Tally) -> tuple[list[dict[str, Any]], int]:
    """What an attempt froze, on the text it was finished on, and that text.

    Where the text was one of a correction that was taken back since, the spans are carried to the current text.
    """
    assert one.revision is not None
    home, _ = ground.texts[one.revision]
    kept = [mark for mark in one.marks if mark.code in ground.codes]
    rows = [(mark.coding, ground.codes[mark.code], mark.span) for mark in kept]
    revision = home.id
    if not home.stands:
        text = ground.sources[one.source]
        carried = ground.placed(one.source, one.revision, [(span, ()) for _, _, span in rows])
        rows = [(of, code, span) for (of, code, _), (span, _) in zip(rows, carried, strict=True) if span is not None]
        revision = text.revision
        tally.notes.append(
            f"{text.source.name} was finished on a text whose correction was taken back here since: its spans were carried over."
        )
    return [
        {"coding": codings.get(of or ""), "code": code, "start": span.start, "end": span.end} for of, code, span in rows
    ], revision
