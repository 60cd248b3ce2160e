"""The importer on transcripts that other people wrote with other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.turns import cut
from qualcode.formats.readers.transcripts import read

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.turns import Cutting

MAINTAINERS = "transcripts/pypi-maintainers"


def cutting_of(path: Path) -> tuple[str, Cutting]:
    got = read(path.read_bytes(), path.name)
    return got.text, cut(got.text, declared=got.declared, cues=got.cues)


@pytest.mark.parametrize(
    ("name", "speakers"),
    [
        ("donald-1-full.md", [("MEL", "interviewer", 57), ("DONALD", "participant", 56), ("MIRABAI", "participant", 1)]),
        ("jackie-3-full.md", [("MEL", "interviewer", 52), ("JACKIE", "participant", 51)]),
        ("nick-1-full.md", [("MEL", "interviewer", 20), ("NICK", "participant", 20)]),
    ],
)
def test_the_three_interviews_have_the_right_speakers_and_turns(
    real_data: Path, name: str, speakers: list[tuple[str, str, int]]
) -> None:
    path = real_data / MAINTAINERS / name
    text, cutting = cutting_of(path)
    assert text == path.read_text(encoding="utf-8")
    assert [(one.label, one.role.value, one.turns) for one in cutting.speakers] == speakers
    first = cutting.turns[0].label
    assert first is not None
    assert text[: first.start].rstrip().endswith("# BEGIN TRANSCRIPT")
    assert first.words_of(text) == "MEL:"


@pytest.mark.parametrize("name", ["donald-1-full.md", "jackie-3-full.md", "nick-1-full.md"])
def test_turns_agree_with_a_plain_reading_of_the_lines(real_data: Path, name: str) -> None:
    text, cutting = cutting_of(real_data / MAINTAINERS / name)
    expected: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        label, colon, rest = line.partition(":")
        if colon and label.isupper() and label.isalpha():
            expected.append((label, [rest]))
        elif expected:
            expected[-1][1].append(line)
    assert [(cutting.speakers[one.speaker].label, one.span.words_of(text)) for one in cutting.turns] == [
        (label, "\n".join(lines).strip()) for label, lines in expected
    ]


def test_quoted_talk_of_another_interview_is_nobodys_turn(real_data: Path) -> None:
    text, cutting = cutting_of(real_data / MAINTAINERS / "jackie-3-full.md")
    assert [(one.label, one.lines, one.reason) for one in cutting.not_taken] == [("JACKIE", (31,), "inside a quoted block")]
    quoted = text.index("> JACKIE:")
    assert [cutting.speakers[one.speaker].label for one in cutting.turns if quoted in one.span] == ["MEL"]


@pytest.mark.parametrize(("name", "questions"), [("Exp_P1.txt", 14), ("Exp_P2.txt", 14), ("Exp_P3.txt", 14)])
def test_numbered_questions_are_no_speakers(real_data: Path, name: str, questions: int) -> None:
    _, cutting = cutting_of(real_data / "transcripts/portuguese" / name)
    assert cutting.turns == ()
    heads = {one.label: one for one in cutting.not_taken}
    assert len(heads["Pergunta 1, 2 …"].lines) == questions
    assert heads["Pergunta 1, 2 …"].lines[0] == 1


def test_the_word_file_is_read_paragraph_by_paragraph(real_data: Path) -> None:
    import docx

    path = real_data / "transcripts/word-and-odt/ID1.docx"
    text, cutting = cutting_of(path)
    assert text.split("\n\n") == [one.text for one in docx.Document(str(path)).paragraphs]
    assert "I'm happy to pay €200." in text
    assert cutting.turns == ()


def test_the_odt_file_is_read_paragraph_by_paragraph(real_data: Path) -> None:
    from odfdo import Document

    path = real_data / "transcripts/word-and-odt/ID2.odt"
    text, cutting = cutting_of(path)
    assert text.split("\n\n") == [one.inner_text for one in Document(path).body.paragraphs]
    assert "The course cost €200.00 and I do not want to waste my money." in text
    assert cutting.turns == ()
