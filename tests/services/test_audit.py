"""The audit trail: every decision with its reason, the codebook by version, and nothing that a reader must not see."""

from __future__ import annotations

import csv
import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from qualcode.errors import UsageError
from qualcode.services.audit import COLUMNS, audit_data, audit_trail, write_audit_trail
from qualcode.services.codebook import Definition, redefine_code
from qualcode.services.history import changes
from qualcode.services.memos import add_memo
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, new_study, open_study
from qualcode.services.withdraw import withdraw
from tests.audited import SECRET, code, code_one, decide
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.domain.audit import AuditTrail
    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    """A study in which everything was decided."""
    with new_study(tmp_path / "fls", lead="Mairi Lennox", title="Making the case") as made:
        decide(made, tmp_path)
        yield made


def told(found: AuditTrail, title: str) -> list[tuple[str, str, str]]:
    """Who, what and why of the entries of a part."""
    return [
        (entry.who.split()[0], entry.what, entry.why) for part in found.parts if part.title == title for entry in part.entries
    ]


def test_the_codebook_is_told_by_version_with_reasons_and_words(study: OpenStudy) -> None:
    found = audit_trail(study)
    assert told(found, "Codebook to version v1")[1:] == [("Mairi", "Added 2 codes: Resignation, Anger", "")]
    settled = "Codebook from version v1 to v2"
    assert told(found, settled) == [
        ("Mairi", "Renamed Resignation to Giving up", "The word they use themselves"),
        ("Mairi", "Redefined Giving up", "Two of us read it differently"),
        ("Mairi", "Merged Anger into Giving up", "Never coded apart"),
        ("Mairi", "Split Written at home into Evenings, Weekends", "Evenings were paid for"),
    ]
    (part,) = (part for part in found.parts if part.title == settled)
    assert [(one.of, one.before, one.after) for one in part.entries[1].details] == [
        ("definition", "", "Said to have stopped trying, and why."),
        ("not", "", "Being tired; that is Time."),
    ]
    assert part.notes[1:] == (
        "Settled after the team meeting.",
        "Codes since version v1: 2 added, 1 renamed, 1 redefined, 1 merged.",
    )


def test_rounds_reopenings_corrections_and_what_was_taken_back_are_told(study: OpenStudy) -> None:
    found = audit_trail(study)
    assert told(found, "Sources") == [
        ("Mairi", "Imported 3 transcripts: P001, P002, P003", ""),
        ("Mairi", "Corrected P002, turn 2", "Heard again"),
    ]
    assert [what.split()[0] for _, what, _ in told(found, "Double coding")] == ["Drew", "Finished", "Finished", "Reopened"]
    assert told(found, "Double coding")[-1][2] == "The last page was missing"
    (note,) = (note for part in found.parts if part.title == "Double coding" for note in part.notes)
    assert "drawn at random from 3 (asked for 1/3, seed 7)" in note
    ((who, what, why),) = told(found, "Decisions taken back")
    assert (who, why) == ("Mairi", "It is about figures, not about time")
    assert what.startswith("Moved Out of date under Time and capacity (")
    # Tried and undone at once, without a word: nobody decided that.
    assert "Fleeting" not in json.dumps(audit_data(found))
    assert {(one.what, one.who.split()[0], one.count) for one in found.work} == {
        ("codings made", "Mairi", 4),
        ("codings made", "Tom", 1),
        ("codings changed or taken away", "Mairi", 3),
        ("memos written", "Mairi", 2),
    }


def test_memos_are_the_methodological_ones_or_those_asked_for(study: OpenStudy) -> None:
    assert [one.text for one in audit_trail(study).memos] == ["Decided in supervision: interviewer turns stay out."]
    assert len(audit_trail(study, memos=["methodological", "reflexive"]).memos) == 2
    assert audit_trail(study, memos=[]).memos == ()
    with pytest.raises(UsageError, match="no kind"):
        audit_trail(study, memos=["secret"])


def test_any_other_change_with_a_reason_is_a_decision(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        with_sources(study, tmp_path / "files", "P001")
        code_one(study, "P001", "Nobody's job")
        before = audit_trail(study).decisions
        redefine_code(study, code(study, "Nobody's job"), Definition(definition="b"), reason="")
        found = audit_trail(study)
        assert (found.decisions, found.without_reason) == (before + 1, before + 1)


def test_word_csv_and_json_hold_it_all_and_no_words_of_transcripts(study: OpenStudy, tmp_path: Path) -> None:
    found = audit_trail(study)
    for suffix in ("docx", "csv", "json"):
        path = tmp_path / f"trail.{suffix}"
        assert write_audit_trail(found, path) == ()
        first = path.read_bytes()
        write_audit_trail(audit_trail(study), path)
        assert path.read_bytes() == first
    word = zipfile.ZipFile(BytesIO((tmp_path / "trail.docx").read_bytes())).read("word/document.xml").decode()
    texts = [word, *((tmp_path / f"trail.{suffix}").read_text(encoding="utf-8") for suffix in ("csv", "json"))]
    for text in texts:
        for part in found.parts:
            for entry in part.entries:
                assert entry.why in text.replace("’", "'")
        assert "Decided in supervision" in text
        assert SECRET not in text
    rows = list(csv.reader((tmp_path / "trail.csv").open(encoding="utf-8", newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert json.loads(texts[2])["changes"] == len(changes(study))
    document = Document(str(tmp_path / "trail.docx"))
    captions = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert len(captions) == len(document.tables)
    with pytest.raises(UsageError):
        write_audit_trail(found, tmp_path / "trail.pdf")


def test_what_another_coder_does_blind_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        with_sources(study, tmp_path / "files", "P001", "P002")
        add_coder(study, "Tom")
        sample_sources(study, coder="Tom", share="1", seed=1)
        with open_study(tmp_path / "fls", "Tom") as tom:
            code_one(tom, "P001", "Nobody's job")
            add_memo(tom, "Hard.", kind="methodological", target="study")
            add_memo(study, "Easy.", kind="methodological", target="study")
            mine, theirs = audit_trail(study), audit_trail(tom)
    assert mine.notes == ("A blind round is in progress: what its coders did since it was drawn is told when it is closed.",)
    assert {one.who for one in mine.work} == {"Mairi"}
    assert [one.text for one in mine.memos] == ["Easy."]
    assert theirs.notes == ("Tom is coding blind: only what they did themselves is told here.",)
    assert {one.who for one in theirs.work} == {"Tom"}
    assert [one.text for one in theirs.memos] == ["Hard."]
    assert all(entry.who == "Tom" for part in theirs.parts for entry in part.entries)


def test_of_a_withdrawn_participant_only_the_withdrawal_is_told(study: OpenStudy) -> None:
    withdraw(study, ["P002"])
    found = audit_trail(study)
    text = json.dumps(audit_data(found))
    assert "Withdrew a participant" in text
    assert "P002, turn" not in text
    assert "Heard again" not in text


def test_a_study_in_which_nothing_was_done_has_an_empty_trail(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as study:
        found = audit_trail(study)
        write_audit_trail(found, tmp_path / "trail.docx")
    assert (found.parts, found.work, found.memos, found.decisions) == ((), (), (), 0)
