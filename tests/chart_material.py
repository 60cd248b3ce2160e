"""Charts and tables for the tests of what writes them."""

from __future__ import annotations

from qualcode.domain.chart_files import ChartFile, CitedExtract
from qualcode.domain.charts import CellMark, ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.domain.printing import Audience
from qualcode.domain.quotes import EditKind
from qualcode.domain.segments import Extract
from qualcode.domain.spans import Span
from qualcode.domain.theme_tables import Count, PrintedQuotation, ThemeSection, ThemeTable, ThemeTableRow, Told


def extract(words: str, *, number: int = 1, turn: int | None = 12, cases: tuple[str, ...] = ("P004",)) -> Extract:
    return Extract(number, "P004", Span(0, max(1, len(words))), words, "Theme > Code", "Mairi", turn, "P004", cases)


def chart(columns: int, rows: int = 2, *, cell: ChartCell | None = None, title: str = "Making the case") -> ChartTable:
    """A chart whose cells say which they are, or all the same cell."""
    return ChartTable(
        title,
        tuple(ChartColumn(number, f"Theme {number}", f"Group > Theme {number}") for number in range(columns)),
        tuple(
            ChartRow(
                row,
                f"P{row:03d}",
                "Nurse; FLS: no",
                tuple(cell or ChartCell(f"Row {row} theme {number}.") for number in range(columns)),
            )
            for row in range(rows)
        ),
        finished=rows,
    )


def chart_file(*charts: ChartTable, behind: tuple[Extract, ...] = (), audience: Audience = Audience.TEAM) -> ChartFile:
    """The charts as a file holds them, with these extracts, each within one turn."""
    cited = {one.id: CitedExtract(one, () if one.turn is None else (one.turn,)) for one in behind}
    return ChartFile("A study", charts, audience, cited, whose="analysis coding")


def quotation(printed: str, who: str, *edited: EditKind, kept: str = "") -> PrintedQuotation:
    told = (Told(int(who), who),)
    tag = f"[Participant ID: {who}]"
    return PrintedQuotation(printed, tag, cases=(f"P{who}",), told=told, edited=frozenset(edited), kept=kept or printed)


def theme_table(number: int = 1, *, legend: str = "") -> ThemeTable:
    late = "Savings come too late"
    finance = ThemeSection(
        "Finance and short-term savings",
        (
            ThemeTableRow(
                late, quotation("They want it […] in [year].", "004", EditKind.CUT, EditKind.REPLACE, kept="They want it   in  .")
            ),
            ThemeTableRow(late, quotation("It's nobody's saving.", "004")),
            ThemeTableRow("", quotation("Straight away (laughs).", "012"), contrary=True),
        ),
        (Count(9, 15, "participants"), Count(7, 11, "hospitals")),
    )
    quality = ThemeSection("Quality of care", (ThemeTableRow("Named, not weighed", quotation("All of them.", "011")),))
    return ThemeTable(number, "Factors seen to determine approval", (finance, quality), legend)


NOT_ASKED = ChartCell(mark=CellMark.NOT_ASKED)
NOT_RAISED = ChartCell(mark=CellMark.NOT_RAISED)
