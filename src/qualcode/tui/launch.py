"""Starting the terminal UI from the command line."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from qualcode.errors import StudyFileError

if TYPE_CHECKING:
    from pathlib import Path


def launch(
    study: str | Path, acting: str | None = None, source: str | None = None, *, ascii_only: bool = False, at: str = ""
) -> None:
    """Open a study in this terminal and stay until the researcher leaves; `ascii_only` whatever the settings say of it.

    `at` names the screen to begin with.

    Raises:
        QualcodeError: the study cannot be opened, or this is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StudyFileError("The workbench needs a terminal.", "Run it in one, or use commands such as `qualcode show`.")
    # Nothing that a start makes is garbage; the app turns the collector on again once a source is shown.
    gc.disable()
    from qualcode.tui.app import QualcodeApp

    app = QualcodeApp(study, acting, source, ascii_only=ascii_only, at=at)
    try:
        app.run(mouse=app.settings.mouse)
    finally:
        app.close_study()
        gc.enable()
    if app.unsaved:
        raise StudyFileError(
            f"Another window held the study until the end, and this was not saved: {', '.join(app.unsaved)}.",
            "Open the study and do it again.",
        )
    if app.failure is not None:
        raise app.failure
    if app.return_code:
        sys.exit(app.return_code)
