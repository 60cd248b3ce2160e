"""Confirming files before they are imported: who speaks in each, how it is read, whose talk it is, and how it will look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.domain.import_choices import CaseFrom
from qualcode.domain.sources import Role
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.import_files import WaitingFile, WaitingFiles
from qualcode.tui.import_rows import FILES, LABELS, file_row, file_told, label_row, shown_passages
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.roles import in_words
from qualcode.tui.screens.study_screen import StudyScreen
from qualcode.tui.widgets.typed_rows import TypedRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.services.import_reading import FileRead
    from qualcode.services.importing import FilesRead, Imported
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.import_files import LabelLine


class ImportScreen(StudyScreen):
    """Files that were read and wait to be imported."""

    PLACE = "import"
    HEADING = "Import"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("import")]

    def __init__(self, desk: StudyDesk, read: FilesRead) -> None:
        super().__init__(desk)
        self.waiting = WaitingFiles([WaitingFile(one) for one in read.files], read.known)
        self.failed = [f"{one.error.message} {one.error.hint}".strip() for one in read.failed]

    def body(self) -> Iterator[Widget]:
        """Files, labels, preview."""
        with Horizontal(id="importing"):
            with Vertical(id="import-left"):
                yield TypedRows(FILES)
                yield Static(id="import-file")
                yield TypedRows(LABELS)
            with VerticalScroll(id="import-preview", can_focus=False):
                yield Static()

    @property
    def files(self) -> TypedRows:
        """The list of files."""
        return self.query(TypedRows).first()

    @property
    def rows(self) -> TypedRows:
        """The labels of the chosen file."""
        return self.query(TypedRows).last()

    @property
    def line(self) -> LabelLine | None:
        """The chosen label."""
        lines = self.waiting.labels() if self.waiting.files else []
        return lines[self.rows.at] if self.rows.at < len(lines) else None

    def on_mount(self) -> None:
        """Begin at the first file's labels."""
        super().on_mount()
        self.set_focus(self.rows)

    def renew(self) -> None:
        """Show the files, and the one that is looked at."""
        waiting = self.waiting
        self.files.show([file_row(one) for one in waiting.files], waiting.at)
        self.show_file()

    def take_change(self, _change: object) -> None:
        """What changes in the study meanwhile is held against when the files are imported."""

    def show_file(self, at: int = 0) -> None:
        """Show how a file was read, its labels and its text."""
        if not self.waiting.files:
            return
        file = self.waiting.file
        self.query_one("#import-file", Static).update(file_told(file))
        self.rows.show([label_row(line) for line in self.waiting.labels()], at)
        self.show_preview()
        self.show_status()

    def show_preview(self) -> None:
        """Show the text as it would be read."""
        from qualcode.services.import_reading import preview

        pane = self.query_one("#import-preview", VerticalScroll)
        pane.query_one(Static).update(shown_passages(preview(self.waiting.file.read)))
        pane.scroll_home(animate=False)

    def summary(self) -> str:
        """How many files there are and are confirmed."""
        many, ready = len(self.waiting.files), len(self.waiting.confirmed)
        confirm, add = self.key("import.confirm"), self.key("import.add")
        failed = f"; {len(self.failed)} could not be read: {self.failed[0]}" if self.failed else ""
        return f"{many} file{'' if many == 1 else 's'}, {ready} confirmed. {confirm} confirms, {add} imports{failed}"

    def show_status(self) -> None:
        """What a key did; else why the label was left, or how many files there are."""
        line = self.line
        if self.prompt is None and not self._said[0] and line is not None and line.left is not None:
            lines = ", ".join(map(str, line.left.lines[:8]))
            self.status_part(f"{drawn(line.label)} in line {lines} was not taken: {line.left.reason}. 1 2 3 take it.")
            return
        super().show_status()

    def status_part(self, words: str) -> None:
        """Show words on the status line."""
        from qualcode.tui.widgets.bars import StatusBar

        self.query_one(StatusBar).show([(" " + words, "plain")])

    # moving

    def action_step(self, step: int) -> None:
        """Some labels on or back."""
        self.rows.step_to(self.rows.at + step)
        self.say("")

    def action_edge(self, step: int) -> None:
        """To the first or last label."""
        self.action_step(step * len(self.rows.rows))

    def action_turn(self, step: int) -> None:
        """To another file."""
        self._go_to(self.waiting.at + step)

    def _go_to(self, file: int) -> None:
        if self.waiting.files:
            self.waiting.at = min(max(0, file), len(self.waiting.files) - 1)
            self.files.step_to(self.waiting.at)
            self.say("")
            self.show_file()

    def on_typed_rows_stepped(self) -> None:
        """A click chose another file, or a label."""
        if self.waiting.files and self.files.at != self.waiting.at:
            self._go_to(self.files.at)
        else:
            self.show_status()

    def action_scroll_detail(self, step: int) -> None:
        """Scroll the preview."""
        self.query_one("#import-preview", VerticalScroll).scroll_relative(y=step * 8, animate=False)

    # what is settled

    def _settled(self, words: str) -> None:
        at = self.rows.at
        self.files.show([file_row(one) for one in self.waiting.files], self.waiting.at)
        self.say(words)
        self.show_file(at)

    def action_role(self, role: str) -> None:
        """Give the label a role; one that only looked like a label is taken."""
        line = self.line
        if line is not None:
            with self.refusals():
                self.waiting.set_role(line, Role(role))
                taken = " is taken, and" if line.left is not None else ""
                self._settled(f"{drawn(line.label)}{taken} is {in_words(Role(role))}.")

    def action_remove(self) -> None:
        """Let the label name no speaker."""
        line = self.line
        if line is not None and line.left is None:
            with self.refusals():
                self.waiting.leave(line)
                self._settled(f"{drawn(line.label)} names no speaker: its lines belong to the turn before.")

    def action_rename(self) -> None:
        """Name the case whose talk the label's is."""
        line = self.line
        if line is None or line.role is not Role.PARTICIPANT:
            self.say("Only a participant is a case.", refused=True)
            return

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                self.waiting.set_case(line, values["case"])
                self._settled(f"What {drawn(line.label)} says is the talk of {drawn(values['case'])}.")

        form = Form(f"{drawn(line.label)} is the case", [Field("case", "Name of the case", line.case)], needed="case")
        self.app.push_screen(form, filled)

    def action_encoding(self, step: int) -> None:
        """Read the file in another encoding."""
        with self.refusals():
            encoding = self.waiting.step_encoding(step)
            if encoding is None:
                self.say("This file says how its letters are stored; there is nothing to choose.")
            else:
                self._settled(f"Read as {encoding}: look at quotation marks and accents in the text.")

    def action_edit(self) -> None:
        """Name, encoding and cases of the file."""
        read = self.waiting.file.read
        fields = [
            Field("name", "Name of the source", read.name),
            Field("cases", "Make a case of", str(read.choices.case_from), choices=tuple(CaseFrom)),
            *([Field("encoding", "Encoding, empty as found", read.choices.encoding or "", hint="cp1252")] if read.plain else []),
        ]
        words = "speaker: each participant label; name: one case named as the source; none: no case."

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    name = "" if values["name"].strip() == read.path.stem else values["name"]
                    self.waiting.settle(name=name, encoding=values.get("encoding", ""), cases=values["cases"])
                    self._settled("Settled.")

        self.app.push_screen(Form(drawn(read.path.name), fields, words=words, needed="name"), filled)

    def action_alike(self) -> None:
        """The same roles for the labels of this file in the others."""
        changed = self.waiting.alike()
        others = f"{changed} other file{'' if changed == 1 else 's'}"
        self._settled(f"The same roles in {others}." if changed else "They are alike already.")

    def action_as_found(self) -> None:
        """The file as it was found."""
        with self.refusals():
            self.waiting.as_found()
            self._settled("As it was found.")

    def action_mark(self) -> None:
        """Leave the file out."""
        if self.waiting.files:
            self.waiting.leave_out()
            self._settled("Left out." if self.waiting.file.left_out else "It is in again.")

    # what is confirmed

    def action_confirm(self) -> None:
        """Confirm the file and go on to the next that is not."""
        waiting = self.waiting
        if not waiting.files:
            return
        if waiting.file.problem:
            self.say(waiting.file.problem, refused=True)
            return
        waiting.file.confirmed, waiting.file.left_out = True, False
        after = [*range(waiting.at + 1, len(waiting.files)), *range(waiting.at)]
        following = next((at for at in after if waiting.files[at].state == "to confirm"), None)
        waiting.at = waiting.at if following is None else following
        self.renew()
        self.say(f"All are confirmed: {self.key('import.add')} imports them." if following is None else "Confirmed.")

    def action_add(self) -> None:
        """Import the confirmed files; where some are not, ask which."""
        ready, every = self.waiting.confirmed, self.waiting.proposed
        if not every:
            self.say("There is nothing to import.", refused=True)
        elif len(ready) == len(every):
            self._import(ready)
        else:
            from qualcode.tui.modals.choose import Choose

            rest = len(every) - len(ready)
            rows = [("ready", f"the {len(ready)} that are confirmed")] if ready else []
            rows.append(("all", f"all {len(every)}, {'the other ' if ready else ''}{rest} as proposed"))

            def chosen(which: str | None) -> None:
                if which is not None:
                    self._import(ready if which == "ready" else every)

            self.app.push_screen(Choose("Import which files?", rows), chosen)

    def _import(self, files: list[FileRead]) -> None:
        from qualcode.tui.modals.working import Working

        def ended(result: Imported | QualcodeError | None) -> None:
            self.qualcode.listen()
            if isinstance(result, QualcodeError):
                self._after_stop(str(result))
            elif result is not None:
                self._imported(result)

        lookup = self.desk.lookup
        self.app.push_screen(Working("Importing", lambda progress: lookup.import_read(files, progress)), ended)

    def _after_stop(self, words: str) -> None:
        """Some files may be in: those are no longer waiting."""
        there = {one.name for one in self.desk.study.sources.all()}
        imported = {str(one.read.path) for one in self.waiting.files if one.read.name in there}
        self.waiting.drop(imported)
        stay = f" {len(imported)} file{' was' if len(imported) == 1 else 's were'} imported before." if imported else ""
        self._say_what_is_left(f"{words}{stay}", refused=True)

    def _imported(self, done: Imported) -> None:
        self.waiting.drop({one.file for one in done.files})
        self.failed = [f"{one.error.message} {one.error.hint}".strip() for one in done.failed]
        count = len(done.files)
        undo = f"{self.key('sources.undo')} takes {'it' if count == 1 else 'them'} back{'' if count == 1 else ' one by one'}"
        self._say_what_is_left(f"Imported {count} file{'' if count == 1 else 's'}; {undo}.")

    def _say_what_is_left(self, words: str, *, refused: bool = False) -> None:
        if self.waiting.files:
            self.renew()
            self.say(f"{words} {self.failed[0]}" if self.failed else words, refused=refused or bool(self.failed))
            return
        self.dismiss(None)
        told = getattr(self.app.screen, "say", None)
        if told is not None:
            told(words)

    def action_back(self) -> None:
        """Leave; what was settled is asked about first."""
        if not any(one.confirmed for one in self.waiting.files):
            self.dismiss(None)
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        ready = len(self.waiting.confirmed)
        words = f"{ready} file{' is' if ready == 1 else 's are'} confirmed and not imported; what you settled would be lost."
        self.app.push_screen(Confirm("Leave without importing?", words, "leave"), agreed)
