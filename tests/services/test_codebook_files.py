from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.codebook_entries import entries_of
from qualcode.domain.codes import CodeKind
from qualcode.domain.coding import Purpose
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.codebook import (
    Definition,
    add_code,
    read_codebook,
    redefine_code,
    rename_code,
    retire_code,
    show_also_under,
)
from qualcode.services.codebook_files import export_codebook, import_codebook
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.codebook_versions import compare_codebook, save_codebook_version
from qualcode.services.double_coding import close_round
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import new_study, open_study, undo
from qualcode.storage.dump import dump
from tests.services.codebook_study import TEXT, add_coding, add_source, fill

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy

SAMPLE = Path(__file__).parents[2] / "codebooks"


@pytest.fixture
def study(tmp_path: Path) -> OpenStudy:
    return new_study(tmp_path / "fls", lead="Mairi Lennox")


def written(tmp_path: Path, text: str, name: str = "book.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["yaml", "csv"])
@pytest.mark.parametrize("name", ["fls.yaml", "fls-v1.yaml"])
def test_the_sample_codebook_goes_in_and_out_without_loss(study: OpenStudy, tmp_path: Path, name: str, ending: str) -> None:
    done = import_codebook(study, SAMPLE / name)
    book = read_codebook(study)
    assert len(done.added) == len(book) > 40
    assert (done.changed, done.unchanged, done.proposed) == ((), 0, ())
    out = tmp_path / f"out.{ending}"
    assert export_codebook(study, out) == len(book)
    with new_study(tmp_path / "other", lead="Jo") as other:
        import_codebook(other, out)
        assert entries_of(read_codebook(other)) == entries_of(book)
    again = import_codebook(study, out)
    assert (again.added, again.changed, again.unchanged, again.change) == ((), (), len(book), None)


@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_everything_a_codebook_holds_survives(study: OpenStudy, tmp_path: Path, ending: str) -> None:
    ids = fill(study)
    add_code(
        study, name=r"a > b\>: =#", parent=ids["Money"], definition=Definition(definition="One: two.\n\n- three", codable=False)
    )
    show_also_under(study, ids["Money"], ids["Savings"])
    merge_codes(study, [ids["Evenings"]], ids["Nobody's job"])
    retire_code(study, ids["Nobody's job"])
    add_code(study, name="Nobody's job", parent=ids["Time"])
    out = tmp_path / f"out.{ending}"
    export_codebook(study, out)
    with new_study(tmp_path / "other", lead="Jo") as other:
        import_codebook(other, out)
        assert entries_of(read_codebook(other)) == entries_of(read_codebook(study))


def test_version_two_merges_into_version_one(study: OpenStudy) -> None:
    import_codebook(study, SAMPLE / "fls-v1.yaml")
    save_codebook_version(study, "v1")
    before = {code.id: code.guid for code in read_codebook(study)}
    done = import_codebook(study, SAMPLE / "fls.yaml", reason="after the discussion")
    assert done.change is not None
    assert done.change.reason == "after the discussion"
    after = read_codebook(study)
    assert all(after[number].guid == guid for number, guid in before.items())
    assert len(after) == len(before) + len(done.added)
    changes = compare_codebook(study, "v1")
    assert {change.path for change in changes if change.kind == "added"} == set(done.added)
    assert any(path.endswith("Different languages") and "definition" in fields for path, fields in done.changed)


def test_a_dry_run_tells_and_writes_nothing(study: OpenStudy, tmp_path: Path) -> None:
    import_codebook(study, written(tmp_path, "codes:\n  - name: A\n    kind: theme\n    definition: old\n"))
    state = dump(study.connection)
    file = written(tmp_path, "path,definition\nA,new\nA > B > C,\n", "book.csv")
    told = import_codebook(study, file, dry_run=True)
    assert (told.added, told.changed, told.change) == (("A > B", "A > B > C"), (("A", ("definition",)),), None)
    assert [(one.path, one.kind) for one in told.proposed] == [(("A", "B"), CodeKind.SUBTHEME), (("A", "B", "C"), CodeKind.CODE)]
    assert dump(study.connection) == state
    done = import_codebook(study, file)
    assert (done.added, done.changed, done.proposed) == (told.added, told.changed, told.proposed)
    assert [str(code.kind) for code in read_codebook(study)] == ["theme", "subtheme", "code"]


def test_an_import_is_one_change_that_undo_takes_back(study: OpenStudy) -> None:
    import_codebook(study, SAMPLE / "fls-v1.yaml")
    state = dump(study.connection)
    done = import_codebook(study, SAMPLE / "fls.yaml")
    assert done.change is not None
    assert (done.change.verb, done.change.what) == ("import_codebook", "codebook from fls.yaml")
    undo(study)
    assert dump(study.connection) == state


def test_a_byte_order_mark_is_accepted(study: OpenStudy, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(b"\xef\xbb\xbfpath,definition\r\nA,\xc3\xa9\r\n")
    import_codebook(study, path)
    assert [(code.name, code.definition) for code in read_codebook(study)] == [("A", "é")]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("book.yaml", b"codes:\n  - name: A\n    kid: theme\n", r'book.yaml: Line 3: the key "kid" is unknown in a code\.'),
        ("book.csv", b"path,kind\nA,topic\n", r'book.csv: Line 2: kind: expected group, theme, subtheme or code, not "topic"\.'),
        ("book.csv", b"path\nA\nB\xe9\n", r"book.csv: Line 3: the file is not UTF-8\. Save it as UTF-8"),
        ("book.yaml", b"", r"book.yaml: The file is empty\."),
        ("book.txt", b"A", r"book.txt is no codebook file by its name\."),
        ("missing.yaml", None, r"missing.yaml cannot be read"),
    ],
)
def test_a_bad_file_is_named_and_changes_nothing(
    study: OpenStudy, tmp_path: Path, name: str, data: bytes | None, why: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    state = dump(study.connection)
    with pytest.raises(InvalidInput, match=why):
        import_codebook(study, tmp_path / name)
    assert dump(study.connection) == state


def test_an_export_that_cannot_be_leaves_the_old_file(study: OpenStudy, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"ends in \.yaml or \.csv"):
        export_codebook(study, tmp_path / "book.docx")
    with pytest.raises(InvalidInput, match="cannot be written"):
        export_codebook(study, tmp_path / "no" / "book.yaml")


def test_a_saved_version_can_be_exported(study: OpenStudy, tmp_path: Path) -> None:
    ids = fill(study)
    save_codebook_version(study, "v1")
    rename_code(study, ids["Money"], "Budgets")
    export_codebook(study, tmp_path / "v1.csv", version="v1")
    text = (tmp_path / "v1.csv").read_text(encoding="utf-8")
    assert "Experiences > Money," in text
    assert "Budgets" not in text


@pytest.fixture
def blind(study: OpenStudy, tmp_path: Path) -> tuple[OpenStudy, dict[str, int]]:
    """The study as Tom sees it, who is given a check sample; the lead coder went on changing the codebook."""
    ids = fill(study)
    source = add_source(study, "001")
    add_coding(study, source, Span(3, 10), ids["Money"])
    redefine_code(study, ids["Money"], Definition(definition="settled", example=TEXT[9:40]))
    redefine_code(study, ids["Time"], Definition(example="Words of another interview."))
    sample_sources(study, coder="Tom", share="1", seed=7)
    redefine_code(study, ids["Money"], Definition(definition="changed since"))
    add_code(study, name="Made by the lead since")
    study.close()
    return open_study(tmp_path / "fls", "Tom"), ids


def test_a_blind_coder_sees_the_frozen_codebook_without_examples_from_the_sample(blind: tuple[OpenStudy, dict[str, int]]) -> None:
    study, ids = blind
    book = read_codebook(study)
    assert book[ids["Money"]].definition == "settled"
    assert book[ids["Money"]].example == ""
    assert book[ids["Time"]].example == "Words of another interview."
    assert len(book) == 7
    added, _ = add_code(study, name="Mine", parent=ids["Money"])
    assert read_codebook(study).path_text(added.id) == "Experiences > Money > Mine"
    assert added.made_in_round is not None
    rename_code(study, added.id, "Mine too")
    with pytest.raises(NotAllowed, match="belongs to the codebook version of your blind round"):
        rename_code(study, ids["Money"], "Budgets")
    with pytest.raises(NotAllowed, match="who codes blind"):
        save_codebook_version(study, "mine")
    study.close()


def test_what_a_blind_coder_adds_is_theirs_until_the_round_is_closed(
    blind: tuple[OpenStudy, dict[str, int]], tmp_path: Path
) -> None:
    study, ids = blind
    add_code(study, name="Mine", parent=ids["Money"])
    study.close()
    with open_study(tmp_path / "fls", "Mairi Lennox") as lead:
        before = {code.name for code in read_codebook(lead)}
        close_round(lead, reason="enough")
        after = {code.name for code in read_codebook(lead)}
    assert "Mine" not in before
    assert {"Mine", "Made by the lead since"} <= after


def test_who_develops_codes_blind_begins_with_none_and_sees_only_their_own(study: OpenStudy, tmp_path: Path) -> None:
    fill(study)
    add_source(study, "001")
    sample_sources(study, coder="Tom", share="1", seed=7, purpose=Purpose.DEVELOP)
    study.close()
    with open_study(tmp_path / "fls", "Tom") as tom:
        assert len(read_codebook(tom)) == 0
        mine, _ = add_code(tom, name="Money")
        other, _ = add_code(tom, name="Costs", parent=mine.id)
        merge_codes(tom, [other.id], mine.id)
        assert [code.name for code in read_codebook(tom)] == ["Money"]
    with open_study(tmp_path / "fls", "Mairi Lennox") as lead:
        assert {code.name for code in read_codebook(lead).children(None)} == {"Experiences", "Factors"}
        close_round(lead, reason="enough")
        assert {code.name for code in read_codebook(lead).children(None)} == {"Experiences", "Factors", "Money"}


def test_single_codes_come_to_a_blind_coder_as_in_the_frozen_version_and_without_examples(
    blind: tuple[OpenStudy, dict[str, int]],
) -> None:
    study, _ = blind
    book = read_codebook(study)
    assert any(code.example for code in book.codes)
    assert study.codes.some([code.id for code in book.codes]) == {code.id: replace(code, example="") for code in book.codes}
