"""Every screen of the workbench and the keys that lead there: for portraits, and for the documentation's pictures.

A screen joins by one line in SHOTS. Its portrait is then drawn with `QUALCODE_PORTRAITS=draw`, and looked at.
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.events import Key

from qualcode.services.coding_screen import remember
from qualcode.services.studies import open_study
from qualcode.tui.app import QualcodeApp
from tests.tui.portrait import drawn, faint_on, looks_of, rows_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

SIZES = ((80, 24), (120, 40), (200, 60))
PICTURE = (160, 45)
"""The size of the documentation's pictures."""
THEMES = ("qual-ink", "qual-paper")
HELD = Path(__file__).parent / "snapshots"
ROOT = Path(__file__).parents[2]
"""Where the workbench is started: paths that are typed are found from here."""
THERE = (*["right_parenthesis"] * 3, "w")
"""From the start of turn 14 of P004 to its fourth sentence, selected."""
SIGNS = {
    " ": "space",
    "*": "asterisk",
    "/": "slash",
    "_": "underscore",
    ",": "comma",
    ":": "colon",
    ".": "full_stop",
    "=": "equals_sign",
    "|": "vertical_line",
    "&": "ampersand",
}
MEMO = "Nobody was given the time, except P007: half a day a week, in his objectives."


@dataclass(frozen=True, slots=True)
class Shot:
    """A screen: the keys that lead to it, in a study of `gallery_studies`, and the picture that shows it, if one does.

    Keys have Textual's names; several letters are pressed one by one with `keys:`, typed as words with `type:`. A study of
    the sample begins at a selected sentence of P004.
    """

    name: str
    keys: tuple[str, ...] = ()
    study: str = "sample"
    picture: str = ""

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """The sizes at which it is held: the three of every screen, and that of its picture."""
        return (*SIZES, PICTURE) if self.picture else SIZES

    def held(self, size: tuple[int, int]) -> Path:
        """The file of its portrait."""
        return HELD / f"{self.name}-{size[0]}x{size[1]}.txt"


SHOTS: tuple[Shot, ...] = (
    Shot("coding", picture="reading"),
    Shot("quick-code", ("c", "type:nobo"), picture="coding"),
    Shot("definition", ("D",)),
    Shot("hits", ("slash", "type:time | weeks", "enter", "ampersand", "type:writ", "enter", "2"), picture="hits"),
    Shot("correct", ("left", "E", *["delete"] * 8, "type:directorate"), picture="correct"),
    Shot(
        "memo", ("m", "type:Compare ", "ctrl+l", "type:compli", "enter", "type:, and here nobody answers at all."), picture="memo"
    ),
    Shot("sources", ("q",), picture="sources"),
    Shot("speakers", ("q", "at")),
    Shot("import", ("q", "a", "type:transcripts_sample/P01*", "enter", "enter", "enter", "enter", "j"), "new", "import"),
    Shot("find", ("F", "type:nobody", "enter")),
    Shot("retrieve", ("o", "q", "type:time and capacity", "enter"), picture="retrieve"),
    Shot("query", ("o", "q", "type:Quality and profess", "tab", "type:= nurse and not savi"), picture="query"),
    Shot("similar", ("Q", "down"), picture="similar"),
    Shot("side-by-side", ("o", "e", "type:time and", "enter", "keys:llllpl")),
    Shot("memo-beside", ("o", "e", "type:time and", "enter", "keys:llllpl", "m", f"type:{MEMO}"), picture="side"),
    Shot("compare", ("o", "g", "down", "enter")),
    Shot("together", ("o", "o")),
    Shot("chart", ("o", "a", "down", "right"), picture="chart-screen"),
    Shot("cell", ("o", "a", "n", "enter"), picture="cell"),
    Shot("read-down", ("o", "a", "right", "vertical_line", "down"), picture="read-down"),
    Shot("read-across", ("o", "a", "down", "underscore", "down")),
    Shot("cases-beside", ("o", "a", "down", "underscore", "equals_sign", "type:P004", "enter")),
    Shot("tables", ("o", "u", "2", "j"), picture="tables-screen"),
    Shot("candidates", ("o", "u", "2", "tab", "keys:jj")),
    Shot("quotation", ("o", "u", "2", "j", "enter", "keys:lllvlll"), picture="quotation"),
    Shot("names", ("o", "n", "keys:jj"), picture="names"),
    Shot("cases", ("o", "p", "keys:lllljjjj", "enter"), picture="cases"),
    Shot("reconcile", ("o", "r", "keys:1134141", "keys:14x22", "keys:4114"), picture="reconcile"),
    Shot("match", ("o", "t", "keys:1152j"), "lists", "match"),
    Shot("codebook", ("o", "b", "keys:jjjjjj"), picture="codebook"),
    Shot(
        "split",
        (
            *("o", "b", "slash", "type:easy", "enter", "keys:jj", "vertical_line", "a", "type:Luck", "enter"),
            *("a", "type:Approved at once", "enter", "keys:122"),
        ),
        picture="split",
    ),
    Shot("versions", ("o", "b", "equals_sign", "enter", "enter"), "changed"),
    Shot("memos", ("o", "m")),
    Shot("reviews", ("o", "v"), "changed"),
    Shot("revision", ("o", "v", "enter", "colon", "type:earlier text", "enter", "enter"), "changed"),
    Shot(
        "history",
        (
            *("c", "type:nobo", "enter", "asterisk", *["right_curly_bracket"] * 2, "c", "type:weeks", "enter", "x", "u"),
            *("o", "h", "keys:jjjj"),
        ),
        picture="history",
    ),
    Shot("open-menu", ("o",)),
    Shot("palette", ("colon",)),
    Shot("help", ("question_mark",), picture="help"),
)
"""The screens, in the order in which a study comes to them."""
LIGHT = {"paper": "reading"}
"""Pictures of another one's screen in the light theme."""


def pictures() -> dict[str, tuple[Shot, str]]:
    """The documentation's pictures of screens: each with the screen it shows and the theme."""
    shown = {shot.picture: (shot, THEMES[0]) for shot in SHOTS if shot.picture}
    return shown | {name: (shown[of][0], THEMES[1]) for name, of in LIGHT.items()}


def at_turn_14(study: Path) -> None:
    """Leave the study as one leaves it who reads turn 14 of P004."""
    with open_study(study) as opened:
        text = opened.sources.text(opened.sources.named("P004").id)
        remember(opened, source=text.source.id, offset=text.turns[13].span.start)


async def press(app: QualcodeApp, pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press keys as a researcher does: one that opens or looks up something is waited for, words are typed in one go."""
    for key in keys:
        kind, _, signs = key.partition(":")
        named = [SIGNS.get(sign, sign) for sign in signs]
        if kind == "type":
            for name, sign in zip(named, signs, strict=True):
                app.post_message(Key(name, sign))
            await pilot.pause()
        for one in named if kind == "keys" else [key] if not named else []:
            await pilot.press(one)
            await app.workers.wait_for_complete()
        await app.workers.wait_for_complete()


@asynccontextmanager
async def at_shot(
    study: Path, shot: Shot, size: tuple[int, int], theme: str = THEMES[0]
) -> AsyncIterator[tuple[QualcodeApp, Pilot[None]]]:
    """The running workbench at a screen of the gallery, once nothing moves on it any more."""
    begins = shot.study in ("sample", "changed")
    app = QualcodeApp(study, None, "P004" if shot.study != "new" else None)
    app.theme = theme
    try:
        async with app.run_test(size=size) as pilot:
            while app.desk is None:
                await pilot.pause(0.02)
            await press(app, pilot, (*(THERE if begins else ()), *shot.keys))
            await still(app, pilot)
            yield app, pilot
    finally:
        app.close_study()


async def still(app: QualcodeApp, pilot: Pilot[None]) -> None:
    """Wait until the screen stays as it is: what is looked up while one types comes a moment later."""
    before: list[str] = []
    for _ in range(100):
        await pilot.pause()
        await app.workers.wait_for_complete()
        now = [*rows_of(app), *looks_of(app)]
        if now == before:
            return
        before = now
        await pilot.pause(0.15)
    raise AssertionError("the screen does not come to rest")


async def take_theme(app: QualcodeApp, pilot: Pilot[None], theme: str) -> None:
    """Switch the theme of a screen that is shown."""
    app.theme = theme
    await pilot.pause()
    # The framework forgets its own palette, in which nobody can switch the theme.
    app.refresh_css(animate=False)
    app.stylesheet.update(app.screen, animate=False)
    await pilot.pause()


async def portrait(study: Path, shot: Shot, size: tuple[int, int]) -> tuple[str, list[str]]:
    """The portrait of a screen at a size, in both themes, and the words on it that are hard to read.

    What lies under a box is dimmed, and not looked at for that.
    """
    async with at_shot(study, shot, size) as (app, pilot):
        looks, faint = {}, []
        rows: dict[str, list[str]] = {}
        for theme in THEMES:
            if app.theme != theme:
                await take_theme(app, pilot, theme)
            rows[theme], looks[theme] = rows_of(app), looks_of(app)
            if not app.screen.is_modal:
                faint += faint_on(app)
        assert len({tuple(words) for words in rows.values()}) == 1, "the themes show different words"
        place = getattr(app.screen, "PLACE", type(app.screen).__name__)
        return drawn(place, size, rows[THEMES[0]], looks), faint


def redrawing() -> bool:
    """Whether portraits are to be drawn anew instead of compared: QUALCODE_PORTRAITS=draw."""
    return os.environ.get("QUALCODE_PORTRAITS") == "draw"
