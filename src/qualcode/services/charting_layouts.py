"""How charts are laid out: one for each group, one of chosen themes, or as it was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.charts import groups_of
from qualcode.domain.charts import ChartLayout
from qualcode.errors import NotAllowed, NotFound, UsageError
from qualcode.services.case_editing import case_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.storage import OpenStudy

CHOSEN = "Chosen themes"
"""The title of a chart of codes that were named one by one."""
DEEPEST = 2
"""The level of a chart's columns can be 1, themes, or 2, what stands right under them."""


def layouts_for(
    study: OpenStudy,
    *,
    group: str | None = None,
    codes: Sequence[str] = (),
    show: Sequence[str] = (),
    kind: str | None = None,
    where: Sequence[str] = (),
    order: Sequence[str] = (),
    level: int | None = None,
    portrait: bool | None = None,
    saved: str | None = None,
) -> tuple[ChartLayout, ...]:
    """How the charts asked for are laid out: one for each group, or the one of `group`, of `codes` alone, or as `saved`.

    What else is given is so of each of them, in place of what was saved.

    Raises:
        NotFound: there is no such code or saved chart.
        Ambiguous: a code's name fits several.
        UsageError: one of `codes` does not belong to `group`, or there is no such level.
        InvalidInput: there is no such kind of case.
        NotAllowed: the codebook is empty.
    """
    book = study.codes.codebook()
    if level is not None and level not in range(1, DEEPEST + 1):
        raise UsageError(f"There is no level {level} of a chart.", "It is 1 for themes, or 2 for what stands under them.")
    if saved is not None:
        base = [saved_chart(study, saved)]
        if group is not None or codes:
            (asked,) = _asked(book, group, codes)
            base = [replace(base[0], group=asked.group, codes=asked.codes)]
    else:
        base = _asked(book, group, codes)
    said = {
        "kind": None if kind is None else case_kind(kind),
        "where": tuple(where) or None,
        "order": tuple(order) or None,
        "shown": tuple(show) or None,
        "level": level,
        "portrait": portrait,
    }
    given = {name: value for name, value in said.items() if value is not None}
    return tuple(replace(one, **given) for one in base)  # type: ignore[arg-type]


def saved_chart(study: OpenStudy, title: str) -> ChartLayout:
    """The saved chart of this title, in any case of letters.

    Raises:
        NotFound: there is none.
    """
    wanted = " ".join(title.split()).casefold()
    known = study.charts.all()
    for one in known:
        if one.title.casefold() == wanted:
            return one
    names = ", ".join(f'"{one.title}"' for one in known)
    hint = f"Saved charts are {names}." if names else "Save one with `qualcode charts save`."
    raise NotFound(f'There is no saved chart "{title.strip()}".', hint)


def chart_choices(study: OpenStudy) -> tuple[ChartLayout, ...]:
    """All charts there are to choose from: those that were saved, then one for each group.

    Raises:
        NotAllowed: the codebook is empty, and no chart is saved.
    """
    saved = study.charts.all()
    book = study.codes.codebook()
    return (*saved, *(_of_groups(book) if not saved or groups_of(book) else ()))


def _asked(book: Codebook, group: str | None, codes: Sequence[str]) -> list[ChartLayout]:
    chosen = tuple({code.id: code for code in map(book.find, codes)}.values())
    ids = tuple(code.id for code in chosen)
    if group is not None:
        above = book.find(group)
        _refuse_outside(book, above, chosen)
        return [ChartLayout(above.name, above.id, ids)]
    if chosen:
        parents = {code.parent for code in chosen}
        shared = parents.pop() if len(parents) == 1 else None
        return [ChartLayout(CHOSEN if shared is None else book[shared].name, shared, ids)]
    return _of_groups(book)


def _of_groups(book: Codebook) -> list[ChartLayout]:
    groups = groups_of(book)
    if not groups:
        raise NotAllowed("The codebook is empty, so there is no theme to chart.", "Bring one in with `qualcode codebook import`.")
    return [
        ChartLayout(one.title, one.group, () if one.group is not None else tuple(code.id for code in one.themes))
        for one in groups
    ]


def _refuse_outside(book: Codebook, above: Code, chosen: Sequence[Code]) -> None:
    inside = book.subtree(above.id)
    for code in chosen:
        if code.id not in inside:
            raise UsageError(
                f'"{book.path_text(code.id)}" does not belong to "{above.name}".', "Leave out the group, or name codes below it."
            )
