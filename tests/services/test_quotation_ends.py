"""Quotations that begin or end elsewhere: recorded, undone, read anew, and refused where something would be lost unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.quotes import apply_edits
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, NotFound, QualcodeError
from qualcode.services.case_editing import find_case, set_cases
from qualcode.services.quotation_edits import begin_with_capital, cut_words, replace_words, words_in
from qualcode.services.quotation_ends import EditsWouldGo, set_ends, words_more
from qualcode.services.quotation_verbs import add_quotation, mark_read
from qualcode.services.studies import redo, undo
from qualcode.services.theme_table_desk import tables_desk
from qualcode.services.theme_table_finding import find_row
from qualcode.services.theme_table_verbs import make_group_tables
from qualcode.storage.dump import dump

if TYPE_CHECKING:
    from qualcode.domain.theme_table_desk import ShownQuotation
    from qualcode.storage import OpenStudy


@pytest.fixture
def tabled(coded: OpenStudy) -> OpenStudy:
    make_group_tables(coded)
    return coded


def place(study: OpenStudy, source: str, words: str) -> Span:
    text = study.sources.text(study.sources.named(source).id).text
    return Span(text.index(words), text.index(words) + len(words))


def quoted(study: OpenStudy, source: str, words: str) -> int:
    row = find_row(study, 1, 1).id
    return add_quotation(study, row, source=study.sources.named(source).id, span=place(study, source, words))[0]


def look(study: OpenStudy, number: int) -> ShownQuotation:
    found = tables_desk(study).quotation(number)
    assert found is not None
    assert not found.wrong
    assert found.printed == apply_edits(found.edits, found.verbatim, cut_mark="[…]")
    return found


def test_words_are_added_and_taken_away_and_the_edits_stay(tabled: OpenStudy) -> None:
    number = quoted(tabled, "P001", "at home, on Sundays.")
    replace_words(tabled, number, words_in(tabled, number, "Sundays"), "a day of rest")
    mark_read(tabled, [number])
    before = dump(tabled.connection)
    moved, change = set_ends(tabled, number, words_more(tabled, number, before=2, after=4))
    assert change is not None
    assert moved.gone == ()
    shown = look(tabled, number)
    assert shown.printed == "I did, at home, on [a day of rest]. It was nobody's job."
    assert not shown.read
    kept = dump(tabled.connection)
    undo(tabled)
    assert dump(tabled.connection) == before
    redo(tabled)
    assert dump(tabled.connection) == kept
    set_ends(tabled, number, words_more(tabled, number, before=-2, after=-4))
    assert look(tabled, number).printed == "at home, on [a day of rest]."
    assert set_ends(tabled, number, look(tabled, number).span)[1] is None


def test_edits_are_named_before_they_go(tabled: OpenStudy) -> None:
    number = quoted(tabled, "P001", "I did, at home, on Sundays. It was nobody's job.")
    cut_words(tabled, number, words_in(tabled, number, "at home"))
    replace_words(tabled, number, words_in(tabled, number, "nobody"), "somebody")
    before = dump(tabled.connection)
    fewer = words_more(tabled, number, after=-4)
    with pytest.raises(EditsWouldGo, match=r"With these words of quotation 1 would go \[somebody\] for “nobody”\.") as stopped:
        set_ends(tabled, number, fewer)
    assert stopped.value.gone == ("[somebody] for “nobody”",)
    assert dump(tabled.connection) == before
    moved, _ = set_ends(tabled, number, fewer, drop_edits=True)
    assert moved.gone == ("[somebody] for “nobody”",)
    assert look(tabled, number).printed == "I did, […], on Sundays."


def test_a_capital_is_the_first_words(tabled: OpenStudy) -> None:
    number = quoted(tabled, "P001", "at home, on Sundays.")
    begin_with_capital(tabled, number)
    with pytest.raises(EditsWouldGo, match="the capital “A”"):
        set_ends(tabled, number, words_more(tabled, number, before=2))
    set_ends(tabled, number, words_more(tabled, number, before=2), drop_edits=True)
    assert look(tabled, number).printed == "I did, at home, on Sundays."


def test_another_turn_is_marked_with_who_speaks(tabled: OpenStudy) -> None:
    number = quoted(tabled, "joint", "In the evenings, mostly.")
    set_ends(tabled, number, words_more(tabled, number, after=6))
    assert look(tabled, number).printed == "In the evenings, mostly. I'm not paid for that. [Interviewer:] Figures?"
    set_ends(tabled, number, words_more(tabled, number, before=4))
    assert look(tabled, number).printed == (
        "We wrote it together. [P003:] In the evenings, mostly. I'm not paid for that. [Interviewer:] Figures?"
    )
    set_ends(tabled, number, words_more(tabled, number, before=-4, after=-6))
    assert look(tabled, number).printed == "In the evenings, mostly."
    set_ends(tabled, number, words_more(tabled, number, before=5))
    assert look(tabled, number).printed.startswith("[Interviewer:] here? [P002:] We wrote it together. [P003:]")
    set_ends(tabled, number, words_more(tabled, number, before=1))
    assert look(tabled, number).printed.startswith("[Interviewer:] And here? [P002:] We wrote it")


def test_what_cannot_be_quoted_is_refused_and_nothing_changes(tabled: OpenStudy) -> None:
    number = quoted(tabled, "joint", "In the evenings, mostly.")
    other = quoted(tabled, "joint", "I'm not paid for that.")
    set_cases(tabled, [find_case(tabled, "P002").id], may_quote=False)
    for span, said in (
        (words_more(tabled, number, before=4), "P002 may not be quoted"),
        (place(tabled, "joint", "I'm not paid"), "No word of the quotation would be left"),
        (Span(0, 99999), "1 to|outside|beyond|characters"),
    ):
        with pytest.raises(QualcodeError, match=said):
            set_ends(tabled, number, span)
    set_ends(tabled, number, words_more(tabled, number, after=5))
    with pytest.raises(NotAllowed, match="quotes these words already"):
        set_ends(tabled, number, look(tabled, other).span)
    undo(tabled)
    for before, after in ((99, 0), (0, 99), (0, -4), (-9, 0)):
        with pytest.raises(NotAllowed, match="not so many words"):
            words_more(tabled, number, before=before, after=after)
    with pytest.raises(NotFound):
        words_more(tabled, 99, after=1)
    assert look(tabled, number).printed == "In the evenings, mostly."
