"""Cutting a text into turns: which stretch of talk is whose, kept beside the text and never in it.

A turn's talk runs from the first non-space character after its label and time to the last before the next label or
the end; continuation paragraphs belong to it, neighbouring turns of one speaker stay separate, and what stands
before the first label is in no turn.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.labels import Form, LabelMark, label_marks, lines_that_are, table_marks
from qualcode.domain.sources import Role, Turn
from qualcode.domain.spans import Span
from qualcode.domain.speakers import EXPLAINED, Judged, NotTaken, judge, not_taken, roles, without_number
from qualcode.domain.times import TimeMark, backward_jumps, believed, find_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of the text that the file gave a time: milliseconds from the recording's start."""

    span: Span
    started: int
    ended: int


@dataclass(frozen=True, slots=True)
class DeclaredLabel:
    """A speaker named by the file format itself; `span` is where the reader wrote the name, with its colon."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class ProposedSpeaker:
    """A label of the text, spelt as it is most often, its role and the number of its turns."""

    label: str
    role: Role
    turns: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """The turns of a text and how they were found.

    A turn's `speaker` is a position in `speakers`. `silent` are labels without talk, which make no turn. `not_taken`
    looked like labels; `missing` were asked for and do not occur. `times` are the marks counted as times, in order,
    and `backward` those among them that say less than the one before.
    """

    speakers: tuple[ProposedSpeaker, ...]
    turns: tuple[Turn, ...]
    silent: tuple[Span, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    missing: tuple[str, ...] = ()
    times: tuple[TimeMark, ...] = ()
    backward: tuple[TimeMark, ...] = ()


def cut(
    text: str,
    *,
    choice: Mapping[str, Role] | None = None,
    known: Mapping[str, Role] | None = None,
    declared: Sequence[DeclaredLabel] = (),
    cues: Sequence[Cue] = (),
) -> Cutting:
    """Cut a text into turns.

    `choice` gives the labels to take and their roles, compared without regard to case; a label also stands for its
    numbered forms where those are not named (`Speaker` for `Speaker 1`). None proposes labels and roles; an empty
    one takes none. `known` are roles that labels, as `folded` writes them, had in other texts: they help a proposal.
    `declared` labels need no proof.
    """
    times = find_times(text)
    if choice is not None:
        judged, missing = _chosen(text, choice, declared, times)
    else:
        judged, missing = _proposed(text, known or {}, declared, times), ()
    pieces = _pieces(text, judged.taken, times)
    times = _kept_times(times, [piece.label for piece in pieces if piece.label])
    talking = [piece for piece in pieces if piece.talk]
    labels = _spelling([piece.mark for piece in talking])
    order = {key: at for at, key in enumerate(labels)}
    turns = [_turn(number, piece, order[piece.mark.key], times, cues) for number, piece in enumerate(talking, 1)]
    return Cutting(
        speakers=_speakers(text, turns, labels, judged.legend, choice),
        turns=tuple(turns),
        silent=tuple(piece.label for piece in pieces if piece.label and not piece.talk),
        not_taken=not_taken(text, judged.left),
        missing=missing,
        times=times,
        backward=backward_jumps(times),
    )


# ---- which labels ------------------------------------------------------------------------------------------------


def _declared_marks(declared: Sequence[DeclaredLabel]) -> list[LabelMark]:
    return [
        LabelMark(label.name, folded(label.name), label.span.start, label.span.end, Form.DECLARED, own_paragraph=True)
        for label in declared
    ]


def _proposed(text: str, known: Mapping[str, Role], declared: Sequence[DeclaredLabel], times: Sequence[TimeMark]) -> Judged:
    if declared:
        return Judged(tuple(_declared_marks(declared)), (), known)
    if rows := table_marks(text, times):
        return Judged(tuple(rows), (), known)
    return judge(text, label_marks(text, times), known)


def _chosen(
    text: str, choice: Mapping[str, Role], declared: Sequence[DeclaredLabel], times: Sequence[TimeMark]
) -> tuple[Judged, tuple[str, ...]]:
    """The marks of the labels asked for, and the labels that do not occur."""
    if not choice:
        return Judged((), (), {}), ()
    wanted = {folded(label): label for label in choice}
    marks = _declared_marks(declared) or table_marks(text, times)
    marks = marks or [mark for mark in label_marks(text, times) if mark.form is not Form.QUOTED]
    taken = [mark for mark in marks if chosen_key(mark.label, wanted) is not None]
    found = {chosen_key(mark.label, wanted) for mark in taken}
    missing = [label for key, label in wanted.items() if key not in found]
    if missing:
        alone = _apart(lines_that_are(text, missing), taken)
        taken = sorted([*taken, *alone], key=lambda mark: mark.start)
        found = {mark.key for mark in alone}
        missing = [label for label in missing if folded(label) not in found]
    if declared:
        return Judged(tuple(taken), (), {}), tuple(missing)
    judged = judge(text, label_marks(text, times))
    explained = {mark.start for mark, reason in judged.left if reason == EXPLAINED}
    taken = [mark for mark in taken if mark.start not in explained]
    return Judged(tuple(taken), _left_beside(judged, taken), {}), tuple(missing)


def _left_beside(judged: Judged, taken: Sequence[LabelMark]) -> tuple[tuple[LabelMark, str], ...]:
    """The other lines that look like labels where labels are given: their words now belong to somebody else's turn."""
    reasons = dict(judged.left) | dict.fromkeys(judged.taken, "not among the labels given")
    return tuple((mark, reasons[mark]) for mark in _apart(sorted(reasons, key=lambda mark: mark.start), taken))


def _apart(marks: Iterable[LabelMark], taken: Sequence[LabelMark]) -> list[LabelMark]:
    """The marks that share no character with any of those taken, which are in order and apart from one another."""
    starts = [mark.start for mark in taken]

    def alone(mark: LabelMark) -> bool:
        at = bisect_left(starts, mark.end)
        return at == 0 or taken[at - 1].end <= mark.start

    return [mark for mark in marks if alone(mark)]


def folded(label: str) -> str:
    """A label as labels are compared: without regard to case and doubled blanks."""
    return " ".join(label.split()).casefold()


def chosen_key(label: str, wanted: Iterable[str]) -> str | None:
    """Which of the wanted labels (in small letters) a label answers to: itself, else itself without its number."""
    key = label.casefold()
    if key in wanted:
        return key
    word = without_number(key)
    return word if word in wanted else None


def _spelling(marks: Iterable[LabelMark]) -> dict[str, str]:
    """The label of each key as it is most often spelt, in order of first appearance."""
    labels: dict[str, str] = {}
    for (key, label), _ in Counter((mark.key, mark.label) for mark in marks).most_common():
        labels.setdefault(key, label)
    return {mark.key: labels[mark.key] for mark in marks}


def _speakers(
    text: str, turns: Sequence[Turn], labels: Mapping[str, str], legend: Mapping[str, Role], choice: Mapping[str, Role] | None
) -> tuple[ProposedSpeaker, ...]:
    keys = list(labels)
    counts = Counter(turn.speaker for turn in turns)
    if choice is not None:
        wanted = {folded(label): role for label, role in choice.items()}
        given = {key: wanted[chosen_key(key, wanted) or key] for key in keys}
    else:
        signs = [sign for sign in "?？؟" if sign in text]
        asked = [0] * len(keys)
        for turn in turns:
            asked[turn.speaker] += sum([text.count(sign, turn.span.start, turn.span.end) for sign in signs])
        given = roles(dict(zip(keys, asked, strict=True)), legend)
    return tuple(ProposedSpeaker(labels[key], given[key], counts[at]) for at, key in enumerate(keys))


# ---- which talk --------------------------------------------------------------------------------------------------

_NON_SPACE = re.compile(r"\S")


class _Piece(NamedTuple):
    """A label with its times, and the talk that is its own; no label where a row of a table leaves it out."""

    mark: LabelMark
    label: Span | None
    about: tuple[TimeMark, ...]
    talk: Span | None


def _pieces(text: str, marks: Sequence[LabelMark], times: Sequence[TimeMark]) -> list[_Piece]:
    """What each label names."""
    starts = [time.span.start for time in times]
    labels: list[tuple[Span, tuple[TimeMark, ...]]] = []
    for at, mark in enumerate(marks):
        following = marks[at + 1] if at + 1 < len(marks) else None
        if mark.form is Form.CELL or not times:
            labels.append((Span(mark.start, max(mark.end, mark.start + 1)), mark.times))
            continue
        ended = labels[-1][0].end if labels else 0
        labels.append(_with_times(text, Span(mark.start, mark.end), times, bisect_left(starts, mark.start), (ended, following)))
    ends = [*(label.start for label, _ in labels), len(text)][1:]
    pieces: list[_Piece] = []
    for mark, (label, about), end in zip(marks, labels, ends, strict=True):
        talk = mark.talk if mark.form is Form.CELL else _filled(text, label.end, end)
        pieces.append(_Piece(mark, label if mark.end > mark.start else None, about, talk))
    return pieces


def _with_times(
    text: str, label: Span, times: Sequence[TimeMark], at: int, neighbours: tuple[int, LabelMark | None]
) -> tuple[Span, tuple[TimeMark, ...]]:
    """The label with the times around it, and those: one on a line of its own above, those on it or right behind.

    `at` is the place in `times` of the first that does not begin before the label; `neighbours` are where the label
    before ends and the label that follows.
    """
    before, following = neighbours
    start, end = label.start, label.end
    about: list[TimeMark] = []
    if at and times[at - 1].opens and times[at - 1].span.start >= before and not text[times[at - 1].span.end : start].strip():
        about.append(times[at - 1])
        start = times[at - 1].span.start
    while at < len(times) and (times[at].span.start < end or not text[end : times[at].span.start].strip()):
        time = times[at]
        if following and time.span.start >= end and time.opens and not text[time.span.end : following.start].strip():
            break
        about.append(time)
        end = max(end, time.span.end)
        at += 1
    return Span(start, end), tuple(about)


def _filled(text: str, start: int, end: int) -> Span | None:
    """From the first non-space character of a stretch to its last, or None where it has none."""
    first = _NON_SPACE.search(text, start, end)
    return Span(first.start(), first.start() + len(text[first.start() : end].rstrip())) if first else None


def _kept_times(times: tuple[TimeMark, ...], labels: Sequence[Span]) -> tuple[TimeMark, ...]:
    """The marks that are times: those that belong to a label whatever they look like, of the others the believed."""
    if not any(time.doubtful for time in times):
        return times
    starts = [label.start for label in labels]

    def at_label(time: TimeMark) -> bool:
        at = bisect_right(starts, time.span.start) - 1
        return at >= 0 and labels[at].covers(time.span)

    return believed(replace(time, doubtful=False) if time.doubtful and at_label(time) else time for time in times)


def _turn(number: int, piece: _Piece, speaker: int, times: Sequence[TimeMark], cues: Sequence[Cue]) -> Turn:
    talk = piece.talk
    assert talk is not None
    if not times and not cues:
        return Turn(number, talk, piece.label, speaker)
    first = bisect_left(times, talk.start, key=lambda time: time.span.start)
    last = bisect_left(times, talk.end, key=lambda time: time.span.start)
    inside = times[first:last]
    started = piece.about[0].started if piece.about else None
    ended = piece.about[-1].ended if piece.about else None
    if inside and inside[-1].span.end == talk.end and ended is None:
        ended = inside[-1].started
    if cues:
        started, ended = _cue_times(talk, cues, started, ended)
    return Turn(number, talk, piece.label, speaker, started, ended, tuple(time.span for time in inside))


def _cue_times(talk: Span, cues: Sequence[Cue], started: int | None, ended: int | None) -> tuple[int | None, int | None]:
    """When the first cue of the talk began and its last one ended."""
    first = bisect_right(cues, talk.start, key=lambda cue: cue.span.start) - 1
    last = bisect_left(cues, talk.end, key=lambda cue: cue.span.start) - 1
    if 0 <= first <= last:
        return cues[first].started, cues[last].ended
    return started, ended
