from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.similar import SimilarPassage
from qualcode.domain.spans import Span
from qualcode.errors import UsageError
from qualcode.formats.csv_cells import read_csv
from qualcode.services.finding import find
from qualcode.services.passages_out import HIT_COLUMNS, write_hits, write_similar
from tests.services.chart_study import coded

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]


def paragraphs(path: Path) -> list[tuple[str, str]]:
    return [((one.style.name or "") if one.style else "", one.text) for one in Document(str(path)).paragraphs]


def test_hits_in_word_have_the_words_in_bold_among_those_around_them(coded: OpenStudy, tmp_path: Path) -> None:
    found = find(coded, "wrote")
    assert write_hits(found, "wrote", tmp_path / "hits.docx") == ()
    lines = paragraphs(tmp_path / "hits.docx")
    assert lines[:2] == [("Heading 1", "Found: wrote"), ("Table Note", "4 hits in 4 sources, in the talk of 2 participants.")]
    assert [text for style, text in lines if style == "Heading 3"] == ["P001", "joint", "P004", "P004-again"]
    assert ("Extract", "We wrote it together.") in lines
    assert ("Extract Place", "joint, t.\u00a02, P002") in lines
    document = Document(str(tmp_path / "hits.docx"))
    bold = {run.text for one in document.paragraphs for run in one.runs if run.style and run.style.name == "Found Words"}
    assert bold == {"wrote"}
    write_hits(found, "wrote", tmp_path / "hits.docx", by_case=True)
    headings = [text for style, text in paragraphs(tmp_path / "hits.docx") if style == "Heading 3"]
    assert headings == ["P002", "P004", "Nobody’s talk"]


def test_hits_in_csv_are_all_there(coded: OpenStudy, tmp_path: Path) -> None:
    found = find(coded, "wrote")
    write_hits(found, "wrote", tmp_path / "hits.csv")
    names, rows = read_csv((tmp_path / "hits.csv").read_text(encoding="utf-8"))
    assert tuple(names) == HIT_COLUMNS
    assert [(row.cells["source"], int(row.cells["start"]), row.cells["words"]) for row in rows] == [
        (one.name, one.span.start, one.words) for one in found
    ]
    with pytest.raises(UsageError):
        write_hits(found, "wrote", tmp_path / "hits.pdf")


def test_similar_turns_say_what_they_share_and_that_nothing_was_coded(tmp_path: Path) -> None:
    turn = SimilarPassage(1, "P009", Span(3, 9), 6, "P009", "We counted.\x07", 0.25, ("counted", "clerk"), ("P009",), ("A > B",))
    bare = SimilarPassage(1, "notes", Span(0, 2), None, None, "So.", 0.125, ("so",))
    assert write_similar([turn, bare], "P001, t. 2", tmp_path / "like.docx") == (
        "P009, t. 6, P009: printed as U+FFFD: U+0007 at 11.",
    )
    lines = paragraphs(tmp_path / "like.docx")
    assert "nothing was coded by this" in lines[1][1]
    assert ("Extract Place", "P009, t.\u00a06, P009 (0.25, shares counted, clerk). Coded A > B.") in lines
    assert ("Extract Place", "notes, at 0 (0.12, shares so). Not coded.") in lines
    write_similar([turn, bare], "P001, t. 2", tmp_path / "like.csv")
    _, rows = read_csv((tmp_path / "like.csv").read_text(encoding="utf-8"))
    assert [(row.cells["score"], row.cells["shared"]) for row in rows] == [("0.2500", "counted; clerk"), ("0.1250", "so")]
    write_similar([], "nothing", tmp_path / "like.docx")
