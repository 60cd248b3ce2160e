from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qualcode.services.studies import new_study
from tests.formats.test_word_files import paragraph, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Command = Callable[..., Said]

RAW_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TALK = """Shortened.

INT: Why did you write it?

P004: Nobody else would, and the\x1b[31m café was closed.\u202e

MIRA: Hm.

INT: And then?

P004: It came.

Note: ends here.
"""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A study `fls` without sources, in the folder commands run in."""
    new_study(tmp_path / "fls", lead="Mairi Lennox").close()
    (tmp_path / "P004.txt").write_text(TALK, encoding="cp1252", errors="ignore")
    return tmp_path


def test_import_prints_what_was_found(command: Command, empty: Path) -> None:
    done = command("import", "fls", "P004.txt")
    assert done.code == 0
    assert done.out.splitlines() == [
        "P004: 27 words, 5 turns",
        "  read as txt, cp1252 (guess, 100% sure)",
        "  speakers: INT 2 (interviewer), P004 2 (participant), MIRA 1 (participant)",
        "  cases: P004 (made), MIRA (made)",
        '  not taken as a label: "Note" in line 13 (a word for a remark, not for a speaker)',
    ]
    assert done.err == "Imported 1 file. Labels and roles are proposals; `--speakers` corrects them.\n"


def test_speakers_and_cases_can_be_chosen(command: Command, empty: Path) -> None:
    done = command(
        "import", "fls", "P004.txt", "--speakers", "INT=participant,P004=interviewer", "--case-from", "name", "--name", "First"
    )
    assert (done.code, done.err) == (0, "Imported 1 file.\n"), "what was given is no proposal"
    assert command("sources", "fls", "--json").json[0]["speakers"] == [
        {"label": "INT", "role": "participant", "turns": 2},
        {"label": "P004", "role": "interviewer", "turns": 2},
    ]
    assert [one["case"] for one in command("cases", "list", "fls", "--json").json] == ["First"]


def test_a_dry_run_only_shows(command: Command, empty: Path) -> None:
    done = command("import", "fls", "P004.txt", "--dry-run", "--json")
    assert (done.code, done.json[0]["turns"], done.json[0]["change"]) == (0, 5, None)
    assert done.err == "1 file could be imported; nothing was written.\n"
    assert command("sources", "fls", "--json").json == []


def test_bad_files_are_named_at_the_end_and_the_others_imported(command: Command, empty: Path) -> None:
    (empty / "empty.txt").touch()
    (empty / "none.docx").write_text("words")
    (empty / "b.docx").write_bytes(word(paragraph("INT: Why?") + paragraph("P005: So.")))
    done = command("import", "fls", "empty.txt", "P004.txt", "none.docx", "b.docx")
    assert done.code == 1
    assert done.out.count(" words, ") == 2
    assert done.err.splitlines() == [
        "Imported 2 files. Labels and roles are proposals; `--speakers` corrects them.",
        "Not imported: empty.txt is empty. Check that the transcript was saved, and import it again.",
        "Not imported: none.docx is not a .docx file inside. Open it in a word processor and save it as .docx again, or as .txt.",
    ]
    assert [one["name"] for one in command("sources", "fls", "--json").json] == ["P004", "b"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("P004.txt", "--speakers", "INT"), 2, '"INT" does not say who speaks.'),
        (("P004.txt", "--encoding", "utf-99"), 2, 'There is no encoding called "utf-99".'),
        (("P004.txt", "P004.txt", "--name", "x"), 2, "A name can be given to one file only."),
        (("P004.txt", "--case-from", "hat"), 2, "Invalid value for '--case-from'"),
        ((), 2, "Missing argument 'FILE...'"),
        (("nothing.txt",), 1, "There is no file nothing.txt."),
    ],
)
def test_wrong_use_is_one_sentence(command: Command, empty: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = command("import", "fls", *arguments)
    assert done.code == code
    assert words in done.err
    assert "Traceback" not in done.err
    assert command("sources", "fls", "--json").json == []


def test_sources_are_listed(command: Command, empty: Path) -> None:
    command("import", "fls", "P004.txt")
    expected = {
        "number": 1,
        "name": "P004",
        "kind": "interview",
        "date": None,
        "minutes": None,
        "interviewer": None,
        "mode": None,
        "pilot": False,
        "words": 27,
        "turns": 5,
        "speakers": [
            {"label": "INT", "role": "interviewer", "turns": 2},
            {"label": "P004", "role": "participant", "turns": 2},
            {"label": "MIRA", "role": "participant", "turns": 1},
        ],
        "codings": {},
        "uncoded": 1.0,
        "state": "unread",
    }
    assert command("sources", "fls", "--json").json == [expected]
    assert command("sources", "list", "fls", "--json").json == [expected]
    lines = command("sources", "fls").out.splitlines()
    assert lines[1].split() == ["1", "P004", "interview", "27", "5", "INT", "2,", "P004", "2,", "MIRA", "1", "100%", "unread"]


def test_fields_name_and_place_of_a_source_are_set(command: Command, study: Path) -> None:
    done = command("sources", "set", "fls", "P001", "P002", "--mode", "telephone", "--pilot", "--minutes", "52")
    assert (done.code, done.err) == (0, "Set mode, minutes, pilot of 2 sources. (change 5; `qualcode undo` takes it back)\n")
    assert command("sources", "set", "fls", "P001", "--mode", "", "--no-pilot").code == 0
    first, second = command("sources", "fls", "--json").json
    assert (first["mode"], first["pilot"], first["minutes"]) == (None, False, 52)
    assert (second["mode"], second["pilot"], second["minutes"]) == ("telephone", True, 52)
    assert command("sources", "set", "fls", "P001").code == 2
    assert "is no date" in command("sources", "set", "fls", "P001", "--date", "yesterday").err
    assert command("sources", "rename", "fls", "p001", "First").err.startswith("P001 is now called First.")
    assert command("sources", "move", "fls", "First", "--to", "2").code == 0
    assert [one["name"] for one in command("sources", "fls", "--json").json] == ["P002", "First"]


def test_sources_are_described_from_a_table(command: Command, empty: Path) -> None:
    command("import", "fls", "P004.txt")
    (empty / "sources.csv").write_text("source,date,pilot\nP004,2013-02-12,yes\n")
    done = command("sources", "describe", "fls", "sources.csv")
    assert (done.code, done.err) == (0, "Described 1 source. (change 2; `qualcode undo` takes it back)\n")
    assert command("sources", "fls", "--json").json[0]["date"] == "2013-02-12"
    (empty / "sources.csv").write_text("source,date\nP005,2013-02-12\n")
    done = command("sources", "describe", "fls", "sources.csv")
    assert done.code == 1
    assert 'There is no source "P005"' in done.err


def test_show_prints_numbered_turns_with_codings_in_words(command: Command, study: Path) -> None:
    command("code", "add", "fls", "P001", "--words", "It was nobody's job", "--code", "Nobody's job")
    command("code", "add", "fls", "P001", "--span", "0:5", "--code", "Out of date", "--as", "Tom Adeyemi")
    assert command("show", "fls", "P001").out.splitlines() == [
        "P001 (interview, 4 turns)",
        "",
        "Outside turns, 0:24",
        "  Shortened for the tests.",
        '  * Making the case > Collecting data > Out of date #2 (Tom Adeyemi): "Short"',
        "",
        "Turn 1, I (interviewer), 29:57",
        "  Who wrote the business case?",
        "",
        "Turn 2, P001 (participant), 65:109",
        "  I did, at home. It was nobody's job, really.",
        "  * Making the case > Time and capacity > Nobody's job #1 (Mairi Lennox): \"It was nobody's job\"",
        "",
        "Turn 3, I (interviewer), 114:130",
        "  And the figures?",
        "",
        "Turn 4, P001 (participant), 138:204",
        "  They were out of date. We never had an audit clerk. It took weeks.",
    ]
    shown = command("show", "fls", "1", "--coder", "Tom Adeyemi", "--json").json
    assert [len(one["codings"]) for one in shown] == [1, 0, 0, 0, 0]
    assert shown[0]["codings"][0]["words"] == "Short"
    assert [one["turn"] for one in shown] == [None, 1, 2, 3, 4]


def test_show_refuses_what_is_not_there(command: Command, study: Path) -> None:
    assert command("show", "fls", "P009").err == 'There is no source "P009". `qualcode sources` lists them.\n'
    assert command("show", "fls", "P001", "--coder", "Nobody").code == 1


def test_control_signs_of_a_transcript_never_reach_the_terminal(command: Command, empty: Path) -> None:
    (empty / "a\x1b[2J.txt").write_text(TALK + "\x9b2J \x07\0\x7f", encoding="utf-8")
    outputs = [
        command("import", "fls", "a\x1b[2J.txt"),
        command("import", "fls", "a\x1b[2J.txt"),
        command("sources", "fls"),
        command("sources", "fls", "--json"),
        command("show", "fls", "1"),
        command("show", "fls", "1", "--json"),
        command("show", "fls", "a\x1b[2"),
    ]
    assert all(not RAW_CONTROLS.search(one.out + one.err) for one in outputs)
    assert "1 character could not be read or kept, shown as \ufffd" in outputs[0].out
    assert "\u241b[31m" in outputs[4].out
    assert "\x1b[31m" in outputs[5].json[2]["text"]
