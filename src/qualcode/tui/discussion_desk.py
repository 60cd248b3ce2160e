"""Discussions as the screen for them uses them: one object that calls services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap
    from qualcode.domain.sources import Source, SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.discussion import SourceDiscussion
    from qualcode.services.discussion_deciding import Choice, Decided
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy


class DiscussionDesk:
    """The discussions of one pair of coders."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import discussion, discussion_deciding, discussion_pair, discussion_verbs

        self._study = study
        self._reading = discussion
        self._pairing = discussion_pair
        self._deciding = discussion_deciding
        self._verbs = discussion_verbs
        self._pair: Pair | None = None

    @property
    def pair(self) -> Pair:
        """The two coders.

        Raises:
            QualcodeError: it cannot be told who they are.
        """
        if self._pair is None:
            self._pair = self._pairing.pair_of(self._study)
        return self._pair

    def sources(self) -> tuple[Source, ...]:
        """The sources that both have finished, those whose discussion is not finished first."""
        finished = {one.source for one in self._study.discussions.all() if one.finished}
        return tuple(sorted(self._pairing.shared_sources(self._study, self.pair), key=lambda one: one.id in finished))

    def progress(self) -> tuple[tuple[str, int, int, str], ...]:
        """Each source with how many of its differences are settled, how many there are, and how far it is."""
        found = self._reading.discuss(self._study, self.pair)
        return tuple((one.source.name, one.settled, len(one.differences), one.state) for one in found)

    def read(self, source: str) -> SourceDiscussion:
        """One source with its differences."""
        return self._reading.discuss(self._study, self.pair, [source])[0]

    def after(self, found: SourceDiscussion, change: ChangeSet) -> SourceDiscussion:
        """A source after a change: only what was decided is read again where nothing else changed."""
        fresh = self._reading.after_change(self._study, found, change)
        return fresh if fresh is not None else self.read(self._study.sources.get(found.source.id).name)

    def agreed(self, found: SourceDiscussion, known: Mapping[int, Coding]) -> dict[int, Coding]:
        """The agreed codings of a source, by id; those that are known are not read again."""
        made = {number for item in found.items if item.decision is not None for number in item.decision.agreed}
        fresh = [number for number in sorted(made) if number not in known]
        kept = {number: known[number] for number in made if number in known}
        return kept | ({one.id: one for one in self._study.codings.some(fresh)} if fresh else {})

    def names(self) -> dict[int, str]:
        """Coders by id."""
        return {one.id: one.name for one in self._study.coders.all()}

    def edits(self, before: SourceText, after: SourceText) -> EditMap:
        """How one text of a source became another."""
        return self._study.revisions.edits_between(before.revision, after.revision)

    # verbs

    def begin(self, source: str) -> ChangeSet | None:
        """Begin to discuss a source, both coders present."""
        return self._verbs.begin_discussions(self._study, self.pair, [source])[1]

    def decide(self, found: SourceDiscussion, numbers: Sequence[int], choice: Choice) -> Decided:
        """Settle differences by one decision; `found` is the discussion as it was read."""
        return self._deciding.decide(self._study, self.pair, found.source.name, numbers, choice, known=found)

    def reason(self, source: str, number: int, words: str) -> ChangeSet | None:
        """Give a decision another reason."""
        return self._verbs.amend_reason(self._study, self.pair, source, number, words)

    def add(self, source: str, span: Span, code: int, revision: int, reason: str) -> ChangeSet | None:
        """Code words that neither coder had coded, in the agreed coding."""
        return self._verbs.add_agreed(self._study, self.pair, source, [(span, code)], revision=revision, reason=reason)[1]

    def present(self, source: str, names: Sequence[str]) -> ChangeSet | None:
        """Say who is present."""
        return self._verbs.set_present(self._study, self.pair, source, names)

    def finish(self, source: str) -> ChangeSet:
        """Finish the discussion of a source."""
        return self._verbs.finish_discussions(self._study, self.pair, [source])[1]

    def reopen(self, source: str, reason: str) -> ChangeSet:
        """Take the discussion of a source up again."""
        return self._verbs.reopen_discussion(self._study, self.pair, source, reason=reason)
