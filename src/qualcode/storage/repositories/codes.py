"""The codebook: codes, where else they are shown, and saved versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_compare import codebook_from_snapshot, snapshot_of
from qualcode.domain.codes import Code, CodebookVersion, CodeKind, ThemeState
from qualcode.errors import Ambiguous, NotFound
from qualcode.storage.clock import new_guid, now
from qualcode.storage.repositories.code_moves import CodingMoves
from qualcode.storage.session import Repository
from qualcode.storage.tables.codebook import code, code_shown_under, codebook_version
from qualcode.storage.tables.rounds import assignment
from qualcode.storage.tables.sources import revision, source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Row


class CodesRepository(Repository):
    """The codes of a study, and its codebook's versions.

    A coder in a blind round gets the version frozen for it and the codes they made themselves, nothing else: without
    a frozen version (a sample to develop codes on) only the latter. The codes they make there are theirs alone until the
    round is closed.
    """

    def codebook(self) -> Codebook:
        """The codebook as the viewer may see it, retired codes included."""
        return self.kept("codebook", lambda: self._frozen(self._whole()) if self.sight.blind else self._whole())

    def some(self, numbers: Collection[int]) -> dict[int, Code]:
        """Codes by id, retired ones included, as far as the viewer may see them: without reading the whole codebook.

        A blind viewer gets those of the frozen version without examples, for which all sampled texts would have to be read.
        """
        if self.sight.blind:
            book = self._frozen(self._whole(), with_examples=False)
            return {number: book[number] for number in numbers if number in book}
        return {
            row.id: code_of(row) for row in self.rows(select(code).where(code.c.id.in_(list(numbers)), self.sight.codes(code)))
        }

    def frozen(self) -> frozenset[int]:
        """The ids of the codes in the version that the viewer codes with blind; empty for one who codes openly."""
        book = self._frozen_version()
        return frozenset(one.id for one in book.codes) if book is not None else frozenset()

    def add(self, values: Mapping[str, Any], *, parent: int | None, rank: int) -> int:
        """Add a code with the given fields (by their names in `Code`) and return its id.

        A code made in a blind round is not accepted into the common codebook before it is over.
        """
        fields = {
            "guid": new_guid(),
            "made_by": self.sight.viewer,
            "accepted": int(not self.sight.blind),
            **_columns(values),
            "parent": parent,
            "rank": rank,
        }
        if self.sight.blind:
            fields["made_in_round"] = max(self.sight.blind_rounds)
        return self.write.insert(code, fields)

    def change(self, number: int, **values: Any) -> bool:
        """Change fields of a code by their names in `Code`; False where they are so already."""
        return self.write.update(code, number, _columns(values))

    def put_in_order(self, ranks: Mapping[int, int]) -> None:
        """Give codes new ranks among their siblings."""
        for number, rank in ranks.items():
            self.write.update(code, number, {"rank": rank})

    def show_under(self, number: int, parent: int) -> None:
        """Show a code also under another."""
        self.write.insert(code_shown_under, {"code": number, "parent": parent})

    def show_no_more_under(self, number: int, parent: int) -> None:
        """Take a code away from where it was also shown; its home stays."""
        row = self.scalar(
            select(code_shown_under.c.id).where(code_shown_under.c.code == number, code_shown_under.c.parent == parent)
        )
        if row is not None:
            self.write.delete(code_shown_under, row)

    def move_codings(self, code_from: int, into: int) -> None:
        """Give every live coding of a code, whoever made it, another code; the same one twice becomes one."""
        CodingMoves(self.session).all_of(code_from, into)

    def move_chosen_codings(self, chosen: Iterable[int], into: int) -> None:
        """Give the live codings with these ids another code; the same one twice becomes one."""
        CodingMoves(self.session).chosen(chosen, into)

    def move_references(self, code_from: int, into: int) -> int:
        """Let memos, summaries, charts and tables that name a code name another; returns how many summaries stayed.

        A summary stays with the old code where the other has one for the same case: two are never joined unseen.
        """
        return CodingMoves(self.session).references(code_from, into)

    def versions(self) -> tuple[CodebookVersion, ...]:
        """The saved versions that the viewer may see, the oldest first; of the frozen one not what somebody noted of it."""
        rows = self.rows(
            select(
                codebook_version.c.id,
                codebook_version.c.guid,
                codebook_version.c.name,
                codebook_version.c.note,
                codebook_version.c.made_by,
                codebook_version.c.made_at,
            ).order_by(codebook_version.c.id)
        )
        versions = [CodebookVersion(*row) for row in rows]
        if not self.sight.blind:
            return tuple(versions)
        return tuple(
            one if one.made_by == self.sight.viewer else replace(one, note="")
            for one in versions
            if one.id in self.sight.frozen_versions
        )

    def version_named(self, name: str) -> CodebookVersion:
        """The saved version of this name, in any case of letters where only one fits so.

        Raises:
            NotFound: there is none.
            Ambiguous: several differ from it in the case of letters only.
        """
        versions = self.versions()
        close = [one for one in versions if one.name.casefold() == name.strip().casefold()]
        fitting = [one for one in close if one.name == name.strip()] or close
        if len(fitting) > 1:
            raise Ambiguous(
                f'"{name.strip()}" fits several codebook versions.', f"Write one of {', '.join(one.name for one in fitting)}."
            )
        if not fitting:
            known = ", ".join(f'"{one.name}"' for one in versions)
            hint = f"Saved are {known}." if known else "`qualcode codebook version` saves one."
            raise NotFound(f'There is no codebook version "{name.strip()}".', hint)
        return fitting[0]

    def version_name_taken(self, name: str) -> bool:
        """Whether a version, seen or not, has this name, in any case of letters."""
        return name.casefold() in {row.name.casefold() for row in self.rows(select(codebook_version.c.name))}

    def codebook_of_version(self, number: int) -> Codebook:
        """The codebook as it was when a version was saved; for a viewer who codes blind as they may see it.

        Raises:
            KeyError: there is no such version, or the viewer codes blind with another.
        """
        if not self.sight.blind:
            return self._version(number)
        if number not in self.sight.frozen_versions:
            raise KeyError(number)
        book = self._version(number)
        kept = self._without_sampled_examples(book.live)
        there = {one.id for one in kept}
        rooted = [one if one.parent in there else replace(one, parent=None) for one in kept]
        return Codebook.of(rooted, [pair for pair in book.shown_under if set(pair) <= there])

    def in_version(self, number: int) -> frozenset[int]:
        """The ids of the codes of a version, whoever may see them."""
        return frozenset(one.id for one in self._version(number).codes)

    def add_version(self, name: str, note: str, book: Codebook | None = None) -> int:
        """Save the whole codebook as it is now, or the part of it given, and return the version's id."""
        values = {"guid": new_guid(), "name": name, "note": note, "made_by": self.sight.viewer, "made_at": now()}
        return self.write.insert(codebook_version, {**values, "snapshot": snapshot_of(book or self._whole())})

    def accepted(self) -> Codebook:
        """The common codebook: without codes that a second coder made and that were not matched with it yet."""
        whole = self.codebook()
        kept = [one for one in whole.codes if one.accepted]
        there = {one.id for one in kept}
        rooted = [one if one.parent in there else replace(one, parent=None) for one in kept]
        return Codebook.of(rooted, [pair for pair in whole.shown_under if set(pair) <= there])

    def _whole(self) -> Codebook:
        codes = [code_of(row) for row in self.rows(select(code).where(self.sight.codes(code)).order_by(code.c.id))]
        seen = {one.id for one in codes}
        pairs = self.rows(select(code_shown_under.c.code, code_shown_under.c.parent))
        return Codebook.of(codes, [(row.code, row.parent) for row in pairs if {row.code, row.parent} <= seen])

    def without_examples_from(self, codes: Sequence[Code], sources: Collection[int]) -> list[Code]:
        """The codes, without examples that are words of one of some sources: they would tell what was coded there."""
        from qualcode.domain.withdrawal import Words

        if not any(one.example for one in codes):
            return list(codes)
        current = select(revision.c.text).join(source, source.c.revision == revision.c.id)
        said = Words(row.text for row in self.rows(current.where(source.c.id.in_(sorted(sources)))))
        return [replace(one, example="") if one.example and said.holds(one.example) else one for one in codes]

    def _frozen(self, whole: Codebook, *, with_examples: bool = True) -> Codebook:
        """The latest version frozen for the viewer's blind rounds, with the codes the viewer made since.

        Codes that were retired by then are no part of it.
        """
        book = self._frozen_version() or Codebook()
        kept = list(book.live)
        seen = {one.id for one in kept}
        own = [one for one in whole.codes if one.made_by == self.sight.viewer and one.id not in seen]
        seen.update(one.id for one in own)
        shown = {pair for pair in book.shown_under if set(pair) <= seen}
        shown |= {(child, parent) for child, parent in whole.shown_under if {child, parent} <= seen and whole[child] in own}
        kept = self._without_sampled_examples(kept) if with_examples else [replace(one, example="") for one in kept]
        rooted = [one if one.parent in seen else replace(one, parent=None) for one in [*kept, *own]]
        return Codebook.of(rooted, shown)

    def _frozen_version(self) -> Codebook | None:
        versions = [number for number in self.sight.frozen_versions if number is not None]
        return self._version(max(versions)) if versions else None

    def _version(self, number: int) -> Codebook:
        snapshot = self.scalar(select(codebook_version.c.snapshot).where(codebook_version.c.id == number))
        if snapshot is None:
            raise KeyError(number)
        return codebook_from_snapshot(snapshot)

    def _without_sampled_examples(self, codes: Sequence[Code]) -> list[Code]:
        """The codes without examples that are words of a source the viewer is to code blind."""
        sampled = select(assignment.c.source).where(assignment.c.round.in_(self.sight.blind_rounds))
        return self.without_examples_from(codes, {row.source for row in self.rows(sampled)})


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a `Code` as the table keeps them."""
    columns = dict(values)
    for flag in ("codable", "retired", "accepted"):
        if flag in columns:
            columns[flag] = int(columns[flag])
    for choice in ("kind", "state"):
        if columns.get(choice) is not None:
            columns[choice] = columns[choice].value
    return columns


def code_of(row: Row[Any]) -> Code:
    """A code as its row has it."""
    return Code(
        id=row.id,
        guid=row.guid,
        parent=row.parent,
        rank=row.rank,
        name=row.name,
        kind=CodeKind(row.kind),
        definition=row.definition,
        include=row.include,
        exclude=row.exclude,
        example=row.example,
        colour=row.colour,
        codable=bool(row.codable),
        central_idea=row.central_idea,
        state=None if row.state is None else ThemeState(row.state),
        made_by=row.made_by,
        made_in_round=row.made_in_round,
        retired=bool(row.retired),
        merged_into=row.merged_into,
        accepted=bool(row.accepted),
    )
