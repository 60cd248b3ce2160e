"""Memos after they were written: on a passage, edited, taken away; and where what they are about is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.memos import Attachment, MemoTarget
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.coding import words_of
from qualcode.services.memo_citations import kept_text, settled
from qualcode.services.memo_targets import require_kind
from qualcode.services.memos import memo_kind

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.memos import Memo
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class MemoPlace:
    """Where what a memo is about is found: a source with a passage of it or none, or a code."""

    source: int | None = None
    span: Span | None = None
    coding: int | None = None
    code: int | None = None


def write_memo(study: OpenStudy, text: str, *, kind: str, about: Attachment) -> tuple[int, ChangeSet]:
    """Write a memo by the viewer about something given as ids hold it; returns its id.

    Where the text of a passage was corrected while the memo was written, the memo is about what the passage has become.

    Raises:
        InvalidInput: the text is empty, there is no such kind, it is about another sort of thing, or a correction took the
            whole passage out.
        NotFound: the source is no longer in the study, or a coding cited is not there.
        SpanOutsideSource: the passage does not fit the source.
    """
    wanted, words = memo_kind(kind), _words(text)
    with study.unit_of_work("add_memo", what=f"{wanted.value} memo") as work:
        now = _as_it_is_now(work, about)
        require_kind(wanted, now)
        kept = kept_text(work, words)
        number = work.memos.add(kind=wanted, text=kept, author=study.viewer.id, attachments=(now,))
    return number, work.insist()


def add_memo_on_passage(study: OpenStudy, text: str, *, source: int, span: Span, kind: str = "analytic") -> tuple[int, ChangeSet]:
    """Write a memo by the viewer about a passage of a source's current text; otherwise as `write_memo`.

    Raises:
        NotFound: the source is no longer in the study.
    """
    try:
        found = study.sources.get(source)
    except KeyError:
        raise _no_source() from None
    return write_memo(study, text, kind=kind, about=Attachment(MemoTarget.SOURCE, found.guid, found.revision, span))


def _as_it_is_now(work: UnitOfWork, about: Attachment) -> Attachment:
    """What a memo is about, a passage where corrections since have carried it."""
    if about.span is None:
        return about
    source = next((one for one in work.sources.all() if one.guid == about.guid), None)
    if source is None:
        raise _no_source()
    span = about.span
    if about.revision is not None and about.revision != source.revision:
        carried = work.revisions.edits_between(about.revision, source.revision).carry(span).span
        if carried is None:
            raise InvalidInput(
                f"The passage was corrected away in {source.name} while the memo was written.",
                "Write it on the source, or on other words.",
            )
        span = carried
    words_of(work.sources.text(source.id), span)
    return Attachment(about.to, about.guid, source.revision, span)


def _no_source() -> NotFound:
    return NotFound("The source that the memo is about is no longer in the study.")


def edit_memo(
    study: OpenStudy, number: int, *, text: str | None = None, kind: str | None = None, reason: str = ""
) -> ChangeSet | None:
    """Give a memo of the viewer's other words, another kind, or both; None is as it was.

    Raises:
        InvalidInput: the text is empty, there is no such kind, or the memo is about another sort of thing.
        NotFound: there is no such memo, or no such coding to cite.
        NotAllowed: somebody else wrote it.
    """
    memo = _own(study, number)
    wanted = memo.kind if kind is None else memo_kind(kind)
    for about in memo.attachments if wanted is not memo.kind else ():
        require_kind(wanted, about)
    with study.unit_of_work("edit_memo", reason=reason, what=f"edited {wanted.value} memo") as work:
        words = memo.text if text is None else kept_text(work, _words(text), before=memo.text)
        work.memos.change(number, kind=wanted, text=words)
    return work.change_set


def settle_memo(study: OpenStudy, number: int) -> ChangeSet | None:
    """Say that the words of what a memo of the viewer's cites were looked at: it then cites them as they are now.

    Raises:
        NotFound: there is no such memo.
        NotAllowed: somebody else wrote it.
    """
    memo = _own(study, number)
    with study.unit_of_work("settle_memo", what=f"citations of {memo.kind.value} memo looked at") as work:
        work.memos.change(number, kind=memo.kind, text=settled(work, memo))
    return work.change_set


def remove_memo(study: OpenStudy, number: int, *, reason: str = "") -> ChangeSet | None:
    """Take a memo of the viewer's away; undo brings it back.

    Raises:
        NotFound: there is no such memo.
        NotAllowed: somebody else wrote it.
    """
    memo = _own(study, number)
    with study.unit_of_work("remove_memo", reason=reason, what=f"removed {memo.kind.value} memo") as work:
        work.memos.remove(number)
    return work.change_set


def place_of_memo(study: OpenStudy, number: int) -> MemoPlace:
    """Where what a memo is about is found; an empty place for the study and for cases.

    Raises:
        NotFound: there is no such memo, or what it is about is gone.
    """
    memo = _memo(study, number)
    for one in memo.attachments:
        if one.to is MemoTarget.SOURCE:
            return MemoPlace(source=_by_guid(study, one), span=one.span)
        if one.to is MemoTarget.CODE:
            return MemoPlace(code=_code_by_guid(study, one))
        if one.to is MemoTarget.CODING:
            coding = next((coding for coding in study.codings.all() if coding.guid == one.guid), None)
            if coding is None:
                raise NotFound(
                    "The coding that the memo is about is no longer there.", "`qualcode history` tells when it was taken away."
                )
            return MemoPlace(source=coding.source, span=coding.span, coding=coding.id)
    return MemoPlace()


def _by_guid(study: OpenStudy, about: Attachment) -> int:
    for source in study.sources.all():
        if source.guid == about.guid:
            return source.id
    raise NotFound("The source that the memo is about is no longer in the study.")


def _code_by_guid(study: OpenStudy, about: Attachment) -> int:
    for code in study.codes.codebook().codes:
        if code.guid == about.guid:
            return code.id
    raise NotFound("The code that the memo is about is not in your codebook now.", "`qualcode codebook show` lists its codes.")


def _memo(study: OpenStudy, number: int) -> Memo:
    for memo in study.memos.all():
        if memo.id == number:
            return memo
    raise NotFound(f"There is no memo {number}.", "`qualcode memo list` lists them.")


def _own(study: OpenStudy, number: int) -> Memo:
    memo = _memo(study, number)
    if memo.author != study.viewer.id:
        raise NotAllowed("Somebody else wrote this memo.", "Write one of your own beside it.")
    return memo


def _words(text: str) -> str:
    if not text.strip():
        raise InvalidInput("A memo needs words.", "Give some, or take the memo away.")
    return text.strip()
