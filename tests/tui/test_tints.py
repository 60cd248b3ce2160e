"""Every text can be read on every tint, in every theme."""

from __future__ import annotations

import itertools

import pytest
from textual.theme import BUILTIN_THEMES, Theme

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.tui.colour import READABLE, VISIBLE, contrast, rgb
from qualcode.tui.themes import INK, PAPER
from qualcode.tui.widgets.transcript.tints import DARK_HUES, PAPER_HUES, Hue, Ink, Look, hues_of, tinted

THEMES = [INK, PAPER, *BUILTIN_THEMES.values()]


def ink_of(theme: Theme) -> Ink:
    return Ink(theme.to_color_system().generate(), dark=theme.dark)


def overlaps(hues: tuple[Hue, ...]) -> list[tuple[Hue, ...]]:
    triples = [tuple(hues[(start + step * turn) % 12] for turn in range(3)) for start in range(12) for step in (1, 2, 5)]
    return [(), *((hue,) for hue in hues), *itertools.permutations(hues, 2), *triples]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_keeps_its_contrast(theme: Theme) -> None:
    ink = ink_of(theme)
    for hues in overlaps(ink.hues):
        for selected, dimmed in itertools.product((False, True), repeat=2):
            text, ground = ink.grounds(Look(hues=hues, selected=selected, dimmed=dimmed))
            assert contrast(text, ground) >= READABLE, (hues, selected, dimmed)
    text, ground = ink.grounds(Look(caret=True))
    assert contrast(text, ground) >= READABLE
    for colour in (ink.faint, ink.muted, ink.speaker(interviewer=True), ink.speaker(interviewer=False)):
        assert contrast(colour, ink.ground) >= READABLE


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
