"""Where a quotation begins and ends: some words more or fewer of the transcript, its edits kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.quote_ends import carried_edits, ends_moved
from qualcode.domain.quote_marking import typed
from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.spans import trimmed
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding import words_of
from qualcode.services.quotation_verbs import find_quotation, refuse_unquotable, speaking_in
from qualcode.services.quotation_words import first_edits, require_marked, talk_in
from qualcode.services.theme_table_finding import refuse_blind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.quotes import Edit, Quote
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class MovedEnds:
    """A quotation with other ends: its words, the edits that are kept, and by name those that go with the words that go."""

    span: Span
    verbatim: str
    edits: tuple[Edit, ...]
    gone: tuple[str, ...] = ()


class EditsWouldGo(NotAllowed):
    """Edits stand on words that would no longer be quoted; `gone` names them."""

    def __init__(self, number: int, gone: tuple[str, ...]) -> None:
        self.gone = gone
        super().__init__(
            f"With these words of quotation {number} would go {', '.join(gone)}.",
            "Say that they may (--drop-edits), or keep the words.",
        )


def words_more(study: Repositories, number: int, *, before: int = 0, after: int = 0, span: Span | None = None) -> Span:
    """A quotation's place in its source with some words more before and after it; negative numbers are words fewer.

    `span` is where it stands meanwhile, where that is not yet recorded.

    Raises:
        NotFound: there is no such quotation, or its source is gone.
        NotAllowed: there are not so many words.
    """
    there = find_quotation(study, number)
    text = _text(study, there)
    moved = ends_moved(text.text, span or there.span, [turn.span for turn in text.turns], before, after)
    if moved is None:
        raise NotAllowed("There are not so many words there.", "Take fewer.")
    return moved


def move_ends(study: Repositories, number: int, span: Span, marked: tuple[Span, Sequence[Edit]] | None = None) -> MovedEnds:
    """What a quotation would be with other ends, in code points of its source; nothing is written.

    `marked` are the ends and edits it has meanwhile, where they are not yet recorded.

    Raises:
        NotFound: there is no such quotation, or its source is gone.
        InvalidInput: the span does not fit, or the words are no longer where they were quoted from.
        NotAllowed: no word of the quotation would be left, or nobody but an interviewer speaks there.
    """
    there = find_quotation(study, number)
    text = _text(study, there)
    old, edits = marked or (there.span, there.edits)
    if check_of_words(there.span.words_of(text.text)) != study.quotes.checks()[number]:
        raise InvalidInput(f"The words of quotation {number} no longer stand where they were quoted from.", "Choose it anew.")
    words_of(text, span)
    inner = trimmed(span, text.text)
    assert inner is not None, "words_of refuses white space"
    new = talk_in(text, inner)
    if not new.overlaps(old):
        raise NotAllowed("No word of the quotation would be left.", "Choose these words as a quotation of their own.")
    rules = QuotationRules.of(study.settings.all())
    names = {speaker: case.name for case in study.cases.all() for speaker in case.speakers}
    joins, joined = first_edits(text, new, rules, names), first_edits(text, old, rules, names)
    made, gone = carried_edits(edits, old, new, text.text, rules, joins=joins, joined=joined)
    return MovedEnds(new, new.words_of(text.text), made, gone)


def set_ends(
    study: OpenStudy, number: int, span: Span, *, printed: str | None = None, drop_edits: bool = False
) -> tuple[MovedEnds, ChangeSet | None]:
    """Let a quotation begin and end elsewhere in its source; what was edited is kept. The change set is None where it was so.

    `printed` is the form in which the new words print, where that was edited in the same go; else the edits are carried.
    Who read it for identification has to read it again.

    Raises:
        EditsWouldGo: edits stand on words that go, and it is not said that they may.
        NotAllowed: as `move_ends`; who speaks there may not be quoted; the row quotes these words already; the viewer codes
            blind.
        InvalidInput: as `move_ends`; words of two turns stand together unmarked, or the printed form is not theirs.
        NotFound: as `move_ends`.
    """
    refuse_blind(study)
    with study.unit_of_work("set_ends") as work:
        there = find_quotation(work, number)
        work.what = f"where quotation {number} begins and ends"
        moved = move_ends(work, number, span)
        if moved.gone and not drop_edits and printed is None:
            raise EditsWouldGo(number, moved.gone)
        if printed is not None:
            made = typed(moved.verbatim, printed, QuotationRules.of(work.settings.all()))
            moved = MovedEnds(moved.span, moved.verbatim, made, moved.gone)
        text = _text(work, there)
        others = [one for one in work.quotes.all() if one.row_id == there.row_id and one.id != number]
        if any(one.source == there.source and one.span == moved.span for one in others):
            raise NotAllowed("The row quotes these words already.", "Choose other ends.")
        refuse_unquotable(speaking_in(work, text, moved.span, work.cases.all()))
        require_marked(moved.edits, text, moved.span)
        work.quotes.set_words(number, moved.span, text.revision, check_of_words(moved.verbatim), moved.edits)
    return moved, work.change_set


def _text(study: Repositories, there: Quote) -> SourceText:
    try:
        return study.sources.text(there.source)
    except KeyError:
        raise NotFound("The source of that quotation is no longer in the study.", "Take the quotation out.") from None
