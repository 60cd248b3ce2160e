"""The real interviews, coded by keyboard in a real terminal: codings land on exactly the words that were selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.codebook_files import import_codebook
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study, open_study
from tests.tui.conftest import CODEBOOK
from tests.tui.screens import coded
from tests.tui.terminals import terminal, wait_for, wait_for_end

if TYPE_CHECKING:
    from pathlib import Path

INTERVIEWS = ["donald-1-full", "jackie-3-full", "nick-1-full"]


def make_study(folder: Path, real_data: Path) -> Path:
    path = folder / "real.qualcode"
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    transcripts = real_data / "transcripts"
    files = [transcripts / "pypi-maintainers" / f"{name}.md" for name in INTERVIEWS]
    files += [transcripts / "word-and-odt" / "ID1.docx", transcripts / "word-and-odt" / "ID2.odt"]
    with new_study(path, lead="maya", title="Maintainers") as study:
        import_codebook(study, folder / "codebook.csv")
        assert not import_files(study, files).failed
    return path


def test_interviews_and_office_files_are_coded_by_keys(tmp_path: Path, real_data: Path) -> None:
    path = make_study(tmp_path, real_data)
    window = terminal(["-m", "qualcode", str(path)], 120, 40, tmp_path)
    firsts = ["Okay. So is it", "Okay! And are you", "I need to have"]
    try:
        for number, name in enumerate(INTERVIEWS):
            wait_for(window, name, "first time")
            window.press("v", "l", "l", "l", "c")
            wait_for(window, "Apply code", f"“{firsts[number]}")
            window.press("wait", "enter")
            wait_for(window, "Coded Waiting times on 4 words.")
            window.press("}", *["w"] * (2 if number == 0 else 1), "1")
            wait_for(window, "Coded Waiting times on", "2 codings")
            window.press("q")
            wait_for(window, "codings of yours")
            window.press("j", "enter")
        for name in ("ID1", "ID2"):
            wait_for(window, name, "first time")
            window.press("c", "broken", "enter")
            wait_for(window, "Coded Broken trust on")
            window.press("q")
            wait_for(window, "codings of yours")
            window.press("j", "enter")
        window.press("ctrl+q")
        wait_for_end(window)
    finally:
        window.close()
    for number, name in enumerate(INTERVIEWS):
        (_, first), (_, second) = coded(path, name)
        assert first == firsts[number]
        with open_study(path) as study:
            text = study.sources.text(study.sources.named(name).id)
            assert second == text.turns[1].span.words_of(text.text)
            assert text.turns[0].span.start > text.text.index("# BEGIN TRANSCRIPT")
    for name in ("ID1", "ID2"):
        ((code, words),) = coded(path, name)
        assert code == "Broken trust"
        assert words == words.strip() != ""
