"""How a chart is written to a file: which kind, for whom, with which extracts, which of its rows, which way round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.widgets import Input

from qualcode.domain.printing import Audience
from qualcode.tui.modals.form import ChoiceLine, Field, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Mapping[str, str] = {"Word": ".docx", "Excel": ".xlsx", "page for the browser": ".html", "CSV": ".csv"}
"""What a chart can be written as, and how such a file is named."""
READERS: Mapping[str, Audience] = {"the study team": Audience.TEAM, "a publication": Audience.PUBLICATION}
"""Whom a file is for, as it is asked."""
WHOLE_CHART = "the whole chart"
YES, NO = "yes", "no"
BLANK, FILLED = "nothing", "their coded extracts"
CASES_DOWN, THEMES_DOWN = "cases down", "themes down"


class ChartFileAsked(NamedTuple):
    """How a chart is to be written: `whole` in place of what is shown of it, with the cases' portraits or without.

    Else as `services.charts_out.write_charts`.
    """

    path: Path
    audience: Audience
    whole: bool
    transposed: bool
    portrait: bool
    evidence: bool
    extracts: bool


class ChartFileForm(Form):
    """Asks how a chart is written; `shown` says what is shown of it, empty where that is all."""

    VERTICAL_BREAKPOINTS = [(0, "-tight"), (30, "-high")]  # noqa: RUF012
    DEFAULT_CSS = """
    ChartFileForm.-tight .label { margin-top: 0; }
    """

    def __init__(self, *, shown: str, transposed: bool, portrait: bool) -> None:
        rows = [Field("rows", "Which rows", shown, choices=(shown, WHOLE_CHART))] if shown else []
        super().__init__(
            "Write the chart",
            [
                Field("kind", "Kind of file", choices=tuple(KINDS)),
                Field("readers", "For", choices=tuple(READERS)),
                *rows,
                Field("way", "Which way round", THEMES_DOWN if transposed else CASES_DOWN, choices=(CASES_DOWN, THEMES_DOWN)),
                Field("portrait", "With the portraits of the cases", YES if portrait else NO, choices=(YES, NO)),
                Field("evidence", "With the extracts behind the summaries", YES, choices=(YES, NO)),
                Field("extracts", "In cells without a summary", BLANK, choices=(BLANK, FILLED)),
                Field("path", "File", "chart.docx"),
            ],
            words="A publication stops at what tells who somebody is; a file for the team is not checked, and says so.",
            needed="path",
        )
        self._turned = THEMES_DOWN if transposed else CASES_DOWN

    def _line(self, name: str) -> ChoiceLine:
        return self.query_one(f"#{name}", ChoiceLine)

    @on(ChoiceLine.Chosen)
    def _fit(self, event: ChoiceLine.Chosen) -> None:
        """The file is named as its kind, and what is usual for its readers is chosen."""
        if event.line.id == "readers":
            self._fit_evidence()
        elif event.line.id == "way":
            self._turned = event.line.value
        elif event.line.id == "kind":
            path = self.query_one("#path", Input)
            suffix = KINDS[event.line.value]
            named = Path(path.value.strip() or "chart")
            if named.suffix.lower() != suffix:
                path.value = str(named.with_suffix(suffix) if named.suffix.lower() in KINDS.values() else f"{named}{suffix}")
            self._fit_way(suffix)
            self._fit_evidence()

    @on(Input.Changed, "#path")
    def _fit_kind(self, event: Input.Changed) -> None:
        """A file that is named as another kind is of that."""
        suffix = Path(event.value.strip()).suffix.lower()
        kind = next((kind for kind, one in KINDS.items() if one == suffix), None)
        if kind is not None and kind != self._line("kind").value:
            self._line("kind").choose(kind)
            self._fit_way(suffix)
            self._fit_evidence()

    def _fit_evidence(self) -> None:
        """Extracts go with what is for the team, but for a table that other programs read."""
        usual = READERS[self._line("readers").value] is Audience.TEAM and KINDS[self._line("kind").value] != ".csv"
        self._line("evidence").choose(YES if usual else NO)

    def _fit_way(self, suffix: str) -> None:
        """A page has its cases down: they are chosen there."""
        ways = (CASES_DOWN,) if suffix == ".html" else (CASES_DOWN, THEMES_DOWN)
        self._line("way").offer(ways, self._turned)
        if self._turned in ways:
            self._line("way").choose(self._turned)


def asked_of(values: Mapping[str, str]) -> ChartFileAsked:
    """What the form's fields ask for; a path without the ending of a kind is given it."""
    path = Path(values["path"].strip()).expanduser()
    if path.suffix.lower() not in KINDS.values():
        path = path.with_name(path.name + KINDS[values["kind"]])
    return ChartFileAsked(
        path,
        READERS[values["readers"]],
        values.get("rows", WHOLE_CHART) == WHOLE_CHART,
        values["way"] == THEMES_DOWN,
        values["portrait"] == YES,
        values["evidence"] == YES,
        values["extracts"] == FILLED,
    )
