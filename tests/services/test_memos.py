from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import Ambiguous, InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.importing import import_files
from qualcode.services.memo_writing import add_memo_on_passage, edit_memo, place_of_memo, remove_memo
from qualcode.services.memos import add_memo, export_memos, find_memos, import_memos, list_memos
from qualcode.services.studies import open_study, undo
from qualcode.storage.dump import dump
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

MEMOS = """kind,target,text,author,when
familiarisation,source:P001,Listened twice.,Tom,2013-02-22T10:05:00Z
reflexive,,I wrote two of these.,,2013-03-05
analytic,code: Making the case > Time,Hours nobody has.,,
case portrait,P004,Contradicts herself.,,
range of views,Figures,From none to nine hundred.,,
"""


@pytest.mark.parametrize(
    ("target", "kind", "written_back"),
    [
        ("", "analytic", "study"),
        ("study", "reflexive", "study"),
        ("source joint", "analytic", "source joint"),
        ("joint", "analytic", "source joint"),
        ("case:P002", "analytic", "case P002"),
        ("P001", "familiarisation note", "source P001"),
        ("P001", "case portrait", "case P001"),
        ("code Time > Own time", "analytic", "code Making the case > Time > Own time"),
        ("code Time", "analytic", "theme Making the case > Time"),
        ("theme: Time", "range of views", "theme Making the case > Time"),
        ("group Making the case", "analytic", "group Making the case"),
        ("turn joint 2", "reflexive", "turn joint 2"),
        ("passage joint 3:9", "analytic", "passage joint 3:9"),
        ("coding 1", "analytic", "coding 1"),
    ],
)
def test_what_a_memo_is_attached_to(coded: OpenStudy, target: str, kind: str, written_back: str) -> None:
    add_memo(coded, "Words.", kind=kind, target=target)
    memo = list_memos(coded)[-1]
    assert (memo.target, memo.text, memo.author) == (written_back, "Words.", "Mairi")


@pytest.mark.parametrize(
    ("text", "kind", "target", "error"),
    [
        ("Words.", "analytic", "P001", Ambiguous),
        ("Words.", "analytic", "nothing", NotFound),
        ("Words.", "analytic", "coding 999", NotFound),
        ("Words.", "analytic", "turn joint 99", NotFound),
        ("Words.", "analytic", "turn joint", NotFound),
        ("Words.", "analytic", "passage joint 9:3", NotFound),
        ("Words.", "analytic", "passage joint 3:99999", InvalidInput),
        ("Words.", "analytic", "theme Own time", NotFound),
        ("Words.", "analytic", "study of falls", NotFound),
        ("Words.", "case portrait", "source P001", InvalidInput),
        ("Words.", "familiarisation note", "case P001", InvalidInput),
        ("Words.", "familiarisation note", "turn P001 2", InvalidInput),
        ("Words.", "range of views", "study", InvalidInput),
        ("Words.", "poem", "", InvalidInput),
        ("  ", "analytic", "", InvalidInput),
    ],
)
def test_what_cannot_be_told_is_refused(coded: OpenStudy, text: str, kind: str, target: str, error: type[QualcodeError]) -> None:
    with pytest.raises(error):
        add_memo(coded, text, kind=kind, target=target)
    assert list_memos(coded) == ()


def test_what_is_written_can_be_read_again(coded: OpenStudy, tmp_path: Path) -> None:
    for target in ("turn joint 3", "passage P001 0:4", "theme Figures", "case P002", "coding 3", "source P004-again"):
        add_memo(coded, f"On {target}.", target=target)
    export_memos(coded, tmp_path / "memos.csv")
    assert import_memos(coded, tmp_path / "memos.csv").new == 0


def test_a_source_may_be_called_like_what_a_memo_is_about(coded: OpenStudy, tmp_path: Path) -> None:
    for name in ("group 3", "case study"):
        import_files(coded, [written(tmp_path, f"{name}.txt", f"I: And {name}?\n\nP9: Here.\n")])
        add_memo(coded, "Words.", target=name)
        assert list_memos(coded)[-1].target == f"source {name}"


def test_memos_are_found_by_what_they_are_about_and_by_their_words(coded: OpenStudy) -> None:
    add_memo(coded, "Sundays again.", target="turn P001 2")
    add_memo(coded, "Own [[coding 1]]!", target="theme Time")
    add_memo(coded, "Cold.", kind="familiarisation", target="source P001")
    assert [one.text for one in find_memos(coded, target="source P001")] == ["Sundays again.", "Cold."]
    assert [one.text for one in find_memos(coded, target="turn P001 2")] == ["Sundays again."]
    assert [one.target for one in find_memos(coded, words="SUNDAYS own")] == ["theme Making the case > Time"]
    assert [one.text for one in find_memos(coded, kind="familiarisation note")] == ["Cold."]
    assert [one.text for one in find_memos(coded, by_target=True)] == ["Cold.", "Sundays again.", "Own [[coding 1]]!"]
    with pytest.raises(NotFound):
        find_memos(coded, target="source P999")


def test_a_familiarisation_note_does_not_become_a_portrait(coded: OpenStudy) -> None:
    number, _ = add_memo(coded, "Cold.", kind="familiarisation", target="source P001")
    with pytest.raises(InvalidInput, match="about a case"):
        edit_memo(coded, number, kind="case portrait")
    assert edit_memo(coded, number, kind="reflexive") is not None


def test_a_table_of_memos_is_one_change_and_comes_back_as_it_was(coded: OpenStudy, tmp_path: Path) -> None:
    before = dump(coded.connection)
    assert import_memos(coded, written(tmp_path, "memos.csv", MEMOS)).new == 5
    assert [(one.kind, one.target, one.author) for one in list_memos(coded)][:2] == [
        ("familiarisation note", "source P001", "Tom"),
        ("reflexive", "study", "Mairi"),
    ]
    again = import_memos(coded, written(tmp_path, "memos.csv", MEMOS))
    assert (again.new, again.known, again.change) == (0, 5, None)
    assert export_memos(coded, tmp_path / "out.csv") == 5
    assert import_memos(coded, tmp_path / "out.csv").change is None
    undo(coded)
    assert dump(coded.connection) == before


def test_one_wrong_row_and_nothing_is_written(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"line 7: .*no kind of memo"):
        import_memos(coded, written(tmp_path, "memos.csv", MEMOS + "poem,,Words.,,\n"))
    assert list_memos(coded) == ()


def test_a_memo_is_edited_and_removed_by_its_author_alone(coded: OpenStudy) -> None:
    number, _ = add_memo(coded, "First words.")
    change = edit_memo(coded, number, text=" Other words. ", reason="clearer")
    assert change is not None
    assert (change.verb, change.reason) == ("edit_memo", "clearer")
    assert edit_memo(coded, number, text="Other words.") is None
    assert list_memos(coded)[-1].text == "Other words."
    with pytest.raises(InvalidInput):
        edit_memo(coded, number, text="  ")
    remove_memo(coded, number)
    assert [one.id for one in list_memos(coded)] == []
    undo(coded)
    undo(coded)
    assert list_memos(coded)[-1].text == "First words."
    assert coded.path is not None
    with open_study(coded.path, "Tom") as theirs:
        before = dump(theirs.connection)
        with pytest.raises(NotAllowed):
            edit_memo(theirs, number, text="Mine.")
        with pytest.raises(NotAllowed):
            remove_memo(theirs, number)
        assert dump(theirs.connection) == before


def test_a_memo_on_a_passage_is_found_again(coded: OpenStudy) -> None:
    source = coded.sources.named("P001")
    number, _ = add_memo_on_passage(coded, "Here.", source=source.id, span=Span(3, 9))
    place = place_of_memo(coded, number)
    assert (place.source, place.span, place.code) == (source.id, Span(3, 9), None)
    on_code, _ = add_memo(coded, "There.", target="code Time > Own time")
    assert place_of_memo(coded, on_code).code == coded.codes.codebook().find("Own time").id
    coding = coded.codings.all()[0]
    on_coding, _ = add_memo(coded, "This one.", target=f"coding {coding.id}")
    place = place_of_memo(coded, on_coding)
    assert (place.source, place.span, place.coding) == (coding.source, coding.span, coding.id)
    with pytest.raises(QualcodeError):
        add_memo_on_passage(coded, "Beyond.", source=source.id, span=Span(3, 10**9))
