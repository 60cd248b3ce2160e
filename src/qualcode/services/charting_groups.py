"""Cases in groups: what a reading down a theme finds alike becomes the value of an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.attributes import read_name, read_value
from qualcode.domain.cases import AttributeType, Identifies, Printed
from qualcode.domain.codebook_paths import folded
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.attributes import NOT_FOR_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.cases import Attribute
    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy, UnitOfWork
    from qualcode.storage.repositories import Repositories


def group_cases(study: OpenStudy, attribute: str, group: str, cases: Sequence[int], *, reason: str = "") -> ChangeSet | None:
    """Give cases a group: a value of an attribute. An empty one takes them out of theirs; None where they were in it.

    An attribute that there is not yet is made, of categories, said to identify nobody and never printed: it is what the
    analysis found, not what the sample was chosen by. A category that is new to one whose categories are stated is added
    to them. Whoever codes blind sees the attributes of cases but those made by grouping, so that no other takes a group, and
    nobody groups while a blind round is in progress.

    Raises:
        NotAllowed: a blind round is in progress, or the attribute was not made by grouping.
        InvalidInput: the value does not fit the attribute, or the attribute's name is none.
        NotFound: a case is no longer there, or there is no attribute to take cases out of.
    """
    with study.unit_of_work("group_cases", reason=reason) as work:
        _refuse_while_blind(work)
        known = {case.id: case.name for case in work.cases.all()}
        if any(number not in known for number in cases):
            raise NotFound("That case is no longer in the study.", "`qualcode cases list` lists them.")
        found = _attribute(work, attribute, group)
        value = read_value(found, group)
        work.cases.set_values(found.id, dict.fromkeys(cases, value))
        whose = known[cases[0]] if len(cases) == 1 else f"{len(cases)} cases"
        work.what = f"{found.name} of {whose}: {value or 'none'}"
    return work.change_set


def check_grouping(study: Repositories, attribute: str) -> None:
    """Refuse an attribute that says what is known of cases: only those made by grouping, and new ones, take groups.

    Raises:
        NotAllowed: it was not made by grouping.
        InvalidInput: it has no name.
    """
    there = _named(study, read_name(attribute, "An attribute"))
    if there is not None and there.id not in study.cases.made_by_grouping():
        raise NotAllowed(
            f'"{there.name}" says what is known of the cases, and is seen by who codes blind; a group is what you found.',
            "Group them under another name: an attribute is made for it, which is hidden from who codes blind.",
        )


def grouping_attributes(study: Repositories) -> tuple[str, ...]:
    """The names of the attributes that were made by grouping, as far as the viewer may see them."""
    made = study.cases.made_by_grouping()
    return tuple(one.name for one in study.cases.attributes() if one.id in made)


def _refuse_while_blind(work: UnitOfWork) -> None:
    blind = [one.name for one in work.rounds.in_progress() if one.blind]
    if blind:
        raise NotAllowed(
            f"The blind round {blind[0]} is in progress, and groups of cases would tell who codes in it how you read them.",
            "Group cases once the round is closed.",
        )


def _attribute(work: UnitOfWork, name: str, group: str) -> Attribute:
    """The attribute of this name, able to hold the group."""
    wanted, category = read_name(name, "An attribute"), " ".join(group.split())
    check_grouping(work, wanted)
    there = _named(work, wanted)
    if there is None and not category:
        raise NotFound(f'There is no attribute "{wanted}" to take cases out of.', "`qualcode cases attribute list` lists them.")
    if there is None:
        if folded(wanted) in NOT_FOR_ATTRIBUTES:
            raise InvalidInput(f'"{wanted}" says something else in a table of cases.', "Choose another name.")
        number = work.cases.add_attribute(wanted, AttributeType.CATEGORY, (category,) if category else ())
        work.cases.change_attribute(number, {"identifies": Identifies.NO.value, "printed": Printed.NEVER.value})
    elif there.type is AttributeType.CATEGORY and there.order and category and folded(category) not in map(folded, there.order):
        work.cases.change_attribute(there.id, {"order": (*there.order, category)})
    found = _named(work, wanted)
    assert found is not None
    return found


def _named(work: Repositories, name: str) -> Attribute | None:
    return next((one for one in work.cases.attributes() if folded(one.name) == folded(name)), None)
