"""Coders: who codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from qualcode.domain.acting import coder_named
from qualcode.domain.coding import Coder, CoderKind
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.tables.studies import coder

if TYPE_CHECKING:
    from qualcode.storage.session import Record


def initials_of(name: str) -> str:
    """Up to three initials of a name, for narrow columns: "Mairi Lennox" gives ML."""
    return "".join(part[0] for part in name.split()[:3]).upper()


class CodersRepository(Repository):
    """Coders by name and id; names are not secret in a blind round, what they did is."""

    def all(self) -> tuple[Coder, ...]:
        """All coders of the study in the order they joined."""
        live = select(coder).where(coder.c.removed == 0).order_by(coder.c.id)
        return self.kept("coders", lambda: tuple(map(_coder, self.rows(live))))

    def get(self, number: int) -> Coder:
        """The coder with this id.

        Raises:
            KeyError: there is none.
        """
        row = self.row(select(coder).where(coder.c.id == number))
        if row is None:
            raise KeyError(number)
        return _coder(row)

    def named(self, name: str) -> Coder:
        """The coder of this name.

        Raises:
            NotFound: nobody is called so.
        """
        return coder_named(self.all(), name)

    def add(self, name: str, kind: CoderKind = CoderKind.PERSON) -> Coder:
        """Add a coder whose name nobody has, and return them."""
        number = self.write.insert(coder, {"guid": new_guid(), "name": name, "initials": initials_of(name), "kind": kind.value})
        return self.get(number)

    def rename(self, number: int, name: str) -> None:
        """Give a coder another name; their codings stay theirs."""
        self.write.update(coder, number, {"name": name, "initials": initials_of(name)})

    def name_taken(self, name: str) -> bool:
        """Whether a coder has this name, in any case of letters."""
        return self.scalar(select(coder.c.id).where(func.lower(coder.c.name) == name.strip().lower()).limit(1)) is not None


def _coder(row: Record) -> Coder:
    return Coder(row.id, row.guid, row.name, row.initials, row.colour, CoderKind(row.kind))
