"""The earlier wordings of a cell of a framework chart, read from the change history, and one of them brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.cells import links_now
from qualcode.domain.cells import Wording
from qualcode.errors import NotFound
from qualcode.services.charting import in_cell, what_stands
from qualcode.services.charting_evidence import ground_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.cells import OpenCell
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.summaries import Link
    from qualcode.services.charting_evidence import CellGround
    from qualcode.storage import OpenStudy, UnitOfWork
    from qualcode.storage.repositories import Repositories


def wordings(study: OpenStudy, case: int, code: int) -> tuple[Wording, ...]:
    """The wordings and marks that a cell has had, each once, the first first; ids of case and code.

    One that came to stand there again, as by an undo, keeps the number it has.

    Raises:
        NotFound: the case or the theme is no longer there.
        NotAllowed: the viewer codes blind, and the analysis coding is another's.
    """
    ground = ground_of(study, case, code)
    return _wordings(study, ground)


def bring_back_wording(
    study: OpenStudy, case: int, code: int, number: int, *, opened: OpenCell | None = None, reason: str = ""
) -> ChangeSet | None:
    """Let a cell say again what it said in one of its wordings; None where it says so.

    Who brings it back is its author now. It does not say that the evidence was looked at: what the cell has seen of its
    codings stays, or where it was emptied, what that wording had seen.

    Raises:
        NotFound: the case or the theme is no longer there, or the cell has no wording of this number.
        SummaryChanged: another window has written in the cell since it was opened.
        NotAllowed: the viewer codes blind, and the analysis coding or the summary is another's.
    """
    ground = ground_of(study, case, code)
    with study.unit_of_work("bring_back_wording", reason=reason, what=in_cell(f"wording {number} brought back", ground)) as work:
        there = what_stands(work, ground, opened)
        wording = next((one for one in _wordings(work, ground) if one.number == number), None)
        if wording is None:
            raise NotFound(
                f'The cell of {ground.case.name} and "{ground.code.name}" has no wording {number}.',
                "`qualcode summaries wordings` lists those it has had.",
            )
        if not wording.stands:
            work.summaries.put(
                case=case,
                code=code,
                author=study.viewer.id,
                text=wording.text,
                remark=wording.remark,
                mark=wording.mark,
                draft=wording.draft,
                seen=_seen(work, ground, wording.row if there is None else there.id),
            )
    return work.change_set


def _wordings(study: Repositories, ground: CellGround) -> tuple[Wording, ...]:
    case, code = ground.case.id, ground.code.id
    names = {coder.id: coder.name for coder in study.coders.all()}
    there = study.summaries.of_cell(case, code)
    now = None if there is None else (there.text, there.remark, there.mark)
    found: dict[object, Wording] = {}
    for one in study.summaries.wordings(case, code):
        said = (one.text, one.remark, one.mark)
        first = found.get(said)
        if first is None:
            author = names.get(one.author, "")
            first = Wording(len(found) + 1, *said, one.draft, author, one.written_at, said == now, one.id)
        found[said] = replace(first, draft=one.draft, row=one.id)
    return tuple(found.values())


def _seen(work: UnitOfWork, ground: CellGround, row: int) -> Sequence[Link]:
    """The codings that a row has seen; those of the cell now where that is not kept."""
    return work.summaries.links([row]).get(row) or links_now(ground.reading, ground.placed, {})
