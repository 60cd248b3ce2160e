"""Cases as their screen uses them: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import Source
    from qualcode.services.cases import ImportedCases
    from qualcode.services.speakers import SpeakerLine
    from qualcode.services.withdraw import Withdrawal, Withdrawn
    from qualcode.storage import OpenStudy


class CaseDesk:
    """The cases of an open study, and what is known of them."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import attributes, case_editing, cases, speakers, withdraw

        self._study = study
        self._attributes = attributes
        self._editing = case_editing
        self._cases = cases
        self._speakers = speakers
        self._withdraw = withdraw

    # reading

    def cases(self) -> tuple[tuple[Case, ...], tuple[Attribute, ...]]:
        """All cases, and the attributes in their order."""
        return self._cases.list_cases(self._study)

    def sources(self) -> tuple[Source, ...]:
        """The sources in their order."""
        return self._study.sources.all()

    def speakers(self) -> tuple[SpeakerLine, ...]:
        """Who speaks in the sources."""
        return self._speakers.list_speakers(self._study)

    # cases

    def add(self, name: str, kind: str) -> tuple[int, ChangeSet]:
        """Add a case."""
        return self._editing.add_case(self._study, name, kind)

    def rename(self, case: int, name: str) -> ChangeSet | None:
        """Give a case another name."""
        return self._editing.rename_case(self._study, case, name)

    def set_value(self, case: int, attribute: str, value: str) -> ChangeSet | None:
        """Give a case a value."""
        return self._editing.set_cases(self._study, [case], {attribute: value})

    def set_kind(self, case: int, kind: str) -> ChangeSet | None:
        """Make a case a participant, a group or a site."""
        return self._editing.set_cases(self._study, [case], kind=kind)

    def set_permission(self, case: int, *, may_quote: bool | None = None, may_share: bool | None = None) -> ChangeSet | None:
        """Say whether a case may be quoted, or shared."""
        return self._editing.set_cases(self._study, [case], may_quote=may_quote, may_share=may_share)

    def set_links(self, case: int, sources: Collection[int], speakers: Collection[int]) -> ChangeSet | None:
        """Say where a case speaks."""
        return self._editing.set_links(self._study, case, sources=sources, speakers=speakers)

    def remove(self, case: int, reason: str) -> ChangeSet:
        """Take a case away."""
        return self._editing.remove_case(self._study, case, reason=reason)

    # attributes

    def add_attribute(self, given: Mapping[str, str]) -> tuple[int, ChangeSet]:
        """Add an attribute."""
        return self._attributes.add_attribute(self._study, given)

    def change_attribute(self, attribute: int, given: Mapping[str, str]) -> ChangeSet | None:
        """Change an attribute."""
        return self._attributes.change_attribute(self._study, attribute, given)

    def move_attribute(self, attribute: int, position: int) -> ChangeSet | None:
        """Give an attribute another place."""
        return self._attributes.move_attribute(self._study, attribute, position)

    def remove_attribute(self, attribute: int, reason: str) -> tuple[int, ChangeSet]:
        """Take an attribute away with its values."""
        return self._attributes.remove_attribute(self._study, attribute, reason=reason)

    # tables, withdrawing

    def bring_in(self, path: Path) -> ImportedCases:
        """Import cases and values from a table."""
        return self._cases.import_cases(self._study, path)

    def write_table(self, path: Path) -> int:
        """Write all cases as a table; returns how many."""
        return self._cases.export_cases(self._study, path)

    def plan_withdrawal(self, names: Sequence[str]) -> Withdrawal:
        """What withdrawing participants would take away."""
        return self._withdraw.plan_withdrawal(self._study, names)

    def withdraw(self, names: Sequence[str]) -> Withdrawn:
        """Take participants out for good."""
        return self._withdraw.withdraw(self._study, names)
