"""The codebook as its screen uses it: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codebook_compare import CodebookChange
    from qualcode.domain.codes import Code, CodebookVersion, CodeKind
    from qualcode.services.codebook import CodeCount, Definition
    from qualcode.services.codebook_merging import Merged, Split
    from qualcode.services.codebook_screen import CodingLine
    from qualcode.services.codebook_touched import CodesDone, Touched
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy


class CodebookDesk:
    """The codebook of an open study, its changes, its versions."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import (
            codebook,
            codebook_examples,
            codebook_grouping,
            codebook_merging,
            codebook_screen,
            codebook_touched,
            codebook_versions,
            memos,
        )

        self._study = study
        self._codebook = codebook
        self._examples = codebook_examples
        self._grouping = codebook_grouping
        self._merging = codebook_merging
        self._screen = codebook_screen
        self._touched = codebook_touched
        self._versions = codebook_versions
        self._memos = memos

    # reading

    def codebook(self) -> Codebook:
        """The codebook as this coder may see it."""
        return self._codebook.read_codebook(self._study)

    def counts(self, *, mine: bool) -> dict[int, CodeCount]:
        """Codings by code, own and with sub-codes: of this coder, or of the analysis coding."""
        return self._codebook.count_codings(self._study, coder=self._study.viewer.name if mine else None)

    def memos(self, code: int) -> tuple[ListedMemo, ...]:
        """The memos of a code."""
        return self._screen.memos_of_code(self._study, code)

    def hangs_on(self, codes: Sequence[int], done: CodesDone, to: int | None = None) -> Touched:
        """What a change of codes would touch."""
        return self._touched.what_hangs_on(self._study, codes, done=done, to=to)

    def codings(self, code: int) -> tuple[CodingLine, ...]:
        """Every live coding of a code, with its words."""
        return self._screen.codings_of_code(self._study, code)

    def versions(self) -> tuple[CodebookVersion, ...]:
        """The saved versions, the oldest first."""
        return self._versions.list_codebook_versions(self._study)

    def compare(self, before: str, after: str | None) -> tuple[CodebookChange, ...]:
        """What changed from one version to another, or to now."""
        return self._versions.compare_codebook(self._study, before, after)

    # changing

    def add(self, name: str, parent: int | None, position: int | None, definition: Definition) -> tuple[Code, ChangeSet]:
        """Add a code."""
        return self._codebook.add_code(self._study, name=name, parent=parent, position=position, definition=definition)

    def rename(self, code: int, name: str, reason: str) -> ChangeSet | None:
        """Rename a code."""
        return self._codebook.rename_code(self._study, code, name, reason=reason)

    def recolour(self, code: int, colour: str | None) -> ChangeSet | None:
        """Give a code a colour, or that of the code above it."""
        return self._codebook.recolour_code(self._study, code, colour)

    def redefine(self, code: int, definition: Definition, reason: str) -> ChangeSet | None:
        """Change what defines a code."""
        return self._codebook.redefine_code(self._study, code, definition, reason=reason)

    def move(self, codes: Sequence[int], parent: int | None, reason: str, *, after: int | None = None) -> ChangeSet | None:
        """Give codes another home, or a place right after another code."""
        return self._grouping.move_codes(self._study, codes, parent=parent, after=after, reason=reason)

    def nudge(self, code: int, position: int) -> ChangeSet | None:
        """Give a code another place among its siblings."""
        parent = self.codebook()[code].parent
        return self._codebook.move_code(self._study, code, parent=parent, position=position)

    def group(
        self, codes: Sequence[int], name: str, kind: CodeKind, under: int | None, central_idea: str, reason: str
    ) -> tuple[Code, ChangeSet]:
        """Make a theme of codes."""
        return self._grouping.group_codes(
            self._study, codes, name, kind=kind, under=under, central_idea=central_idea, reason=reason
        )

    def split(self, code: int, shares: Mapping[str, Sequence[int]], rest_to: str | None, reason: str) -> Split:
        """Share out a code's codings to codes beside it."""
        wanted = [self._merging.Share(name, tuple(codings)) for name, codings in shares.items()]
        return self._merging.split_code(self._study, code, wanted, rest_to=rest_to, reason=reason)

    def take_example(self, code: int, coding: int) -> ChangeSet | None:
        """Make the words of a coding the example of a code."""
        return self._examples.take_example(self._study, code, coding)

    def show_also_under(self, codes: Sequence[int], parent: int, reason: str) -> ChangeSet | None:
        """Show codes also under another."""
        return self._grouping.show_codes_also_under(self._study, codes, parent, reason=reason)

    def show_no_more_under(self, code: int, parent: int, reason: str) -> ChangeSet | None:
        """Show a code no longer under another."""
        return self._codebook.show_also_under(self._study, code, parent, remove=True, reason=reason)

    def merge(self, codes: Sequence[int], into: int, reason: str) -> Merged:
        """Merge codes into one."""
        return self._merging.merge_codes(self._study, codes, into, reason=reason)

    def retire(self, code: int, reason: str) -> ChangeSet | None:
        """Take a code with all below it out of use."""
        return self._codebook.retire_code(self._study, code, with_sub_codes=True, reason=reason)

    def restore(self, code: int, reason: str) -> ChangeSet | None:
        """Bring a retired code back, with those retired below it."""
        return self._codebook.restore_code(self._study, code, with_sub_codes=True, reason=reason)

    def save_version(self, name: str, note: str) -> ChangeSet:
        """Save the codebook as it is."""
        return self._versions.save_codebook_version(self._study, name, note=note)[1]
