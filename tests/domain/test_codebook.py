from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_entries import CodeEntry, codebook_of
from qualcode.domain.codebook_paths import clean_colour, clean_name, clean_text, parse_path, path_text
from qualcode.domain.codes import Code, CodeKind
from qualcode.errors import Ambiguous, InvalidInput, NotFound
from tests.codebook_trees import NAMES, entry_trees


def code(number: int, name: str, parent: int | None = None, **more: object) -> Code:
    return Code(number, f"guid-{number}", parent, number * 10, name, CodeKind.CODE, **more)  # type: ignore[arg-type]


BOOK = Codebook.of(
    [
        code(5, "Savings", 3),
        code(1, "Experiences"),
        code(2, "Factors"),
        code(3, "Money", 2),
        code(4, "Savings", 1),
        code(6, "Champions", 2),
        code(7, "savings", 6),
        code(8, "Old way", 1, retired=True, merged_into=4),
        code(9, "Hopes", 1, retired=True),
    ],
    {(4, 3), (3, 1), (4, 6)},
)


def names(codes: tuple[Code, ...]) -> list[str]:
    return [one.name for one in codes]


def test_codes_stand_in_tree_order_and_retired_ones_apart() -> None:
    assert [one.id for one in BOOK.codes] == [1, 4, 8, 9, 2, 3, 5, 6, 7]
    assert [one.id for one in BOOK] == [1, 4, 2, 3, 5, 6, 7]
    assert names(BOOK.children(None)) == ["Experiences", "Factors"]
    assert names(BOOK.children(1)) == ["Savings"]
    assert names(BOOK.children(1, retired=True)) == ["Savings", "Old way", "Hopes"]
    assert [one.id for one in BOOK.ancestors(5)] == [3, 2]
    assert BOOK.path_text(7) == "Factors > Champions > savings"
    assert BOOK.depth(7) == 2


def test_rank_decides_the_order_of_siblings() -> None:
    book = Codebook.of([Code(1, "", None, 9, "A", CodeKind.CODE), Code(2, "", None, -4, "B", CodeKind.CODE)])
    assert names(book.live) == ["B", "A"]


def test_a_code_also_shown_elsewhere_is_below_it_with_all_its_own_and_counted_once() -> None:
    assert [one.id for one in BOOK.descendants(1)] == [4, 3, 5]
    assert BOOK.subtree(2) == {2, 3, 4, 5, 6, 7}
    assert BOOK.subtree(4) == {4}
    assert names(BOOK.shown_here(3)) == ["Savings"]
    assert [one.id for one in BOOK.also_under(4)] == [3, 6]


def test_places_list_each_code_at_home_and_where_it_is_also_shown() -> None:
    lines = [(place.code.id, place.depth, place.home) for place in BOOK.places()]
    assert lines == [
        (1, 0, True), (4, 1, True), (3, 1, False),
        (2, 0, True), (3, 1, True), (5, 2, True), (4, 2, False), (6, 1, True), (7, 2, True), (4, 2, False),
    ]  # fmt: skip
    assert [(place.code.id, place.depth, place.home) for place in BOOK.places(under=3)] == [(5, 0, True), (4, 0, False)]


def test_a_code_without_a_colour_takes_that_above_it() -> None:
    book = Codebook.of([code(1, "A", colour="#112233"), code(2, "B", 1), code(3, "C", 2, colour="#445566"), code(4, "D")])
    assert [book.colour(number) for number in (1, 2, 3, 4)] == ["#112233", "#112233", "#445566", None]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Experiences > Savings", 4),
        ("Money > Savings", 5),
        ("Champions", 6),
        ("savings", 7),
        ("champions > SAVINGS", 7),
        ("money", 3),
        ("FACTORS>money>savings", 5),
    ],
)
def test_a_code_is_found_by_path_end_of_path_or_name(text: str, found: int) -> None:
    assert BOOK.find(text).id == found


def test_a_full_path_goes_before_a_name_deeper_down() -> None:
    book = Codebook.of([code(1, "A"), code(2, "B"), code(3, "A", 2)])
    assert book.find("A").id == 1


def test_an_ambiguous_name_lists_the_candidates() -> None:
    with pytest.raises(Ambiguous) as caught:
        BOOK.find("Savings")
    assert str(caught.value) == (
        '"Savings" fits several codes: "Experiences > Savings", "Factors > Money > Savings". Give the whole path.'
    )


def test_a_retired_code_is_found_only_when_asked() -> None:
    assert BOOK.find("Hopes", retired=True).id == 9
    with pytest.raises(NotFound, match="A code of that name is retired"):
        BOOK.find("Hopes")
    with pytest.raises(NotFound, match='was merged into "Experiences > Savings"'):
        BOOK.find("Old way")


def test_a_name_nobody_has_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotFound, match=r'There is no code "Champoins". Did you mean "Factors > Champions"\?'):
        BOOK.find("Champoins")
    with pytest.raises(NotFound, match="`qualcode codebook show` lists the codes"):
        BOOK.find("Zebra crossing")


@pytest.mark.parametrize("codes", [[code(1, "A", 2)], [code(1, "A", 2), code(2, "B", 1)], [code(1, "A", 1)]])
def test_a_code_without_a_place_in_the_tree_is_refused(codes: list[Code]) -> None:
    with pytest.raises(InvalidInput, match='"A" has no place in the codebook'):
        Codebook.of(codes)


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_a_path_is_read_as_it_was_written(path: list[str]) -> None:
    assert parse_path(path_text(path)) == tuple(path)
    assert parse_path(f"  {path_text(path)} ") == tuple(path)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("A>B >C", ("A", "B", "C")),
        (r"A \> B", ("A > B",)),
        (r"A\\> B", ("A\\", "B")),
        (r"C:\temp > x", ("C:\\temp", "x")),
        (r"a\\\>b", ("a\\>b",)),
    ],
)
def test_signs_in_paths(written: str, path: tuple[str, ...]) -> None:
    assert parse_path(written) == path


@pytest.mark.parametrize("text", ["", "  ", ">", "A >", "> A", "A > > B"])
def test_a_path_with_a_name_missing_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="a name is missing"):
        parse_path(text)


@pytest.mark.parametrize("text", ["", " \t", "a\nb", "a\tb", "a\x1b[1mb", "a\u2028b", "x" * 401])
def test_names_that_cannot_be(text: str) -> None:
    with pytest.raises(InvalidInput):
        clean_name(text)


def test_texts_are_kept_with_their_lines() -> None:
    assert clean_text("\r\n one \r\n\r\ntwo\rthree\x00 \n") == "one \n\ntwo\nthree\ufffd"


@pytest.mark.parametrize(("written", "kept"), [("#1F77B4", "#1f77b4"), ("1f77b4", "#1f77b4"), (" #Ab3 ", "#aabb33")])
def test_colours(written: str, kept: str) -> None:
    assert clean_colour(written) == kept


@pytest.mark.parametrize("written", ["", "red", "#12345", "#1f77b4ff", "#ggg"])
def test_what_is_no_colour(written: str) -> None:
    with pytest.raises(InvalidInput, match="#rrggbb"):
        clean_colour(written)


@given(entry_trees())
@settings(max_examples=60, deadline=None)
def test_every_live_code_is_found_by_its_path_unless_a_home_above_it_shares_one(entries: tuple[CodeEntry, ...]) -> None:
    book = codebook_of(entries)
    for one in book:
        assert book.find(book.path_text(one.id)).id == one.id


@given(entry_trees())
@settings(max_examples=60, deadline=None)
def test_the_subtree_is_what_can_be_reached(entries: tuple[CodeEntry, ...]) -> None:
    book = codebook_of(entries)
    for one in book:
        reached, before = {one.id}, set[int]()
        while reached != before:
            before = set(reached)
            reached |= {
                other.id for other in book if other.parent in before or any((other.id, up) in book.shown_under for up in before)
            }
        assert book.subtree(one.id) == reached
        assert [other.id for other in book.descendants(one.id)] == [other.id for other in book if other.id in reached - {one.id}]
