"""Writing the cells of framework charts: summaries, marks, what each coding is to a summary, and that its evidence was seen.

A summary belongs to a case and a theme, and every chart that has the two shows it. What it has seen of the analysis coding is
kept with it, so that it can be said what became of that since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.cells import evidence_now, links_now
from qualcode.domain.summaries import Bearing, Evidence, Link, Summary, version_of
from qualcode.domain.text import check_of_words
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.charting_evidence import ground_of, seen_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.cells import CellEvidence, OpenCell
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import CellMark
    from qualcode.services.charting_evidence import CellGround
    from qualcode.storage import OpenStudy, UnitOfWork


class SummaryChanged(NotAllowed):
    """Another window wrote in the cell since it was opened; `theirs` is what stands there now, None where it was emptied."""

    title = "Written meanwhile"

    def __init__(self, cell: str, theirs: Summary | None) -> None:
        super().__init__(
            f"The cell of {cell} was written by another window or command meanwhile, so nothing was written over.",
            "Read what stands there now, and write yours in its place or beside it.",
        )
        self.theirs = theirs


def write_summary(
    study: OpenStudy,
    case: int,
    code: int,
    text: str,
    *,
    remark: str = "",
    draft: bool = False,
    opened: OpenCell | None = None,
    reason: str = "",
) -> ChangeSet | None:
    """Write the summary of a case and a theme by the viewer; None where it said so already.

    It takes the place of what stands there, a mark included; a `draft` does not count as charted. `opened` is the cell as it
    was read when the writing began: what was coded since then counts as not seen, and what was written since is not written
    over.

    Raises:
        InvalidInput: the text is empty.
        NotFound: the case or the theme is no longer there.
        SummaryChanged: another window has written in the cell since it was opened.
        NotAllowed: the viewer codes blind, and the analysis coding or the summary is another's.
    """
    words = text.strip()
    if not words:
        raise InvalidInput("A summary needs words.", "Write some, mark the cell as not raised or not asked, or empty it.")
    ground = ground_of(study, case, code)
    with study.unit_of_work("write_summary", reason=reason, what=in_cell("drafted" if draft else "summarised", ground)) as work:
        there = what_stands(work, ground, opened)
        seen = _seen(work, ground, there, opened)
        author = study.viewer.id
        done = work.summaries.put(case=case, code=code, author=author, text=words, remark=remark.strip(), draft=draft, seen=seen)
        if done is None and there is not None:
            # The same words, written again with the evidence in view: it was seen.
            work.summaries.see(there.id, seen)
    return work.change_set


def mark_cell(
    study: OpenStudy,
    case: int,
    code: int,
    mark: CellMark,
    *,
    remark: str = "",
    replace: bool = False,
    opened: OpenCell | None = None,
    reason: str = "",
) -> ChangeSet | None:
    """Mark a cell as not raised or not asked; None where it was so. `replace` lets the mark take the place of a summary.

    Raises:
        NotFound: the case or the theme is no longer there.
        SummaryChanged: another window has written in the cell since it was opened.
        NotAllowed: a summary stands there, or the viewer codes blind and the analysis coding is another's.
    """
    ground = ground_of(study, case, code)
    with study.unit_of_work("mark_cell", reason=reason, what=in_cell(f"marked as {mark.value}", ground)) as work:
        there = what_stands(work, ground, opened)
        if there is not None and there.text and not replace:
            raise NotAllowed(
                f"The cell of {_cell(ground)} holds a summary, which a mark would take the place of.",
                "Empty the cell first, or say that the mark is to replace it.",
            )
        seen = _seen(work, ground, there, opened)
        author = study.viewer.id
        done = work.summaries.put(case=case, code=code, author=author, remark=remark.strip(), mark=mark, seen=seen)
        if done is None and there is not None:
            work.summaries.see(there.id, seen)
    return work.change_set


def clear_cell(study: OpenStudy, case: int, code: int, *, opened: OpenCell | None = None, reason: str = "") -> ChangeSet | None:
    """Take away what stands in a cell; undo brings it back. None where nothing does.

    Raises:
        NotFound: the case or the theme is no longer there.
        SummaryChanged: another window has written in the cell since it was opened.
        NotAllowed: the viewer codes blind, and the analysis coding or the summary is another's.
    """
    ground = ground_of(study, case, code)
    with study.unit_of_work("clear_cell", reason=reason, what=in_cell("emptied", ground)) as work:
        there = what_stands(work, ground, opened)
        if there is not None:
            work.summaries.remove(there.id)
    return work.change_set


def set_bearing(
    study: OpenStudy, case: int, code: int, codings: Sequence[int], bearing: Bearing, *, reason: str = ""
) -> ChangeSet | None:
    """Say what codings of a cell are to its summary: they support, qualify or contradict it, or are left out.

    None where it was so. It can be said before there is a summary. A coding that was made since counts as seen by it.

    Raises:
        NotFound: the case, the theme or a coding of the cell is no longer there.
        NotAllowed: the viewer codes blind, and the analysis coding or the summary is another's.
    """
    ground = ground_of(study, case, code)
    now = {link.coding: link for link in links_now(ground.reading, ground.placed, dict.fromkeys(codings, bearing))}
    missing = [number for number in codings if number not in now]
    if missing:
        raise NotFound(
            f"Coding {missing[0]} is not in the cell of {_cell(ground)}.",
            "`qualcode summaries show` lists the codings of a cell.",
        )
    with study.unit_of_work("set_bearing", reason=reason, what=in_cell(f"{len(set(codings))} {bearing.value}", ground)) as work:
        there = what_stands(work, ground, None)
        links = list(work.summaries.links([there.id]).get(there.id, ())) if there is not None else []
        seen = {link.coding: link for link in links}
        said = {number: seen[number]._replace(bearing=bearing) if number in seen else now[number] for number in codings}
        if there is None:
            work.summaries.put(case=case, code=code, author=study.viewer.id, draft=True, seen=list(said.values()))
        else:
            work.summaries.see(there.id, list({**seen, **said}.values()))
    return work.change_set


def see_evidence(study: OpenStudy, case: int, code: int, *, opened: OpenCell | None = None, reason: str = "") -> ChangeSet | None:
    """Say that the evidence of a cell was looked at as it is now, and that what stands there holds; None where it had been.

    Raises:
        NotFound: the case or the theme is no longer there, or the cell is empty.
        SummaryChanged: another window has written in the cell since it was opened.
        NotAllowed: the viewer codes blind, and the analysis coding or the summary is another's.
    """
    ground = ground_of(study, case, code)
    with study.unit_of_work("see_evidence", reason=reason, what=in_cell("evidence seen", ground)) as work:
        there = what_stands(work, ground, opened)
        if there is None or not (there.text or there.mark):
            raise NotFound(f"Nothing stands in the cell of {_cell(ground)}.", "Write a summary, or mark it.")
        work.summaries.see(there.id, _seen(work, ground, there, opened))
    return work.change_set


def joined_texts(theirs: str, mine: str) -> str:
    """Two wordings of one summary one below the other, so that no word of either is lost; said once where one holds the other."""
    if mine.strip() in theirs:
        return theirs
    return mine if theirs.strip() in mine else f"{theirs}\n\n{mine}"


def what_stands(work: UnitOfWork, ground: CellGround, opened: OpenCell | None) -> Summary | None:
    """What stands in the cell, once it is sure that it may be written over.

    Raises:
        SummaryChanged: it is another than when it was opened.
        NotAllowed: it is somebody else's that the viewer must not see.
    """
    case, code = ground.case.id, ground.code.id
    if work.summaries.is_hidden(case, code):
        raise NotAllowed(
            f"The cell of {_cell(ground)} was written by somebody else, and is not to be seen while you code blind.",
            "Wait until the round is closed.",
        )
    there = work.summaries.of_cell(case, code)
    if opened is not None and opened.version != version_of(there):
        raise SummaryChanged(_cell(ground), there)
    return there


def _seen(work: UnitOfWork, ground: CellGround, there: Summary | None, opened: OpenCell | None) -> list[Link]:
    """The codings that are seen in writing: those of the opened cell as they were read, else those of the cell now."""
    now = evidence_now(ground.placed) if opened is None else [_as_read(one) for one in opened.evidence]
    bearings = {number: link.bearing for number, link in seen_of(work, there, now).items()}
    if opened is None:
        return links_now(ground.reading, ground.placed, bearings)
    return [one.link._replace(bearing=bearings.get(one.link.coding, one.link.bearing)) for one in opened.evidence]


def _as_read(one: CellEvidence) -> Evidence:
    """A coding of an opened cell as it was when the cell was read."""
    return Evidence(one.link.coding, one.link.guid, one.source, one.extract.span, one.link.code, check_of_words(one.link.words))


def _cell(ground: CellGround) -> str:
    return f'{ground.case.name} and "{ground.code.name}"'


def in_cell(done: str, ground: CellGround) -> str:
    """What was done in a cell, for the change history."""
    return f"{ground.case.name}, {ground.code.name}: {done}"
