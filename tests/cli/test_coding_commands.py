from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.studies import open_study
from qualcode.storage.dump import dump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]

WORDS = "It was nobody's job, really."


def codings(study: Path) -> list[tuple[str, str, str, bool]]:
    with open_study(study) as opened:
        texts = {text.source.id: text for text in opened.sources.texts()}
        book = opened.codes.codebook()
        return [
            (texts[one.source].source.name, one.span.words_of(texts[one.source].text), book.path_text(one.code), one.star)
            for one in opened.codings.all()
        ]


def state(study: Path) -> object:
    with open_study(study) as opened:
        return dump(opened.connection)


def test_words_of_a_turn_are_coded_exactly(command: Command, study: Path) -> None:
    done = command(
        "code", "add", "fls", "P001", "--turn", "2", "--words", WORDS, "--code", "Nobody's job", "--code", "Written at home"
    )
    assert done.code == 0, done.err
    assert (
        "Coding 1, 2: Making the case > Time and capacity > Nobody's job, Making the case > Time and capacity > Written at home"
        in done.err
    )
    assert codings(study) == [
        ("P001", WORDS, "Making the case > Time and capacity > Nobody's job", False),
        ("P001", WORDS, "Making the case > Time and capacity > Written at home", False),
    ]
    assert command("undo", "fls").code == 0
    assert codings(study) == []


def test_curly_and_straight_quotation_marks_are_the_same_words(command: Command, study: Path) -> None:
    assert command("code", "add", "fls", "P001", "--words", "It was nobody’s job", "--code", "Nobody's job").code == 0
    assert codings(study)[0][1] == "It was nobody's job"


def test_a_span_is_taken_exactly_with_its_outer_spaces(command: Command, study: Path) -> None:
    with open_study(study) as opened:
        start = opened.sources.text(1).text.index(" It was")
    assert command("code", "add", "fls", "P001", "--span", f"{start}:{start + 8}", "--code", "Nobody's job").code == 0
    assert codings(study)[0][1] == " It was "


def test_the_same_twice_is_one_coding(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    again = command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    assert again.code == 0
    assert "Coding 1 says that already" in again.err
    assert len(codings(study)) == 1


def test_recode_star_and_remove(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    assert command("code", "recode", "fls", "1", "--code", "Written at home").code == 0
    assert command("code", "star", "fls", "1").code == 0
    assert codings(study) == [("P001", WORDS, "Making the case > Time and capacity > Written at home", True)]
    assert command("code", "remove", "fls", "1").code == 0
    assert codings(study) == []
    assert command("undo", "fls").code == command("undo", "fls").code == 0
    assert codings(study) == [("P001", WORDS, "Making the case > Time and capacity > Written at home", False)]


def test_a_coding_is_marked_unsure_and_sure_again(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    marked = command("code", "unsure", "fls", "1")
    assert (marked.code, marked.err.split(" (")[0]) == (0, "Marked coding 1 unsure.")
    with open_study(study) as opened:
        assert [one.unsure for one in opened.codings.all()] == [True]
    assert command("code", "unsure", "fls", "1", "--off").code == 0
    with open_study(study) as opened:
        assert [one.unsure for one in opened.codings.all()] == [False]


def test_recoding_into_a_coding_that_is_there_makes_the_two_one(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job", "--code", "Written at home")
    assert command("code", "recode", "fls", "1", "--code", "Written at home").code == 0
    assert [code for _, _, code, _ in codings(study)] == ["Making the case > Time and capacity > Written at home"]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("P001", "--words", "not there", "--code", "Nobody's job"), 1, "These words do not stand in P001."),
        (("P001", "--words", "It", "--code", "Nobody's job"), 1, "These words stand 2 times in P001."),
        (("P001", "--turn", "9", "--words", "It", "--code", "Nobody's job"), 1, "P001 has no turn 9."),
        (("P001", "--span", "5:5", "--code", "Nobody's job"), 2, '"5:5" is no span.'),
        (("P001", "--span", "5:99999", "--code", "Nobody's job"), 1, "5:99999 lies outside P001"),
        (("P001", "--words", WORDS, "--code", "Making the case"), 1, "is set to not codable"),
        (("P001", "--words", WORDS, "--code", "Nobodys job"), 1, "no code"),
        (("P009", "--words", WORDS, "--code", "Nobody's job"), 1, "P009"),
        (("P001", "--code", "Nobody's job"), 2, "A segment is given by --turn"),
    ],
)
def test_what_cannot_be_coded_is_one_sentence_and_changes_nothing(
    command: Command, study: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    before = state(study)
    done = command("code", "add", "fls", *arguments)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert done.err.count("\n") == 1
    assert state(study) == before


def test_a_coder_changes_only_their_own(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    done = command("code", "remove", "fls", "1", "--as", "Tom Adeyemi")
    assert (done.code, done.err) == (
        1,
        'Coding 1 is Mairi Lennox\'s, and each coder changes only their own. Act as them with `--as "Mairi Lennox"`.\n',
    )
    assert command("code", "remove", "fls", "7").err.startswith("There is no coding 7.")


def rows(*lines: str) -> str:
    return "coder,source,start,end,code,words\n" + "\n".join(lines) + "\n"


def test_codings_come_in_and_go_out_again(command: Command, study: Path, tmp_path: Path) -> None:
    file = tmp_path / "codings.csv"
    file.write_text(
        rows(
            f'Mairi Lennox,P001,,,Nobody\'s job,"{WORDS}"',
            "Jo Park,P002,3,24,Collecting data,",
            f'Jo Park,P001,,,Out of date,"{WORDS}"',
        ),
        encoding="utf-8-sig",
    )
    done = command("codings", "import", "fls", "codings.csv", "--finished")
    assert done.code == 0, done.err
    assert "Made coders: Jo Park." in done.err
    assert "Jo Park finished 2 sources: P002, P001." in done.err
    assert "Imported 3 codings" in done.err
    again = command("codings", "import", "fls", "codings.csv")
    assert "All 3 codings were there already" in again.err
    assert command("codings", "export", "fls", "out.csv").code == 0
    written = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "coder,source,start,end,code,round,note,words,when"
    assert len(written) == 4
    before = codings(study)
    command("undo", "fls")
    assert codings(study) == []
    assert command("codings", "import", "fls", "out.csv").code == 0
    assert codings(study) == before


def test_one_wrong_row_keeps_the_whole_file_out_and_is_named(command: Command, study: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        rows(
            f'Mairi Lennox,P001,,,Nobody\'s job,"{WORDS}"',
            "Mairi Lennox,P007,3,24,Nobody's job,",
            "Mairi Lennox,P001,3,24,Nobodys,",
            "Mairi Lennox,P001,3,99999,Nobody's job,",
            "Mairi Lennox,P001,3,24,Nobody's job,other words",
            ",P001,3,24,Nobody's job,",
        ),
        encoding="utf-8",
    )
    before = state(study)
    done = command("codings", "import", "fls", "bad.csv")
    assert done.code == 1
    assert done.err.startswith("5 of the 6 rows of bad.csv are wrong, so nothing was imported: line 3:")
    assert all(f"line {line}:" in done.err for line in range(3, 8))
    assert "other words" not in done.err
    assert state(study) == before
    left = command("codings", "import", "fls", "bad.csv", "--skip-bad")
    assert left.code == 0
    assert left.err.count("Left out line") == 5
    assert len(codings(study)) == 1


def test_cases_bring_attributes_and_links(command: Command, study: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,role,years,source\nP001,nurse,11,P001\nP009,doctor,3,P002\n", encoding="utf-8")
    done = command("cases", "import", "fls", "people.csv")
    assert done.code == 0, done.err
    assert "Made cases for: P009." in done.err
    assert "1 cases known, 1 made" in done.err
    listed = {one["case"]: one for one in command("cases", "list", "fls", "--json").json}
    assert listed["P001"]["values"] == {"role": "nurse", "years": "11"}
    assert listed["P009"]["sources"] == ["P002"]
    wrong = command("cases", "import", "fls", "people.csv", "--id", "number")
    assert (wrong.code, wrong.err) == (1, "people.csv has no column number. Its columns are id, role, years, source.\n")


def test_history_says_who_did_what(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job", "--as", "Tom Adeyemi")
    command("undo", "fls", "--as", "Tom Adeyemi", "--reason", "wrong turn")
    lines = command("history", "fls", "--json").json
    assert [(line["coder"], line["verb"], line["stands"]) for line in lines[-2:]] == [
        ("Tom Adeyemi", "apply_code", False),
        ("Tom Adeyemi", "undo", True),
    ]
    assert lines[-1]["reason"] == "wrong turn"
    assert lines[-1]["undoes"] == lines[-2]["change"]
    printed = command("history", "fls", "--last", "2").out
    assert "Nobody's job in P001" in printed
    assert "taken back" in printed


def test_check_is_clean_and_finds_a_shifted_coding(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job")
    assert command("check", "fls").code == 0
    with open_study(study) as opened:
        opened.connection.exec_driver_sql("UPDATE coding SET start = start + 1")
    found = command("check", "fls")
    assert found.code == 1
    assert found.out.startswith("Coding 1 at ")
    assert found.out.endswith("of P001 no longer has its words.\n")
    assert command("check", "fls", "--json").json["faults"] == [found.out.strip()]


def test_an_unknown_command_is_answered_with_the_nearest(command: Command) -> None:
    said = command("codngs")
    assert said.code == 2
    assert 'Did you mean "codings"?' in said.err


def test_the_next_step_is_printed_as_a_shell_needs_it(command: Command) -> None:
    said = command("new", "my study", "--coder", "Jo")
    assert "`qualcode import 'my study' FILE...`" in said.err


def test_a_folder_in_place_of_a_study_gets_a_sentence(command: Command) -> None:
    assert "There is no study" in command("sources", ".").err
    assert "There is no command" in command(".").err


def test_a_whole_turn_is_coded_by_its_number(command: Command, study: Path) -> None:
    done = command("code", "add", "fls", "P001", "--turn", "2", "--code", "Nobody's job")
    assert done.code == 0, done.err
    assert codings(study)[0][1] == "I did, at home. It was nobody's job, really."
    assert command("code", "add", "fls", "P001", "--turn", "99", "--code", "Nobody's job").code == 1
    assert command("code", "add", "fls", "P001", "--code", "Nobody's job").code == 2
    assert command("code", "add", "fls", "P001", "--turn", "2", "--span", "1:2", "--code", "Nobody's job").code == 2


def test_in_vivo_by_command(command: Command, study: Path) -> None:
    done = command("code", "in-vivo", "fls", "P001", "--words", "an audit clerk", "--under", "Collecting data")
    assert done.code == 0, done.err
    assert codings(study) == [("P001", "an audit clerk", "Making the case > Collecting data > an audit clerk", False)]
    assert "says that already" in command("code", "in-vivo", "fls", "P001", "--words", "an audit clerk").err
    assert command("undo", "fls").code == 0
    assert codings(study) == []


def test_ends_are_moved_by_command(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", "It was nobody's job", "--code", "Nobody's job")
    done = command("code", "move-ends", "fls", "1", "--words", WORDS)
    assert done.code == 0, done.err
    assert "Coding 1 now holds P001" in done.err
    assert codings(study)[0][1] == WORDS
    command("code", "add", "fls", "P001", "--words", "nobody's job", "--code", "Nobody's job")
    assert "so they are one: 1" in command("code", "move-ends", "fls", "2", "--words", WORDS).err
    assert [words for _, words, _, _ in codings(study)] == [WORDS]


def test_a_source_is_shown_with_the_codings_of_some_codes_alone(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", WORDS, "--code", "Nobody's job", "--code", "Out of date")
    shown = command("show", "fls", "P001", "--code", "Time and capacity")
    assert "Nobody's job #1" in shown.out
    assert "Out of date" not in shown.out
    assert "Out of date" in command("show", "fls", "P001", "--code", "Collecting data", "--code", "Nobody's job").out
    assert command("show", "fls", "P001", "--code", "Nowhere").code == 1
