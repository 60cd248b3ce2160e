"""Verbs on theme tables and their quotations, for random histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from tests.storage.paper_verbs import VERBS
from tests.storage.verbs import codes, one, verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["VERBS"]


def tables(study: OpenStudy) -> list[int]:
    return [one.id for one in study.theme_tables.all()]


def rows(study: OpenStudy) -> list[int]:
    return [one.id for one in study.theme_tables.rows_of()]


def quotations(study: OpenStudy) -> list[int]:
    return [one.id for one in study.quotes.all()]


@verb
def make_table(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.theme_table_verbs import make_group_tables, make_table

    if codes(study) and choose(2):
        make_table(study, group=one(codes(study), choose), with_rows=bool(choose(2)))
    elif choose(3):
        make_table(study, title=f"Table of {choose(9)}")
    else:
        make_group_tables(study)


@verb
def change_table(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.theme_tables import Layout, Orientation
    from qualcode.services.theme_table_verbs import change_table, remove_table

    if tables(study):
        table = one(tables(study), choose)
        if choose(4):
            layout, orientation = one(list(Layout), choose), one(list(Orientation), choose)
            change_table(study, table, title=f"T{choose(3)}", number=1 + choose(4), layout=layout, orientation=orientation)
        else:
            remove_table(study, table)


@verb
def change_rows(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.theme_row_verbs import add_row, change_row, move_row, remove_row

    if not tables(study):
        return
    did = choose(4)
    code = one(codes(study), choose) if codes(study) else None
    if did == 0 or not rows(study):
        add_row(study, one(tables(study), choose), heading=f"H{choose(9)}", theme=code, place=one([None, 1, 2], choose))
    elif did == 1:
        some = [] if code is None else [code]
        change_row(
            study, one(rows(study), choose), finding=f"F{choose(3)}", codes=some, note=one([None, "", "Looked for."], choose)
        )
    elif did == 2:
        move_row(study, one(rows(study), choose), place=1 + choose(3), table=one([None, one(tables(study), choose)], choose))
    else:
        remove_row(study, one(rows(study), choose))


@verb
def link_evidence(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.theme_tables import BEARINGS
    from qualcode.services.theme_row_verbs import link_evidence, unlink_evidence

    codings = [each.id for each in study.codings.analysis()]
    if rows(study) and codings:
        row, coding = one(rows(study), choose), one(codings, choose)
        if choose(3):
            link_evidence(study, row, [coding], one(BEARINGS, choose))
        else:
            unlink_evidence(study, row, [coding])


@verb
def add_quotation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.quotation_verbs import add_quotation

    sources, codings = study.sources.all(), study.codings.analysis()
    if not rows(study):
        return
    row, contrary = one(rows(study), choose), not choose(4)
    if codings and choose(2):
        add_quotation(study, row, coding=one(codings, choose).id, contrary=contrary)
    elif sources:
        text = study.sources.text(one(sources, choose).id)
        start = choose(max(1, len(text.text) - 40))
        add_quotation(study, row, source=text.source.id, span=Span(start, start + 10 + choose(60)), place=one([None, 1], choose))


@verb
def arrange_quotations(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.quotation_verbs import (
        mark_read,
        move_quotation,
        remove_quotations,
        set_contrary,
        set_fresh_id,
        set_tag,
    )

    if not quotations(study):
        return
    number, did = one(quotations(study), choose), choose(6)
    if did == 0:
        move_quotation(study, number, place=1 + choose(3), row=one([None, one(rows(study), choose)], choose))
    elif did == 1:
        set_contrary(study, number, contrary=bool(choose(2)))
    elif did == 2:
        remove_quotations(study, [number])
    elif did == 3:
        mark_read(study, [number], read=bool(choose(3)))
    elif did == 4:
        set_tag(study, number, one(["", "a nurse"], choose))
    else:
        set_fresh_id(study, [number], one([None, "", "X1"], choose))


@verb
def edit_quotation(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.services.quotation_edits import begin_with_capital, cut_words, insert_words, print_as, replace_words, undo_edit
    from qualcode.services.quotation_ends import set_ends, words_more

    if not quotations(study):
        return
    number, did, start = one(quotations(study), choose), choose(7), choose(40)
    span = Span(start, start + 1 + choose(9))
    if did == 0:
        cut_words(study, number, span)
    elif did == 1:
        replace_words(study, number, span, one(["the hospital", "year"], choose))
    elif did == 2:
        insert_words(study, number, start, "sic")
    elif did == 3:
        begin_with_capital(study, number)
    elif did == 4:
        print_as(study, number, "[…] Nobody's job.")
    elif did == 5:
        where = words_more(study, number, before=choose(5) - 2, after=choose(9) - 4)
        set_ends(study, number, where, drop_edits=bool(choose(3)))
    else:
        undo_edit(study, number, one([None, 1, 2], choose))


@verb
def change_rules(study: OpenStudy, choose: Callable[[int], int], _: Path) -> None:
    from qualcode.domain.quote_rules import CUT_MARKS, Hesitations
    from qualcode.services.quotation_edits import change_rules

    words = one([None, ["er", "um"], ["i", "it"]], choose)
    change_rules(study, hesitations=one(list(Hesitations), choose), words=words, cut_mark=one(CUT_MARKS, choose))
