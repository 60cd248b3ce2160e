"""Questions that may take a while: asked in a worker, of the study opened a second time, so that no key waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.comparisons import Comparison
    from qualcode.domain.finding import Hit
    from qualcode.services.retrieving import RetrievedList


@dataclass(frozen=True)
class Lookup:
    """A study to be asked, by where it lies and who asks. Each question opens it anew, so it can be asked on any thread."""

    where: str | Path
    acting: str

    def find(self, words: str) -> tuple[Hit, ...]:
        """Where words stand in all sources."""
        from qualcode.services.finding import find
        from qualcode.services.studies import open_study

        with open_study(self.where, self.acting) as study:
            return find(study, words)

    def retrieve(self, query: str) -> RetrievedList:
        """The extracts that answer a query."""
        from qualcode.services.retrieving import retrieve
        from qualcode.services.studies import open_study

        with open_study(self.where, self.acting) as study:
            return retrieve(study, query)

    def retrieve_codings(self, title: str, codings: tuple[int, ...]) -> RetrievedList:
        """The extracts of some codings."""
        from qualcode.services.retrieving import retrieve_codings
        from qualcode.services.studies import open_study

        with open_study(self.where, self.acting) as study:
            return retrieve_codings(study, title, codings)

    def write_extracts(self, words: str, codings: tuple[int, ...], path: Path) -> int:
        """Write the extracts of a query, or of some codings, to a Word or CSV file; returns how many."""
        from qualcode.services.segments import write_segments

        found = (self.retrieve_codings(words, codings) if codings else self.retrieve(words)).found
        write_segments(found, path)
        return len(found.extracts)

    def compare(self, attribute: str, bands: str = "") -> Comparison:
        """Themes by groups of an attribute's values."""
        from qualcode.services.comparing import compare_groups
        from qualcode.services.studies import open_study

        with open_study(self.where, self.acting) as study:
            return compare_groups(study, attribute, bands=bands)

    def write_comparison(self, attribute: str, bands: str, path: Path) -> None:
        """Write themes by groups to a Word or CSV file."""
        from qualcode.services.comparing import write_comparison

        write_comparison(self.compare(attribute, bands), path)
