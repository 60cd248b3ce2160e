"""Memos and the change history as their screens use them: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import Attachment, MemoTarget

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.citations import CitedCoding
    from qualcode.domain.codebook import Codebook
    from qualcode.services.citing import Citable
    from qualcode.services.memo_drafts import Draft
    from qualcode.services.memo_writing import MemoPlace
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories.history import HistoryFilter, HistoryLine


class MemoDesk:
    """The memos of an open study, and the drafts of them."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import citing, coding, memo_drafts, memo_writing, memos

        self._study = study
        self._citing = citing
        self._coding = coding
        self._drafts = memo_drafts
        self._memos = memos
        self._writing = memo_writing

    def memos(self) -> tuple[ListedMemo, ...]:
        """All memos this coder may see, the oldest first."""
        return self._memos.list_memos(self._study)

    def of_codes(self, guids: Collection[str]) -> tuple[ListedMemo, ...]:
        """The memos on some codes, the newest first."""
        of_code = ((memo, [one.guid for one in memo.about if one.to is MemoTarget.CODE]) for memo in self.memos()[::-1])
        return tuple(memo for memo, about in of_code if not set(guids).isdisjoint(about))

    def write(self, text: str, kind: str, about: Attachment) -> ChangeSet:
        """Write a memo on something."""
        return self._writing.write_memo(self._study, text, kind=kind, about=about)[1]

    def edit(self, number: int, text: str, kind: str) -> ChangeSet | None:
        """Give a memo other words, or another kind."""
        return self._writing.edit_memo(self._study, number, text=text, kind=kind)

    def remove(self, number: int, reason: str) -> ChangeSet | None:
        """Take a memo away."""
        return self._writing.remove_memo(self._study, number, reason=reason)

    def settle(self, number: int) -> ChangeSet | None:
        """Have a memo cite the words of its codings as they are now."""
        return self._writing.settle_memo(self._study, number)

    def place(self, number: int) -> MemoPlace:
        """Where what a memo is about is found."""
        return self._writing.place_of_memo(self._study, number)

    def may_edit(self, memo: ListedMemo) -> bool:
        """Whether a memo is this coder's own."""
        return memo.author == self._study.viewer.name

    @property
    def the_study(self) -> Attachment:
        """The study, for a memo on it."""
        return Attachment(MemoTarget.STUDY, self._study.facts.guid)

    def coding(self, number: int) -> Attachment:
        """A coding, for a memo on it."""
        return Attachment(MemoTarget.CODING, self._coding.coding_of(self._study, number).guid)

    # drafts

    def drafts(self) -> tuple[Draft, ...]:
        """The drafts of the coder, the oldest first."""
        return self._drafts.list_drafts(self._study)

    def new_draft(self) -> str:
        """A name for a draft that is none yet."""
        return self._drafts.new_draft_name()

    def keep_draft(self, name: str, text: str, kind: str, about: Attachment, memo: int | None) -> None:
        """Keep words that are being typed."""
        self._drafts.keep_draft(self._study, name, text=text, kind=kind, about=about, memo=memo)

    def drop_draft(self, name: str) -> None:
        """Forget a draft."""
        self._drafts.drop_draft(self._study, name)

    # citing

    def codings_to_cite(self, about: Attachment) -> tuple[Citable, ...]:
        """Every coding that can be cited, those nearest to what the memo is about first."""
        return self._citing.codings_to_cite(self._study, about)

    def cited(self, text: str) -> tuple[tuple[int, CitedCoding | None], ...]:
        """The codings that a text cites by number, each with its words; None for one that is not there."""
        return self._citing.cited_in(self._study, text)


class HistoryDesk:
    """The change history of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import history, history_screen

        self._study = study
        self._history = history
        self._screen = history_screen

    def lines(self, asked: HistoryFilter | None = None, *, after: int = 0) -> tuple[HistoryLine, ...]:
        """What was done, the latest first: all of it, or what is asked for, after a change."""
        return self._history.lines(self._study, asked, after=after)[::-1]

    def line(self, number: int) -> HistoryLine:
        """One change.

        Raises:
            NotFound: this coder may not see it.
        """
        return self._study.history.line(number)

    def filter(
        self, *, verb: str | None = None, coder: str | None = None, source: str | None = None, code: str | None = None
    ) -> HistoryFilter:
        """What is asked for by names."""
        verbs = () if verb is None else (verb,)
        return self._history.wanted(self._study, verbs=verbs, coder=coder, source=source, code=code)

    def choices(self, field: str) -> tuple[str, ...]:
        """The verbs, coders or sources that can be asked for, by name."""
        return self._screen.choices(self._study, field)

    def codebook(self) -> Codebook:
        """The codes that can be asked for."""
        return self._study.codes.codebook()

    def may_take_back(self, number: int) -> None:
        """Refuse what cannot be taken back whatever the reason."""
        self._history.refuse_to_take_back(self._study, number)

    def take_back(self, number: int, reason: str) -> ChangeSet:
        """Take one change back."""
        return self._history.undo_change(self._study, number, reason=reason)

    def rows(self, change: ChangeSet, most: int = 200) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The rows a change touched, in words, by table; of each table at most so many."""
        return self._screen.rows_touched(self._study, change, most)
