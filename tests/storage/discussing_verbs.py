"""Verbs of talking differences over, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.discussions import TO_CHOOSE, Outcome
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed
from tests.storage.source_verbs import VERBS
from tests.storage.verbs import codes, one, verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.services.discussion_deciding import Choice
    from qualcode.storage import OpenStudy

__all__ = ["DISCUSSING", "VERBS"]
DISCUSSING = (
    *("decide", "discussed", "begin_discussion", "finish_both", "match", "match"),
    *("merge_codes", "retire_code", "correct_turn", "apply_code", "split_code", "finish", "move_code"),
)
"""Those verbs that meet one another in a discussion."""


@verb
def finish_both(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    """Let both coders finish a source, so that there is something to discuss."""
    sources = study.sources.all()
    if sources:
        source = one(sources, choose).id
        with study.unit_of_work("finish_both") as work:
            for coder in work.coders.all()[:2]:
                work.rounds.finish(coder.id, source)


@verb
def begin_discussion(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import begin_discussions, set_present

    pair = pair_of(study)
    shared = [source.name for source in study.sources.all()]
    done = choose(5)
    if done < 3:
        begin_discussions(study, pair)
    elif done == 3 and shared:
        begin_discussions(study, pair, [one(shared, choose)], again=True, reason="again")
    elif shared:
        set_present(study, pair, one(shared, choose), [one(study.coders.all(), choose).name])


@verb
def decide(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.discussion import discuss
    from qualcode.services.discussion_deciding import decide
    from qualcode.services.discussion_pair import pair_of

    pair = pair_of(study)
    found = [one for one in discuss(study, pair) if one.items]
    if found:
        source = one(found, choose)
        numbers = [one(source.items, choose).number for _ in range(1 + choose(2))]
        decide(study, pair, source.source.name, numbers, _choice(study, choose), together=bool(choose(2)))


def _choice(study: OpenStudy, choose: Callable[[int], int]) -> Choice:
    from qualcode.services.codebook import Definition
    from qualcode.services.discussion_deciding import Choice, NewCode

    outcome = one(TO_CHOOSE, choose)
    code = one(codes(study), choose)
    if outcome is Outcome.CODE:
        return Choice(outcome, "so", code=code)
    if outcome is Outcome.SPAN:
        start = choose(20)
        return Choice(outcome, spans=(Span(start, start + 1 + choose(9)),), code=code if choose(2) else None)
    if outcome is Outcome.CODEBOOK:
        definition = Definition(definition=f"what {choose(4)}")
        if choose(2):
            return Choice(outcome, new=NewCode(f"code {choose(9)}"), definition=definition)
        return Choice(outcome, code=code, definition=definition, coded=bool(choose(2)))
    return Choice(outcome)


@verb
def discussed(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.discussion_pair import pair_of
    from qualcode.services.discussion_verbs import add_agreed, amend_reason, finish_discussions, reopen_discussion

    pair, sources = pair_of(study), [source.name for source in study.sources.all()]
    if not sources:
        raise NotAllowed("there is nothing to discuss")
    source, what = one(sources, choose), choose(5)
    if what < 2:
        finish_discussions(study, pair, [source], rest=one([None, Outcome.LEAVE, Outcome.DROP], choose))
    elif what == 2:
        reopen_discussion(study, pair, source, reason="overlooked")
    elif what == 3:
        amend_reason(study, pair, source, 1 + choose(3), f"because {choose(3)}")
    else:
        start = choose(20)
        add_agreed(study, pair, source, [(Span(start, start + 1 + choose(9)), one(codes(study), choose))])


@verb
def match(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.matching import Relation
    from qualcode.services.matching import Relating, set_relation, unset_relation
    from qualcode.services.matching_finish import finish_matching

    done = choose(6)
    if done == 0:
        unset_relation(study, one(codes(study), choose))
    elif done == 1:
        finish_matching(study)
    else:
        relation = one(list(Relation), choose)
        first = one(codes(study), choose)
        second = one(codes(study), choose) if relation not in {Relation.KEEP, Relation.DROP} else None
        name = f"code {choose(9)}" if relation is Relation.NEW or not choose(3) else ""
        set_relation(study, Relating(relation, first, second, name=name, definition=["", "both"][choose(2)]))
