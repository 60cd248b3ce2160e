"""What holds for the whole study and can be changed: how its quotations print, and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.storage.session import Repository
from qualcode.storage.tables.studies import study_setting

if TYPE_CHECKING:
    from collections.abc import Mapping


class SettingsRepository(Repository):
    """Settings of the study by key; they are the same for all who work on it, and changing one is undone like anything else."""

    def all(self) -> dict[str, str]:
        """All settings that were ever made."""
        return {row.key: row.value for row in self.rows(select(study_setting).order_by(study_setting.c.key))}

    def put(self, settings: Mapping[str, str]) -> int:
        """Make settings say this and return how many changed."""
        there = {row.key: row.id for row in self.rows(select(study_setting))}
        changed = 0
        for key, value in sorted(settings.items()):
            if key in there:
                changed += self.write.update(study_setting, there[key], {"value": value})
            else:
                self.write.insert(study_setting, {"key": key, "value": value})
                changed += 1
        return changed
