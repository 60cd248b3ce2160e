"""What a researcher does in the list of sources: each key asks what it needs, and is one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coding import Purpose
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.source_fields import FIELDS, written_field
from qualcode.domain.sources import SourceKind
from qualcode.domain.text import drawn
from qualcode.errors import InvalidInput, NotAllowed, QualcodeError
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.source_desk import SourceDesk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.sources import Source
    from qualcode.services.coding_screen import SourceLine
    from qualcode.services.double_coding import FinishedSources
    from qualcode.services.importing import FilesRead
    from qualcode.tui.desk import StudyDesk

LABELS = {
    "kind": "What it is",
    "date": "Date",
    "minutes": "Minutes",
    "interviewer": "Interviewer",
    "mode": "How it was held",
    "pilot": "A pilot",
}
HINTS = {"date": "2013-04-09", "minutes": "52", "mode": "face to face, telephone"}
NOTE = "A field note is in no sample; a study document, such as the topic guide, is in no sample and in no count."
CHOICES = {"kind": tuple(str(kind) for kind in SourceKind), "pilot": ("no", "yes")}


class SourceVerbs(ListScreen):
    """The verbs of the list of sources."""

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = SourceDesk(desk.study)
        self.lines: Sequence[SourceLine] = ()

    @property
    def line(self) -> SourceLine | None:
        """The chosen source with how far this coder is."""
        return None if self.at is None or self.at >= len(self.lines) else self.lines[self.at]

    @property
    def source(self) -> Source | None:
        """The chosen source."""
        return None if self.line is None else self.line.overview.source

    # opening

    def action_open(self) -> None:
        """Open the source and code it."""
        source = self.source
        if source is not None:
            self.qualcode.coding.open_source(source.id)
            self.dismiss(None)

    def on_row_list_chosen(self) -> None:
        """Two clicks open."""
        self.action_open()

    def action_speakers(self) -> None:
        """Show who speaks in the source."""
        from qualcode.tui.screens.speakers import SpeakersScreen

        source = self.source
        if source is not None:
            self.say("")
            self.app.push_screen(SpeakersScreen(self.desk, source.id, source.name))

    # bringing files in

    def action_add(self) -> None:
        """Choose files, read them, and have them confirmed."""
        from qualcode.tui.modals.paths import ChooseFiles

        if not self.desk.writable:
            self.say("The study can only be read here.", refused=True)
            return

        def chosen(answer: tuple[str, tuple[Path, ...]] | None) -> None:
            if answer is not None:
                self.qualcode.import_path = answer[0]
                self._read(answer[1])

        self.app.push_screen(ChooseFiles("Import transcripts", self.qualcode.import_path), chosen)

    def _read(self, paths: tuple[Path, ...]) -> None:
        from qualcode.tui.modals.working import Working

        lookup = self.desk.lookup
        working: Working[FilesRead] = Working("Reading", lambda progress: lookup.read_files(paths, progress))
        self.app.push_screen(working, self._was_read)

    def _was_read(self, read: FilesRead | QualcodeError | None) -> None:
        from qualcode.tui.screens.importing import ImportScreen

        if isinstance(read, QualcodeError):
            self.say(str(read), refused=True)
        elif read is not None and read.files:
            self.app.push_screen(ImportScreen(self.desk, read))
        elif read is not None:
            more = f" And {len(read.failed) - 1} more." if len(read.failed) > 1 else ""
            self.say(f"{read.failed[0].error}{more}", refused=True)

    # what is known

    def action_edit(self) -> None:
        """Say what the source is and what is known of it."""
        source = self.source
        if source is not None:
            self._fields_form(source, {field: written_field(source, field) for field in FIELDS})

    def _fields_form(self, source: Source, values: dict[str, str], fault: str = "") -> None:
        fields = [
            Field(field, LABELS[field], values[field], choices=CHOICES.get(field, ()), hint=HINTS.get(field, ""))
            for field in FIELDS
        ]
        before = {field: written_field(source, field) for field in FIELDS}

        def filled(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            changed = {field: value for field, value in answer.items() if value.strip() != before[field]}
            if not changed:
                self.say("It is so already.")
                return
            try:
                change = self.book.set_fields(source.id, changed)
            except (InvalidInput, NotAllowed) as error:
                self._fields_form(source, answer, str(error))
                return
            self.done(change, f"Set {', '.join(changed)} of {drawn(source.name)}.")

        self.app.push_screen(Form(drawn(source.name), fields, words=fault or NOTE), filled)

    def action_rename(self) -> None:
        """Give the source another name."""
        source = self.source
        if source is None:
            return

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                name = values["name"]
                self.write(
                    lambda: self.book.rename(source.id, name),
                    lambda change: self.done(change, f"{drawn(source.name)} is now called {drawn(' '.join(name.split()))}."),
                    "the name of a source",
                )

        form = Form(f"Rename {drawn(source.name)}", [Field("name", "Name", source.name)], needed="name")
        self.app.push_screen(form, filled)

    def action_move(self) -> None:
        """Give the source another place."""
        source = self.source
        if source is None:
            return
        many, now = len(self.lines), next(at for at, line in enumerate(self.lines, 1) if line.overview.source.id == source.id)

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            place = values["place"].strip()
            if not (place.isascii() and place.isdecimal()):
                self.say(f"A place is a number from 1 to {many}.", refused=True)
                return
            self.write(
                lambda: self.book.move(source.id, int(place)),
                lambda change: self.done(change, f"{drawn(source.name)} stands at place {place}.", "It stands there already."),
                "the place of a source",
            )

        form = Form(f"Move {drawn(source.name)}", [Field("place", f"Its place, from 1 to {many}", str(now))], needed="place")
        self.app.push_screen(form, filled)

    def action_memo(self) -> None:
        """Write a memo on the source."""
        from qualcode.tui.memo_writer import write_memo
        from qualcode.tui.modals.memo_editor import About

        source = self.source
        if source is not None:
            words, about = f"On the source {drawn(source.name)}", Attachment(MemoTarget.SOURCE, source.guid)
            write_memo(self, self.desk.study, [About("the source", words, about, MemoKind.FAMILIARISATION)])

    # finishing, withdrawing

    def action_finish(self) -> None:
        """Declare the source finished; where it is, reopen it with a reason."""
        line = self.line
        if line is None:
            return
        name = line.overview.source.name
        if line.state == "finished":
            words = "A new attempt begins; what was finished stays as it was. Say why: it stands in the change history."

            def answered(reason: str | None) -> None:
                if reason is not None:
                    done = f"Reopened {drawn(name)}: d finishes it again."
                    self.write(lambda: self.book.reopen(name, reason), lambda change: self.done(change, done), "a reopening")

            self.app.push_screen(Reason(f"Reopen {drawn(name)}?", words), answered)
            return
        from qualcode.tui.modals.confirm import Confirm

        def agreed(yes: bool | None) -> None:
            if yes:
                self.write(lambda: self.book.finish(name), self._finished, "a finish")

        many = f"Your {line.mine:,} coding{'' if line.mine == 1 else 's'} there" if line.mine else "That you coded nothing there"
        words = f"{many} will be kept as finished, for agreement. You can code on, and reopen it with a reason."
        self.app.push_screen(Confirm(f"Finish {drawn(name)}?", words, "finish it"), agreed)

    def _finished(self, done: FinishedSources) -> None:
        closed = ""
        if done.closed is not None:
            after = "o t matches the code lists" if done.closed.purpose is Purpose.DEVELOP else "agreement can be read"
            closed = f" The round {drawn(done.closed.name)} is closed: {after}."
        elif done.to_send:
            closed = " All of the sample is finished: send this file back."
        listed = ", ".join(f"{drawn(name)} ({count} coding{'' if count == 1 else 's'})" for name, count in done.finished)
        self.done(done.change, f"Finished {listed}.{closed}", "It was finished before.")

    def action_retire(self) -> None:
        """Withdraw the participants who speak in the source."""
        from qualcode.tui.case_desk import CaseDesk
        from qualcode.tui.screens.withdrawing import ask_withdrawal

        source = self.source
        if source is None:
            return
        names = self.book.cases_of(source.id)
        if names:
            ask_withdrawal(self, CaseDesk(self.desk.study), names)
        else:
            self.say(f"No participant speaks in {drawn(source.name)}.", refused=True)
