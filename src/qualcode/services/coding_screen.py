"""What the coding screen reads: a source with the viewer's own coding of it, the list of sources, the desk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.sources import SourceKind
from qualcode.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.domain.edits import EditMap
    from qualcode.domain.sources import SourceOverview, SourceText
    from qualcode.storage import OpenStudy

_FILTER = "codes shown"
_QUERIES = "codes taken for a query"
_MOST_QUERIES = 300


@dataclass(frozen=True, slots=True)
class SourceOnDesk:
    """A source opened by its viewer: the text, and all their own live codings of it, in whichever round they made them.

    `place` is the offset where they left off, None for one never opened; `fixed` says why it may not be coded now and
    is empty where it may.
    """

    text: SourceText
    codings: tuple[Coding, ...]
    place: int | None
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list: the viewer's codings, those of the others they may see, and how far the viewer is.

    `state` is one of unread, read, coding, in the sample, finished, and empty for a study document, which is not coded.
    `uncoded` is the share (0 to 1) of participant turns without a coding of the viewer, None where there are no turns.
    """

    overview: SourceOverview
    mine: int
    others: int
    state: str
    uncoded: float | None = None


def open_source(study: OpenStudy, number: int) -> SourceOnDesk:
    """Read a source with the viewer's codings of it.

    Raises:
        NotFound: there is no such source.
    """
    try:
        text = study.sources.text(number)
    except KeyError:
        raise NotFound("That source is no longer in the study.", "Choose another.") from None
    viewer = study.viewer.id
    fixed = ""
    try:
        study.rounds.current_for(viewer, number)
    except NotAllowed as refusal:
        fixed = str(refusal)
    codings = tuple(study.codings.of_source(number, coder=viewer))
    return SourceOnDesk(text, codings, study.desk.place(number), fixed)


def has_source(study: OpenStudy, number: int) -> bool:
    """Whether a source is in the study: its import may have been taken back since it was opened."""
    return any(one.id == number for one in study.sources.all())


def has_changed(study: OpenStudy, desk: SourceOnDesk, change: ChangeSet) -> bool:
    """Whether a change made an opened source another than it was read: its text, turns, speakers, name or round.

    A source that is gone has changed too. What an import of other sources brings has not changed it.
    """
    if change.touches("round", "assignment", "discussion"):
        return True
    if not change.touches("source", "revision", "turn", "speaker"):
        return False
    text = desk.text
    try:
        if study.sources.get(text.source.id) != text.source or study.sources.speakers(text.source.id) != text.speakers:
            return True
    except KeyError:
        return True
    first, last = study.sources.turn_rows(text.revision)
    return any(rows.table == "turn" and rows.first <= last and first <= rows.last for rows in change.touched)


def edits_between(study: OpenStudy, before: SourceOnDesk, after: SourceOnDesk) -> EditMap:
    """How the text of an opened source became what it is now: nothing changed where it has the same revision."""
    return study.revisions.edits_between(before.text.revision, after.text.revision)


def codings_now(study: OpenStudy, desk: SourceOnDesk, numbers: Iterable[int]) -> dict[int, Coding | None]:
    """The present state of some codings as far as they belong to an opened source; None for one that does not, or is gone."""
    found: dict[int, Coding | None] = dict.fromkeys(numbers)
    for coding in study.codings.some(found):
        if coding.source == desk.text.source.id and coding.coder == study.viewer.id:
            found[coding.id] = coding
    return found


def coding_now(study: OpenStudy, number: int) -> Coding | None:
    """The live coding of this number that the viewer may see, or None."""
    try:
        return study.codings.get(number)
    except KeyError:
        return None


def list_sources(study: OpenStudy) -> tuple[SourceLine, ...]:
    """The sources in their order, each with how far the viewer is."""
    me = study.viewer.name
    finished = study.rounds.finished_sources(study.viewer.id)
    opened = study.desk.places()
    sealed = set(study.sight.sealed_rounds)
    sampled = {one.source for one in study.rounds.attempts(coder=study.viewer.id) if one.round in sealed}
    lines = []
    coded = study.sources.turns_coded(study.viewer.id)
    for overview in study.sources.overview():
        number = overview.source.id
        mine = sum(count for coder, count in overview.codings if coder == me)
        others = sum(count for coder, count in overview.codings if coder != me)
        state = "coding" if mine else "read" if number in opened else "unread"
        if overview.source.kind is SourceKind.STUDY_DOCUMENT and not mine:
            state = ""
        if number in sampled:
            state = "in the sample"
        if number in finished:
            state = "finished"
        done, all_ = coded.get(number, (0, overview.turns))
        lines.append(SourceLine(overview, mine, others, state, 1 - done / all_ if all_ else None))
    return tuple(lines)


def where_to_start(study: OpenStudy, wanted: str | None = None) -> int | None:
    """The source a screen opens with: the one named, else where the viewer left off, else the first; None without any.

    Raises:
        NotFound: there is no source of that name.
        Ambiguous: several are called so.
    """
    if wanted:
        return study.sources.named(wanted).id
    sources = study.sources.all()
    last = study.desk.last_source()
    known = {one.id for one in sources}
    if last in known:
        return last
    return sources[0].id if sources else None


def count_codes(study: OpenStudy) -> dict[int, int]:
    """The viewer's codings by code, in the whole study."""
    return study.codings.counts_by_code(coder=study.viewer.id)


def remember(study: OpenStudy, *, source: int | None = None, offset: int = 0, codes: Iterable[int] = ()) -> None:
    """Keep where the viewer is and which codes they used, oldest first; a study that may only be read keeps nothing."""
    if not study.writable:
        return
    if source is not None:
        study.desk.remember_place(source, offset)
    for code in codes:
        study.desk.remember_code(code)


def digits(study: OpenStudy) -> tuple[Mapping[int, int], tuple[int, ...]]:
    """The viewer's pinned codes by digit, and their codes of late, newest first."""
    return study.desk.pinned_codes(), study.desk.recent_codes()


def pin_code(study: OpenStudy, code: int, digit: int | None) -> None:
    """Pin a code to a digit from 1 to 9, or unpin it with None."""
    study.desk.pin(code, digit)


def code_filter(study: OpenStudy) -> tuple[int, ...]:
    """The codes whose codings alone the viewer has shown; none where they see all of theirs."""
    noted = study.desk.note(_FILTER)
    return tuple(json.loads(noted)) if noted else ()


def keep_code_filter(study: OpenStudy, codes: Iterable[int]) -> None:
    """Keep the viewer's filter by codes; a study that may only be read keeps nothing."""
    if study.writable:
        study.desk.keep_note(_FILTER, json.dumps(list(codes)))


def queries(study: OpenStudy) -> dict[str, int]:
    """The code that the viewer took last for each query of the code picker, the newest query last."""
    noted = study.desk.note(_QUERIES)
    return dict(json.loads(noted)) if noted else {}


def keep_queries(study: OpenStudy, chosen: Mapping[str, int]) -> None:
    """Keep the codes taken for the newest queries; a study that may only be read keeps nothing."""
    if study.writable:
        study.desk.keep_note(_QUERIES, json.dumps(list(chosen.items())[-_MOST_QUERIES:], ensure_ascii=False))
