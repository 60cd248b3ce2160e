"""Several codes grouped at once: given a new home together, a theme made for them, or shown together also under another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import clean_name, clean_text
from qualcode.domain.codebook_rules import ranks_for, require_free_name, require_live, require_movable, require_showable
from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.errors import InvalidInput
from qualcode.services.codebook import require_unfrozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.storage import OpenStudy, UnitOfWork


def move_codes(
    study: OpenStudy, codes: Sequence[int], *, parent: int | None = None, after: int | None = None, reason: str = ""
) -> ChangeSet | None:
    """Give codes with all below them another home (None: the root), where they come last in their order, as one action.

    With `after` they come right after that code, under its home. A code whose home is moved with it moves along and stays
    below that. Those at home there already stay where they are, unless they have another place there.

    Raises:
        InvalidInput: none was named; the home is one of them or below one; it has a code of that name, or would get two.
        NotAllowed: one of the codes is retired or frozen, or the home is retired.
    """
    with study.unit_of_work("move_codes", reason=reason) as work:
        book = _changeable(work, codes)
        moved = _topmost(book, codes)
        if after is not None:
            require_live(book, after)
            parent = book[after].parent
            if after in moved:
                raise InvalidInput(f'"{book.path_text(after)}" cannot be placed after itself.', "Name another code.")
        else:
            moved = [code for code in moved if book[code].parent != parent]
        home = "the root" if parent is None else book[parent].name
        work.what = f"moved {', '.join(book[code].name for code in moved)} under {home}"
        _move(work, moved, parent, after)
    return work.change_set


def group_codes(
    study: OpenStudy,
    codes: Sequence[int],
    name: str,
    *,
    kind: CodeKind = CodeKind.THEME,
    under: int | None = None,
    central_idea: str = "",
    reason: str = "",
) -> tuple[Code, ChangeSet]:
    """Make a theme (or another `kind`) and give it codes with all below them, as one action.

    The theme comes last under `under`, None: the root. It has the state candidate if it is one.

    Raises:
        InvalidInput: no code was named, the name cannot be or is taken, or two of the codes have one name.
        NotAllowed: one of the codes is retired or frozen, or the new one's home is retired.
    """
    name = clean_name(name)
    state = ThemeState.CANDIDATE if kind in (CodeKind.THEME, CodeKind.SUBTHEME) else None
    with study.unit_of_work("group_codes", reason=reason) as work:
        book = _changeable(work, codes)
        moved = _topmost(book, codes)
        if under is not None:
            require_live(book, under)
            lying = next((code for code in moved if under in book.subtree(code)), None)
            if lying is not None:
                raise InvalidInput(
                    f'"{name}" cannot be made under "{book.path_text(under)}", which is or lies below "{book[lying].name}".',
                    "Make it elsewhere.",
                )
        # A code that goes into the new one may have its name: there they are no siblings any more.
        require_free_name(book, under, name, apart_from=moved)
        work.what = f"grouped {', '.join(book[code].name for code in moved)} under {name}"
        values = {"name": name, "kind": kind, "central_idea": clean_text(central_idea), "state": state}
        number = work.codes.add(values, parent=under, rank=ranks_for(book, under, None, None)[None])
        _move(work, moved, number, None)
    return study.codes.codebook()[number], work.insist()


def _topmost(book: Codebook, codes: Sequence[int]) -> list[int]:
    """Of some codes those that do not lie below another of them, in tree order."""
    chosen = set(codes)
    return [one.id for one in book.live if one.id in chosen and not any(up.id in chosen for up in book.ancestors(one.id))]


def _move(work: UnitOfWork, codes: Sequence[int], parent: int | None, after: int | None) -> None:
    for code in codes:
        now = work.codes.codebook()
        require_movable(now, code, parent)
        if parent is not None and (code, parent) in now.shown_under:
            work.codes.show_no_more_under(code, parent)
        others = [one.id for one in now.children(parent) if one.id != code]
        ranks = ranks_for(now, parent, code, None if after is None else others.index(after) + 1)
        work.codes.change(code, parent=parent)
        work.codes.put_in_order({one: rank for one, rank in ranks.items() if one is not None})
        after = None if after is None else code


def show_codes_also_under(study: OpenStudy, codes: Sequence[int], parent: int, *, reason: str = "") -> ChangeSet | None:
    """Show codes also under another, as one action; their homes stay.

    Raises:
        InvalidInput: none was named; one is at home there, shown there already, or has that below it.
        NotAllowed: one of the codes or the other one is retired, or one is frozen.
    """
    with study.unit_of_work("show_codes_also_under", reason=reason) as work:
        book = _changeable(work, codes)
        names = ", ".join(book[code].name for code in dict.fromkeys(codes))
        work.what = f"shown: {names} also under {book[parent].name}"
        for code in dict.fromkeys(codes):
            require_showable(work.codes.codebook(), code, parent)
            work.codes.show_under(code, parent)
    return work.change_set


def _changeable(study: UnitOfWork, codes: Sequence[int]) -> Codebook:
    if not codes:
        raise InvalidInput("No code was named.", "Name at least one.")
    book = study.codes.codebook()
    for code in codes:
        require_live(book, code)
    require_unfrozen(study, codes)
    return book
