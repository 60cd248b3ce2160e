"""Merging and splitting move every coder's live codings and lose none, on both databases."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from qualcode.domain.cases import CaseKind
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.codebook import (
    Definition,
    add_code,
    read_codebook,
    redefine_code,
    retire_code,
    show_also_under,
)
from qualcode.services.codebook_merging import Share, merge_codes, split_code
from qualcode.services.double_coding import close_round, finish_sources
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import undo
from qualcode.storage.dump import dump
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.rounds import finished_coding
from tests.services.codebook_study import add_coding, add_source, fill

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


@pytest.fixture
def ids(study: OpenStudy) -> dict[str, int]:
    return fill(study)


def live(study: OpenStudy) -> list[tuple[int, str, int, int, int]]:
    """All live codings as (coder, span, code, source, number of them), whoever may see them."""
    rows = study.connection.execute(select(coding).where(coding.c.removed == 0)).all()
    return sorted((row.coder, f"{row.start}:{row.end}", row.code, row.source, row.round) for row in rows)


@pytest.mark.parametrize("seed", range(4))
def test_a_merge_is_a_renaming_of_codes_in_which_equal_codings_become_one(
    study: OpenStudy, ids: dict[str, int], seed: int
) -> None:
    chance = random.Random(seed)
    sources = [add_source(study, "001"), add_source(study, "002")]
    codes = [ids[name] for name in ("Evenings", "Nobody's job", "Money", "Savings")]
    for _ in range(40):
        start = chance.randrange(3, 6)
        add_coding(
            study, chance.choice(sources), Span(start, start + chance.randrange(1, 3)), chance.choice(codes),
            coder=chance.choice(["Mairi Lennox", "Tom"]),
        )  # fmt: skip
    before, state = live(study), dump(study.connection)
    into, merged = ids["Money"], [ids["Evenings"], ids["Savings"]]
    done = merge_codes(study, merged, into, reason="one idea")
    assert live(study) == sorted(
        {(who, span, into if code in merged else code, where, r) for who, span, code, where, r in before}
    )
    assert done.codings == sum(1 for one in before if one[2] in merged)
    book = read_codebook(study)
    assert [(book[code].retired, book[code].merged_into) for code in merged] == [(True, into)] * 2
    undo(study)
    assert dump(study.connection) == state


def test_two_codings_that_become_one_keep_star_doubt_notes_and_what_hangs_on_them(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    kept = add_coding(study, source, Span(3, 10), ids["Money"], note="first")
    gone = add_coding(study, source, Span(3, 10), ids["Savings"], note="second")
    other = add_coding(study, source, Span(3, 12), ids["Savings"], note="third")
    with study.unit_of_work("star") as work:
        work.codings.change(gone, star=1, unsure=1)
    merge_codes(study, [ids["Savings"]], ids["Money"])
    one = study.codings.get(kept)
    assert (one.note, one.star, one.unsure) == ("first\nsecond", True, True)
    assert study.codings.get(other).code == ids["Money"]
    assert [found.id for found in study.codings.all()] == [kept, other]


def test_finished_codings_stay_as_they_were_finished(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    add_coding(study, source, Span(3, 10), ids["Savings"])
    finish_sources(study, ["001"])
    frozen = study.connection.execute(select(finished_coding)).all()
    assert [row.code for row in frozen] == [ids["Savings"]]
    merge_codes(study, [ids["Savings"]], ids["Money"])
    assert study.connection.execute(select(finished_coding)).all() == frozen


def test_sub_codes_and_places_move_with_a_merge(study: OpenStudy, ids: dict[str, int]) -> None:
    show_also_under(study, ids["Time"], ids["Factors"])
    show_also_under(study, ids["Savings"], ids["Time"])
    show_also_under(study, ids["Evenings"], ids["Money"])
    merge_codes(study, [ids["Time"]], ids["Money"])
    book = read_codebook(study)
    assert [book.path_text(code.id) for code in book] == [
        "Experiences", "Experiences > Money", "Experiences > Money > Evenings", "Experiences > Money > Nobody's job",
        "Factors", "Factors > Savings",
    ]  # fmt: skip
    assert book.shown_under == {(ids["Money"], ids["Factors"]), (ids["Savings"], ids["Money"])}


def test_merges_that_cannot_be(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    add_coding(study, source, Span(3, 10), ids["Money"])
    state = dump(study.connection)
    with pytest.raises(InvalidInput, match="lies below it"):
        merge_codes(study, [ids["Time"]], ids["Evenings"])
    with pytest.raises(InvalidInput, match="No code was named"):
        merge_codes(study, [], ids["Evenings"])
    assert dump(study.connection) == state
    add_code(study, name="Evenings", parent=ids["Money"])
    with pytest.raises(InvalidInput, match='both have a sub-code "Evenings"'):
        merge_codes(study, [ids["Time"]], ids["Money"])
    add_code(study, name="Evenings", parent=ids["Factors"])
    state = dump(study.connection)
    with pytest.raises(InvalidInput, match='both have a sub-code "Evenings"'):
        merge_codes(study, [ids["Factors"], ids["Time"]], ids["Experiences"])
    assert dump(study.connection) == state
    redefine_code(study, ids["Savings"], Definition(codable=False))
    with pytest.raises(InvalidInput, match='"Factors > Savings" is set to not codable'):
        merge_codes(study, [ids["Money"]], ids["Savings"])


def test_memos_summaries_and_tables_follow_a_merge(study: OpenStudy, ids: dict[str, int]) -> None:
    from qualcode.storage.clock import new_guid, now
    from qualcode.storage.tables.writing import memo, memo_link, summary, theme_table, theme_table_row

    book = read_codebook(study)
    with study.unit_of_work("fill") as work:
        write = work.session.recorder
        assert write is not None
        cases = [work.cases.add(name, CaseKind.PARTICIPANT) for name in ("001", "002")]
        written = write.insert(memo, {"guid": new_guid(), "kind": "analytic", "author": study.viewer.id, "made_at": now()})
        write.insert(memo_link, {"memo": written, "target_table": "code", "target_guid": book[ids["Savings"]].guid})
        base = {"author": study.viewer.id, "written_at": now(), "text": "t"}
        for case, code in ((cases[0], "Savings"), (cases[1], "Savings"), (cases[1], "Money")):
            write.insert(summary, {**base, "guid": new_guid(), "case": case, "code": ids[code]})
        table = write.insert(theme_table, {"guid": new_guid(), "number": 1, "group": ids["Factors"]})
        write.insert(theme_table_row, {"guid": new_guid(), "theme_table": table, "theme": ids["Savings"], "rank": 1})
    done = merge_codes(study, [ids["Savings"]], ids["Money"])
    assert done.summaries_kept == 1
    assert study.connection.scalars(select(memo_link.c.target_guid)).all() == [book[ids["Money"]].guid]
    assert study.connection.scalars(select(theme_table_row.c.theme)).all() == [ids["Money"]]
    found = study.connection.execute(select(summary.c["case"], summary.c.code).order_by(summary.c.id)).all()
    assert [tuple(row) for row in found] == [(cases[0], ids["Money"]), (cases[1], ids["Savings"]), (cases[1], ids["Money"])]


def test_a_quotation_and_a_summary_keep_their_coding_when_it_becomes_one_with_another(
    study: OpenStudy, ids: dict[str, int]
) -> None:
    from qualcode.storage.clock import new_guid, now
    from qualcode.storage.tables.writing import quote, summary, summary_link, theme_table, theme_table_row

    source = add_source(study, "001")
    kept = add_coding(study, source, Span(3, 10), ids["Money"])
    gone = add_coding(study, source, Span(3, 10), ids["Savings"])
    guids = {number: study.codings.get(number).guid for number in (kept, gone)}
    with study.unit_of_work("fill") as work:
        write = work.session.recorder
        assert write is not None
        case = work.cases.add("001", CaseKind.PARTICIPANT)
        text = write.insert(
            summary,
            {"guid": new_guid(), "case": case, "code": ids["Experiences"], "author": study.viewer.id, "written_at": now()},
        )
        write.insert(summary_link, {"summary": text, "coding": gone, "bearing": "supports"})
        table = write.insert(theme_table, {"guid": new_guid(), "number": 1})
        row = write.insert(
            theme_table_row, {"guid": new_guid(), "theme_table": table, "rank": 1, "evidence": f'[["{guids[gone]}","supports"]]'}
        )
        write.insert(
            quote,
            {
                "guid": new_guid(), "row": row, "source": source, "revision": 1, "start": 3, "end": 10, "check": "x",
                "coding": gone, "edits": "[]", "rank": 1,
            },
        )  # fmt: skip
    merge_codes(study, [ids["Savings"]], ids["Money"])
    assert study.connection.scalars(select(quote.c.coding)).all() == [kept]
    assert study.connection.scalars(select(summary_link.c.coding)).all() == [kept]
    assert study.connection.scalars(select(theme_table_row.c.evidence)).all() == [f'[["{guids[kept]}","supports"]]']


def test_a_split_shares_codings_out_by_choice(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    numbers = [
        add_coding(study, source, Span(3, end), ids["Money"], coder=coder)
        for end, coder in ((10, "Mairi Lennox"), (11, "Tom"), (12, "Tom"), (13, "Mairi Lennox"))
    ]
    state = dump(study.connection)
    shares = [Share("Budgets", (numbers[0], numbers[1])), Share("Prices", (numbers[2],))]
    done = split_code(study, ids["Money"], shares, reason="two ideas")
    assert (done.made, done.moved, done.left, done.retired) == (("Budgets", "Prices"), 3, 1, False)
    book = read_codebook(study)
    assert [code.name for code in book.children(ids["Experiences"])] == ["Time", "Money", "Budgets", "Prices"]
    names = [book[study.codings.get(number).code].name for number in numbers]
    assert names == ["Budgets", "Budgets", "Prices", "Money"]
    assert [study.coders.get(study.codings.get(number).coder).name for number in numbers] == [
        "Mairi Lennox",
        "Tom",
        "Tom",
        "Mairi Lennox",
    ]
    undo(study)
    assert dump(study.connection) == state


def test_the_rest_of_a_split_may_go_elsewhere_and_the_code_is_then_retired(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    first, second = (add_coding(study, source, Span(3, end), ids["Money"], note="n") for end in (10, 11))
    there = add_coding(study, source, Span(3, 11), ids["Time"], note="m")
    done = split_code(study, ids["Money"], [Share("Budgets", (first,))], rest_to="Time")
    assert (done.made, done.moved, done.left, done.retired) == (("Budgets",), 2, 0, True)
    assert read_codebook(study)[ids["Money"]].retired
    assert [one.id for one in study.codings.all(codes=[ids["Time"]])] == [there]
    assert study.codings.get(there).note == "m\nn"
    assert second not in {one.id for one in study.codings.all()}


def test_splits_that_cannot_be(study: OpenStudy, ids: dict[str, int]) -> None:
    source = add_source(study, "001")
    mine, other = add_coding(study, source, Span(3, 10), ids["Money"]), add_coding(study, source, Span(3, 10), ids["Savings"])
    state = dump(study.connection)
    for shares, rest, why in [
        ([], None, "No share was given"),
        ([Share("A", (other,))], None, f"{other} is not the number of a coding"),
        ([Share("A", (mine,)), Share("B", (mine,))], None, "is in two shares"),
        ([Share("Money", (mine,))], None, "cannot be split into itself"),
        ([Share("A", (mine,))], "Money", "cannot be split into itself"),
        ([Share(" ", (mine,))], None, "A code needs a name"),
    ]:
        with pytest.raises(InvalidInput, match=why):
            split_code(study, ids["Money"], shares, rest_to=rest)
    assert dump(study.connection) == state


def test_codes_of_a_check_round_in_progress_are_locked(study: OpenStudy, ids: dict[str, int]) -> None:
    for name in ("001", "002", "003", "004", "005"):
        source = add_source(study, name)
    mine = add_coding(study, source, Span(3, 10), ids["Money"])
    sample_sources(study, coder="Tom", share="0.2", seed=7)
    later, _ = add_code(study, name="Later")
    last, _ = add_code(study, name="Last")
    state = dump(study.connection)
    for act in (
        lambda: merge_codes(study, [ids["Money"]], ids["Savings"]),
        lambda: merge_codes(study, [later.id], ids["Savings"]),
        lambda: split_code(study, ids["Money"], [Share("A", (mine,))]),
        lambda: retire_code(study, ids["Money"]),
    ):
        with pytest.raises(NotAllowed, match="while the check round"):
            act()
    assert dump(study.connection) == state
    redefine_code(study, ids["Money"], Definition(definition="x"))
    merge_codes(study, [later.id], last.id)
    close_round(study, reason="enough")
    merge_codes(study, [ids["Money"]], ids["Savings"])
    assert study.codings.get(mine).code == ids["Savings"]
