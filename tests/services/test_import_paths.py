from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput
from qualcode.services.import_paths import completed, files_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "P001.docx",
        "P002.txt",
        "p003.vtt",
        "notes.pdf",
        ".hidden.txt",
        "sub/P010.md",
        "sub/P011.srt",
        "a b/x y.txt",
        "e/m.pdf",
        "f/Ärzte.txt",
        "f/ärztin.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("I: Why?\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def names(typed: str) -> list[str]:
    return [one.name for one in files_of(typed)]


def test_a_file_a_folder_or_a_pattern_is_meant(folder: Path) -> None:
    assert names("P002.txt") == ["P002.txt"]
    assert names(" notes.pdf ") == ["notes.pdf"]
    assert names("sub") == names("sub/") == ["P010.md", "P011.srt"]
    assert names(str(folder)) == ["P001.docx", "P002.txt", "p003.vtt"]
    assert names("P*") == ["P001.docx", "P002.txt"]
    assert names("*") == ["P001.docx", "P002.txt", "p003.vtt"]
    assert names("*.pdf") == ["notes.pdf"]
    assert sorted(names("**/P01?.*")) == ["P010.md", "P011.srt"]
    assert names("~/P001.docx") == names("~/P001.*") == ["P001.docx"]


def test_paths_dropped_onto_the_terminal_are_taken_apart(folder: Path) -> None:
    assert names("a b/x y.txt") == ["x y.txt"]
    assert names("'a b/x y.txt' P001.docx") == ["x y.txt", "P001.docx"]
    assert names(r"a\ b/x\ y.txt") == ["x y.txt"]


@pytest.mark.parametrize("typed", ["", "  ", "nowhere.txt", "x*", "e", "'P001.docx", "P001.docx nowhere.txt", "n" * 5000])
def test_what_names_no_file_is_refused(folder: Path, typed: str) -> None:
    with pytest.raises(InvalidInput):
        files_of(typed)


def test_a_path_is_completed_as_far_as_it_can_be(folder: Path) -> None:
    assert completed("P0") == ("P00", ("P001.docx", "P002.txt", "p003.vtt"))
    assert completed("su") == ("sub/", ("sub/",))
    assert completed("sub/p") == ("sub/P01", ("P010.md", "P011.srt"))
    assert completed("P001") == ("P001.docx", ("P001.docx",))
    assert completed("") == ("", ("a b/", "e/", "f/", "sub/", "P001.docx", "P002.txt", "p003.vtt"))
    assert completed(".h") == (".hidden.txt", (".hidden.txt",))
    assert completed("nowhere/x") == ("nowhere/x", ())
    assert completed("zz") == ("zz", ())
    assert completed("~/su") == ("~/sub/", ("sub/",))
    assert completed(f"{folder}/su") == (f"{folder}/sub/", ("sub/",))
    assert completed("f/Ä") == ("f/Ärzt", ("Ärzte.txt", "ärztin.txt"))
    assert completed(os.sep)[1]
