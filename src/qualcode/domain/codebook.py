"""The codebook: codes as a tree, each with one home and any number of places where it is also shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import CodePath, folded, parse_path, path_text
from qualcode.errors import Ambiguous, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qualcode.domain.codes import Code

MOST_CANDIDATES = 8
"""How many candidates an error about an ambiguous name lists."""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the codebook as it is shown: a code at home, or as it is also shown under another.

    `depth` counts from 0 at the roots. What lies below a code that is only shown here is listed at its home.
    """

    code: Code
    depth: int
    home: bool = True


@dataclass(frozen=True)
class Codebook:
    """All codes of a study, retired ones included, in tree order: siblings by rank, a code before what is below it.

    `shown_under` holds pairs (code, parent) of ids: the code is also shown under that parent. Where a subtree is
    counted, a code that is reached twice counts once.

    Raises:
        InvalidInput: a code has no place in the tree, for its home is missing or below itself.
    """

    codes: tuple[Code, ...] = ()
    shown_under: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, codes: Iterable[Code], shown_under: Iterable[tuple[int, int]] = ()) -> Codebook:
        """A codebook of codes in any order."""
        return cls(tuple(codes), frozenset(shown_under))

    def __post_init__(self) -> None:
        below: dict[int | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        for siblings in below.values():
            siblings.sort(key=lambda code: (code.rank, code.id))
        ordered: list[Code] = []
        waiting = below.get(None, [])[::-1]
        while waiting:
            code = waiting.pop()
            ordered.append(code)
            waiting.extend(below.get(code.id, [])[::-1])
        if len(ordered) != len(self.codes):
            lost = min(set(self.codes) - set(ordered), key=lambda code: code.id)
            raise InvalidInput(f'The code "{lost.name}" has no place in the codebook: its home is missing or below itself.')
        object.__setattr__(self, "codes", tuple(ordered))

    def __iter__(self) -> Iterator[Code]:
        """The live codes in tree order."""
        return iter(self.live)

    def __len__(self) -> int:
        return len(self.live)

    def __contains__(self, code: object) -> bool:
        return code in self._by_id

    def __getitem__(self, code: int) -> Code:
        """The code of an id, live or retired.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[code]

    @cached_property
    def live(self) -> tuple[Code, ...]:
        """The codes in use, in tree order."""
        return tuple(code for code in self.codes if not code.retired)

    @cached_property
    def _by_id(self) -> dict[int, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def _below(self) -> dict[int | None, tuple[Code, ...]]:
        below: dict[int | None, list[Code]] = {}
        for code in self.codes:
            below.setdefault(code.parent, []).append(code)
        return {parent: tuple(children) for parent, children in below.items()}

    @cached_property
    def _also_below(self) -> dict[int, tuple[Code, ...]]:
        shown: dict[int, list[Code]] = {}
        order = {code.id: position for position, code in enumerate(self.codes)}
        for child, parent in sorted(self.shown_under, key=lambda pair: order.get(pair[0], -1)):
            if child in order:
                shown.setdefault(parent, []).append(self._by_id[child])
        return {parent: tuple(codes) for parent, codes in shown.items()}

    @cached_property
    def _paths(self) -> dict[int, CodePath]:
        paths: dict[int, CodePath] = {}
        for code in self.codes:
            paths[code.id] = (*(() if code.parent is None else paths[code.parent]), code.name)
        return paths

    def children(self, parent: int | None, *, retired: bool = False) -> tuple[Code, ...]:
        """The codes whose home is `parent` (None: the roots), in order; retired ones only when asked."""
        return tuple(code for code in self._below.get(parent, ()) if retired or not code.retired)

    def shown_here(self, parent: int) -> tuple[Code, ...]:
        """The live codes with another home that are also shown under `parent`, in tree order."""
        return tuple(code for code in self._also_below.get(parent, ()) if not code.retired)

    def also_under(self, code: int) -> tuple[Code, ...]:
        """The live codes under which this one is also shown, in tree order."""
        parents = {parent for child, parent in self.shown_under if child == code}
        return tuple(other for other in self.live if other.id in parents)

    def path(self, code: int) -> CodePath:
        """The names from the root down to a code, by its home."""
        return self._paths[code]

    def path_text(self, code: int) -> str:
        """The path of a code as people read it."""
        return path_text(self._paths[code])

    def depth(self, code: int) -> int:
        """How many codes stand above it: 0 for a root."""
        return len(self._paths[code]) - 1

    def ancestors(self, code: int) -> tuple[Code, ...]:
        """The codes above it, the nearest first."""
        found: list[Code] = []
        parent = self._by_id[code].parent
        while parent is not None:
            found.append(self._by_id[parent])
            parent = found[-1].parent
        return tuple(found)

    def colour(self, code: int) -> str | None:
        """Its own colour, else that of the nearest code above it that has one."""
        for one in (self._by_id[code], *self.ancestors(code)):
            if one.colour is not None:
                return one.colour
        return None

    def became(self, code: int) -> int:
        """The code that one has become through merges; itself where it was not merged."""
        seen = {code}
        while code in self._by_id:
            into = self._by_id[code].merged_into
            if into is None or into in seen:
                break
            seen.add(into)
            code = into
        return code

    def subtree(self, code: int) -> frozenset[int]:
        """The ids of a code and of all live codes below it, those also shown there with what is below them included."""
        reached = {code}
        waiting = [code]
        while waiting:
            parent = waiting.pop()
            for child in (*self.children(parent), *self.shown_here(parent)):
                if child.id not in reached:
                    reached.add(child.id)
                    waiting.append(child.id)
        return frozenset(reached)

    def descendants(self, code: int) -> tuple[Code, ...]:
        """The live codes below a code, also shown ones included, each once, in tree order."""
        reached = self.subtree(code) - {code}
        return tuple(other for other in self.live if other.id in reached)

    def places(self, under: int | None = None) -> Iterator[Place]:
        """The live codebook line by line, or the part of it below `under` (depth from 0 again)."""
        waiting = self._lines(under, 0)
        while waiting:
            place = waiting.pop()
            yield place
            if place.home:
                waiting.extend(self._lines(place.code.id, place.depth + 1))

    def _lines(self, parent: int | None, depth: int) -> list[Place]:
        """The lines right below a code, the last first: its own children stand before those only shown there."""
        lines = [Place(code, depth) for code in self.children(parent)]
        if parent is not None:
            lines += [Place(code, depth, home=False) for code in self.shown_here(parent)]
        return lines[::-1]

    def find(self, text: str, *, retired: bool = False) -> Code:
        """The code that a path, the end of a path, or a name alone means; retired ones are sought only when asked.

        A full path goes before the end of one, the exact letters before those that differ in case, a live code
        before a retired one.

        Raises:
            NotFound: no code is called that.
            Ambiguous: several are; the message lists them.
        """
        gone = tuple(code for code in self.codes if code.retired)
        found = self._sought(text, self.live) or (self._sought(text, gone) if retired else None)
        if found is None:
            raise self._not_found(text, parse_path(text), retired=retired)
        return found

    def find_retired(self, text: str) -> Code:
        """The retired code that a path, the end of a path, or a name alone means, whatever live codes are called so.

        Raises:
            NotFound: no retired code is called that.
            Ambiguous: several are; the message lists them.
        """
        found = self._sought(text, tuple(code for code in self.codes if code.retired))
        if found is not None:
            return found
        live = self._sought(text, self.live)
        if live is not None:
            raise NotFound(f'"{self.path_text(live.id)}" is not retired.')
        raise NotFound(f'There is no retired code "{text.strip()}".', "`qualcode codebook show --retired` lists them.")

    def _sought(self, text: str, pool: tuple[Code, ...]) -> Code | None:
        for fits in _ways(parse_path(text)):
            found = [code for code in pool if fits(self._paths[code.id])]
            if len(found) == 1:
                return found[0]
            if found:
                raise self._ambiguous(text, found)
        return None

    def _ambiguous(self, text: str, found: list[Code]) -> Ambiguous:
        names = [f'"{self.path_text(code.id)}"{" (retired)" if code.retired else ""}' for code in found[:MOST_CANDIDATES]]
        more = f" and {len(found) - MOST_CANDIDATES} more" if len(found) > MOST_CANDIDATES else ""
        return Ambiguous(f'"{text.strip()}" fits several codes: {", ".join(names)}{more}.', "Give the whole path.")

    def _not_found(self, text: str, wanted: CodePath, *, retired: bool) -> NotFound:
        message = f'There is no code "{text.strip()}".'
        if not retired:
            gone = [code for code in self.codes if code.retired and self._paths[code.id][-len(wanted) :] == wanted]
            if gone:
                into = self._by_id.get(gone[0].merged_into) if gone[0].merged_into is not None else None
                fate = f'was merged into "{self.path_text(into.id)}"' if into is not None else "is retired"
                return NotFound(message, f"A code of that name {fate}; `qualcode codebook restore` brings it back.")
        near = self._nearest(wanted)
        return NotFound(message, f'Did you mean "{near}"?' if near else "`qualcode codebook show` lists the codes.")

    def _nearest(self, wanted: CodePath) -> str:
        from difflib import get_close_matches

        by_text = {folded(path_text(self._paths[code.id][-len(wanted) :])): code.id for code in reversed(self.live)}
        close = get_close_matches(folded(path_text(wanted)), by_text, n=1, cutoff=0.7)
        return self.path_text(by_text[close[0]]) if close else ""


def _ways(wanted: CodePath) -> tuple[Callable[[CodePath], bool], ...]:
    """The ways a path can fit what is sought, the strictest first."""
    loose = tuple(map(folded, wanted))
    count = len(wanted)
    return (
        lambda path: path == wanted,
        lambda path: path[-count:] == wanted,
        lambda path: len(path) == count and tuple(map(folded, path)) == loose,
        lambda path: len(path) >= count and tuple(map(folded, path[-count:])) == loose,
    )
