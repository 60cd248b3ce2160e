"""A memo as it is read: its words, with those of the codings it cites in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.citations import CitationState
from qualcode.domain.text import drawn

if TYPE_CHECKING:
    from qualcode.domain.citations import Citation
    from qualcode.services.memos import ListedMemo


def memo_words(memo: ListedMemo, chosen: Citation | None = None, *, numbered: bool = False) -> Content:
    """The words of a memo; what it cites is numbered where it can be opened by its digit, `chosen` stands out."""
    numbers = {one: place for place, one in enumerate(memo.citations, 1)}
    parts: list[Content] = []
    for part in memo.parts:
        if isinstance(part, str):
            parts.append(Content(drawn(part)))
            continue
        colour = "$accent" if part.state is CitationState.AS_CITED else "$error"
        if numbered and numbers[part] <= 9:
            parts.append(Content.assemble((f"{numbers[part]} ", f"bold {colour}")))
        parts.append(Content.assemble((drawn(part.words), f"{colour} reverse" if part == chosen else colour)))
    return Content("").join(parts)
