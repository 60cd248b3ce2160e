"""Memos: writing, listing, and bringing them in and out as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.citations import CitationState, as_written, pieces, without_checks
from qualcode.domain.dates import utc_moment
from qualcode.domain.memos import MemoKind
from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.services.memo_citations import cited, kept_text
from qualcode.services.memo_targets import WrittenTargets, target_of
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.citations import Citation
    from qualcode.domain.memos import Attachment, Memo
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy

COLUMNS = ("kind", "target", "text", "author", "when")
REQUIRED = ("kind", "text")


@dataclass(frozen=True, slots=True)
class ListedMemo:
    """A memo for readers: names in place of ids. `target` and `text` are written as they can be read again.

    In `text` codings are cited by number, `[[coding 12]]`; `parts` are the same words with what is cited in its place.
    """

    id: int
    guid: str
    kind: str
    target: str
    text: str
    author: str
    when: str
    about: tuple[Attachment, ...] = ()
    """What it is attached to, as ids hold it."""
    parts: tuple[str | Citation, ...] = ()
    place: tuple[int, int, int] = (0, 0, 0)
    """Where it stands in the order of what memos are about."""

    @property
    def read(self) -> str:
        """The words with those of what is cited."""
        return "".join(part if isinstance(part, str) else part.words for part in self.parts)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What is cited, in order, each once."""
        return tuple(dict.fromkeys(part for part in self.parts if not isinstance(part, str)))

    @property
    def changed(self) -> tuple[Citation, ...]:
        """What is cited and is no longer as it was cited."""
        return tuple(one for one in self.citations if one.state is not CitationState.AS_CITED)


@dataclass(frozen=True, slots=True)
class ImportedMemos:
    """What an import of memos did: new ones, and ones that were there."""

    new: int
    known: int
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class _Row:
    kind: MemoKind
    attachments: tuple[Attachment, ...]
    text: str
    author: int
    when: str


def add_memo(study: OpenStudy, text: str, *, kind: str = "analytic", target: str = "") -> tuple[int, ChangeSet]:
    """Write a memo by the viewer; returns its id. Targets are written as `target_of` reads them.

    `[[coding 12]]` in the text cites that coding: it is kept as a reference and read as the coding's words.

    Raises:
        InvalidInput: the text is empty, there is no such kind, or it is about another sort of thing.
        NotFound: there is no such target, or no such coding to cite.
        Ambiguous: the target's name fits several things.
    """
    if not text.strip():
        raise InvalidInput("A memo needs words.", "Give them with --text.")
    wanted = memo_kind(kind)
    attachments = target_of(study, target, wanted)
    with study.unit_of_work("add_memo", what=f"{wanted.value} memo") as work:
        words = kept_text(work, text.strip())
        number = work.memos.add(kind=wanted, text=words, author=study.viewer.id, attachments=attachments)
    return number, work.insist()


def list_memos(study: OpenStudy) -> tuple[ListedMemo, ...]:
    """All memos that the viewer may see, the oldest first."""
    return listed(study, study.memos.all())


def find_memos(
    study: OpenStudy,
    *,
    target: str | None = None,
    kind: str | None = None,
    words: str = "",
    changed: bool = False,
    by_target: bool = False,
) -> tuple[ListedMemo, ...]:
    """The memos that the viewer may see and that fit, the oldest first or by what they are about.

    Those about a source are also those about its turns and passages.

    `words` are all to be found in a memo, in any order and case, in its own words or in those it cites; `changed` keeps
    those that cite what is no longer as it was cited.

    Raises:
        InvalidInput: there is no such kind.
        NotFound: there is no such target.
        Ambiguous: the target's name fits several things.
    """
    wanted = None if kind is None else memo_kind(kind)
    about = None if target is None else target_of(study, target, wanted or MemoKind.ANALYTIC)[0]
    memos = [
        one
        for one in study.memos.all()
        if (wanted is None or one.kind is wanted) and (about is None or any(_is_about(each, about) for each in one.attachments))
    ]
    sought = words.casefold().split()
    found = [
        one
        for one in listed(study, memos)
        if all(word in one.read.casefold() for word in sought) and (one.changed or not changed)
    ]
    return tuple(sorted(found, key=lambda one: (one.place, one.when)) if by_target else found)


def listed(study: OpenStudy, memos: Sequence[Memo]) -> tuple[ListedMemo, ...]:
    """Memos for readers, in the order given."""
    names = {coder.id: coder.name for coder in study.coders.all()}
    targets = WrittenTargets(study, memos)
    citations = cited(study, [one.text for one in memos])
    numbers = {one.reference.guid: one.coding.id for one in citations.values() if one.coding is not None}
    return tuple(
        ListedMemo(
            one.id,
            one.guid,
            one.kind.value,
            targets.of(one),
            as_written(one.text, numbers),
            names[one.author],
            one.made_at,
            one.attachments,
            tuple(pieces(one.text, citations)),
            targets.place(one),
        )
        for one in memos
    )


def import_memos(study: OpenStudy, path: Path) -> ImportedMemos:
    """Import memos as one action; one that is there already, word for word, is not added again.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
    """
    table = read_table(path, required=REQUIRED, optional=("target", "author", "when"))
    rows = _checked(study, table)
    table.refuse_if_faulty()
    if not rows:
        raise InvalidInput(f"{table.name} holds no memo.", "Its rows name kind and text.")
    there = {(one.kind, one.attachments, without_checks(one.text), one.author) for one in study.memos.all()}
    fresh = []
    for row in rows:
        key = (row.kind, row.attachments, without_checks(row.text), row.author)
        if key not in there:
            there.add(key)
            fresh.append(row)
    with study.unit_of_work("import_memos", what=f"{len(fresh)} memos from {table.name}") as work:
        for row in fresh:
            work.memos.add(kind=row.kind, text=row.text, author=row.author, attachments=row.attachments, made_at=row.when)
    return ImportedMemos(len(fresh), len(rows) - len(fresh), work.change_set)


def export_memos(study: OpenStudy, path: Path) -> int:
    """Write the memos that the viewer may see as a table, the oldest first; returns how many.

    Raises:
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.csv_cells import write_csv

    rows = [(one.kind, one.target, one.text, one.author, one.when) for one in list_memos(study)]
    write_text(path, write_csv(COLUMNS, rows))
    return len(rows)


def _is_about(attached: Attachment, wanted: Attachment) -> bool:
    return attached == wanted if wanted.span is not None else (attached.to, attached.guid) == (wanted.to, wanted.guid)


def _checked(study: OpenStudy, table: TableFile) -> list[_Row]:
    coders = {coder.name.casefold(): coder.id for coder in study.coders.all()}
    rows: list[_Row] = []
    for row in table.rows:
        try:
            kind = memo_kind(row.cells["kind"])
            text, who, when = (row.cells.get(name, "").strip() for name in ("text", "author", "when"))
            author = coders.get(who.casefold()) if who else study.viewer.id
            if author is None:
                raise NotFound(f'there is no coder "{who}"')
            if not text:
                raise InvalidInput("the memo has no words")
            attachments = target_of(study, row.cells.get("target", ""), kind)
            rows.append(_Row(kind, attachments, kept_text(study, text), author, utc_moment(when) if when else ""))
        except QualcodeError as error:
            table.fault(row.line, error.message.rstrip("."))
    return rows


def memo_kind(text: str) -> MemoKind:
    """The kind of memo that a word means.

    Raises:
        InvalidInput: none is called that.
    """
    wanted = " ".join(text.replace("_", " ").split()).casefold()
    for kind in MemoKind:
        if wanted in (kind.value, kind.value.removesuffix(" note"), kind.value.removeprefix("case ")):
            return kind
    raise InvalidInput(f'There is no kind of memo "{text.strip()}".', f"Kinds are {', '.join(kind.value for kind in MemoKind)}.")
