"""What can be said of a theme table beside what it prints: who is heard in it, and who is not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.theme_table_desk import ShownTable
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
    silent, unheard = silence([one.cases for table in tables for one in table.quotations], participants, roles)
    return (*found, *remarks_on_silence(silent, unheard))


def silence(
    quoted: Iterable[Sequence[str]], participants: Sequence[str], roles: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The participants never quoted and the roles not heard; both empty where nothing is quoted.

    `quoted` names who speaks in each quotation.
    """
    heard = {case for cases in quoted for case in cases}
    if not heard:
        return (), ()
    spoken = {roles[name] for name in heard if name in roles}
    silent = tuple(name for name in participants if name not in heard)
    return silent, tuple(sorted({role for role in roles.values() if role} - spoken))


def remarks_on_silence(silent: Sequence[str], unheard: Sequence[str]) -> tuple[str, ...]:
    """The same as sentences."""
    found = [f"Never quoted: {', '.join(silent)}."] if silent else []
    return tuple([*found, f"Not heard in any table: {', '.join(unheard)}."] if unheard else found)


def table_remarks(table: ShownTable) -> tuple[str, ...]:
    """What may be of interest in a table that is being worked on."""
    name = f"Table {table.number}"
    found = _often(name, [one.cases for one in table.quotations])
    alone = dict.fromkeys(row.theme_name or row.label for row in table.without_contrary)
    if alone:
        found.append(f'{name} has neither contrary words nor a note "looked for, none found" for: {"; ".join(alone)}.')
    empty = [row.label for row in table.rows if not row.quotations]
    if empty:
        found.append(f"{name} has no quotation for: {'; '.join(empty)}.")
    uncoded = [f"quotation {one.number} ({row.label})" for row in table.rows for one in row.quotations if not one.coded]
    if uncoded:
        found.append(f"{name} quotes words that are not coded, or no longer, with what their row rests on: {'; '.join(uncoded)}.")
    lacking = {(", ".join(one.cases), ", ".join(one.tag_lacks)) for one in table.quotations if one.tag_lacks}
    found += [f"{name} prints the tag of {who} without {what}, which is not known." for who, what in sorted(lacking)]
    return (*found, *_long(table.number, table.title, " ".join((table.abbreviations, table.legend))))


def _remarks_on(table: ThemeTable, *, chosen: bool) -> list[str]:
    name = f"Table {table.number}"
    found = _often(name, [one.cases for one in table.quotations])
    alone = [section.theme for section in table.sections if section.rows and not any(row.contrary for row in section.rows)]
    if alone and chosen:
        found.append(f"{name} has no contrary quotation for: {'; '.join(alone)}.")
    return [*found, *_long(table.number, table.title, table.legend)]


def _often(name: str, quoted: Iterable[Sequence[str]]) -> list[str]:
    often = Counter(case for cases in quoted for case in cases)
    return [f"{name} quotes {case} {count} times." for case, count in sorted(often.items()) if count >= OFTEN]


def _long(number: int, title: str, legend: str) -> list[str]:
    found = []
    if len(title.split()) > MOST_WORDS_TITLE:
        found.append(f"The title of Table {number} has {len(title.split())} words; journals take {MOST_WORDS_TITLE}.")
    if len(legend.split()) > MOST_WORDS_LEGEND:
        found.append(f"The legend of Table {number} has {len(legend.split())} words; journals take {MOST_WORDS_LEGEND}.")
    return found
