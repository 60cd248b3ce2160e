"""What may be done to a codebook: names, homes, places among siblings, merges. Each rule refuses with one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import path_text
from qualcode.domain.order import RANK_STEP, ranks_to_place
from qualcode.errors import InvalidInput, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.codebook import Codebook


def require_free_name(codebook: Codebook, parent: int | None, name: str, *, apart_from: Iterable[int] = ()) -> None:
    """Refuse a name that a live code under the same parent has, letter for letter.

    Raises:
        InvalidInput: it is taken.
    """
    excepted = set(apart_from)
    if any(code.name == name and code.id not in excepted for code in codebook.children(parent)):
        path = (*(() if parent is None else codebook.path(parent)), name)
        raise InvalidInput(f'There is already a code "{path_text(path)}".', "Two codes side by side need two names.")


def require_movable(codebook: Codebook, code: int, parent: int | None) -> None:
    """Refuse a new home that is the code itself or lies below it, is retired, or already holds a code of its name.

    Raises:
        InvalidInput: the home is no possible one.
    """
    if parent is not None:
        require_live(codebook, parent)
        if parent in codebook.subtree(code):
            raise InvalidInput(
                f'"{codebook.path_text(code)}" cannot be moved under "{codebook.path_text(parent)}", which is or lies below it.',
                "Move the other one first.",
            )
    require_free_name(codebook, parent, codebook[code].name, apart_from=[code])


def require_showable(codebook: Codebook, code: int, parent: int) -> None:
    """Refuse to show a code also under itself, its home, something below it, or where it is shown already.

    Raises:
        InvalidInput: it cannot also be shown there.
    """
    require_live(codebook, code)
    require_live(codebook, parent)
    said = f'"{codebook.path_text(code)}" cannot also be shown under "{codebook.path_text(parent)}"'
    if codebook[code].parent == parent:
        raise InvalidInput(f"{said}: that is its home.")
    if (code, parent) in codebook.shown_under:
        raise InvalidInput(f"{said}: it is already.")
    if parent in codebook.subtree(code):
        raise InvalidInput(f"{said}, which is or lies below it.", "Show the other one under it, or choose another place.")


def require_mergeable(codebook: Codebook, code: int, into: int) -> None:
    """Refuse to merge a code into itself or into something below it, or where two sub-codes would share a name.

    Raises:
        InvalidInput: the two cannot be merged this way.
    """
    require_live(codebook, code)
    require_live(codebook, into)
    said = f'"{codebook.path_text(code)}" cannot be merged into "{codebook.path_text(into)}"'
    if into in codebook.subtree(code):
        raise InvalidInput(f"{said}, which is or lies below it.", "Merge the other way round, or move that code out first.")
    taken = {child.name for child in codebook.children(into)}
    for child in codebook.children(code):
        if child.name in taken:
            raise InvalidInput(f'{said}: both have a sub-code "{child.name}".', "Merge or rename those two first.")


def require_live(codebook: Codebook, code: int) -> None:
    """Refuse a retired code.

    Raises:
        NotAllowed: it is retired.
    """
    if codebook[code].retired:
        raise NotAllowed(f'"{codebook.path_text(code)}" is retired.', "`qualcode codebook restore` brings it back.")


def require_restorable(codebook: Codebook, code: int) -> None:
    """Refuse to bring back a code that is in use, whose home is retired or whose name is taken by now.

    Raises:
        NotAllowed: it is not retired, or its home is.
        InvalidInput: another code of its name is in its place.
    """
    one = codebook[code]
    if not one.retired:
        raise NotAllowed(f'"{codebook.path_text(code)}" is not retired.')
    if one.parent is not None and codebook[one.parent].retired:
        raise NotAllowed(
            f'"{codebook.path_text(code)}" cannot be brought back, for "{codebook.path_text(one.parent)}" above it is retired.',
            "Restore that one first.",
        )
    require_free_name(codebook, one.parent, one.name)


def ranks_for(codebook: Codebook, parent: int | None, code: int | None, position: int | None) -> dict[int | None, int]:
    """The ranks to write so that a code comes to stand at a place among the live children of `parent`.

    `code` is the one placed (None: a new one), `position` counts the other live children before it from 0; None or
    a number past the end is last. Most often only the code itself gets a rank; where there is no room left between
    its neighbours, all its siblings get new ones. Retired siblings keep their order.
    """
    siblings = [other for other in codebook.children(parent, retired=True) if other.id != code]
    live = [other for other in siblings if not other.retired]
    if position is None or position >= len(live):
        return {code: max((other.rank for other in siblings), default=0) + RANK_STEP}
    place = siblings.index(live[max(position, 0)])
    return ranks_to_place([(other.id, other.rank) for other in siblings], code, place)
