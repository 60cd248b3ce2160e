"""Colours of the transcript: twelve hues, tints that blend where codings overlap, and every text readable on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from rich.color import Color
from rich.style import Style

from qualcode.domain.codes import CodeKind
from qualcode.tui.colour import VISIBLE, Rgb, blend, contrast_anyhow, laid_over, laid_under, readable, rgb, softened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.domain.codebook import Codebook

Hue: TypeAlias = Rgb

DARK_HUES = tuple(
    rgb(text)
    for text in [
        "#e69f00",
        "#56b4e9",
        "#2fbf8f",
        "#f0e442",
        "#5b96ff",
        "#f2764a",
        "#d98bb8",
        "#93cc38",
        "#b393ff",
        "#ff8fa3",
        "#3fcfcf",
        "#cba078",
    ]
)
"""Okabe and Ito's colours and five more, on dark backgrounds."""
PAPER_HUES = tuple(
    rgb(text)
    for text in [
        "#c38200",
        "#3199cc",
        "#00a375",
        "#969200",
        "#4c8dff",
        "#e86837",
        "#c276aa",
        "#679f13",
        "#a178ed",
        "#da6e83",
        "#069e9f",
        "#ac8764",
    ]
)
"""The same hues for light backgrounds."""

ONE_CODE = {True: 0.20, False: 0.26}
"""Share of a code's hue behind its words, on a dark theme and on a light one."""
FURTHER_CODE = 0.15
DEEPEST = 3
"""Overlapping codes whose tints are blended; more would turn every overlap the same grey."""
_ROOM = 7.0
"""Contrast of plain text: what it has above `READABLE` is the room its tints have."""
_SELECTED = 0.45
_FOUND = 0.3
_LIFTED = 0.12
_DIMMED = 0.35


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text is drawn: hues of the codes behind it, innermost last, and its other states."""

    hues: tuple[Hue, ...] = ()
    selected: bool = False
    caret: bool = False
    focused: bool = False
    dimmed: bool = False
    found: bool = False


class Ink:
    """The colours a theme gives to a transcript, with every style computed once."""

    def __init__(self, variables: Mapping[str, str], *, dark: bool, dims: bool = True) -> None:
        """Colours from a Textual theme's variables; any theme will do. `dims` draws uncoded talk of interviewers fainter."""
        self.dark = dark
        self.ground = _colour(variables, "background", "#14161f" if dark else "#fbf8f1")
        self.text = readable(_colour(variables, "foreground", "#d5dbf0" if dark else "#26241f"), self.ground, _ROOM)
        self.surface = _colour(variables, "surface", "#191c27" if dark else "#f3eee2")
        self.primary = _colour(variables, "primary", "#7aa2f7" if dark else "#2f5fd0")
        self.accent = _colour(variables, "accent", "#ffcf6b" if dark else "#b3470b")
        self.success = _colour(variables, "success", "#9ece6a" if dark else "#3f7d20")
        self.error = _colour(variables, "error", "#f7768e" if dark else "#b3261e")
        self.faint = softened(self.text, self.ground, 0.6)
        self.muted = softened(self.text, self.ground, _DIMMED)
        self.context = self.muted if dims else self.text
        self.chosen = blend(self.ground, self.primary, _SELECTED)
        self.lifted = blend(self.surface, self.primary, _LIFTED)
        self.readable_accent = readable(self.accent, self.surface)
        self.hues = DARK_HUES if dark else PAPER_HUES
        self._blank = Style(bgcolor=_rich(self.ground))
        self._styles: dict[Look, Style] = {}
        self._plain: dict[tuple[Rgb, Rgb, bool, bool], Style] = {}

    def style(self, look: Look) -> Style:
        """The style of a run of transcript."""
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = self._style(look)
        return found

    def plain(self, text: Rgb, ground: Rgb | None = None, *, bold: bool = False, underline: bool = False) -> Style:
        """A style of two colours."""
        key = (text, ground or self.ground, bold, underline)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = Style(
                color=_rich(key[0]), bgcolor=_rich(key[1]), bold=bold or None, underline=underline or None
            )
        return found

    def blank(self) -> Style:
        """The style of empty cells: no colour but the background, which is fewer bytes to a terminal."""
        return self._blank

    def on(self, ground: Rgb) -> Rgb:
        """The text colour on another background than the transcript's."""
        return readable(self.text, ground)

    def faint_on(self, ground: Rgb) -> Rgb:
        """The colour of secondary text on another background."""
        return softened(self.on(ground), ground, _DIMMED)

    def named(self, kind: str, ground: Rgb) -> Rgb:
        """The colour of a kind of words (see `widgets.bars.Part`) on a background; a colour as #rrggbb is made readable."""
        if kind.startswith("#"):
            return readable(rgb(kind), ground)
        colours = {"accent": self.accent, "primary": self.primary, "good": self.success, "bad": self.error}
        if kind in colours:
            return readable(colours[kind], ground)
        return self.faint_on(ground) if kind == "muted" else self.on(ground)

    def sign(self, hue: Hue, ground: Rgb | None = None) -> Rgb:
        """A hue as stripes and dots show it: visible on the ground."""
        return readable(hue, ground or self.ground, VISIBLE)

    def speaker(self, *, interviewer: bool) -> Rgb:
        """The colour of a speaker's label."""
        return readable(self.primary if interviewer else self.accent, self.ground)

    def grounds(self, look: Look) -> tuple[Rgb, Rgb]:
        """Text and background of a run."""
        if look.caret:
            return max(
                (self.ground, self.text, (0, 0, 0), (255, 255, 255)), key=lambda one: contrast_anyhow(one, self.accent)
            ), self.accent
        text = self.context if look.dimmed and not (look.hues or look.selected or look.found) else self.text
        ground = self.ground
        for depth, hue in enumerate(look.hues[-DEEPEST:]):
            ground = laid_under(text, ground, hue, FURTHER_CODE if depth else ONE_CODE[self.dark])
        if look.found:
            text, ground = laid_over(text, ground, self.accent, _FOUND)
        if look.selected:
            text, ground = laid_over(text, ground, self.primary, _SELECTED)
        return text, ground

    def _style(self, look: Look) -> Style:
        text, ground = self.grounds(look)
        underline = look.focused or look.found
        return Style(
            color=_rich(text), bgcolor=_rich(ground), underline=underline or None, bold=(look.caret or look.found) or None
        )


def hues_of(codebook: Codebook, ink: Ink) -> dict[int, Hue]:
    """The hue of each code: its own colour or the nearest above it, else that of its theme in the order of the codebook.

    A group stands for an aim of the study and not for a theme, so hues are given to what lies right below it.
    """
    hues: dict[int, Hue] = {}
    themes = 0
    for code in codebook.codes:
        above = hues.get(code.parent) if code.parent is not None else None
        inherits = code.parent is not None and codebook[code.parent].kind is not CodeKind.GROUP
        if code.colour is not None:
            hues[code.id] = rgb(code.colour)
        elif inherits and above is not None:
            hues[code.id] = above
        else:
            hues[code.id] = ink.hues[themes % len(ink.hues)]
            themes += not code.retired
    return hues


def tinted(hues: Iterable[Hue], ink: Ink) -> Rgb:
    """The background of text under codes of these hues."""
    return ink.grounds(Look(hues=tuple(hues)))[1]


@lru_cache(maxsize=4096)
def _rich(colour: Rgb) -> Color:
    return Color.from_rgb(*colour)


def _colour(variables: Mapping[str, str], name: str, otherwise: str) -> Rgb:
    """A theme's variable, or a colour of ours where the theme leaves it to the terminal."""
    try:
        return rgb(variables.get(name, otherwise))
    except ValueError:
        return rgb(otherwise)
