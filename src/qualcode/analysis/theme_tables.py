"""What can be said of a theme table beside what it prints: who is heard in it, and who is not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.theme_tables import ThemeTable

MOST_WORDS_TITLE = 15
MOST_WORDS_LEGEND = 300
OFTEN = 3
"""Quotations of one participant in one table from which it is pointed out."""


def remarks_on(
    tables: Sequence[ThemeTable], participants: Sequence[str], roles: Mapping[str, str], *, chosen: bool = True
) -> tuple[str, ...]:
    """What an author may want to know before printing; nothing of it stops anything.

    `participants` are the names of all cases that could be quoted, `roles` their role by name. Contrary quotations are
    looked for only where quotations were `chosen`: a starred coding cannot say that it contradicts.
    """
    found = [remark for table in tables for remark in _remarks_on(table, chosen=chosen)]
    quoted = {case for table in tables for quotation in table.quotations for case in quotation.cases}
    silent = [name for name in participants if name not in quoted]
    if silent and quoted:
        found.append(f"Never quoted: {', '.join(silent)}.")
    heard = {roles[name] for name in quoted if name in roles}
    unheard = sorted({role for role in roles.values() if role} - heard)
    if unheard and quoted:
        found.append(f"Not heard in any table: {', '.join(unheard)}.")
    return tuple(found)


def _remarks_on(table: ThemeTable, *, chosen: bool) -> list[str]:
    name = f"Table {table.number}"
    found = []
    often = Counter(case for quotation in table.quotations for case in quotation.cases)
    found += [f"{name} quotes {case} {count} times." for case, count in sorted(often.items()) if count >= OFTEN]
    alone = [section.theme for section in table.sections if section.rows and not any(row.contrary for row in section.rows)]
    if alone and chosen:
        found.append(f"{name} has no contrary quotation for: {'; '.join(alone)}.")
    if len(table.title.split()) > MOST_WORDS_TITLE:
        found.append(f"The title of {name} has {len(table.title.split())} words; journals take {MOST_WORDS_TITLE}.")
    if len(table.legend.split()) > MOST_WORDS_LEGEND:
        found.append(f"The legend of {name} has {len(table.legend.split())} words; journals take {MOST_WORDS_LEGEND}.")
    return found
