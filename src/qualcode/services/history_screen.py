"""What the history screen reads beside the change history: the rows that a change touched, in words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet, RowRange
    from qualcode.storage import OpenStudy

_MOST = 200
"""Rows of one table that are written out; more are counted."""


def rows_touched(study: OpenStudy, change: ChangeSet, most: int = _MOST) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rows a change touched as far as the viewer may see them: each table with at most so many of its rows in words.

    Rows that are gone by now, or that the viewer may not see, are counted and not described.
    """
    ranges: dict[str, list[RowRange]] = {}
    for one in study.history.touched(change.id):
        ranges.setdefault(one.table, []).append(one)
    found = []
    for table, rows in ranges.items():
        # A range of codings brought in by a table may be long; one row can be touched twice.
        numbers = list(dict.fromkeys(number for one in rows for number in islice(range(one.first, one.last + 1), most)))[:most]
        names = _names(study, table, numbers)
        known = [names[number] for number in numbers if number in names]
        rest = sum(one.last - one.first + 1 for one in dict.fromkeys(rows)) - len(known)
        word = "more" if known else "row" if rest == 1 else "rows"
        more = (f"{rest:,} {word}",) if rest else ()
        found.append((table.replace("_", " ").removeprefix("participant "), (*known, *more)))
    return tuple(found)


def choices(study: OpenStudy, field: str) -> tuple[str, ...]:
    """What the history can be filtered by, by name: verbs (as they are printed), coders or sources."""
    if field == "verb":
        return tuple(verb.replace("_", " ") for verb in study.history.verbs())
    return tuple(one.name for one in (study.coders.all() if field == "coder" else study.sources.all()))


def _names(study: OpenStudy, table: str, numbers: Sequence[int]) -> Mapping[int, str]:
    """How rows of a table are written, by id; empty for tables whose rows have no name."""
    book = study.codes.codebook()
    if table == "code":
        return {one.id: book.path_text(one.id) + (" (retired)" if one.retired else "") for one in book.codes}
    if table == "source":
        return {one.id: one.name for one in study.sources.all()}
    if table == "coding":
        sources = {one.id: one.name for one in study.sources.all()}
        return {
            one.id: f"{book[one.code].name} in {sources[one.source]}, {one.span}"
            for one in study.codings.some(numbers)
            if one.code in book and one.source in sources
        }
    if table == "memo":
        return {one.id: f"{one.kind} memo" for one in study.memos.all()}
    if table == "coder":
        return {one.id: one.name for one in study.coders.all()}
    return {one.id: one.name for one in study.cases.all()} if table == "participant_case" else {}
