"""Correcting a transcript after it was coded: what happens to everything on its words, first shown, then done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.corrections import Anchor, Fate, carried_turns, touched_by
from qualcode.domain.edits import EditMap
from qualcode.domain.text import clean
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.corrections import Anchored, Review, Revision, Touched
    from qualcode.domain.edits import Replacement
    from qualcode.domain.sources import SourceText, Turn
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories
    from qualcode.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TouchedSpan:
    """A coding, quotation or memo whose words a correction changes, as people read it.

    `number` is the coding's or quotation's id; `code` and `coder` are names, empty where there is none.
    """

    kind: Anchor
    number: int
    code: str
    coder: str
    fate: Fate
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction does, or did: the words replaced, and what becomes of all that the viewer may see.

    `replaced` are pairs of words before and after, in the order of the text. `kept` counts, by kind, what keeps its words;
    `turns_lost` are the numbers of turns of which no word is left.
    """

    source: str
    replaced: tuple[tuple[str, str], ...]
    kept: dict[Anchor, int]
    touched: tuple[TouchedSpan, ...]
    turns_lost: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A review as people read it: names in place of ids."""

    review: Review
    source: str
    code: str
    coder: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """A correction worked out to the last row."""

    text: SourceText
    new: str
    edits: EditMap
    turns: tuple[Turn, ...]
    touched: tuple[Touched, ...]


def preview_correction(study: OpenStudy, source: int, new_text: str, *, turn: int | None = None) -> Correction:
    """What would happen if the talk of one turn, or without `turn` the whole text, were `new_text`.

    Raises:
        NotFound: there is no such source or turn.
        InvalidInput: nothing would be left of the turn or the text.
        NotAllowed: the source is being coded in a sample.
    """
    return _told(study, _plan(study, source, new_text, turn))


def correct_turn(
    study: OpenStudy, source: int, turn: int, new_text: str, *, reason: str = "", based_on: int | None = None
) -> tuple[Correction, ChangeSet | None]:
    """Give one turn other words: a new revision, to which everything is carried; None where they were the same.

    `based_on` is the revision the correction was written on, where a screen has had it open for a while.

    Raises:
        NotFound: there is no such source or turn.
        InvalidInput: nothing would be left of the turn.
        NotAllowed: the source is being coded in a sample, or was corrected since `based_on`.
    """
    return _correct(study, source, new_text, turn, reason, based_on)


def correct_text(
    study: OpenStudy, source: int, new_text: str, *, reason: str = "", based_on: int | None = None
) -> tuple[Correction, ChangeSet | None]:
    """Give a whole source another text, as `correct_turn` does for one turn; its turns stay the turns they are.

    Raises:
        NotFound: there is no such source.
        InvalidInput: nothing would be left of the text.
        NotAllowed: the source is being coded in a sample, or was corrected since `based_on`.
    """
    return _correct(study, source, new_text, None, reason, based_on)


def preview_replacements(study: OpenStudy, source: int, replaced: Sequence[Replacement]) -> Correction:
    """What would happen if stretches of a source became other words, each just where it stands.

    Raises:
        NotFound: there is no such source.
        InvalidInput: nothing would be left of the text.
        NotAllowed: the source is being coded in a sample.
    """
    return _told(study, _plan_of(study, _text(study, source), EditMap.of(replaced)))


def replace_words(
    study: OpenStudy, source: int, replaced: Sequence[Replacement], *, what: str, reason: str = ""
) -> tuple[Correction, ChangeSet | None]:
    """Make stretches of a source other words, as one correction; raises as `preview_replacements`."""
    with study.unit_of_work("deidentify_source", reason=reason) as work:
        plan = _plan_of(work, _text(work, source), EditMap.of(replaced))
        told = _told(work, plan)
        _make(work, plan, what, reason)
    if work.change_set is not None:
        study.catch_up_search()
    return told, work.change_set


def turn_with(study: OpenStudy, source: int, turn: int, words: str, to: str) -> str:
    """The talk of a turn with some of its words, which must stand there once, replaced.

    Raises:
        NotFound: there is no such source or turn, or the words are not there.
        InvalidInput: they are there more than once.
    """
    from qualcode.services.coding import span_of_words

    text = _text(study, source)
    span, talk = span_of_words(text, words, turn=turn), _turn(text, turn).span
    return text.text[talk.start : span.start] + to + text.text[span.end : talk.end]


def text_of_file(path: Path, encoding: str | None = None) -> str:
    """The text of a corrected transcript, read as an import would read it.

    Raises:
        UnreadableFile: the file is not there, or is none that can be read.
    """
    from qualcode.formats.readers.transcripts import read, refuse_by_size

    try:
        refuse_by_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or 'the system refuses'}.", "Check the path.") from error
    return read(data, path.name, encoding).text


def revisions(study: OpenStudy, source: int) -> tuple[Revision, ...]:
    """The texts of a source one after another."""
    return study.revisions.all(source)


def text_as_it_was(study: OpenStudy, source: int, number: int) -> SourceText:
    """The text of a source as its revision `number`, counted from 1, has it.

    Raises:
        NotFound: there is no such revision.
    """
    earlier = study.revisions.text(source, number)
    if earlier is None:
        raise NotFound(f"{study.sources.get(source).name} has no revision {number}.", "`qualcode revisions` lists them.")
    return earlier


def list_reviews(study: OpenStudy, *, source: int | None = None, with_done: bool = False) -> tuple[ListedReview, ...]:
    """Spans whose words were corrected and that nobody has looked at yet, as far as the viewer may see; all `with_done`."""
    found = [one for one in study.reviews.all(with_done=with_done) if source in (None, one.source)]
    sources = {one.id: one.name for one in study.sources.all()}
    coders = {one.id: one.name for one in study.coders.all()}
    book = study.codes.codebook() if any(one.code for one in found) else None
    return tuple(
        ListedReview(
            one,
            sources[one.source],
            book.path_text(one.code) if book is not None and one.code is not None and one.code in book else "",
            coders[one.coder] if one.coder is not None else "",
        )
        for one in found
    )


def settle_reviews(study: OpenStudy, numbers: Sequence[str]) -> tuple[int, ChangeSet | None]:
    """Say that spans were looked at and are right as they are; returns how many were not yet.

    Raises:
        NotFound: there is no review of that number.
    """
    known = {one.number: one for one in study.reviews.all(with_done=True)}
    for number in numbers:
        if number not in known:
            raise NotFound(f"There is no review {number}.", "`qualcode reviews list` lists them.")
    with study.unit_of_work("settle_reviews", what=f"looked at corrected passages: {', '.join(numbers)}") as work:
        done = work.reviews.settle([known[number] for number in dict.fromkeys(numbers)])
    return done, work.change_set


def _correct(
    study: OpenStudy, source: int, new_text: str, turn: int | None, reason: str, based_on: int | None
) -> tuple[Correction, ChangeSet | None]:
    with study.unit_of_work("correct_text" if turn is None else "correct_turn", reason=reason) as work:
        plan = _plan(work, source, new_text, turn)
        name = plan.text.source.name
        if based_on is not None and based_on != plan.text.revision:
            raise NotAllowed(f"{name} was corrected since this was begun.", "Open it again, and make the correction there.")
        told = _told(work, plan)
        _make(work, plan, f"corrected {name}" + ("" if turn is None else f", turn {turn}"), reason)
    if work.change_set is not None:
        study.catch_up_search()
    return told, work.change_set


def _make(work: UnitOfWork, plan: _Plan, what: str, reason: str) -> None:
    """Write the new revision, if there is anything to correct."""
    if plan.edits:
        work.what = what
        number = work.revisions.correct(plan.text, plan.new, plan.edits, plan.turns, plan.touched, reason)
        work.reviews.add([one for one in plan.touched if one.anchored.live], number)


def _plan(study: Repositories, source: int, new_text: str, turn: int | None) -> _Plan:
    text = _text(study, source)
    given = clean(new_text).text
    if not given.strip():
        what = "the text" if turn is None else f"turn {turn}"
        raise InvalidInput(f"Nothing would be left of {what} of {text.source.name}.", "A correction leaves at least a word.")
    if turn is None:
        return _plan_of(study, text, EditMap.between(text.text, given))
    talk = _turn(text, turn).span
    return _plan_of(study, text, EditMap.between(talk.words_of(text.text), given.strip(), at=talk.start))


def _plan_of(study: Repositories, text: SourceText, edits: EditMap) -> _Plan:
    sampled = study.revisions.being_sampled(text.source.id)
    if sampled is not None:
        raise NotAllowed(
            f"{text.source.name} is being coded in the round {sampled}, so its text is fixed.",
            "Correct it when that round is closed.",
        )
    new = edits.applied(text.text)
    if not new.strip():
        raise InvalidInput(f"Nothing would be left of the text of {text.source.name}.", "A correction leaves at least a word.")
    touched = touched_by(edits, study.revisions.anchored(text.revision), text.text, new)
    return _Plan(text, new, edits, carried_turns(text.turns, edits, text.text, new), tuple(touched))


def _text(study: Repositories, source: int) -> SourceText:
    try:
        return study.sources.text(source)
    except KeyError:
        raise NotFound("That source is no longer in the study.", "`qualcode sources` lists them.") from None


def _turn(text: SourceText, number: int) -> Turn:
    for turn in text.turns:
        if turn.number == number:
            return turn
    raise NotFound(f"{text.source.name} has no turn {number}.", f"Its turns are numbered 1 to {len(text.turns)}.")


def _told(study: Repositories, plan: _Plan) -> Correction:
    seen = study.revisions.anchored(plan.text.revision, seen=True)
    shown = {(one.kind, one.id) for one in seen}
    touched = [one for one in plan.touched if (one.anchored.kind, one.anchored.id) in shown]
    kept = Counter(one.kind for one in seen)
    kept.subtract(one.anchored.kind for one in touched)
    old = plan.text.text
    lost = [turn.number for turn in plan.text.turns if not _is_left(turn, plan)]
    return Correction(
        plan.text.source.name,
        tuple((old[one.start : one.end], one.words) for one in plan.edits.replacements),
        {kind: kept[kind] for kind in Anchor},
        tuple(_named(study, touched)),
        tuple(lost),
    )


def _is_left(turn: Turn, plan: _Plan) -> bool:
    carried = plan.edits.carry(turn.span, grows=True).span
    return carried is not None and bool(carried.words_of(plan.new).strip())


def _named(study: Repositories, touched: Sequence[Touched]) -> Iterable[TouchedSpan]:
    book = study.codes.codebook() if touched else None
    coders = {one.id: one.name for one in study.coders.all()}
    for one in touched:
        code, coder = _code_and_coder(one.anchored)
        path = book.path_text(code) if book is not None and code in book else ""
        yield TouchedSpan(one.anchored.kind, one.anchored.id, path, coders.get(coder, ""), one.fate, one.before, one.after)


def _code_and_coder(anchored: Anchored) -> tuple[int, int]:
    return (anchored.says[0], anchored.says[1]) if anchored.says else (0, 0)
