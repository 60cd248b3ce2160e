"""A check of a build names the quotations that are others since: their words, their codings, their edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qualcode.__main__ import run
from qualcode.domain.build import MANIFEST, FileState
from qualcode.domain.printing import Audience
from qualcode.domain.text import check_of_words
from qualcode.services.attributes import change_attribute
from qualcode.services.build import build, check_build
from qualcode.services.case_editing import set_cases
from qualcode.services.coding import recode, remove_coding, star
from qualcode.services.correcting import correct_turn
from qualcode.services.names_list import begin_list
from qualcode.services.quotation_edits import replace_words, words_in
from qualcode.services.quotation_verbs import remove_quotations
from qualcode.services.quotations import import_quotes
from qualcode.services.studies import undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

QUOTES = """table,row,source,words,printed,theme
1,1,P001,"I did, at home, on Sundays.","I did, at [place], on Sundays.",Time
1,2,joint,"In the evenings, mostly.","In the evenings, mostly.",Time
2,1,P004,It never got written.,It never got written.,Quality
"""


@pytest.fixture
def paper(coded: OpenStudy, tmp_path: Path) -> OpenStudy:
    """The coded study with three quotations, built for the team."""
    import_quotes(coded, written(tmp_path, "q.csv", QUOTES))
    build(coded, tmp_path / "out")
    assert check_build(coded, tmp_path / "out").current
    return coded


def said(study: OpenStudy, tmp_path: Path) -> list[str]:
    return [one.said for one in check_build(study, tmp_path / "out").quotations]


def bracket(study: OpenStudy, number: int, words: str) -> None:
    """Replace words of a quotation."""
    replace_words(study, number, words_in(study, number, words), "[other words]")


def coding(study: OpenStudy, words: str) -> int:
    found = (one for one in study.codings.all() if one.coder == study.viewer.id)
    return next(one.id for one in found if words in one.span.words_of(study.sources.text(one.source).text))


def test_other_codings_of_the_quoted_words_are_named_where_the_table_prints_as_it_did(paper: OpenStudy, tmp_path: Path) -> None:
    recode(paper, coding(paper, "at home, on Sundays"), paper.codes.codebook().find("Figures").id)
    found = check_build(paper, tmp_path / "out")
    assert [one.said for one in found.quotations] == ["Quotation 1 (table 1, P001): codings changed"]
    undo(paper)
    assert said(paper, tmp_path) == []
    remove_coding(paper, coding(paper, "We wrote it together."))
    assert said(paper, tmp_path) == ["Quotation 2 (table 1, P003): codings changed"]
    remove_coding(paper, coding(paper, "It was nobody's job."))
    assert said(paper, tmp_path) == ["Quotation 2 (table 1, P003): codings changed"], "no quoted word was coded by it"


def test_corrected_words_are_named_and_words_beside_them_are_not(paper: OpenStudy, tmp_path: Path) -> None:
    source = paper.sources.named("P001").id
    correct_turn(paper, source, 2, "I did, at home, on Mondays. It was nobody's job.")
    found = check_build(paper, tmp_path / "out")
    assert [one.said for one in found.quotations] == ["Quotation 1 (table 1, P001): words changed"]
    assert {one.file: one.state for one in found.files}["tables.docx"] is FileState.OLDER
    silence = next(one.id for one in paper.cases.all() if one.name == "P003")
    set_cases(paper, [silence], may_quote=False)
    assert said(paper, tmp_path) == ["Quotation 1 (table 1, P001): words changed"], "what may not be built can be checked"
    undo(paper)
    undo(paper)
    # Words of the turn that are not quoted may change, and move those that are.
    correct_turn(paper, source, 2, "Well, I did, at home, on Sundays. It was nobody's task.")
    assert said(paper, tmp_path) == []


def test_edits_and_what_came_and_went_are_named(paper: OpenStudy, tmp_path: Path) -> None:
    bracket(paper, 1, "Sundays")
    assert said(paper, tmp_path) == ["Quotation 1 (table 1, P001): edits changed"]
    recode(paper, coding(paper, "at home, on Sundays"), paper.codes.codebook().find("Figures").id)
    assert said(paper, tmp_path) == ["Quotation 1 (table 1, P001): codings and edits changed"]
    remove_quotations(paper, [2])
    head, *_, last = QUOTES.splitlines()
    import_quotes(paper, written(tmp_path, "more.csv", f"{head}\n{last}\n2,2,P004,Nobody did.,Nobody did.,Quality\n"))
    assert said(paper, tmp_path)[1:] == [
        "Quotation 2 (table 1): no longer printed",
        "Quotation 4 (table 2, P004): printed since",
    ]
    build(paper, tmp_path / "out")
    assert check_build(paper, tmp_path / "out").current
    assert said(paper, tmp_path) == []


def test_starred_codings_that_print_as_quotations_are_named_by_their_number(coded: OpenStudy, tmp_path: Path) -> None:
    number = coding(coded, "It was nobody's job.")
    star(coded, number)
    build(coded, tmp_path / "out")
    assert said(coded, tmp_path) == []
    recode(coded, number, coded.codes.codebook().find("Own time").id)
    assert said(coded, tmp_path) == [f"Coding {number} (table 1, P001): codings changed"]


def test_the_command_names_them_in_lines_and_as_json(
    paper: OpenStudy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bracket(paper, 3, "never")
    paper.close()
    line = ["build", str(tmp_path / "fls"), "--to", str(tmp_path / "out"), "--check", "--as", "Mairi"]
    assert run(line) == 3
    assert "Quotation 3 (table 2, P004): edits changed." in capsys.readouterr().err.splitlines()
    assert run([*line, "--json"]) == 3
    found = json.loads(capsys.readouterr().out)["quotations"]
    assert found == [{"number": 3, "table": 2, "cases": ["P004"], "changed": ["edits"]}]


def test_a_manifest_for_publication_tells_nothing_of_the_words_behind_the_brackets(paper: OpenStudy, tmp_path: Path) -> None:
    begin_list(paper)
    for one in paper.cases.attributes():
        change_attribute(paper, one.id, {"printed": "never"})
    build(paper, tmp_path / "published", audience=Audience.PUBLICATION)
    manifest = (tmp_path / "published" / MANIFEST).read_text(encoding="utf-8")
    quotes = {one.guid: one for one in paper.quotes.all()}
    assert len(json.loads(manifest)["quotations"]) == len(quotes) == 3
    for guid, quote in quotes.items():
        words = quote.span.words_of(paper.sources.text(quote.source).text)
        for told in (guid, check_of_words(words), "P001", "P004", "home"):
            assert told not in manifest
    build(paper, tmp_path / "again", audience=Audience.PUBLICATION)
    assert (tmp_path / "again" / MANIFEST).read_text(encoding="utf-8") == manifest
