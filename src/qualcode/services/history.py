"""The change history asked for by verb, coder, source and code, and any one change of it taken back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import NotAllowed, NotFound, UndoRefused, UsageError
from qualcode.services.studies import take_back

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories.history import HistoryFilter, HistoryLine

OWN = frozenset({"coding", "memo", "memo_link", "summary", "summary_link", "quote", "rating"})
"""Tables whose rows are somebody's work: what a coder did to them is taken back by that coder alone."""
DECIDED = frozenset({"round", "draw", "assignment", "finished_coding", "discussion", "decision", "code_map", "package"})
"""Tables of what a team has agreed to do: who began it takes it back."""
SHARED = frozenset({"code", "revision", "source", "participant_case", "attribute", "speaker"})
"""Tables of what all share: a verb on them may move what somebody did, as a merge moves codings, and anybody may undo it."""


def changes(
    study: OpenStudy,
    *,
    verbs: Sequence[str] = (),
    coder: str | None = None,
    source: str | None = None,
    code: str | None = None,
    limit: int | None = None,
) -> tuple[HistoryLine, ...]:
    """The changes of some verbs, of one coder, about a source, about a code, in the order things happened.

    `limit` keeps the latest. Sources and codes are sought by name, verbs as they are printed (`apply code`).

    Raises:
        NotFound: there is no such coder, source or code, or no change has one of the verbs.
    """
    return study.history.lines(wanted(study, verbs=verbs, coder=coder, source=source, code=code), limit=limit)


def lines(study: OpenStudy, asked: HistoryFilter | None = None, *, after: int = 0) -> tuple[HistoryLine, ...]:
    """The changes asked for, of those after one, in the order things happened."""
    return study.history.lines(after=after) if asked is None else study.history.lines(asked, after=after)


def wanted(
    study: OpenStudy,
    *,
    verbs: Sequence[str] = (),
    coder: str | None = None,
    source: str | None = None,
    code: str | None = None,
) -> HistoryFilter:
    """What is asked for by names, as ids.

    Raises:
        NotFound: there is no such coder, source or code, or no change has one of the verbs.
    """
    from qualcode.storage.repositories.history import HistoryFilter

    return HistoryFilter(
        tuple(_verb(study, one) for one in verbs),
        None if coder is None else study.coders.named(coder).id,
        None if source is None else study.sources.named(source).id,
        None if code is None else study.codes.codebook().find(code, retired=True).id,
    )


def undo_change(study: OpenStudy, number: int, *, reason: str = "") -> ChangeSet:
    """Take one change back, however long ago it was made; the reason stands in the history.

    A coder takes back what they did themselves. Of what another coder did they take back what was done to what all share
    (codes, sources, texts, cases), and say why; their codings, memos, rounds and decisions are left to them.

    Raises:
        NotFound: there is no change of that number that the viewer may see.
        NotAllowed: it is another coder's own work.
        UsageError: it is another coder's, and no reason is given.
        UndoRefused: it was taken back already, is itself an undo, or later changes stand on it; the message says which.
    """
    refuse_to_take_back(study, number)
    line = study.history.line(number)
    if line.change.coder != study.viewer.id and not reason.strip():
        raise UsageError(
            f"Change {number} was made by {line.coder}: say why it is taken back.", 'Give a reason, as in --reason "...".'
        )
    return take_back(study, "undo", number, reason.strip())


def refuse_to_take_back(study: OpenStudy, number: int) -> None:
    """Refuse what cannot be taken back whatever the reason; what stands in the way of the rest is seen when it is tried.

    Raises:
        NotFound: there is no change of that number that the viewer may see.
        NotAllowed: it is another coder's own work.
        UndoRefused: it was taken back already, is itself an undo or redo, or a withdrawal.
    """
    line = study.history.line(number)
    change = line.change
    if change.verb == "withdraw":
        raise UndoRefused("A withdrawal cannot be taken back: what it took out is gone.")
    if change.undoes is not None:
        raise UndoRefused(
            f"Change {number} is itself an {'undo' if change.verb == 'undo' else 'undo taken back'}, of change {change.undoes}.",
            "`qualcode redo` puts back what you took back last.",
        )
    if not line.stands:
        by = f", by change {line.undone_by}" if line.undone_by is not None else ""
        raise UndoRefused(f"Change {number} was taken back already{by}.")
    if change.coder != study.viewer.id and _is_own_work(study.history.deeds(number)):
        raise NotAllowed(
            f"Change {number} is {line.coder}'s own work, and each coder takes back only their own.",
            f'Act as them with `--as "{line.coder}"`.',
        )


def _is_own_work(deeds: Collection[tuple[str, str]]) -> bool:
    """Whether a change by its (table, action) is the work of who did it, and not a verb on what all share."""
    tables = {table for table, _ in deeds}
    made = {table for table, action in deeds if action == "insert"}
    return bool(tables & DECIDED or made & OWN or (tables & OWN and not tables & SHARED))


def _verb(study: OpenStudy, name: str) -> str:
    verb = "_".join(name.split()).casefold().replace("-", "_")
    there = study.history.verbs()
    if verb not in there:
        listed = ", ".join(one.replace("_", " ") for one in there)
        raise NotFound(f'No change is a "{name.strip()}".', f"There are: {listed}." if there else "")
    return verb
