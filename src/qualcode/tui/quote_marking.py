"""A quotation while it is edited for print: its verbatim words, the edits so far, and what both forms show of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain import quote_marking as marking
from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.quotes import Edit, EditKind, apply_edits
from qualcode.domain.spans import Span
from qualcode.domain.words import words
from qualcode.tui.widgets.marked_words import CHANGED, CUT, MARK, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEFAULT = QuotationRules()
_LIGHT, _ENDS = ",;:", ".!?…。！？؟"
_LEFT_OUT = frozenset({EditKind.CUT, EditKind.HESITATION})


@dataclass(frozen=True, slots=True)
class Marking:
    """Verbatim words, and the edits that make their printed form under the study's rules.

    `at` is where they begin in their source, in code points.
    """

    verbatim: str
    edits: tuple[Edit, ...] = ()
    rules: QuotationRules = _DEFAULT
    at: int = 0

    @property
    def span(self) -> Span:
        """Where the words stand in their source."""
        return Span(self.at, self.at + len(self.verbatim))

    @property
    def printed(self) -> str:
        """The printed form."""
        return apply_edits(self.edits, self.verbatim, cut_mark=self.rules.cut_mark)

    @property
    def words(self) -> list[Span]:
        """The words of the verbatim, which the cursor steps over."""
        return words(self.verbatim) or [Span(0, max(1, len(self.verbatim)))]

    # Each of these raises `NotAllowed` or `InvalidInput` where it cannot be done.

    def cut(self, span: Span) -> Marking:
        """Leave words out; where all of them are left out already, have them back."""
        cuts = [edit for edit in self._marks if edit.kind is EditKind.CUT and edit.start <= span.start and span.end <= edit.end]
        if cuts:
            return self._without(cuts)
        return replace(self, edits=marking.cut(self.verbatim, self.edits, self._closed(span), self.rules))

    def _closed(self, span: Span) -> Span:
        """Words with what would be left hanging behind the mark: a comma, or the end of a sentence that is cut as a whole."""
        before, end = self.verbatim[: span.start].rstrip(), span.end
        closing = _LIGHT + (_ENDS if not before or before[-1] in _ENDS else "")
        while end < len(self.verbatim) and self.verbatim[end] in closing:
            end += 1
        return Span(span.start, end)

    def put(self, span: Span, text: str) -> Marking:
        """Print words in square brackets instead of others."""
        return replace(self, edits=marking.put(self.verbatim, self.edits, span, text, self.rules))

    def insert(self, at: int, text: str) -> Marking:
        """Print words in square brackets at a place."""
        return replace(self, edits=marking.insert(self.verbatim, self.edits, at, text, self.rules))

    def capital(self) -> Marking:
        """Begin with a capital, or as it was said again."""
        capitals = [edit for edit in self._marks if edit.kind is EditKind.CAPITAL]
        if capitals:
            return self._without(capitals)
        return replace(self, edits=marking.capital(self.verbatim, self.edits, self.rules))

    def typed(self, printed: str) -> Marking:
        """Print as typed."""
        return replace(self, edits=marking.typed(self.verbatim, printed, self.rules))

    def unmarked(self, span: Span) -> Marking:
        """Without the marks that touch words, or stand right beside them."""
        return self._without([edit for edit in self._marks if edit.start <= span.end and span.start <= edit.end])

    @property
    def _marks(self) -> tuple[Edit, ...]:
        return marking.marks_of(self.edits)

    def _without(self, gone: Iterable[Edit]) -> Marking:
        made = self
        for edit in gone:
            left = made._marks
            if edit in left:
                made = replace(made, edits=marking.without(made.verbatim, made.edits, left.index(edit) + 1, made.rules))
        return made

    # showing

    def marks_on_verbatim(self) -> list[Mark]:
        """What is left out and what prints otherwise."""
        found = []
        for edit in self.edits:
            taken = self.verbatim[edit.start : edit.end]
            if edit.kind is not EditKind.TYPOGRAPHY and taken.strip():
                start, end = edit.end - len(taken.lstrip()), edit.start + len(taken.rstrip())
                found.append(Mark(start, end, CUT if edit.kind in _LEFT_OUT else CHANGED))
        return found

    def marks_on_printed(self) -> list[Mark]:
        """What the printed form adds."""
        found = []
        shift = 0
        for edit in self.edits:
            text = apply_edits([Edit(edit.kind, 0, 0, edit.text)], "", cut_mark=self.rules.cut_mark)
            if edit in self._marks:
                start = edit.start + shift
                found.append(Mark(start, start + len(text), MARK))
            shift += len(text) - (edit.end - edit.start)
        return found
