"""What the screens share that write files: a path is asked for, a file there already is asked about, a worker writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from qualcode.errors import QualcodeError
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.screens.writing_screen import WritingScreen

if TYPE_CHECKING:
    from collections.abc import Callable

TEAM_ONLY = "for the study team only: it may identify participants."


class WritesFiles(WritingScreen):
    """A screen from which files are written."""

    class Written(Message):
        """A file was written, or could not be."""

        def __init__(self, words: str, refused: QualcodeError | None = None) -> None:
            self.words = words
            self.refused = refused
            super().__init__()

    def open_prompt(
        self, label: str, on_done: Callable[[str | None], None], text: str, on_change: Callable[[str], None] | None = None
    ) -> None:
        """Have a line typed; when it is done, or given up with None, it is closed first."""
        raise NotImplementedError

    def ask_path(self, text: str, write: Callable[[Path], str], kinds: str = ".docx or .csv", *, adds: bool = False) -> None:
        """Ask for a path, and again before a file is replaced, which one that `adds` to it does not do.

        `write` is called in a worker and says what it wrote.
        """

        def done(words: str | None) -> None:
            if words and words.strip():
                self.write_file(Path(words.strip()).expanduser(), write, adds=adds)

        self.open_prompt("WRITE TO", done, text)
        self.say(f"A {kinds} file, {TEAM_ONLY}")

    def write_file(self, path: Path, write: Callable[[Path], str], *, adds: bool = False) -> None:
        """Write a file in a worker; before one is replaced, which one that `adds` to it does not do, it is asked."""
        from qualcode.tui.modals.confirm import Confirm

        if adds or not path.exists():
            self._write(write, path)
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                self._write(write, path)

        self.app.push_screen(Confirm("Replace the file?", f"{path} is there already.", "replace it"), agreed)

    @work(thread=True, group="write", exit_on_error=False)
    def _write(self, write: Callable[[Path], str], path: Path) -> None:
        try:
            self.post_message(self.Written(write(path)))
        except QualcodeError as error:
            self.post_message(self.Written(str(error), error))

    def on_writes_files_written(self, event: Written) -> None:
        """Say it."""
        if event.refused is None:
            self.say(event.words)
        else:
            self.refused_to_write(event.refused)

    def refused_to_write(self, error: QualcodeError) -> None:
        """Say why nothing was written."""
        self.say(str(error), refused=True)


class FileScreen(WritesFiles, StudyScreen):
    """A screen over the text from which files are written."""
