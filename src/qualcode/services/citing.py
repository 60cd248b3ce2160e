"""Choosing a coding to cite in a memo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.citations import numbers_written
from qualcode.domain.memos import MemoTarget

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.citations import CitedCoding
    from qualcode.domain.memos import Attachment
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Citable:
    """A coding that can be cited, as a list shows it."""

    coding: int
    words: str
    source: str
    turn: int | None
    code: str
    coder: str


def codings_to_cite(study: OpenStudy, about: Attachment) -> tuple[Citable, ...]:
    """Every live coding that the viewer may see: those of what the memo is about first, then in the order of the texts."""
    book = study.codes.codebook()
    names = {one.id: one.name for one in study.coders.all()}
    order = {one.id: place for place, one in enumerate(study.sources.all())}
    near = _nearness(study, about)
    found = [
        one
        for one in study.codings.cited(numbers=[one.id for one in study.codings.all()])
        if one.source in order and one.code in book
    ]
    found.sort(key=lambda one: (not near(one), order[one.source], one.span, one.id))
    return tuple(
        Citable(one.id, " ".join(one.words.split()), one.source_name, one.turn, book[one.code].name, names[one.coder])
        for one in found
    )


def cited_in(study: OpenStudy, text: str) -> tuple[tuple[int, CitedCoding | None], ...]:
    """The codings that a text as people write it cites by number, in order; None for one the viewer sees nowhere."""
    numbers = numbers_written(text)
    found = {one.id: one for one in study.codings.cited(numbers=numbers)} if numbers else {}
    return tuple((number, found.get(number)) for number in numbers)


def _nearness(study: OpenStudy, about: Attachment) -> Callable[[CitedCoding], bool]:
    """Whether a coding is one of what a memo is about: the coding itself, one of the code or below it, one in the source."""
    if about.to is MemoTarget.CODING:
        return lambda coding: coding.guid == about.guid
    if about.to is MemoTarget.SOURCE:
        sources = {one.id for one in study.sources.all() if one.guid == about.guid}
        return lambda coding: coding.source in sources
    book = study.codes.codebook()
    codes = {below for code in book.codes if code.guid == about.guid for below in book.subtree(code.id)}
    return lambda coding: coding.code in codes
