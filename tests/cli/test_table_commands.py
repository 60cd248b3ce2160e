"""Theme tables and quotations by command, from nothing to a printed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from tests.cli.test_outputs import run
from tests.services.chart_study import coded_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


__all__ = ["coded_file", "run"]


def tabled(run: Callable[..., Said]) -> int:
    """A table for each group, and a quotation in the first row of the first; its number."""
    assert "Made 2 tables" in run("tables", "add", "fls", "--each-group").err
    found: list[dict[str, Any]] = run("quotes", "candidates", "fls", "1", "1", "--json").json
    coding = next(int(one["coding"]) for one in found if one["words"] == "It was nobody's job.")
    assert "Quotation 1 is in row 1 of table 1." in run("quotes", "add", "fls", "1", "1", str(coding)).err
    return coding


def test_a_table_is_made_filled_edited_and_written(run: Callable[..., Said], tmp_path: Path) -> None:
    tabled(run)
    assert (
        "prints    It was [somebody]'s job. [Participant ID: P001]"
        in run("quotes", "replace", "fls", "1", "nobody", "--by", "somebody").out
    )
    assert (
        "It already was"
        not in run("tables", "row", "set", "fls", "1", "1", "--heading", "Whose job", "--finding", "It was nobody's.").err
    )
    assert "Changed table 1" in run("tables", "set", "fls", "1", "--layout", "b", "--pages", "landscape").err
    listed: dict[str, Any] = run("tables", "list", "fls", "1", "--json").json
    row = listed["tables"][0]["rows"][0]
    assert (row["heading"], row["finding"]) == ("Whose job", "It was nobody's.")
    assert [(one["verbatim"], one["printed"]) for one in row["quotations"]] == [
        ("It was nobody's job.", "It was [somebody]'s job.")
    ]
    assert run("tables", "fls", "--to", "t.docx").code == 0
    assert [row.cells[0].text for row in Document(str(tmp_path / "t.docx")).tables[0].rows] == [
        "Illustrative quotation",
        "It was [somebody]’s job. [Participant ID: P001]",
    ]
    printed: list[dict[str, Any]] = run("tables", "fls", "--json", "--layout", "A").json
    assert printed[0]["sections"][0]["rows"][0]["printed"] == "It was [somebody]'s job."


def test_reading_rules_and_ids_by_command(run: Callable[..., Said]) -> None:
    tabled(run)
    assert "has read 1 quotation" in run("quotes", "read", "fls", "--all").err
    assert run("quotes", "list", "fls", "--unread").out == ""
    assert "cut mark: …" in run("tables", "settings", "fls", "--cut-mark", "...").out
    assert "not read for identification" in run("quotes", "cut", "fls", "1", "job").out
    assert run("quotes", "list", "fls", "--unread", "--json").json[0]["printed"] == "It was nobody's …."
    assert run("tables", "settings", "fls", "--tag", "[{nothing}]").code == 1
    assert run("tables", "settings", "fls", "--tag", "({role})", "--json").json["tag"] == "({role})"
    assert "tag of their own" not in run("tables", "settings", "fls", "--tag", "[{role}]").err
    run("quotes", "tag", "fls", "1", "a nurse")
    assert "1 quotation has a tag of its own and keeps it" in run("tables", "settings", "fls", "--tag", "({role})").err
    run("quotes", "tag", "fls", "1", "")
    run("quotes", "fresh-id", "fls", "1")
    assert run("quotes", "list", "fls", "--json").json[0]["fresh_id"] == "Q1"
    assert "found in" in run("tables", "list", "fls", "1").out.partition("quotation 1")[0]
    assert "contradicts the finding" in run("quotes", "contrary", "fls", "1").err
    listed = run("tables", "list", "fls", "1").out
    assert "contrary, " in listed
    assert "found in" not in listed.partition("quotation 1")[0]
    assert "Took 1 quotation out" in run("quotes", "remove", "fls", "1", "--reason", "x").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("tables", "fls"), 2, "where the tables go"),
        (("tables", "list", "fls", "9"), 1, "no table 9"),
        (("tables", "row", "move", "fls", "1", "9", "--to", "1"), 1, "no row 9"),
        (("tables", "add", "fls"), 2, "a title or a group"),
        (("tables", "add", "fls", "--title", "x", "--number", "1"), 1, "a table 1 already"),
        (("quotes", "cut", "fls", "1"), 2, "by --span"),
        (("quotes", "cut", "fls", "1", "--span", "x"), 2, "no span"),
        (("quotes", "cut", "fls", "1", "It was nobody's job."), 1, "only marks and brackets are left"),
        (("quotes", "edit", "fls", "1", "It was somebody's job."), 1, "word 3 of the printed form"),
        (("quotes", "cut", "fls", "7", "x"), 1, "no quotation 7"),
        (("quotes", "insert", "fls", "1", "x"), 2, "not said where"),
        (("quotes", "read", "fls"), 2, "which quotations"),
        (("quotes", "add", "fls", "1", "1"), 2, "words of a coding or of a source"),
        (("quotes", "undo-edit", "fls", "1", "3"), 1, "no edit 3"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Callable[..., Said], words: tuple[str, ...], code: int, said: str
) -> None:
    tabled(run)
    found = run(*words)
    assert (found.code, found.out) == (code, "")
    assert said in found.err


def test_where_nothing_is_listed_it_is_said_what_to_do_first(run: Callable[..., Said], command: Callable[..., Said]) -> None:
    for words in ("tables", "quotes"):
        assert "`qualcode tables add STUDY --each-group`" in run(words, "list", "fls").err
    assert run("tables", "list", "fls", "--json").json["tables"] == []
    assert run("quotes", "list", "fls", "--json").json == []
    assert "There is no table 1." in run("quotes", "list", "fls", "--table", "1").err
    run("tables", "add", "fls", "--each-group")
    assert "There is no quotation yet: `qualcode quotes candidates STUDY 1 ROW`" in run("quotes", "list", "fls").err
    assert "There is no quotation in table 2 yet" in run("quotes", "list", "fls", "--table", "2").err
    (coding, *_) = run("quotes", "candidates", "fls", "1", "1", "--json").json
    run("quotes", "add", "fls", "1", "1", str(coding["coding"]))
    run("quotes", "read", "fls", "--all")
    assert run("quotes", "list", "fls", "--unread").err == "Every quotation was read for identification.\n"
    assert command("new", "empty", "--coder", "Mairi").code == 0
    for words in ("tables", "quotes"):
        assert "`qualcode codebook import`" in run(words, "list", "empty").err


def test_a_second_table_of_a_group_is_refused_by_name(run: Callable[..., Said]) -> None:
    run("tables", "add", "fls", "--each-group")
    said = run("tables", "add", "fls", "--group", "Making the case")
    assert (said.code, '"Making the case" has table 1 already.' in said.err) == (1, True)
