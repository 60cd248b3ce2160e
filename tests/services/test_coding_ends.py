"""Other ends for a coding, and codes made as one codes: each one change that one undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound, SpanOutsideSource
from qualcode.services.coding import apply_code, mark_unsure, recode, star
from qualcode.services.coding_anew import apply_new_code, code_in_vivo, in_vivo_name, recode_to_new
from qualcode.services.coding_ends import move_ends
from qualcode.services.correcting import correct_turn
from qualcode.services.memo_writing import write_memo
from qualcode.services.studies import add_coder, new_study, open_study, redo, undo
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

WORDS = "It was nobody's job"
MORE = "It was nobody's job, really."


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi") as made:
        with_sources(made, tmp_path / "files", "P001")
        add_coder(made, "Tom")
        yield made


def span_of(study: OpenStudy, words: str) -> Span:
    start = study.sources.text(1).text.index(words)
    return Span(start, start + len(words))


def code_of(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


def held(study: OpenStudy) -> list[tuple[int, str]]:
    text = study.sources.text(1).text
    return [(one.id, one.span.words_of(text)) for one in study.codings.all()]


def test_a_coding_gets_other_ends_and_keeps_the_rest(study: OpenStudy) -> None:
    number, _ = apply_code(study, source=1, span=span_of(study, WORDS), code=code_of(study, "Nobody's job"), note="why")
    star(study, number)
    kept, change = move_ends(study, number, span_of(study, MORE))
    assert kept == number
    assert change is not None
    assert (change.verb, change.what) == ("move_ends", "other ends of Nobody's job in P001")
    (coding,) = study.codings.all()
    assert (held(study), coding.star, coding.note) == ([(number, MORE)], True, "why")
    assert study.codings.checks() == {number: check_of_words(MORE)}
    undo(study)
    assert held(study) == [(number, WORDS)]
    redo(study)
    assert held(study) == [(number, MORE)]
    assert move_ends(study, number, span_of(study, MORE)) == (number, None)


@pytest.mark.parametrize("by", ["ends", "code"])
def test_two_codings_that_come_to_say_the_same_become_one_with_the_marks_of_both(study: OpenStudy, by: str) -> None:
    code, other = code_of(study, "Nobody's job"), code_of(study, "Written at home")
    same, _ = apply_code(study, source=1, span=span_of(study, MORE), code=code, note="first")
    words, its_code = (WORDS, code) if by == "ends" else (MORE, other)
    number, _ = apply_code(study, source=1, span=span_of(study, words), code=its_code, note="second")
    star(study, number)
    mark_unsure(study, number)
    if by == "ends":
        assert move_ends(study, number, span_of(study, MORE))[0] == same
    else:
        recode(study, number, code)
    (coding,) = study.codings.all()
    assert (coding.id, coding.star, coding.unsure, coding.note) == (same, True, True, "first\nsecond")
    undo(study)
    assert {(one.id, one.star, one.note) for one in study.codings.all()} == {(same, False, "first"), (number, True, "second")}


@pytest.mark.parametrize("by", ["ends", "code"])
def test_a_memo_goes_on_with_the_coding_that_stays(study: OpenStudy, by: str) -> None:
    code, other = code_of(study, "Nobody's job"), code_of(study, "Written at home")
    same, _ = apply_code(study, source=1, span=span_of(study, MORE), code=code)
    words, its_code = (WORDS, code) if by == "ends" else (MORE, other)
    number, _ = apply_code(study, source=1, span=span_of(study, words), code=its_code)
    gone, kept = (next(one for one in study.codings.all() if one.id == which) for which in (number, same))
    write_memo(study, f"As she said. [[coding {number}]]", kind="analytic", about=Attachment(MemoTarget.CODING, gone.guid))
    if by == "ends":
        move_ends(study, number, span_of(study, MORE))
    else:
        recode(study, number, code)
    (memo,) = study.memos.all(about=kept.guid)
    assert kept.guid in memo.text
    assert gone.guid not in memo.text
    undo(study)
    (memo,) = study.memos.all(about=gone.guid)
    assert gone.guid in memo.text


def test_ends_are_refused_where_they_cannot_be(study: OpenStudy, tmp_path: Path) -> None:
    span = span_of(study, WORDS)
    number, _ = apply_code(study, source=1, span=span, code=code_of(study, "Nobody's job"))
    read = study.sources.text(1)
    with pytest.raises(SpanOutsideSource):
        move_ends(study, number, Span(0, 10**6))
    with pytest.raises(SpanOutsideSource):
        move_ends(study, number, Span(span.start - 1, span.start))
    with pytest.raises(NotFound):
        move_ends(study, 99, span)
    with open_study(tmp_path / "fls", "Tom") as tom, pytest.raises(NotAllowed):
        move_ends(tom, number, span_of(study, MORE))
    longer = span_of(study, MORE)
    correct_turn(study, 1, 2, "I really did, at home. It was nobody's job, really.")
    move_ends(study, number, longer, known_text=read)
    assert held(study) == [(number, MORE)]
    correct_turn(study, 1, 2, "I really did, at home. It was somebody's job, really.")
    with pytest.raises(InvalidInput, match="corrected since"):
        move_ends(study, number, longer, known_text=read)


def test_ends_moved_before_a_correction_are_undone_after_it(study: OpenStudy) -> None:
    number, _ = apply_code(study, source=1, span=span_of(study, WORDS), code=code_of(study, "Nobody's job"))
    move_ends(study, number, span_of(study, MORE))
    correct_turn(study, 1, 2, "I did, at my sister's home. It was nobody's job, really.")
    undo(study)
    undo(study)
    assert held(study) == [(number, WORDS)]


def test_a_new_code_and_its_coding_are_one_change(study: OpenStudy) -> None:
    before = len(study.codes.codebook())
    code, _, change = apply_new_code(study, "Time and capacity > Evenings", source=1, span=span_of(study, WORDS))
    book = study.codes.codebook()
    assert book.path_text(code) == "Making the case > Time and capacity > Evenings"
    assert [one.code for one in study.codings.all()] == [code]
    assert change.what == "new code Evenings in P001"
    undo(study)
    assert (len(study.codes.codebook()), study.codings.all()) == (before, ())
    redo(study)
    assert [one.code for one in study.codings.all()] == [code]


def test_a_new_code_in_place_of_another_is_one_change(study: OpenStudy) -> None:
    number, _ = apply_code(study, source=1, span=span_of(study, WORDS), code=code_of(study, "Nobody's job"))
    before = len(study.codes.codebook())
    code, change = recode_to_new(study, number, "Time and capacity > Evenings")
    assert [(one.id, one.code) for one in study.codings.all()] == [(number, code)]
    assert study.codes.codebook().path_text(code) == "Making the case > Time and capacity > Evenings"
    assert change.what == "new code Evenings in place of Nobody's job in P001"
    undo(study)
    assert len(study.codes.codebook()) == before
    assert [one.code for one in study.codings.all()] == [code_of(study, "Nobody's job")]
    redo(study)
    assert [(one.id, one.code) for one in study.codings.all()] == [(number, code)]
    with pytest.raises(InvalidInput):
        recode_to_new(study, number, "Time and capacity > Nobody's job")
    with pytest.raises(NotFound):
        recode_to_new(study, 10**6, "Mornings")
    assert len(study.codes.codebook()) == before + 1


def test_nothing_is_made_where_the_coding_cannot_be(study: OpenStudy) -> None:
    before = len(study.codes.codebook())
    with pytest.raises(SpanOutsideSource):
        apply_new_code(study, "Evenings", source=1, span=Span(0, 10**6))
    with pytest.raises(NotFound):
        apply_new_code(study, "Nowhere > Evenings", source=1, span=span_of(study, WORDS))
    with pytest.raises(InvalidInput):
        apply_new_code(study, "Time and capacity > Nobody's job", source=1, span=span_of(study, WORDS))
    assert (len(study.codes.codebook()), study.codings.all()) == (before, ())


def test_a_code_in_vivo_is_called_as_the_words_are(study: OpenStudy) -> None:
    code, _, change = code_in_vivo(study, source=1, span=span_of(study, "at home. "))
    book = study.codes.codebook()
    assert (book[code].name, book[code].parent) == ("at home", None)
    assert [text for _, text in held(study)] == ["at home. "]
    assert change is not None
    assert "home" not in change.what
    undo(study)
    assert (held(study), "at home" in [one.name for one in study.codes.codebook()]) == ([], False)


def test_a_code_in_vivo_may_stand_under_another_and_one_that_is_there_is_taken(study: OpenStudy) -> None:
    above = code_of(study, "Collecting data")
    made, _, _ = code_in_vivo(study, source=1, span=span_of(study, "an audit clerk"), under=above)
    assert study.codes.codebook()[made].parent == above
    again, number, change = code_in_vivo(study, source=1, span=span_of(study, "an audit clerk"))
    assert (again, change, number) == (made, None, study.codings.all()[0].id)
    known, _, _ = code_in_vivo(study, source=1, span=span_of(study, "nobody's job"))
    assert known == code_of(study, "Nobody's job")


def test_names_in_vivo_are_words_on_one_line_and_not_whole_passages(study: OpenStudy) -> None:
    assert in_vivo_name(" “nobody’s\n job, is it?” ") == "nobody’s job, is it"
    assert in_vivo_name("语言") == "语言"
    with pytest.raises(InvalidInput, match="no word"):
        in_vivo_name(" … ")
    with pytest.raises(InvalidInput, match="13 words are too many"):
        in_vivo_name(" ".join("abcdefghijklm"))
