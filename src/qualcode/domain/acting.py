"""Who acts: the coder in whose name a command or screen works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coding import CoderKind
from qualcode.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.coding import Coder


def coder_named(coders: Sequence[Coder], name: str) -> Coder:
    """The coder of this name; in any case of letters, or by the first of their names, where only one fits so.

    Raises:
        NotFound: nobody is called so; the message lists who there is.
    """
    exact = [coder for coder in coders if coder.name == name]
    wanted = name.strip().casefold()
    close = [coder for coder in coders if coder.name.casefold() == wanted]
    first_name = [coder for coder in coders if coder.name.casefold().startswith(f"{wanted} ")]
    found = exact or close or first_name
    if len(found) == 1:
        return found[0]
    raise NotFound(
        f'There is no coder "{name}" in this study.',
        f"Its coders are {', '.join(coder.name for coder in coders)}; add one with `qualcode coders add`.",
    )


def acting_coder(coders: Sequence[Coder], *, lead: int | None, acting: str | None, blind_round: bool) -> Coder:
    """The coder named in `acting`, else the only one, else the lead coder while no blind round is in progress.

    Raises:
        NotFound: nobody is called so.
        UsageError: it cannot be told who acts; the message names the coders.
    """
    people = [coder for coder in coders if coder.kind is CoderKind.PERSON]
    if acting:
        return coder_named(people, acting)
    if len(people) == 1:
        return people[0]
    leads = [coder for coder in people if coder.id == lead]
    if leads and not blind_round:
        return leads[0]
    names = ", ".join(coder.name for coder in people)
    raise UsageError(
        f"A blind round is in progress, so it must be said who acts: {names}.",
        "Add `--as NAME`, or set QUALCODE_CODER.",
    )
