"""What may be chosen when agreement is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.units import MappingRule, Unit

ReadAs = Mapping[int, int | None]
"""What codes are read as when two code lists were matched: code to code, None for one that is not read, others as they are."""

OVERLAP = 0.9
"""How much of what both cover two segments must share to be matched, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class AgreementChoices:
    """Whose finished codings are compared, where, and how.

    `coders` are names, in the order of the table; without them the lead coder and the only other one. `round` names one
    sample; without it the check samples are compared, and where there is none everything that was finished. What is None is
    as the sample fixed it, else by turn, any overlap, without the interviewer.

    `incomplete` lets a source count that two of three or more coders finished. `latest` reads everybody's latest attempt,
    also one made with the other coding in view. `matched` reads codes through the code lists that were matched, or as
    `read_as` says.
    `explore` asks for exploratory figures, `overlap` is what segments must share in them.
    """

    coders: tuple[str, ...] = ()
    round: str | None = None
    units: tuple[Unit, ...] = ()
    mapping: MappingRule | None = None
    with_interviewer: bool | None = None
    with_sub_codes: bool = False
    without_backchannels: bool = False
    incomplete: bool = False
    latest: bool = False
    matched: bool = False
    read_as: ReadAs | None = None
    explore: bool = False
    overlap: float = OVERLAP
    cross_check: bool = False


AS_FIXED = AgreementChoices()
"""Nothing chosen: everything is as the check sample fixed it."""
