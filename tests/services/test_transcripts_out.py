from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.spans import Span
from qualcode.errors import UsageError
from qualcode.services.coding import apply_code, star
from qualcode.services.sources import read_source
from qualcode.services.transcripts_out import marked_transcript, short_names, write_transcript
from tests.services.chart_study import coded

if TYPE_CHECKING:
    from pathlib import Path

    from docx.table import Table

    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def written_table(study: OpenStudy, source: str, path: Path, coder: str | None = None) -> Table:
    write_transcript(read_source(study, source, coder=coder), path)
    return Document(str(path)).tables[0]


def code(study: OpenStudy, source: str, words: str, name: str) -> int:
    text = study.sources.text(study.sources.named(source).id)
    start = text.text.index(words)
    return apply_code(
        study, source=text.source.id, span=Span(start, start + len(words)), code=study.codes.codebook().find(name).id
    )[0]


def test_passages_are_numbered_and_their_codes_stand_beside_them(coded: OpenStudy, tmp_path: Path) -> None:
    star(coded, read_source(coded, "P001", coder="Mairi").passages[1].codings[0].coding.id)
    table = written_table(coded, "P001", tmp_path / "out.docx", coder="Mairi")
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Transcript", "Codes"]
    assert rows[2] == [
        "2 P001\nI did, [1at home, on Sundays1]. [2It was nobody's job.2]",
        "1 Own time (starred)\n2 Nobody's job",
    ]
    assert rows[1] == ["1 I\nWho wrote it?", ""]


def test_marks_are_raised_and_the_rest_is_the_text_as_it_is(coded: OpenStudy, tmp_path: Path) -> None:
    table = written_table(coded, "joint", tmp_path / "out.docx")
    read = read_source(coded, "joint")
    for row, passage in zip(table.rows[1:], read.passages, strict=True):
        paragraphs = row.cells[0].paragraphs[1:]
        plain = [run for one in paragraphs for run in one.runs if run.style.name != "Coding Mark"]
        assert "".join(run.text for run in plain) == passage.text
        marks = [run for one in paragraphs for run in one.runs if run.style.name == "Coding Mark"]
        assert all(re.fullmatch(r"\[\d+|\d+\]", run.text) for run in marks)


def test_a_coding_over_two_turns_is_marked_in_both(coded: OpenStudy) -> None:
    passages = marked_transcript(read_source(coded, "joint", coder="Mairi")).passages
    assert passages[1].margin == ("1 Time",)
    assert passages[1].marks == ((0, "[1"), (21, "1]"))
    assert passages[2].margin == ("1 Time (continued)", "2 Own time")
    assert passages[2].marks[0] == (0, "[1")


def test_nested_and_touching_passages_open_and_close_in_order(coded: OpenStudy) -> None:
    code(coded, "P004", "Nobody did. It never got written.", "Quality")
    code(coded, "P004", "It never got written.", "Figures")
    passage = marked_transcript(read_source(coded, "P004", coder="Mairi")).passages[1]
    assert [sign for _, sign in passage.marks] == ["[2", "[1", "1]", "[3", "3]", "2]"]


def test_two_coders_are_named(coded: OpenStudy) -> None:
    transcript = marked_transcript(read_source(coded, "P001"))
    assert transcript.note == "Interview; 4 passages; codings of Tom (T), Mairi (M)."
    assert all(line.endswith(("(T)", "(M)")) for one in transcript.passages for line in one.margin)


def test_the_legend_has_the_path_of_each_code_and_counts_its_codings(coded: OpenStudy, tmp_path: Path) -> None:
    write_transcript(read_source(coded, "P001"), tmp_path / "out.docx")
    legend = Document(str(tmp_path / "out.docx")).tables[1]
    assert [[cell.text for cell in row.cells] for row in legend.rows] == [
        ["Code", "In the codebook", "Codings"],
        ["Figures", "Making the case > Figures", "2"],
        ["Nobody's job", "Making the case > Time > Nobody's job", "1"],
        ["Own time", "Making the case > Time > Own time", "2"],
    ]
    # A transcript without codings has none.
    write_transcript(read_source(coded, "P004", coder="Mairi"), tmp_path / "out.docx")
    assert len(Document(str(tmp_path / "out.docx")).tables) == 2


def test_codes_of_one_name_are_told_apart_by_those_above_them() -> None:
    names = short_names(["A > Time", "B > C > Time", "D > C > Time", "Figures"])
    assert names == {"A > Time": "A > Time", "B > C > Time": "B > C > Time", "D > C > Time": "D > C > Time", "Figures": "Figures"}


def test_another_kind_of_file_is_refused(coded: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_transcript(read_source(coded, "P001"), tmp_path / "out.pdf")
