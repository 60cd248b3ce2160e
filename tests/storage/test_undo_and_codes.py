from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import UndoRefused
from qualcode.services.codebook import add_code, retire_code
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.coding import apply_code, recode, remove_coding
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, redo, undo
from qualcode.storage import open_study
from qualcode.storage.dump import dump
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def tom(study: OpenStudy, tmp_path: Path) -> Iterator[OpenStudy]:
    """The second coder's window of a study with two interviews, on each database."""
    with_sources(study, tmp_path / "files", "P001", "P002")
    add_coder(study, "Tom")
    with open_study(study.path or study.backend.engine.url.render_as_string(hide_password=False), "Tom") as window:
        yield window


def code(study: OpenStudy, name: str) -> int:
    return study.codes.codebook().find(name).id


def coded(study: OpenStudy, name: str) -> int:
    return apply_code(study, source=study.sources.named("P001").id, span=Span(30, 60), code=code(study, name))[0]


def test_a_coding_does_not_come_back_to_a_code_merged_since(study: OpenStudy, tom: OpenStudy) -> None:
    remove_coding(tom, coded(tom, "Nobody's job"))
    merged = merge_codes(study, [code(study, "Nobody's job")], code(study, "Written at home")).change
    assert merged is not None
    before = dump(study.connection)
    with pytest.raises(UndoRefused, match=f"Change {merged.id} by Mairi Lennox .* stands on this one"):
        undo(tom)
    assert dump(study.connection) == before
    undo(study)
    undo(tom)
    assert [one.code for one in tom.codings.all()] == [code(tom, "Nobody's job")]


def test_nor_by_taking_back_a_recoding_nor_by_doing_a_coding_again(study: OpenStudy, tom: OpenStudy) -> None:
    recode(tom, coded(tom, "Nobody's job"), code(tom, "Written at home"))
    retire_code(study, code(study, "Nobody's job"))
    with pytest.raises(UndoRefused, match="retired Nobody's job"):
        undo(tom)
    coded(tom, "Out of date")
    undo(tom)
    retire_code(study, code(study, "Out of date"))
    with pytest.raises(UndoRefused, match="retired Out of date"):
        redo(tom)


def test_what_was_removed_after_its_code_was_retired_comes_back_as_it_was(study: OpenStudy, tom: OpenStudy) -> None:
    number = coded(tom, "Nobody's job")
    retire_code(study, code(study, "Nobody's job"))
    remove_coding(tom, number)
    undo(tom)
    assert [one.id for one in tom.codings.all()] == [number]


def test_a_code_of_the_frozen_codebook_is_not_taken_back(study: OpenStudy, tom: OpenStudy) -> None:
    add_code(tom, name="Of Tom's")
    sample_sources(study, coder="Tom", share="1", seed=1)
    with pytest.raises(UndoRefused):
        undo(tom)
    assert tom.codings.get(coded(tom, "Of Tom's")).code == code(tom, "Of Tom's")
