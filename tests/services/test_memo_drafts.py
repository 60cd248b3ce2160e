"""Drafts of memos: on the desk, one's own, outside the history, and a memo once they are saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.correcting import correct_turn
from qualcode.services.memo_drafts import drop_draft, keep_draft, list_drafts, new_draft_name, save_draft
from qualcode.services.memos import add_memo, list_memos
from qualcode.services.studies import open_study, undo
from qualcode.services.withdraw import withdraw
from qualcode.storage.dump import dump

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def passage(study: OpenStudy, source: str, words: str) -> Attachment:
    text = study.sources.text(study.sources.named(source).id)
    start = text.text.index(words)
    return Attachment(MemoTarget.SOURCE, text.source.guid, text.revision, Span(start, start + len(words)))


def test_a_draft_is_no_change_and_no_memo(coded: OpenStudy) -> None:
    before = dump(coded.connection)
    name = new_draft_name()
    for text in ("Ha", "Half", "Half a thought"):
        keep_draft(coded, name, text=text, kind="analytic", about=passage(coded, "P001", "at home"))
    (draft,) = list_drafts(coded)
    assert (draft.text, draft.kind, draft.memo) == ("Half a thought", "analytic", None)
    assert draft.target == f"passage P001 {draft.about.span}"
    assert dump(coded.connection) == before
    assert list_memos(coded) == ()
    keep_draft(coded, name, text="  ", kind="analytic", about=draft.about)
    assert list_drafts(coded) == ()


def test_a_saved_draft_is_a_memo(coded: OpenStudy) -> None:
    keep_draft(coded, new_draft_name(), text="Here.", kind="reflexive", about=passage(coded, "P001", "at home"))
    change = save_draft(coded, list_drafts(coded)[0].number)
    assert change is not None
    assert [(one.text, one.kind) for one in list_memos(coded)] == [("Here.", "reflexive")]
    assert list_drafts(coded) == ()
    undo(coded)
    assert list_memos(coded) == ()
    with pytest.raises(NotFound):
        save_draft(coded, 999)


def test_a_draft_of_an_edit_changes_the_memo_when_it_is_saved(coded: OpenStudy) -> None:
    number, _ = add_memo(coded, "First.")
    about = Attachment(MemoTarget.STUDY, coded.facts.guid)
    keep_draft(coded, new_draft_name(), text="Second.", kind="analytic", about=about, memo=number)
    assert [one.text for one in list_memos(coded)] == ["First."]
    save_draft(coded, list_drafts(coded)[0].number)
    assert [one.text for one in list_memos(coded)] == ["Second."]


def test_the_passage_of_a_draft_moves_with_a_correction(coded: OpenStudy) -> None:
    keep_draft(coded, new_draft_name(), text="Here.", kind="analytic", about=passage(coded, "P001", "at home"))
    correct_turn(coded, coded.sources.named("P001").id, 1, "Who was it that wrote it?", reason="misheard")
    save_draft(coded, list_drafts(coded)[0].number)
    (memo,) = list_memos(coded)
    (about,) = memo.about
    text = coded.sources.text(coded.sources.named("P001").id)
    assert about.revision == text.revision
    assert about.span is not None
    assert about.span.words_of(text.text) == "at home"


def test_a_draft_that_cannot_be_saved_stays(coded: OpenStudy) -> None:
    keep_draft(coded, new_draft_name(), text="See [[coding 999]].", kind="analytic", about=passage(coded, "P001", "at home"))
    number = list_drafts(coded)[0].number
    with pytest.raises(NotFound):
        save_draft(coded, number)
    drop_draft(coded, list_drafts(coded)[0].name)
    whole = Attachment(MemoTarget.SOURCE, coded.sources.named("P001").guid)
    keep_draft(coded, new_draft_name(), text="Tired.", kind="case portrait", about=whole)
    with pytest.raises(InvalidInput):
        save_draft(coded, list_drafts(coded)[0].number)
    assert [one.text for one in list_drafts(coded)] == ["Tired."]


def test_nobody_sees_the_drafts_of_another(coded: OpenStudy) -> None:
    keep_draft(coded, new_draft_name(), text="Mine.", kind="analytic", about=Attachment(MemoTarget.STUDY, coded.facts.guid))
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        assert list_drafts(tom) == ()


def test_a_withdrawal_takes_their_words_out_of_drafts(coded: OpenStudy) -> None:
    said = "Sandra wrote it in 2016, in a week."
    about = Attachment(MemoTarget.STUDY, coded.facts.guid)
    keep_draft(coded, new_draft_name(), text=f"She said: {said} Did she?", kind="analytic", about=about)
    withdraw(coded, ["P004"])
    (draft,) = list_drafts(coded)
    assert draft.text == "She said: [withdrawn]. Did she?"
