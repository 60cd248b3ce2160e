"""COREQ: 32 items, filled from what the study knows, the rest asked once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.coreq import ITEMS, CoreqState
from qualcode.domain.printing import Audience
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.coreq import answer_coreq, clear_coreq, coreq, import_coreq, write_coreq
from qualcode.services.names_list import begin_list
from qualcode.services.sources import describe_sources
from qualcode.services.studies import new_study, undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.coreq import CoreqAnswer
    from qualcode.storage import OpenStudy

NEVER = ("emerge", "saturation was", "saturation reached", "good reliability")
"""What a text made by the program never claims."""


def item(study: OpenStudy, number: int) -> CoreqAnswer:
    return coreq(study).answers[number - 1]


def test_the_items_are_those_of_the_checklist() -> None:
    assert [one.number for one in ITEMS] == list(range(1, 33))
    sections = dict.fromkeys((one.domain, one.section) for one in ITEMS)
    assert [section for _, section in sections] == [
        *("Personal characteristics", "Relationship with participants", "Theoretical framework", "Participant selection"),
        *("Setting", "Data collection", "Data analysis", "Reporting"),
    ]
    assert [sum(one.section == section for one in ITEMS) for _, section in sections] == [5, 3, 1, 4, 3, 7, 5, 4]


def test_what_the_study_knows_is_filled_in_and_what_it_does_not_is_named(coded: OpenStudy, tmp_path: Path) -> None:
    rows = "source,date,minutes,interviewer,mode,pilot\nP001,2013-02-12,38,Mairi,telephone,yes\njoint,2013-04-02,52,Tom,,\n"
    describe_sources(coded, written(tmp_path, "sources.csv", rows))
    assert item(coded, 1).text == "Mairi (1 interview) and Tom (1 interview)."
    assert item(coded, 1).asks == "who held 2 interviews"
    assert item(coded, 12).text == "4 participants, 4 transcripts."
    assert item(coded, 15).text == "One interview was held with more than one participant."
    assert item(coded, 16).text == "See Table 1. Interviews were held from February 2013 to April 2013."
    assert item(coded, 18).text == "One participant was interviewed twice."
    assert (item(coded, 21).text, item(coded, 21).state) == ("38 to 52 minutes.", CoreqState.PART)
    assert item(coded, 24).text == "2 people: Mairi (4 of 4 transcripts) and Tom (2 of 4 transcripts)."
    assert item(coded, 25).text == ("See the codebook in the appendix: 2 groups, 3 themes and 2 codes.")
    assert item(coded, 27).state is CoreqState.KNOWN
    found = coreq(coded)
    assert {2, 10, 19, 22, 23, 28, 29} <= set(found.gaps)
    assert not {12, 18, 24, 25, 27} & set(found.gaps)
    told = " ".join(f"{one.text} {one.asks} {one.item.question}" for one in found.answers).casefold()
    assert not [claim for claim in NEVER if claim in told]


def test_saturation_is_left_to_the_authors(coded: OpenStudy) -> None:
    assert item(coded, 22).state is CoreqState.OPEN
    answer_coreq(coded, 22, "Not sought: the sample was set beforehand.")
    assert item(coded, 22).text == "Not sought: the sample was set beforehand."


def test_an_answer_is_kept_changed_cleared_and_undone(coded: OpenStudy) -> None:
    answer_coreq(coded, 10, "Purposive.")
    assert answer_coreq(coded, 10, " Purposive. ") is None
    answer_coreq(coded, 10, "Purposive, by role.")
    assert (item(coded, 10).text, item(coded, 10).state) == ("Purposive, by role.", CoreqState.ANSWERED)
    clear_coreq(coded, 10)
    assert clear_coreq(coded, 10) is None
    undo(coded)
    assert item(coded, 10).text == "Purposive, by role."
    undo(coded)
    undo(coded)
    assert item(coded, 10).state is CoreqState.OPEN
    for refused in ((0, "x"), (33, "x"), (10, "  "), (10, "x" * 4001)):
        with pytest.raises(QualcodeError):
            answer_coreq(coded, *refused)
    assert item(coded, 10).state is CoreqState.OPEN


def test_answers_come_in_from_a_table_as_one_action(coded: OpenStudy, tmp_path: Path) -> None:
    done = import_coreq(coded, written(tmp_path, "c.csv", "item,answer\n10,Purposive.\n22,Not sought.\n"))
    assert (done.put, done.same) == (2, 0)
    again = import_coreq(coded, tmp_path / "c.csv")
    assert (again.put, again.same, again.change) == (0, 2, None)
    undo(coded)
    assert item(coded, 22).state is CoreqState.OPEN
    for wrong in ("33,x", "ten,x", "10,"):
        with pytest.raises(InvalidInput, match="line 3"):
            import_coreq(coded, written(tmp_path, "c.csv", f"item,answer\n11,By letter.\n{wrong}\n"))
    assert item(coded, 11).state is CoreqState.OPEN


def test_the_word_file_has_all_items_and_an_empty_column_for_the_page(coded: OpenStudy, tmp_path: Path) -> None:
    answer_coreq(coded, 9, 'On "framework" analysis.\nSee Ritchie.')
    write_coreq(coded, tmp_path / "c.docx")
    word = Document(str(tmp_path / "c.docx"))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["No.", "Topic", "Guide question", "Answer", "Reported on page"]
    items = [row for row in rows if row[0].isdecimal()]
    assert [int(row[0]) for row in items] == list(range(1, 33))
    assert {row[4] for row in items} == {""}
    assert items[8][3] == "Thematic analysis with a codebook. On “framework” analysis.\nSee Ritchie."
    assert items[1][3] == "[Not answered.]"
    assert "items 1, 2, 3, 4" in word.paragraphs[-1].text


def test_for_publication_a_listed_name_in_an_answer_stops_it(coded: OpenStudy, tmp_path: Path) -> None:
    from qualcode.services.names import confirm_names

    begin_list(coded)
    answer_coreq(coded, 14, "At Broadmere General.")
    write_coreq(coded, tmp_path / "c.docx", audience=Audience.PUBLICATION)
    confirm_names(coded, ["Broadmere"], replacement="[hospital]")
    with pytest.raises(QualcodeError, match="item 14"):
        write_coreq(coded, tmp_path / "other.docx", audience=Audience.PUBLICATION)
    assert not (tmp_path / "other.docx").exists()


def test_an_empty_study_has_the_software_and_gaps(tmp_path: Path) -> None:
    with new_study(tmp_path / "new", lead="Mairi", approach="reflexive") as study:
        found = coreq(study)
        assert [one.item.number for one in found.answers if one.known] == [9, 27]
        assert found.answers[8].known == "Reflexive thematic analysis."
