"""The printed form of a quotation: recorded edits over verbatim words, and the proof that nothing else changed.

What may differ between the words on record and the words in print: cuts (`[…]`, also written `[...]` or a bare `…`),
square brackets that replace words or add some, and a capital at the start. Straight and typographic quotation marks,
dashes, three dots and white space stand for each other; where they differ the difference is recorded as typography.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.spans import Span

CUT_MARK = "[…]"
"""How a cut prints unless the study asks for a bare ellipsis."""

CUT_SIGN = re.compile(r"\[\s*(?:…|\.{3})\s*\]|…|\.{3}")
"""A cut mark in any of its accepted forms."""


class EditKind(StrEnum):
    """What was done to the verbatim words at one place."""

    CUT = "cut"
    REPLACE = "replace"
    INSERT = "insert"
    CAPITAL = "capital"
    TYPOGRAPHY = "typography"
    HESITATION = "hesitation"
    """Taken out, or kept, in all quotations by the study's rule; it leaves no mark."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `verbatim[start:end]` prints as `text`, in code points from the quotation's first one.

    `start == end` where nothing is taken away. The text of a cut or a bracket includes the white space around its
    mark.
    """

    kind: EditKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation chosen for print: where its words stand, and the edits that make the printed form.

    `source` and `revision` are ids, `table` is the number of the theme table, `row` the place of its row there and
    `heading` what the row prints. `theme` is the id of a code, `tag` what prints behind it in square brackets.
    `contrary` marks words that contradict the finding. `read_by` and `read_at` say who read it for identification, and when.
    `row_id` and `place` say where it stands, `fresh_id` the ID it prints instead of the participant's, empty for none.
    """

    id: int
    guid: str
    table: int
    row: int
    source: int
    revision: int
    span: Span
    edits: tuple[Edit, ...]
    tag: str
    heading: str = ""
    theme: int | None = None
    finding: str = ""
    contrary: bool = False
    coding: int | None = None
    read_by: str | None = None
    read_at: str | None = None
    fresh_id: str = ""
    row_id: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class SpokenPiece:
    """The part of one turn that lies in a quotation: from its first code point, and who speaks."""

    span: Span
    speaker: int
    interviewer: bool = False


def apply_edits(edits: Iterable[Edit], verbatim: str, *, cut_mark: str | None = None) -> str:
    """The printed form: the verbatim words with every edit made.

    With `cut_mark` every cut prints that mark, else as it was written.

    Raises:
        ValueError: the edits overlap, are out of order or do not fit the words.
    """
    printed: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.start <= edit.end <= len(verbatim):
            raise ValueError(f"an edit at {edit.start}:{edit.end} does not fit after {position}")
        text = edit.text
        if cut_mark is not None and edit.kind is EditKind.CUT:
            text = CUT_SIGN.sub(lambda _found: cut_mark, text)
        printed += (verbatim[position : edit.start], text)
        position = edit.end
    return "".join((*printed, verbatim[position:]))


def kept_words(edits: Iterable[Edit], verbatim: str) -> str:
    """What prints of the verbatim words, a space where something was taken away or put in.

    Raises:
        ValueError: the edits overlap, are out of order or do not fit the words.
    """
    return apply_edits((Edit(one.kind, one.start, one.end, " ") for one in edits), verbatim)


def unmarked_join(edits: Sequence[Edit], verbatim: str, pieces: Sequence[SpokenPiece]) -> str | None:
    """What is wrong where the printed form runs from one turn into another, or None.

    Words of two turns need a cut or a bracket between them; where the speaker changes, or the interviewer begins, a
    bracket that says who speaks, or the transcript's own label.
    """
    last: SpokenPiece | None = None
    marks: set[EditKind] = set()
    labelled = False
    for kept, edit in _walk(edits, len(verbatim)):
        if edit is not None:
            marks.add(edit.kind)
            continue
        for piece, words in _spoken(kept, verbatim, pieces):
            if not words.strip():
                continue
            if piece is None:
                labelled = True
                continue
            bracketed = labelled or bool(marks & {EditKind.REPLACE, EditKind.INSERT})
            if last is None and piece.interviewer and not bracketed:
                return "begins with the interviewer's words without saying so in brackets"
            if last is not None and piece is not last:
                if piece.speaker != last.speaker and not bracketed:
                    return "puts two speakers' words together without saying in brackets who speaks"
                if not bracketed and EditKind.CUT not in marks:
                    return "joins the words of two turns without a cut mark"
            last, marks, labelled = piece, set(), False
    return None


def _walk(edits: Sequence[Edit], length: int) -> Iterable[tuple[tuple[int, int], Edit | None]]:
    """Kept stretches and edits in the order of the text."""
    position = 0
    for edit in edits:
        yield (position, edit.start), None
        yield (edit.start, edit.end), edit
        position = edit.end
    yield (position, length), None


def _spoken(kept: tuple[int, int], verbatim: str, pieces: Sequence[SpokenPiece]) -> Iterable[tuple[SpokenPiece | None, str]]:
    """A kept stretch divided by whose turn it is; None is text outside turns, such as a label."""
    position, stop = kept
    for piece in pieces:
        start, end = max(position, piece.span.start), min(stop, piece.span.end)
        if start < end:
            yield None, verbatim[position:start]
            yield piece, verbatim[start:end]
            position = end
    yield None, verbatim[position:stop]
