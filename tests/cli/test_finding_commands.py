from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


def test_find_prints_each_hit_in_its_place(study: Path, command: Callable[..., Said]) -> None:
    said = command("find", str(study), "nobody's job")
    assert said.code == 0
    line = "  t. 2, {}: I did, at home. It was «nobody's job», really.\n"
    assert said.out == f"P001\n{line.format('P001')}\nP002\n{line.format('P002')}"
    assert said.err == "2 hits in 2 sources, in the talk of 2 participants.\n"


def test_find_as_json(study: Path, command: Callable[..., Said]) -> None:
    found = command("find", str(study), "weeks", "--source", "P002", "--json").json
    assert [(one["source"], one["turn"], one["speaker"], one["words"], one["participants"]) for one in found] == [
        ("P002", 4, "P002", "weeks", ["P002"])
    ]
    assert found[0]["end"] - found[0]["start"] == 5


def test_find_refuses_what_is_no_word(study: Path, command: Callable[..., Said]) -> None:
    said = command("find", str(study), "a*b")
    assert (said.code, said.out) == (1, "")
    assert "sign 2" in said.err


def test_hits_are_listed_then_coded_then_taken_back(study: Path, command: Callable[..., Said]) -> None:
    coding = ("code", "hits", str(study), "clerk", "--code", "Collecting data", "--unit", "sentence")
    said = command(*coding, "--dry-run")
    assert said.out.splitlines()[0] == 'P001, t. 4, P001: "We never had an audit clerk."'
    assert "would be applied to 2 segments" in said.err
    assert command("segments", str(study), "--code", "Collecting data", "--json").json == []
    assert "2 codings" in command(*coding).err
    assert len(command("segments", str(study), "--code", "Collecting data", "--json").json) == 2
    assert "2 of them coded so already" in command(*coding).err
    assert command("undo", str(study)).code == 0
    assert command("segments", str(study), "--code", "Collecting data", "--json").json == []


def test_answers_are_coded(study: Path, command: Callable[..., Said]) -> None:
    said = command("code", "answers", str(study), "the figures", "--code", "Out of date", "--json")
    assert [(one["source"], one["turn"], one["coded"]) for one in said.json] == [("P001", 4, False), ("P002", 4, False)]
    assert "2 codings" in said.err


def test_segments_of_a_query(study: Path, command: Callable[..., Said]) -> None:
    command("code", "hits", str(study), "nobody's job", "--code", "Nobody's job", "--source", "P001")
    command("code", "hits", str(study), "it was nobody's job", "--code", "Written at home")
    said = command("segments", str(study), "--query", "Nobody's job and Written at home", "--json")
    assert [(one["source"], one["words"], one["codings"], one["id"]) for one in said.json] == [
        ("P001", "nobody's job", [1, 2], 1)
    ]
    said = command("segments", str(study), "--query", "Written at home and not Nobody's job")
    path = "Making the case > Time and capacity > Written at home"
    assert said.out == f"  P002\n    [3] It was nobody's job (P002, t. 2) {path}\n"


def test_a_query_that_cannot_be_read_names_the_place(study: Path, command: Callable[..., Said]) -> None:
    said = command("segments", str(study), "--query", "Time and (")
    assert (said.code, said.out) == (1, "")
    assert "sign 11" in said.err
    assert command("segments", str(study)).code == 2
    assert command("segments", str(study), "--query", "A", "--code", "B").code == 2


def test_compare_prints_n_of_n(study: Path, command: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("id,role\nP001,nurse\nP002,doctor\n", encoding="utf-8")
    command("cases", "import", str(study), "cases.csv")
    command("code", "hits", str(study), "nobody's job", "--code", "Nobody's job", "--source", "P001")
    command("finish", str(study), "P001", "P002")
    said = command("compare", str(study), "--by", "role", "--code", "Time and capacity")
    assert [line.split("  ")[0] for line in said.out.splitlines()] == [
        "theme",
        "Time and capacity",
        "Nobody's job",
        "Written at home",
    ]
    assert said.out.splitlines()[1].split()[3:] == ["0", "of", "1", "1", "of", "1", "1", "of", "2"]
    cells = command("compare", str(study), "--by", "role", "--code", "Nobody's job", "--json").json
    assert [(one["group"], one["n"], one["of"], one["codings"]) for one in cells] == [
        ("doctor", 0, 1, []),
        ("nurse", 1, 1, [1]),
        ("All", 1, 2, [1]),
    ]
    assert command("compare", str(study), "--by", "role", "--to", "out.docx").code == 0
    assert (tmp_path / "out.docx").stat().st_size > 1000


def test_a_coded_transcript_goes_to_word(study: Path, command: Callable[..., Said], tmp_path: Path) -> None:
    command("code", "hits", str(study), "nobody's job", "--code", "Nobody's job", "--source", "P001")
    said = command("show", str(study), "P001", "--to", "out.docx")
    assert (said.code, said.out) == (0, "")
    assert said.err == "Wrote P001 with 1 coding to out.docx.\n"
    assert command("show", str(study), "P001", "--to", "out.odt").code == 2


def test_similar_turns_are_proposed_and_their_use_is_told(study: Path, command: Callable[..., Said]) -> None:
    found = command("similar", str(study), "--source", "P001", "--turn", "2", "--json").json
    assert [(one["source"], one["turn"], one["codes"]) for one in found] == [("P002", 2, [])]
    assert "home" in found[0]["shared"]
    assert [(one["coder"], one["times"]) for one in command("similar", str(study), "--uses", "--json").json] == [
        ("Mairi Lennox", 1)
    ]
    assert command("similar", str(study)).code == 2
    assert command("similar", str(study), "--source", "P001").code == 2
