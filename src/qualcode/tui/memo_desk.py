"""Memos and the change history as their screens use them: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.memos import MemoTarget

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.memo_writing import MemoPlace
    from qualcode.services.memos import ListedMemo
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories.history import HistoryFilter, HistoryLine


class MemoDesk:
    """The memos of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import memo_writing, memos

        self._study = study
        self._memos = memos
        self._writing = memo_writing

    def memos(self) -> tuple[ListedMemo, ...]:
        """All memos this coder may see, the oldest first."""
        return self._memos.list_memos(self._study)

    def of_codes(self, guids: Collection[str]) -> tuple[ListedMemo, ...]:
        """The memos on some codes, the newest first."""
        of_code = ((memo, [one.guid for one in memo.about if one.to is MemoTarget.CODE]) for memo in self.memos()[::-1])
        return tuple(memo for memo, about in of_code if not set(guids).isdisjoint(about))

    def add(self, text: str, kind: str, target: str) -> ChangeSet:
        """Write a memo on something."""
        return self._memos.add_memo(self._study, text, kind=kind, target=target)[1]

    def add_on_passage(self, text: str, kind: str, source: SourceText, span: Span) -> ChangeSet:
        """Write a memo on a passage of a source, chosen in a text that may have been corrected since."""
        number, revision = source.source.id, source.revision
        return self._writing.add_memo_on_passage(self._study, text, source=number, span=span, kind=kind, revision=revision)[1]

    def edit(self, number: int, text: str, kind: str) -> ChangeSet | None:
        """Give a memo other words, or another kind."""
        return self._writing.edit_memo(self._study, number, text=text, kind=kind)

    def remove(self, number: int, reason: str) -> ChangeSet | None:
        """Take a memo away."""
        return self._writing.remove_memo(self._study, number, reason=reason)

    def place(self, number: int) -> MemoPlace:
        """Where what a memo is about is found."""
        return self._writing.place_of_memo(self._study, number)


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
