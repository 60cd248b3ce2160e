"""Theme tables and their rows as they are found: by the numbers that people give them, or by id; and who may not see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import NotAllowed, NotFound
from qualcode.services.reading import refuse_hidden_analysis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.theme_tables import RowFacts, TableFacts
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


def refuse_blind(study: OpenStudy) -> None:
    """Refuse work on the paper's tables to somebody who codes blind.

    Raises:
        NotAllowed: the viewer codes a blind sample.
    """
    refuse_hidden_analysis(study)
    refuse_unseen(study)


def refuse_unseen(study: Repositories) -> None:
    """Say to somebody who codes blind why they see no table and no quotation.

    Raises:
        NotAllowed: the viewer codes a blind sample.
    """
    sight = study.session.sight
    if sight.blind:
        raise NotAllowed(
            f"{study.coders.get(sight.viewer).name} is coding a blind sample, and the tables hold what others chose.",
            "Work on them once the round is closed.",
        )


def find_table(study: Repositories, number: int) -> TableFacts:
    """The table with this number.

    Raises:
        NotFound: there is none.
        NotAllowed: the viewer codes a blind sample, and sees none.
    """
    tables = study.theme_tables.all()
    for one in tables:
        if one.number == number:
            return one
    refuse_unseen(study)
    known = f"Tables are {', '.join(str(one.number) for one in tables)}." if tables else "Make it with `qualcode tables add`."
    raise NotFound(f"There is no table {number}.", known)


def find_row(study: Repositories, table: int, place: int) -> RowFacts:
    """The row at a place, from 1, of the table with this number.

    Raises:
        NotFound: there is none.
        NotAllowed: the viewer codes a blind sample, and sees none.
    """
    found = find_table(study, table)
    rows = study.theme_tables.rows_of(found.id)
    if not 1 <= place <= len(rows):
        held = f"It has {len(rows)}." if rows else "It has none; add one with `qualcode tables row add`."
        raise NotFound(f"Table {table} has no row {place}.", held)
    return rows[place - 1]


def table_in(work: Repositories, table: int) -> TableFacts:
    """The table with this id.

    Raises:
        NotFound: it is no longer there.
    """
    for one in work.theme_tables.all():
        if one.id == table:
            return one
    raise NotFound("That table is no longer in the study.", "`qualcode tables list` lists them.")


def row_in(work: Repositories, row: int) -> RowFacts:
    """The row with this id.

    Raises:
        NotFound: it is no longer there.
    """
    return row_among(work.theme_tables.rows_of(), row)


def row_among(rows: Iterable[RowFacts], row: int) -> RowFacts:
    """The row with this id of rows that were read; raises as `row_in`."""
    for one in rows:
        if one.id == row:
            return one
    raise NotFound("That row is no longer in the study.", "`qualcode tables list` lists them.")


def require_code(book: Codebook, code: int) -> None:
    """Refuse a code that is no longer in the codebook.

    Raises:
        NotFound: it is not.
    """
    if code not in book:
        raise NotFound("That code is no longer in the codebook.", "Choose another.")
