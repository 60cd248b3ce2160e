from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.domain.withdrawal import MARK, Words
from qualcode.errors import NotAllowed, NotFound, UndoRefused
from qualcode.services.cases import import_cases
from qualcode.services.checking import check_study
from qualcode.services.codebook import Definition, redefine_code
from qualcode.services.codebook_versions import save_codebook_version
from qualcode.services.coding import apply_code
from qualcode.services.correcting import correct_turn, turn_with
from qualcode.services.double_coding import finish_sources
from qualcode.services.importing import import_files
from qualcode.services.memos import add_memo, list_memos
from qualcode.services.quotations import import_quotes
from qualcode.services.studies import back_up, history, new_study, open_study, undo
from qualcode.services.summaries import import_summaries
from qualcode.services.withdraw import plan_withdrawal, withdraw
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

PLANTED = ("Zanzibar", "quagmire", "xylophone", "peppermint", "Wolverhampton", "obfuscate")
"""Words that only P009 says, or that were written down of them."""
THEIRS = """I: Who wrote the business case?

P009: In Zanzibar I saw a quagmire of forms for every business case we wrote.

I: And the figures?

P009: A xylophone plays better than our finance system ever did for us.
"""
JOINT = "I: Who wrote it?\n\nP001: We both did, on a Sunday.\n\nP009: It was peppermint tea and spreadsheets.\n"


@pytest.fixture
def fls(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi Lennox") as study:
        with_sources(study, tmp_path / "files", "P001", "P002")
        yield study


def file_of(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def code_words(study: OpenStudy, source: str, words: str) -> int:
    text = study.sources.text(study.sources.named(source).id)
    start = text.text.index(words)
    code = study.codes.codebook().find("Nobody's job").id
    return apply_code(study, source=text.source.id, span=Span(start, start + len(words)), code=code)[0]


def furnish(study: OpenStudy, folder: Path) -> int:
    """Everything that can hold a participant's words, done, corrected, undone; returns one of their codings."""
    import_files(study, [file_of(folder, "P009.txt", THEIRS)])
    number = code_words(study, "P009", "a quagmire of forms for every business case")
    with study.unit_of_work("set_note") as work:
        work.codings.change(number, note="obfuscate is what she means")
    code_words(study, "P001", "nobody's job")
    source = study.sources.named("P009").id
    correct_turn(study, source, 2, turn_with(study, source, 2, "saw", "met in Wolverhampton"), reason="she says Wolverhampton")
    correct_turn(study, source, 4, turn_with(study, source, 4, "finance", "peppermint"))
    undo(study)
    finish_sources(study, ["P009"])
    book = study.codes.codebook()
    redefine_code(study, book.find("Nobody's job").id, Definition(example="a quagmire of forms"))
    redefine_code(study, book.find("Out of date").id, Definition(definition="as in: met in Wolverhampton a quagmire of forms"))
    save_codebook_version(study, "v1")
    add_memo(study, "Zanzibar again", target="source P009")
    add_memo(study, "I wonder who plays the xylophone", target=f"coding {number}")
    add_memo(study, "obfuscate, she said of it", target="case P009")
    add_memo(study, "Compare: a xylophone plays better than our finance system, and P001.", target="study")
    import_cases(study, file_of(folder, "cases.csv", "id,role,town\nP001,nurse,Leeds\nP009,nurse,Zanzibar\n"))
    import_summaries(
        study,
        file_of(
            folder, "summaries.csv", "case,theme,text\nP009,Time and capacity,Met a quagmire\nP001,Time and capacity,Alone\n"
        ),
    )
    quotes = "table,row,source,words,printed,tag\n1,a,P009,a quagmire of forms for every business case,a quagmire […] case,ID\n"
    import_quotes(study, file_of(folder, "quotes.csv", quotes + "1,b,P001,nobody's job,,ID\n"))
    return number


def test_no_word_of_the_participant_is_left_in_the_bytes(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    assert fls.path is not None
    assert all(any(word.encode() in one for one in held(fls.path)) for word in PLANTED)
    done = withdraw(fls, ["P009"])
    assert done.file_clean
    assert [word for word in PLANTED if any(word.encode() in one for one in held(fls.path))] == []
    assert [word for word in PLANTED if any(word.lower().encode() in one.lower() for one in held(fls.path))] == []
    report = check_study(fls)
    assert (report.faults, report.notes) == ((), ())
    fls.close()
    assert [word for word in PLANTED if any(word.lower().encode() in one.lower() for one in held(fls.path))] == []


def held(path: Path) -> list[bytes]:
    """The bytes of a study and of the files beside it."""
    return [file.read_bytes() for file in path.parent.glob(path.name + "*")]


def test_what_is_not_theirs_stays(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    plan = plan_withdrawal(fls, ["p009"])
    done = withdraw(fls, ["p009"])
    assert plan.would_go == done.removed
    assert [one.name for one in fls.sources.all()] == ["P001", "P002"]
    assert [one.name for one in fls.cases.all()] == ["P001", "P002"]
    assert [one.span.words_of(fls.sources.body(one.source)[1]) for one in fls.codings.all()] == ["nobody's job"]
    assert [one.text for one in list_memos(fls)] == [f"Compare: {MARK}, and P001."]
    assert [one.text for one in fls.summaries.all()] == ["Alone"]
    assert [one.tag for one in fls.quotes.all()] == ["ID"]
    book = fls.codes.codebook()
    assert book.find("Nobody's job").example == MARK
    assert book.find("Out of date").definition == f"as in: {MARK}"
    assert done.removed["coding"] == 1
    assert done.removed["memo"] == 3
    assert done.removed["revision"] == 2


def test_one_entry_is_left_and_cannot_be_undone(fls: OpenStudy, tmp_path: Path) -> None:
    code_words(fls, "P002", "nobody's job")
    furnish(fls, tmp_path)
    done = withdraw(fls, ["P009"])
    lines = history(fls)
    assert (lines[-1].change.id, lines[-1].change.verb, lines[-1].change.what) == (
        done.change,
        "withdraw",
        "withdrew a participant",
    )
    assert (lines[-1].coder, lines[-1].stands) == ("Mairi Lennox", True)
    assert not any("Wolverhampton" in line.change.reason for line in lines)
    with pytest.raises(UndoRefused, match="A participant was withdrawn"):
        undo(fls)
    number = code_words(fls, "P001", "at home")
    undo(fls)
    assert number not in [one.id for one in fls.codings.all()]


def test_their_file_is_not_imported_again(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    withdraw(fls, ["P009"])
    again = import_files(fls, [tmp_path / "P009.txt"])
    assert [str(one.error) for one in again.failed] == ["P009.txt is of a participant who withdrew, so it cannot be imported."]
    other = import_files(fls, [file_of(tmp_path, "P010.txt", THEIRS.replace("Zanzibar", "Leeds").replace("P009", "P010"))])
    assert other.failed == ()
    assert check_study(fls).faults == ()


def test_where_others_speak_too_it_is_refused_unless_all_are_named(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    import_files(fls, [file_of(tmp_path, "joint.txt", JOINT)])
    with pytest.raises(NotAllowed, match=r"In joint others speak too \(P001\)"):
        withdraw(fls, ["P009"])
    assert len(fls.sources.all()) == 4
    withdraw(fls, ["P009", "P001"])
    assert [one.name for one in fls.sources.all()] == ["P002"]
    assert fls.path is not None
    assert not any(b"spreadsheets" in one for one in held(fls.path))
    assert check_study(fls).faults == ()


def test_the_copies_that_still_hold_their_words_are_named(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    copy = back_up(fls)
    assert plan_withdrawal(fls, ["P009"]).copies == (copy,)


def test_only_participants_are_withdrawn(fls: OpenStudy) -> None:
    with pytest.raises(NotFound, match='no participant "P077"'):
        withdraw(fls, ["P077"])


def test_an_open_window_elsewhere_does_not_keep_their_words(fls: OpenStudy, tmp_path: Path) -> None:
    furnish(fls, tmp_path)
    assert fls.path is not None
    with open_study(fls.path) as window:
        assert len(window.sources.all()) == 3
        assert withdraw(fls, ["P009"]).file_clean
        assert len(window.sources.all()) == 2
        assert [word for word in PLANTED if any(word.encode() in one for one in held(fls.path))] == []


def test_words_said_by_everybody_are_nobodys() -> None:
    words = Words(["I said that we never had the time for it, at all."])
    assert words.taken_out_of("We had the time for a walk") == "We had the time for a walk"
    assert words.taken_out_of("(“We never had the TIME for it”, she said.)") == f"(“{MARK}”, she said.)"
    assert words.taken_out_of_stored('{"example":"the time","name":"the time"}') == f'{{"example":"{MARK}","name":"the time"}}'


def test_what_was_said_of_them_and_taken_back_is_gone_too(fls: OpenStudy, tmp_path: Path) -> None:
    import_files(fls, [file_of(tmp_path, "P009.txt", THEIRS)])
    undo(fls)
    import_files(fls, [file_of(tmp_path, "P009.txt", THEIRS.replace("saw", "met in Wolverhampton"))])
    undo(fls)
    import_files(fls, [file_of(tmp_path, "P009.txt", THEIRS)])
    import_cases(fls, file_of(tmp_path, "cases.csv", "id,town\nP001,Leeds\nP009,Wolverhampton\n"))
    attribute = fls.cases.attributes()[0].id
    case = fls.cases.named("P009")
    assert case is not None
    with fls.unit_of_work("set_values", what="cleared a value") as work:
        work.cases.set_values(attribute, {case: ""})
    import_summaries(fls, file_of(tmp_path, "summaries.csv", "case,theme,text\nP009,Time and capacity,Met a quagmire\n"))
    undo(fls)
    for text, target in (("Zanzibar again", "source P009"), ("obfuscate, she said", "case P009")):
        add_memo(fls, text, target=target)
        undo(fls)
    number = code_words(fls, "P009", "a quagmire of forms for every business case")
    add_memo(fls, "I wonder about peppermint", target=f"coding {number}")
    undo(fls)
    files = """SELECT before FROM row_change WHERE before LIKE '%{"b64":%'"""
    assert len(list(fls.connection.exec_driver_sql(files))) == 2
    withdraw(fls, ["P009"])
    assert fls.path is not None
    assert [word for word in PLANTED if any(word.lower().encode() in one.lower() for one in held(fls.path))] == []
    assert check_study(fls).faults == ()
    assert list(fls.connection.exec_driver_sql(files)) == []


def test_unsaved_words_about_them_are_gone_too_and_others_stay(fls: OpenStudy, tmp_path: Path) -> None:
    from qualcode.domain.memos import Attachment, MemoTarget
    from qualcode.services.memo_drafts import keep_draft, list_drafts, new_draft_name

    import_files(fls, [file_of(tmp_path, "P009.txt", THEIRS)])
    number = code_words(fls, "P009", "a quagmire of forms for every business case")
    memo, _ = add_memo(fls, "Of them.", target="source P009")
    guids = {one.name: one.guid for one in fls.sources.all()} | {f"case {one.name}": one.guid for one in fls.cases.all()}
    coding = next(one.guid for one in fls.codings.all() if one.id == number)
    theirs = [
        ("Zanzibar again", MemoTarget.SOURCE, guids["P009"], None),
        ("peppermint, she said", MemoTarget.CASE, guids["case P009"], None),
        ("a xylophone", MemoTarget.CODING, coding, None),
        ("obfuscate instead", MemoTarget.STUDY, fls.facts.guid, memo),
    ]
    for text, to, guid, of in theirs:
        keep_draft(fls, new_draft_name(), text=text, kind="analytic", about=Attachment(to, guid), memo=of)
    keep_draft(fls, new_draft_name(), text="Of P001.", kind="analytic", about=Attachment(MemoTarget.SOURCE, guids["P001"]))
    withdraw(fls, ["P009"])
    assert [one.text for one in list_drafts(fls)] == ["Of P001."]
    assert fls.path is not None
    assert [word for word in PLANTED if any(word.lower().encode() in one.lower() for one in held(fls.path))] == []
