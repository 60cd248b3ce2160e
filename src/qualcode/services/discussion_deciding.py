"""Settling differences: each outcome one undoable change, whatever it makes, changes in the codebook, or takes away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import clean_name
from qualcode.domain.codes import CodeKind
from qualcode.domain.discussions import ADDED, TO_CHOOSE, NewDecision, Outcome, Redefined, agreed_codings
from qualcode.errors import InvalidInput, NotFound, UsageError
from qualcode.services.codebook import put_code
from qualcode.services.discussion_writing import make_codings, open_discussion, require_fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.discussions import Decision, Discussion, Wanted
    from qualcode.domain.spans import Span
    from qualcode.services.codebook import Definition
    from qualcode.services.discussion import Item, SourceDiscussion
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that a discussion makes: under `parent`, by id, at the root where that is None."""

    name: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a difference.

    `spans` are the edited spans in the current text, `code` the code that was named. To change the codebook, `code` is
    the one that is changed or `new` the one that is made, `definition` what changes of it; `coded` says whether these
    words get it. `revision` is the text that the spans were chosen on, where a screen has had it open for a while.
    """

    outcome: Outcome
    reason: str = ""
    spans: tuple[Span, ...] = ()
    code: int | None = None
    new: NewCode | None = None
    definition: Definition | None = None
    coded: bool = True
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What deciding did: which differences were settled, how many agreed codings that made, and which are open again.

    Those were settled together with one of them before, and are not any more. `after` is the discussion as it is then.
    """

    source: str
    numbers: tuple[int, ...]
    codings: int
    open_again: tuple[int, ...]
    change: ChangeSet
    after: SourceDiscussion | None = None


def decide(
    study: OpenStudy,
    pair: Pair,
    source: str,
    numbers: Sequence[int],
    choice: Choice,
    *,
    together: bool = True,
    known: SourceDiscussion | None = None,
) -> Decided:
    """Settle differences of a source by one outcome: several `together` as one decision n to m, or each for itself.

    What was decided on them before is replaced. What the coders finished stays as it is, whatever is decided. `known` is
    the discussion as the caller has read it.

    Raises:
        NotFound: there is no such source or difference, or the code is gone.
        NotAllowed: the discussion is not in progress, or the code is frozen or retired.
        InvalidInput: the outcome cannot be had of them.
        SpanOutsideSource: a span does not fit the current text.
        UsageError: no difference is named, or the choice contradicts itself.
    """
    _require_consistent(choice)
    if not numbers:
        raise UsageError("No difference is named.", "Give its number; `qualcode reconcile STUDY --plain` lists them.")
    with study.unit_of_work("decide_difference", reason=choice.reason.strip()) as work:
        discussion, found = open_discussion(study, work, pair, source, known)
        items = [found.item(number) for number in dict.fromkeys(numbers)]
        listed = ", ".join(str(item.number) for item in items)
        work.what = f"{choice.outcome}: difference{'s' if len(items) > 1 else ''} {listed} of {found.source.name}"
        again = _settled_with(found, items)
        made = settle(work, discussion, found, items, choice, together=together)
    change = work.insist()
    gone = {item.decision.id for item in items if item.decision is not None}
    after = None if any(item.kind == ADDED for item in items) else found.decided(made, gone, change.id)
    codings = sum(len(one.agreed) for one in made)
    return Decided(found.source.name, tuple(item.number for item in items), codings, again, change, after)


def settle(
    work: UnitOfWork,
    discussion: Discussion,
    found: SourceDiscussion,
    items: Sequence[Item],
    choice: Choice,
    *,
    together: bool = True,
) -> tuple[Decision, ...]:
    """Settle items of a discussion in progress inside an action; returns the decisions made."""
    if any(item.kind == ADDED for item in items) and choice.outcome is not Outcome.DROP:
        raise InvalidInput("What was added in the discussion can only be dropped.", "Drop it, and add it again otherwise.")
    work.discussions.take_away(sorted({item.decision.id for item in items if item.decision is not None}))
    code, made, redefined = _codebook(work, choice)
    require_fitting(work, found.text, choice.spans, [code] if code is not None and choice.coded else [], choice.revision)
    consensus = work.discussions.consensus()
    decisions = []
    for part in [items] if together and items else [[item] for item in items]:
        first, second = ([side for item in part for side in item.first], [side for item in part for side in item.second])
        wanted: Sequence[Wanted] = ()
        if choice.coded:
            readings = [[side.reading for side in of] for of in (first, second)]
            wanted = agreed_codings(choice.outcome, *readings, spans=choice.spans, code=code)
        if first or second:
            decisions.append(
                NewDecision(
                    kind=part[0].kind,
                    outcome=choice.outcome,
                    first=[side.mark.id for side in first],
                    second=[side.mark.id for side in second],
                    agreed=make_codings(work, found.text, wanted, consensus),
                    reason=choice.reason.strip(),
                    code=code,
                    made=made,
                    redefined=redefined,
                )
            )
    return work.discussions.add(discussion.id, decisions)


def _require_consistent(choice: Choice) -> None:
    if choice.outcome not in TO_CHOOSE:
        raise UsageError(f'"{choice.outcome}" is not an outcome that can be chosen.', f"Choose one of {', '.join(TO_CHOOSE)}.")
    changes = choice.new is not None or choice.definition is not None
    if changes and choice.outcome is not Outcome.CODEBOOK:
        raise UsageError("A code is made or redefined only by the outcome to change the codebook.", "Choose that outcome.")
    if choice.outcome is Outcome.CODEBOOK and (choice.new is None) == (choice.code is None):
        raise UsageError("To change the codebook, name the code that is changed, or the one to be made.", "One of the two.")
    if not choice.coded and choice.outcome is not Outcome.CODEBOOK:
        raise UsageError("Only a change of the codebook can leave the words without a coding.", 'Choose "drop".')
    if choice.spans and choice.outcome not in {Outcome.SPAN, Outcome.CODE, Outcome.CODEBOOK}:
        raise UsageError(f'The outcome "{choice.outcome}" takes no span of its own.', 'Choose "edited span".')
    if choice.code is not None and choice.outcome not in {Outcome.SPAN, Outcome.CODE, Outcome.CODEBOOK}:
        raise UsageError(f'The outcome "{choice.outcome}" takes no code of its own.', 'Choose "other code".')


def _codebook(work: UnitOfWork, choice: Choice) -> tuple[int | None, bool, tuple[Redefined, ...]]:
    """Change the codebook as it was chosen: the code that is named then, whether it was made, and what was changed of it."""
    changes = choice.definition.changes() if choice.definition is not None else {}
    if choice.new is not None:
        name = clean_name(choice.new.name)
        made = put_code(work, {"kind": CodeKind.CODE, **changes, "name": name}, parent=choice.new.parent)
        return made, True, tuple(Redefined(field, "", str(value)) for field, value in changes.items())
    if choice.code is None or not changes:
        return choice.code, False, ()
    known = work.codes.some([choice.code]).get(choice.code)
    if known is None:
        raise NotFound("That code is no longer in the codebook.", "Choose another.")
    before = {field: getattr(known, field) for field in changes}
    work.codes.change(choice.code, **changes)
    redefined = tuple(
        Redefined(field, str(before[field] or ""), str(value)) for field, value in changes.items() if before[field] != value
    )
    return choice.code, False, redefined


def _settled_with(found: SourceDiscussion, items: Sequence[Item]) -> tuple[int, ...]:
    """The items that were settled by the same decisions and are not settled now."""
    numbers = {item.number for item in items}
    decisions = {item.decision.id for item in items if item.decision is not None}
    return tuple(
        item.number
        for item in found.items
        if item.decision is not None and item.decision.id in decisions and item.number not in numbers
    )
