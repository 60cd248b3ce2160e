from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_entries import CodeEntry, propose_kinds
from qualcode.domain.codebook_rules import (
    ranks_for,
    require_free_name,
    require_mergeable,
    require_movable,
    require_restorable,
    require_showable,
)
from qualcode.domain.codes import Code, CodeKind
from qualcode.errors import InvalidInput, NotAllowed


def code(number: int, name: str, parent: int | None = None, *, retired: bool = False) -> Code:
    return Code(number, "", parent, number, name, CodeKind.CODE, retired=retired)


BOOK = Codebook.of(
    [
        code(1, "A"), code(2, "B", 1), code(3, "C", 2), code(4, "D"), code(5, "B", 4), code(6, "E", 5),
        code(7, "Gone", 1, retired=True), code(8, "Below gone", 7, retired=True), code(9, "B", 1, retired=True), code(10, "C", 5),
    ],
    {(5, 2)},
)  # fmt: skip


def test_a_taken_name_is_refused_letter_for_letter() -> None:
    require_free_name(BOOK, 1, "b")
    require_free_name(BOOK, 1, "Gone")
    require_free_name(BOOK, 1, "B", apart_from=[2])
    with pytest.raises(InvalidInput, match='There is already a code "A > B"'):
        require_free_name(BOOK, 1, "B")
    with pytest.raises(InvalidInput, match='There is already a code "D"'):
        require_free_name(BOOK, None, "D")


@pytest.mark.parametrize(("one", "parent"), [(1, 1), (1, 2), (1, 3), (2, 5), (2, 6)])
def test_nothing_moves_below_itself(one: int, parent: int) -> None:
    with pytest.raises(InvalidInput, match="which is or lies below it"):
        require_movable(BOOK, one, parent)


def test_moves() -> None:
    require_movable(BOOK, 3, None)
    require_movable(BOOK, 3, 4)
    require_movable(BOOK, 3, 2)
    with pytest.raises(InvalidInput, match='There is already a code "D > B"'):
        require_movable(BOOK, 2, 4)
    with pytest.raises(NotAllowed, match='"A > Gone" is retired'):
        require_movable(BOOK, 3, 7)


def test_showing_under() -> None:
    require_showable(BOOK, 3, 4)
    for one, parent, why in [(3, 2, "that is its home"), (5, 2, "it is already"), (1, 3, "lies below it"), (4, 4, "which is")]:
        with pytest.raises(InvalidInput, match=why):
            require_showable(BOOK, one, parent)
    with pytest.raises(NotAllowed, match="is retired"):
        require_showable(BOOK, 3, 7)


def test_merging() -> None:
    require_mergeable(BOOK, 3, 1)
    require_mergeable(BOOK, 6, 5)
    for one, into, why in [
        (1, 3, "lies below it"),
        (2, 2, "which is"),
        (2, 6, "lies below it"),
        (5, 2, 'both have a sub-code "C"'),
    ]:
        with pytest.raises(InvalidInput, match=why):
            require_mergeable(BOOK, one, into)
    with pytest.raises(NotAllowed, match="is retired"):
        require_mergeable(BOOK, 7, 1)


def test_restoring() -> None:
    require_restorable(BOOK, 7)
    with pytest.raises(NotAllowed, match="is not retired"):
        require_restorable(BOOK, 1)
    with pytest.raises(NotAllowed, match='for "A > Gone" above it is retired'):
        require_restorable(BOOK, 8)
    with pytest.raises(InvalidInput, match='There is already a code "A > B"'):
        require_restorable(BOOK, 9)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=6), st.data())
def test_ranks_put_a_code_where_it_is_wanted_and_leave_the_others_in_order(
    given_ranks: list[tuple[int, bool]], data: st.DataObject
) -> None:
    book = Codebook.of([replace(code(n + 1, f"c{n}", retired=gone), rank=rank) for n, (rank, gone) in enumerate(given_ranks)])
    moving = data.draw(st.sampled_from([None, *(one.id for one in book)]))
    others = [one for one in book if one.id != moving]
    position = data.draw(st.one_of(st.none(), st.integers(0, len(others) + 1)))
    ranks = ranks_for(book, None, moving, position)
    new = [replace(one, rank=ranks.get(one.id, one.rank)) for one in book.codes if one.id != moving]
    placed = replace(book[moving], rank=ranks[moving]) if moving is not None else replace(code(99, "new"), rank=ranks[None])
    after = Codebook.of([*new, placed])
    expected = [one.id for one in others]
    expected.insert(len(others) if position is None else min(position, len(others)), placed.id)
    assert [one.id for one in after] == expected
    kept = [one.id for one in book.codes if one.id != moving]
    assert [one.id for one in after.codes if one.id != placed.id] == kept


G, T, S, C = CodeKind.GROUP, CodeKind.THEME, CodeKind.SUBTHEME, CodeKind.CODE


@pytest.mark.parametrize(
    ("parents", "stated", "proposed"),
    [
        ([None, None], {}, [C, C]),
        ([None, 0, None], {}, [T, C, C]),
        ([None, 0, 1, None, 3], {}, [T, S, C, T, C]),
        ([None, 0, 1, 2, None, 4], {}, [G, T, S, C, G, C]),
        ([None, 0, 1, 2, 3], {}, [G, T, S, S, C]),
        ([None, 0, 1], {1: T}, [G, T, C]),
        ([None, 0, 1], {1: S}, [T, S, C]),
        ([None, 0, 1], {0: G}, [G, T, C]),
        ([None, 0, 1], {0: C}, [C, C, C]),
        ([None, 0, 1], {2: T}, [T, S, T]),
        ([None], {0: T}, [T]),
        ([], {}, []),
    ],
)
def test_kinds_are_proposed_from_the_tree(
    parents: list[int | None], stated: dict[int, CodeKind], proposed: list[CodeKind]
) -> None:
    entries = [CodeEntry(f"c{n}", parent, kind=stated.get(n)) for n, parent in enumerate(parents)]
    assert list(propose_kinds(entries)) == proposed
