"""Drawing a sample of sources for double coding: seeded, stratified on request, and the same on every machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that may be drawn; `stratum` is its value of the attribute drawn by, empty where there is none."""

    guid: str
    name: str
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many of a stratum's sources were drawn; none means that it is left out."""

    name: str
    size: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Draw:
    """A drawn sample: the sources in the order of the pool, and its strata by name."""

    share: Fraction
    seed: int
    chosen: tuple[Candidate, ...]
    strata: tuple[Stratum, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of the strata nothing was drawn from."""
        return tuple(stratum.name for stratum in self.strata if not stratum.drawn)


def share_of(typed: str) -> Fraction:
    """The share as an exact fraction, from `0.2`, `20%` or `1/5`.

    Raises:
        InvalidInput: it is not a number above 0 and at most 1.
    """
    words = typed.strip()
    try:
        share = Fraction(words.removesuffix("%").strip()) / (100 if words.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise InvalidInput(f"The share {typed!r} is not a number above 0 and at most 1.", "Give it as 0.2, 20% or 1/5.")
    return share


def sample_size(share: Fraction, pool: int) -> int:
    """The share of `pool` sources, rounded up: 20 % of 33 is 7."""
    return -(-share.numerator * pool // share.denominator)


def draw_sample(pool: Sequence[Candidate], share: Fraction, seed: int) -> Draw:
    """Draw the share of the pool.

    Sources are ordered by sha256 of the seed followed by their guid, so that the draw depends on nothing else. With more
    than one stratum the places are shared by largest remainder, ties to the larger stratum, then by name.

    Raises:
        InvalidInput: the pool is empty.
    """
    if not pool:
        raise InvalidInput("There is no source to draw from.", "Import transcripts first, or look at what was excluded.")
    places = _places(pool, sample_size(share, len(pool)))
    drawn: set[str] = set()
    left = dict(places)
    for candidate in sorted(pool, key=lambda candidate: _order(seed, candidate.guid)):
        if left[candidate.stratum]:
            left[candidate.stratum] -= 1
            drawn.add(candidate.guid)
    strata = tuple(Stratum(name, sum(candidate.stratum == name for candidate in pool), places[name]) for name in sorted(places))
    return Draw(share, seed, tuple(candidate for candidate in pool if candidate.guid in drawn), strata)


def _order(seed: int, guid: str) -> str:
    return hashlib.sha256(f"{seed}{guid}".encode()).hexdigest()


def _places(pool: Sequence[Candidate], places: int) -> Mapping[str, int]:
    """How many places each stratum gets: the whole part of its quota, then one each by largest remainder."""
    sizes: dict[str, int] = {}
    for candidate in pool:
        sizes[candidate.stratum] = sizes.get(candidate.stratum, 0) + 1
    quotas = {name: Fraction(places * size, len(pool)) for name, size in sizes.items()}
    given = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(sizes, key=lambda name: (given[name] - quotas[name], -sizes[name], name))
    for name in by_remainder[: places - sum(given.values())]:
        given[name] += 1
    return given
