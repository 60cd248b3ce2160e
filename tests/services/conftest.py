from __future__ import annotations

from tests.services.chart_study import coded, coded_file

__all__ = ["coded", "coded_file"]
