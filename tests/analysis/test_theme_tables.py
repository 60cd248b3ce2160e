from __future__ import annotations

from dataclasses import replace

from qualcode.analysis.theme_tables import remarks_on
from qualcode.domain.theme_tables import PrintedQuotation, ThemeSection, ThemeTableRow
from tests.chart_material import theme_table

PEOPLE = ["P004", "P011", "P012", "P013"]
ROLES = {"P004": "nurse", "P011": "manager", "P012": "manager", "P013": "surgeon"}


def test_who_is_heard_too_often_and_who_is_not() -> None:
    table = theme_table(2)
    again = ThemeSection(
        "Failing services", (ThemeTableRow("", PrintedQuotation("It failed.", "", cases=("P004",)), contrary=True),)
    )
    remarks = remarks_on([replace(table, sections=(*table.sections, again))], PEOPLE, ROLES)
    assert remarks == (
        "Table 2 quotes P004 3 times.",
        "Table 2 has no contrary quotation for: Quality of care.",
        "Never quoted: P013.",
        "Not heard in any table: surgeon.",
    )


def test_a_long_title_and_legend_are_pointed_out() -> None:
    table = replace(theme_table(), title="word " * 16, legend="word " * 301)
    remarks = remarks_on([table], [], {})
    assert "The title of Table 1 has 16 words; journals take 15." in remarks
    assert "The legend of Table 1 has 301 words; journals take 300." in remarks
