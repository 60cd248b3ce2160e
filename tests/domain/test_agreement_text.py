"""Agreement as people read it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from qualcode.domain import agreement_text as text
from qualcode.domain.agreement import AgreementTable, Figure, Interval
from qualcode.domain.agreement_notes import footer, some
from qualcode.domain.units import MappingRule
from tests.agreement_tables import compared

VERDICTS = re.compile(
    r"\b(good|poor|fair|slight|moderate|substantial|excellent|perfect|acceptable|reliable|low|high)\b", re.IGNORECASE
)


def everything(table: AgreementTable) -> str:
    """All words that are printed of a table."""
    printed = text.all_tables(table, by_source=True)
    cells = [cell for one in printed for row in (one.columns, *one.rows) for cell in row]
    return "\n".join([text.heading(table), *cells, *footer(table)])


@pytest.mark.parametrize("sources", [3, 8])
@pytest.mark.parametrize("coders", [2, 3])
def test_no_figure_is_called_anything(sources: int, coders: int) -> None:
    assert not VERDICTS.search(everything(compared(sources, coders, explore=True)))


def test_every_row_has_a_cell_for_every_column() -> None:
    for coders in (2, 3):
        for sources in (3, 8):
            for one in text.all_tables(compared(sources, coders, explore=True), by_source=True):
                assert {len(row) for row in one.rows} == {len(one.columns)}
                assert one.figures <= set(range(len(one.columns)))


def test_percent_agreement_stands_in_brackets_where_uncoded_text_alone_makes_it_near_one() -> None:
    rows = {row[0]: row for row in text.code_table(compared()).rows}
    assert rows["=Costs"][-2] == "0.950", "exactly 95 % are uncoded"
    assert rows["Never used"][-2] == "(1.000)"
    assert rows["All codes together"][-2] == "(0.983)"
    lines = list(footer(compared()))
    assert any(line.startswith("In brackets: more than 95 %") for line in lines)


def test_intervals_stand_beside_their_figures_and_say_where_there_are_none() -> None:
    table = compared(8)
    printed = text.code_table(table)
    assert printed.columns[4:8] == ("F1", "F1 95 %", "alpha", "alpha 95 %")
    assert any("2,000 draws, seed 1" in line for line in footer(table))
    assert text.interval_text(Interval(None, None, 300, "undefined in 300 of 2000 draws")) == "n/a"
    row = table.codes[0]
    assert row.intervals is not None
    without = replace(row.intervals, alpha=Interval(None, None, 300, "undefined in 300 of 2000 draws"))
    told = replace(table, codes=(replace(row, intervals=without), *table.codes[1:]))
    assert any(line == f"No interval of alpha, undefined in more than a tenth of the draws: {row.path}." for line in footer(told))


def test_the_other_mapping_rule_says_how_much_hangs_on_it() -> None:
    table = compared()
    assert "By half the unit, 0 of the 18 turns that a coder gave a code would not count." in footer(table)
    half = replace(table, mapping=MappingRule.HALF)
    assert "By any overlap, 0 turns more than the 18 that a coder gave a code would count." in footer(half)
    assert text.heading(half).endswith("by turn (half the unit)")


def test_what_kind_of_figures_they_are_stands_first() -> None:
    table = compared()
    assert text.heading(table).startswith("Agreement of Mairi Lennox and Tom Adeyemi")
    assert text.heading(replace(table, exploratory=True)).startswith("Exploratory: agreement of")
    both = replace(table, exploratory=True, descriptive=True)
    assert text.heading(both).startswith("Exploratory; descriptive, both codings in view: agreement of")


def test_a_great_many_names_are_cut_short() -> None:
    names = [f"P{at:03d}" for at in range(25)]
    assert some(names[:20]) == ", ".join(names[:20])
    assert some(names).endswith("P019 and 5 more")


def test_coders_of_one_first_name_keep_their_names() -> None:
    assert text.short_names(["Jo Ito", "Jo Hale"]) == ("Jo Ito", "Jo Hale")
    assert text.short_names(["Jo Ito", "Al Hale"]) == ("Jo", "Al")


def test_undefined_is_said_and_never_a_number() -> None:
    assert text.fraction(Figure(None, "why")) == "n/a"
    assert text.fraction(Figure(0.0)) == "0.000"
    remarks = [row[-1] for row in text.code_table(compared()).rows]
    assert remarks == ["Mairi never used it", "", "code not used by either coder", ""]
