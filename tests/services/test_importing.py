from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.sources import Role, SourceKind
from qualcode.errors import Cancelled, InvalidInput, NotAllowed, NotFound, UnreadableFile, UsageError
from qualcode.services.importing import FailedFile, Imported, import_files, speaker_choice
from qualcode.services.sources import describe_sources, list_sources, read_source
from qualcode.services.studies import add_coder, new_study, redo, undo
from tests.formats.test_word_files import paragraph, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

TALK = "Licence: free.\n\nINT: Why did you?\n\nP004: Nobody else would.\nTruly.\n\nINT: And then?\n\nP004: It came.\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with new_study(tmp_path / "fls", lead="Mairi Lennox") as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, text: str | bytes = TALK) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def only_failure(done: Imported) -> FailedFile:
    assert len(done.failed) == 1
    return done.failed[0]


def changes(study: OpenStudy) -> int:
    return len(study.history.lines())


def test_an_import_says_what_it_read_and_stores_it(study: OpenStudy, file: Callable[..., Path]) -> None:
    done = import_files(study, [file("P004.txt", "\ufeff" + TALK.replace("\n", "\r\n"))])
    one = done.files[0]
    assert (one.name, one.reader, one.encoding, one.known_by) == ("P004", "txt", "utf-8", "byte order mark")
    assert (one.words, one.turns) == (17, 4)
    assert [(speaker.label, speaker.role, speaker.turns) for speaker in one.speakers] == [
        ("INT", Role.INTERVIEWER, 2),
        ("P004", Role.PARTICIPANT, 2),
    ]
    assert [(left.label, left.lines) for left in one.not_taken] == [("Licence", (1,))]
    stored = study.sources.text(study.sources.named("P004").id)
    assert stored.text == TALK
    assert [(stored.speaker_of(turn).label, turn.span.words_of(stored.text)) for turn in stored.turns] == [
        ("INT", "Why did you?"),
        ("P004", "Nobody else would.\nTruly."),
        ("INT", "And then?"),
        ("P004", "It came."),
    ]
    assert [turn.label.words_of(stored.text) for turn in stored.turns if turn.label] == ["INT:", "P004:", "INT:", "P004:"]


def test_the_import_record_and_the_file_itself_are_kept(study: OpenStudy, file: Callable[..., Path]) -> None:
    data = "I: Où?\r\n\r\nP: Là.\r\n".encode("latin-1")
    import_files(study, [file("a.txt", data), file("b.docx", word(paragraph("I: Why?") + paragraph("P: So.")))])
    first, second = study.sources.all()
    record = study.sources.record_of(first.id)
    assert record is not None
    assert (record["file_name"], record["encoding"], record["encoding_known_by"], record["newlines"]) == (
        "a.txt",
        "cp1252",
        "guess",
        "CRLF",
    )
    assert 0 < record["confidence"] <= 1
    assert json.loads(record["report"])["speakers"][0] == {"label": "I", "role": "interviewer", "turns": 1}
    assert study.sources.original_of(first.id) == data
    kept = study.sources.original_of(second.id)
    assert kept is not None
    assert kept.startswith(b"PK")


def test_times_are_stored_with_their_turns(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt", "I: [00:00:05] Why [00:07] so?\n\nP: It was. #00:00:12-3#\n")])
    text = study.sources.text(study.sources.all()[0].id)
    assert [(turn.started, turn.ended) for turn in text.turns] == [(5000, None), (None, 12_300)]
    assert [[time.words_of(text.text) for time in turn.times] for turn in text.turns] == [["[00:07]"], ["#00:00:12-3#"]]


# ---- cases -------------------------------------------------------------------------------------------------------


def cases(study: OpenStudy) -> dict[str, tuple[list[str], list[str]]]:
    """Each case with its sources linked whole and the labels of its speakers."""
    sources = {one.id: one.name for one in study.sources.all()}
    labels = {speaker.id: speaker.label for text in study.sources.texts() for speaker in text.speakers}
    return {one.name: ([sources[n] for n in one.sources], [labels[n] for n in one.speakers]) for one in study.cases.all()}


def test_each_participant_label_makes_or_finds_a_case(study: OpenStudy, file: Callable[..., Path]) -> None:
    done = import_files(study, [file("first.txt"), file("second.txt", TALK + "\nP009: Me too.\n\nP009: And me.\n")])
    assert [(one.name, one.known) for one in done.files[0].cases] == [("P004", False)]
    assert [(one.name, one.known) for one in done.files[1].cases] == [("P004", True), ("P009", False)]
    assert cases(study) == {"P004": ([], ["P004", "P004"]), "P009": ([], ["P009"])}


@pytest.mark.parametrize("label", ["Participant", "P", "Speaker 1", "interviewee", "SPEAKER_00"])
def test_a_label_any_transcript_may_have_gives_a_case_named_as_the_source(
    study: OpenStudy, file: Callable[..., Path], label: str
) -> None:
    import_files(study, [file("Ann Lee.txt", f"INT: Why?\n\n{label}: So.\n")])
    assert cases(study) == {"Ann Lee": ([], [label])}


def test_cases_from_names_and_none(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt"), file("b.txt", "No labels here.")], case_from="name")
    import_files(study, [file("c.txt", TALK + "more")], case_from="none")
    assert cases(study) == {"a": ([], ["P004"]), "b": (["b"], [])}


# ---- speakers ----------------------------------------------------------------------------------------------------


def test_chosen_speakers(study: OpenStudy, file: Callable[..., Path]) -> None:
    path = file("a.txt", "ANN: a?\n\nBEN: b? c?\n\nANN: d\n\nhttp: e\n")
    done = import_files(study, [path], speakers="ann=participant, BEN = interviewer,CY=other")
    assert [(one.label, one.role) for one in done.files[0].speakers] == [("ANN", Role.PARTICIPANT), ("BEN", Role.INTERVIEWER)]
    assert done.files[0].notes == ("no label CY at the start of a line",)


def test_no_speakers(study: OpenStudy, file: Callable[..., Path]) -> None:
    done = import_files(study, [file("a.txt")], speakers="none")
    assert (done.files[0].turns, done.files[0].speakers, done.files[0].cases) == (0, (), ())


def test_chosen_labels_that_do_not_occur_at_all_refuse_the_file(study: OpenStudy, file: Callable[..., Path]) -> None:
    error = only_failure(import_files(study, [file("a.txt")], speakers="ANN=participant")).error
    assert isinstance(error, InvalidInput)
    assert error.message == "a.txt has none of the labels ANN at the start of a line."
    assert study.sources.all() == ()


@pytest.mark.parametrize("words", ["", "ANN", "ANN=boss", "=interviewer", "ANN=interviewer,,"])
def test_what_does_not_say_who_speaks_is_wrong_use(words: str) -> None:
    with pytest.raises(UsageError, match="who speaks"):
        speaker_choice(words)


def test_a_label_may_hold_an_equals_sign() -> None:
    assert speaker_choice("A=B=interviewer") == {"A=B": Role.INTERVIEWER}


# ---- many files --------------------------------------------------------------------------------------------------


def test_one_bad_file_does_not_stop_the_others(study: OpenStudy, file: Callable[..., Path], tmp_path: Path) -> None:
    bad = [file("bad.docx", "no zip"), file("empty.txt", ""), tmp_path / "absent.txt", tmp_path / "files", file("x.rtf", "{")]
    done = import_files(study, [file("a.txt"), *bad, file("b.txt", TALK + "b")])
    assert [one.name for one in done.files] == ["a", "b"]
    assert [type(one.error) for one in done.failed] == [UnreadableFile] * 5
    assert [one.error.message for one in done.failed] == [
        "bad.docx is not a .docx file inside.",
        "empty.txt is empty.",
        f"There is no file {tmp_path / 'absent.txt'}.",
        f"{tmp_path / 'files'} is a folder.",
        "x.rtf cannot be imported: the format .rtf is not read.",
    ]
    assert changes(study) == 2


def test_the_same_file_twice_is_refused_with_the_name_it_has(study: OpenStudy, file: Callable[..., Path]) -> None:
    first, again = file("a.txt"), file("b.txt")
    for done in (import_files(study, [first, again]), import_files(study, [again])):
        error = only_failure(done).error
        assert isinstance(error, NotAllowed)
        assert error.message == 'b.txt is already in the study, as "a".'


def test_two_files_of_one_stem_need_a_name(study: OpenStudy, file: Callable[..., Path]) -> None:
    second = file("A.md", TALK + "other")
    error = only_failure(import_files(study, [file("a.txt"), second])).error
    assert error.message == 'A.md cannot be imported as "A": there is a source of that name.'
    assert "--name" in error.hint
    done = import_files(study, [second], name="A  again")
    assert [one.name for one in done.files] == ["A again"]
    with pytest.raises(UsageError, match="one file only"):
        import_files(study, [second, second], name="x")


def test_a_dry_run_writes_nothing_and_sees_what_would_collide(study: OpenStudy, file: Callable[..., Path]) -> None:
    done = import_files(study, [file("a.txt"), file("b.txt"), file("a.md", TALK + "c")], dry_run=True)
    assert [(one.name, one.turns, one.change) for one in done.files] == [("a", 4, None)]
    assert [one.error.message for one in done.failed] == [
        'b.txt is already in the study, as "a".',
        'a.md cannot be imported as "a": there is a source of that name.',
    ]
    assert (study.sources.all(), study.cases.all(), changes(study)) == ((), (), 0)


def test_an_encoding_that_is_none_stops_before_anything_is_written(study: OpenStudy, file: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="no encoding"):
        import_files(study, [file("b.docx", word(paragraph("a"))), file("a.txt")], encoding="utf-99")
    assert study.sources.all() == ()


def test_a_given_encoding_is_used(study: OpenStudy, file: Callable[..., Path]) -> None:
    path = file("a.txt", "INT: Gdzie?\n\nP1: W łóżku.\n".encode("cp1250"))
    assert only_failure(import_files(study, [path], encoding="utf-8")).error.message.startswith(
        "a.txt is not text in utf-8: byte "
    )
    assert import_files(study, [path], encoding="cp1250").files[0].known_by == "given"
    assert "łóżku" in study.sources.text(study.sources.all()[0].id).text


def test_a_stop_keeps_what_was_confirmed(study: OpenStudy, file: Callable[..., Path]) -> None:
    def stop(done: int, _total: int, _what: str) -> None:
        if done == 2:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        import_files(study, [file(f"{n}.txt", TALK + str(n)) for n in range(4)], progress=stop)
    assert [one.name for one in study.sources.all()] == ["0", "1"]


# ---- undo and the search index -----------------------------------------------------------------------------------


def indexed(study: OpenStudy) -> int:
    return int(study.connection.exec_driver_sql("SELECT count(*) FROM search_row").scalar() or 0)


def found(study: OpenStudy, word: str) -> int:
    return int(
        study.connection.exec_driver_sql("SELECT count(*) FROM search_words WHERE search_words MATCH ?", (word,)).scalar() or 0
    )


def test_undo_takes_back_one_file_and_redo_puts_it_back(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt"), file("b.txt", TALK.replace("It came", "Eventually") + "x")])
    before = study.sources.texts()
    assert (indexed(study), found(study, "nobody"), found(study, "eventually")) == (10, 2, 1)
    undo(study)
    assert [one.name for one in study.sources.all()] == ["a"]
    assert (indexed(study), found(study, "nobody"), found(study, "eventually")) == (5, 1, 0)
    assert cases(study) == {"P004": ([], ["P004"])}
    redo(study)
    assert study.sources.texts() == before
    assert study.catch_up_search()
    assert (indexed(study), found(study, "eventually")) == (10, 1)
    assert study.sources.original_of(before[1].source.id) == TALK.replace("It came", "Eventually").encode() + b"x"


# ---- sources -----------------------------------------------------------------------------------------------------


def test_sources_are_sought_by_name_then_by_number(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("Beth.txt"), file("1.txt", TALK + "b")])
    assert study.sources.named("beth").name == "Beth"
    assert study.sources.named("1").name == "1"
    assert study.sources.named("2").name == "1"
    with pytest.raises(NotFound, match='no source "3"'):
        study.sources.named("3")


def test_the_list_counts_words_turns_and_codings(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt"), file("b.txt", "No talk at all.")])
    first, second = list_sources(study)
    assert (first.words, first.turns, [(one.label, one.turns) for one in first.speakers]) == (17, 4, [("INT", 2), ("P004", 2)])
    assert (second.words, second.turns, second.speakers, second.codings) == (4, 0, (), ())


def test_describing_sources(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt"), file("b.txt", TALK + "b")])
    table = "source,kind,date,minutes,interviewer,mode,pilot\na,Field_Note,2013-02-12,38,Mairi,by telephone,yes\n2,,,,,,no\n"
    changed, change = describe_sources(study, file("sources.csv", table))
    assert change is not None
    assert changed == 1
    first, second = study.sources.all()
    assert (first.kind, first.date, first.minutes, first.interviewer, first.mode, first.pilot) == (
        SourceKind.FIELD_NOTE,
        "2013-02-12",
        38,
        "Mairi",
        "by telephone",
        True,
    )
    assert (second.kind, second.date, second.pilot) == (SourceKind.INTERVIEW, None, False)
    undo(study)
    assert study.sources.all()[0].minutes is None


def test_wrong_descriptions_are_named_line_by_line_and_nothing_is_written(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt"), file("b.txt", TALK + "b")])
    table = "source,kind,date,minutes,pilot\na,chat,12/2/13,long,maybe\nz,,,,\nb,interview,,5,\nb,,,,\n"
    with pytest.raises(InvalidInput) as caught:
        describe_sources(study, file("sources.csv", table))
    for words in (
        'line 2: There is no kind "chat"',
        '"12/2/13" is no date',
        '"long" is no number',
        '"maybe"',
        'line 3: There is no source "z"',
    ):
        assert words in caught.value.message
    assert 'line 5: the source "b" stands there twice' in caught.value.message
    assert study.sources.all()[1].minutes is None


def test_a_source_is_read_passage_by_passage(study: OpenStudy, file: Callable[..., Path]) -> None:
    import_files(study, [file("a.txt")])
    add_coder(study, "Tom")
    read = read_source(study, "a", coder="Tom")
    assert [(one.turn.number if one.turn else None, one.text) for one in read.passages] == [
        (None, "Licence: free."),
        (1, "Why did you?"),
        (2, "Nobody else would.\nTruly."),
        (3, "And then?"),
        (4, "It came."),
    ]
    with pytest.raises(NotFound):
        read_source(study, "a", coder="Nobody")
