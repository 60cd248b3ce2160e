"""Talking differences over by line: list, start, decide, finish, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

LEAD, SECOND = "Mairi Lennox", "Tom Adeyemi"
CODINGS = (
    (LEAD, "I did, at home.", "Written at home"),
    (SECOND, "I did, at home", "Written at home"),
    (LEAD, "It was nobody's job, really.", "Nobody's job"),
    (SECOND, "nobody's job", "Nobody's job"),
    (LEAD, "out of date", "Out of date"),
    (SECOND, "out of date", "Written at home"),
    (SECOND, "It took weeks.", "Time and capacity"),
)


@pytest.fixture
def coded(study: Path, command: Callable[..., Said]) -> Path:
    """P001, coded and finished by both."""
    for coder, words, code in CODINGS:
        assert command("code", "add", str(study), "P001", "--words", words, "--code", code, "--as", coder).code == 0
    for coder in (LEAD, SECOND):
        assert command("finish", str(study), "P001", "--as", coder).code == 0
    return study


def test_the_whole_discussion_by_line(coded: Path, command: Callable[..., Said]) -> None:
    name = str(coded)
    listed = command("reconcile", name, "--json").json
    assert [(one["number"], one["kind"], one["turns"]) for one in listed[0]["differences"]] == [
        (1, "boundary", [2]),
        (2, "other theme", [4]),
        (3, "missed", [4]),
    ]
    assert "must be said which source" in command("reconcile", "decide", name, "1", "--outcome", "first").err
    assert "not begun" in command("reconcile", "decide", name, "1", "--source", "P001", "--outcome", "first").err
    begun = command("reconcile", "start", name)
    assert begun.code == 0
    assert "P001: 1 agreement carried over, 3 differences to discuss." in begun.err
    assert command("reconcile", "decide", name, "1", "--outcome", "overlap", "--reason", "enough").code == 0
    assert command("reconcile", "decide", name, "--kind", "missed", "--outcome", "take second").code == 0
    plain = command("reconcile", name, "--plain", "--open").out
    assert "P001  Mairi Lennox × Tom Adeyemi  2 of 3 settled, in progress; present: Mairi Lennox, Tom Adeyemi" in plain
    assert "  2  t. 4  other theme\n" in plain
    assert "  1  t. 2" not in plain
    refused = command("reconcile", "finish", name, "P001")
    assert refused.code == 1
    assert "1 of 3 differences of P001 are not settled." in refused.err
    finished = command("reconcile", "finish", name, "P001", "--rest", "leave", "--reason", "both hold")
    assert "P001: 3 differences settled, 5 agreed codings." in finished.err
    counts = command("segments", name, "--code", "Written at home", "--json").json
    assert len(counts) == 2
    assert "is finished" in command("reconcile", "decide", name, "1", "--source", "P001", "--outcome", "drop").err
    assert command("reconcile", "reopen", name, "P001", "--reason", "overlooked").code == 0
    assert command("undo", name).code == 0
    decisions = [one["decision"] for one in command("reconcile", name, "--json").json[0]["differences"]]
    assert [one["outcome"] for one in decisions] == ["overlap", "leave both readings", "take second"]
    assert [one["reason"] for one in decisions] == ["enough", "both hold", ""]


def test_the_codebook_is_changed_and_the_sources_to_revisit_are_listed(coded: Path, command: Callable[..., Said]) -> None:
    name = str(coded)
    for words in ("out of date", "It was nobody's job"):
        code = "Out of date" if "date" in words else "Nobody's job"
        assert command("code", "add", name, "P002", "--words", words, "--code", code, "--as", LEAD).code == 0
    assert command("reconcile", "start", name, "P001").code == 0
    done = command(
        *("reconcile", "decide", name, "2", "--outcome", "codebook", "--new", "Old figures", "--under", "Collecting data"),
        *("--definition", "Figures of an earlier year.", "--reason", "neither fits"),
    )
    assert done.code == 0, done.err
    assert "Figures of an earlier year." in command("codebook", "show", name, "Old figures").out
    revisit = command("reconcile", name, "--revisit", "--json").json
    assert [(one["source"], one["code"].rpartition(" > ")[2], one["codings"]) for one in revisit] == [("P002", "Out of date", 1)]
    assert "Old figures was made in the discussion of P001" in revisit[0]["why"]
    assert "P002    Making the case" in command("reconcile", name, "--revisit").out


def test_a_source_discussed_before_a_definition_changed_is_to_be_revisited(coded: Path, command: Callable[..., Said]) -> None:
    name = str(coded)
    for coder, code in ((LEAD, "Out of date"), (SECOND, "Written at home")):
        assert command("code", "add", name, "P002", "--words", "out of date", "--code", code, "--as", coder).code == 0
        assert command("finish", name, "P002", "--as", coder).code == 0
    for source in ("P001", "P002"):
        assert command("reconcile", "start", name, source).code == 0
    assert command("reconcile", "finish", name, "P001", "--rest", "first").code == 0
    assert command("reconcile", name, "--revisit", "--json").json == []
    of = ("reconcile", "decide", name, "1", "--source", "P002", "--outcome", "codebook")
    assert command(*of, "--code", "Out of date", "--definition", "Older than a year.").code == 0
    revisit = command("reconcile", name, "--revisit", "--json").json
    assert {(one["source"], one["code"].rpartition(" > ")[2], one["codings"]) for one in revisit} == {
        ("P001", "Out of date", 1),
        ("P001", "Written at home", 1),
    }


def test_what_is_read_by_another_program_is_printed_and_opens_nothing(coded: Path, command: Callable[..., Said]) -> None:
    assert "  1  t. 2  boundary\n" in command("reconcile", str(coded)).out
    assert command("match", str(coded)).code == 0


def test_of_a_long_passage_the_lines_show_how_it_begins_and_ends(
    coded: Path, command: Callable[..., Said], tmp_path: Path
) -> None:
    long = " ".join(f"word{number}" for number in range(200))
    (tmp_path / "P009.txt").write_text(f"I: Well?\nP: {long}\n", encoding="utf-8")
    assert command("import", str(coded), str(tmp_path / "P009.txt")).code == 0
    assert command("code", "add", str(coded), "P009", "--turn", "2", "--code", "Out of date", "--as", LEAD).code == 0
    for coder in (LEAD, SECOND):
        assert command("finish", str(coded), "P009", "--as", coder).code == 0
    plain = command("reconcile", str(coded), "--source", "P009", "--plain").out
    assert "“word0 word1 " in plain
    assert " […] " in plain
    assert "word199”" in plain
    assert "word100" not in plain
    sides = command("reconcile", str(coded), "--source", "P009", "--json").json[0]["differences"][0]["first"]
    assert sides[0]["words"] == long


def test_words_are_added_and_who_is_present_is_said(coded: Path, command: Callable[..., Said]) -> None:
    name = str(coded)
    command("reconcile", "start", name, "--present", LEAD)
    assert command("reconcile", "present", name, "P001", LEAD, SECOND).code == 0
    assert command("reconcile", "add", name, "P001", "--words", "audit clerk", "--code", "Out of date").code == 0
    found = command("reconcile", name, "--json", "--kind", "added").json[0]
    assert found["present"] == [LEAD, SECOND]
    assert [one["decision"]["outcome"] for one in found["differences"]] == ["other code"]
    assert command("reconcile", "decide", name, "1", "--outcome", "drop").code == 0
    assert command("reconcile", "reason", name, "1", "said in jest").code == 0
    assert "→ drop — said in jest" in command("reconcile", name, "--plain").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("decide", "1", "--outcome", "perhaps"), 'no outcome "perhaps"'),
        (("decide", "--outcome", "first"), "Name differences by their numbers"),
        (("decide", "1", "--kind", "missed", "--outcome", "first"), "Name differences by their numbers"),
        (("decide", "9", "--outcome", "first"), "no difference 9"),
        (("decide", "1", "--outcome", "span", "--span", "1:2", "--words", "x"), "by --span or by --words"),
        (("decide", "1", "--outcome", "codebook", "--under", "Approval"), "--new"),
        (("finish", "P002"), "have not both finished P002"),
        (("reopen", "P001", "--reason", "x"), "is not finished"),
        (("show", "--open", "--kind", "agreed"), "settled from the beginning"),
    ],
)
def test_wrong_use_is_one_sentence(coded: Path, command: Callable[..., Said], words: tuple[str, ...], sentence: str) -> None:
    assert command("reconcile", "start", str(coded)).code == 0
    said = command("reconcile", words[0], str(coded), *words[1:])
    assert said.code in {1, 2}
    assert sentence in said.err
    assert "Traceback" not in said.err
