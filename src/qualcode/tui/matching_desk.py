"""The matching of code lists as its screen uses it: one object that calls services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.segments import Extract
    from qualcode.services.matching import CodeLists, Relating
    from qualcode.services.matching_finish import Matched
    from qualcode.storage import OpenStudy


class MatchingDesk:
    """The code lists of a study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import matching, matching_finish

        self._study = study
        self._matching = matching
        self._finishing = matching_finish
        self._extracts: dict[int, tuple[Extract, ...]] = {}

    def lists(self) -> CodeLists:
        """Both lists with the relations so far."""
        self._extracts.clear()
        return self._matching.code_lists(self._study)

    def extracts(self, code: int) -> tuple[Extract, ...]:
        """A few passages of a code."""
        if code not in self._extracts:
            self._extracts[code] = self._matching.extracts_of(self._study, code)
        return self._extracts[code]

    def relate(self, relating: Relating, instead_of: int | None) -> ChangeSet | None:
        """Set a relation, in place of another where one is named."""
        return self._matching.set_relation(self._study, relating, instead_of=instead_of)[1]

    def unrelate(self, code: int, other: int | None) -> ChangeSet | None:
        """Take a relation away."""
        return self._matching.unset_relation(self._study, code, other)

    def finish(self, version: str, note: str) -> Matched:
        """Make one list of the two."""
        return self._finishing.finish_matching(self._study, version=version, note=note)
