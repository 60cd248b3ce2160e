"""Codings cited in memos: by reference, read as their words, and what becomes of them said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.citations import CitationState, as_kept, as_written, references, without_checks
from qualcode.errors import NotFound
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, remove_coding
from qualcode.services.correcting import correct_turn
from qualcode.services.memo_writing import edit_memo, settle_memo
from qualcode.services.memos import add_memo, export_memos, find_memos, import_memos, list_memos
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study, redo, undo
from qualcode.services.withdraw import withdraw

if TYPE_CHECKING:
    from qualcode.domain.coding import Coding
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy


def coding(study: OpenStudy, source: str, code: str, coder: str = "Mairi") -> Coding:
    """The first coding of a source with a code."""
    number = study.sources.named(source).id
    book = study.codes.codebook()
    who = next(one.id for one in study.coders.all() if one.name == coder)
    return next(one for one in study.codings.of_source(number, coder=who) if book[one.code].name == code)


def last(study: OpenStudy) -> ListedMemo:
    return list_memos(study)[-1]


def test_what_is_cited_is_kept_by_reference_and_read_as_words(coded: OpenStudy) -> None:
    one = coding(coded, "P001", "Own time")
    add_memo(coded, f"Compare [[coding {one.id}]] and [[ Coding #{one.id} ]].")
    memo = last(coded)
    assert memo.text == f"Compare [[coding {one.id}]] and [[coding {one.id}]]."
    said = "“at home, on Sundays” (P001, turn 2)"
    assert memo.read == f"Compare {said} and {said}."
    assert [(each.coding.id if each.coding else 0, each.state) for each in memo.citations] == [(one.id, "as cited")]
    (kept,) = [each.text for each in coded.memos.all()]
    assert one.guid in kept
    assert "Sundays" not in kept


def test_a_coding_that_is_not_there_cannot_be_cited(coded: OpenStudy) -> None:
    with pytest.raises(NotFound, match="coding 999"):
        add_memo(coded, "As [[coding 999]] says.")
    one = coding(coded, "P001", "Figures")
    number, _ = add_memo(coded, f"As [[coding {one.id}]] says.")
    remove_coding_of_finished(coded, one)
    with pytest.raises(NotFound):
        add_memo(coded, f"As [[coding {one.id}]] says.")
    # In the memo that cited it before, it stays.
    assert edit_memo(coded, number, text=f"Once: [[coding {one.id}]].") is not None
    assert "no longer coded" in last(coded).read


def remove_coding_of_finished(study: OpenStudy, one: Coding) -> None:
    with study.unit_of_work("remove_coding") as work:
        work.codings.remove([one.id])


def test_the_memo_says_when_the_words_changed_until_it_is_settled(coded: OpenStudy) -> None:
    one = coding(coded, "P004-again", "Time")
    number, _ = add_memo(coded, f"[[coding {one.id}]], she says.")
    source = coded.sources.named("P004-again").id
    correct_turn(coded, source, 2, "Sandra wrote it in 2016, in one whole week.", reason="misheard")
    memo = last(coded)
    assert memo.read == "“in one whole week” (P004-again, turn 2; words changed since), she says."
    assert [one.id for one in find_memos(coded, changed=True)] == [number]
    # Other words of the memo's own do not pass for having looked.
    edit_memo(coded, number, text=f"[[coding {one.id}]], she writes.")
    assert last(coded).changed
    assert settle_memo(coded, number) is not None
    assert last(coded).read == "“in one whole week” (P004-again, turn 2), she writes."
    assert settle_memo(coded, number) is None
    undo(coded)
    assert last(coded).changed


def test_a_correction_elsewhere_changes_nothing(coded: OpenStudy) -> None:
    one = coding(coded, "P001", "Figures")
    add_memo(coded, f"[[coding {one.id}]]")
    correct_turn(coded, coded.sources.named("P001").id, 2, "I did, at home, on both Sundays. It was nobody's job.", reason="")
    assert last(coded).read == "“They were out of date.” (P001, turn 4)"


def test_a_coding_taken_away_and_brought_back(coded: OpenStudy) -> None:
    source = coded.sources.named("P004-again")
    one = coding(coded, "P004-again", "Time")
    add_memo(coded, f"[[coding {one.id}]]")
    remove_coding(coded, one.id)
    assert last(coded).read == "“in a week” (P004-again, turn 2; no longer coded)"
    undo(coded)
    assert last(coded).changed == ()
    number, _ = apply_code(coded, source=source.id, span=one.span, code=coded.codes.codebook().find("Figures").id)
    undo(coded)
    redo(coded)
    add_memo(coded, f"[[coding {number}]]")
    assert last(coded).read == "“in a week” (P004-again, turn 2)"


def test_where_two_codings_become_one_the_memo_cites_that_one(coded: OpenStudy) -> None:
    book = coded.codes.codebook()
    source = coded.sources.named("P004-again").id
    one = coding(coded, "P004-again", "Time")
    twin, _ = apply_code(coded, source=source, span=one.span, code=book.find("Figures").id)
    add_memo(coded, f"[[coding {twin}]]")
    merge_codes(coded, [book.find("Figures").id], book.find("Time").id)
    (citation,) = last(coded).citations
    assert citation.coding is not None
    assert (citation.coding.id, citation.state) == (one.id, CitationState.AS_CITED)
    undo(coded)
    (citation,) = last(coded).citations
    assert citation.coding is not None
    assert citation.coding.id == twin


def test_a_table_of_memos_cites_by_number(coded: OpenStudy, tmp_path: Path) -> None:
    one = coding(coded, "P004-again", "Time")
    add_memo(coded, f"[[coding {one.id}]]")
    export_memos(coded, tmp_path / "memos.csv")
    assert f"[[coding {one.id}]]" in (tmp_path / "memos.csv").read_text(encoding="utf-8")
    correct_turn(coded, coded.sources.named("P004-again").id, 2, "Sandra wrote it in 2016, in one whole week.", reason="")
    assert import_memos(coded, tmp_path / "memos.csv").new == 0
    (tmp_path / "wrong.csv").write_text("kind,text\nanalytic,[[coding 999]]\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"line 2: .*coding 999"):
        import_memos(coded, tmp_path / "wrong.csv")


def test_what_a_blind_coder_may_not_see_is_not_told(coded: OpenStudy) -> None:
    theirs = coding(coded, "P001", "Own time", coder="Mairi")
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        add_memo(tom, f"Before: [[coding {theirs.id}]]")
    sample_sources(coded, coder="Tom", share="1", seed=1)
    with open_study(coded.path, "Tom") as tom:
        assert last(tom).read == "Before: [a coding that is not there now]"
        assert theirs.guid in last(tom).text
        with pytest.raises(NotFound):
            add_memo(tom, f"[[coding {theirs.id}]]")
        # What cannot be read is kept as it is when the rest is edited.
        edit_memo(tom, last(tom).id, text=last(tom).text.replace("Before", "Earlier"))


def test_a_withdrawal_takes_the_citations_too(coded: OpenStudy) -> None:
    one = coding(coded, "P004-again", "Time")
    number, _ = add_memo(coded, f"Hers: [[coding {one.id}]].", target="study")
    edit_memo(coded, number, text=f"Hers, again: [[coding {one.id}]].")
    withdraw(coded, ["P004"])
    assert last(coded).read == "Hers, again: [withdrawn]."
    file = coded.path
    assert file is not None
    coded.close()
    assert one.guid.encode() not in Path(file).read_bytes()


def test_references_go_round() -> None:
    kept = "a [[coding:1f:00112233445566aa]] b [[coding 7]]"
    (reference,) = references(kept)
    assert as_written(kept, {"1f": 3}) == "a [[coding 3]] b [[coding 7]]"
    assert as_written(kept, {}) == kept
    assert as_kept("a [[coding 3]] b", lambda number: reference) == "a [[coding:1f:00112233445566aa]] b"
    assert without_checks(kept) == "a [[coding:1f]] b [[coding 7]]"
