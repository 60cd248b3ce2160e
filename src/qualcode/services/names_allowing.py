"""Allowing what the de-identification check would stop, with a reason; the words of a listed term never enter the study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.identification import combination_text, sealed_term
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.names_list import read_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import Allowance, Combination
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class ListedAllowance:
    """An allowance as people read it.

    `what` is the combination, or the term where the list that it was sealed with is at hand; else empty.
    """

    allowance: Allowance
    what: str
    by: str


def allow_term(study: OpenStudy, term: str, *, output: str, reason: str) -> tuple[int, ChangeSet]:
    """Let a listed term print in an output, or where `output` is empty in every output. Returns the allowance's number.

    Raises:
        NotFound: the term is not in the replacement list.
        InvalidInput: there is no reason, or it holds a listed term, which would then stand in the study.
    """
    found = read_list(study)
    name = found.listed.find(term)
    if name is None:
        raise NotFound(
            f"“{term}” is not in the replacement list {found.path.name}.",
            "Give the term as the list has it: `qualcode names list`.",
        )
    return _allow(study, sealed_term(found.listed.key, name.term), (), output, reason)


def allow_combination(study: OpenStudy, shared: Mapping[str, str], *, output: str, reason: str) -> tuple[int, ChangeSet]:
    """Let printed attributes stand together in an output although few share them; `shared` are printed values by attribute.

    Raises:
        NotFound: there is no such attribute.
        InvalidInput: there is no attribute or no reason, or the reason holds a listed term.
    """
    known = {one.name.casefold(): one.name for one in study.cases.attributes()}
    names = {}
    for name, value in shared.items():
        wanted = " ".join(name.split()).casefold()
        real = known.get(wanted) or known.get(wanted.replace(" ", "_"))
        if real is None:
            raise NotFound(f'There is no attribute "{name}".', f"Attributes are {', '.join(known.values())}.")
        names[real] = " ".join(value.split())
    if not names:
        raise InvalidInput("No attribute is given.", "Give each as the stop names it, such as --shared role=nurse.")
    return _allow(study, "", tuple(sorted(names.items())), output, reason)


def disallow(study: OpenStudy, number: int, *, reason: str = "") -> ChangeSet:
    """Take an allowance away; undo brings it back.

    Raises:
        NotFound: there is no allowance of that number.
    """
    with study.unit_of_work("disallow_printed", reason=reason, what=f"took allowance {number} away") as work:
        if all(one.id != number for one in work.identification.all()):
            raise NotFound(f"There is no allowance {number}.", "`qualcode names allowances` lists them.")
        work.identification.remove(number)
    return work.insist()


def list_allowances(study: OpenStudy) -> tuple[ListedAllowance, ...]:
    """The allowances that the viewer may see, in the order they were made.

    Raises:
        InvalidInput: the replacement list cannot be read.
    """
    terms: dict[str, str] = {}
    if study.path is not None:
        listed = read_list(study).listed
        terms = {sealed_term(listed.key, one.term): one.term for one in listed.names if listed.key}
    coders = {one.id: one.name for one in study.coders.all()}
    return tuple(
        ListedAllowance(
            one, terms.get(one.sealed, "") if one.sealed else combination_text(one.combination), coders.get(one.by, "")
        )
        for one in study.identification.all()
    )


def _allow(study: OpenStudy, sealed: str, combination: Combination, output: str, reason: str) -> tuple[int, ChangeSet]:
    reason, output = " ".join(reason.split()), " ".join(output.split())
    if not reason:
        raise InvalidInput("No reason is given.", "Say why it may print: a board or a reviewer will ask.")
    refuse_names(study, reason)
    where = output or "every output"
    what = f"allowed a listed term in {where}" if sealed else f"allowed {combination_text(combination)} in {where}"
    with study.unit_of_work("allow_printed", reason=reason, what=what) as work:
        number = work.identification.add(output=output, sealed=sealed, combination=combination, reason=reason, by=study.viewer.id)
    return number, work.insist()


def refuse_names(study: OpenStudy, reason: str) -> None:
    """Refuse a reason that says a listed term: reasons are kept in the study, which the terms must never enter.

    Raises:
        InvalidInput: it says one, or the replacement list cannot be read.
    """
    from qualcode.analysis.name_matching import NameMatcher

    if study.path is not None and NameMatcher(read_list(study).listed).matches(reason):
        raise InvalidInput("The reason holds a listed term, which would stand in the study then.", "Say it without the term.")
