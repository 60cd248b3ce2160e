"""The numbers of the paper's tables: those of the theme tables are the authors', the other tables follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def number_of_recommendations(study: OpenStudy) -> int:
    """The number of the table of recommendations: the next one after the theme tables that print."""
    return _last_theme_table(study) + 1


def number_of_sample_table(study: OpenStudy) -> int:
    """The number of the table of the sample: the next one after the theme tables and any recommendations."""
    return _last_theme_table(study) + (2 if study.recommendations.all() else 1)


def known_number(given: int | None, default: int) -> int:
    """The number to print: the one asked for, else the default.

    Raises:
        InvalidInput: what is asked for is no number of a table.
    """
    if given is not None and not 1 <= given <= 999:
        raise InvalidInput(f"{given} is not the number of a table.", "Give one from 1 to 999, or none.")
    return default if given is None else given


def printed_theme_tables(study: OpenStudy) -> dict[int, int | None]:
    """The numbers of the theme tables that print, in their order, each with the group of the codebook it is about.

    A table prints once it holds a quotation; where the study has no quotation its starred codings make a table for each
    group they stand in. Who codes blind sees none of them.
    """
    quoted = {one.table for one in study.quotes.all()}
    if quoted:
        return {table.number: table.group for table in study.theme_tables.all() if table.number in quoted}
    if study.sight.blind:
        return {}
    from qualcode.services.reading import read_analysis
    from qualcode.services.theme_tables import starred_groups

    return {number: group.group for number, (group, _) in enumerate(starred_groups(read_analysis(study)), 1)}


def _last_theme_table(study: OpenStudy) -> int:
    """The highest number of a theme table that prints; 0 where none does."""
    return max(printed_theme_tables(study), default=0)
