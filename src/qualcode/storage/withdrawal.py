"""Withdrawing participants: the one action that really removes, and so the one that cannot be taken back.

Every row that hangs on what they said goes, wherever it is referred to from; their images in the change history go too,
and the lines that held them stay as marks, so that an undo that would need one is refused. What is left is one entry in
the history and the hashes of their files, by which a later import is refused.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from qualcode.domain.import_choices import Remembered
from qualcode.domain.withdrawal import Words
from qualcode.storage import search
from qualcode.storage.clock import new_guid, now
from qualcode.storage.journal import images
from qualcode.storage.journal.references import BY_GUID
from qualcode.storage.journal.trail import WITHDRAW, WITHDREW
from qualcode.storage.repositories.reviews import PART
from qualcode.storage.repositories.sources import WITHDRAWN
from qualcode.storage.tables import SCHEMA, metadata
from qualcode.storage.tables.cases import participant_case, value
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.desk import desk_import_profile, desk_note
from qualcode.storage.tables.exchange import raw_part
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.rounds import finished_coding
from qualcode.storage.tables.sources import import_record, original, revision, source, speaker
from qualcode.storage.tables.writing import memo, memo_link, quote, theme_table_row
from qualcode.storage.withdrawal_images import Rows, held_in_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

CHUNK = 500
OWN_TEXT = frozenset({"revision", "original", "turn", "row_change", "change_set"})
"""Tables that the search for their words in other people's writing passes over; images are looked at for themselves."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a withdrawal took out: how many rows of each table, and in how many other texts their words were found."""

    rows: dict[str, int]
    texts: int
    change: int


def withdraw(connection: Connection, cases: Sequence[int], sources: Sequence[int], coder: int) -> Removed:
    """Take out participants and sources of theirs, inside a transaction that the caller began.

    `coder` acts. Their words are also taken out of notes, examples and definitions that hold a run of them, and citations
    of codings of theirs out of memos.
    """
    of_files = _files(connection, sources)
    texts = list(connection.scalars(select(revision.c.text).where(revision.c.source.in_(sources))))
    gone = _all_that_hangs_on(connection, set(cases), set(sources))
    guids_of_codings = set(_guids(connection, coding, gone[coding.name]))
    in_history = held_in_history(connection, gone, set(cases), {sha256 for _, sha256 in of_files if sha256})
    guids_of_codings |= in_history.codings
    _forget_labels(connection, gone[speaker.name])
    _forget_drafts(connection, in_history.guids, gone[memo.name])
    _scrub_history(connection, gone, set(cases))
    removed = _remove(connection, gone, guids_of_codings)
    _forget_cases(connection, cases)
    _forget_files(connection, of_files)
    words = Words([*texts, *in_history.texts], guids_of_codings)
    found = _sweep_tables(connection, words) + _sweep_history(connection, words)
    return Removed(removed, found, _enter(connection, cases, coder))


def would_go(connection: Connection, cases: set[int], sources: set[int]) -> dict[str, int]:
    """How many rows of each table would go with cases and sources."""
    return {name: len(ids) for name, ids in _all_that_hangs_on(connection, cases, sources).items()}


# ---- what goes ---------------------------------------------------------------------------------------------------


def _all_that_hangs_on(connection: Connection, cases: set[int], sources: set[int]) -> Rows:
    """The ids of all rows that refer to one of the sources or cases, in turn; of the cases themselves none."""
    gone: Rows = defaultdict(set, {source.name: set(sources)})
    counted = -1
    while counted != sum(map(len, gone.values())):
        counted = sum(map(len, gone.values()))
        for table in metadata.sorted_tables:
            if table not in (source, participant_case, change_set, row_change):
                gone[table.name] |= _referring(connection, table, gone, cases)
                gone[table.name] |= _named_by_guid(connection, table, gone, cases)
        gone[memo.name] |= _memos_left_alone(connection, gone[memo_link.name])
        gone[raw_part.name] |= _ids(connection, raw_part, raw_part.c.rank, gone[revision.name], raw_part.c.kind == PART)
    return gone


def _referring(connection: Connection, table: Table, gone: Rows, cases: set[int]) -> set[int]:
    """Rows that cannot be without a row that goes, and all that is known of the cases."""
    found: set[int] = set()
    for column, of in [(one, key.column.table) for one in table.columns for key in one.foreign_keys]:
        if of is participant_case:
            found |= _ids(connection, table, column, cases)
        elif not column.nullable or table in (finished_coding, value):
            found |= _ids(connection, table, column, gone[of.name])
    return found


def _ids(connection: Connection, table: Table, column: Any, of: Iterable[int], *where: ColumnElement[bool]) -> set[int]:
    wanted = sorted(of)
    found: set[int] = set()
    for place in range(0, len(wanted), CHUNK):
        some = column.in_(wanted[place : place + CHUNK])
        found |= set(connection.scalars(select(table.c.id).where(some, *where)))
    return found


def _named_by_guid(connection: Connection, table: Table, gone: Rows, cases: set[int]) -> set[int]:
    """Rows that name a row that goes by its table and guid."""
    found: set[int] = set()
    for name, of_table, of_guid in BY_GUID:
        if name != table.name:
            continue
        for target, ids in [*gone.items(), (participant_case.name, cases)]:
            if not ids or "guid" not in metadata.tables[target].c:
                continue
            guids = set(_guids(connection, metadata.tables[target], ids))
            rows = connection.execute(select(table.c.id, table.c[of_guid]).where(table.c[of_table] == target))
            found |= {row[0] for row in rows if row[1] in guids}
    return found


def _guids(connection: Connection, table: Table, ids: Iterable[int]) -> Iterable[str]:
    wanted = sorted(ids)
    for place in range(0, len(wanted), CHUNK):
        yield from connection.scalars(select(table.c.guid).where(table.c.id.in_(wanted[place : place + CHUNK])))


def _memos_left_alone(connection: Connection, links: set[int]) -> set[int]:
    """Memos that were about nothing else."""
    every: dict[int, set[int]] = defaultdict(set)
    for row in connection.execute(select(memo_link.c.id, memo_link.c.memo)):
        every[row.memo].add(row.id)
    return {number for number, its in every.items() if its and its <= links}


# ---- taking it out -----------------------------------------------------------------------------------------------


def _remove(connection: Connection, gone: Rows, codings: set[str]) -> dict[str, int]:
    _let_go_of(connection, gone)
    gone[memo_link.name] |= _ids(connection, memo_link, memo_link.c.memo, gone[memo.name])
    counts: dict[str, int] = {}
    losing = set(connection.scalars(select(quote.c.row).where(quote.c.id.in_(sorted(gone[quote.name])))))
    for table in reversed(metadata.sorted_tables):
        counts[table.name] = _delete(connection, table, sorted(gone.get(table.name, ())))
    _tidy_rows(connection, codings, losing)
    return counts


def _delete(connection: Connection, table: Table, ids: Sequence[int]) -> int:
    """Delete rows and return how many there were: some are in the history alone."""
    if table is revision:
        connection.execute(update(revision).where(revision.c.id.in_(ids)).values(parent=None))
    chunks = (ids[place : place + CHUNK] for place in range(0, len(ids), CHUNK))
    return sum(connection.execute(delete(table).where(table.c.id.in_(chunk))).rowcount for chunk in chunks)


def _let_go_of(connection: Connection, gone: Rows) -> None:
    """Rows that stay lose their reference to rows that go, where they can be without."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                ids = gone.get(key.column.table.name)
                if ids and column.nullable and table is not revision:
                    for row in _ids(connection, table, column, ids) - gone.get(table.name, set()):
                        connection.execute(update(table).where(table.c.id == row).values({column.name: None}))


def _tidy_rows(connection: Connection, guids: set[str], losing: set[int]) -> None:
    """Rows of theme tables forget evidence that is gone; one that loses its last quotation is marked removed."""
    quoted = set(connection.scalars(select(quote.c.row).where(quote.c.removed == 0)))
    for row in connection.execute(select(theme_table_row)).all():
        evidence = [one for one in json.loads(row.evidence or "[]") if one[0] not in guids]
        values: dict[str, Any] = {"evidence": json.dumps(evidence)} if row.evidence else {}
        if row.id in losing - quoted and not row.removed:
            values["removed"] = 1
        if values:
            connection.execute(update(theme_table_row).where(theme_table_row.c.id == row.id).values(**values))


def _forget_cases(connection: Connection, cases: Sequence[int]) -> None:
    for case in cases:
        nameless = {"name": f"withdrawn {case}", "withdrawn": 1, "may_quote": 0, "may_share": 0}
        connection.execute(update(participant_case).where(participant_case.c.id == case).values(**nameless))


def _files(connection: Connection, sources: Sequence[int]) -> list[tuple[str, str]]:
    """The identity of each source with the hash of each file it came from."""
    statement = (
        select(source.c.guid, import_record.c.sha256)
        .outerjoin(import_record, import_record.c.source == source.c.id)
        .where(source.c.id.in_(sources))
    )
    return sorted({(guid, sha256 or "") for guid, sha256 in connection.execute(statement)})


def _forget_files(connection: Connection, files: Sequence[tuple[str, str]]) -> None:
    """Keep of the sources only who they were and the hashes of their files, by which neither comes in again."""
    rows = [
        {"owner_table": "source", "owner_guid": guid, "rank": rank, "kind": WITHDRAWN, "content": sha256}
        for rank, (guid, sha256) in enumerate(files)
    ]
    if rows:
        connection.execute(insert(raw_part), rows)


def _forget_labels(connection: Connection, speakers: set[int]) -> None:
    """Take their labels out of what imports remember."""
    labels = list(connection.scalars(select(speaker.c.label).where(speaker.c.id.in_(sorted(speakers)))))
    for row in connection.execute(select(desk_import_profile)).all():
        kept = Remembered.of_json(row.choices).without(labels).as_json()
        connection.execute(update(desk_import_profile).where(desk_import_profile.c.id == row.id).values(choices=kept))


def _forget_drafts(connection: Connection, guids: frozenset[str], memos: set[int]) -> None:
    """Delete what lies unsaved on anybody's desk about something that goes, or in place of a memo that goes."""
    for row in connection.execute(select(desk_note.c.id, desk_note.c.content)).all():
        try:
            held = json.loads(row.content)
        except ValueError:
            continue
        if isinstance(held, dict) and (held.get("guid") in guids or held.get("memo") in memos):
            connection.execute(delete(desk_note).where(desk_note.c.id == row.id))


def _enter(connection: Connection, cases: Sequence[int], coder: int) -> int:
    """The one entry that is left in the history."""
    what = "withdrew a participant" if len(cases) == 1 else f"withdrew {len(cases)} participants"
    entry = {"guid": new_guid(), "verb": WITHDRAW, "coder": coder, "at": now(), "reason": "", "what": what}
    made = connection.execute(insert(change_set), entry).inserted_primary_key
    assert made is not None
    line = {"table_name": participant_case.name, "action": WITHDREW, "schema": SCHEMA}
    connection.execute(insert(row_change), [{"change_set": made[0], "first": case, "last": case, **line} for case in cases])
    return int(made[0])


# ---- the history -------------------------------------------------------------------------------------------------


def _scrub_history(connection: Connection, gone: Rows, cases: set[int]) -> None:
    """Empty the lines that are about rows that go, and the words of actions that were about nothing else."""
    touched: set[int] = set()
    others: set[int] = set()
    ordered = {name: sorted(ids) for name, ids in gone.items()} | {participant_case.name: sorted(cases)}
    columns = (row_change.c.id, row_change.c.change_set, row_change.c.table_name, row_change.c.first, row_change.c.last)
    for line in connection.execute(select(*columns)).all():
        ids = ordered.get(line.table_name, [])
        if bisect_left(ids, line.first) < bisect_right(ids, line.last):
            _empty(connection, line.id)
            touched.add(line.change_set)
        else:
            others.add(line.change_set)
    for number in sorted(touched - others):
        connection.execute(update(change_set).where(change_set.c.id == number).values(reason="", what=WITHDRAWN))


# ---- their words in other people's writing -----------------------------------------------------------------------


def _sweep_tables(connection: Connection, words: Words) -> int:
    found = 0
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if column.type.python_type is str and _is_free(column)]
        if table.name in OWN_TEXT or not columns:
            continue
        for row in connection.execute(select(table.c.id, *columns)).all():
            changed = {
                column.name: words.taken_out_of_stored(held, column.name)
                for column, held in zip(columns, row[1:], strict=True)
                if held and words.taken_out_of_stored(held, column.name) != held
            }
            if changed:
                found += len(changed)
                connection.execute(update(table).where(table.c.id == row.id).values(**changed))
    return found


def _is_free(column: Any) -> bool:
    """Whether people write in this column: long text, or text without a limit."""
    return getattr(column.type, "length", None) is None or column.type.length >= 200


def _sweep_history(connection: Connection, words: Words) -> int:
    found = 0
    held = or_(row_change.c.before.is_not(None), row_change.c.after.is_not(None))
    theirs: set[int] = set()
    files: list[Any] = []
    for line in connection.execute(select(row_change).where(held).order_by(row_change.c.id)).all():
        if any(words.taken_out_of_stored(image) != image for image in (line.before, line.after) if image):
            _empty(connection, line.id)
            found += 1
            theirs |= _sources_of(line) if line.table_name == revision.name else set()
        elif line.table_name == original.name:
            files.append(line)
    for line in files:
        # The file of an import taken back, whose text had their words.
        if theirs & _sources_of(line):
            _empty(connection, line.id)
    for line in connection.execute(select(change_set.c.id, change_set.c.reason, change_set.c.what)).all():
        said = {"reason": words.taken_out_of(line.reason), "what": words.taken_out_of(line.what)}
        if said != {"reason": line.reason, "what": line.what}:
            connection.execute(update(change_set).where(change_set.c.id == line.id).values(**said))
            found += 1
    return found


def _empty(connection: Connection, line: int) -> None:
    emptied = {"action": WITHDREW, "before": None, "after": None}
    connection.execute(update(row_change).where(row_change.c.id == line).values(**emptied))


def _sources_of(line: Any) -> set[int]:
    return {image["source"] for image in images.from_json(line.before or "[]") if "source" in image}


# ---- the file ----------------------------------------------------------------------------------------------------


def begin_cleanly(connection: Connection) -> None:
    """Have SQLite overwrite what is deleted from now on; nothing to do elsewhere."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def empty_index(connection: Connection) -> None:
    """Empty the search index, for one that only forgets keeps its words; it is made again from the texts."""
    if connection.dialect.name == "sqlite":
        search.empty(connection)


def rewrite_file(connection: Connection) -> bool:
    """Write the file anew without what was deleted, its pending changes included; False when another window held it up."""
    if connection.dialect.name != "sqlite":
        return False
    try:
        connection.exec_driver_sql("VACUUM")
        return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    except DBAPIError:
        return False
