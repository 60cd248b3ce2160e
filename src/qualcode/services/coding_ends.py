"""Other ends for a coding: its words grow or shrink, all else of it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.text import check_of_words
from qualcode.services.coding import about_coding, at_present, own_coding, words_at

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy


def move_ends(study: OpenStudy, number: int, span: Span, *, known_text: SourceText | None = None) -> tuple[int, ChangeSet | None]:
    """Let a coding hold just these words; where the coder has given them that code already, the two become one.

    `known_text` is the source as the caller has read it, and the span is one of it. Returns the id of the coding that has
    them; the change set is None where it had them before.

    Raises:
        SpanOutsideSource: the span does not fit the source's current text.
        InvalidInput: a correction since it was read changed just these words.
        NotFound: there is no such coding, or it is not the viewer's to see.
        NotAllowed: it is another coder's, or its source is finished in a round still in progress.
    """
    with study.unit_of_work("move_ends") as work:
        coding = own_coding(work, study.viewer.id, number)
        coded, text, span = at_present(work, coding.source, span, known_text)
        words = words_at(coded.name, text, span)
        work.what = f"other ends of {about_coding(work, coding)}"
        same = work.codings.same(source=coding.source, span=span, code=coding.code, coder=coding.coder, round=coding.round)
        if same is None:
            work.codings.change(number, start=span.start, end=span.end, check=check_of_words(words))
        elif same != number:
            work.codings.join(same, number)
    return same or number, work.change_set
