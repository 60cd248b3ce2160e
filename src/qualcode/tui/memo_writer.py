"""Writing a memo from any screen: the editor opens with the draft there is, and what it answers is saved as any change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import MemoKind
from qualcode.tui.memo_desk import MemoDesk
from qualcode.tui.modals.memo_editor import MemoEditor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.memo_drafts import Draft
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy
    from qualcode.tui.modals.memo_editor import About, MemoWords
    from qualcode.tui.screens.writing_screen import WritingScreen

LISTED = "the memo screen lists them (o, then m)"
NOTES: dict[str, str] = {MemoKind.PORTRAIT: "the portrait", MemoKind.RANGE_OF_VIEWS: "the note on the range of views"}
"""What memos are called that belong to reading a chart."""


def write_memo(screen: WritingScreen, study: OpenStudy, abouts: Sequence[About], *, low: bool = False) -> None:
    """Have a memo written on one of these, the first unless another is chosen; unsaved words on it are there again.

    `low` leaves the upper half of the screen free, for what the memo is about.
    """
    desk = MemoDesk(study)
    drafts = [one for one in desk.drafts() if one.memo is None and one.about == abouts[0].what]
    _open(screen, desk, MemoEditor(desk, abouts, draft=drafts[-1] if drafts else None, low=low), None)


def edit_memo(
    screen: WritingScreen, study: OpenStudy, memo: ListedMemo, about: About, draft: Draft | None = None, *, low: bool = False
) -> None:
    """Have a memo edited; unsaved words of it are there again. `low` as in `write_memo`."""
    desk = MemoDesk(study)
    if draft is None:
        drafts = [one for one in desk.drafts() if one.memo == memo.id]
        draft = drafts[-1] if drafts else None
    _open(screen, desk, MemoEditor(desk, [about], memo=memo, draft=draft, low=low), memo)


def go_on_with(screen: WritingScreen, study: OpenStudy, draft: Draft, about: About) -> None:
    """Go on writing a draft of a memo that is none yet."""
    desk = MemoDesk(study)
    _open(screen, desk, MemoEditor(desk, [about], draft=draft), None)


def _open(screen: WritingScreen, desk: MemoDesk, editor: MemoEditor, memo: ListedMemo | None) -> None:
    def answered(words: MemoWords | None) -> None:
        if words is not None:
            _save(screen, desk, words, memo)
        elif editor.left_a_draft:
            screen.say("Not saved: your words are kept as a draft, and the editor opens with them again.")
            screen.drafts_changed()

    screen.app.push_screen(editor, answered)


def _save(screen: WritingScreen, desk: MemoDesk, words: MemoWords, memo: ListedMemo | None) -> None:
    what = NOTES.get(words.kind)
    said = f"Wrote {what or 'a memo'}; {LISTED}." if memo is None else f"Edited {what or 'the memo'}."

    def save() -> ChangeSet | None:
        if memo is None:
            return desk.write(words.text, words.kind, words.about.what)
        return desk.edit(memo.id, words.text, words.kind)

    def saved(change: ChangeSet | None) -> None:
        # Only now: where it is refused, or waits for another window, the draft still has the words.
        desk.drop_draft(words.draft)
        screen.done(change, said, "Nothing was changed.")
        screen.drafts_changed()

    screen.write(save, saved, "a memo")
