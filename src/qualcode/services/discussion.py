"""Differences of two coders in one source, as they are talked over: the list with its decisions."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.domain.differences import TO_SETTLE, DifferenceKind, families, find_differences
from qualcode.domain.discussions import ADDED, Reading
from qualcode.domain.edits import EditMap
from qualcode.domain.matching import read_as, read_through
from qualcode.errors import NotFound
from qualcode.services.discussion_pair import Pair, chosen_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.differences import Difference, Mark
    from qualcode.domain.discussions import Decision, Discussion
    from qualcode.domain.rounds import Attempt
    from qualcode.domain.sources import Source, SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

NOT_BEGUN = "not begun"


@dataclass(frozen=True, slots=True)
class Side:
    """One segment of one coder: as it was finished, and as it stands now.

    `mark` has its place in the text that was compared and the code as it was read; `reading` its place in the current
    text and its live code. `words` are those of the current text, or of the other one where nothing is left of them.
    `given` is the code as the coder gave it.
    """

    mark: Mark
    reading: Reading
    given: int
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One difference in the list of a source, or one agreement, or one addition (`kind` says which), with its decision.

    `number` is what commands call it: differences are numbered in the order of the text, then what was agreed from the
    beginning, then what was added. `span` is where to look in the current text; `turns` are numbers of turns.
    """

    number: int
    kind: str
    first: tuple[Side, ...]
    second: tuple[Side, ...]
    span: Span
    turns: tuple[int, ...]
    overlap: float
    decision: Decision | None = None

    @property
    def settled(self) -> bool:
        """Whether it has an outcome."""
        return self.decision is not None

    @property
    def unsure(self) -> bool:
        """Whether a coder marked one of the segments unsure."""
        return any(side.mark.unsure for side in (*self.first, *self.second))

    @property
    def codes(self) -> tuple[int, ...]:
        """The live codes in it, each once, the first coder's first."""
        return tuple(dict.fromkeys(side.reading.code for side in (*self.first, *self.second)))

    @property
    def is_difference(self) -> bool:
        """Whether it is one of the kinds that are to be settled."""
        return self.kind in TO_SETTLE


@dataclass(frozen=True)
class SourceDiscussion:
    """One source with everything two coders did there, what was decided, and what a reader must know.

    `as_of` is the study's latest change when it was read: while that is the same, so is this.
    """

    text: SourceText
    pair: Pair
    attempts: tuple[Attempt, Attempt]
    discussion: Discussion | None
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
    as_of: int = 0

    @property
    def source(self) -> Source:
        """The source."""
        return self.text.source

    @property
    def state(self) -> str:
        """How far it is: not begun, in progress, or finished."""
        return NOT_BEGUN if self.discussion is None else str(self.discussion.state)

    @cached_property
    def differences(self) -> tuple[Item, ...]:
        """What is to be settled, in the order of the text."""
        return tuple(item for item in self.items if item.is_difference)

    @cached_property
    def settled(self) -> int:
        """How many differences have an outcome."""
        return sum(item.settled for item in self.differences)

    @cached_property
    def agreed(self) -> int:
        """How much both coders had from the beginning."""
        return sum(item.kind == DifferenceKind.AGREED for item in self.items)

    def counts(self) -> dict[str, int]:
        """How many of each kind there are, agreement first; added words only where there are any."""
        counted = {str(kind): 0 for kind in (DifferenceKind.AGREED, *TO_SETTLE)}
        for item in self.items:
            counted[item.kind] = counted.get(item.kind, 0) + 1
        return counted

    def decided(self, decisions: Sequence[Decision], gone: Collection[int], as_of: int) -> SourceDiscussion:
        """The same after decisions were made and others, by id, taken away; nothing else changed."""
        by_mark = {mark: decision for decision in decisions for mark in decision.about}

        def now(item: Item) -> Item:
            decision = next((by_mark[side.mark.id] for side in (*item.first, *item.second) if side.mark.id in by_mark), None)
            if decision is not None and decision == item.decision:
                return item
            if decision is not None:
                return replace(item, decision=decision)
            return replace(item, decision=None) if item.decision is not None and item.decision.id in gone else item

        return replace(self, items=tuple(map(now, self.items)), as_of=as_of)

    def item(self, number: int) -> Item:
        """The item of this number.

        Raises:
            NotFound: there is none.
        """
        for item in self.items:
            if item.number == number:
                return item
        name = self.source.name
        raise NotFound(f"{name} has no difference {number}.", f"`qualcode reconcile --plain STUDY --source {name}` lists them.")


@dataclass(frozen=True, slots=True)
class _Texts:
    """Three texts of a source as maps: from each attempt's to the one compared, and from that to the current one."""

    compared: str
    to_compared: tuple[EditMap, EditMap]
    to_current: EditMap


class Reader:
    """Reads the discussions of one pair; made anew for each look, for it keeps the codebook it has read."""

    def __init__(self, study: Repositories, pair: Pair) -> None:
        self._study = study
        self._pair = pair
        # Before anything is read: what is written in between is not in it.
        self._as_of = study.history.latest()
        self._finished = (study.rounds.finished_by(pair.first.id), study.rounds.finished_by(pair.second.id))
        self._discussions = {one.source: one for one in study.discussions.all()}
        self.book: Codebook = study.codes.codebook()
        self._matched = read_through(study.matchings.all())
        self._attempts = {
            one.id: one for coder in (pair.first, pair.second) for one in study.rounds.attempts(coder=coder.id, latest=False)
        }

    def read(self, number: int) -> SourceDiscussion:
        """A source as it is discussed now, or would be."""
        discussion = self._discussions.get(number)
        latest = (self._finished[0][number], self._finished[1][number])
        attempts = latest
        if discussion is not None:
            attempts = (self._attempts[discussion.first], self._attempts[discussion.second])
        pair = self._pair
        if attempts[0].coder != pair.first.id:
            pair, latest = Pair(pair.second, pair.first), (latest[1], latest[0])
        text = self._study.sources.text(number)
        texts = self._texts(text, attempts)
        given = self._study.discussions.marks([one.id for one in attempts])
        sides = (given[attempts[0].id], given[attempts[1].id])
        reading = discussion.reading if discussion is not None else self.reading(mark.code for side in sides for mark in side)
        marks = [self._as_compared(side, to, reading) for side, to in zip(sides, texts.to_compared, strict=True)]
        found = find_differences(texts.compared, marks[0], marks[1], families(self.book))
        codes = {mark.id: mark.code for side in sides for mark in side}
        items = self._items(found, codes, text, texts, discussion)
        notes = _notes(text, pair, (attempts, latest), lost=sum(map(len, sides)) - sum(map(len, marks)))
        return SourceDiscussion(text, pair, attempts, discussion, items, notes, self._as_of)

    def reading(self, codes: Iterable[int]) -> dict[int, int | None]:
        """How codes are read now: through finished matchings and merges; only those read as another one are in it."""
        read: dict[int, int | None] = {}
        for code in set(codes):
            to = read_as(code, self._matched)
            now = None if to is None else self.book.became(to)
            if now != code:
                read[code] = now
        return read

    def _texts(self, text: SourceText, attempts: tuple[Attempt, Attempt]) -> _Texts:
        revisions = [one.revision or text.revision for one in attempts]
        compared = max(revisions)
        maps = [EditMap() if one == compared else self._study.revisions.edits_between(one, compared) for one in revisions]
        if compared == text.revision:
            return _Texts(text.text, (maps[0], maps[1]), EditMap())
        body = self._study.revisions.body(compared)
        return _Texts(body, (maps[0], maps[1]), self._study.revisions.edits_between(compared, text.revision))

    @staticmethod
    def _as_compared(side: Sequence[Mark], to: EditMap, reading: Mapping[int, int | None]) -> list[Mark]:
        """The marks in the text that is compared, with their codes as they are read; without what is not read there."""
        found = []
        for mark in side:
            code, span = read_as(mark.code, reading), to.carry(mark.span).span
            if code is not None and span is not None:
                found.append(replace(mark, code=code, span=span))
        return found

    def _items(
        self,
        found: Sequence[Difference],
        given: Mapping[int, int],
        text: SourceText,
        texts: _Texts,
        discussion: Discussion | None,
    ) -> tuple[Item, ...]:
        decisions = self._study.discussions.decisions([discussion.id]) if discussion is not None else ()
        of_mark = {mark: decision for decision in decisions for mark in decision.about}
        ordered = sorted(found, key=lambda one: one.kind is DifferenceKind.AGREED)
        ends = [turn.span.end for turn in text.turns]
        items = []
        for number, one in enumerate(ordered, 1):
            sides = [tuple(self._side(mark, given[mark.id], text, texts) for mark in marks) for marks in (one.first, one.second)]
            span = _place(one, sides, texts)
            decision = of_mark.get(one.marks[0].id)
            if decision is not None and not one.ids <= decision.about:
                decision = None
            turns = _turns(text, ends, span)
            items.append(Item(number, str(one.kind), sides[0], sides[1], span, turns, float(one.overlap), decision))
        return (*items, *self._added(decisions, len(items), text, ends))

    def _side(self, mark: Mark, given: int, text: SourceText, texts: _Texts) -> Side:
        span = texts.to_current.carry(mark.span).span
        if span is not None and not span.words_of(text.text).strip():
            span = None
        code = self.book.became(mark.code)
        why_not = f'The code "{self.book.path_text(code)}" is retired.' if code in self.book and self.book[code].retired else ""
        words = mark.span.words_of(texts.compared) if span is None else span.words_of(text.text)
        return Side(mark, Reading(span, code, why_not), given, words)

    def _added(self, decisions: Sequence[Decision], before: int, text: SourceText, ends: Sequence[int]) -> list[Item]:
        """Words that neither had coded and that were given a code in the discussion."""
        items: list[Item] = []
        added = [decision for decision in decisions if decision.kind == ADDED]
        numbers = [number for decision in added for number in decision.agreed]
        codings = {one.id: one for one in self._study.codings.some(numbers)} if numbers else {}
        for decision in added:
            made = [codings[number] for number in decision.agreed if number in codings]
            if made:
                span = made[0].span
                number = before + len(items) + 1
                items.append(Item(number, ADDED, (), (), span, _turns(text, ends, span), 0.0, decision))
        return items


def _notes(
    text: SourceText, pair: Pair, attempts: tuple[tuple[Attempt, Attempt], tuple[Attempt, Attempt]], *, lost: int
) -> tuple[str, ...]:
    """What a reader must know; `attempts` are those compared and the latest."""
    name = text.source.name
    notes = [
        f"{coder.name} has finished {name} again since; `qualcode reconcile start --again` compares that."
        for coder, compared, latest in zip((pair.first, pair.second), *attempts, strict=True)
        if compared.id != latest.id
    ]
    if any(one.revision != text.revision for one in attempts[0]):
        notes.append(f"The text of {name} was corrected since it was finished; spans stand on the corrected text.")
    if lost:
        what = "1 finished coding is" if lost == 1 else f"{lost} finished codings are"
        notes.append(f"{what} not compared: the code was dropped in matching, or no word of it is left.")
    return tuple(notes)


def _place(one: Difference, sides: Sequence[Sequence[Side]], texts: _Texts) -> Span:
    spans = [side.reading.span for part in sides for side in part if side.reading.span is not None]
    if spans:
        whole = spans[0]
        for span in spans:
            whole = whole.hull(span)
        return whole
    at = texts.to_current.place(one.span.start)
    return type(one.span)(at, at + 1)


def _turns(text: SourceText, ends: Sequence[int], span: Span) -> tuple[int, ...]:
    """The numbers of the turns a span touches; `ends` are where turns end, in their order."""
    touched = []
    for turn in text.turns[bisect_right(ends, span.start) :]:
        if turn.span.start >= span.end:
            break
        touched.append(turn.number)
    return tuple(touched)


def unsure_first(items: Iterable[Item]) -> list[Item]:
    """Items in the order they are talked over: those a coder was unsure of first, else the order of the text."""
    return sorted(items, key=lambda item: not item.unsure)


def discuss(study: OpenStudy, pair: Pair, sources: Sequence[str] = ()) -> tuple[SourceDiscussion, ...]:
    """What there is to discuss, for the sources named or for all that both have finished.

    Raises:
        NotFound: there is no such source.
        NotAllowed: both have not finished one of them, or somebody codes blind.
    """
    chosen = chosen_sources(study, pair, sources)
    reader = Reader(study, pair)
    return tuple(reader.read(source.id) for source in chosen)


FEW = frozenset({"decision", "decision_agreed", "decision_finished", "coding"})
"""The tables that settling touches, and nothing but settling together with `decision`."""


def after_change(study: Repositories, found: SourceDiscussion, change: ChangeSet) -> SourceDiscussion | None:
    """The same after a change that settled something, or took that back: read again are only the decisions it touched.

    None where the change did something else, or added words, and all must be read again.
    """
    touched = {row.table for row in change.touched}
    if found.discussion is None or "decision" not in touched or not touched <= FEW:
        return None
    numbers: set[int] = set()
    standing: list[Decision] = []
    for row in change.touched:
        if row.table == "decision":
            numbers.update(range(row.first, row.last + 1))
            standing += study.discussions.standing(row.first, row.last)
    mine = [one for one in standing if one.discussion == found.discussion.id]
    gone = numbers - {one.id for one in mine}
    words = any(item.kind == ADDED and item.decision is not None and item.decision.id in numbers for item in found.items)
    if words or any(one.kind == ADDED for one in mine):
        return None
    return found.decided(mine, gone, change.id)
