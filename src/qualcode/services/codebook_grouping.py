"""Several codes grouped at once: given a new home together, or shown together also under another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codebook_rules import ranks_for, require_live, require_movable, require_showable
from qualcode.errors import InvalidInput
from qualcode.services.codebook import require_unfrozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.storage import OpenStudy


def move_codes(study: OpenStudy, codes: Sequence[int], *, parent: int | None, reason: str = "") -> ChangeSet | None:
    """Give codes with all below them another home (None: the root), where they come last in their order, as one action.

    A code whose home is moved with it moves along and stays below that. Those at home there already stay where they are.

    Raises:
        InvalidInput: none was named; the home is one of them or below one; it has a code of that name, or would get two.
        NotAllowed: one of the codes is retired or frozen, or the home is retired.
    """
    book = _changeable(study, codes)
    chosen = set(codes)
    moved = [
        code.id
        for code in book.live
        if code.id in chosen and code.parent != parent and not any(up.id in chosen for up in book.ancestors(code.id))
    ]
    home = "the root" if parent is None else book[parent].name
    what = f"moved {', '.join(book[code].name for code in moved)} under {home}"
    with study.unit_of_work("move_codes", reason=reason, what=what) as work:
        for code in moved:
            now = work.codes.codebook()
            require_movable(now, code, parent)
            if parent is not None and (code, parent) in now.shown_under:
                work.codes.show_no_more_under(code, parent)
            ranks = ranks_for(now, parent, code, None)
            work.codes.change(code, parent=parent)
            work.codes.put_in_order({one: rank for one, rank in ranks.items() if one is not None})
    return work.change_set


def show_codes_also_under(study: OpenStudy, codes: Sequence[int], parent: int, *, reason: str = "") -> ChangeSet | None:
    """Show codes also under another, as one action; their homes stay.

    Raises:
        InvalidInput: none was named; one is at home there, shown there already, or has that below it.
        NotAllowed: one of the codes or the other one is retired, or one is frozen.
    """
    book = _changeable(study, codes)
    names = ", ".join(book[code].name for code in dict.fromkeys(codes))
    with study.unit_of_work(
        "show_codes_also_under", reason=reason, what=f"shown: {names} also under {book[parent].name}"
    ) as work:
        for code in dict.fromkeys(codes):
            require_showable(work.codes.codebook(), code, parent)
            work.codes.show_under(code, parent)
    return work.change_set


def _changeable(study: OpenStudy, codes: Sequence[int]) -> Codebook:
    if not codes:
        raise InvalidInput("No code was named.", "Name at least one.")
    book = study.codes.codebook()
    for code in codes:
        require_live(book, code)
    require_unfrozen(study, codes)
    return book
