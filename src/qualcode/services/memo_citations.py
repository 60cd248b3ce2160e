"""Codings cited in memos: numbers made references when a memo is written, references made words when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.citations import (
    Citation,
    CitationState,
    Reference,
    as_kept,
    numbers_written,
    references,
    renewed,
)
from qualcode.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.citations import CitedCoding
    from qualcode.domain.memos import Memo
    from qualcode.storage.repositories import Repositories


def kept_text(study: Repositories, text: str, *, before: str = "") -> str:
    """A memo's words as they are kept, with each citation `[[coding 12]]` made a reference.

    A coding that was cited in `before`, the memo as it was, keeps the check of its words then: that they were corrected
    since is said until the memo is settled.

    Raises:
        NotFound: a coding cited is not there.
    """
    numbers = numbers_written(text)
    found = {one.id: one for one in study.codings.cited(numbers=numbers)} if numbers else {}
    then = {one.guid: one.check for one in references(before)}

    def reference(number: int) -> Reference:
        coding = found.get(number)
        if coding is None or (coding.removed and coding.guid not in then):
            raise NotFound(
                f"The memo cites coding {number}, and there is none of that number.",
                "`qualcode segments` and `qualcode show` print the numbers.",
            )
        return Reference(coding.guid, then.get(coding.guid, coding.check))

    return as_kept(text, reference)


def cited(study: Repositories, texts: Iterable[str]) -> dict[Reference, Citation]:
    """What kept texts cite, each reference with how its coding stands now."""
    wanted = {one for text in texts for one in references(text)}
    if not wanted:
        return {}
    there = {one.guid: one for one in study.codings.cited(guids={one.guid for one in wanted})}
    return {one: Citation(one, _state(one, there.get(one.guid)), there.get(one.guid)) for one in wanted}


def settled(study: Repositories, memo: Memo) -> str:
    """A memo's kept words with the checks of the cited codings as their words are now."""
    there = study.codings.cited(guids={one.guid for one in references(memo.text)})
    return renewed(memo.text, {one.guid: one.check for one in there})


def _state(reference: Reference, coding: CitedCoding | None) -> CitationState:
    if coding is None:
        return CitationState.MISSING
    if coding.removed:
        return CitationState.REMOVED
    return CitationState.AS_CITED if coding.check == reference.check else CitationState.CORRECTED
