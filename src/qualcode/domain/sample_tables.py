"""Characteristics of the sample: one attribute after another, never crossed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One line of the table: a value and how many have it, or a single figure such as a range."""

    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class SampleSection:
    """One characteristic. With a `heading` its lines are values below it, without one they stand alone."""

    heading: str
    lines: tuple[SampleLine, ...]


@dataclass(frozen=True, slots=True)
class SampleTable:
    """The sample as the paper describes it; `participants` is the n of the column heading, `number` that of the table."""

    title: str
    participants: int
    sections: tuple[SampleSection, ...]
    notes: tuple[str, ...] = ()
    number: int = 1
