from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from qualcode.domain.codebook import Codebook
from qualcode.domain.codebook_compare import (
    CodebookChange,
    CodebookChangeKind,
    codebook_from_snapshot,
    compare_codebooks,
    snapshot_of,
)
from qualcode.domain.codebook_entries import CodeEntry, codebook_of
from qualcode.domain.codes import Code, CodeKind, ThemeState
from tests.codebook_trees import entry_trees

K = CodebookChangeKind


def code(number: int, name: str, parent: int | None = None, **more: object) -> Code:
    return Code(number, f"guid-{number}", parent, number, name, CodeKind.CODE, **more)  # type: ignore[arg-type]


CODES = [code(1, "A"), code(2, "B", 1), code(3, "C", 1), code(4, "D"), code(5, "E", 4), code(6, "Old", retired=True)]
BEFORE = Codebook.of(CODES, {(5, 1)})


def after(*changed: Code, shown: set[tuple[int, int]] | None = None) -> Codebook:
    by_id = {one.id: one for one in (*CODES, *changed)}
    return Codebook.of(by_id.values(), {(5, 1)} if shown is None else shown)


def compared(*changed: Code, shown: set[tuple[int, int]] | None = None) -> list[CodebookChange]:
    return list(compare_codebooks(BEFORE, after(*changed, shown=shown)))


def test_nothing_changed() -> None:
    assert compared() == []


def test_each_kind_of_change_is_told() -> None:
    assert compared(code(7, "New", 4)) == [CodebookChange(K.ADDED, "D > New")]
    assert compared(replace(CODES[1], retired=True)) == [CodebookChange(K.RETIRED, "A > B")]
    assert compared(replace(CODES[1], retired=True, merged_into=5)) == [CodebookChange(K.MERGED, "A > B", after="D > E")]
    assert compared(replace(CODES[5], retired=False)) == [CodebookChange(K.RESTORED, "Old")]
    assert compared(replace(CODES[0], name="Z")) == [CodebookChange(K.RENAMED, "Z", "A", "Z")]
    assert compared(replace(CODES[1], parent=4)) == [CodebookChange(K.MOVED, "D > B", "A", "D")]
    assert compared(replace(CODES[1], parent=None)) == [CodebookChange(K.MOVED, "B", "A", "")]
    assert compared(replace(CODES[1], definition="x", codable=False)) == [
        CodebookChange(K.REDEFINED, "A > B", "", "x", "definition"),
        CodebookChange(K.REDEFINED, "A > B", "yes", "no", "codable"),
    ]
    assert compared(replace(CODES[1], central_idea="y", state=ThemeState.FINAL, kind=CodeKind.THEME)) == [
        CodebookChange(K.REDEFINED, "A > B", "code", "theme", "kind"),
        CodebookChange(K.REDEFINED, "A > B", "", "y", "central idea"),
        CodebookChange(K.REDEFINED, "A > B", "", "final", "state"),
    ]
    assert compared(replace(CODES[1], colour="#ffffff")) == [CodebookChange(K.RECOLOURED, "A > B", "", "#ffffff")]
    assert compared(replace(CODES[1], rank=9)) == [CodebookChange(K.REORDERED, "A", "B; C", "C; B")]
    assert compared(shown=set()) == [CodebookChange(K.NO_LONGER_UNDER, "D > E", before="A")]
    assert compared(shown={(5, 1), (2, 4)}) == [CodebookChange(K.ALSO_UNDER, "A > B", after="D")]


def test_a_move_of_the_parent_is_no_move_of_what_is_below() -> None:
    assert compared(replace(CODES[0], parent=4, name="AA")) == [
        CodebookChange(K.RENAMED, "D > AA", "A", "AA"),
        CodebookChange(K.MOVED, "D > AA", "", "D"),
    ]


def test_codes_of_two_studies_are_matched_by_path() -> None:
    other = Codebook.of(
        Code(
            one.id + 50,
            f"other-{one.id}",
            None if one.parent is None else one.parent + 50,
            one.rank,
            one.name,
            one.kind,
            "now defined",
        )
        for one in CODES[:3]
    )
    changes = compare_codebooks(BEFORE, other)
    assert [(change.kind, change.path) for change in changes] == [
        (K.REDEFINED, "A"),
        (K.REDEFINED, "A > B"),
        (K.REDEFINED, "A > C"),
        (K.RETIRED, "D"),
        (K.RETIRED, "D > E"),
    ]


@given(entry_trees())
@settings(max_examples=60, deadline=None)
def test_a_snapshot_keeps_everything(entries: tuple[CodeEntry, ...]) -> None:
    book = codebook_of(entries)
    kept = codebook_from_snapshot(snapshot_of(book))
    assert kept == book
    assert compare_codebooks(book, kept) == ()


@given(entry_trees(), entry_trees())
@settings(max_examples=60, deadline=None)
def test_what_is_added_one_way_is_gone_the_other(first: tuple[CodeEntry, ...], second: tuple[CodeEntry, ...]) -> None:
    one, other = codebook_of(first), codebook_of(second)
    added = {change.path for change in compare_codebooks(one, other) if change.kind is K.ADDED}
    gone = {change.path for change in compare_codebooks(other, one) if change.kind in {K.RETIRED, K.MERGED}}
    assert added == gone
    assert added == {other.path_text(code.id) for code in other} - {one.path_text(code.id) for code in one}
