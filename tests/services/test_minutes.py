"""The minutes tell what was settled and why, what was matched, and what changed in the codebook."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.domain.discussions import Outcome
from qualcode.domain.matching import Relation
from qualcode.domain.passages import LONGEST, shortened
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, NotFound, UsageError
from qualcode.formats.writers.docx.minutes import minutes_docx
from qualcode.services.codebook import Definition
from qualcode.services.discussion_verbs import add_agreed, begin_discussions, finish_discussions, reopen_discussion
from qualcode.services.matching import Relating, set_relation
from qualcode.services.matching_finish import finish_matching
from qualcode.services.minutes import COLUMNS, minutes, write_minutes
from qualcode.services.studies import undo
from qualcode.storage import create_study, open_study
from tests.double_coded import LEAD, SECOND
from tests.services.discussed import code_both, furnished, pair, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    """P001 discussed to the end, taken up again, and one code redefined."""
    with create_study(tmp_path / "study", lead=LEAD, title='Making the "case"') as made:
        furnished(made)
        with open_study(tmp_path / "study", SECOND) as other:
            code_both(made, other)
        begin_discussions(made, pair(made), ["P001"], present=[SECOND])
        settle(made, Outcome.DROP, 1, reason="said in jest")
        settle(made, Outcome.CODEBOOK, 3, code=code(made, "Delays"), definition=Definition(definition="It came back late."))
        finish_discussions(made, pair(made), ["P001"], rest=Outcome.LEAVE)
        reopen_discussion(made, pair(made), "P001", reason="one more look")
        yield made


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


def test_every_difference_is_told_with_both_readings_outcome_and_reason(study: OpenStudy) -> None:
    found = minutes(study)
    (of,) = found.sources
    assert (of.source, of.first, of.second, of.present, of.agreed, of.finished) == ("P001", LEAD, SECOND, (SECOND,), 1, "")
    assert dict(of.outcomes) == {"drop": 1, "change the codebook": 1, "leave both readings": 2}
    assert dict(of.counts) == {"missed": 2, "boundary": 1, "sibling code": 0, "other theme": 1}
    assert [(one.number, one.outcome, one.reason, one.decided_by) for one in of.lines] == [
        (1, "drop", "said in jest", LEAD),
        (2, "leave both readings", "", LEAD),
        (3, "change the codebook", "", LEAD),
        (4, "leave both readings", "", LEAD),
    ]
    third = of.lines[2]
    assert (third.place, third.code, third.words) == ("t. 4", "Approval > Delays", "It came back")
    assert [(one.code, one.words) for one in third.first] == [("Figures", "It came back")]
    assert [(one.code, one.words) for one in third.agreed] == [("Approval > Delays", "It came back")]
    assert [(who, why) for _, who, why in of.reopened] == [(LEAD, "one more look")]
    undo(study)
    assert minutes(study).sources[0].reopened == ()


def test_changes_of_the_codebook_name_the_sources_to_revisit(study: OpenStudy) -> None:
    from tests.double_coded import code_words

    code_words(study, "P002", "Twice", "Figures")
    (change,) = minutes(study).changes
    assert (change.code, change.what, change.before, change.after) == (
        "Approval > Delays",
        "definition",
        "",
        "It came back late.",
    )
    assert change.decided == "in the discussion of P001"
    assert change.revisit == (("P002", 1),)


def test_matchings_are_told_with_what_they_changed(study: OpenStudy) -> None:
    set_relation(study, Relating(Relation.SAME, code(study, "Time"), code(study, "Figures"), reason="one thing"))
    assert minutes(study).matchings[0].after == ""
    finish_matching(study, version="v2")
    found = minutes(study)
    (matching,) = found.matchings
    assert (matching.before, matching.after) == ("before matching 1", "v2")
    assert [(one.first, one.second, one.relation, one.result, one.reason) for one in matching.relations] == [
        ("Time", "Figures", "same", "Time", "one thing")
    ]
    assert ("Figures", "merged", "by matching 1") in [(one.code, one.what, one.decided) for one in found.changes]


def test_a_code_that_was_matched_since_is_told_as_it_was_given(study: OpenStudy, tmp_path: Path) -> None:
    set_relation(study, Relating(Relation.SAME, code(study, "Time"), code(study, "Figures"), reason="one thing"))
    finish_matching(study, version="v2")
    third = minutes(study).sources[0].lines[2]
    assert [(one.code, one.given, one.told) for one in third.first] == [("Time", "Figures", "Figures (read as Time)")]
    write_minutes(minutes(study), tmp_path / "minutes.csv")
    rows = list(csv.DictReader((tmp_path / "minutes.csv").open(encoding="utf-8")))
    assert rows[2]["code first"] == "Figures (read as Time)"
    write_minutes(minutes(study), tmp_path / "minutes.docx")
    assert "Figures (read as Time)" in "\n".join(text_of((tmp_path / "minutes.docx").read_bytes()))


def test_the_code_that_was_chosen_is_told_also_where_one_of_the_two_had_it(study: OpenStudy, tmp_path: Path) -> None:
    settle(study, Outcome.CODE, 2, code=code(study, "Nobody's job"))
    settle(study, Outcome.CODE, 4, code=code(study, "Figures"))
    add_agreed(study, pair(study), "P001", [(Span(0, 8), code(study, "Time"))])
    write_minutes(minutes(study), tmp_path / "minutes.docx")
    text = "\n".join(text_of((tmp_path / "minutes.docx").read_bytes()))
    assert "Other code: Time > Nobody’s job" in text
    assert "Other code: Figures" in text
    assert "Change the codebook: Approval > Delays" in text
    assert "Added: Time" in text


def test_a_table_holds_all_of_it(study: OpenStudy, tmp_path: Path) -> None:
    set_relation(study, Relating(Relation.DROP, second=code(study, "Approval")))
    write_minutes(minutes(study), tmp_path / "minutes.csv")
    rows = list(csv.DictReader((tmp_path / "minutes.csv").open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["outcome"]) for row in rows] == [
        ("missed", "drop"),
        ("boundary", "leave both readings"),
        ("other theme", "change the codebook"),
        ("missed", "leave both readings"),
        ("matching", "drop"),
        ("codebook", "definition"),
    ]
    assert rows[1]["words agreed"] == "at home. Nobody's job […] Nobody's job"


def test_words_of_participants_can_be_left_out(study: OpenStudy, tmp_path: Path) -> None:
    for name in ("minutes.docx", "minutes.csv", "minutes.json"):
        write_minutes(minutes(study), tmp_path / name, with_words=False)
        data = (tmp_path / name).read_bytes()
        text = "\n".join(text_of(data)) if name.endswith("docx") else data.decode()
        assert "said in jest" in text
        assert "It came back" not in text.replace("It came back late.", "")
        assert "Nobody's job" not in text.replace("Time > Nobody’s job", "").replace("Time > Nobody's job", "")


def text_of(data: bytes) -> list[str]:
    word = Document(BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in word.paragraphs), *cells]


def test_the_word_file_tells_who_when_and_what(study: OpenStudy, tmp_path: Path) -> None:
    write_minutes(minutes(study), tmp_path / "minutes.docx")
    data = (tmp_path / "minutes.docx").read_bytes()
    text = "\n".join(text_of(data))
    assert "Making the “case”" in text
    assert f"Present: {SECOND}." in text
    assert "1 passage was coded alike by both and carried over. Differences: 4 (missed 2; boundary 1; other theme 1)." in text
    assert "Settled: 4 of 4 (drop 1; change the codebook 1; leave both readings 2)." in text
    assert "Taken up again" in text
    assert data == minutes_docx(minutes(study))


def test_json_is_the_whole_of_it(study: OpenStudy, tmp_path: Path) -> None:
    write_minutes(minutes(study), tmp_path / "minutes.json")
    data = json.loads((tmp_path / "minutes.json").read_text(encoding="utf-8"))
    assert data["sources"][0]["counts"]["boundary"] == 1
    assert data["sources"][0]["lines"][0]["reason"] == "said in jest"
    assert data["sources"][0]["reopened"][0]["reason"] == "one more look"


def test_what_was_not_discussed_has_no_minutes(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="P002 was not discussed"):
        minutes(study, ["P002"])
    with pytest.raises(UsageError, match="not a file that can be written"):
        write_minutes(minutes(study), tmp_path / "minutes.txt")
    with create_study(tmp_path / "other", lead=LEAD) as other, pytest.raises(NotAllowed, match="Nothing was discussed"):
        minutes(other)


def test_long_passages_keep_their_ends() -> None:
    words = " ".join(str(number) for number in range(LONGEST + 1))
    assert shortened(words).startswith("0 1 2")
    assert shortened(words).endswith(str(LONGEST))
    assert " […] " in shortened(words)
    assert shortened("a few words") == "a few words"
