"""Editing quotations for print; the study's rules for all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.quote_marking import capital, cut, insert, marks_of, put, ruled, typed, without
from qualcode.domain.quote_rules import CUT_MARKS, Hesitations, QuotationRules
from qualcode.domain.spans import Span
from qualcode.domain.tags import checked_pattern
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.coding import FOLDED
from qualcode.services.quotation_verbs import find_quotation
from qualcode.services.quotation_words import require_marked
from qualcode.services.theme_table_finding import refuse_blind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.quotes import Edit, Quote
    from qualcode.storage import OpenStudy, UnitOfWork

    Editing = Callable[[str, Quote, QuotationRules], tuple[Edit, ...]]


def quotation_rules(study: OpenStudy) -> QuotationRules:
    """The study's rules for its quotations."""
    return QuotationRules.of(study.settings.all())


def change_rules(
    study: OpenStudy,
    *,
    hesitations: Hesitations | None = None,
    words: Sequence[str] | None = None,
    cut_mark: str | None = None,
    tag: str | None = None,
) -> ChangeSet | None:
    """Change the study's rules for its quotations; None where they were so.

    The rule for hesitations is written into the edits of every quotation, as one change: those that print other words by it
    have to be read for identification again.

    Raises:
        InvalidInput: a name in the tag is none, or is never printed; the cut mark is none; there is no word for a hesitation.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("change_quotation_rules") as work:
        known = QuotationRules.of(work.settings.all())
        given = QuotationRules(
            hesitations or known.hesitations,
            known.words if words is None else _words(words),
            known.cut_mark if cut_mark is None else _cut_mark(cut_mark),
            known.tag if tag is None else checked_pattern(tag, work.cases.attributes()),
        )
        changed = {key: value for key, value in given.as_settings.items() if value != known.as_settings[key]}
        if changed:
            work.settings.put(changed)
        if {"hesitations", "hesitation_words"} & changed.keys():
            texts = {one.source: one.text for one in work.talk.of_sources({one.source for one in work.quotes.all()})}
            checks = work.quotes.checks()
            for one in work.quotes.all():
                verbatim = one.span.words_of(texts.get(one.source, ""))
                if check_of_words(verbatim) == checks[one.id]:
                    work.quotes.set_edits(one.id, ruled(verbatim, one.edits, given))
        work.what = f"changed how quotations print: {', '.join(key.replace('_', ' ') for key in changed)}"
    return work.change_set


def own_tags(study: OpenStudy) -> int:
    """How many quotations have a tag of their own, which the study's pattern does not change."""
    return sum(bool(one.tag) for one in study.quotes.all())


def words_in(study: OpenStudy, number: int, words: str) -> Span:
    """Where words stand in the verbatim of a quotation, in code points from its first one; they must stand there once.

    Quotation marks, and white space, count as equal where the words as given are not found.

    Raises:
        NotFound: there is no such quotation, or the words are not in it.
        InvalidInput: they are in it more than once.
    """
    there = find_quotation(study, number)
    verbatim = there.span.words_of(study.sources.text(there.source).text)
    for text, wanted in ((verbatim, words.strip()), (verbatim.translate(FOLDED), words.strip().translate(FOLDED))):
        places = [found.start() for found in re.finditer(re.escape(wanted), text)] if wanted else []
        if len(places) == 1:
            return Span(places[0], places[0] + len(wanted))
        if places:
            raise InvalidInput(
                f"These words stand {len(places)} times in quotation {number}.", "Give more of them, or --span START:END."
            )
    raise NotFound(f"These words do not stand in quotation {number}.", "Copy them from the verbatim in `qualcode quotes list`.")


def print_as(study: OpenStudy, number: int, printed: str) -> ChangeSet | None:
    """Let a quotation print as typed, once it is proved that nothing but cuts, brackets and a first capital differ.

    None where it prints so.

    Raises:
        NotDerivable: the typed form is not the participant's words; the message names the first word that is not.
        InvalidInput: it runs from one turn into another without saying so, or the words are no longer in the source.
        NotFound: there is no such quotation.
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_blind(study)
    with study.unit_of_work("print_as") as work:
        _edit(work, number, lambda verbatim, _, rules: typed(verbatim, printed, rules))
    return work.change_set


def cut_words(study: OpenStudy, number: int, span: Span) -> ChangeSet | None:
    """Leave words out of a quotation: those that a span touches, in code points from its first verbatim one.

    Raises:
        NotAllowed: no word stands there, or none would be left.
        InvalidInput: as `print_as`.
        NotFound: as `print_as`.
    """
    refuse_blind(study)
    with study.unit_of_work("cut_words") as work:
        _edit(work, number, lambda verbatim, one, rules: cut(verbatim, one.edits, span, rules))
    return work.change_set


def replace_words(study: OpenStudy, number: int, span: Span, words: str) -> ChangeSet | None:
    """Print words in square brackets in place of those a span touches; otherwise as `cut_words`.

    Raises:
        NotAllowed: no word stands there, or too many do.
        InvalidInput: there are no words for the bracket, or as `print_as`.
        NotFound: as `print_as`.
    """
    refuse_blind(study)
    with study.unit_of_work("replace_words") as work:
        _edit(work, number, lambda verbatim, one, rules: put(verbatim, one.edits, span, words, rules))
    return work.change_set


def insert_words(study: OpenStudy, number: int, at: int, words: str) -> ChangeSet | None:
    """Print words in square brackets at a place, in code points from the first verbatim one; otherwise as `cut_words`.

    Raises:
        NotAllowed: there is a mark at that place already.
        InvalidInput: there are no words for the bracket, or as `print_as`.
        NotFound: as `print_as`.
    """
    refuse_blind(study)
    with study.unit_of_work("insert_words") as work:
        _edit(work, number, lambda verbatim, one, rules: insert(verbatim, one.edits, at, words, rules))
    return work.change_set


def begin_with_capital(study: OpenStudy, number: int) -> ChangeSet | None:
    """Begin a quotation with a capital; otherwise as `cut_words`.

    Raises:
        NotAllowed: it begins with one, or with what has none.
        NotFound: as `print_as`.
    """
    refuse_blind(study)
    with study.unit_of_work("begin_with_capital") as work:
        _edit(work, number, lambda verbatim, one, rules: capital(verbatim, one.edits, rules))
    return work.change_set


def undo_edit(study: OpenStudy, number: int, edit: int | None = None) -> ChangeSet | None:
    """Take back one edit of a quotation, numbered from 1 in the order of the words, or all of them; None where there is none.

    Raises:
        NotAllowed: it has no edit of this number.
        InvalidInput: words of two turns would stand together unmarked, or as `print_as`.
        NotFound: as `print_as`.
    """

    def taken_back(verbatim: str, one: Quote, rules: QuotationRules) -> tuple[Edit, ...]:
        if edit is not None:
            return without(verbatim, one.edits, edit, rules)
        return ruled(verbatim, [each for each in one.edits if each not in marks_of(one.edits)], rules)

    refuse_blind(study)
    with study.unit_of_work("undo_edit") as work:
        _edit(work, number, taken_back)
    return work.change_set


def _edit(work: UnitOfWork, number: int, edit: Editing) -> None:
    there = find_quotation(work, number)
    work.what = f"how quotation {number} prints"
    try:
        text = work.sources.text(there.source)
    except KeyError:
        raise NotFound("The source of that quotation is no longer in the study.", "Take the quotation out.") from None
    verbatim = there.span.words_of(text.text)
    if check_of_words(verbatim) != work.quotes.checks()[number]:
        raise InvalidInput(f"The words of quotation {number} no longer stand where they were quoted from.", "Choose it anew.")
    edits = edit(verbatim, there, QuotationRules.of(work.settings.all()))
    require_marked(edits, text, there.span)
    work.quotes.set_edits(number, edits)


def _cut_mark(given: str) -> str:
    mark = given.strip().replace("...", "…")
    if mark not in CUT_MARKS:
        raise InvalidInput(f'"{given.strip()}" is no mark for a cut.', f"Choose {' or '.join(CUT_MARKS)}.")
    return mark


def _words(given: Sequence[str]) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word.strip().casefold() for word in given if word.strip()))
    if not words or any(not word.isalpha() for word in words):
        raise InvalidInput("Hesitations are single words of letters.", "Name them one by one, as in er, um.")
    return words
