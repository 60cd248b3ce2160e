"""A small study whose two coders have finished two interviews, with one difference of each kind in the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.codebook import add_code
from qualcode.services.discussion import discuss
from qualcode.services.discussion_deciding import Choice, decide
from qualcode.services.discussion_pair import pair_of
from qualcode.services.double_coding import finish_sources
from tests.double_coded import LEAD, SECOND, code_words, furnish

if TYPE_CHECKING:
    from qualcode.domain.discussions import Outcome
    from qualcode.services.discussion import SourceDiscussion
    from qualcode.services.discussion_deciding import Decided
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy

FIRST = (
    ("P001", "at home", "Written at home"),
    ("P001", "Nobody's job", "Nobody's job"),
    ("P001", "It came back", "Figures"),
    ("P001", "I did", "Time"),
)
OTHER = (
    ("P001", "at home.", "Written at home"),
    ("P001", "at home. Nobody's job", "Nobody's job"),
    ("P001", "It came back", "Delays"),
    ("P001", "Twice", "Time"),
)
"""Agreed but for a full stop; a boundary; another theme; what each alone coded."""


def furnished(study: OpenStudy) -> OpenStudy:
    """Interviews P001 and P002 with a theme of two codes and others beside it."""
    furnish(study, "P001", "P002", codes=("Time", "Approval", "Figures"))
    book = study.codes.codebook()
    for parent, name in (("Time", "Written at home"), ("Time", "Nobody's job"), ("Approval", "Delays")):
        add_code(study, name=name, parent=book.find(parent).id)
    return study


def code_both(first: OpenStudy, second: OpenStudy) -> None:
    """Let both code and finish both interviews; the second has nothing in the other."""
    for study, codings in ((first, FIRST), (second, OTHER)):
        study.refresh_sight()
        for source, words, code in codings:
            code_words(study, source, words, code)
        finish_sources(study, ["P001", "P002"])


def seen(study: OpenStudy, source: str = "P001") -> SourceDiscussion:
    (found,) = discuss(study, pair(study), [source])
    return found


def pair(study: OpenStudy) -> Pair:
    return pair_of(study, [LEAD, SECOND])


def settle(study: OpenStudy, outcome: Outcome, *numbers: int, source: str = "P001", **chosen: object) -> Decided:
    return decide(study, pair(study), source, numbers, Choice(outcome, **chosen))  # type: ignore[arg-type]


def agreed(study: OpenStudy, source: str = "P001") -> list[tuple[str, str]]:
    """The agreed codings of a source: words and code."""
    text = study.sources.text(study.sources.named(source).id)
    layer = {one.id for one in study.coders.all() if one.kind == "consensus"}
    book = study.codes.codebook()
    return [
        (one.span.words_of(text.text), book[one.code].name)
        for one in study.codings.of_source(text.source.id)
        if one.coder in layer
    ]


def kinds(found: SourceDiscussion) -> list[tuple[int, str, str, str]]:
    """Number, kind, and the words of each side."""
    return [
        (item.number, item.kind, " + ".join(s.words for s in item.first), " + ".join(s.words for s in item.second))
        for item in found.items
    ]
