"""The table of two coders: rows, pool, reasons, and the defects of other tools that must not come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.agreement.report import ComparedCode, ComparedSource, Material, agreement_table
from qualcode.analysis.agreement.tables import cohen_kappa, pooled_kappa
from qualcode.domain.agreement import AgreementTable, CrossCheck, ScopeNote
from qualcode.domain.sources import Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import MappingRule, Unit
from qualcode.errors import Cancelled

Marks = list[tuple[int, int, int]]


def source(first: Marks, second: Marks, *, name: str = "interview", length: int = 1000, turn: int = 0) -> ComparedSource:
    """A source of `length` characters, one turn for every `turn` of them (0: one turn)."""
    step = turn or length
    turns = [Turn(at // step + 1, Span(at, min(at + step, length)), None, 0) for at in range(0, length, step)]
    return ComparedSource(name, "x" * length, turns, frozenset(), (first, second))


def compare(
    *sources: ComparedSource,
    codes: int = 1,
    unit: Unit = Unit.CHARACTER,
    with_sub_codes: bool = False,
    without_backchannels: bool = False,
    mapping: MappingRule = MappingRule.ANY,
    explore: float | None = None,
) -> AgreementTable:
    compared = [ComparedCode(at, f"Code {at}", frozenset(range(at, codes) if with_sub_codes else [at])) for at in range(codes)]
    note = ScopeNote(
        units=0, characters=0, with_interviewer=False, with_sub_codes=with_sub_codes, without_backchannels=without_backchannels
    )
    material = Material(("maya", "tomas"), sources, tuple(compared), note, (("All", tuple(range(codes))),))
    return agreement_table(material, unit, mapping, explore=explore, cross_check=True)


def test_a_row_counts_in_units_and_its_figures_follow() -> None:
    table = compare(source([(0, 0, 200)], [(0, 150, 350)]))
    row = table.codes[0]
    assert (row.counts.everyone, *row.counts.only, row.counts.nobody) == (50, 150, 150, 650)
    assert row.figures.percent.value == 0.7
    assert row.figures.f1.value == 0.25
    assert row.figures.kappa.value == pytest.approx(0.0625)
    assert table.cross_check is not None
    assert (table.cross_check.compared, table.cross_check.disagreeing) == (1, ())
    assert table.cross_check.largest <= 1e-15
    assert (table.scope.units, table.scope.characters, table.scope.codings) == (1000, 1000, (1, 1))


def test_independent_halves_have_no_agreement_beyond_chance() -> None:
    """A product of margins as chance and coded text as the universe give 0.299 here."""
    row = compare(source([(0, 0, 500)], [(0, 250, 750)])).codes[0]
    assert row.figures.kappa.value == pytest.approx(0, abs=1e-12)


def test_fifty_both_and_a_hundred_and_fifty_one_of_a_thousand() -> None:
    row = compare(source([(0, 0, 125)], [(0, 75, 200)])).codes[0]
    assert (row.counts.everyone, row.counts.differences) == (50, 150)
    assert row.figures.kappa.value == pytest.approx(0.3143, abs=0.00005)


def test_no_overlap_at_all() -> None:
    assert compare(source([(0, 0, 100)], [(0, 100, 200)])).codes[0].figures.kappa.value == pytest.approx(-0.1111, abs=0.00005)
    assert compare(source([(0, 0, 500)], [(0, 500, 1000)])).codes[0].figures.kappa.value == pytest.approx(-1)


def test_one_coder_overlapping_himself_agrees_with_nobody() -> None:
    row = compare(source([(0, 0, 100), (0, 50, 150)], [])).codes[0]
    assert row.counts.everyone == 0
    assert row.figures.kappa.value == pytest.approx(0, abs=1e-12)


def test_the_same_text_coded_twice_by_one_and_once_by_the_other_is_complete_agreement() -> None:
    figures = compare(source([(0, 0, 100), (0, 0, 90)], [(0, 0, 100)])).codes[0].figures
    assert [figure.value for _, figure in figures.named()] == [1, 1, 1, 1]


def test_a_code_neither_used_is_undefined_and_says_why() -> None:
    table = compare(source([(0, 0, 10)], [(0, 0, 10)]), codes=2)
    unused = table.codes[1]
    assert unused.figures.percent.value == 1
    assert [name for name, figure in unused.figures.named() if not figure.defined] == ["f1", "alpha", "kappa"]
    assert {figure.reason for _, figure in unused.figures.named() if not figure.defined} == {"code not used by either coder"}
    assert (table.pooled.codes_used, table.pooled.codes_unused) == (1, 1)
    assert table.pooled.figures.alpha.value == 1
    assert table.cross_check is not None
    assert replace(table.cross_check, version="") == CrossCheck(2, 0.0)


def test_a_code_on_everything_has_f1_but_no_chance_corrected_figure() -> None:
    figures = compare(source([(0, 0, 1000)], [(0, 0, 400), (0, 400, 1000)])).codes[0].figures
    assert figures.f1.value == 1
    assert figures.alpha.reason == figures.kappa.reason == "code applied to everything by both coders"


def test_no_text_in_scope_and_no_codes() -> None:
    empty = ComparedSource("empty", "", (), frozenset(), ((), ()))
    table = compare(empty)
    assert all(
        figure.reason == "no units in scope" for _, figure in (*table.codes[0].figures.named(), *table.pooled.figures.named())
    )
    assert table.scope.by_paragraphs == ("empty",)
    assert compare(codes=0).pooled.figures.kappa.reason == "no codes to compare"
    assert compare(source([], [])).pooled.figures.alpha.reason == "no code was used by either coder"


def test_with_sub_codes_a_code_takes_the_union_with_its_descendants() -> None:
    marks = source([(0, 0, 10), (1, 5, 20)], [(1, 0, 20)])
    own = compare(marks, codes=2)
    assert [row.counts.everyone for row in own.codes] == [0, 15]
    assert [row.counts.everyone for row in compare(marks, codes=2, with_sub_codes=True).codes] == [20, 15]


def test_turns_count_once_however_much_of_them_is_coded() -> None:
    row = compare(source([(0, 5, 6)], [(0, 0, 10)], turn=10), unit=Unit.TURN).codes[0]
    assert (row.counts.everyone, row.counts.nobody) == (1, 99)


def test_each_source_has_its_figures_below_eight_sources_and_none_from_eight_on() -> None:
    sources = [source([(0, 0, 10 * at)], [(0, 0, 50)], name=f"{at}", length=100) for at in range(1, 8)]
    table = compare(*sources)
    assert [of_source.source for of_source in table.by_source] == [str(at) for at in range(1, 8)]
    assert table.by_source[4].figures.f1.value == 1
    assert table.by_source[0].figures.f1.value == pytest.approx(2 * 10 / 60)
    assert table.intervals is None
    more = compare(*sources, source([], [], name="8"))
    assert more.by_source == ()
    assert more.intervals is not None
    for (_, interval), (_, figure) in zip(more.intervals.named(), more.pooled.figures.named(), strict=True):
        assert interval.low is not None
        assert interval.high is not None
        assert figure.value is not None
        assert interval.low < figure.value < interval.high


def test_codings_out_of_scope_are_counted() -> None:
    turns = [Turn(1, Span(0, 10), None, 1), Turn(2, Span(12, 20), None, 2)]
    asked = ComparedSource("a", "x" * 20, turns, frozenset({1}), ([(0, 0, 5), (0, 13, 15)], [(0, 10, 12)]))
    scope = compare(asked, unit=Unit.TURN).scope
    assert (scope.units, scope.turns_left_out, scope.codings, scope.codings_out_of_scope) == (1, 1, (2, 1), 2)


def test_progress_may_stop_it() -> None:
    def stop(_done: int, _total: int, _what: str) -> None:
        raise Cancelled("Stopped.")

    note = ScopeNote(units=0, characters=0, with_interviewer=False, with_sub_codes=False)
    with pytest.raises(Cancelled):
        agreement_table(Material(("a", "b"), (source([], []),), (), note), Unit.TURN, progress=stop)


SEGMENTS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 59), st.integers(1, 60)).map(lambda s: (s[0], s[1], min(60, s[1] + s[2]))),
    max_size=6,
)


@given(SEGMENTS, SEGMENTS)
def test_every_row_and_the_pool_agree_with_plain_tables_and_with_the_package(first: Marks, second: Marks) -> None:
    table = compare(source(first, second, length=60), codes=3)
    assert table.cross_check is not None
    assert table.cross_check.disagreeing == ()
    plain = [[[row.counts.everyone, row.counts.only[0]], [row.counts.only[1], row.counts.nobody]] for row in table.codes]
    for row, confusion in zip(table.codes, plain, strict=True):
        expected = cohen_kappa(confusion)
        assert row.figures.kappa.defined == expected.defined
        if expected.value is not None:
            assert row.figures.kappa.value == pytest.approx(expected.value, abs=1e-12)
    pooled = pooled_kappa(plain)
    assert table.pooled.figures.kappa.defined == pooled.defined
    if pooled.value is not None:
        assert table.pooled.figures.kappa.value == pytest.approx(pooled.value, abs=1e-9)
    assert compare(source(first, second, length=60), codes=4).pooled.figures.kappa.value == pytest.approx(
        table.pooled.figures.kappa.value, abs=1e-9, nan_ok=True
    )
