"""Packages that were sent: the record of each, and the file itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.codebook import Codebook
from qualcode.domain.packages import SentPackage
from qualcode.storage.clock import new_guid, now
from qualcode.storage.repositories.codes import CodesRepository
from qualcode.storage.session import Repository
from qualcode.storage.tables.rounds import package, round_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class PackagesRepository(Repository):
    """What was sent to whom; a coder who codes blind sees nothing of it."""

    def all(self) -> tuple[SentPackage, ...]:
        """The packages sent, the oldest first."""
        rows = self.rows(select(package).where(self.sight.work_of_others()).order_by(package.c.id))
        return tuple(SentPackage(row.guid, row.round, row.coder, row.file_name, row.made_at, row.received_at) for row in rows)

    def write_file(self, path: Path, *, round: int, coder: int, sources: Sequence[int]) -> None:
        """Write a package as a new file, and record that it was sent.

        Raises:
            StudyFileError: a file of that name exists, or it cannot be written.
        """
        from qualcode.storage.package_writing import Contents, write_package

        guid = new_guid()
        values = {"guid": guid, "round": round, "coder": coder, "file_name": path.name, "made_at": now()}
        self.write.insert(package, values)
        contents = Contents(guid, round, coder, sources, self._book(round, sources))
        write_package(self.session.connection, path, contents)

    def _book(self, of_round: int, sources: Sequence[int]) -> Codebook | None:
        """The live codes of the round's codebook version, without examples from the sources that go."""
        version = self.number(select(round_.c.codebook_version).where(round_.c.id == of_round))
        if version is None:
            return None
        codes = CodesRepository(self.session)
        book = codes.codebook_of_version(version)
        kept = codes.without_examples_from(book.live, sources)
        there = {one.id for one in kept}
        rooted = [one if one.parent in there else replace(one, parent=None) for one in kept]
        return Codebook.of(rooted, [pair for pair in book.shown_under if set(pair) <= there])
