"""What a user chose once for all studies, and where that is kept."""

from __future__ import annotations

from qualcode.settings.reading import Loaded, Settings, acting_coder, load_settings, settings_path
from qualcode.settings.writing import drop_setting, keep_setting

__all__ = ["Loaded", "Settings", "acting_coder", "drop_setting", "keep_setting", "load_settings", "settings_path"]
