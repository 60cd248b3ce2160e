"""How the screens write the roles of speakers: the digit that gives one, its colour, and its words."""

from __future__ import annotations

from qualcode.domain.sources import Role

DIGITS = {Role.INTERVIEWER: "1", Role.PARTICIPANT: "2", Role.OTHER: "3"}
"""The digit of each role."""
COLOURS = {Role.INTERVIEWER: "$primary", Role.PARTICIPANT: "$accent", Role.OTHER: "$success"}
"""The colour of the label of who has the role."""


def in_words(role: Role) -> str:
    """A role as it stands in a sentence: `an interviewer`."""
    return {Role.INTERVIEWER: "an interviewer", Role.PARTICIPANT: "a participant"}.get(role, "somebody else")
