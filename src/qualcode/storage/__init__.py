"""Where a study lives; the only room that speaks SQL."""

from __future__ import annotations

from qualcode.storage.opening import create_study, open_study
from qualcode.storage.study import OpenStudy, StudyFacts
from qualcode.storage.unit_of_work import UnitOfWork

__all__ = ["OpenStudy", "StudyFacts", "UnitOfWork", "create_study", "open_study"]
