"""Editing a quotation for print, one mark at a time: cut, replace, insert, capital, and taking a mark back.

All of it is done on the words as they read once hesitations are out, where the study takes them out, and written down as
edits of the verbatim words. The result is held to the same proof as a printed form that was typed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.quote_edits import MOST_WORDS_REPLACED, derive_edits
from qualcode.domain.quotes import CUT_MARK, CUT_SIGN, Edit, EditKind, apply_edits
from qualcode.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.quote_rules import QuotationRules
    from qualcode.domain.spans import Span

BY_HAND = frozenset({EditKind.CUT, EditKind.REPLACE, EditKind.INSERT, EditKind.CAPITAL})
"""What somebody did to a quotation; typography and hesitations follow from rules."""

_BRACKETS = re.compile(r"[\[\]]")
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
"""A transcriber's note in square brackets: it is cut or replaced whole."""
_JOINS = "'’-‐‑"


def marks_of(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits somebody made, in the order of the words: those that can be taken back one by one, numbered from 1."""
    return tuple(edit for edit in edits if edit.kind in BY_HAND)


def first_edits(verbatim: str, rules: QuotationRules) -> tuple[Edit, ...]:
    """The edits of a quotation that was just chosen: the study's rule for hesitations and nothing else."""
    return rules.taken_out_of(verbatim)


def typed(verbatim: str, printed: str, rules: QuotationRules) -> tuple[Edit, ...]:
    """The edits for which the verbatim words print as typed; hesitations go or stay by the study's rule.

    Raises:
        NotDerivable: the printed form is not the words after cuts, brackets and a capital at the start.
    """
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    return read.written(derive_edits(read.text, _without_hesitations(printed, rules) if read.hesitations else printed))


def _without_hesitations(printed: str, rules: QuotationRules) -> str:
    """A typed form without the hesitations it holds outside of brackets."""
    bracketed = [found.span() for found in _IN_BRACKETS.finditer(printed)]
    taken = rules.taken_out_of(printed)
    kept = [one for one in taken if not any(one.start < end and start < one.end for start, end in bracketed)]
    return apply_edits(kept, printed)


def cut(verbatim: str, edits: Sequence[Edit], span: Span, rules: QuotationRules) -> tuple[Edit, ...]:
    """Leave out the words that a span of the verbatim touches; cuts with no word between them become one.

    Raises:
        NotAllowed: no word stands there, or none would be left.
    """
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    marks = read.marks(edits)
    start, end = read.words_at(span)
    others = marks
    while True:
        start, end, others = _merged(read.text, others, start, end, EditKind.CUT)
        whole = read.whole_words(start, end)
        if whole == (start, end):
            break
        # A bracket that was taken in stood for a part of a word.
        start, end = whole
    left = max([_blank_before(read.text, start), *(one.end for one in others if one.start < start)])
    right = min([_blank_after(read.text, end), *(one.start for one in others if one.start >= end)])
    text = f"{' ' if left < start else ''}{CUT_MARK}{' ' if right > end else ''}"
    return read.proved([*others, Edit(EditKind.CUT, left, right, text)])


def put(verbatim: str, edits: Sequence[Edit], span: Span, words: str, rules: QuotationRules) -> tuple[Edit, ...]:
    """Print words in square brackets in place of those that a span of the verbatim touches.

    Raises:
        NotAllowed: no word stands there, too many do, or none would be left.
        InvalidInput: the words for the bracket are none.
    """
    inside = _for_bracket(words)
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    start, end = read.words_at(span, joined=False)
    start, end, others = _merged(read.text, read.marks(edits), start, end, EditKind.REPLACE)
    if len(read.text[start:end].split()) > MOST_WORDS_REPLACED:
        raise NotAllowed(f"A bracket may stand for {MOST_WORDS_REPLACED} words at most.", "Cut the words, or replace fewer.")
    return read.proved([*others, Edit(EditKind.REPLACE, start, end, f"[{inside}]")])


def insert(verbatim: str, edits: Sequence[Edit], at: int, words: str, rules: QuotationRules) -> tuple[Edit, ...]:
    """Print words in square brackets before the word that begins at a place of the verbatim, or after the one it is in.

    Raises:
        NotAllowed: there is a mark at that place already.
        InvalidInput: the words for the bracket are none.
    """
    inside = _for_bracket(words)
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    marks = read.marks(edits)
    place = read.between_words(at)
    if any(one.start <= place <= one.end for one in marks if one.kind in {EditKind.CUT, EditKind.REPLACE, EditKind.INSERT}):
        raise NotAllowed("There is a mark at that place already.", "Take it back first, or type the whole printed form.")
    before = read.text[place - 1 : place]
    text = f" [{inside}]" if before and before not in "([“‘\"'" else f"[{inside}] "
    return read.proved([*marks, Edit(EditKind.INSERT, place, place, text)])


def capital(verbatim: str, edits: Sequence[Edit], rules: QuotationRules) -> tuple[Edit, ...]:
    """Begin the quotation with a capital.

    Raises:
        NotAllowed: it begins with one, or with what has none.
    """
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    marks = read.marks(edits)
    place = read.first_letter(marks)
    letter = "" if place is None else read.text[place]
    taken = {(one.start, one.end) for one in marks}
    if place is None or letter.upper() == letter or len(letter.upper()) != 1 or (place, place + 1) in taken:
        raise NotAllowed("The quotation does not begin with a small letter.", "A capital is allowed at its start only.")
    return read.proved([*marks, Edit(EditKind.CAPITAL, place, place + 1, letter.upper())])


def without(verbatim: str, edits: Sequence[Edit], number: int, rules: QuotationRules) -> tuple[Edit, ...]:
    """Take one mark back, by its number in `marks_of`.

    Raises:
        NotAllowed: there is no mark of this number.
    """
    marks = marks_of(edits)
    if not 1 <= number <= len(marks):
        raise NotAllowed(
            f"The quotation has no edit {number}.", f"It has {len(marks)}." if marks else "It prints as it was said."
        )
    gone = marks[number - 1]
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    return read.proved(read.marks([one for one in edits if one is not gone]))


def ruled(verbatim: str, edits: Sequence[Edit], rules: QuotationRules) -> tuple[Edit, ...]:
    """The same marks under the study's rule for hesitations as it is now."""
    read = _Read(verbatim, rules.taken_out_of(verbatim))
    return read.written(read.at_start(read.marks(edits)))


class _Read:
    """Verbatim words as they read without the hesitations; places in them are turned into places of the verbatim and back."""

    def __init__(self, verbatim: str, hesitations: Sequence[Edit]) -> None:
        self.verbatim = verbatim
        self.hesitations = hesitations
        self.starts: list[int] = []
        self.ends: list[int] = []
        position = 0
        for one in hesitations:
            self._as_said(position, one.start)
            if one.text:
                self.starts.append(one.start)
                self.ends.append(one.end)
            position = one.end
        self._as_said(position, len(verbatim))
        self.text = apply_edits(hesitations, verbatim)

    def _as_said(self, start: int, end: int) -> None:
        self.starts += range(start, end)
        self.ends += range(start + 1, end + 1)

    def marks(self, edits: Iterable[Edit]) -> list[Edit]:
        """Recorded edits as marks of the words as they read; what the rule for hesitations did is left out."""
        found: list[Edit] = []
        for one in edits:
            if one.kind is EditKind.HESITATION:
                continue
            # A letter that took a hesitation's capital reaches from there to its own place: it is in what its own place is in.
            start = bisect_right(self.ends, one.start)
            end = bisect_right(self.ends, one.end)
            small = one.kind in {EditKind.CAPITAL, EditKind.TYPOGRAPHY}
            if small and end - start != one.end - one.start:
                # It was on a letter that a hesitation gave or took its capital from.
                continue
            if start >= end and one.start < one.end:
                # It marks hesitations alone, which the rule takes out without a mark.
                continue
            taken = found[-1].end if found else 0
            found.append(self._spaced(replace(one, start=start, end=max(start, end)), taken))
        return found

    def _spaced(self, mark: Edit, taken: int) -> Edit:
        """A mark that brings a space takes the one that a hesitation left beside it; the words up to `taken` are another's."""
        start, end, text = mark.start, mark.end, mark.text
        if text[:1].isspace() and self.text[start - 1 : start].isspace() and not self.text[start:end][:1].isspace():
            if start - 1 < taken:
                text = text[1:]
            else:
                start, end = start - 1, end if end > start else end - 1
        if end > start and text[-1:].isspace() and self.text[end : end + 1].isspace() and not self.text[end - 1].isspace():
            end += 1
        return replace(mark, start=start, end=end, text=text)

    def words_at(self, span: Span, *, joined: bool = True) -> tuple[int, int]:
        """The words that a span of the verbatim touches; `joined` takes words with hyphens and apostrophes as one."""
        start, end = bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)
        first, last = start, end
        while start < end and not self.text[start].isalnum():
            start += 1
        while end > start and not self.text[end - 1].isalnum():
            end -= 1
        if start >= end:
            raise NotAllowed("There is no word at that place of the quotation.", "Choose words of the verbatim.")
        while self._inside(start, joined=joined):
            start -= 1
        while self._inside(end, joined=joined):
            end += 1
        # What opens or closes a word and was chosen with it goes with it: a bracket, a comma, a full stop.
        while end < last and not self.text[end].isspace():
            end += 1
        while start > first and not self.text[start - 1].isspace():
            start -= 1
        for own in _IN_BRACKETS.finditer(self.text):
            if own.start() < end and start < own.end():
                start, end = min(start, own.start()), max(end, own.end())
        return start, end

    def whole_words(self, start: int, end: int) -> tuple[int, int]:
        """A stretch with the rest of the words that it divides."""
        while self._inside(start, joined=True):
            start -= 1
        while self._inside(end, joined=True):
            end += 1
        return start, end

    def _inside(self, place: int, *, joined: bool) -> bool:
        """Whether a place divides a word."""
        if not 0 < place < len(self.text):
            return False
        before, after = self.text[place - 1], self.text[place]
        if joined and before in _JOINS and place > 1:
            before = self.text[place - 2]
        elif joined and after in _JOINS and place + 1 < len(self.text):
            after = self.text[place + 1]
        return before.isalnum() and after.isalnum()

    def between_words(self, at: int) -> int:
        """The place nearest to one of the verbatim that divides no word: the end of a word, not the start of the next."""
        place = bisect_left(self.starts, at)
        while self._inside(place, joined=True):
            place += 1
        for own in _IN_BRACKETS.finditer(self.text):
            if own.start() < place < own.end():
                place = own.end()
        while place > 0 and self.text[place - 1].isspace():
            place -= 1
        return place

    def first_letter(self, marks: Sequence[Edit]) -> int | None:
        """The place of the first letter that prints, None where something other than a cut comes before it."""
        for place, character in enumerate(self.text):
            over = next((one for one in marks if one.start <= place < one.end), None)
            if over is not None and over.kind in {EditKind.CUT, EditKind.TYPOGRAPHY, EditKind.CAPITAL}:
                if over.kind is EditKind.CAPITAL:
                    return place
                continue
            before = [one for one in marks if one.end <= place and one.kind in {EditKind.INSERT, EditKind.REPLACE}]
            if over is not None or before:
                return None
            if character == "[":
                # The transcriber's own note comes first.
                return None
            if character.isalnum():
                return place
        return None

    def at_start(self, marks: Sequence[Edit]) -> list[Edit]:
        """The marks without a capital that is no longer at the start."""
        first = self.first_letter(marks)
        return [one for one in marks if one.kind is not EditKind.CAPITAL or one.start == first]

    def written(self, marks: Iterable[Edit]) -> tuple[Edit, ...]:
        """Marks as edits of the verbatim words, with the hesitations that no mark covers."""
        edits = [self._of_verbatim(one) for one in marks]
        kept = [one for one in self.hesitations if not any(one.start < mark.end and mark.start < one.end for mark in edits)]
        return tuple(sorted([*edits, *kept], key=lambda one: (one.start, one.end)))

    def _of_verbatim(self, one: Edit) -> Edit:
        if one.start == one.end:
            place = self.ends[one.start - 1] if one.start else 0
            return replace(one, start=place, end=place)
        return replace(one, start=self.starts[one.start], end=self.ends[one.end - 1])

    def proved(self, marks: Sequence[Edit]) -> tuple[Edit, ...]:
        """Marks as edits of the verbatim, once it is proved that they leave the participant's words in order.

        Raises:
            NotAllowed: what would print does not follow from the words.
        """
        ordered = self.at_start(sorted(marks, key=lambda one: (one.start, one.end)))
        printed = apply_edits(ordered, self.text)
        try:
            derive_edits(self.text, printed)
        except InvalidInput as error:
            raise NotAllowed(
                f"That cannot be printed: {error.message}", "Choose other words, or type the whole printed form."
            ) from error
        return self.written(ordered)


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int


def _merged(text: str, marks: Sequence[Edit], start: int, end: int, kind: EditKind) -> tuple[int, int, list[Edit]]:
    """A stretch with all marks it touches in it, and the other marks; cuts take in cuts that no word parts from them."""
    others = list(marks)
    while True:
        touched = [one for one in others if _touches(text, one, start, end, kind)]
        if not touched:
            return start, end, others
        for one in touched:
            others.remove(one)
            core = _core(text, one)
            start, end = min(start, core.start), max(end, core.end)


def _touches(text: str, one: Edit, start: int, end: int, kind: EditKind) -> bool:
    core = _core(text, one)
    if core.start < end and start < core.end:
        return True
    if one.kind is EditKind.INSERT and start < one.start < end:
        return True
    if not (kind is one.kind is EditKind.CUT):
        return False
    between = text[core.end : start] if core.end <= start else text[end : core.start]
    return not any(map(str.isalnum, between))


def _core(text: str, one: Edit) -> _Stretch:
    """What an edit takes away, without the white space at its ends."""
    start, end = one.start, one.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _Stretch(start, end)


def _blank_before(text: str, place: int) -> int:
    while place > 0 and text[place - 1].isspace():
        place -= 1
    return place


def _blank_after(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _for_bracket(words: str) -> str:
    inside = " ".join(words.split())
    if inside.startswith("[") and inside.endswith("]"):
        inside = inside[1:-1].strip()
    if not inside or _BRACKETS.search(inside):
        raise InvalidInput(
            "Words for a bracket are needed, without brackets of their own.", "Write them plainly, as in: the hospital"
        )
    if CUT_SIGN.search(inside):
        raise InvalidInput("A bracket with an ellipsis would read as a cut.", "Cut the words instead.")
    return inside
