"""A terminal of 256 colours: what is coded is told apart by brackets and names, and every word can be read."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from qualcode.tui.colour import Rgb, contrast
from tests.tui.terminals import Tmux, wait_for, wait_for_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEQUENCE = re.compile("\x1b\\[([0-9;]*)m")
STEPS = (0, 95, 135, 175, 215, 255)
LEAST = 4.0
"""The nearest of 256 colours to a pair of 4.5 : 1 may be a little nearer to each other."""


def rgb_of(number: int) -> Rgb:
    """The colour of a number from 16 to 255, as terminals have agreed on."""
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    at = number - 16
    return STEPS[at // 36], STEPS[at // 6 % 6], STEPS[at % 6]


def runs(shown: str) -> Iterator[tuple[str, int | None, int | None]]:
    """Words with their foreground and background, as numbers of the palette."""
    fore: int | None = None
    back: int | None = None
    first, *rest = SEQUENCE.split(shown)
    yield first, fore, back
    for sequence, words in zip(rest[::2], rest[1::2], strict=True):
        codes = [int(one or 0) for one in sequence.split(";")]
        while codes:
            code = codes.pop(0)
            if code in (38, 48):
                _, number = codes.pop(0), codes.pop(0)
                fore, back = (number, back) if code == 38 else (fore, number)
            elif code in (0, 39):
                fore, back = None, back if code else None
            elif code == 49:
                back = None
        yield words, fore, back


@pytest.mark.parametrize("theme", ["qual-ink", "qual-paper"])
def test_with_256_colours_codings_show_by_bracket_and_name_and_words_are_readable(
    study_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    assert shutil.which("tmux"), "this test looks at colours as a terminal shows them, and needs tmux"
    settings = tmp_path / "settings.toml"
    settings.write_text(f'theme = "{theme}"\n', encoding="utf-8")
    monkeypatch.setenv("QUALCODE_SETTINGS", str(settings))
    window = Tmux(["-m", "qualcode", str(study_path)], 170, 40, study_path.parent, colours="")
    try:
        wait_for(window, "coder: maya", "Thank you for coming.")
        window.press("}", ")", "c")
        wait_for(window, "Apply code")
        window.press("wai", "enter")
        text = wait_for(window, "Coded Waiting times", "▌Waiting times")
        assert "┏" in text or "◆" in text
        shown = window.coloured()
        window.press("ctrl+q")
        wait_for_end(window)
    finally:
        window.close()
    assert "38;2;" not in shown
    assert "48;2;" not in shown
    faint = [
        (words.strip(), fore, back, round(contrast(rgb_of(fore), rgb_of(back)), 1))
        for words, fore, back in runs(shown)
        if re.search(r"\w\w", words) and fore is not None and back is not None
        if contrast(rgb_of(fore), rgb_of(back)) < LEAST
    ]
    assert faint == []
