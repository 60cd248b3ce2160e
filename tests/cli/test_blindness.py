"""What a coder in a blind round may not see, planted and then looked for in all that the commands print and write."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from qualcode.__main__ import run
from qualcode.storage import create_study
from tests.double_coded import LEAD, SECOND, furnish

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = "heron"
"""A word that stands in no transcript and no frozen code: what holds it is the lead coder's work."""
EXAMPLE = "It came back. Twice."
"""Words of a sampled source that the frozen codebook gives as an example."""

CODEBOOK = f"""codes:
  - name: Making the case
    kind: group
    codes:
      - name: Time
        kind: theme
        example: {EXAMPLE}
      - name: Figures
        kind: theme
"""
MEMOS = f"kind,target,text,author,when\nanalytic,study,The {PLANTED} again,{LEAD},2013-04-02\n"
SUMMARIES = f"case,theme,text,remark,mark,author\nP001,Time,A {PLANTED} wrote it at home.,,,{LEAD}\n"
QUOTES = (
    "table,row,source,start,end,words,printed,tag,theme,finding,contrary\n"
    f'1,The {PLANTED},P001,,,"I did, at home.","I did, at [{PLANTED}].",[Participant ID: 001],Time,A {PLANTED} finds it.,\n'
)
CASES = "id,source\nP001,P001\nP002,P002\n"

AS_LEAD = [
    ("codebook", "redefine", "{study}", "Figures", "--definition", f"The {PLANTED} stood still.", "--reason", f"a {PLANTED}"),
    ("codebook", "add", "{study}", f"A {PLANTED}"),
    ("code", "add", "{study}", "P001", "--words", "at home", "--code", "Time", "--note", f"as a {PLANTED} would"),
    ("code", "add", "{study}", "P001", "--words", "Twice", "--code", f"A {PLANTED}"),
    ("code", "star", "{study}", "1"),
    ("memo", "import", "{study}", "{folder}/memos.csv"),
    ("summaries", "import", "{study}", "{folder}/summaries.csv"),
    ("quotes", "import", "{study}", "{folder}/quotes.csv"),
    ("finish", "{study}", "P001", "P002"),
]

READING = [
    ("chart", "{study}", "--to", "{folder}/out/chart.docx"),
    ("chart", "{study}", "--to", "{folder}/out/chart.xlsx", "--extracts"),
    ("codebook", "export", "{study}", "{folder}/out/book.yaml"),
    ("codebook", "export", "{study}", "{folder}/out/book.csv"),
    ("codebook", "show", "{study}"),
    ("codebook", "show", "{study}", "--json"),
    ("codings", "export", "{study}", "{folder}/out/codings.csv"),
    ("history", "{study}"),
    ("history", "{study}", "--json"),
    ("memo", "list", "{study}"),
    ("memo", "list", "{study}", "--json"),
    ("memo", "export", "{study}", "{folder}/out/memos.csv"),
    ("quotes", "export", "{study}", "{folder}/out/quotes.csv"),
    ("show", "{study}", "P001"),
    ("show", "{study}", "P001", "--json"),
    ("show", "{study}", "P001", "--coder", LEAD),
    ("show", "{study}", "P001", "--to", "{folder}/out/show.docx"),
    ("summaries", "export", "{study}", "{folder}/out/summaries.csv"),
    ("tables", "{study}", "--to", "{folder}/out/tables.docx"),
]
"""Commands that show the lead coder something with the planted word in it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a study whose second coder is to code P001 and P002 blind, and with the lead coder's work in it."""
    folder = tmp_path_factory.mktemp("blind")
    with create_study(folder / "fls", lead=LEAD) as study:
        furnish(study, "P001", "P002", codes=())
    files = {"book.yaml": CODEBOOK, "cases.csv": CASES, "memos.csv": MEMOS, "summaries.csv": SUMMARIES, "quotes.csv": QUOTES}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    before = [
        ("codebook", "import", "{study}", "{folder}/book.yaml"),
        ("cases", "import", "{study}", "{folder}/cases.csv"),
        ("sample", "{study}", "--for", SECOND, "--share", "1", "--seed", "7"),
    ]
    for command in [*before, *AS_LEAD]:
        assert act(folder, LEAD, *command) == 0, command
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it."""
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    (tmp_path / "out").mkdir()
    shutil.copy(built / "fls.qualcode", tmp_path)
    return tmp_path


def act(folder: Path, coder: str, *words: str) -> int:
    filled = [word.format(study=folder / "fls.qualcode", folder=folder) for word in words]
    return run([*filled, "--as", coder])


def met(folder: Path, coder: str, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a command, and all that it printed or wrote into files."""
    capsys.readouterr()
    code = act(folder, coder, *command)
    out, err = capsys.readouterr()
    parts = [out, err]
    for path in (folder / "out").iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            parts.append(path.read_text(encoding="utf-8"))
        path.unlink()
    return code, "\n".join(parts)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_the_lead_coder_sees_it_and_the_blind_coder_does_not(
    folder: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, seen = met(folder, LEAD, command, capsys)
    assert code == 0, seen
    assert PLANTED in seen.lower()
    _, seen = met(folder, SECOND, command, capsys)
    assert "fault of its own" not in seen
    assert PLANTED not in seen.lower()


@pytest.mark.parametrize("coder", [LEAD, SECOND])
def test_a_check_does_not_tell_how_far_the_other_coder_has_come(
    folder: Path, coder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = met(folder, coder, ("check", "{study}"), capsys)
    assert (code, said.splitlines()[-1]) == (0, "No faults in 2 sources.")


def test_examples_from_sampled_sources_are_not_in_the_frozen_codebook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("codebook", "export", "{study}", "{folder}/out/book.yaml"), ("codebook", "show", "{study}", "--json")):
        assert EXAMPLE in met(folder, LEAD, command, capsys)[1]
        code, seen = met(folder, SECOND, command, capsys)
        assert code == 0
        assert "Figures" in seen
        assert EXAMPLE not in seen


def test_the_blind_coder_finds_neither_the_codes_nor_the_passages_of_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ("segments", "{study}", "--code", f"A {PLANTED}")
    assert "Twice" in met(folder, LEAD, made, capsys)[1]
    code, seen = met(folder, SECOND, made, capsys)
    assert code == 1
    assert "There is no code" in seen
    frozen = ("segments", "{study}", "--code", "Time", "--json", "--coder", LEAD)
    assert len(json.loads(met(folder, LEAD, frozen, capsys)[1])) == 1
    assert json.loads(met(folder, SECOND, frozen, capsys)[1]) == []


def test_the_blind_coder_is_told_no_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(met(folder, LEAD, ("sources", "{study}", "--json"), capsys)[1])[0]["codings"] == {LEAD: 2}
    assert [one["codings"] for one in json.loads(met(folder, SECOND, ("sources", "{study}", "--json"), capsys)[1])] == [{}, {}]
    rounds = json.loads(met(folder, SECOND, ("round", "list", "--json", "{study}"), capsys)[1])
    assert [(one["coders"], one["sources"], one["finished"]) for one in rounds] == [([], 0, 0), ([SECOND], 2, 0)]


def test_what_the_blind_coder_does_is_sealed_from_everybody_until_the_round_is_closed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = "an egret"
    assert (
        act(folder, SECOND, "code", "add", "{study}", "P001", "--words", "Nobody's job", "--code", "Figures", "--note", note) == 0
    )
    thought, name = "a thought of a kestrel", "Kestrels"
    assert act(folder, SECOND, "memo", "add", "{study}", "--text", thought, "--on", "source:P001") == 0
    assert act(folder, SECOND, "codebook", "add", "{study}", name) == 0
    history = met(folder, SECOND, ("history", "{study}"), capsys)[1]
    assert "Figures in P001" in history
    for command in READING:
        printed = met(folder, LEAD, command, capsys)[1]
        assert [words for words in (note, thought, name) if words in printed] == []
    assert act(folder, LEAD, "codebook", "add", "{study}", name) == 0
    assert act(folder, LEAD, "check", "{study}") == 0
    assert "Figures in P001" not in met(folder, LEAD, ("history", "{study}"), capsys)[1]
    assert act(folder, LEAD, "round", "close", "{study}", "--reason", "enough") == 0
    assert note in met(folder, LEAD, ("show", "{study}", "P001"), capsys)[1]
    assert thought in met(folder, LEAD, ("memo", "list", "{study}"), capsys)[1]
    assert met(folder, LEAD, ("codebook", "show", "{study}"), capsys)[1].count(name) == 2
    assert PLANTED in met(folder, SECOND, ("show", "{study}", "P001"), capsys)[1]
    assert "Figures in P001" in met(folder, LEAD, ("history", "{study}"), capsys)[1]


@pytest.mark.parametrize("command", [("code", "remove", "{study}", "1"), ("code", "star", "{study}", "1"), ("undo", "{study}")])
def test_what_is_not_seen_cannot_be_changed(folder: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    before = met(folder, LEAD, ("show", "{study}", "P001", "--json"), capsys)
    assert act(folder, SECOND, *command) == 1
    assert met(folder, LEAD, ("show", "{study}", "P001", "--json"), capsys) == before
