"""Every published case of a confusion table or a reliability matrix, within the tolerance its source allows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.analysis.agreement.tables import (
    Metric,
    alpha_of_confusion,
    cohen_kappa,
    confusion_of,
    krippendorff_alpha,
    percent_agreement,
    percent_of_matrix,
    pooled_kappa,
    specific_agreement,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.domain.agreement import Figure

OF_CONFUSION: dict[str, Callable[[Any], Figure | float | None]] = {
    "percent_agreement": percent_agreement,
    "cohen_kappa": cohen_kappa,
    "cohen_pe": lambda table: cohen_kappa(table).expected,
    "alpha_nominal": alpha_of_confusion,
    "specific_agreement_0": lambda table: specific_agreement(table, 0),
    "specific_agreement_1": lambda table: specific_agreement(table, 1),
}
OF_MATRIX: dict[str, Callable[[Any], Figure | float | None]] = {
    "percent_agreement": percent_of_matrix,
    "percent_agreement_coincidence": percent_of_matrix,
    "percent_agreement_unit_mean": lambda matrix: percent_of_matrix(matrix, by_unit=True),
    "alpha_nominal": krippendorff_alpha,
    "alpha_ordinal": lambda matrix: krippendorff_alpha(matrix, Metric.ORDINAL),
    "alpha_interval": lambda matrix: krippendorff_alpha(matrix, Metric.INTERVAL),
    "alpha_ratio": lambda matrix: krippendorff_alpha(matrix, Metric.RATIO),
    "D_o": lambda matrix: krippendorff_alpha(matrix).observed,
    "D_e": lambda matrix: krippendorff_alpha(matrix).expected,
    "cohen_kappa": lambda matrix: cohen_kappa(confusion_of(matrix)[1]),
}


def cases(real_data: Path, kind: str) -> list[dict[str, Any]]:
    every = json.loads((real_data / "agreement" / "published_cases.json").read_text(encoding="utf-8"))
    return [case for case in every if case["kind"] == kind]


def hashable(value: Any) -> Any:
    return frozenset(value) if isinstance(value, list) else value


def check(case: dict[str, Any], data: Any, functions: dict[str, Callable[[Any], Figure | float | None]]) -> int:
    """Compare what the case states with what the functions give; how many figures were compared."""
    compared = 0
    for name, expected in case["expected"].items():
        if name not in functions:
            continue
        found = functions[name](data)
        value = getattr(found, "value", found)
        tolerance = case.get("tolerances", {}).get(name, case["tolerance"])
        compared += 1
        if expected is None:
            assert value is None, (case["name"], name)
        else:
            assert value == pytest.approx(expected, abs=tolerance), (case["name"], name)
    return compared


def test_confusion_tables(real_data: Path) -> None:
    compared = {case["name"]: check(case, case["data"]["table"], OF_CONFUSION) for case in cases(real_data, "confusion")}
    assert len(compared) >= 9
    assert all(compared.values()), compared


def test_reliability_matrices(real_data: Path) -> None:
    compared = {}
    for case in cases(real_data, "reliability_matrix"):
        matrix = [[hashable(value) for value in row] for row in case["data"]["coders_by_units"]]
        compared[case["name"]] = check(case, matrix, OF_MATRIX)
    assert len(compared) >= 9
    assert all(compared.values()), compared


def test_sets_of_confusion_tables(real_data: Path) -> None:
    found = [check(case, case["data"]["tables"], {"pooled_kappa": pooled_kappa}) for case in cases(real_data, "confusion_set")]
    assert found
    assert all(found)
