"""Talking differences over: beginning with what is agreed, settling one after another, finishing, taking up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.coding import CoderKind
from qualcode.domain.discussions import ADDED, DiscussionState, NewDecision, Outcome
from qualcode.errors import InvalidInput, NotAllowed, UsageError
from qualcode.services.discussion import Reader
from qualcode.services.discussion_deciding import Choice, settle
from qualcode.services.discussion_pair import chosen_sources
from qualcode.services.discussion_writing import make_codings, make_fresh_codings, open_discussion, require_fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.discussions import Discussion, Wanted
    from qualcode.domain.sources import Source
    from qualcode.services.discussion import Item
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class Begun:
    """A discussion that was begun: what both agreed on and was carried over, and how many differences there are."""

    source: str
    agreed: int
    differences: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished discussion: how many differences were settled, and how many codings its agreed coding has."""

    source: str
    settled: int
    codings: int


def begin_discussions(
    study: OpenStudy,
    pair: Pair,
    sources: Sequence[str] = (),
    *,
    present: Sequence[str] = (),
    again: bool = False,
    reason: str = "",
) -> tuple[tuple[Begun, ...], ChangeSet | None]:
    """Begin to discuss sources, all that both have finished where none is named: what both agreed on is carried over.

    The agreed layer gets it with the first coder's extent. `present` are names, both coders where there are none. Those
    begun already stay as they are, unless `again`: then every decision on them is taken away, and what both have
    finished last is compared, with codes as they are read now.

    Raises:
        NotFound: there is no such source or coder.
        NotAllowed: both have not finished one of them, or somebody codes blind.
        UsageError: to begin again needs a reason, or a name is not that of a person.
    """
    if again and not reason.strip():
        raise UsageError("To begin a discussion again needs a reason, for its decisions go.", 'Give it with --reason "...".')
    chosen = chosen_sources(study, pair, sources)
    who = persons(study, present) or [pair.first.id, pair.second.id]
    with study.unit_of_work("begin_discussion", reason=reason.strip()) as work:
        begun = {one.source: one for one in work.discussions.all()}
        fresh = [source for source in chosen if again or source.id not in begun]
        work.what = f"began to discuss {', '.join(source.name for source in fresh)}"
        consensus = work.discussions.consensus() if fresh else (0, 0)
        done = tuple(_begin(work, pair, source, begun.get(source.id), who, consensus) for source in fresh)
    return done, work.change_set


def _begin(
    work: UnitOfWork, pair: Pair, source: Source, there: Discussion | None, present: Sequence[int], consensus: tuple[int, int]
) -> Begun:
    first, second = (work.rounds.finished_by(coder.id)[source.id] for coder in (pair.first, pair.second))
    marks = work.discussions.marks([first.id, second.id])
    reading = Reader(work, pair).reading(mark.code for side in marks.values() for mark in side)
    if there is None:
        number = work.discussions.begin(
            source=source.id, round=consensus[1], first=first.id, second=second.id, present=present, reading=reading
        )
    else:
        number = there.id
        work.discussions.begin_again(number, first=first.id, second=second.id, reading=reading)
        work.discussions.set_present(number, present)
    found = Reader(work, pair).read(source.id)
    agreed = [item for item in found.items if not item.is_difference]
    # A code retired since is carried over too: the lead coder's codings with it are kept in the same way.
    wanted = {
        item.number: [(side.reading.span, side.reading.code) for side in item.first if side.reading.span is not None]
        for item in agreed
    }
    made = make_fresh_codings(work, found.text, (one for each in wanted.values() for one in each), consensus)
    decisions = [
        _decision([item], Outcome.CARRIED, list(dict.fromkeys(made[one] for one in wanted[item.number]))) for item in agreed
    ]
    work.discussions.add(number, decisions)
    return Begun(source.name, len(agreed), len(found.differences))


def _decision(items: Sequence[Item], outcome: Outcome, agreed: Sequence[int], reason: str = "") -> NewDecision:
    return NewDecision(
        kind=items[0].kind,
        outcome=outcome,
        first=[side.mark.id for item in items for side in item.first],
        second=[side.mark.id for item in items for side in item.second],
        agreed=agreed,
        reason=reason,
    )


def persons(study: OpenStudy, names: Sequence[str]) -> list[int]:
    """The ids of coders who are people, by name.

    Raises:
        NotFound: nobody is called so.
        UsageError: it is the agreed coding's.
    """
    found = []
    for name in names:
        coder = study.coders.named(name)
        if coder.kind is not CoderKind.PERSON:
            raise UsageError(f"{coder.name} is no person who could be present.", "`qualcode coders list` lists the coders.")
        found.append(coder.id)
    return list(dict.fromkeys(found))


def set_present(study: OpenStudy, pair: Pair, source: str, present: Sequence[str]) -> ChangeSet | None:
    """Say who is present at the discussion of a source.

    Raises:
        NotFound: there is no such source or coder.
        NotAllowed: its discussion is not in progress.
        UsageError: nobody is named.
    """
    who = persons(study, present)
    if not who:
        raise UsageError("Nobody is named as present.", "Name them with --present.")
    names = ", ".join(study.coders.get(number).name for number in who)
    with study.unit_of_work("set_present", what=f"present at the discussion of {source}: {names}") as work:
        discussion, _ = open_discussion(study, work, pair, source)
        work.discussions.set_present(discussion.id, who)
    return work.change_set


def finish_discussions(
    study: OpenStudy, pair: Pair, sources: Sequence[str], *, rest: Outcome | None = None, reason: str = ""
) -> tuple[tuple[Finished, ...], ChangeSet]:
    """Finish discussions: the agreed coding of a source is then its analysis coding, which charts and counts read.

    `rest` is the outcome given to what is not settled yet, each difference for itself, with the reason.

    Raises:
        NotFound: there is no such source.
        NotAllowed: one was not begun, is finished, or has differences that are not settled, and no `rest` is given.
        InvalidInput: a difference cannot have the outcome of the rest.
        UsageError: no source is named.
    """
    names = list(dict.fromkeys(sources))
    if not names:
        raise UsageError("No source is named.", "Name those whose discussion is finished.")
    what = f"finished the discussion of {', '.join(names)}"
    done = []
    with study.unit_of_work("finish_discussion", reason=reason.strip(), what=what) as work:
        for name in names:
            discussion, found = open_discussion(study, work, pair, name)
            waiting = [item for item in found.differences if not item.settled]
            if rest is not None:
                settle(work, discussion, found, waiting, Choice(rest, reason.strip()), together=False)
            elif waiting:
                raise NotAllowed(
                    f"{len(waiting)} of {len(found.differences)} differences of {found.source.name} are not settled.",
                    f"`qualcode reconcile STUDY --plain --source {found.source.name} --open` lists them; "
                    'or give them all one outcome, such as --rest "leave both readings".',
                )
            work.discussions.set_state(discussion.id, DiscussionState.FINISHED)
            agreed = work.codings.of_source(found.source.id, coder=work.discussions.consensus()[0])
            done.append(Finished(found.source.name, len(found.differences), len(agreed)))
    return tuple(done), work.insist()


def reopen_discussion(study: OpenStudy, pair: Pair, source: str, *, reason: str) -> ChangeSet:
    """Take a finished discussion up again: until it is finished anew, the source's analysis coding is the lead coder's.

    Raises:
        UsageError: no reason is given.
        NotFound: there is no such source.
        NotAllowed: its discussion is not finished.
    """
    if not reason.strip():
        raise UsageError("Taking up a finished discussion again needs a reason.", 'Give it with --reason "...".')
    (chosen,) = chosen_sources(study, pair, [source])
    with study.unit_of_work(
        "reopen_discussion", reason=reason.strip(), what=f"took up the discussion of {chosen.name} again"
    ) as work:
        there = work.discussions.of_source(chosen.id)
        if there is None or not there.finished:
            raise NotAllowed(f"The discussion of {chosen.name} is not finished.", "Its differences can be decided as it is.")
        work.discussions.set_state(there.id, DiscussionState.IN_PROGRESS)
    return work.insist()


def add_agreed(
    study: OpenStudy, pair: Pair, source: str, wanted: Sequence[Wanted], *, revision: int | None = None, reason: str = ""
) -> tuple[int, ChangeSet | None]:
    """Put codings into the agreed layer on words that neither coder had coded; returns how many are new.

    `revision` is the text they were chosen on, where a screen has had it open for a while.

    Raises:
        SpanOutsideSource: a segment does not fit the current text.
        InvalidInput: a code is retired or set to not codable, or the text was corrected since.
        NotAllowed: the discussion is not in progress.
    """
    with study.unit_of_work("add_agreed", reason=reason.strip()) as work:
        discussion, found = open_discussion(study, work, pair, source)
        work.what = f"added to the agreed coding of {found.source.name}"
        require_fitting(work, found.text, [span for span, _ in wanted], [code for _, code in wanted], revision)
        consensus = work.discussions.consensus()
        there = {(one.span, one.code) for one in work.codings.of_source(found.source.id, coder=consensus[0])}
        fresh = [one for one in dict.fromkeys(wanted) if one not in there]
        decisions = [
            NewDecision(ADDED, Outcome.CODE, (), (), make_codings(work, found.text, [one], consensus), reason.strip(), one[1])
            for one in fresh
        ]
        work.discussions.add(discussion.id, decisions)
    return len(fresh), work.change_set


def amend_reason(study: OpenStudy, pair: Pair, source: str, number: int, reason: str) -> ChangeSet | None:
    """Give the decision on a difference another reason.

    Raises:
        NotFound: there is no such source or difference.
        NotAllowed: the discussion is not in progress.
        InvalidInput: the difference is not settled.
    """
    with study.unit_of_work("amend_reason", what=f"reason for difference {number} of {source}") as work:
        item = open_discussion(study, work, pair, source)[1].item(number)
        if item.decision is None:
            raise InvalidInput(f"Difference {number} is not settled, so it has no reason yet.", "Decide it first.")
        work.discussions.amend(item.decision.id, reason.strip())
    return work.change_set
