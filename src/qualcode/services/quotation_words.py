"""The words of a quotation and the turns they stand in: how a passage first prints, and what no printed form may do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from qualcode.domain.quotes import Edit, EditKind, SpokenPiece, unmarked_join
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.quote_rules import QuotationRules
    from qualcode.domain.sources import SourceText

INTERVIEWER = "[Interviewer:]"
"""How an interviewer's words inside a quotation are labelled."""
PARTICIPANT = "[Participant:]"
"""How a participant's words are labelled after another speaker's; with the name where several take part."""


def pieces_of(text: SourceText, span: Span) -> list[SpokenPiece]:
    """The turns in a span, in code points from its start."""
    interviewers = {speaker.id for speaker in text.speakers if speaker.role is Role.INTERVIEWER}
    found = []
    for turn in sorted(text.turns, key=lambda turn: turn.span):
        start, end = max(turn.span.start, span.start), min(turn.span.end, span.end)
        if start < end:
            inside = Span(start - span.start, end - span.start)
            found.append(SpokenPiece(inside, turn.speaker, turn.speaker in interviewers))
    return found


def require_marked(edits: Sequence[Edit], text: SourceText, span: Span) -> None:
    """Refuse a printed form that runs from one turn into another without saying so.

    Raises:
        InvalidInput: it does.
    """
    fault = unmarked_join(edits, span.words_of(text.text), pieces_of(text, span))
    if fault is not None:
        raise InvalidInput(
            f"The printed form {fault}.", "Cut between the turns with […], or say who speaks, as in [Interviewer:]."
        )


def talk_in(text: SourceText, span: Span) -> Span:
    """A passage without the labels and times before its first words and after its last; a text without turns as it is.

    Raises:
        NotAllowed: nobody but an interviewer speaks there, or nobody at all.
    """
    pieces = pieces_of(text, span)
    if not text.turns:
        return span
    if all(piece.interviewer for piece in pieces):
        raise NotAllowed("No participant speaks in that passage.", "Quote words of a participant.")
    return Span(span.start + pieces[0].span.start, span.start + pieces[-1].span.end)


def first_edits(text: SourceText, span: Span, rules: QuotationRules, names: Mapping[int, str]) -> tuple[Edit, ...]:
    """How a passage prints when it is chosen: hesitations by rule, and a mark between turns that says who speaks.

    Where one speaker goes on in another turn, the mark is a cut. `names` are what participants are called in brackets, by
    speaker, where several of them speak.
    """
    verbatim = span.words_of(text.text)
    pieces = pieces_of(text, span)
    people = {piece.speaker for piece in pieces if not piece.interviewer}
    marks: list[Edit] = []
    if pieces and pieces[0].interviewer:
        marks.append(Edit(EditKind.INSERT, 0, 0, f"{INTERVIEWER} "))
    for before, after in itertools.pairwise(pieces):
        start, end = before.span.end, after.span.start
        if before.speaker == after.speaker:
            marks.append(Edit(EditKind.CUT, start, end, " […] "))
            continue
        name = names.get(after.speaker, "") if len(people) > 1 else ""
        label = INTERVIEWER if after.interviewer else f"[{name}:]" if name else PARTICIPANT
        kind = EditKind.REPLACE if verbatim[start:end].strip() else EditKind.INSERT
        marks.append(Edit(kind, start, end, f" {label} "))
    taken = [
        one for one in rules.taken_out_of(verbatim) if not any(one.start < mark.end and mark.start < one.end for mark in marks)
    ]
    return tuple(sorted([*marks, *taken], key=lambda one: (one.start, one.end)))
