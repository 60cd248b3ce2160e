"""Giving a quotation other ends: its recorded edits are carried to the new words, and those that would go are told by name.

An edit that reaches over a new end is cut off there and not dropped: what it hid, a name perhaps, must not come back into print.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.quote_marking import marks_of, ruled, typed
from qualcode.domain.quotes import Edit, EditKind, apply_edits
from qualcode.domain.spans import Span
from qualcode.domain.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.quote_rules import QuotationRules

_OPENING, _LIGHT = "([{“‘\"'¿¡«", ",;:–—-"
_SHOWN = 60
"""Characters of the words of an edit that its name shows."""


def carried_edits(
    edits: Sequence[Edit],
    old: Span,
    new: Span,
    text: str,
    rules: QuotationRules,
    *,
    joins: Sequence[Edit] = (),
    joined: Sequence[Edit] = (),
) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The edits of a quotation for other ends, and by name those that go with the words that are no longer in it.

    `old` and `new` are its ends in `text`. `joins` is how the new words would first print: those of its marks between turns are
    taken that were not in the quotation before. `joined` is the same of the old words; such marks are nobody's loss.

    Raises:
        NotAllowed: no word would be left, or only words that are cut.
        InvalidInput: as NotAllowed.
    """
    verbatim, said, shift = old.words_of(text), new.words_of(text), old.start - new.start
    marks: list[Edit] = []
    gone: list[Edit] = []
    for one in edits:
        inside = _inside(one, shift, len(said), old.end > new.end)
        if inside is not None:
            marks.append(inside)
        elif one in marks_of(edits) and one not in joined:
            gone.append(one)
    fresh = [one for one in marks_of(joins) if _is_new(one, shift, len(verbatim), len(said), marks)]
    # The label of who speaks first becomes a label between turns once there is a turn before it.
    marks = [one for one in marks if not _is_said_before(one, shift, fresh)]
    made = ruled(said, sorted([*marks, *fresh], key=lambda one: (one.start, one.end)), rules)
    printed = apply_edits(made, said).strip()
    proved = typed(said, printed, rules)
    if apply_edits(made, said) != printed:
        made = proved
    capital = next((one for one in edits if one.kind is EditKind.CAPITAL), None)
    if capital is not None and capital not in gone and all(one.kind is not EditKind.CAPITAL for one in made):
        gone.append(capital)
    named = [one for one in gone if not any(one.kind is each.kind and one.text.strip() == each.text.strip() for each in fresh)]
    return made, tuple(_name(one, verbatim) for one in named)


def _inside(one: Edit, shift: int, length: int, shorter: bool) -> Edit | None:
    """An edit as far as it lies in the new words, in code points from their first one; None where it lies outside."""
    start, end = one.start + shift, one.end + shift
    if one.start == one.end:
        of_word_before = start == 0 and shift < 0 and one.text[:1].isspace()
        of_word_after = start == length and shorter and one.text[-1:].isspace()
        outside = not 0 <= start <= length or of_word_before or of_word_after
        return None if outside else replace(one, start=start, end=end)
    clipped = max(0, start), min(length, end)
    small = one.kind in {EditKind.CAPITAL, EditKind.TYPOGRAPHY}
    if clipped[0] >= clipped[1] or (small and clipped != (start, end)):
        return None
    return replace(one, start=clipped[0], end=clipped[1])


def _is_new(join: Edit, shift: int, before: int, length: int, marks: Sequence[Edit]) -> bool:
    """Whether a mark between turns, or of who speaks first, stands in words that were not in the quotation before."""
    if join.start == join.end == 0:
        return shift != 0 and not any(one.start == 0 and one.kind is not EditKind.CUT for one in marks_of(marks))
    added_before = shift > 0 and join.end <= shift
    added_after = length > shift + before and join.start >= shift + before
    return added_before or added_after


def _is_said_before(one: Edit, shift: int, fresh: Sequence[Edit]) -> bool:
    """Whether the label at the former beginning says who speaks there, and a new one before it says so already."""
    before = [each for each in fresh if each.start <= one.start]
    of_beginning = one.kind is EditKind.INSERT and one.start == shift
    return of_beginning and bool(before) and before[-1].text.strip() == one.text.strip()


def _name(one: Edit, verbatim: str) -> str:
    taken = " ".join(verbatim[one.start : one.end].split())
    taken = taken if len(taken) <= _SHOWN else taken[: _SHOWN - 1].rstrip() + "…"
    mark = one.text.strip()
    if one.kind is EditKind.CUT:
        return f"the cut of “{taken}”"
    if one.kind is EditKind.CAPITAL:
        return f"the capital “{mark}”"
    return f"{mark} for “{taken}”" if taken else mark


def ends_moved(text: str, span: Span, turns: Sequence[Span], before: int, after: int) -> Span | None:
    """A span with some words more before and after it, or fewer where a number is negative; None where that many are not there.

    Words outside turns (labels, times) are no words of a quotation; without turns all of the text is.
    """
    within = sorted(turns) or [Span(0, max(1, len(text)))]
    found = [word for turn in within for word in words(text, turn)]
    inside = [place for place, word in enumerate(found) if word.overlaps(span)]
    if not inside:
        return None
    first, last = inside[0] - before, inside[-1] + after
    if first < 0 or last >= len(found) or first > last:
        return None
    start = span.start if before == 0 else _opened(text, found[first].start)
    end = span.end if after == 0 else _closed(text, found[last].end)
    return Span(start, end) if start < end else None


def _opened(text: str, start: int) -> int:
    """The beginning of a word with what opens before it, such as a quotation mark."""
    while start > 0 and text[start - 1] in _OPENING and (start < 2 or not text[start - 2].isalnum()):
        start -= 1
    return start


def _closed(text: str, end: int) -> int:
    """The end of a word with what closes behind it; a comma there would be left hanging."""
    place = end
    while place < len(text) and not text[place].isspace() and not text[place].isalnum():
        if text[place] in _LIGHT or text[place] in "([{":
            break
        place += 1
    return place
