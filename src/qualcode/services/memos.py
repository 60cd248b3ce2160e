"""Memos: writing, listing, and bringing them in and out as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.dates import utc_moment
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.errors import Ambiguous, InvalidInput, NotFound, QualcodeError
from qualcode.services.coding import coding_of
from qualcode.services.tables_in import read_table, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.memos import Memo
    from qualcode.services.tables_in import TableFile
    from qualcode.storage import OpenStudy

COLUMNS = ("kind", "target", "text", "author", "when")
REQUIRED = ("kind", "text")

_MEANT = {
    MemoKind.FAMILIARISATION: (MemoTarget.SOURCE,),
    MemoKind.PORTRAIT: (MemoTarget.CASE,),
    MemoKind.RANGE_OF_VIEWS: (MemoTarget.CODE,),
}
"""What a bare name means for kinds of memo that are about one sort of thing."""


@dataclass(frozen=True, slots=True)
class ListedMemo:
    """A memo for readers: names in place of ids. `target` is written as it can be read again."""

    id: int
    kind: str
    target: str
    text: str
    author: str
    when: str
    about: tuple[Attachment, ...] = ()
    """What it is attached to, as ids hold it."""


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

    Raises:
        InvalidInput: the text is empty, or there is no such kind.
        NotFound: there is no such target.
        Ambiguous: the target's name fits several things.
    """
    if not text.strip():
        raise InvalidInput("A memo needs words.", "Give them with --text.")
    wanted = memo_kind(kind)
    attachments = target_of(study, target, wanted)
    with study.unit_of_work("add_memo", what=f"{wanted.value} memo") as work:
        number = work.memos.add(kind=wanted, text=text.strip(), author=study.viewer.id, attachments=attachments)
    return number, work.insist()


def list_memos(study: OpenStudy) -> tuple[ListedMemo, ...]:
    """All memos that the viewer may see, the oldest first."""
    return listed(study, study.memos.all())


def listed(study: OpenStudy, memos: Sequence[Memo]) -> tuple[ListedMemo, ...]:
    """Memos for readers, in the order given."""
    names = {coder.id: coder.name for coder in study.coders.all()}
    targets = _written_targets(study, memos)
    return tuple(
        ListedMemo(one.id, one.kind.value, _target_text(one, targets), one.text, names[one.author], one.made_at, one.attachments)
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
    there = {(one.kind, one.attachments, one.text, one.author) for one in study.memos.all()}
    fresh = []
    for row in rows:
        key = (row.kind, row.attachments, row.text, row.author)
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


def target_of(study: OpenStudy, text: str, kind: MemoKind) -> tuple[Attachment, ...]:
    """What a memo is to be attached to.

    Nothing or `study` is the study; `source NAME`, `code PATH`, `case NAME` and `coding NUMBER` say what is meant, with
    or without a colon. A bare name is a source, a case or a code, whichever the kind of memo is about or the only one
    there is.

    Raises:
        NotFound: there is nothing of that name.
        Ambiguous: the name fits several things.
    """
    wanted = text.strip()
    if wanted.casefold() in ("", MemoTarget.STUDY.value):
        return (Attachment(MemoTarget.STUDY, study.facts.guid),)
    word, name = _leading_word(wanted)
    if word is not None:
        return (_attachment(study, word, name),)
    tried = _MEANT.get(kind, (MemoTarget.SOURCE, MemoTarget.CASE, MemoTarget.CODE))
    found = []
    for target in tried:
        try:
            found.append(_attachment(study, target, wanted))
        except NotFound:
            continue
    if not found:
        raise NotFound(f'There is nothing called "{wanted}".', "Write source NAME, code PATH, case NAME, coding NUMBER or study.")
    if len(found) > 1:
        names = " or ".join(f"{one.to.value} {wanted}" for one in found)
        raise Ambiguous(f'"{wanted}" fits several things.', f"Write {names}.")
    return (found[0],)


def _leading_word(text: str) -> tuple[MemoTarget | None, str]:
    for target in MemoTarget:
        rest = text[len(target.value) :]
        if text.casefold().startswith(target.value) and rest[:1] in (" ", ":"):
            return target, rest[1:].strip()
    return None, text


def _attachment(study: OpenStudy, target: MemoTarget, name: str) -> Attachment:
    if target is MemoTarget.SOURCE:
        return Attachment(target, study.sources.named(name).guid)
    if target is MemoTarget.CODE:
        return Attachment(target, study.codes.codebook().find(name).guid)
    if target is MemoTarget.CODING:
        if not name.isdecimal():
            raise NotFound(f'"{name}" is not the number of a coding.')
        return Attachment(target, coding_of(study, int(name)).guid)
    if target is MemoTarget.STUDY:
        return Attachment(target, study.facts.guid)
    found = [case for case in study.cases.all() if case.name.casefold() == name.casefold()]
    if not found:
        raise NotFound(f'There is no case "{name}".', "`qualcode cases list` lists them.")
    return Attachment(target, found[0].guid)


def _written_targets(study: OpenStudy, memos: Sequence[Memo]) -> dict[str, str]:
    """How each thing that memos can be attached to is written, by guid."""
    book = study.codes.codebook()
    written = {study.facts.guid: MemoTarget.STUDY.value}
    written |= {one.guid: f"source {one.name}" for one in study.sources.all()}
    written |= {one.guid: f"code {book.path_text(one.id)}" for one in book.codes}
    written |= {one.guid: f"case {one.name}" for one in study.cases.all()}
    if any(one.to is MemoTarget.CODING for memo in memos for one in memo.attachments):
        written |= {one.guid: f"coding {one.id}" for one in study.codings.all()}
    return written


def _target_text(memo: Memo, written: dict[str, str]) -> str:
    texts = []
    for one in memo.attachments:
        text = written.get(one.guid, f"a {one.to.value} no longer there")
        texts.append(f"{text} {one.span}" if one.span else text)
    return "; ".join(texts)


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
            rows.append(_Row(kind, attachments, text, author, utc_moment(when) if when else ""))
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
