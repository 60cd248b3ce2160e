"""Drafts of memos: words that were typed and not saved yet. They lie on the viewer's desk, outside the change history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from qualcode.domain.memos import Attachment, Memo, MemoKind, MemoTarget
from qualcode.domain.spans import Span
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.memo_targets import WrittenTargets
from qualcode.services.memo_writing import edit_memo, write_memo
from qualcode.services.memos import memo_kind
from qualcode.storage.clock import now

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy

_NAMED = "memo draft "


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved words: about something, or, with `memo`, in place of the words of that memo.

    `name` is that of the draft on the desk, `number` the one by which people name it, `target` is written for readers,
    `when` is a moment in UTC.
    """

    number: int
    name: str
    text: str
    kind: str
    about: Attachment
    memo: int | None
    when: str
    target: str


def new_draft_name() -> str:
    """A name for a draft that is none yet."""
    return f"{_NAMED}{uuid4()}"


def keep_draft(study: OpenStudy, name: str, *, text: str, kind: str, about: Attachment, memo: int | None = None) -> None:
    """Keep words that are being typed, in place of what was kept under this name; empty ones are forgotten.

    A study that may only be read keeps nothing.
    """
    if not study.writable:
        return
    if not text.strip():
        study.desk.forget_note(name)
        return
    span = None if about.span is None else [about.span.start, about.span.end]
    content = {
        "text": text,
        "kind": kind,
        "to": about.to.value,
        "guid": about.guid,
        "revision": about.revision,
        "span": span,
        "memo": memo,
        "when": now(),
    }
    study.desk.keep_note(name, json.dumps(content, ensure_ascii=False))


def drop_draft(study: OpenStudy, name: str) -> None:
    """Forget a draft."""
    study.desk.forget_note(name)


def list_drafts(study: OpenStudy) -> tuple[Draft, ...]:
    """The viewer's drafts, the oldest first."""
    kept = {number: (name, json.loads(content)) for number, (name, content) in study.desk.notes(_NAMED).items()}
    abouts = {number: _about(content) for number, (_, content) in kept.items()}
    stand_ins = [Memo(0, "", MemoKind.ANALYTIC, "", "", 0, "", (about,)) for about in abouts.values()]
    targets = WrittenTargets(study, stand_ins)
    return tuple(
        Draft(
            number,
            name,
            content["text"],
            content["kind"],
            abouts[number],
            content["memo"],
            content["when"],
            targets.of(stand_in),
        )
        for (number, (name, content)), stand_in in zip(kept.items(), stand_ins, strict=True)
    )


def save_draft(study: OpenStudy, number: int) -> ChangeSet | None:
    """Make a memo of a draft, or give its words to the memo it is of; the draft is then gone.

    Raises:
        NotFound: the viewer has no such draft, or what it is about is gone.
        QualcodeError: the memo cannot be written; the draft stays.
    """
    draft = draft_of(study, number)
    if draft.memo is None:
        change: ChangeSet | None = write_memo(study, draft.text, kind=draft.kind, about=draft.about)[1]
    else:
        change = edit_memo(study, draft.memo, text=draft.text, kind=draft.kind)
    drop_draft(study, draft.name)
    return change


def draft_of(study: OpenStudy, number: int) -> Draft:
    """The viewer's draft of this number.

    Raises:
        NotFound: there is none.
    """
    for draft in list_drafts(study):
        if draft.number == number:
            return draft
    raise NotFound(f"There is no draft {number}.", "`qualcode memo drafts` lists yours.")


def require_writable(study: OpenStudy) -> None:
    """Refuse to begin a memo in a study that may only be read.

    Raises:
        NotAllowed: it may only be read.
    """
    if not study.writable:
        raise NotAllowed("This study may only be read.", "Copy it into a folder you can write in.")


def _about(content: dict[str, Any]) -> Attachment:
    span = None if content["span"] is None else Span(*content["span"])
    memo_kind(content["kind"])
    return Attachment(MemoTarget(content["to"]), content["guid"], content["revision"], span)
