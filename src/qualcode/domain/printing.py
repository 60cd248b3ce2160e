"""Whom an output is for, and the words it prints, as the de-identification check reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TEAM_ONLY = "Identifiable: study team only"
"""What every output for the team says in its header."""


class Audience(StrEnum):
    """Whom an output is for: the team may know who is meant, the readers of a publication may not."""

    TEAM = "team"
    PUBLICATION = "publication"

    @property
    def header(self) -> str:
        """The line at the head of each page of an output: what the team must know, and nothing in a publication."""
        return TEAM_ONLY if self is Audience.TEAM else ""

    @property
    def remark(self) -> str:
        """What is said on the terminal of an output that was written, after its name."""
        return f"{TEAM_ONLY}." if self is Audience.TEAM else "For publication."


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """Words that one place of an output prints, and what is printed of the person with them.

    `output` names the file as its reader sees it (`Table 2`, `Chart 1`), `place` the row or cell in it, `text` the words
    in full. `case` is the id of the participant, group or site they belong to, None where they belong to nobody.
    `printed` holds the attributes that print beside them, as (attribute, printed form); `shown_id` is the ID that
    prints, so that all that is printed under one ID can be read together. `quote` is the id of a quotation, or of the
    coding whose words it is; `said_by` names the cases that speak in it, where they are more than `case`. `verbatim` are
    words in it that somebody said, where it is not told who: the example of a code.
    """

    output: str
    place: str
    text: str
    case: int | None = None
    printed: tuple[tuple[str, str], ...] = ()
    shown_id: str = ""
    quote: int | None = None
    said_by: tuple[str, ...] = ()
    verbatim: str = ""
