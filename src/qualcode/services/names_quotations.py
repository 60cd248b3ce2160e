"""Replacing listed terms in quotations: each by a recorded edit in square brackets, as the author would make it by hand.

An output never changes words by itself: what prints is the verbatim with its recorded edits, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.quote_marking import put
from qualcode.domain.quote_rules import QuotationRules
from qualcode.domain.quotes import EditKind, apply_edits
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.analysis.name_matching import NameMatcher
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import NameMatch
    from qualcode.domain.quotes import Edit, Quote
    from qualcode.domain.sources import SourceText
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


_GONE = frozenset({EditKind.CUT, EditKind.REPLACE})
"""After these edits the words do not print."""


@dataclass(frozen=True, slots=True)
class QuotationReplaced:
    """A quotation that prints a listed term: how it printed and prints now, and why it could not be changed, where it was not.

    `edits` are those it has now, with the new ones.
    """

    number: int
    table: int
    before: str
    after: str
    edits: tuple[Edit, ...]
    refused: str = ""


def preview_in_quotations(study: OpenStudy) -> tuple[QuotationReplaced, ...]:
    """What `replace_in_quotations` would do to the quotations that print a listed term.

    Raises:
        NotAllowed: the list holds no confirmed term, or the viewer codes a blind sample.
        InvalidInput: the replacement list cannot be read.
    """
    from qualcode.services.deidentifying import matcher_of
    from qualcode.services.theme_table_finding import refuse_blind

    refuse_blind(study)
    return tuple(_worked_out(study, matcher_of(study)))


def replace_in_quotations(study: OpenStudy) -> tuple[tuple[QuotationReplaced, ...], ChangeSet | None]:
    """Replace listed terms in all quotations by brackets, as one change; None where none prints a term.

    Quotations that print other words by it have to be read for identification again. Raises as `preview_in_quotations`.
    """
    from qualcode.services.deidentifying import matcher_of
    from qualcode.services.theme_table_finding import refuse_blind

    refuse_blind(study)
    matcher = matcher_of(study)
    with study.unit_of_work("replace_names_in_quotations") as work:
        found = tuple(_worked_out(work, matcher))
        done = [one for one in found if one.after != one.before]
        for one in done:
            work.quotes.set_edits(one.number, one.edits)
        work.what = f"replaced listed terms in {len(done)} quotation{'' if len(done) == 1 else 's'}"
    return found, work.change_set


def _worked_out(study: Repositories, matcher: NameMatcher) -> Iterator[QuotationReplaced]:
    rules = QuotationRules.of(study.settings.all())
    quotes, checks = study.quotes.all(), study.quotes.checks()
    texts = {text.source.id: text for text in study.sources.texts({one.source for one in quotes})}
    for one in quotes:
        text = texts.get(one.source)
        verbatim = "" if text is None else one.span.words_of(text.text)
        if text is not None and check_of_words(verbatim) == checks[one.id]:
            printed = apply_edits(one.edits, verbatim)
            if matcher.matches(printed):
                yield _replaced(one, text, verbatim, printed, rules, matcher)


def _replaced(
    one: Quote, text: SourceText, verbatim: str, printed: str, rules: QuotationRules, matcher: NameMatcher
) -> QuotationReplaced:
    from qualcode.services.quotation_words import require_marked

    edits = one.edits
    refused = ""
    for match in matcher.matches(verbatim):
        if _is_edited(match.span, edits):
            continue
        span, words = _bracket(match, text, one.span, edits)
        try:
            edits = put(verbatim, edits, span, words, rules)
        except QualcodeError as error:
            refused = error.message
    try:
        require_marked(edits, text, one.span)
    except QualcodeError as error:
        return QuotationReplaced(one.id, one.table, printed, printed, one.edits, error.message)
    after = apply_edits(edits, verbatim)
    left = matcher.matches(after)
    if left and not refused:
        refused = f"“{left[0].span.words_of(after)}” prints still"
    return QuotationReplaced(one.id, one.table, printed, after, edits, refused)


def _is_edited(span: Span, edits: Sequence[Edit]) -> bool:
    """Whether other words print for these already, or none."""
    return any(one.kind in _GONE and one.start <= span.start and span.end <= one.end for one in edits)


def _bracket(match: NameMatch, text: SourceText, quoted: Span, edits: Sequence[Edit]) -> tuple[Span, str]:
    """The words of the verbatim to be replaced, with the ending of a possessive, and what prints in the bracket.

    A word that was cut or replaced itself does not stand before the name in print.
    """
    from qualcode.services.deidentifying import stand_in_of, with_possessive

    gone = max((one.end for one in edits if one.kind in _GONE and one.end <= match.span.start), default=0)
    there = replace(match, span=_moved(match.span, quoted.start))
    starts = {turn.span.start for turn in text.turns}
    found = stand_in_of(there, text.text, since=quoted.start + gone, starts=starts)
    span, words = with_possessive(found, text.text[: quoted.end])
    return _moved(span, -quoted.start), words


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
