"""Where a code is put: under a home, and before or after a sibling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def place_of(
    work: OpenStudy, code: int | None, *, under: str | None, before: str | None, after: str | None
) -> tuple[int | None, int | None]:
    """The home and the position in it that the options name; without any the root, last.

    `code` is the one placed, None a new one.

    Raises:
        UsageError: both --before and --after were given, or one of them names a code that is not under --under.
        QualcodeError: a code they name does not exist.
    """
    from qualcode.services.codebook import find_code, position_beside

    if before is not None and after is not None:
        raise UsageError("--before and --after cannot both be given.", "Give one of them.")
    home = None if under is None else find_code(work, under).id
    beside = before if before is not None else after
    if beside is None:
        return home, None
    parent, position = position_beside(work, code, find_code(work, beside).id, after=after is not None)
    if under is not None and parent != home:
        raise UsageError(
            f'"{beside}" is not right under "{under}".', "Leave --under out: the home is that of the code beside it."
        )
    return parent, position
