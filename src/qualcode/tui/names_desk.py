"""The replacement list as its screen uses it: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import Combination, NameKind, NamePlace
    from qualcode.services.names import ListChanged
    from qualcode.services.names_allowing import ListedAllowance
    from qualcode.services.names_list import FoundList
    from qualcode.storage import OpenStudy


QUOTATIONS, SUMMARIES = "quotation", "summary"
"""Where listed terms are replaced."""


class NamesDesk:
    """The replacement list beside an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import names, names_allowing, names_list

        self._study = study
        self._names = names
        self._list = names_list
        self._allowing = names_allowing
        self._texts: dict[str, str] = {}

    def read(self) -> FoundList:
        """The list as it is now; the texts are read anew."""
        self._texts.clear()
        return self._list.read_list(self._study)

    def confirm(self, term: str, kind: str, replacement: str, note: str) -> ListChanged:
        """Say that a term tells who somebody is, and what is printed instead."""
        return self._names.confirm_names(self._study, [term], kind=kind, replacement=replacement or None, note=note)

    def dismiss(self, term: str) -> ListChanged:
        """Say that a term tells of nobody."""
        return self._names.dismiss_names(self._study, [term])

    def take_off(self, term: str) -> ListChanged:
        """Take a term off the list."""
        return self._names.remove_names(self._study, [term])

    def undo(self) -> FoundList:
        """Put the list back as it was before its last change."""
        return self._list.undo_list(self._study)

    # what may print nevertheless

    def allowances(self) -> Sequence[ListedAllowance]:
        """What was allowed to print, with its reason and who gave it."""
        return self._allowing.list_allowances(self._study)

    def allow(self, term: str, combination: Combination, output: str, reason: str) -> tuple[int, ChangeSet]:
        """Let a listed term print, or where there is none a combination; an empty output is every output."""
        if term:
            return self._allowing.allow_term(self._study, term, output=output, reason=reason)
        return self._allowing.allow_combination(self._study, dict(combination), output=output, reason=reason)

    def disallow(self, number: int, reason: str) -> ChangeSet:
        """Take an allowance away."""
        return self._allowing.disallow(self._study, number, reason=reason)

    # what prints instead

    def replaceable(self) -> dict[str, int]:
        """How many quotations and summaries print a listed term that can be replaced there."""
        from qualcode.services.names_quotations import preview_in_quotations
        from qualcode.services.names_summaries import preview_in_summaries

        quotations = [one for one in preview_in_quotations(self._study) if one.after != one.before]
        return {QUOTATIONS: len(quotations), SUMMARIES: len(preview_in_summaries(self._study))}

    def replace(self, where: str) -> tuple[ChangeSet | None, tuple[str, ...]]:
        """Replace listed terms in all quotations, or in all summaries; with what could not be replaced, and why."""
        from qualcode.services.names_quotations import replace_in_quotations
        from qualcode.services.names_summaries import replace_in_summaries

        if where == SUMMARIES:
            return replace_in_summaries(self._study)[1], ()
        found, change = replace_in_quotations(self._study)
        return change, tuple(f"quotation {one.number}: {one.refused}" for one in found if one.refused)

    # the transcripts

    def source(self, name: str) -> int:
        """The id of a source."""
        return self._study.sources.named(name).id

    def words_at(self, place: NamePlace) -> str:
        """The words of a place, as its transcript has them."""
        if place.source not in self._texts:
            self._texts[place.source] = self._study.sources.text(self.source(place.source)).text
        return " ".join(place.span.words_of(self._texts[place.source]).split())

    def write(self, path: Path) -> int:
        """Write the list as a table; returns how many terms are in it."""
        return self._names.export_names(self._study, path)

    def kind_of(self, term: str) -> NameKind:
        """What a term names, as far as its words say."""
        return self._names.kind_of(" ".join(term.split()))

    def kinds(self) -> Sequence[str]:
        """The kinds of terms."""
        from qualcode.domain.identification import NameKind

        return [str(kind) for kind in NameKind]
