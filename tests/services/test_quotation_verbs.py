from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.identification import ReplacementList
from qualcode.domain.quote_rules import Hesitations
from qualcode.domain.quotes import apply_edits
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.attributes import change_attribute
from qualcode.services.case_editing import find_case, set_cases
from qualcode.services.coding import apply_codes, span_of_words, star
from qualcode.services.correcting import correct_turn
from qualcode.services.gate import findings_in
from qualcode.services.names_list import names_path, write_list
from qualcode.services.quotation_edits import (
    begin_with_capital,
    change_rules,
    cut_words,
    insert_words,
    print_as,
    quotation_rules,
    replace_words,
    undo_edit,
    words_in,
)
from qualcode.services.quotation_verbs import (
    add_quotation,
    mark_read,
    move_quotation,
    remove_quotations,
    set_contrary,
    set_fresh_id,
    set_tag,
)
from qualcode.services.studies import undo
from qualcode.services.theme_table_desk import quote_candidates, tables_desk
from qualcode.services.theme_table_finding import find_row
from qualcode.services.theme_table_verbs import make_group_tables
from qualcode.services.theme_tables import printed_words
from qualcode.storage.dump import dump

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.theme_table_desk import ShownQuotation
    from qualcode.storage import OpenStudy


@pytest.fixture
def tabled(coded: OpenStudy) -> OpenStudy:
    """The study with a table for each group; the first row of Table 1 is "Time"."""
    make_group_tables(coded)
    return coded


def time_row(study: OpenStudy) -> int:
    return find_row(study, 1, 1).id


def coding(study: OpenStudy, words: str) -> int:
    for one in study.codings.analysis():
        if one.span.words_of(study.sources.text(one.source).text) == words:
            return one.id
    raise AssertionError(words)


def quoted(study: OpenStudy, words: str = "at home, on Sundays") -> int:
    return add_quotation(study, time_row(study), coding=coding(study, words))[0]


def look(study: OpenStudy, number: int) -> ShownQuotation:
    found = tables_desk(study).quotation(number)
    assert found is not None
    return found


def source(study: OpenStudy, name: str) -> int:
    return study.sources.named(name).id


def test_candidates_are_starred_ones_first_with_who_speaks_and_where_they_are_used(tabled: OpenStudy) -> None:
    row = time_row(tabled)
    assert next(one.words for one in quote_candidates(tabled, row)) == "at home, on Sundays"
    star(tabled, coding(tabled, "Nobody did."))
    number = quoted(tabled)
    found = quote_candidates(tabled, row)
    assert [(one.words, one.starred) for one in found][:2] == [("Nobody did.", True), ("at home, on Sundays", False)]
    assert (found[1].cases, found[1].sites, found[1].used, found[1].quoted_times) == (
        ("P001",), ("H1",), ("Table 1, row 1",), 1,
    )  # fmt: skip
    assert {code for one in found for code in one.codes} <= {"Time", "Own time", "Nobody's job"}
    assert len(quote_candidates(tabled, row, everything=True)) > len(found)
    assert look(tabled, number).cases == ("P001",)


def test_codings_of_the_same_words_are_one_candidate(tabled: OpenStudy) -> None:
    text = tabled.sources.text(source(tabled, "P001"))
    span = span_of_words(text, "at home, on Sundays")
    apply_codes(tabled, source=text.source.id, span=span, codes=[tabled.codes.codebook().find("Nobody's job").id])
    assert [one.codes for one in quote_candidates(tabled, time_row(tabled)) if one.span == span] == [("Own time", "Nobody's job")]


def test_a_quotation_prints_its_recorded_edits_applied_at_every_step(tabled: OpenStudy) -> None:
    number = add_quotation(
        tabled, time_row(tabled), source=source(tabled, "P001"),
        span=span_of_words(tabled.sources.text(source(tabled, "P001")), "I did, at home, on Sundays. It was nobody's job."),
    )[0]  # fmt: skip
    steps: list[tuple[Callable[[], object], str]] = [
        (lambda: cut_words(tabled, number, words_in(tabled, number, "at home,")), "I did, […] on Sundays. It was nobody's job."),
        (
            lambda: replace_words(tabled, number, words_in(tabled, number, "Sundays"), "a day off"),
            "I did, […] on [a day off]. It was nobody's job.",
        ),
        (
            lambda: insert_words(tabled, number, words_in(tabled, number, "It was").start, "the case"),
            "I did, […] on [a day off]. [the case] It was nobody's job.",
        ),
        (lambda: undo_edit(tabled, number, 1), "I did, at home, on [a day off]. [the case] It was nobody's job."),
        (lambda: print_as(tabled, number, "[…] It was nobody’s job."), "[…] It was nobody’s job."),
        (lambda: undo_edit(tabled, number), "I did, at home, on Sundays. It was nobody’s job."),
    ]
    for done, printed in steps:
        before = dump(tabled.connection)
        assert done() is not None
        shown = look(tabled, number)
        assert apply_edits(shown.edits, shown.verbatim) == shown.printed == printed
        undo(tabled)
        assert dump(tabled.connection) == before
        done()
    with pytest.raises(NotAllowed):
        begin_with_capital(tabled, number)


def test_reading_for_identification_falls_away_when_the_printed_words_change(tabled: OpenStudy) -> None:
    number, other = quoted(tabled), quoted(tabled, "Nobody did.")
    mark_read(tabled, [number, other])
    assert [(look(tabled, one).read_by, look(tabled, one).read) for one in (number, other)] == [("Mairi", True)] * 2
    assert tables_desk(tabled).unread == ()
    cut_words(tabled, number, words_in(tabled, number, "on Sundays"))
    assert tables_desk(tabled).unread == (number,)
    set_contrary(tabled, other, contrary=True)
    assert look(tabled, other).read
    set_tag(tabled, other, "a manager")
    assert not look(tabled, other).read
    assert look(tabled, other).tag == "[a manager]"
    undo(tabled)
    assert look(tabled, other).read
    mark_read(tabled, [other], read=False)
    assert not look(tabled, other).read


def test_quotations_are_ordered_moved_shelved_and_taken_out(tabled: OpenStudy) -> None:
    row, figures = time_row(tabled), find_row(tabled, 1, 2).id
    first, second = quoted(tabled), quoted(tabled, "Nobody did.")
    third = add_quotation(tabled, row, coding=coding(tabled, "in a week"), place=1, contrary=True)[0]

    def order(of: int) -> list[int]:
        return [one.number for one in tables_desk(tabled).row(of).quotations]  # type: ignore[union-attr]

    assert order(row) == [third, first, second]
    assert look(tabled, third).contrary
    move_quotation(tabled, second, place=1)
    assert order(row) == [second, third, first]
    move_quotation(tabled, third, row=figures)
    assert (order(row), order(figures)) == ([second, first], [third])
    assert move_quotation(tabled, third) is None
    set_contrary(tabled, third, contrary=False)
    assert not look(tabled, third).contrary
    remove_quotations(tabled, [second, third])
    assert (order(row), order(figures)) == ([first], [])
    undo(tabled)
    assert (order(row), order(figures)) == ([second, first], [third])
    with pytest.raises(NotAllowed, match="quotes these words already"):
        quoted(tabled)


def test_words_of_several_turns_say_who_speaks(tabled: OpenStudy) -> None:
    joint = quoted(tabled, "We wrote it together.\n\nP003: In the evenings, mostly.")
    assert look(tabled, joint).printed == "We wrote it together. [P003:] In the evenings, mostly."
    text = tabled.sources.text(source(tabled, "P001"))
    whole = Span(0, len(text.text.rstrip()))
    number = add_quotation(tabled, time_row(tabled), source=text.source.id, span=whole)[0]
    assert look(tabled, number).printed == (
        "[Interviewer:] Who wrote it? [Participant:] I did, at home, on Sundays. It was nobody's job. "
        "[Interviewer:] And the figures? [Participant:] They were out of date."
    )
    with pytest.raises(InvalidInput, match="interviewer"):
        print_as(tabled, number, "Who wrote it? […]")
    with pytest.raises(InvalidInput, match="two speakers"):
        print_as(tabled, joint, "We wrote it together. […] In the evenings, mostly.")
    with pytest.raises(InvalidInput, match="without saying"):
        undo_edit(tabled, number, 1)


def test_the_rule_for_hesitations_is_written_into_every_quotation_and_taken_back(tabled: OpenStudy) -> None:
    correct_turn(tabled, source(tabled, "P004"), 2, "Er, nobody did. It, um, never got written.", reason="misheard")
    text = tabled.sources.text(source(tabled, "P004"))
    number = add_quotation(tabled, time_row(tabled), source=text.source.id, span=text.turns[1].span)[0]
    plain = quoted(tabled)
    mark_read(tabled, [number, plain])
    before = dump(tabled.connection)
    change_rules(tabled, hesitations=Hesitations.TAKEN_OUT)
    assert look(tabled, number).printed == "Nobody did. It never got written."
    assert (look(tabled, number).read, look(tabled, plain).read) == (False, True)
    cut_words(tabled, number, words_in(tabled, number, "never got written"))
    assert look(tabled, number).printed == "Nobody did. It […]."
    change_rules(tabled, hesitations=Hesitations.KEPT)
    assert look(tabled, number).printed == "Er, nobody did. It, um, […]."
    for _ in range(3):
        undo(tabled)
    assert dump(tabled.connection) == before


def test_rules_are_settings_of_the_study_that_are_checked(tabled: OpenStudy) -> None:
    number = quoted(tabled)
    change_rules(tabled, tag="({role}, {hospital})", cut_mark="...")
    assert look(tabled, number).tag == "(nurse, H1)"
    assert quotation_rules(tabled).cut_mark == "…"
    cut_words(tabled, number, words_in(tabled, number, "on Sundays"))
    assert look(tabled, number).printed == "at home, …"
    undo(tabled)
    undo(tabled)
    assert look(tabled, number).tag == "[Participant ID: P001]"
    before = dump(tabled.connection)
    wrongs: tuple[dict[str, Any], ...] = ({"tag": "[{grade}]"}, {"cut_mark": "--"}, {"words": []}, {"words": ["you know"]})
    for wrong in wrongs:
        with pytest.raises(InvalidInput):
            change_rules(tabled, **wrong)
    assert change_rules(tabled, hesitations=Hesitations.KEPT) is None
    assert dump(tabled.connection) == before


def test_a_tag_that_lacks_a_value_is_told(tabled: OpenStudy) -> None:
    number = quoted(tabled)
    set_cases(tabled, [find_case(tabled, "P001").id], {"hospital": ""})
    change_rules(tabled, tag="({role}, {hospital})")
    assert look(tabled, number).tag == "(nurse)"
    assert "Table 1 prints the tag of P001 without hospital, which is not known." in tables_desk(tabled).remarks


def test_a_tag_of_its_own_cannot_print_past_the_check_what_is_never_printed(tabled: OpenStudy) -> None:
    number, other = quoted(tabled), quoted(tabled, "It was nobody's job.")
    write_list(names_path(tabled), ReplacementList())
    for one in tabled.cases.attributes():
        change_attribute(tabled, one.id, {"printed": "never"})
    assert findings_in(tabled, printed_words(tabled)) == ()
    set_tag(tabled, number, "[Participant ID: 001, nurse at H1]")
    (stop,) = findings_in(tabled, printed_words(tabled))
    assert (stop.words.quote, stop.combination) == (number, (("hospital", "H1"), ("role", "nurse")))
    assert stop.shared_by == ("P001",)
    # A nurse here and somebody at H1 there are one person, if both go by one ID.
    set_tag(tabled, number, "Participant ID: 001, nurse")
    set_tag(tabled, other, "P001, at h1")
    (stop,) = findings_in(tabled, printed_words(tabled), k=2)
    assert stop.combination == (("hospital", "H1"), ("role", "nurse"))


def test_a_fresh_id_is_nobody_elses(tabled: OpenStudy) -> None:
    number, other = quoted(tabled), quoted(tabled, "Nobody did.")
    set_fresh_id(tabled, [number, other])
    assert [look(tabled, one).tag for one in (number, other)] == ["[Participant ID: Q1]", "[Participant ID: Q2]"]
    for taken in ("P004", "q2"):
        with pytest.raises(InvalidInput):
            set_fresh_id(tabled, [number], taken)
    set_fresh_id(tabled, [number], "")
    assert look(tabled, number).tag == "[Participant ID: P001]"
    assert set_fresh_id(tabled, [other]) is None


def test_who_may_not_be_quoted_is_refused_and_told(tabled: OpenStudy) -> None:
    number = quoted(tabled)
    case = find_case(tabled, "P001").id
    set_cases(tabled, [case], may_quote=False)
    assert look(tabled, number).wrong == "P001 may not be quoted."
    assert not next(one for one in quote_candidates(tabled, time_row(tabled)) if one.cases == ("P001",)).may_quote
    with pytest.raises(NotAllowed, match="P001 may not be quoted"):
        quoted(tabled, "It was nobody's job.")
    with pytest.raises(NotAllowed, match="No participant speaks"):
        add_quotation(tabled, time_row(tabled), source=source(tabled, "P004"), span=Span(3, 9))


def test_a_correction_under_a_quotation_moves_its_edits_and_says_so(tabled: OpenStudy) -> None:
    text = tabled.sources.text(source(tabled, "P001"))
    number = add_quotation(tabled, time_row(tabled), source=text.source.id, span=text.turns[1].span)[0]
    cut_words(tabled, number, words_in(tabled, number, "on Sundays"))
    mark_read(tabled, [number])
    correct_turn(tabled, source(tabled, "P001"), 1, "Who really wrote it, then?", reason="misheard")
    assert (look(tabled, number).printed, look(tabled, number).read) == ("I did, at home, […]. It was nobody's job.", True)
    correct_turn(tabled, source(tabled, "P001"), 2, "I did it, at home, on Sundays. It was nobody's job.", reason="misheard")
    assert (look(tabled, number).printed, look(tabled, number).read, look(tabled, number).wrong) == (
        "I did it, at home, […]. It was nobody's job.", False, "",
    )  # fmt: skip
    from qualcode.services.correcting import list_reviews

    assert [one.review.number for one in list_reviews(tabled)]


def test_nothing_is_done_to_what_is_not_there(tabled: OpenStudy) -> None:
    before = dump(tabled.connection)
    for refused in (
        lambda: add_quotation(tabled, 99, coding=1),
        lambda: add_quotation(tabled, time_row(tabled), coding=999),
        lambda: add_quotation(tabled, time_row(tabled)),
        lambda: add_quotation(tabled, time_row(tabled), source=99, span=Span(0, 4)),
        lambda: add_quotation(tabled, time_row(tabled), source=1, span=Span(9000, 9004)),
        lambda: add_quotation(tabled, time_row(tabled), coding=1, span=Span(9000, 9004)),
        lambda: move_quotation(tabled, 99),
        lambda: cut_words(tabled, 99, Span(0, 3)),
        lambda: mark_read(tabled, [99]),
        lambda: quote_candidates(tabled, 99),
    ):
        with pytest.raises(QualcodeError):
            refused()
    assert dump(tabled.connection) == before


def test_a_refusal_says_nothing_of_the_transcript(tabled: OpenStudy) -> None:
    number = quoted(tabled)
    with pytest.raises(NotFound) as refused:
        words_in(tabled, number, "secret")
    assert "secret" not in refused.value.message
    with pytest.raises(QualcodeError) as wrong:
        print_as(tabled, number, "at home, on Mondays")
    assert "Sundays" not in wrong.value.message
