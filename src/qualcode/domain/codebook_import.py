"""Merging the entries of a file into a codebook: what would be added and changed, before anything is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_entries import CodeEntry, ProposedKind, entry_paths, propose_kinds, require_distinct
from qualcode.domain.codebook_paths import CodePath, path_text
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.order import RANK_STEP
from qualcode.errors import InvalidInput, QualcodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS = ("kind", "definition", "include", "exclude", "example", "colour", "codable", "central_idea", "state")
"""The fields of an entry that say something about the code itself."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do.

    `codebook` is the codebook as it will be; new codes have negative ids, the first -1, and a parent before what is
    below it. `changed` holds the fields that change of codes that were there, by id. `shown` are pairs (code, parent)
    that will also be shown. `proposed` are kinds that no file stated. `unchanged` counts codes that are as the file
    says already.
    """

    codebook: Codebook
    new: tuple[Code, ...]
    changed: dict[int, dict[str, Any]]
    shown: tuple[tuple[int, int], ...]
    proposed: tuple[ProposedKind, ...]
    unchanged: int

    @property
    def does_nothing(self) -> bool:
        """Whether the codebook is as the file says already."""
        return not (self.new or self.changed or self.shown)


def plan_import(codebook: Codebook, entries: Sequence[CodeEntry]) -> ImportPlan:
    """Merge entries into a codebook: the same path is the same code, whose stated fields are taken; others are added.

    What the file does not say, and codes it does not hold, stay as they are. A live entry brings back a retired code
    of its path that was not merged away; an entry marked retired retires the live one.

    Raises:
        InvalidInput: two entries are one code, a path that an entry refers to does not exist, a code would be below
            itself, or a live code would be left under a retired one.
    """
    require_distinct(entries)
    merging = _Merging(codebook, entries)
    merging.place()
    merging.refer()
    _refuse_orphans(merging.codes)
    new = tuple(code for number, code in merging.codes.items() if number < 0)
    return ImportPlan(
        codebook=Codebook.of(merging.codes.values(), codebook.shown_under | set(merging.shown)),
        new=new,
        changed=merging.changed,
        shown=tuple(merging.shown),
        proposed=merging.proposed,
        unchanged=len({number for number in merging.ids if number > 0} - set(merging.changed)),
    )


def _refuse_orphans(by_id: dict[int, Code]) -> None:
    """Refuse a live code under a retired one.

    Raises:
        InvalidInput: naming both.
    """
    for code in by_id.values():
        if not code.retired and code.parent is not None and by_id[code.parent].retired:
            raise InvalidInput(
                f'"{by_id[code.parent].name}" cannot be retired, for "{code.name}" below it is in use.',
                "Mark that one retired too, or move it first.",
            )


@dataclass
class _Merging:
    """One import on its way."""

    book: Codebook
    entries: Sequence[CodeEntry]
    codes: dict[int, Code] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    shown: list[tuple[int, int]] = field(default_factory=list)
    proposed: tuple[ProposedKind, ...] = ()

    def __post_init__(self) -> None:
        self.codes = {code.id: code for code in self.book.codes}
        self.paths = entry_paths(self.entries)
        self.matched = self._matched()

    def _matched(self) -> list[int | None]:
        """The code each entry means, or None for a new one."""
        found: list[int | None] = []
        taken: set[int] = set()
        for entry in self.entries:
            parent = None if entry.parent is None else found[entry.parent]
            siblings: tuple[Code, ...] = ()
            if entry.parent is None or parent is not None:
                siblings = self.book.children(parent, retired=True)
            same = [code for code in siblings if code.name == entry.name and code.id not in taken]
            fitting = [code for code in same if code.retired == entry.retired and (entry.retired or code.merged_into is None)]
            others = [code for code in same if code.merged_into is None]
            best = fitting or others
            found.append(best[0].id if best else None)
            taken.update(code.id for code in best[:1])
        return found

    def place(self) -> None:
        """Add new codes and take the stated fields of those that are there."""
        known = [
            entry if entry.kind is not None or match is None else replace(entry, kind=self.codes[match].kind)
            for entry, match in zip(self.entries, self.matched, strict=True)
        ]
        kinds = propose_kinds(known)
        self.proposed = tuple(
            ProposedKind(path, kind) for entry, path, kind in zip(known, self.paths, kinds, strict=True) if entry.kind is None
        )
        ranks: dict[int | None, int] = {}
        for entry, match, kind in zip(self.entries, self.matched, kinds, strict=True):
            if match is None:
                self._add(entry, kind, ranks)
            else:
                self.ids.append(match)
                self._update(match, entry)

    def _add(self, entry: CodeEntry, kind: CodeKind, ranks: dict[int | None, int]) -> None:
        parent = None if entry.parent is None else self.ids[entry.parent]
        siblings = () if parent is not None and parent < 0 else self.book.children(parent, retired=True)
        ranks[parent] = ranks.get(parent, max((code.rank for code in siblings), default=0)) + RANK_STEP
        number = len(self.book.codes) - len(self.codes) - 1
        stated = {name: getattr(entry, name) for name in FIELDS if getattr(entry, name) is not None}
        code = Code(number, "", parent, ranks[parent], entry.name, kind)
        self.codes[number] = replace(code, **{**stated, "kind": kind, "retired": entry.retired})
        self.ids.append(number)

    def _update(self, number: int, entry: CodeEntry) -> None:
        code = self.codes[number]
        stated = {name: getattr(entry, name) for name in FIELDS if getattr(entry, name) is not None}
        self._change(number, {**stated, "retired": entry.retired} if entry.retired != code.retired else stated)

    def _change(self, number: int, stated: dict[str, Any]) -> None:
        code = self.codes[number]
        changes = {name: value for name, value in stated.items() if getattr(code, name) != value}
        if changes:
            self.codes[number] = replace(code, **changes)
            if number > 0:
                self.changed.setdefault(number, {}).update(changes)

    def refer(self) -> None:
        """Resolve what entries are also shown under and were merged into.

        Raises:
            InvalidInput: a path does not exist, or a code would be shown below itself.
        """
        result = Codebook.of(self.codes.values(), self.book.shown_under)
        for entry, number in zip(self.entries, self.ids, strict=True):
            if entry.merged_into is not None and entry.retired:
                self._change(number, {"merged_into": self._meant(result, entry, "merged_into", entry.merged_into)})
            for path in entry.also_under:
                parent = self._meant(result, entry, "also_under", path)
                if (number, parent) in result.shown_under:
                    continue
                if parent in result.subtree(number) or result[number].parent == parent:
                    raise self._fault(
                        entry, f'also_under: "{path_text(path)}" is the code\'s home, the code itself, or below it.'
                    )
                self.shown.append((number, parent))
                result = Codebook.of(result.codes, result.shown_under | {(number, parent)})

    def _meant(self, result: Codebook, entry: CodeEntry, key: str, path: CodePath) -> int:
        for code in (*result.live, *(code for code in result.codes if code.retired)):
            if result.path(code.id) == path:
                return code.id
        try:
            return result.find(path_text(path), retired=True).id
        except QualcodeError as error:
            raise self._fault(entry, f"{key}: {error.message}", error.hint) from None

    @staticmethod
    def _fault(entry: CodeEntry, message: str, hint: str = "") -> InvalidInput:
        return InvalidInput(f"Line {entry.line}: {message}", hint)
