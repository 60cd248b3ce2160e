"""Correcting a transcript, and what it left to be looked at, as their screens use it: calls to services, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.corrections import Revision
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.correcting import Correction, ListedReview
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words to be corrected: the talk of a turn by its number, or without one a paragraph outside turns."""

    text: SourceText
    span: Span
    turn: int | None

    @property
    def words(self) -> str:
        """What stands there now."""
        return self.span.words_of(self.text.text)

    def whole_with(self, words: str) -> str:
        """The whole text with other words there."""
        return self.text.text[: self.span.start] + words + self.text.text[self.span.end :]


class CorrectDesk:
    """The corrections of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import correcting

        self._study = study
        self._correcting = correcting

    def preview(self, stretch: Stretch, words: str) -> Correction:
        """What other words would do to all that stands on these."""
        source = stretch.text.source.id
        if stretch.turn is not None:
            return self._correcting.preview_correction(self._study, source, words, turn=stretch.turn)
        return self._correcting.preview_correction(self._study, source, stretch.whole_with(words))

    def correct(self, stretch: Stretch, words: str, reason: str) -> tuple[Correction, ChangeSet | None]:
        """Write other words there, unless the text was corrected since it was read."""
        source, read = stretch.text.source.id, stretch.text.revision
        if stretch.turn is not None:
            return self._correcting.correct_turn(self._study, source, stretch.turn, words, reason=reason, based_on=read)
        return self._correcting.correct_text(self._study, source, stretch.whole_with(words), reason=reason, based_on=read)

    def reviews(self, *, with_done: bool = False) -> tuple[ListedReview, ...]:
        """What was corrected and not looked at since; all of it `with_done`."""
        return self._correcting.list_reviews(self._study, with_done=with_done)

    def settle(self, numbers: Sequence[str]) -> tuple[int, ChangeSet | None]:
        """Say that these were looked at and are right as they are."""
        return self._correcting.settle_reviews(self._study, numbers)

    def revisions(self, source: int) -> tuple[Revision, ...]:
        """The texts of a source one after another."""
        return self._correcting.revisions(self._study, source)

    def text_as_it_was(self, source: int, number: int) -> SourceText:
        """The text of a revision, by its number from 1."""
        return self._correcting.text_as_it_was(self._study, source, number)
