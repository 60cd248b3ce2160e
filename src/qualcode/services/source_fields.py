"""What is known of a source, its name and its place among the others, set one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.order import ranks_to_place
from qualcode.domain.source_fields import FIELDS, read_field, source_name
from qualcode.domain.sources import NO_TRANSCRIPTS
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy, UnitOfWork


def set_source(study: OpenStudy, sources: Sequence[int], given: Mapping[str, str], *, reason: str = "") -> ChangeSet | None:
    """Set fields of sources as people write them, all in one change; None where everything was so already.

    The fields are those of `domain.source_fields.FIELDS`; nothing written takes away what was known.

    Raises:
        UsageError: no field is given, or there is none of that name.
        InvalidInput: a value is none for its field.
        NotFound: a source is no longer in the study.
        NotAllowed: a source of a sample that is being coded would become a document or a note.
    """
    unknown = [field for field in given if field not in FIELDS]
    if unknown:
        raise UsageError(f"A source has no field {unknown[0]}.", f"Its fields are {', '.join(FIELDS)}.")
    if not given or not sources:
        raise UsageError("Nothing was given to set.", f"Fields are {', '.join(FIELDS)}.")
    values = {field: read_field(field, text) for field, text in given.items()}
    with study.unit_of_work("set_source", reason=reason) as work:
        chosen = [_present(work, number) for number in sources]
        for source in chosen:
            _refuse_in_sample(work, source, values)
        changed = [source.name for source in chosen if work.sources.describe(source.id, values)]
        whose = changed[0] if len(changed) == 1 else f"{len(changed)} sources"
        work.what = f"set {', '.join(values)} of {whose}"
    return work.change_set


def rename_source(study: OpenStudy, source: int, name: str, *, reason: str = "") -> ChangeSet | None:
    """Give a source another name; None where it is called so.

    Raises:
        InvalidInput: the name is empty, too long, or another source's.
        NotFound: the source is no longer in the study.
    """
    wanted = source_name(name)
    with study.unit_of_work("rename_source", reason=reason) as work:
        renamed = _present(work, source)
        if any(one.id != source and one.name.casefold() == wanted.casefold() for one in work.sources.all()):
            raise InvalidInput(f'There is another source "{wanted}".', "Choose another name.")
        work.what = f"renamed {renamed.name} to {wanted}"
        work.sources.describe(source, {"name": wanted})
    return work.change_set


def move_source(study: OpenStudy, source: int, position: int, *, reason: str = "") -> ChangeSet | None:
    """Give a source the place `position`, counted from 1, in the order of the sources; None where it stands there.

    Raises:
        InvalidInput: there is no such place.
        NotFound: the source is no longer in the study.
    """
    with study.unit_of_work("move_source", reason=reason) as work:
        moved = _present(work, source)
        order = work.sources.ranks()
        if not 1 <= position <= len(order):
            raise InvalidInput(f"There is no place {position}.", f"Places are 1 to {len(order)}.")
        if order[position - 1][0] == source:
            return None
        others = [one for one in order if one[0] != source]
        for number, rank in ranks_to_place(others, source, position - 1).items():
            work.sources.describe(number, {"rank": rank})
        work.what = f"moved {moved.name} to place {position}"
    return work.change_set


def _present(work: UnitOfWork, source: int) -> Source:
    try:
        return work.sources.get(source)
    except KeyError:
        raise NotFound("That source is no longer in the study.", "`qualcode sources` lists them.") from None


def _refuse_in_sample(work: UnitOfWork, source: Source, values: Mapping[str, Any]) -> None:
    kind = values.get("kind")
    if kind not in NO_TRANSCRIPTS or kind == source.kind:
        return
    sampled = work.revisions.being_sampled(source.id)
    if sampled is not None:
        raise NotAllowed(
            f"{source.name} is being coded in the round {sampled}, and a {kind} is in no sample.",
            "Change its kind when that round is closed.",
        )
