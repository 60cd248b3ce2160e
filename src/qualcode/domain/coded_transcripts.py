"""A transcript with its codes in the margin, as it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A turn, or a paragraph outside turns: `heading` says who speaks and when, and is empty outside turns.

    `marks` are the signs `[n` and `n]` around coded passages by their offset in `text`, in order; `margin` are the numbered
    codes beside it.
    """

    heading: str
    text: str
    marks: tuple[tuple[int, str], ...] = ()
    margin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedTranscript:
    """A source from its first word to its last, with a note on whose codings are shown.

    `legend` has a row for each code in it: its name as it stands in the margin, its path, and how many codings it has.
    """

    title: str
    note: str
    passages: tuple[MarkedPassage, ...]
    legend: tuple[tuple[str, str, int], ...] = ()
