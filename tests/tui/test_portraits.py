"""Each screen looks as it did when somebody last looked at it: words, places and colours, at every size, in both themes.

`QUALCODE_PORTRAITS=draw` draws them anew; look at what changed before it is committed.
"""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from qualcode.tui.commands import SCREENS
from tests.tui.gallery import HELD, PICTURE, ROOT, SHOTS, SIZES, THEMES, Shot, at_shot, pictures, portrait, redrawing
from tests.tui.gallery_studies import Studies
from tests.tui.portrait import looks_of

if TYPE_CHECKING:
    from pathlib import Path

PANES = {"codebook", "differences"}
"""Places of the registry that are panes of a screen, not screens."""
HOW = "If it ought to look so, draw it anew with QUALCODE_PORTRAITS=draw and look at it."


@pytest.fixture(scope="session")
def studies(demo_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Studies:
    return Studies(tmp_path_factory.mktemp("gallery"), demo_study)


@pytest.mark.in_colour
@pytest.mark.parametrize(
    ("shot", "size"),
    [
        pytest.param(
            shot, size, id=shot.held(size).stem, marks=[pytest.mark.xdist_group(shot.study)] if shot.study == "lists" else []
        )
        for shot in SHOTS
        for size in shot.sizes
    ],
)
async def test_a_screen_looks_like_its_portrait(
    studies: Studies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shot: Shot, size: tuple[int, int]
) -> None:
    monkeypatch.chdir(ROOT)
    now, faint = await portrait(studies.copy(shot.study, tmp_path / "fls.qualcode"), shot, size)
    assert not faint, "words that are hard to read"
    held = shot.held(size)
    if redrawing():
        held.write_text(now, encoding="utf-8")
    before = held.read_text(encoding="utf-8") if held.exists() else ""
    if now != before:
        differing = unified_diff(before.splitlines(), now.splitlines(), "held", "drawn now", n=0, lineterm="")
        pytest.fail("\n".join([f"{held.name} looks otherwise. {HOW}", *differing]), pytrace=False)


@pytest.mark.in_colour
@pytest.mark.parametrize(
    "shot", [shot for shot in SHOTS if shot.name in {"quick-code", "query", "reconcile"}], ids=lambda shot: shot.name
)
async def test_a_theme_that_is_switched_looks_as_one_begun_with(studies: Studies, tmp_path: Path, shot: Shot) -> None:
    size, paper = SIZES[1], THEMES[1]
    async with at_shot(studies.copy(shot.study, tmp_path / "fls.qualcode"), shot, size, paper) as (app, _):
        begun = looks_of(app)
    switched = shot.held(size).read_text(encoding="utf-8").partition(f"\n{paper}\n")[2]
    assert begun == switched.splitlines()


def test_every_screen_has_a_portrait_and_none_is_left_over() -> None:
    held = {shot.held(size) for shot in SHOTS for size in shot.sizes}
    assert held == set(HELD.iterdir()), HOW
    places = {path.read_text(encoding="utf-8").partition(" at ")[0] for path in held}
    assert set(SCREENS) - PANES <= places, "a screen without a line in SHOTS"


def test_every_picture_of_a_screen_is_of_one_with_a_portrait() -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")}
    of_coding = set(re.findall(r"\(pictures/(.+?)\.png\)", pages["coding.md"]))
    assert of_coding
    assert of_coding <= set(pictures())
    for name, (shot, _) in pictures().items():
        assert shot.held(PICTURE).exists(), HOW
        assert any(f"(pictures/{name}.png)" in page for page in pages.values()), f"no page shows {name}.png"
