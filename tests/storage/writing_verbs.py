"""Verbs on memos, summaries and quotations, for random histories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.charts import CellMark, ChartLayout
from qualcode.domain.spans import Span
from qualcode.domain.summaries import Bearing
from tests.storage.verbs import VERBS, codes, one, verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["VERBS"]


@verb
def add_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memos import add_memo

    kind = one(["analytic", "reflexive", "familiarisation note"], choose)
    add_memo(study, f"Thought {choose(9)}.", kind=kind, target=one(["", f"P{choose(4):03d}", f"case P{choose(4):03d}"], choose))


@verb
def import_memos(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.memos import import_memos

    path = folder / "memos.csv"
    path.write_text(f"kind,target,text\nanalytic,,Thought {choose(4)}.\nreflexive,,Thought {choose(4)}.\n", encoding="utf-8")
    import_memos(study, path)


@verb
def import_summaries(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.summaries import import_summaries

    book = study.codes.codebook()
    if codes(study):
        path = folder / "summaries.csv"
        said = ["Short of time.,", ",not raised", "Out of date.,"][choose(3)]
        path.write_text(
            f'case,theme,text,mark\nP{choose(4):03d},"{book.path_text(one(codes(study), choose))}",{said}\n', encoding="utf-8"
        )
        import_summaries(study, path)


def some_cell(study: OpenStudy, choose: Callable[[int], int]) -> tuple[int, int] | None:
    """The ids of a case and a code, mostly of few, so that cells are met again."""
    cases = study.cases.all()
    return (one(cases, choose).id, one(codes(study)[:2], choose)) if cases and codes(study) else None


@verb
def write_summary(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting import write_summary

    cell = some_cell(study, choose)
    if cell is not None:
        text = ["Short of time (t. 2).", 'Wrote it "at home".', "Out of date."][choose(3)]
        write_summary(study, *cell, text, remark=["", "So."][choose(2)], draft=bool(choose(2)))


@verb
def bring_back_wording(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting_wordings import bring_back_wording, wordings

    cell = some_cell(study, choose)
    found = wordings(study, *cell) if cell is not None else ()
    if cell is not None and found:
        bring_back_wording(study, *cell, found[choose(len(found))].number)


@verb
def mark_cell(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting import clear_cell, mark_cell

    cell = some_cell(study, choose)
    if cell is not None and choose(3):
        mark_cell(study, *cell, one(list(CellMark), choose), replace=bool(choose(2)))
    elif cell is not None:
        clear_cell(study, *cell)


@verb
def set_bearing(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting import see_evidence, set_bearing
    from qualcode.services.charting_cells import open_cell

    cell = some_cell(study, choose)
    if cell is None:
        return
    evidence = [found.extract.id for found in open_cell(study, *cell).evidence]
    if evidence and choose(3):
        set_bearing(study, *cell, [one(evidence, choose)], one(list(Bearing), choose))
    else:
        see_evidence(study, *cell)


@verb
def save_chart(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting_saved import change_chart, remove_chart, save_chart

    saved = study.charts.all()
    if codes(study) and (not saved or not choose(3)):
        group, some = one([None, one(codes(study), choose)], choose), (one(codes(study), choose),)
        save_chart(
            study, ChartLayout(f"Chart {choose(4)}", group, some, widths=((some[0], 10 + choose(30)),), portrait=choose(2) == 1)
        )
    elif saved and choose(2):
        chart = one(saved, choose)
        assert chart.id is not None
        change_chart(study, chart.id, replace(chart, title=f"Chart {choose(4)}", level=1 + choose(2)))
    elif saved:
        remove_chart(study, one(saved, choose).id or 0)


@verb
def group_cases(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.charting_groups import group_cases
    from qualcode.services.charting_views import keep_portrait, keep_range_of_views

    cases = [case.id for case in study.cases.all()]
    if cases and choose(3):
        some = sorted({one(cases, choose) for _ in range(1 + choose(2))})
        group_cases(study, ["stance", "role", "mood"][choose(3)], ["slow", "quick", ""][choose(3)], some)
    elif cases and codes(study):
        if choose(2):
            keep_portrait(study, one(cases, choose), f"Tired {choose(3)}.")
        else:
            keep_range_of_views(study, one(codes(study), choose), f"From none to {choose(3)}.")


@verb
def import_quotes(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.quotations import import_quotes

    path = folder / "quotes.csv"
    printed = ["", "I did […] Nobody's job.", '"I did, at [place]. Nobody\'s job."'][choose(3)]
    words = '"I did, at home. Nobody\'s job."'
    rows = [f"{1 + choose(2)},{1 + choose(3)},P{choose(4):03d},{words},{printed}" for _ in range(1 + choose(2))]
    path.write_text("table,row,source,words,printed\n" + "\n".join(rows) + "\n", encoding="utf-8")
    import_quotes(study, path)


@verb
def edit_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memo_writing import edit_memo

    memos = study.memos.all()
    if memos:
        edit_memo(study, one(memos, choose).id, text=f"Thought again {choose(9)}.", kind=one([None, "reflexive"], choose))


@verb
def remove_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memo_writing import remove_memo

    memos = study.memos.all()
    if memos:
        remove_memo(study, one(memos, choose).id)


@verb
def cite_in_memo(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memo_writing import edit_memo, settle_memo
    from qualcode.services.memos import add_memo

    memos, codings = study.memos.all(), study.codings.all()
    words = f"See [[coding {one(codings, choose).id}]]." if codings else "See."
    if not memos or choose(2):
        add_memo(study, words)
    elif choose(2):
        edit_memo(study, one(memos, choose).id, text=words)
    else:
        settle_memo(study, one(memos, choose).id)


@verb
def add_memo_on_passage(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.memo_writing import add_memo_on_passage

    sources = study.sources.all()
    if sources:
        source, start = one(sources, choose).id, choose(20)
        add_memo_on_passage(study, "On this.", source=source, span=Span(start, start + 1 + choose(30)))


@verb
def move_codes(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_grouping import move_codes

    if codes(study):
        some = [one(codes(study), choose) for _ in range(1 + choose(3))]
        if choose(2):
            move_codes(study, some, parent=one([None, one(codes(study), choose)], choose))
        else:
            move_codes(study, some, after=one(codes(study), choose))


@verb
def group_codes(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_grouping import group_codes

    if codes(study):
        some = [one(codes(study), choose) for _ in range(1 + choose(3))]
        group_codes(study, some, f"code {choose(9)}", under=one([None, one(codes(study), choose)], choose))


@verb
def take_example(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_examples import take_example

    codings = study.codings.all()
    if codings:
        coding = one(codings, choose)
        take_example(study, one([coding.code, *codes(study)], choose), coding.id)


@verb
def show_codes_also_under(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.codebook_grouping import show_codes_also_under

    if codes(study):
        show_codes_also_under(study, [one(codes(study), choose) for _ in range(1 + choose(2))], one(codes(study), choose))
