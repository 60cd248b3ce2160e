"""Codings as a table: the import that checks every row before it writes any, and the export."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.coding import RoundKind
from qualcode.domain.dates import utc_moment
from qualcode.domain.spans import Span
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.coding import require_codable, require_current, span_of_words, words_of
from qualcode.services.sources import HIDDEN
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.progress import Progress
    from qualcode.domain.sources import SourceText
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy, UnitOfWork

COLUMNS = ("coder", "source", "start", "end", "code", "round", "note", "words", "when")
REQUIRED = ("coder", "source", "code")


@dataclass(frozen=True, slots=True)
class ImportedCodings:
    """What an import of codings did: new ones, ones that were there, rows left out, coders made, sources finished."""

    new: int
    known: int
    skipped: tuple[tuple[int, str], ...]
    coders_made: tuple[str, ...]
    finished: tuple[tuple[str, str], ...]
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class _Row:
    coder: str
    source: SourceText
    span: Span
    code: int
    round: int | None
    note: str
    when: str | None

    @property
    def key(self) -> tuple[str, int, Span, int, int | None]:
        return self.coder.casefold(), self.source.source.id, self.span, self.code, self.round


def import_codings(
    study: OpenStudy, path: Path, *, finished: bool = False, skip_bad: bool = False, progress: Progress | None = None
) -> ImportedCodings:
    """Import codings from a table, every row checked before any is written, as one action.

    Coders the study does not know are made. `finished` declares finished each (coder, source) pair that occurs in the
    file, and no other. `skip_bad` leaves wrong rows out and reports them instead of refusing the file.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=REQUIRED, optional=[name for name in COLUMNS if name not in REQUIRED])
    rows = _Checker(study, table).rows(progress)
    if not skip_bad:
        table.refuse_if_faulty()
    if not rows:
        raise InvalidInput(
            f"{table.name} holds no coding that can be imported.", "Its rows name coder, source, start, end and code."
        )
    with study.unit_of_work("import_codings", what=f"{len(rows)} codings from {table.name}") as work:
        require_current(work, {row.source.source.id: row.source.revision for row in rows})
        ids, made = _coders(work, rows)
        open_round = work.rounds.open_round().id
        new = work.codings.add_many([_values(row, ids[row.coder.casefold()], open_round) for row in rows])
        coded = dict.fromkeys((row.coder.casefold(), row.source.source.id, row.round or open_round) for row in rows)
        done = [(who, source) for who, source, where in coded if finished and work.rounds.finish(ids[who], source, where)]
    names = {row.source.source.id: row.source.source.name for row in rows}
    written = {row.coder.casefold(): row.coder for row in rows}
    return ImportedCodings(
        new=new,
        known=len(rows) - new,
        skipped=tuple(table.faults),
        coders_made=tuple(made),
        finished=tuple(dict.fromkeys((written[who], names[source]) for who, source in done)),
        change=work.change_set,
    )


def export_codings(study: OpenStudy, path: Path, *, coder: str | None = None, rounds: bool = True) -> int:
    """Write the live codings that the viewer may see as a table, all coders and rounds, or one coder's; returns how many.

    Without `rounds` it is left out in which round they were made, for a study that has none of these.

    A blind coder's earlier coding whose code is not in the codebook of their round is written with `HIDDEN` for its code.

    Raises:
        NotFound: there is no such coder.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    names = {one.id: one.name for one in study.coders.all()}
    called = {one.id: one.name for one in study.rounds.all()} if rounds else {}
    open_round = study.rounds.open_round().id
    book = study.codes.codebook()
    texts: dict[int, SourceText] = {}
    rows = []
    for coding in study.codings.all(coder=None if coder is None else study.coders.named(coder).id):
        if coding.source not in texts:
            texts[coding.source] = study.sources.text(coding.source)
        text = texts[coding.source]
        round_ = "" if coding.round == open_round or not rounds else called[coding.round]
        rows.append(
            (
                names[coding.coder],
                text.source.name,
                str(coding.span.start),
                str(coding.span.end),
                book.path_text(coding.code) if coding.code in book else HIDDEN,
                round_,
                coding.note,
                coding.span.words_of(text.text),
                coding.made_at,
            )
        )
    write_text(path, write_csv(COLUMNS, rows))
    return len(rows)


class _Checker:
    """Checks the rows of a table against the study, and turns the right ones into what will be written."""

    def __init__(self, study: OpenStudy, table: TableFile) -> None:
        self.study = study
        self.table = table
        self.book: Codebook = study.codes.codebook()
        self.rounds = {one.name.casefold(): one for one in study.rounds.all()}
        self.coders = {one.name.casefold(): one.id for one in study.coders.all()}
        self._texts: dict[str, SourceText | QualcodeError] = {}
        self._codes: dict[str, int | QualcodeError] = {}

    def rows(self, progress: Progress | None) -> list[_Row]:
        """The rows that are right; faults are noted in the table."""
        found: list[_Row] = []
        seen: Counter[Any] = Counter()
        for place, row in enumerate(self.table.rows):
            if progress is not None and place % 200 == 0:
                progress(place, len(self.table.rows), "Checking rows")
            try:
                checked = self._row(row.cells)
            except QualcodeError as error:
                self.table.fault(row.line, error.message.rstrip("."))
                continue
            seen[checked.key] += 1
            if seen[checked.key] == 1:
                found.append(checked)
        return found

    def _row(self, cells: dict[str, str]) -> _Row:
        who = " ".join(cells["coder"].split())
        if not who:
            raise InvalidInput("no coder is named")
        text = self._text(cells["source"].strip())
        span = self._span(cells, text)
        when = cells.get("when", "").strip()
        round_ = self._round(cells.get("round", ""))
        if round_ is None:
            self._require_open_round(who, text)
        return _Row(
            who,
            text,
            span,
            self._code(cells["code"]),
            round_,
            cells.get("note", ""),
            utc_moment(when) if when else None,
        )

    def _require_open_round(self, who: str, text: SourceText) -> None:
        """Refuse a row of the open round where its coder has the source in a sample: the others would see it at once."""
        coder = self.coders.get(who.casefold())
        if coder is None:
            return
        where = self.study.rounds.current_for(coder, text.source.id)
        if where.kind is not RoundKind.OPEN:
            raise InvalidInput(f'{who} has {text.source.name} in the round "{where.name}": say so in the column round')

    def _text(self, name: str) -> SourceText:
        if name not in self._texts:
            try:
                self._texts[name] = self.study.sources.text(self.study.sources.named(name).id)
            except QualcodeError as error:
                self._texts[name] = error
        found = self._texts[name]
        if isinstance(found, QualcodeError):
            raise found
        return found

    def _code(self, path: str) -> int:
        if path not in self._codes:
            try:
                code = self.book.find(path)
                require_codable(code)
                self._codes[path] = code.id
            except QualcodeError as error:
                self._codes[path] = error
        found = self._codes[path]
        if isinstance(found, QualcodeError):
            raise found
        return found

    def _round(self, name: str) -> int | None:
        if not name.strip():
            return None
        found = self.rounds.get(name.strip().casefold())
        if found is None:
            raise InvalidInput(f'there is no round "{name.strip()}"')
        return found.id

    @staticmethod
    def _span(cells: dict[str, str], text: SourceText) -> Span:
        start, end, words = cells.get("start", "").strip(), cells.get("end", "").strip(), cells.get("words", "")
        if not start and not end:
            if not words.strip():
                raise InvalidInput("neither start and end nor words are given")
            return span_of_words(text, words)
        try:
            span = Span(int(start), int(end))
        except ValueError:
            raise InvalidInput(f'"{start}" to "{end}" is no span: start must be 0 or more and end greater') from None
        there = words_of(text, span)
        if words and there != words:
            raise InvalidInput(f"the words do not match the text of {text.source.name} at {span}")
        return span


def _coders(work: UnitOfWork, rows: list[_Row]) -> tuple[dict[str, int], list[str]]:
    ids = {coder.name.casefold(): coder.id for coder in work.coders.all()}
    made = []
    for row in rows:
        if row.coder.casefold() not in ids:
            ids[row.coder.casefold()] = work.coders.add(row.coder).id
            made.append(row.coder)
    return ids, made


def _values(row: _Row, coder: int, open_round: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "source": row.source.source.id,
        "revision": row.source.revision,
        "start": row.span.start,
        "end": row.span.end,
        "code": row.code,
        "coder": coder,
        "round": open_round if row.round is None else row.round,
        "check": check_of_words(row.span.words_of(row.source.text)),
        "note": row.note,
    }
    if row.when is not None:
        values["made_at"] = row.when
    return values
