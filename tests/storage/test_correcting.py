from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from qualcode.domain.corrections import Anchor, Fate
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.quotes import apply_edits
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UndoRefused
from qualcode.services.checking import check_study
from qualcode.services.coding import apply_code, remove_coding, star
from qualcode.services.correcting import (
    correct_text,
    correct_turn,
    list_reviews,
    preview_correction,
    settle_reviews,
    turn_with,
)
from qualcode.services.double_coding import finish_sources
from qualcode.services.quotations import import_quotes
from qualcode.services.sampling import sample_sources
from qualcode.services.sources import describe_sources, read_source
from qualcode.services.studies import add_coder, redo, undo
from qualcode.storage.dump import dump
from qualcode.storage.tables.journal import row_change
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

TALK = "Mr Smith said the water was bad 🙂 and Mrs Smith agreed."
"""Turn 2 of the interview, with an astral character before the later codings."""


@pytest.fixture
def fls(study: OpenStudy, tmp_path: Path) -> OpenStudy:
    with_sources(study, tmp_path / "files", "P001", "P002")
    correct_turn(study, source(study), 2, TALK)
    return study


def source(study: OpenStudy) -> int:
    return study.sources.named("P001").id


def code(study: OpenStudy, name: str = "Nobody's job") -> int:
    return study.codes.codebook().find(name).id


def coded(study: OpenStudy, words: str, name: str = "Nobody's job") -> int:
    text = study.sources.text(source(study)).text
    start = text.index(words)
    return apply_code(study, source=source(study), span=Span(start, start + len(words)), code=code(study, name))[0]


def words(study: OpenStudy, number: int) -> str:
    """The words a coding stands on, held against its check."""
    found = study.codings.get(number)
    text = study.sources.text(found.source)
    assert found.revision == text.revision
    said = found.span.words_of(text.text)
    assert study.codings.checks([number]) == {number: check_of_words(said)}
    return said


def replace(study: OpenStudy, old: str, new: str) -> None:
    correct_turn(study, source(study), 2, turn_with(study, source(study), 2, old, new), reason="misheard")


def to_review(study: OpenStudy) -> list[tuple[str, str, str]]:
    return [(one.review.before, one.review.after, one.review.fate.value) for one in list_reviews(study)]


def test_a_longer_word_before_two_codings_moves_both(fls: OpenStudy) -> None:
    bad, agreed = coded(fls, "water was bad"), coded(fls, "agreed")
    replace(fls, "Mr Smith", "Mr Featherstone")
    assert (words(fls, bad), words(fls, agreed)) == ("water was bad", "agreed")
    assert to_review(fls) == []
    assert check_study(fls).faults == ()


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("Mr Smith", "Mr Featherstone", "said the water", "said the water"),
        ("the water", "the drinking water", "said the water", "said the drinking water"),
        ("Mr Smith said", "Mr Smith shouted", "said the water", "shouted the water"),
        ("the water", "the wastewater", "said the water", "said the wastewater"),
        ("Smith said the", "Featherstone shouted out their", "said the water", "Featherstone shouted out their water"),
        ("water was", "water supply was", "said the water", "said the water"),
        ("Mr Smith said", "Mr Smith himself said", "said the water", "said the water"),
        ("said the water was bad", "complained", "said the water", "complained"),
        ("🙂", "😀😀", "bad 🙂 and", "bad 😀😀 and"),
        ("Mr Smith said the water was", "It was", "water was bad", "It was bad"),
    ],
)
def test_one_coding_and_a_correction_before_inside_at_its_edges_and_across(
    fls: OpenStudy, old: str, new: str, before: str, after: str
) -> None:
    number = coded(fls, before)
    start = dump(fls.connection)
    replace(fls, old, new)
    assert words(fls, number) == after
    assert to_review(fls) == ([] if before == after else [(before, after, "words changed")])
    assert check_study(fls).faults == ()
    done = dump(fls.connection)
    undo(fls)
    assert dump(fls.connection) == start
    redo(fls)
    assert dump(fls.connection) == done


def test_a_coding_of_which_nothing_is_left_is_listed_and_stays_on_the_text_before(fls: OpenStudy) -> None:
    number = coded(fls, "was bad 🙂 ")
    replace(fls, " was bad 🙂", "")
    assert to_review(fls) == [("was bad 🙂 ", "", "emptied")]
    assert fls.codings.of_source(source(fls)) == ()
    assert check_study(fls).faults == ()
    with pytest.raises(UndoRefused, match=r"corrected P001, turn 2"):
        _take_back_first(fls, "apply_code")
    undo(fls)
    assert words(fls, number) == "was bad 🙂 "


def test_two_codings_that_come_to_say_the_same_are_one(fls: OpenStudy) -> None:
    short, long = coded(fls, "water was"), coded(fls, "water was bad")
    replace(fls, " bad", "")
    assert words(fls, short) == "water was"
    assert [one.id for one in fls.codings.of_source(source(fls))] == [short]
    assert to_review(fls) == [("water was bad", "water was", "same as another")]
    undo(fls)
    assert words(fls, long) == "water was bad"


def test_codings_of_every_coder_are_carried(fls: OpenStudy) -> None:
    tom, _ = add_coder(fls, "Tom Adeyemi")
    mine = coded(fls, "Mrs Smith")
    with fls.unit_of_work("apply_code") as work:
        one = work.codings.get(mine)
        other, _ = work.codings.add(
            source=one.source,
            revision=one.revision,
            span=one.span,
            code=one.code,
            coder=tom.id,
            round=one.round,
            check=check_of_words("Mrs Smith"),
        )
    replace(fls, "Mr Smith", "Mr Featherstone")
    assert (words(fls, other), words(fls, mine)) == ("Mrs Smith", "Mrs Smith")


def test_a_correction_does_not_stand_in_the_way_of_what_was_done_before(fls: OpenStudy, tmp_path: Path) -> None:
    agreed, bad = coded(fls, "agreed"), coded(fls, "water was bad")
    described = tmp_path / "sources.csv"
    described.write_text("source,date\nP001,2013-04-02\n", encoding="utf-8")
    describe_sources(fls, described)
    star(fls, agreed)
    remove_coding(fls, bad)
    replace(fls, "Mr Smith", "Mr Featherstone")
    for verb in ("remove_coding", "star", "describe_sources"):
        _take_back_first(fls, verb)
    assert (words(fls, bad), words(fls, agreed)) == ("water was bad", "agreed")
    assert not fls.codings.get(agreed).star
    _take_back_first(fls, "apply_code")
    assert [one.id for one in fls.codings.of_source(source(fls))] == [agreed]
    assert check_study(fls).faults == ()


def test_a_coding_taken_away_before_a_correction_comes_back_on_the_text_of_now(fls: OpenStudy) -> None:
    number = coded(fls, "water was bad")
    applied = _latest(fls, "apply_code")
    undone = undo(fls)
    replace(fls, "Mr Smith", "Mr Featherstone")
    _take_back(fls, undone.id)
    assert words(fls, number) == "water was bad"
    _take_back(fls, applied)
    _take_back_first(fls, "correct_turn")
    _take_back_all_undone(fls, applied)
    assert words(fls, number) == "water was bad"
    assert check_study(fls).faults == ()


def test_an_undo_across_a_correction_of_its_words_is_refused(fls: OpenStudy) -> None:
    coded(fls, "water was bad")
    undone = undo(fls)
    replace(fls, "water", "coffee")
    before = dump(fls.connection)
    with pytest.raises(UndoRefused, match=r"corrected P001, turn 2"):
        _take_back(fls, undone.id)
    assert dump(fls.connection) == before


def test_a_coding_made_after_a_correction_goes_back_with_it(fls: OpenStudy) -> None:
    replace(fls, "Mr Smith", "Mr Featherstone")
    number = coded(fls, "agreed")
    _take_back_first(fls, "correct_turn")
    assert words(fls, number) == "agreed"
    assert check_study(fls).faults == ()


def test_a_correction_under_a_coding_made_since_is_not_taken_back(fls: OpenStudy) -> None:
    replace(fls, "Mr Smith", "Mr Featherstone")
    coded(fls, "Featherstone said")
    with pytest.raises(UndoRefused, match=r"Nobody's job in P001"):
        _take_back_first(fls, "correct_turn")


def test_of_two_corrections_the_later_is_taken_back_first(fls: OpenStudy) -> None:
    number = coded(fls, "agreed")
    first = _corrected(fls, "Mr Smith", "Mr Featherstone")
    replace(fls, "Mrs Smith", "Mrs Lamb")
    with pytest.raises(UndoRefused, match=r"corrected P001, turn 2"):
        _take_back(fls, first)
    undo(fls)
    _take_back(fls, first)
    assert words(fls, number) == "agreed"


def test_the_history_keeps_the_map_and_no_image_of_what_only_moved(fls: OpenStudy) -> None:
    text = fls.sources.text(source(fls))
    places = range(text.turns[1].span.start + 12, text.turns[1].span.end - 1)
    with fls.unit_of_work("import_codings") as work:
        work.codings.add_many(
            [
                {
                    "source": text.source.id,
                    "revision": text.revision,
                    "start": start,
                    "end": end,
                    "code": code(fls),
                    "coder": fls.viewer.id,
                    "round": work.rounds.open_round().id,
                    "check": check_of_words(text.text[start:end]),
                }
                for start in places
                for end in range(start + 1, text.turns[1].span.end + 1)
            ]
        )
    many = len(fls.codings.of_source(text.source.id))
    assert many > 800
    before = _journal_bytes(fls)
    replace(fls, "Smith said", "Featherstone said")
    assert _journal_bytes(fls) - before < 400
    assert len(fls.codings.of_source(text.source.id)) == many
    assert check_study(fls).faults == ()


def test_what_was_finished_stays_as_it_was_finished(fls: OpenStudy) -> None:
    coded(fls, "water was bad")
    finish_sources(fls, ["P001"])
    [attempt] = fls.rounds.attempts()
    frozen = fls.rounds.finished_marks([attempt.id])
    replace(fls, "water", "tap water")
    [now] = fls.rounds.attempts()
    assert (now.revision, fls.rounds.finished_marks([attempt.id])) == (attempt.revision, frozen)
    earlier = fls.revisions.text(source(fls), 2)
    assert earlier is not None
    assert earlier.revision == attempt.revision
    assert [Span(start, end).words_of(earlier.text) for _, start, end in frozen[attempt.id]] == ["water was bad"]


def test_a_source_in_a_sample_is_fixed_while_it_is_coded(fls: OpenStudy) -> None:
    add_coder(fls, "Tom Adeyemi")
    sample_sources(fls, coder="Tom Adeyemi", share="1", seed=1)
    before = dump(fls.connection)
    with pytest.raises(NotAllowed, match="its text is fixed"):
        replace(fls, "Mr Smith", "Mr Featherstone")
    assert dump(fls.connection) == before


def test_a_quotation_and_its_edits_are_carried(fls: OpenStudy, tmp_path: Path) -> None:
    coded(fls, "water was bad 🙂 and Mrs Smith agreed")
    table = tmp_path / "quotes.csv"
    table.write_text(
        "table,row,source,words,printed,tag\n"
        '1,bad,P001,water was bad 🙂 and Mrs Smith agreed,"water was bad […] [X] agreed",ID\n',
        encoding="utf-8",
    )
    import_quotes(fls, table)
    replace(fls, "water was bad", "drinking water was really bad")
    [quote] = fls.quotes.all()
    verbatim = quote.span.words_of(fls.sources.text(source(fls)).text)
    assert verbatim == "water was really bad 🙂 and Mrs Smith agreed"
    assert apply_edits(quote.edits, verbatim) == "water was really bad […] [X] agreed"
    assert {one.review.kind for one in list_reviews(fls)} == {Anchor.CODING, Anchor.QUOTATION}
    assert check_study(fls).faults == ()
    settle_reviews(fls, [one.review.number for one in list_reviews(fls)])
    assert list_reviews(fls) == ()
    assert len(list_reviews(fls, with_done=True)) == 2
    undo(fls)
    undo(fls)
    [quote] = fls.quotes.all()
    assert apply_edits(quote.edits, "water was bad 🙂 and Mrs Smith agreed") == "water was bad […] [X] agreed"


def test_a_memo_on_words_is_carried_and_one_on_lost_words_stays_with_the_source(fls: OpenStudy) -> None:
    text = fls.sources.text(source(fls))
    for said in ("agreed", "water was bad"):
        start = text.text.index(said)
        about = Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, Span(start, start + len(said)))
        with fls.unit_of_work("add_memo") as work:
            work.memos.add(kind=MemoKind.ANALYTIC, text="Why?", author=fls.viewer.id, attachments=[about])
    replace(fls, " the water was bad", "")
    kept, lost = (one.attachments[0] for one in fls.memos.all())
    assert kept.span is not None
    assert kept.span.words_of(fls.sources.text(source(fls)).text) == "agreed"
    assert (lost.span, lost.revision) == (None, None)
    assert to_review(fls) == [("water was bad", "", "emptied")]
    undo(fls)
    places = [one.attachments[0].span for one in fls.memos.all()]
    assert [place.words_of(text.text) for place in places if place] == ["agreed", "water was bad"]


def test_a_whole_text_corrected_keeps_its_turns_and_takes_in_what_is_added_to_them(fls: OpenStudy) -> None:
    text = fls.sources.text(source(fls))
    number = coded(fls, "out of date", "Out of date")
    new = text.text.replace("figures?", "figures, please?\n\nAnd the costs?").replace("It took weeks.", "It took weeks. Really.")
    new = new.replace("P001: Mr", "P001 : Mr")
    done, change = correct_text(fls, source(fls), new)
    assert change is not None
    now = fls.sources.text(source(fls))
    assert now.text == new
    assert [turn.span.words_of(new) for turn in now.turns] == [
        "Who wrote the business case?",
        TALK,
        "And the figures, please?\n\nAnd the costs?",
        "They were out of date. We never had an audit clerk. It took weeks. Really.",
    ]
    assert [turn.label.words_of(new) for turn in now.turns if turn.label] == ["I:", "P001 :", "I:", "P001:"]
    assert words(fls, number) == "out of date"
    assert done.kept[Anchor.CODING] == 1
    assert check_study(fls).faults == ()


def test_a_turn_of_which_nothing_is_left_is_said_and_the_others_are_numbered_anew(fls: OpenStudy) -> None:
    text = fls.sources.text(source(fls))
    new = text.text.replace("I: And the figures?\n\n", "")
    assert preview_correction(fls, source(fls), new).turns_lost == (3,)
    correct_text(fls, source(fls), new)
    assert [turn.number for turn in fls.sources.text(source(fls)).turns] == [1, 2, 3]
    assert check_study(fls).faults == ()


def test_a_preview_says_what_the_correction_does_and_changes_nothing(fls: OpenStudy) -> None:
    number = coded(fls, "water was bad")
    coded(fls, "agreed")
    before = dump(fls.connection)
    new = turn_with(fls, source(fls), 2, "water", "tea")
    told = preview_correction(fls, source(fls), new, turn=2)
    assert dump(fls.connection) == before
    assert told.replaced == (("water", "tea"),)
    assert told.kept == {Anchor.CODING: 1, Anchor.QUOTATION: 0, Anchor.MEMO: 0}
    [touched] = told.touched
    assert (touched.number, touched.fate, touched.before, touched.after) == (number, Fate.CHANGED, "water was bad", "tea was bad")
    assert correct_turn(fls, source(fls), 2, new)[0] == told


def test_the_text_before_can_be_read(fls: OpenStudy) -> None:
    coded(fls, "agreed")
    replace(fls, "Mr Smith", "Mr Featherstone")
    assert [one.number for one in fls.revisions.all(source(fls))] == [1, 2, 3]
    assert TALK in [one.text for one in read_source(fls, "P001", revision=2).passages]
    assert all(not one.codings for one in read_source(fls, "P001", revision=2).passages)
    assert sum(len(one.codings) for one in read_source(fls, "P001", revision=3).passages) == 1
    with pytest.raises(NotFound, match="no revision 4"):
        read_source(fls, "P001", revision=4)


def test_wrong_corrections_change_nothing(fls: OpenStudy) -> None:
    before = dump(fls.connection)
    revision = fls.sources.text(source(fls)).revision
    assert correct_turn(fls, source(fls), 2, f"  {TALK}\r\n")[1] is None
    with pytest.raises(InvalidInput, match="Nothing would be left of turn 2"):
        correct_turn(fls, source(fls), 2, " \n")
    with pytest.raises(NotFound, match="no turn 9"):
        correct_turn(fls, source(fls), 9, "Yes.")
    with pytest.raises(NotAllowed, match="corrected since"):
        correct_turn(fls, source(fls), 2, "Yes.", based_on=revision - 1)
    assert dump(fls.connection) == before


def test_windows_line_ends_are_no_correction(fls: OpenStudy) -> None:
    text = fls.sources.text(source(fls)).text
    assert correct_text(fls, source(fls), "\ufeff" + text.replace("\n", "\r\n"))[1] is None


def test_the_index_follows(fls: OpenStudy) -> None:
    replace(fls, "Mr Smith", "Mr Featherstone")
    assert check_study(fls).notes == ()
    undo(fls)
    assert check_study(fls).notes == ()


def _journal_bytes(study: OpenStudy) -> int:
    size = func.coalesce(func.length(row_change.c.before), 0) + func.coalesce(func.length(row_change.c.after), 0) + 40
    return int(study.connection.scalar(select(func.sum(size))) or 0)


def _latest(study: OpenStudy, verb: str) -> int:
    return [line.change.id for line in study.history.lines() if line.change.verb == verb and line.stands][-1]


def _corrected(study: OpenStudy, old: str, new: str) -> int:
    replace(study, old, new)
    return _latest(study, "correct_turn")


def _take_back(study: OpenStudy, number: int) -> int:
    with study.unit_of_work("undo", undoes=number) as work:
        work.what = work.history.take_back(number)
    return work.insist().id


def _take_back_first(study: OpenStudy, verb: str) -> int:
    """Take back the latest action of a verb that stands, as a history screen does, whatever came after."""
    return _take_back(study, _latest(study, verb))


def _take_back_all_undone(study: OpenStudy, original: int) -> None:
    """Put an action back whose undo stands."""
    _take_back(study, [line.change.id for line in study.history.lines() if line.change.undoes == original and line.stands][-1])
