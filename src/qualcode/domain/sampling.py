"""Drawing a sample of sources for double coding: seeded, stratified on request, and the same on every machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class DrawMethod(StrEnum):
    """How the sources of a sample came to be in it."""

    RANDOM = "random"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that may be drawn; `stratum` is its value of the attributes drawn by, empty where there is none."""

    guid: str
    name: str
    stratum: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many of a stratum's sources were drawn, none meaning that it is left out; `members` are their guids."""

    name: str
    size: int
    drawn: int
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample: the sources it was drawn from, those drawn in the order of the pool, and its strata by name.

    `wanted` is a share or a number of sources. A sample that was chosen has neither that nor a seed nor strata.
    """

    wanted: Fraction | int | None
    seed: int | None
    pool: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]
    strata: tuple[Stratum, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of the strata nothing was drawn from."""
        return tuple(stratum.name for stratum in self.strata if not stratum.drawn)


@dataclass(frozen=True, slots=True)
class RecordedDraw:
    """A draw as the study keeps it, so that it can be shown and repeated: sources by guid.

    `asked` is the share or number as it was typed; `reason` is why sources were chosen; `excluded` says of each source
    that could not be drawn why; `by` are the names of the attributes drawn by.
    """

    method: DrawMethod
    pool: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    result: tuple[str, ...]
    reason: str = ""
    asked: str = ""
    seed: int | None = None
    by: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether a draw took all there was, so that chance had no part in it."""
        return self.method is DrawMethod.RANDOM and len(self.result) == len(self.pool)

    def repeated(self) -> tuple[str, ...] | None:
        """The sources that the same pool, strata, share and seed give; None for a sample that was not drawn at random."""
        if self.method is not DrawMethod.RANDOM or self.seed is None:
            return None
        stratum_of = {guid: stratum.name for stratum in self.strata for guid in stratum.members}
        pool = [Candidate(guid, "", stratum_of.get(guid, "")) for guid in self.pool]
        return tuple(one.guid for one in draw_sample(pool, wanted_of(self.asked), self.seed).chosen)


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


def number_asked(number: int) -> str:
    """A number of sources as a draw records it; `wanted_of` reads it back."""
    return f"{number} source{'' if number == 1 else 's'}"


def wanted_of(asked: str) -> Fraction | int:
    """What a draw records as asked for: a share, or a number of sources.

    Raises:
        InvalidInput: it is neither.
    """
    number, _, noun = asked.partition(" ")
    return int(number) if noun.startswith("source") and number.isdecimal() else share_of(asked)


def sample_size(share: Fraction, pool: int) -> int:
    """The share of `pool` sources, rounded up: 20 % of 33 is 7."""
    return -(-share.numerator * pool // share.denominator)


def draw_sample(pool: Sequence[Candidate], wanted: Fraction | int, seed: int) -> Draw:
    """Draw a share of the pool, or a number of its sources.

    Sources are ordered by sha256 of the seed followed by their guid, so that the draw depends on nothing else. With more
    than one stratum the places are shared by largest remainder, ties to the larger stratum, then by name.

    Raises:
        InvalidInput: the pool is empty, or has fewer sources than are to be drawn.
    """
    if not pool:
        raise InvalidInput("There is no source to draw from.", "Import transcripts first, or look at what was excluded.")
    places = _places(pool, _size(wanted, len(pool)))
    drawn: set[str] = set()
    left = dict(places)
    for candidate in sorted(pool, key=lambda candidate: _order(seed, candidate.guid)):
        if left[candidate.stratum]:
            left[candidate.stratum] -= 1
            drawn.add(candidate.guid)
    members = {name: tuple(one.guid for one in pool if one.stratum == name) for name in sorted(places)}
    strata = tuple(Stratum(name, len(guids), places[name], guids) for name, guids in members.items())
    return Draw(wanted, seed, tuple(pool), tuple(candidate for candidate in pool if candidate.guid in drawn), strata)


def _size(wanted: Fraction | int, pool: int) -> int:
    if isinstance(wanted, Fraction):
        return sample_size(wanted, pool)
    if not 1 <= wanted <= pool:
        raise InvalidInput(f"{wanted} of {pool} sources cannot be drawn.", f"Give a number from 1 to {pool}, or a --share.")
    return wanted


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
