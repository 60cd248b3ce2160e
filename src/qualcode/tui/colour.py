"""Arithmetic on colours: blending, contrast as WCAG 2 defines it, and colours moved until they can be read."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

Rgb: TypeAlias = tuple[int, int, int]

READABLE = 4.5
"""The contrast every text has on its background (WCAG 2 AA)."""
VISIBLE = 3.0
"""The contrast of stripes, dots and other signs (WCAG 2, non-text)."""
_STEPS = 40


def rgb(text: str) -> Rgb:
    """The colour of `#rrggbb`.

    Raises:
        ValueError: it is not written so.
    """
    if len(text) < 7 or text[0] != "#":
        raise ValueError(f"not a colour: {text!r}")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def hexed(colour: Rgb) -> str:
    """The colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def blend(under: Rgb, over: Rgb, share: float) -> Rgb:
    """`over` laid on `under`, covering `share` (0 to 1) of it."""
    red, green, blue = (round(one + (two - one) * share) for one, two in zip(under, over, strict=True))
    return red, green, blue


@lru_cache(maxsize=8192)
def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, two: Rgb) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=8192)
def grey(colour: Rgb) -> Rgb:
    """The colour as a screen without colours shows it (NO_COLOR): its luma by the weights of ITU-R BT.709."""
    luma = round(0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2])
    return luma, luma, luma


@lru_cache(maxsize=8192)
def contrast_anyhow(one: Rgb, two: Rgb) -> float:
    """The contrast that two colours have at least, on a screen with colours or without."""
    return min(contrast(one, two), contrast(grey(one), grey(two)))


@lru_cache(maxsize=8192)
def readable(colour: Rgb, on: Rgb, ratio: float = READABLE) -> Rgb:
    """`colour` moved no farther than needed towards white or black to have `ratio` on a background.

    It has that in greys too, but on the few backgrounds where no colour has it in both.
    """
    for measure in (contrast_anyhow, contrast):
        pole = max(((0, 0, 0), (255, 255, 255)), key=lambda end, by=measure: by(end, on))  # type: ignore[misc]
        for step in range(_STEPS + 1):
            moved = blend(colour, pole, step / _STEPS)
            if measure(moved, on) >= ratio:
                return moved
    return pole


def softened(colour: Rgb, on: Rgb, share: float, ratio: float = READABLE) -> Rgb:
    """`colour` faded by `share` into its background, but never below `ratio`."""
    return readable(blend(colour, on, share), on, ratio)


@lru_cache(maxsize=8192)
def laid_over(text: Rgb, ground: Rgb, over: Rgb, share: float) -> tuple[Rgb, Rgb]:
    """`over` laid on `ground` by `share`, less where no text could be read there, and the text colour moved to be read on it."""
    for step in range(_STEPS + 1):
        mixed = blend(ground, over, share * (1 - step / _STEPS))
        moved = readable(text, mixed)
        if contrast_anyhow(moved, mixed) >= READABLE:
            break
    return moved, mixed


@lru_cache(maxsize=8192)
def laid_under(text: Rgb, ground: Rgb, over: Rgb, share: float) -> Rgb:
    """`over` laid on `ground` by at most `share`, as far as `text` keeps its contrast on the result."""
    for step in range(_STEPS + 1):
        mixed = blend(ground, over, share * (1 - step / _STEPS))
        if contrast_anyhow(text, mixed) >= READABLE:
            return mixed
    return ground
