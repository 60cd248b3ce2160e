"""The numbers of the paper's tables: those of the theme tables are the authors', the other tables follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def number_of_recommendations(study: OpenStudy) -> int:
    """The number of the table of recommendations: the next one after the theme tables."""
    return _last_theme_table(study) + 1


def number_of_sample_table(study: OpenStudy) -> int:
    """The number of the table of the sample: the next one after the theme tables, and the recommendations if there are any."""
    return _last_theme_table(study) + (2 if study.recommendations.all() else 1)


def known_number(given: int | None, default: int) -> int:
    """The number to print: the one asked for, else the default.

    Raises:
        InvalidInput: what is asked for is no number of a table.
    """
    if given is not None and not 1 <= given <= 999:
        raise InvalidInput(f"{given} is not the number of a table.", "Give one from 1 to 999, or none.")
    return default if given is None else given


def _last_theme_table(study: OpenStudy) -> int:
    """The highest number of a theme table; starred codings make one for each group of the codebook."""
    from qualcode.analysis.charts import groups_of

    numbers = [table.number for table in study.theme_tables.all()]
    return max(numbers) if numbers else len(groups_of(study.codes.codebook()))
