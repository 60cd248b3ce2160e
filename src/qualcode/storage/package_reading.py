"""Reading a package that came back, without trust: every value is looked at before anything is done with it.

The file is read and not written. What was damaged on the way, cut off or changed by another program is refused whole, in a
sentence that says what is wrong; no error of the database, and no value of a wrong kind, gets any further than this.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from qualcode.domain.codebook_compare import codebook_from_snapshot
from qualcode.domain.codebook_paths import clean_colour, clean_name
from qualcode.domain.codes import Code, CodeKind, ThemeState
from qualcode.domain.coding import RoundKind
from qualcode.domain.memos import MemoKind
from qualcode.domain.packages import (
    PACKAGE,
    Package,
    PackedAttempt,
    PackedCoder,
    PackedCoding,
    PackedLink,
    PackedMark,
    PackedMemo,
    PackedSource,
    PackedText,
)
from qualcode.domain.rounds import AttemptState
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, StudyFileError
from qualcode.storage import package_values as values
from qualcode.storage import study_file
from qualcode.storage.engine import translated
from qualcode.storage.package_values import Damaged
from qualcode.storage.tables import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HINT: Final = "Ask for the file again; the study is as it was."
OTHER_WORK = {
    "summary": "summaries",
    "quote": "quotations",
    "participant_case": "cases",
    "discussion": "discussions",
    "code_map_set": "matchings",
    "recommendation": "recommendations",
    "rating": "ratings",
}
"""Tables of which nothing is sent and nothing is received, and what their rows are called."""


def read_package(path: Path) -> Package:
    """Everything a package holds.

    Raises:
        StudyFileError: the file is no study, damaged, not closed properly, from another version, or no package.
    """
    try:
        schema = study_file.recognise(path)
    except StudyFileError as error:
        raise _of_a_package(error, path.name) from error
    if schema < SCHEMA:
        raise StudyFileError(
            f"{path.name} was made by an older qualcode.", "Open it once with `qualcode open`, which brings it up to date."
        )
    connection = None
    try:
        connection = study_file.factory(path, _options(path))()
        connection.row_factory = sqlite3.Row
        return _Reader(connection, path.name).package()
    except sqlite3.Error as error:
        raise _of_a_package(translated(error, path.name), path.name) from error
    except UnicodeDecodeError:
        raise StudyFileError(f"{path.name} is damaged: it holds text that cannot be read.", HINT) from None
    except Damaged as damage:
        raise StudyFileError(f"{path.name} is damaged: {damage}.", HINT) from None
    finally:
        if connection is not None:
            connection.close()


def _of_a_package(error: StudyFileError, name: str) -> StudyFileError:
    """What is said of a damaged study, said of a package: it has no backups here, and can be sent again."""
    if "the file is damaged" not in error.message:
        return error
    return StudyFileError(f"{name} could not be received: the file is damaged.", HINT)


def _options(path: Path) -> str:
    """How to open the file so that nothing is left beside it: only one that was not closed needs what lies there."""
    pending = path.with_name(f"{path.name}-wal")
    access = study_file.access_of(path)
    return "mode=ro" if not access.immutable and pending.exists() and pending.stat().st_size else "mode=ro&immutable=1"


class _Reader:
    """One package, read table by table."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection = connection
        self.name = name

    def package(self) -> Package:
        """The whole of it."""
        self._require_whole()
        facts = self._one("SELECT guid, role, package_of, lead_coder FROM study", "it does not say what it is")
        if facts["role"] != PACKAGE:
            raise StudyFileError(
                f"{self.name} is a study of its own and no package.", "A package is made by `qualcode send`, and comes back."
            )
        coders = {
            values.number(row, "id"): PackedCoder(values.number(row, "id"), values.guid(row), values.text(row, "name"))
            for row in self._rows("SELECT id, guid, name FROM coder")
        }
        coder = coders.get(values.number(facts, "lead_coder"))
        if coder is None:
            raise Damaged("it does not say whose it is")
        round_ = self._one(
            "SELECT id, guid, name, codebook_version FROM round WHERE kind = ? ORDER BY id LIMIT 1",
            "it has no sample",
            RoundKind.INDEPENDENT.value,
        )
        number = values.number(round_, "id")
        texts = self._texts()
        given = {values.number(row, "source") for row in self._rows("SELECT source FROM assignment WHERE round = ?", number)}
        sources = tuple(self._sources(texts, given))
        version, frozen = self._version(round_)
        codes = self._codes()
        if not frozen.keys() <= codes.keys():
            raise Damaged("a code of its codebook is gone")
        codings = dict(self._codings(coder.id, number, texts, codes))
        return Package(
            guid=values.guid(facts),
            package_of=values.text(facts, "package_of"),
            round=values.guid(round_),
            round_name=values.text(round_, "name"),
            version=version,
            coder=coder,
            busy_coders=tuple(coders[who] for who in sorted(self._busy() - {coder.id}) if who in coders),
            sources=sources,
            texts=texts,
            frozen=frozen,
            codes=codes,
            codings=tuple(codings.values()),
            memos=tuple(self._memos(coder.id, texts)),
            attempts=tuple(self._attempts(coder.id, number, texts, codes, codings)),
            gone=self._gone(),
            gone_attempts=self._gone_attempts(coder.id, number),
            others=tuple(self._others(coder.id, number)),
        )

    def _require_whole(self) -> None:
        for row in self.connection.execute("PRAGMA integrity_check(1)"):
            if row[0] != "ok":
                raise Damaged("the database's own check finds faults in it")
        for row in self.connection.execute("PRAGMA foreign_key_check"):
            raise Damaged(f"a row of {row[0]} refers to a row of {row[2]} that is not there")

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        return self.connection.execute(statement, values).fetchall()

    def _one(self, statement: str, otherwise: str, *values: object) -> sqlite3.Row:
        rows = self._rows(statement, *values)
        if not rows:
            raise Damaged(otherwise)
        return rows[0]

    def _texts(self) -> dict[int, PackedText]:
        found = {}
        for row in self._rows("SELECT id, source, text, sha256 FROM revision"):
            text = values.text(row, "text")
            sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            if sha256 != row["sha256"]:
                raise Damaged("a transcript is not the one that was stored")
            found[values.number(row, "id")] = PackedText(values.number(row, "id"), values.number(row, "source"), text, sha256)
        return found

    def _sources(self, texts: dict[int, PackedText], given: set[int]) -> Iterator[PackedSource]:
        for row in self._rows("SELECT id, guid, name, revision FROM source WHERE removed = 0 ORDER BY rank, id"):
            number, revision = values.number(row, "id"), values.number(row, "revision")
            if revision not in texts or texts[revision].source != number:
                raise Damaged("a source has no text")
            yield PackedSource(number, values.guid(row), values.text(row, "name"), revision, number in given)

    def _version(self, round_: sqlite3.Row) -> tuple[str | None, dict[int, Code]]:
        if round_["codebook_version"] is None:
            return None, {}
        row = self._one(
            "SELECT guid, snapshot FROM codebook_version WHERE id = ?",
            "its codebook version is gone",
            values.number(round_, "codebook_version"),
        )
        try:
            book = codebook_from_snapshot(values.text(row, "snapshot"))
        except (ValueError, KeyError, TypeError, AttributeError, InvalidInput):
            raise Damaged("its codebook version cannot be read") from None
        return values.guid(row), {one.id: one for one in book.codes}

    def _codes(self) -> dict[int, Code]:
        codes = {}
        for row in self._rows("SELECT * FROM code ORDER BY id"):
            number = values.number(row, "id")
            try:
                name = clean_name(values.text(row, "name"))
                colour = None if row["colour"] is None else clean_colour(values.text(row, "colour"))
            except InvalidInput:
                raise Damaged("a code has no proper name or colour") from None
            codes[number] = Code(
                id=number,
                guid=values.guid(row),
                parent=values.number_or_none(row, "parent"),
                rank=values.number(row, "rank"),
                name=name,
                kind=values.one_of(CodeKind, row, "kind"),
                definition=values.text(row, "definition"),
                include=values.text(row, "include"),
                exclude=values.text(row, "exclude"),
                example=values.text(row, "example"),
                colour=colour,
                codable=values.flag(row, "codable"),
                central_idea=values.text(row, "central_idea"),
                state=None if row["state"] is None else values.one_of(ThemeState, row, "state"),
                made_by=values.number_or_none(row, "made_by"),
                made_in_round=values.number_or_none(row, "made_in_round"),
                retired=values.flag(row, "retired"),
                merged_into=values.number_or_none(row, "merged_into"),
            )
        for code in codes.values():
            _require_home(code, codes)
        return codes

    def _codings(
        self, coder: int, round_: int, texts: dict[int, PackedText], codes: dict[int, Code]
    ) -> Iterator[tuple[int, PackedCoding]]:
        rows = self._rows("SELECT * FROM coding WHERE coder = ? AND round = ? ORDER BY source, start, id", coder, round_)
        for row in rows:
            source, revision, code = values.number(row, "source"), values.number(row, "revision"), values.number(row, "code")
            removed = values.flag(row, "removed")
            text = texts.get(revision)
            if text is None or text.source != source or code not in codes:
                raise Damaged("a coding stands on no text, or has no code")
            span = values.span(row)
            if not removed and (span.end > len(text.text) or check_of_words(span.words_of(text.text)) != row["check"]):
                raise Damaged(f"a coding at {span.start}:{span.end} does not have its words, or lies outside the text")
            yield (
                values.number(row, "id"),
                PackedCoding(
                    guid=values.guid(row),
                    source=source,
                    revision=revision,
                    span=span,
                    code=code,
                    star=values.flag(row, "star"),
                    unsure=values.flag(row, "unsure"),
                    note=values.text(row, "note"),
                    removed=removed,
                    made_at=values.moment(row, "made_at"),
                ),
            )

    def _memos(self, coder: int, texts: dict[int, PackedText]) -> Iterator[PackedMemo]:
        links: dict[int, list[PackedLink]] = {}
        for row in self._rows("SELECT * FROM memo_link ORDER BY id"):
            revision = values.number_or_none(row, "revision")
            if revision is not None and revision not in texts:
                raise Damaged("a memo stands on no text")
            span = None if row["start"] is None else values.span(row)
            if span is not None and (revision is None or span.end > len(texts[revision].text)):
                raise Damaged("a memo lies outside the text")
            link = PackedLink(values.text(row, "target_table"), values.guid(row, "target_guid"), revision, span)
            links.setdefault(values.number(row, "memo"), []).append(link)
        for row in self._rows("SELECT * FROM memo WHERE author = ? ORDER BY id", coder):
            yield PackedMemo(
                guid=values.guid(row),
                kind=values.one_of(MemoKind, row, "kind"),
                title=values.text(row, "title"),
                text=values.text(row, "text"),
                made_at=values.moment(row, "made_at"),
                removed=values.flag(row, "removed"),
                links=tuple(links.get(values.number(row, "id"), ())),
            )

    def _attempts(
        self,
        coder: int,
        round_: int,
        texts: dict[int, PackedText],
        codes: dict[int, Code],
        codings: dict[int, PackedCoding],
    ) -> Iterator[PackedAttempt]:
        marks: dict[int, list[sqlite3.Row]] = {}
        for row in self._rows("SELECT * FROM finished_coding ORDER BY start, id"):
            marks.setdefault(values.number(row, "assignment"), []).append(row)
        rows = self._rows("SELECT * FROM assignment WHERE coder = ? AND round = ? ORDER BY source, attempt", coder, round_)
        for row in rows:
            state = values.one_of(AttemptState, row, "state")
            revision = values.number_or_none(row, "revision")
            text = None if revision is None else texts.get(revision)
            if state is AttemptState.FINISHED and (text is None or text.source != row["source"]):
                raise Damaged("a source was finished on no text")
            yield PackedAttempt(
                source=values.number(row, "source"),
                number=values.number(row, "attempt"),
                state=state,
                revision=revision,
                finished_at=None if row["finished_at"] is None else values.moment(row, "finished_at"),
                reason=values.text(row, "reason"),
                marks=tuple(_mark(mark, text, codes, codings) for mark in marks.get(values.number(row, "id"), ())),
            )

    def _gone(self) -> frozenset[str]:
        """The guids of rows that were put in here and taken back: the history has their images."""
        there = {row[0] for row in self._rows("SELECT guid FROM coding UNION SELECT guid FROM memo UNION SELECT guid FROM code")}
        images = [image.get("guid") for table in ("coding", "memo", "code") for image in self._deleted(table)]
        return frozenset(guid for guid in images if isinstance(guid, str) and guid not in there)

    def _gone_attempts(self, coder: int, round_: int) -> frozenset[tuple[int, int]]:
        there = {tuple(row) for row in self._rows("SELECT source, attempt FROM assignment WHERE coder = ?", coder)}
        found = {
            (image.get("source"), image.get("attempt"))
            for image in self._deleted("assignment")
            if (image.get("coder"), image.get("round")) == (coder, round_)
        }
        return frozenset(
            (source, attempt) for source, attempt in found - there if isinstance(source, int) and isinstance(attempt, int)
        )

    def _deleted(self, table: str) -> Iterator[dict[str, Any]]:
        """The images of rows of a table that were deleted, which here is only done by undo."""
        statement = "SELECT before FROM row_change WHERE table_name = ? AND action = 'delete' AND before IS NOT NULL"
        for row in self._rows(statement, table):
            try:
                images = json.loads(values.text(row, "before"))
            except ValueError:
                raise Damaged("its history cannot be read") from None
            yield from (image for image in (images if isinstance(images, list) else ()) if isinstance(image, dict))

    def _busy(self) -> set[int]:
        """Ids of coders who have coded or written something."""
        rows = self._rows("SELECT coder FROM coding WHERE removed = 0 UNION SELECT author FROM memo WHERE removed = 0")
        return {row[0] for row in rows if isinstance(row[0], int)}

    def _others(self, coder: int, round_: int) -> Iterator[str]:
        """What is there and was never the coder's to bring, each with how much."""
        counts = {
            "codings by other coders": self._count("coding WHERE removed = 0 AND coder <> ?", coder),
            "codings outside the sample's round": self._count(
                "coding WHERE removed = 0 AND coder = ? AND round <> ?", coder, round_
            ),
            "memos by other coders": self._count("memo WHERE removed = 0 AND author <> ?", coder),
            "codebook versions": self._count(
                "codebook_version WHERE id NOT IN (SELECT codebook_version FROM round WHERE codebook_version IS NOT NULL)"
            ),
        }
        counts |= {noun: self._count(f'"{table}"') for table, noun in OTHER_WORK.items()}
        yield from (f"{what} ({count})" for what, count in counts.items() if count)

    def _count(self, where: str, *values: object) -> int:
        # What stands in `where` is written in this file alone.
        return int(self._rows(f"SELECT count(*) FROM {where}", *values)[0][0])  # noqa: S608


def _require_home(code: Code, codes: dict[int, Code]) -> None:
    """Refuse a code that has no place in the tree, or was merged in a circle."""
    for way in ("parent", "merged_into"):
        at, steps = getattr(code, way), 0
        while at is not None:
            if at not in codes or steps > len(codes):
                raise Damaged("a code has no place in the codebook")
            at, steps = getattr(codes[at], way), steps + 1


def _mark(row: sqlite3.Row, text: PackedText | None, codes: dict[int, Code], codings: dict[int, PackedCoding]) -> PackedMark:
    code, span = values.number(row, "code"), values.span(row)
    if text is None or span.end > len(text.text) or code not in codes:
        raise Damaged(f"a finished coding at {span.start}:{span.end} lies outside its text, or has no code")
    of = values.number_or_none(row, "coding")
    return PackedMark(codings[of].guid if of in codings else None, code, span)
