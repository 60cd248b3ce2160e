"""What may print although the de-identification check would stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.identification import Allowance, allowance_text, read_allowance
from qualcode.storage.clock import now
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import identification

if TYPE_CHECKING:
    from qualcode.domain.identification import Combination
    from qualcode.storage.session import Record


class IdentificationRepository(Repository):
    """The allowances of a study; a coder in a blind round sees their own."""

    def all(self) -> tuple[Allowance, ...]:
        """All allowances in the order they were made."""
        statement = select(identification).where(self.sight.work_of_others(identification.c.allowed_by))
        return tuple(_allowance(row) for row in self.rows(statement.order_by(identification.c.id)))

    def add(self, *, output: str, sealed: str, combination: Combination, reason: str, by: int) -> int:
        """Allow a term or a combination in an output, and return the number of the allowance."""
        values = {"output": output, "allowance": allowance_text(sealed, combination), "reason": reason}
        return self.write.insert(identification, {**values, "allowed_by": by, "at": now()})

    def remove(self, number: int) -> None:
        """Take an allowance away."""
        self.write.delete(identification, number)


def _allowance(row: Record) -> Allowance:
    sealed, combination = read_allowance(row.allowance)
    return Allowance(row.id, row.output, sealed, combination, row.reason, row.allowed_by, row.at)
