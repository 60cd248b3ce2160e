"""What became of the evidence of a summary, held against an oracle that looks at every coding afresh."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.domain.spans import Span
from qualcode.domain.summaries import Became
from qualcode.errors import QualcodeError
from qualcode.services.charting import see_evidence, write_summary
from qualcode.services.charting_cells import open_cell
from qualcode.services.charts import charts
from qualcode.services.codebook import move_code
from qualcode.services.coding import apply_codes, recode, remove_coding
from qualcode.services.coding_ends import move_ends
from qualcode.services.correcting import correct_text
from qualcode.services.studies import open_study, undo
from qualcode.storage.tables.coding import coding as coding_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.coding import Coding
    from qualcode.storage import OpenStudy

CASE, THEME = "P001", "Time"
Then = dict[int, tuple[int, str]]
"""Code and words of each coding of the cell, by the coding's id."""


def words(study: OpenStudy, one: Coding) -> str:
    return one.span.words_of(study.sources.text(one.source).text)


def in_cell(study: OpenStudy) -> list[Coding]:
    """Every coding of the cell, found by looking at each coding of the study: P001 speaks alone, in turns 2, 4."""
    book = study.codes.codebook()
    source = study.sources.named(CASE).id
    theme = book.find(THEME).id
    found = []
    for one in study.codings.all():
        above = one.code
        while above != theme and book[above].parent is not None:
            above = book[above].parent or 0
        talk = [turn.span for turn in study.sources.text(source).turns if turn.number % 2 == 0]
        text = study.sources.text(source).text
        spoken = any(
            any(text[at].isalnum() for at in range(max(span.start, one.span.start), min(span.end, one.span.end))) for span in talk
        )
        if above == theme and one.source == source and one.coder == study.viewer.id and spoken:
            found.append(one)
    return found


def expected(study: OpenStudy, then: Then) -> list[tuple[str, int]]:
    """What became of each coding, by the rule in words: found by its id, else by what it said at its place."""
    now = in_cell(study)
    rows = {row.id: row for row in study.connection.execute(select(coding_table))}
    unclaimed = [one for one in now if one.id not in then]
    found: list[tuple[str, int]] = []
    for number, (code, said) in then.items():
        here = next((one for one in now if one.id == number), None)
        row = rows[number]
        if here is not None:
            found += [(Became.RECODED, number)] * (here.code != code)
            found += [(Became.CORRECTED, number)] * (words(study, here) != said)
            continue
        alike = [
            one
            for one in unclaimed
            if (one.source, one.span) == (row.source, Span(row.start, row.end)) and (one.code, words(study, one)) == (code, said)
        ]
        if alike:
            unclaimed.remove(alike[0])
        elif row.removed:
            found.append((Became.REMOVED, number))
        else:
            found.append((Became.ELSEWHERE if row.code == code else Became.RECODED, number))
    return sorted([*found, *((Became.ADDED, one.id) for one in unclaimed)])


def told(study: OpenStudy) -> list[tuple[str, int]]:
    """What the program says became of them, in the cell and in the chart alike."""
    at = place(study)
    cell = open_cell(study, *at)
    found: list[tuple[str, int]] = sorted((change.became, change.coding) for change in cell.changes)
    (in_chart,) = [
        one
        for chart in charts(study)
        for row in chart.rows
        for column, one in zip(chart.columns, row.cells, strict=True)
        if (row.case, column.code) == at
    ]
    assert in_chart.changes == cell.changes
    assert in_chart.evidence_changed is bool(found)
    return found


def place(study: OpenStudy) -> tuple[int, int]:
    case = study.cases.named(CASE)
    assert case is not None
    return case, study.codes.codebook().find(THEME).id


def seen(study: OpenStudy) -> Then:
    return {one.id: (one.code, words(study, one)) for one in in_cell(study)}


def step(study: OpenStudy, choose: Callable[[int], int]) -> bool:
    """One action picked by numbers; whether it was the evidence's being seen."""
    book, source = study.codes.codebook(), study.sources.named(CASE)
    codes = [book.find(name).id for name in ("Time", "Own time", "Nobody's job", "Figures", "Quality")]
    mine = [one for one in study.codings.all() if one.coder == study.viewer.id and one.source == source.id]
    what = choose(8)
    if what == 0 or not mine:
        start = choose(60)
        apply_codes(study, source=source.id, span=Span(start, start + 4 + choose(30)), codes=[codes[choose(5)]])
    elif what in (1, 2):
        one = mine[choose(len(mine))]
        remove_coding(study, one.id)
        if what == 2:
            apply_codes(study, source=one.source, span=one.span, codes=[one.code])
    elif what == 3:
        recode(study, mine[choose(len(mine))].id, codes[choose(5)])
    elif what == 4:
        text = study.sources.text(source.id).text
        parts = text.split(" ")
        at = choose(len(parts))
        parts[at : at + 1] = [["", "perhaps", f"{parts[at]} then"][choose(3)]]
        correct_text(study, source.id, " ".join(parts))
    elif what == 5:
        one = mine[choose(len(mine))]
        move_ends(study, one.id, Span(max(0, one.span.start - 3 + choose(6)), one.span.end + choose(4)))
    elif what == 6:
        move_code(study, codes[1 + choose(2)], parent=[codes[0], codes[3]][choose(2)])
    else:
        see_evidence(study, *place(study))
        return True
    return False


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_said_of_the_evidence_is_what_a_look_at_every_coding_finds(coded_file: Path, data: st.DataObject) -> None:
    def choose(count: int) -> int:
        return data.draw(st.integers(0, count - 1))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fls.qualcode"
        shutil.copy(coded_file, path)
        with open_study(path, "Mairi") as study:
            write_summary(study, *place(study), "Wrote it at home.")
            written = changes(study)
            first = then = seen(study)
            for _ in range(choose(9)):
                try:
                    if step(study, choose):
                        then = seen(study)
                except QualcodeError:
                    # A code moved under itself, or ends outside the text.
                    continue
                assert told(study) == expected(study, then)
            for _ in range(changes(study) - written):
                undo(study)
            assert told(study) == expected(study, first) == []


def changes(study: OpenStudy) -> int:
    return int(study.connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one())
