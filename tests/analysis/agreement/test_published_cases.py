"""Every published case, figure by figure, within the tolerance its source allows: an id for each case and coefficient."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.analysis.agreement import matrices, tables, tally
from qualcode.analysis.agreement.intervals import four_figures, four_pooled
from qualcode.analysis.agreement.matrices import Metric
from qualcode.analysis.agreement.sets import jaccard_distance, masi
from qualcode.analysis.agreement.sweep import PatternTable, intervals_of, marks_of, pattern_weights
from qualcode.analysis.agreement.tally import Tally
from qualcode.analysis.agreement.unitizing import Continuum, UnitizingFigures, unitizing
from qualcode.domain.agreement import Figure
from qualcode.domain.sources import Turn
from qualcode.domain.spans import Span
from qualcode.domain.units import Unit, axis_of, scope_of
from tests.conftest import REAL_DATA

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = Figure | float | None
    Functions = dict[str, Callable[[Any], Found]]

FILE = REAL_DATA / "agreement" / "published_cases.json"
SUPERSEDED = "alphaU2004"
"""Krippendorff's alpha_U of 1995 and 2004, which the family of 2016 replaced: its figures stay as data."""

OF_CONFUSION: Functions = {
    "percent_agreement": tables.percent_agreement,
    "cohen_kappa": tables.cohen_kappa,
    "cohen_pe": lambda table: tables.cohen_kappa(table).expected,
    "cohen_kappa_max": tables.kappa_max,
    "cohen_kappa_se": tables.kappa_error,
    "scott_pi": tables.scott_pi,
    "brennan_prediger": tables.brennan_prediger,
    "gwet_ac1": tables.gwet_ac1,
    "gwet_pe": lambda table: tables.gwet_ac1(table).expected,
    "alpha_nominal": tables.alpha_of_confusion,
    "specific_agreement_0": lambda table: tables.specific_agreement(table, 0),
    "specific_agreement_1": lambda table: tables.specific_agreement(table, 1),
}
OF_MATRIX: Functions = {
    "percent_agreement": matrices.percent_of_matrix,
    "percent_agreement_coincidence": matrices.percent_of_matrix,
    "percent_agreement_unit_mean": lambda matrix: matrices.percent_of_matrix(matrix, by_unit=True),
    "alpha_nominal": matrices.krippendorff_alpha,
    "alpha_ordinal": lambda matrix: matrices.krippendorff_alpha(matrix, Metric.ORDINAL),
    "alpha_interval": lambda matrix: matrices.krippendorff_alpha(matrix, Metric.INTERVAL),
    "alpha_ratio": lambda matrix: matrices.krippendorff_alpha(matrix, Metric.RATIO),
    "alpha_masi": lambda matrix: matrices.krippendorff_alpha(matrix, masi),
    "alpha_jaccard": lambda matrix: matrices.krippendorff_alpha(matrix, jaccard_distance),
    "D_o": lambda matrix: matrices.krippendorff_alpha(matrix).observed,
    "D_e": lambda matrix: matrices.krippendorff_alpha(matrix).expected,
    "fleiss_kappa": matrices.fleiss_kappa,
    "fleiss_kappa_gwet_missing": matrices.fleiss_kappa,
    "fleiss_pe": lambda matrix: matrices.fleiss_kappa(matrix).expected,
    "fleiss_se": matrices.fleiss_error,
    "randolph_kappa": matrices.randolph_kappa,
    "gwet_ac1": matrices.gwet_ac1,
    "gwet_pe": lambda matrix: matrices.gwet_ac1(matrix).expected,
    "gwet_ac1_se": matrices.gwet_ac1_error,
}
OF_TALLY: Functions = {
    "percent_agreement": lambda sums: number(tally.percent(sums)),
    "cohen_kappa": lambda sums: number(four_figures(sums)["kappa"]),
    "char_cohen_kappa": lambda sums: number(four_figures(sums)["kappa"]),
    "char_scott_pi": lambda sums: number(tally.coefficient(tally.fleiss_parts(sums), sums)),
    "scott_pi": lambda sums: number(tally.coefficient(tally.fleiss_parts(sums), sums)),
    "fleiss_kappa": lambda sums: number(tally.coefficient(tally.fleiss_parts(sums), sums)),
    "alpha_nominal": lambda sums: number(four_figures(sums)["alpha"]),
    "char_alpha_nominal": lambda sums: number(four_figures(sums)["alpha"]),
    "gwet_ac1": lambda sums: number(1 - tally.ratio(tally.gwet_parts(sums).observed, tally.gwet_parts(sums).expected)),
    "gwet_pe": lambda sums: number(1 - tally.gwet_parts(sums).expected),
    "brennan_prediger": lambda sums: number(tally.brennan_prediger(sums)),
    "randolph_kappa": lambda sums: number(tally.brennan_prediger(sums)),
    "cohen_pe": lambda sums: number(1 - tally.kappa_parts(sums).expected),
    "specific_agreement_0": lambda sums: number(tally.f1(sums)),
}
"""The engine's own formulas, where a case has two categories: what commands print."""


def number(values: tally.Floats) -> float | None:
    """The one value of an array, None where it is undefined."""
    value = float(values.reshape(-1)[0])
    return None if value != value else value


def hashable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value


def matrix_of(case: dict[str, Any]) -> list[list[Any]]:
    return [[hashable(value) for value in row] for row in case["data"]["coders_by_units"]]


def tally_of_confusion(table: list[list[int]]) -> Tally:
    import numpy as np

    (both, first), (second, neither) = table
    return tally.tally(PatternTable(np.arange(4), np.array([[[neither, first, second, both]]])), [[True, True]], 2).total()


def tally_of_matrix(matrix: list[list[Any]]) -> Tally | None:
    """The tally of a matrix of two categories without missing values, else None."""
    import numpy as np

    values = sorted({value for row in matrix for value in row if value is not None}, key=repr)
    if len(values) != 2 or any(value is None for row in matrix for value in row):
        return None
    weights = np.zeros((1, 1, 2 ** len(matrix)), dtype=np.int64)
    for column in zip(*matrix, strict=True):
        weights[0, 0, sum((value == values[1]) << coder for coder, value in enumerate(column))] += 1
    return tally.tally(PatternTable(np.arange(2 ** len(matrix)), weights), [[True] * len(matrix)], len(matrix)).total()


def tally_of_segments(data: dict[str, Any]) -> Tally:
    """The segments of a case through the whole engine, by character."""
    text = "x" * data["length"]
    axis = axis_of(text, scope_of(text, [Turn(1, Span(0, len(text)), None, 0)]), Unit.CHARACTER)
    begin, coders = data["begin"], data["coders"]
    values = sorted({value for segments in coders for _, _, value in segments})
    found = [
        (0, coder, values.index(value), start - begin, end - begin)
        for coder, segments in enumerate(coders)
        for start, end, value in segments
    ]
    intervals = intervals_of(marks_of([axis], [text], found), [axis], [text])
    many = len(coders)
    return tally.tally(pattern_weights(intervals, [axis.count], len(values), many), [[True] * many], many).total()


def family_of(data: dict[str, Any]) -> tuple[UnitizingFigures, list[str]]:
    values = sorted({value for segments in data["coders"] for _, _, value in segments})
    continuum = Continuum()
    continuum.add(
        data["length"],
        [
            [(start - data["begin"], end - data["begin"], values.index(value)) for start, end, value in sorted(segments)]
            for segments in data["coders"]
        ],
    )
    return unitizing(continuum, range(len(values))), values


def of_family(found: tuple[UnitizingFigures, list[str]], name: str) -> Figure:
    figures, values = found
    if name in ("u_alpha", "bar_u_alpha", "cu_alpha"):
        return {"u_alpha": figures.units, "bar_u_alpha": figures.relevance, "cu_alpha": figures.values}[name]
    what, _, value = name.rpartition("_")
    return figures.by_value[values.index(value)][("ku_alpha", "ku_cov").index(what)]


def ways(case: dict[str, Any], name: str) -> dict[str, Callable[[], Found]]:
    """The functions that give a figure of a case, by the name of the way."""
    data, kind = case["data"], case["kind"]
    found: dict[str, Callable[[], Found]] = {}
    if kind == "confusion":
        found["formula"] = lambda: OF_CONFUSION[name](data["table"])
        if len(data["table"]) == 2 and name in OF_TALLY:
            found["engine"] = lambda: OF_TALLY[name](tally_of_confusion(data["table"]))
    elif kind == "reliability_matrix":
        matrix = matrix_of(case)
        found["formula"] = lambda: OF_MATRIX[name](matrix)
        if name in OF_TALLY and (sums := tally_of_matrix(matrix)) is not None:
            found["engine"] = lambda: OF_TALLY[name](sums)
    elif kind == "segments" and name in OF_TALLY:
        found["engine"] = lambda: OF_TALLY[name](tally_of_segments(data))
    elif kind == "segments":
        found["formula"] = lambda: of_family(family_of(data), name)
    elif kind == "set_pairs":
        left, right = data["pairs"][int(name.removeprefix("masi_"))]
        found["formula"] = lambda: masi(frozenset(left), frozenset(right))
    elif kind == "confusion_set":
        found["formula"] = lambda: tables.pooled_kappa(data["tables"])
        found["engine"] = lambda: number(four_pooled(stacked([tally_of_confusion(table) for table in data["tables"]]))["kappa"])
    return found


def stacked(codes: list[Tally]) -> Tally:
    """Tallies of one code each as one tally of all of them."""
    import numpy as np

    return Tally(np.concatenate([one.sums for one in codes]), codes[0].coders)


def every_figure() -> list[Any]:
    if not FILE.exists():
        return []
    return [
        pytest.param(case, name, how, id=f"{case['name']}-{name}" + ("-by-engine" if how == "engine" else ""))
        for case in json.loads(FILE.read_text(encoding="utf-8"))
        for name in case["expected"]
        if not name.startswith(SUPERSEDED)
        for how in ways(case, name)
    ]


@pytest.mark.parametrize(("case", "name", "how"), every_figure())
def test_published(case: dict[str, Any], name: str, how: str) -> None:
    found = ways(case, name)[how]()
    value = found.value if isinstance(found, Figure) else found
    expected = case["expected"][name]
    if expected is None:
        assert value is None
        assert not isinstance(found, Figure) or found.reason
    else:
        assert value == pytest.approx(expected, abs=case.get("tolerances", {}).get(name, case["tolerance"]))


def test_every_expected_figure_is_compared(real_data: object) -> None:
    """No case is passed over because its kind or a name in it is not known here."""
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    assert len(cases) == 27
    for case in cases:
        for name in case["expected"]:
            assert name.startswith(SUPERSEDED) or "formula" in ways(case, name) or "engine" in ways(case, name), name
