"""What is done with quotations: chosen, ordered, moved, set aside as contrary, read for identification, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.spans import Span, trimmed
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding import words_of
from qualcode.services.quotation_words import first_edits, require_marked, talk_in
from qualcode.services.theme_table_finding import refuse_blind, refuse_unseen
from qualcode.storage.repositories.quotes import NewQuote

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qualcode.domain.cases import Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.quotes import Edit, Quote
    from qualcode.domain.sources import SourceText
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

FRESH = "Q"
"""What a fresh ID begins with where none is given."""


def find_quotation(study: Repositories, number: int) -> Quote:
    """The quotation with this id.

    Raises:
        NotFound: there is none.
        NotAllowed: the viewer codes a blind sample, and sees none.
    """
    try:
        return study.quotes.get(number)
    except KeyError:
        refuse_unseen(study)
        raise NotFound(f"There is no quotation {number}.", "`qualcode quotes list` lists them.") from None


def add_quotation(
    study: OpenStudy,
    row: int,
    *,
    coding: int | None = None,
    source: int | None = None,
    span: Span | None = None,
    contrary: bool = False,
    place: int | None = None,
) -> tuple[int, ChangeSet]:
    """Choose a quotation for a row, by the row's id, and return the quotation's id.

    Its words are those of a coding of the analysis coding, or of a span of it, or of any span of a source. It stands last
    in the row, or at a place from 1; `contrary` puts it on the contrary shelf.

    Raises:
        NotFound: the row, the coding or the source is not there.
        InvalidInput: neither coding nor source with span is given, or the span does not fit.
        NotAllowed: who speaks there may not be quoted, nobody but an interviewer speaks there, the row quotes these words
            already, or the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("add_quotation") as work:
        rows = {one.id: one for one in work.theme_tables.rows_of()}
        if row not in rows:
            raise NotFound("That row is no longer in the study.", "`qualcode tables list` lists them.")
        text, where = _passage(work, coding, source, span)
        there = [one for one in work.quotes.all() if one.row_id == row]
        if any(one.source == text.source.id and one.span == where for one in there):
            raise NotAllowed("The row quotes these words already.", "Choose others.")
        cases = work.cases.all()
        speaking = speaking_in(work, text, where, cases)
        refuse_unquotable(speaking)
        names = {speaker: case.name for case in cases for speaker in case.speakers}
        edits = first_edits(text, where, QuotationRules.of(work.settings.all()), names)
        require_marked(edits, text, where)
        number = work.quotes.add(row, _new(text, where, coding, edits, contrary=contrary))
        if place is not None:
            work.quotes.order(row, _placed([one.id for one in there], number, place))
        work.what = f"chose a quotation from {text.source.name} for table {rows[row].number}"
    return number, work.insist()


def move_quotation(study: OpenStudy, number: int, *, place: int | None = None, row: int | None = None) -> ChangeSet | None:
    """Give a quotation another place, from 1, in its row, or put it into another row by its id; None where it was there.

    Without a place it comes last.

    Raises:
        NotFound: the quotation or the row is not there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("move_quotation") as work:
        moved = find_quotation(work, number)
        to = moved.row_id if row is None else row
        if all(one.id != to for one in work.theme_tables.rows_of()):
            raise NotFound("That row is no longer in the study.", "`qualcode tables list` lists them.")
        others = [one.id for one in work.quotes.all() if one.row_id == to and one.id != number]
        work.quotes.order(to, _placed(others, number, len(others) + 1 if place is None else place))
        work.what = f"moved quotation {number}"
    return work.change_set


def set_contrary(study: OpenStudy, number: int, *, contrary: bool) -> ChangeSet | None:
    """Put a quotation on the contrary shelf of its row, or take it back from there; None where it was so.

    Raises:
        NotFound: there is no such quotation.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("set_contrary") as work:
        find_quotation(work, number)
        work.quotes.change(number, {"contrary": int(contrary)})
        work.what = f"quotation {number} {'contradicts' if contrary else 'does not contradict'} the finding"
    return work.change_set


def remove_quotations(study: OpenStudy, numbers: Sequence[int], *, reason: str = "") -> ChangeSet:
    """Take quotations out of their tables; the codings they come from stay.

    Raises:
        NotFound: one of them is not there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("remove_quotations", reason=reason) as work:
        for number in numbers:
            find_quotation(work, number)
        work.quotes.remove(numbers)
        work.what = f"took out {_counted(numbers)}"
    return work.insist()


def mark_read(study: OpenStudy, numbers: Sequence[int], *, read: bool = True) -> ChangeSet | None:
    """Say that the viewer has read quotations for identification just now, or that nobody has; None where it was so.

    Raises:
        NotFound: one of them is not there.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("mark_read") as work:
        for number in numbers:
            find_quotation(work, number)
        work.quotes.set_read(numbers, study.viewer.name if read else None)
        work.what = f"{'read' if read else 'took back the reading of'} {_counted(numbers)} for identification"
    return work.change_set


def set_tag(study: OpenStudy, number: int, tag: str) -> ChangeSet | None:
    """Let a quotation print a tag of its own instead of the study's pattern; an empty one is the pattern again.

    Who read it for identification has to read it again. None where it was so.

    Raises:
        NotFound: there is no such quotation.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("set_tag") as work:
        there = find_quotation(work, number)
        words = " ".join(tag.split()).removeprefix("[").removesuffix("]").strip()
        if words != there.tag:
            work.quotes.change(number, {"tag": words, "read_by": None, "read_at": None})
        work.what = f"changed the tag of quotation {number}"
    return work.change_set


def set_fresh_id(study: OpenStudy, numbers: Sequence[int], fresh_id: str | None = None) -> ChangeSet | None:
    """Let quotations print an ID of their own, so that they cannot be read together with others of the same participant.

    Without an ID each gets the next free one (Q1, Q2, ...); an empty one is the participant's own again. None where it was so.

    Raises:
        NotFound: one of them is not there.
        InvalidInput: the ID is a participant's, or another quotation's.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("set_fresh_id") as work:
        taken = {case.name.casefold() for case in work.cases.all()}
        taken |= {one.fresh_id.casefold() for one in work.quotes.all() if one.fresh_id and one.id not in numbers}
        wanted = None if fresh_id is None else " ".join(fresh_id.split())
        if wanted and (wanted.casefold() in taken or len(numbers) > 1):
            raise InvalidInput(f"{wanted} is another's ID already, or given to several.", "Choose a new one for each quotation.")
        for number in numbers:
            there = find_quotation(work, number)
            given = wanted if wanted is not None else there.fresh_id or _next_id(taken)
            taken.add(given.casefold())
            work.quotes.change(number, {"fresh_id": given or None})
        work.what = f"{'took back' if wanted == '' else 'gave'} fresh IDs of {_counted(numbers)}"
    return work.change_set


def refuse_unquotable(cases: Collection[Case], where: str = "") -> None:
    """Refuse words of somebody who may not be quoted.

    Raises:
        NotAllowed: one of those who speak may not.
    """
    for case in cases:
        if not case.may_quote:
            raise NotAllowed(
                f"{case.name} may not be quoted{where}.",
                "Quote somebody else; where they have agreed, say so with `qualcode cases set`.",
            )


def speaking_in(study: Repositories, text: SourceText, span: Span, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases whose talk stands in a span of a source, in the order they speak there."""
    from qualcode.analysis.talk import talk_of

    by_id = {case.id: case for case in cases}
    found = study.talk.of_sources({text.source.id})
    return tuple(by_id[case] for spoken in found for case in talk_of(spoken, cases).speakers_in(span))


def _passage(work: Repositories, coding: int | None, source: int | None, span: Span | None) -> tuple[SourceText, Span]:
    """The text a quotation comes from and the words of it, without white space and labels at their ends."""
    if coding is not None:
        chosen = next((one for one in work.codings.analysis() if one.id == coding), None)
        if chosen is None:
            raise NotFound(f"There is no coding {coding} in the analysis coding.", "`qualcode quotes candidates` lists them.")
        if span is not None and not chosen.span.overlaps(span):
            raise InvalidInput("The span is no part of the coding.", "Choose words of the coding.")
        source, span = chosen.source, span or chosen.span
    if source is None or span is None:
        raise InvalidInput("Words to quote are needed.", "Name a coding, or a source and a span.")
    try:
        text = work.sources.text(source)
    except KeyError:
        raise NotFound("That source is no longer in the study.", "`qualcode sources list` lists them.") from None
    words_of(text, span)
    inner = trimmed(span, text.text)
    assert inner is not None, "words_of refuses white space"
    return text, talk_in(text, inner)


def _new(text: SourceText, span: Span, coding: int | None, edits: tuple[Edit, ...], *, contrary: bool) -> NewQuote:
    return NewQuote(
        row=0,
        heading="",
        theme=None,
        finding="",
        source=text.source.id,
        revision=text.revision,
        span=span,
        check=check_of_words(span.words_of(text.text)),
        coding=coding,
        edits=edits,
        tag="",
        contrary=contrary,
    )


def _placed(others: Sequence[int], one: int, place: int) -> list[int]:
    at = min(max(place - 1, 0), len(others))
    return [*others[:at], one, *others[at:]]


def _next_id(taken: Collection[str]) -> str:
    number = 1
    while f"{FRESH}{number}".casefold() in taken:
        number += 1
    return f"{FRESH}{number}"


def _counted(numbers: Sequence[int]) -> str:
    return f"quotation {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} quotations"
