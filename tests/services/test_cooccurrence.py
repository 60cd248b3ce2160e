from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.errors import NotAllowed, NotFound, UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.cooccurrence import codes_together, write_codes_together
from qualcode.services.queries import query_segments
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import open_study
from tests.services.chart_study import coded
from tests.services.test_transcripts_out import code

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def test_themes_by_themes_as_the_query_of_the_two_counts_them(coded: OpenStudy) -> None:
    code(coded, "P001", "on Sundays. It was", "Quality")
    found = codes_together(coded)
    names = [one.name for one in found.codes]
    assert names == ["Time", "Figures", "Quality"]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        cell = found.cell(first, second)
        assert cell is not None
        assert cell.overlaps == len(query_segments(coded, f"{names[first]} and {names[second]}").extracts)
    met = found.cell(0, 2)
    assert met is not None
    assert (met.overlaps, met.participants, found.of) == (2, ("P001",), 3)


def test_a_code_with_what_is_right_under_it_and_every_code(coded: OpenStudy) -> None:
    found = codes_together(coded, codes=["Time"])
    assert [[found.text(row, column) for column in range(3)] for row in range(3)] == [
        ["6", "·", "·"],
        ["·", "2", ""],
        ["·", "", "2"],
    ]
    assert [one.name for one in codes_together(coded, every=True).codes] == ["Time", "Own time", "Nobody's job", "Figures"]
    with pytest.raises(NotFound):
        codes_together(coded, codes=["Weather"])


def test_word_and_csv(coded: OpenStudy, tmp_path: Path) -> None:
    code(coded, "P001", "on Sundays. It was", "Quality")
    found = codes_together(coded)
    write_codes_together(found, tmp_path / "met.docx")
    (table,) = Document(str(tmp_path / "met.docx")).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Code", "1", "2", "3"],
        ["1  Time", "6", "", "2"],
        ["2  Figures", "", "2", ""],
        ["3  Quality", "2", "", "1"],
    ]
    write_codes_together(found, tmp_path / "met.csv")
    _, rows = read_csv((tmp_path / "met.csv").read_text(encoding="utf-8"))
    assert [list(row.cells.values()) for row in rows] == [["Making the case > Time", "Approval > Quality", "2", "1", "3", "P001"]]
    with pytest.raises(UsageError):
        write_codes_together(found, tmp_path / "met.pdf")


def test_it_is_not_to_be_seen_while_one_codes_blind(coded: OpenStudy, tmp_path: Path) -> None:
    sample_sources(coded, coder="Tom", share="1", seed=1)
    with open_study(tmp_path / "fls", "Tom") as blind, pytest.raises(NotAllowed):
        codes_together(blind)
