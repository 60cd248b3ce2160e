"""Every text can be read on every tint, in every theme, with colours and without."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from textual.theme import BUILTIN_THEMES, Theme

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.tui.colour import READABLE, VISIBLE, contrast, contrast_anyhow, hexed, rgb
from qualcode.tui.themes import INK, PAPER
from qualcode.tui.widgets.transcript.tints import DARK_HUES, PAPER_HUES, Hue, Ink, Look, hues_of, tinted
from tests.tui.screens import driven

if TYPE_CHECKING:
    from pathlib import Path

THEMES = [INK, PAPER, *BUILTIN_THEMES.values()]


def ink_of(theme: Theme) -> Ink:
    return Ink(theme.to_color_system().generate(), dark=theme.dark)


def overlaps(hues: tuple[Hue, ...]) -> list[tuple[Hue, ...]]:
    triples = [tuple(hues[(start + step * turn) % 12] for turn in range(3)) for start in range(12) for step in (1, 2, 5)]
    return [(), *((hue,) for hue in hues), *itertools.permutations(hues, 2), *triples]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_keeps_its_contrast_anyhow(theme: Theme) -> None:
    ink = ink_of(theme)
    states = ("selected", "caret", "focused", "dimmed", "found")
    for hues in overlaps(ink.hues):
        for flags in itertools.product((False, True), repeat=len(states)):
            look = Look(hues=hues, **dict(zip(states, flags, strict=True)))
            text, ground = ink.grounds(look)
            assert contrast_anyhow(text, ground) >= READABLE, look
            style = ink.style(look)
            assert style.color is not None
            assert style.bgcolor is not None
            assert style.dim is None
            assert (tuple(style.color.triplet or ()), tuple(style.bgcolor.triplet or ())) == (text, ground)


@pytest.mark.parametrize("theme", [INK, PAPER], ids=lambda theme: theme.name)
def test_every_triple_overlap_of_our_themes_can_be_read(theme: Theme) -> None:
    ink = ink_of(theme)
    worst = min(
        contrast_anyhow(*ink.grounds(Look(hues=hues, selected=selected)))
        for hues in itertools.product(ink.hues, repeat=3)
        for selected in (False, True)
    )
    assert worst >= READABLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("dims", [False, True])
def test_what_stands_beside_the_text_can_be_read(theme: Theme, dims: bool) -> None:
    ink = Ink(theme.to_color_system().generate(), dark=theme.dark, dims=dims)
    for colour in (ink.text, ink.faint, ink.muted, ink.context, ink.speaker(interviewer=True), ink.speaker(interviewer=False)):
        assert contrast_anyhow(colour, ink.ground) >= READABLE
    text, ground = ink.grounds(Look(dimmed=True))
    assert contrast_anyhow(text, ground) >= READABLE
    assert contrast_anyhow(ink.readable_accent, ink.surface) >= READABLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_kind_of_words_of_the_lines_and_lists_can_be_read(theme: Theme) -> None:
    ink = ink_of(theme)
    for ground in (ink.surface, ink.ground, ink.chosen):
        for kind in ("plain", "bold", "muted", "accent", "primary", "good", "bad", *map(hexed, ink.hues)):
            assert contrast_anyhow(ink.named(kind, ground), ground) >= READABLE, (kind, ground)
        assert contrast_anyhow(ink.on(ground), ground) >= READABLE
        assert contrast_anyhow(ink.faint_on(ground), ground) >= READABLE
        assert all(contrast_anyhow(ink.sign(hue, ground), ground) >= VISIBLE for hue in ink.hues)
    assert contrast_anyhow(ink.on(ink.chosen), ink.chosen) >= READABLE


@pytest.mark.parametrize("name", ["qual-ink", "qual-paper"])
async def test_whatever_the_screen_draws_can_be_read(study_path: Path, name: str) -> None:
    """Every cell with a letter in it, as the terminal gets it: text, status, keys, codebook, quick code, selection, hits."""
    async with driven(study_path, (160, 40)) as it:
        it.app.theme = name
        await it.press("c", "type:wait", "tab", "type:trans", "tab", "type:broken", "enter", "asterisk", "escape", "v", "l", "l")
        screens = 0
        for keys in (
            [],
            ["slash", "type:th*", "enter"],
            ["escape", "c", "type:t"],
            ["escape", "e"],
            ["escape", "f", "type:w", "enter"],
            ["tab"],
        ):
            await it.press(*keys)
            await it.pilot.pause(0.1)
            for line in it.screen._compositor.render_strips():
                for segment in line:
                    style = segment.style
                    if style is None or style.color is None or style.bgcolor is None or not any(map(str.isalnum, segment.text)):
                        continue
                    text, ground = style.color.triplet, style.bgcolor.triplet
                    if text is not None and ground is not None:
                        assert contrast((text.red, text.green, text.blue), (ground.red, ground.green, ground.blue)) >= READABLE, (
                            segment.text,
                            text,
                            ground,
                            keys,
                        )
            screens += 1
        assert screens == 6


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_tint_and_a_selection_can_be_seen(theme: Theme) -> None:
    ink = ink_of(theme)
    plain = ink.ground
    for hue in ink.hues:
        one = tinted([hue], ink)
        assert sum(abs(a - b) for a, b in zip(one, plain, strict=True)) >= 20, hue
        selected = ink.grounds(Look(hues=(hue,), selected=True))[1]
        assert selected != one
        assert contrast(ink.sign(hue), ink.ground) >= VISIBLE


def test_own_hues_hold_on_the_own_themes() -> None:
    assert min(contrast(hue, rgb("#14161f")) for hue in DARK_HUES) >= 5.6
    assert min(contrast(hue, rgb("#fbf8f1")) for hue in PAPER_HUES) >= 2.8
    assert len(set(DARK_HUES)) == len(set(PAPER_HUES)) == 12


def test_codes_take_the_hue_of_their_theme() -> None:
    def code(id_: int, parent: int | None, kind: CodeKind, colour: str | None = None) -> Code:
        return Code(id_, f"g{id_}", parent, id_, f"code {id_}", kind, colour=colour)

    codebook = Codebook.of(
        [
            code(1, None, CodeKind.GROUP),
            code(2, 1, CodeKind.THEME),
            code(3, 2, CodeKind.CODE),
            code(4, 1, CodeKind.THEME),
            code(5, 4, CodeKind.CODE, "#123456"),
            code(6, 4, CodeKind.SUBTHEME),
        ]
    )
    hues = hues_of(codebook, ink_of(INK))
    assert hues[2] == hues[3]
    assert hues[2] != hues[4] == hues[6]
    assert hues[5] == rgb("#123456")
