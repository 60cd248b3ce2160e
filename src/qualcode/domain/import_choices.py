"""How a file is to be imported: what was found and proposed, and what the researcher settled instead."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualcode.domain.sources import Role
from qualcode.domain.speakers import is_generic, proposed_role
from qualcode.domain.turns import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.domain.turns import ProposedSpeaker


class CaseFrom(StrEnum):
    """What an import makes cases of."""

    SPEAKER = "speaker"
    """Each participant label; a label that any transcript may have gives a case named as the source."""
    NAME = "name"
    """The source's name."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is settled for one file.

    `labels` are the labels that name speakers, None where they are proposed; `roles` and `cases` give some of them, as
    `folded` writes labels, a role and the name of a case in place of the proposed ones. `encoding` is None where it is
    found or guessed, `name` empty where the source is called as its file.
    """

    labels: tuple[str, ...] | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    case_from: CaseFrom = CaseFrom.SPEAKER
    encoding: str | None = None
    name: str = ""

    def with_role(self, label: str, role: Role) -> Choices:
        """With another role for a label."""
        return replace(self, roles={**self.roles, folded(label): role})

    def with_case(self, label: str, case: str) -> Choices:
        """With the name of the case whose talk a label's is; an empty one leaves it to the rule."""
        kept = {key: one for key, one in self.cases.items() if key != folded(label)}
        return replace(self, cases={**kept, folded(label): case} if case else kept)

    def with_labels(self, labels: Iterable[str]) -> Choices:
        """With just these labels as speakers."""
        return replace(self, labels=tuple(labels))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was confirmed of earlier imports, offered for the next: roles by label, encodings by reader, and cases."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    case_from: CaseFrom = CaseFrom.SPEAKER

    def and_then(self, choices: Choices, reader: str, speakers: Iterable[ProposedSpeaker]) -> Remembered:
        """With what was confirmed of one more file; a text in which nobody speaks says nothing of who speaks in others.

        Of participants only labels that any transcript may have are remembered: another one could be a person's name,
        and stands for nobody in the next file.
        """
        roles = dict(self.roles)
        talking = tuple(speakers)
        for one in talking:
            if one.role is not Role.PARTICIPANT or is_generic(one.label) or proposed_role(one.label, {}) is Role.INTERVIEWER:
                roles[folded(one.label)] = one.role
            else:
                roles.pop(folded(one.label), None)
        encodings = {**self.encodings, reader: choices.encoding} if choices.encoding else self.encodings
        return Remembered(roles, encodings, choices.case_from if talking else self.case_from)

    def without(self, labels: Iterable[str]) -> Remembered:
        """Without what is remembered of some labels."""
        gone = {folded(label) for label in labels}
        return replace(self, roles={label: role for label, role in self.roles.items() if label not in gone})

    def as_json(self) -> str:
        """As it is stored."""
        held = {
            "roles": {label: role.value for label, role in sorted(self.roles.items())},
            "encodings": dict(sorted(self.encodings.items())),
            "case_from": self.case_from.value,
        }
        return json.dumps(held, ensure_ascii=False)

    @classmethod
    def of_json(cls, stored: str | None) -> Remembered:
        """Read back; nothing stored is nothing remembered."""
        if stored is None:
            return cls()
        held: dict[str, Any] = json.loads(stored)
        return cls({label: Role(role) for label, role in held["roles"].items()}, held["encodings"], CaseFrom(held["case_from"]))
