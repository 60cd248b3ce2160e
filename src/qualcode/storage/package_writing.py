"""Writing a package: a new study file with a sample, the codebook it is coded with, and one coder.

Every row of it is listed here: what is not named does not go. The file is new, so that it holds nothing of the study's
deleted pages, history or index either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from qualcode import __version__
from qualcode.domain.codebook_compare import snapshot_of
from qualcode.domain.coding import RoundKind, RoundState
from qualcode.domain.packages import PACKAGE
from qualcode.domain.rounds import AttemptState
from qualcode.storage import search, study_file
from qualcode.storage.clock import new_guid, now
from qualcode.storage.engine import translated
from qualcode.storage.tables import SCHEMA
from qualcode.storage.tables.codebook import code, code_shown_under, codebook_version
from qualcode.storage.tables.rounds import assignment, round_
from qualcode.storage.tables.sources import revision, source, speaker, turn
from qualcode.storage.tables.studies import coder, study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code

CODE_COLUMNS = (
    *("id", "guid", "parent", "rank", "name", "kind", "definition", "include", "exclude", "example", "colour", "codable"),
    *("central_idea", "state"),
)
"""What of a code goes: all that defines it, not who made it."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is to hold, by ids of the study it is made from.

    `book` is the codebook version as the coder may see it, None where the purpose is to develop.
    """

    guid: str
    round: int
    coder: int
    sources: Sequence[int]
    book: Codebook | None


def write_package(home: Connection, path: Path, contents: Contents) -> None:
    """Write the package as a new file that only its owner may read.

    Raises:
        StudyFileError: a file of that name exists, or it cannot be written.
    """
    backend = study_file.create(path)
    try:
        connection = backend.connection
        search.make_index(connection)
        backend.begin()
        for table, rows in _all_rows(home, contents):
            if rows:
                connection.execute(insert(table), rows)
        while not search.catch_up(connection):
            pass
        connection.exec_driver_sql("COMMIT")
    except DBAPIError as error:
        study_file.discard(backend, path)
        raise translated(error, path.name) from error
    except BaseException:
        study_file.discard(backend, path)
        raise
    backend.close()


def _all_rows(home: Connection, contents: Contents) -> Iterator[tuple[Table, Rows]]:
    """Each table with its rows, in an order in which none refers to a later one."""
    yield coder, _chosen(home, coder, ("id", "guid", "name", "initials", "colour", "kind"), coder.c.id == contents.coder)
    yield study, [_study(home, contents)]
    yield from _sources(home, contents.sources)
    version = _version(home, contents)
    yield code, [] if contents.book is None else [_code(one) for one in contents.book.codes]
    yield code_shown_under, _shown(contents.book)
    yield codebook_version, version
    yield round_, _rounds(home, contents)
    given = {"round": contents.round, "coder": contents.coder, "attempt": 1, "state": AttemptState.ASSIGNED.value}
    yield assignment, [{**given, "source": one} for one in contents.sources]


def _chosen(home: Connection, table: Table, columns: Sequence[str], *where: Any) -> Rows:
    statement = select(*(table.c[name] for name in columns)).where(*where).order_by(table.c.id)
    return [dict(row) for row in home.execute(statement).mappings()]


def _study(home: Connection, contents: Contents) -> dict[str, Any]:
    of_home = home.execute(select(study)).one()
    return {
        "guid": contents.guid,
        "title": of_home.title,
        "approach": of_home.approach,
        "lead_coder": contents.coder,
        "schema": SCHEMA,
        "needs_version": __version__,
        "role": PACKAGE,
        "package_of": of_home.guid,
        "made_at": now(),
    }


def _sources(home: Connection, numbers: Sequence[int]) -> Iterator[tuple[Table, Rows]]:
    """The sources with their current text alone: nothing of what is known of them, of earlier texts, or of the files."""
    rows = _chosen(
        home, source, ("id", "guid", "number", "name", "kind", "revision", "words", "rank"), source.c.id.in_(list(numbers))
    )
    current = [row["revision"] for row in rows]
    texts = _chosen(home, revision, ("id", "guid", "source", "number", "text", "sha256", "made_at"), revision.c.id.in_(current))
    turns = _chosen(home, turn, [column.name for column in turn.c], turn.c.revision.in_(current))
    heard = {row["speaker"] for row in turns}
    speakers = _chosen(home, speaker, [column.name for column in speaker.c], speaker.c.id.in_(sorted(heard)))
    yield source, rows
    yield revision, texts
    yield speaker, speakers
    yield turn, turns


def _code(one: Code) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in CODE_COLUMNS}
    return {**row, "kind": one.kind.value, "state": one.state.value if one.state else None, "codable": int(one.codable)}


def _shown(book: Codebook | None) -> Rows:
    return [{"code": child, "parent": parent} for child, parent in sorted(book.shown_under)] if book is not None else []


def _version(home: Connection, contents: Contents) -> Rows:
    """The version with the codes that go; without its note, which is not the coder's to read."""
    if contents.book is None:
        return []
    from qualcode.domain.codebook import Codebook

    number = home.scalar(select(round_.c.codebook_version).where(round_.c.id == contents.round))
    rows = _chosen(home, codebook_version, ("id", "guid", "name", "made_at"), codebook_version.c.id == number)
    codes = [replace(one, made_by=None, made_in_round=None) for one in contents.book.codes]
    snapshot = snapshot_of(Codebook.of(codes, contents.book.shown_under))
    return [{**row, "made_by": contents.coder, "snapshot": snapshot} for row in rows]


def _rounds(home: Connection, contents: Contents) -> Rows:
    """The sample's round as it is, and an open one of its own, without which no study is."""
    columns = ("id", "guid", "name", "kind", "purpose", "codebook_version", "blind", "fixed", "state", "made_at")
    rows = _chosen(home, round_, columns, round_.c.id == contents.round)
    if contents.book is None:
        rows = [{**row, "codebook_version": None} for row in rows]
    first = home.scalar(select(round_.c.id).where(round_.c.kind == RoundKind.OPEN.value).order_by(round_.c.id))
    opened: dict[str, Any] = dict.fromkeys(columns) | {"id": first, "guid": new_guid(), "name": "open", "blind": 0}
    return [{**opened, "kind": RoundKind.OPEN.value, "state": RoundState.IN_PROGRESS.value, "made_at": now()}, *rows]
