"""The list of sources: words, turns, how far this coder is with each; importing, describing, finishing, opening one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.dates import local_time
from qualcode.domain.sources import NO_TRANSCRIPTS, SourceKind
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.roles import COLOURS
from qualcode.tui.screens.source_verbs import SourceVerbs
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.coding_screen import SourceLine
    from qualcode.services.source_screen import SourceAbout
    from qualcode.tui.desk import StudyDesk

COLUMNS = (
    Column("#", 4, figures=True),
    Column("Source"),
    Column("Kind", 14, least=90),
    Column("Words", 7, figures=True),
    Column("Turns", 6, figures=True),
    Column("Speakers", 26, least=150),
    Column("Codings", 7, figures=True),
    Column("Coders", 20, least=110),
    Column("Uncoded", 7, figures=True),
    Column("State", 13),
)
DOCUMENT = "◇ "
"""What stands before the name of a study document: it is at hand and in no count."""
_SHOWN = (
    *("source", "speaker", "turn", "revision", "coding", "assignment", "round"),
    *("memo", "memo_link", "case_speaker", "case_source", "participant_case", "coder"),
)
"""Tables whose rows the list is made of."""


class SourcesScreen(SourceVerbs):
    """The sources of the study."""

    PLACE = "sources"
    HEADING = "Sources"
    COLUMNS = COLUMNS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("sources")]

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self._here = desk.source.text.source.id if desk.source is not None else None
        self._about: dict[int, SourceAbout] = {}

    def renew(self) -> None:
        """Read the sources anew."""
        line = self.line
        self._here = line.overview.source.id if line is not None else self._here
        self.lines = self.book.lines()
        self._about = {}
        self.list_rows()

    def take_change(self, change: ChangeSet) -> None:
        """Show the sources as they are after a change of what is listed."""
        if change.touches(*_SHOWN):
            super().take_change(change)

    def list_rows(self) -> None:
        """List what fits the filter."""
        rows = [_row(line) for line in self.lines]
        keep = next((place for place, line in enumerate(self.lines) if line.overview.source.id == self._here), 0)
        haystacks = [f"{' '.join(row)} {' '.join(_told_fields(line))}" for row, line in zip(rows, self.lines, strict=True)]
        self.show_rows(rows, haystacks, keep)

    def on_typed_rows_stepped(self) -> None:
        """Another source was chosen."""
        super().on_typed_rows_stepped()
        self._here = self.source.id if self.source is not None else self._here

    def summary(self) -> str:
        """How much there is to code, and how far it is; study documents are in no count."""
        if not self.lines:
            return f"No sources yet: {self.key('sources.add')} imports transcripts"
        kinds = Counter(line.overview.source.kind for line in self.lines)
        counted = [line for line in self.lines if line.overview.source.kind not in NO_TRANSCRIPTS]
        words, mine = sum(line.overview.words for line in counted), sum(line.mine for line in counted)
        done = sum(line.state == "finished" for line in counted)
        beside = [
            f"{kinds[kind]} {kind}{'' if kinds[kind] == 1 else 's'}"
            for kind in SourceKind
            if kind in NO_TRANSCRIPTS & kinds.keys()
        ]
        said = f"{done} of {len(counted)} finished · {words:,} words, {mine:,} codings of yours"
        return " · ".join([said, *([", ".join(beside)] if beside else [])])

    def told(self) -> Content:
        """What is known of the source."""
        line = self.line
        assert line is not None
        source = line.overview.source
        about = self._about.get(source.id)
        if about is None:
            about = self._about[source.id] = self.book.about(source.id)
        fields = "  ·  ".join(_told_fields(line)[1:]) or f"nothing else is known of it; {self.key('sources.edit')} says it"
        parts = [
            Content.assemble((drawn(source.name), "bold $accent"), f"  {source.kind}   ", (fields, "$foreground 80%"), "\n"),
            *_told_speakers(about),
            Content.assemble((_told_work(line, about), "$foreground 80%")),
            Content.assemble((_told_file(about), "$foreground 80%")),
        ]
        return Content("").join(parts)

    def action_back(self) -> None:
        """Back to the text."""
        if self.desk.source is None:
            self.app.bell()
            return
        self.dismiss(None)


def _row(line: SourceLine) -> tuple[str, ...]:
    source = line.overview.source
    speakers = ", ".join(f"{drawn(one.label)} {one.turns}" for one in line.overview.speakers) or "no turns"
    document = source.kind is SourceKind.STUDY_DOCUMENT
    return (
        str(source.number),
        (DOCUMENT if document else "") + drawn(source.name),
        str(source.kind),
        f"{line.overview.words:,}",
        f"{line.overview.turns:,}" if line.overview.turns else "·",
        speakers,
        f"{line.mine:,}" if line.mine else "·",
        ", ".join(drawn(name) for name, _ in line.overview.codings),
        "" if line.uncoded is None or not line.state else f"{line.uncoded:.0%}",
        line.state,
    )


def _told_fields(line: SourceLine) -> list[str]:
    source = line.overview.source
    minutes = f"{source.minutes} minutes" if source.minutes is not None else ""
    interviewer = f"interviewed by {drawn(source.interviewer)}" if source.interviewer else ""
    parts = (str(source.kind), source.date, minutes, interviewer, drawn(source.mode or ""), "pilot" if source.pilot else "")
    return [part for part in parts if part]


def _told_speakers(about: SourceAbout) -> list[Content]:
    parts = []
    for one in about.speakers:
        cases = f" = {', '.join(map(drawn, one.cases))}" if one.cases and list(one.cases) != [one.speaker.label] else ""
        label = (drawn(one.speaker.label), f"bold {COLOURS[one.speaker.role]}")
        parts.append(Content.assemble(label, f" {one.speaker.role}, {one.turns:,} turn{'' if one.turns == 1 else 's'}{cases}   "))
    return [*parts, Content("\n")] if parts else [Content("Nobody speaks in it: it is read by paragraphs.\n")]


def _told_work(line: SourceLine, about: SourceAbout) -> str:
    coded = ", ".join(f"{drawn(name)} {count:,}" for name, count in line.overview.codings)
    memos = f"{about.memos} memo{'' if about.memos == 1 else 's'}" if about.memos else "no memo"
    corrected = f", corrected {about.revisions - 1} time{'' if about.revisions == 2 else 's'}" if about.revisions > 1 else ""
    return f"{'Codings: ' + coded if coded else 'No codings'}  ·  {memos}{corrected}\n"


def _told_file(about: SourceAbout) -> str:
    if not about.file:
        return ""
    guess = f" (a guess, {about.confidence:.0%} sure)" if about.confidence is not None else ""
    return f"From {drawn(about.file)}, read as {about.reader}, {about.encoding}{guess}, on {local_time(about.imported)}"
