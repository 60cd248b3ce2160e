"""`qualcode summaries write`, `mark`, `clear`, `bearing` and `seen`: what stands in one cell of the framework charts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, opened, reason_option, study_argument
from qualcode.cli.output import said_done, say

if TYPE_CHECKING:
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.charts import CellMark
    from qualcode.domain.summaries import Bearing
    from qualcode.storage import OpenStudy

MARKS = ("not raised", "not asked")
BEARINGS = ("supports", "qualifies", "contradicts", "left out")


@click.command(epilog='Example: qualcode summaries write fls P004 "Time and capacity" --text "Wrote it at home (t. 12)."')
@study_argument
@click.argument("case")
@click.argument("theme")
@click.option("--text", required=True, metavar="TEXT", help="The summary; - reads it from the standard input.")
@click.option("--remark", default="", metavar="TEXT", help="Your own words on it, printed in square brackets.")
@click.option("--draft", is_flag=True, help="It is a draft, which does not count as charted.")
@reason_option
@as_option
def write(study: str, case: str, theme: str, text: str, remark: str, draft: bool, reason: str | None, acting: str | None) -> None:
    """Write the summary of a case and a theme, in place of what stands there.

    Refer to a turn as (t. 12), or as (P004-again, t. 12) where the case speaks in several sources; put the case's own words
    in quotation marks. `chart --status` lists references and words that are not found.
    """
    from qualcode.services.charting import write_summary

    words = sys.stdin.read() if text == "-" else text
    with opened(study, acting) as work:
        change = write_summary(work, *cell_of(work, case, theme), words, remark=remark, draft=draft, reason=reason or "")
    said_of_cell(change, "It said so already.")


@click.command(epilog='Example: qualcode summaries mark fls P009 "Collecting data" "not asked"')
@study_argument
@click.argument("case")
@click.argument("theme")
@click.argument("mark", metavar="MARK")
@click.option("--remark", default="", metavar="TEXT", help="Your own words on it.")
@click.option("--replace", is_flag=True, help="Let the mark take the place of a summary.")
@reason_option
@as_option
def mark(
    study: str, case: str, theme: str, mark: str, remark: str, replace: bool, reason: str | None, acting: str | None
) -> None:
    """Mark a cell: "not raised" or "not asked". A marked cell counts as charted.

    Where passages of the theme are coded there, that is said: the chart and the tables would tell two things.
    """
    from qualcode.domain.charts import though_coded
    from qualcode.services.charting import mark_cell
    from qualcode.services.charting_evidence import ground_of

    with opened(study, acting) as work:
        cell, asked = cell_of(work, case, theme), _mark(mark)
        change = mark_cell(work, *cell, asked, remark=remark, replace=replace, reason=reason or "")
        codings = len(ground_of(work, *cell).placed)
    said_of_cell(change, "It was so marked.")
    if codings:
        say(f"It is marked as {though_coded(asked, codings)}: `qualcode summaries show` lists what.")


@click.command(epilog='Example: qualcode summaries clear fls P009 "Collecting data"')
@study_argument
@click.argument("case")
@click.argument("theme")
@reason_option
@as_option
def clear(study: str, case: str, theme: str, reason: str | None, acting: str | None) -> None:
    """Empty a cell: it is not yet charted again."""
    from qualcode.services.charting import clear_cell

    with opened(study, acting) as work:
        change = clear_cell(work, *cell_of(work, case, theme), reason=reason or "")
    said_of_cell(change, "Nothing stood there.")


@click.command(epilog='Example: qualcode summaries bearing fls P004 "Time and capacity" 12 contradicts')
@study_argument
@click.argument("case")
@click.argument("theme")
@click.argument("codings", metavar="CODING...", nargs=-1, required=True, type=int)
@click.argument("bearing", metavar="BEARING")
@reason_option
@as_option
def bearing(
    study: str, case: str, theme: str, codings: tuple[int, ...], bearing: str, reason: str | None, acting: str | None
) -> None:
    """Say what codings of a cell are to its summary: supports, qualifies, contradicts, or "left out".

    `qualcode summaries show` lists the codings of a cell with their numbers.
    """
    from qualcode.services.charting import set_bearing

    with opened(study, acting) as work:
        change = set_bearing(work, *cell_of(work, case, theme), codings, _bearing(bearing), reason=reason or "")
    said_of_cell(change, "It was so.")


@click.command(epilog='Example: qualcode summaries seen fls P004 "Time and capacity"')
@study_argument
@click.argument("case")
@click.argument("theme")
@reason_option
@as_option
def seen(study: str, case: str, theme: str, reason: str | None, acting: str | None) -> None:
    """Say that you looked at the evidence of a cell as it is now, and that what stands there holds."""
    from qualcode.services.charting import see_evidence

    with opened(study, acting) as work:
        change = see_evidence(work, *cell_of(work, case, theme), reason=reason or "")
    said_of_cell(change, "The evidence has not changed since it was seen.")


def cell_of(work: OpenStudy, case: str, theme: str) -> tuple[int, int]:
    """The ids of a case and a theme as typed.

    Raises:
        NotFound: there is no such case or theme.
        Ambiguous: a name fits several.
    """
    from qualcode.services.case_editing import find_case

    return find_case(work, case).id, work.codes.codebook().find(theme).id


def said_of_cell(change: ChangeSet | None, nothing: str) -> None:
    """Say what was done in a cell, or that nothing was."""
    said_done(change, f"{change.what[:1].upper() + change.what[1:]}." if change else "", nothing)


def _mark(text: str) -> CellMark:
    from qualcode.domain.charts import CellMark

    return CellMark(_one_of(text, MARKS, "mark"))


def _bearing(text: str) -> Bearing:
    from qualcode.domain.summaries import Bearing

    return Bearing(_one_of(text, BEARINGS, "bearing"))


def _one_of(text: str, words: tuple[str, ...], what: str) -> str:
    from qualcode.errors import UsageError

    wanted = " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()
    if wanted not in words:
        raise UsageError(f'"{text}" is no {what}.', f"Write one of {', '.join(words)}.")
    return wanted
