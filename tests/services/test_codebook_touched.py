"""What a change of codes is said to touch is what it then touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.analysis.charts import cells_of
from qualcode.domain.charts import CellMark
from qualcode.errors import QualcodeError
from qualcode.services.codebook import retire_code, show_also_under
from qualcode.services.codebook_grouping import move_codes, show_codes_also_under
from qualcode.services.codebook_merging import merge_codes
from qualcode.services.codebook_touched import CodesDone, what_hangs_on
from qualcode.services.memos import add_memo
from qualcode.services.quotations import import_quotes
from qualcode.services.reading import read_analysis
from qualcode.services.studies import undo
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

Cells = dict[tuple[int, int], frozenset[int]]


def charted(study: OpenStudy) -> None:
    """Write a cell for every case and code."""
    with study.unit_of_work("write_summaries") as work:
        for case in study.cases.all():
            for code in study.codes.codebook():
                work.summaries.put(case=case.id, code=code.id, author=study.viewer.id, mark=CellMark.NOT_RAISED, seen=())


def evidence(study: OpenStudy) -> Cells:
    """The codings below each written cell, by case and code."""
    reading = read_analysis(study)
    found: Cells = {}
    for one in study.summaries.all():
        cells = cells_of(reading, one.code)
        found[one.case, one.code] = frozenset(placed.coding.id for placed in cells.get(one.case, ()))
    return found


def changed_cells(before: Cells, after: Cells, moved: set[int]) -> int:
    """Cells about one of the codes, and others whose codings are not the same ones now."""
    return sum(code in moved or before[case, code] != after.get((case, code), before[case, code]) for case, code in before)


def test_codings_people_sources_memos_and_quotations(coded: OpenStudy, tmp_path: Path) -> None:
    book = coded.codes.codebook()
    time, own = book.find("Time").id, book.find("Own time").id
    add_memo(coded, "Whose?", target="theme Time")
    import_quotes(coded, written(tmp_path, "q.csv", 'table,row,source,words,theme\n1,At home,P001,"at home, on Sundays",Time\n'))
    touched = what_hangs_on(coded, [time])
    assert (touched.codings, touched.coders, touched.sources) == (2, 1, 2)
    assert (touched.sub_codes, touched.codings_below, touched.memos, touched.quotations) == (2, 5, 1, 1)
    assert touched.in_words == ("On it: 2 codings of 1 coder in 2 sources, 2 sub-codes with 5 codings, 1 memo, 1 quotation.")
    assert what_hangs_on(coded, [own]).in_words.startswith("On it: 3 codings of 2 coders in 2 sources")
    assert what_hangs_on(coded, [book.find("Approval").id]).in_words.startswith("On it: 0 codings, 1 sub-code with 1 coding")


def test_what_would_become_one_is_counted(coded: OpenStudy) -> None:
    book = coded.codes.codebook()
    own, time = book.find("Own time"), book.find("Time")
    one = next(each for each in coded.codings.all(codes=[own.id]) if each.coder == coded.viewer.id)
    with coded.unit_of_work("twin") as work:
        work.codings.add(
            source=one.source, revision=one.revision, span=one.span, code=time.id, coder=one.coder, round=one.round,
            check=work.codings.checks([one.id])[one.id],
        )  # fmt: skip
    touched = what_hangs_on(coded, [own.id], done=CodesDone.MERGED, to=time.id)
    assert touched.joined == 1
    assert "1 of them the same as another" in touched.in_words
    many = len(coded.codings.all())
    merge_codes(coded, [own.id], time.id)
    assert len(coded.codings.all()) == many - touched.joined


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.sampled_from(list(CodesDone)), picks=st.lists(st.integers(0, 6), min_size=1, max_size=3), to=st.integers(-1, 6))
def test_chart_cells_are_those_whose_evidence_changes(coded: OpenStudy, done: CodesDone, picks: list[int], to: int) -> None:
    """For every operation the figure told before is the one counted after."""
    if not coded.summaries.all():
        show_also_under(coded, coded.codes.codebook().find("Quality").id, coded.codes.codebook().find("Making the case").id)
        charted(coded)
    book = coded.codes.codebook()
    chosen = list(dict.fromkeys(book.live[pick].id for pick in picks))
    home = None if to < 0 else book.live[to].id
    told = what_hangs_on(coded, chosen, done=done, to=home)
    before = evidence(coded)
    below = {one.id for one in book.live if any(up.id in chosen for up in book.ancestors(one.id))}
    try:
        if done is CodesDone.MOVED:
            change = move_codes(coded, chosen, parent=home)
        elif done is CodesDone.SHOWN_TOO and home is not None:
            change = show_codes_also_under(coded, chosen, home)
        elif done is CodesDone.RETIRED and len(chosen) == 1:
            change = retire_code(coded, chosen[0], with_sub_codes=True)
        elif done is CodesDone.MERGED and home is not None:
            change = merge_codes(coded, chosen, home).change
        else:
            assert done is not CodesDone.KEPT or told.cells == changed_cells(before, before, {*chosen, *below})
            return
    except QualcodeError:
        return
    after = evidence(coded)
    if change is not None:
        undo(coded)
    assert told.cells == changed_cells(before, after, {*chosen, *below})


@pytest.mark.parametrize("done", list(CodesDone))
def test_who_codes_blind_is_told_of_nobody_else(coded: OpenStudy, done: CodesDone) -> None:
    from qualcode.services.sampling import sample_sources
    from qualcode.services.studies import open_study

    charted(coded)
    sample_sources(coded, coder="Tom", share="1", seed=1)
    assert coded.path is not None
    with open_study(coded.path, "Tom") as tom:
        book = tom.codes.codebook()
        touched = what_hangs_on(tom, [book.find("Own time").id], done=done, to=book.find("Figures").id)
        assert (touched.codings, touched.coders, touched.cells, touched.quotations, touched.memos) == (1, 1, 0, 0, 0)
