"""A codebook as a file states it: entries in tree order, to be merged into a study's codebook or written out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_paths import CodePath, path_text
from qualcode.domain.codes import Code, CodeKind, ThemeState
from qualcode.domain.order import RANK_STEP
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

NEXT_KIND = {
    CodeKind.GROUP: CodeKind.THEME,
    CodeKind.THEME: CodeKind.SUBTHEME,
    CodeKind.SUBTHEME: CodeKind.SUBTHEME,
    CodeKind.CODE: CodeKind.CODE,
}
"""What a code with sub-codes of its own is proposed to be below one of each kind."""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code as a file states it; None is what the file does not say, which leaves a study's code as it is.

    `parent` is the position of its home among the entries, always before its own; `line` the line of the file where
    it begins (0: it comes from no file). `also_under` and `merged_into` are paths. `made` marks a parent that only
    the paths of others named.
    """

    name: str
    parent: int | None = None
    line: int = 0
    kind: CodeKind | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    example: str | None = None
    colour: str | None = None
    codable: bool | None = None
    central_idea: str | None = None
    state: ThemeState | None = None
    also_under: tuple[CodePath, ...] = ()
    retired: bool = False
    merged_into: CodePath | None = None
    made: bool = False


@dataclass(frozen=True, slots=True)
class ProposedKind:
    """A kind that no file stated and that was taken from the tree."""

    path: CodePath
    kind: CodeKind


def entry_paths(entries: Sequence[CodeEntry]) -> list[CodePath]:
    """The path of each entry, in their order."""
    paths: list[CodePath] = []
    for entry in entries:
        paths.append((*(() if entry.parent is None else paths[entry.parent]), entry.name))
    return paths


def require_distinct(entries: Sequence[CodeEntry]) -> None:
    """Refuse entries among which two live siblings have one name.

    Raises:
        InvalidInput: naming the line of the second, and that of the first.
    """
    seen: dict[tuple[int | None, str], CodeEntry] = {}
    for entry, path in zip(entries, entry_paths(entries), strict=True):
        if entry.retired:
            continue
        first = seen.setdefault((entry.parent, entry.name), entry)
        if first is not entry:
            raise InvalidInput(
                f'Line {entry.line}: there is already a code "{path_text(path)}", in line {first.line}.',
                "Two codes side by side need two names; put what belongs together into one.",
            )


def propose_kinds(entries: Sequence[CodeEntry]) -> tuple[CodeKind, ...]:
    """The kind of each entry: as stated, else as the tree suggests.

    What has nothing below it is a code. A root with something below it is a group in a tree of four levels or more,
    else a theme; where what stands right below it has a stated kind, it is the kind above that. Further down, what
    has something below it is the next kind after its parent's: theme below group, subtheme below theme and below
    subtheme.
    """
    below: dict[int | None, list[int]] = {}
    depths: list[int] = []
    for position, entry in enumerate(entries):
        below.setdefault(entry.parent, []).append(position)
        depths.append(1 if entry.parent is None else depths[entry.parent] + 1)
    root = CodeKind.GROUP if max(depths, default=0) >= 4 else CodeKind.THEME
    kinds: list[CodeKind] = []
    for position, entry in enumerate(entries):
        if entry.kind is not None:
            kinds.append(entry.kind)
        elif position not in below:
            kinds.append(CodeKind.CODE)
        elif entry.parent is not None:
            kinds.append(NEXT_KIND[kinds[entry.parent]])
        else:
            kinds.append(_above({entries[child].kind for child in below[position]}) or root)
    return tuple(kinds)


def _above(stated: set[CodeKind | None]) -> CodeKind | None:
    """The kind that fits above the highest of the stated ones; None where only codes, or nothing, were stated."""
    if stated & {CodeKind.GROUP, CodeKind.THEME}:
        return CodeKind.GROUP
    return CodeKind.THEME if CodeKind.SUBTHEME in stated else None


def entries_of(codebook: Codebook) -> tuple[CodeEntry, ...]:
    """Everything a codebook file keeps of a codebook, retired codes included."""
    positions = {code.id: position for position, code in enumerate(codebook.codes)}
    shown: dict[int, list[int]] = {}
    for child, parent in codebook.shown_under:
        shown.setdefault(child, []).append(parent)
    return tuple(
        CodeEntry(
            name=code.name,
            parent=None if code.parent is None else positions[code.parent],
            kind=code.kind,
            definition=code.definition or None,
            include=code.include or None,
            exclude=code.exclude or None,
            example=code.example or None,
            colour=code.colour,
            codable=None if code.codable else False,
            central_idea=code.central_idea or None,
            state=code.state,
            also_under=tuple(codebook.path(parent) for parent in sorted(shown.get(code.id, ()), key=positions.__getitem__)),
            retired=code.retired,
            merged_into=None if code.merged_into is None else codebook.path(code.merged_into),
        )
        for code in codebook.codes
    )


def codebook_of(entries: Sequence[CodeEntry]) -> Codebook:
    """The codebook that entries state on their own: ids count from 1 in their order, kinds proposed where not stated.

    Raises:
        InvalidInput: two live siblings have one name, or `also_under` or `merged_into` names no entry.
    """
    require_distinct(entries)
    paths = entry_paths(entries)
    ids: dict[CodePath, int] = {}
    for position, (entry, path) in enumerate(zip(entries, paths, strict=True)):
        if not entry.retired or path not in ids:
            ids[path] = position + 1
    codes = [
        _code_of(entry, position + 1, kind, ids)
        for position, (entry, kind) in enumerate(zip(entries, propose_kinds(entries), strict=True))
    ]
    shown = [(position + 1, _known(path, ids, entry)) for position, entry in enumerate(entries) for path in entry.also_under]
    return Codebook.of(codes, shown)


def _code_of(entry: CodeEntry, code: int, kind: CodeKind, ids: dict[CodePath, int]) -> Code:
    return Code(
        id=code,
        guid="",
        parent=None if entry.parent is None else entry.parent + 1,
        rank=code * RANK_STEP,
        name=entry.name,
        kind=kind,
        definition=entry.definition or "",
        include=entry.include or "",
        exclude=entry.exclude or "",
        example=entry.example or "",
        colour=entry.colour,
        codable=entry.codable is not False,
        central_idea=entry.central_idea or "",
        state=entry.state,
        retired=entry.retired,
        merged_into=None if entry.merged_into is None else _known(entry.merged_into, ids, entry),
    )


def _known(path: CodePath, ids: dict[CodePath, int], entry: CodeEntry) -> int:
    if path not in ids:
        raise InvalidInput(f'Line {entry.line}: "{entry.name}" refers to "{path_text(path)}", which the file does not hold.')
    return ids[path]


def without_lines(entries: Sequence[CodeEntry]) -> tuple[CodeEntry, ...]:
    """The entries as two files can be compared: whatever line each stands in."""
    return tuple(replace(entry, line=0, made=False) for entry in entries)
