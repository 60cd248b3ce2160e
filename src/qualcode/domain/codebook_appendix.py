"""The codebook as a paper's appendix: what each code means, in the order in which a reader needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.domain.theme_tables import Count


@dataclass(frozen=True, slots=True)
class AppendixEntry:
    """One node of the codebook as it prints.

    `heading` for one that prints over the full width, with what is below it in the rows that follow; `within` names the
    theme a subtheme belongs to. `depth` counts how far a code lies below another code. `count` is None where none prints.
    """

    code: int
    kind: CodeKind
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    heading: bool = False
    within: str = ""
    depth: int = 0
    also_under: tuple[str, ...] = ()
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class CodebookAppendix:
    """The appendix: `version` says in words which codebook it is, `counted` whether participants are counted in it.

    `saved` is whether it is a saved version, which its caption names; that none is saved is no news for a reader.
    """

    title: str
    version: str
    entries: tuple[AppendixEntry, ...]
    counted: bool = False
    saved: bool = False

    @property
    def caption(self) -> str:
        """What stands above it, without its number."""
        return f"{self.title}, {self.version}" if self.saved else self.title


def appendix_entries(book: Codebook, counts: Mapping[int, Count], *, examples: bool = True) -> tuple[AppendixEntry, ...]:
    """The live codes of a codebook as they print: the codes right under a theme before the subthemes below it.

    So each code stands below the heading it belongs to. `counts` are by code.
    """
    return tuple(_entries(book, None, counts, examples=examples))


def _entries(book: Codebook, parent: Code | None, counts: Mapping[int, Count], *, examples: bool) -> Iterator[AppendixEntry]:
    children = book.children(None if parent is None else parent.id)
    for code in sorted(children, key=lambda one: _is_heading(book, one)):
        yield _entry(book, code, parent, counts.get(code.id), examples=examples)
        yield from _entries(book, code, counts, examples=examples)


def _is_heading(book: Codebook, code: Code) -> bool:
    """Whether a node prints over the full width: a group, and a theme that has something below it or stands among such themes."""
    if code.kind in (CodeKind.GROUP, CodeKind.CODE):
        return code.kind is CodeKind.GROUP
    themes = (one for one in book.children(code.parent) if one.kind not in (CodeKind.GROUP, CodeKind.CODE))
    return any(book.children(one.id) for one in themes)


def _entry(book: Codebook, code: Code, parent: Code | None, count: Count | None, *, examples: bool) -> AppendixEntry:
    above = 0
    upward = parent
    while upward is not None and not _is_heading(book, upward):
        above += 1
        upward = None if upward.parent is None else book[upward.parent]
    return AppendixEntry(
        code.id,
        code.kind,
        code.name,
        code.definition or code.central_idea,
        code.include,
        code.exclude,
        code.example if examples else "",
        heading=_is_heading(book, code),
        within=parent.name if parent is not None and code.kind is CodeKind.SUBTHEME else "",
        depth=above,
        also_under=tuple(one.name for one in book.also_under(code.id)),
        count=count,
    )
