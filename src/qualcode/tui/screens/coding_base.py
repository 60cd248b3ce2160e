"""The coding screen's frame: its widgets, the source it shows, and what it says about both."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Horizontal

from qualcode.domain.codebook import Codebook
from qualcode.domain.text import drawn
from qualcode.errors import StudyBusy
from qualcode.tui.commands import bindings, footer
from qualcode.tui.digits import Digits
from qualcode.tui.ranking import CodeSearch
from qualcode.tui.screens.coding_told import codes_told, counted, ends_told, mode_of, place_told, shortened
from qualcode.tui.screens.writing_screen import WritingScreen
from qualcode.tui.widgets.bars import HeaderBar, KeyBar, Part, StatusBar, gauge
from qualcode.tui.widgets.codebook_pane import CodebookPane
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.view import TranscriptView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qualcode.domain.changes import ChangeSet
    from qualcode.services.coding_screen import SourceOnDesk
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.prompt import Prompt

_REMEMBER_EVERY = 2.0
"""Seconds between two looks whether the caret moved and its place should be kept."""


class CodingFrame(WritingScreen):
    """Widgets, source and lines of the coding screen."""

    PLACE: ClassVar[str] = "coding"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-xwide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("coding")]

    def __init__(self) -> None:
        super().__init__()
        self.codebook = Codebook()
        self.search = CodeSearch(self.codebook)
        self.digits = Digits()
        self.counts: dict[int, int] = {}
        self.filtered: tuple[int, ...] = ()
        self.desk: StudyDesk | None = None
        self.prompt: Prompt | None = None
        self.prompt_hint = ""
        self._used: list[int] = []
        self._kept_place: int | None = None
        self._kept_queries: Mapping[str, int] = {}

    def compose(self) -> ComposeResult:
        """Header, codebook and text, status, keys."""
        chosen = self.qualcode.settings
        yield HeaderBar()
        with Horizontal(id="panes"):
            pane = CodebookPane()
            pane.set_class(not chosen.codebook_panel, "-sent-away")
            yield pane
            view = TranscriptView(self.say)
            view.prepare(compact=chosen.compact, widest=chosen.measure, dims_context=chosen.dim_interviewer)
            yield view
        yield StatusBar()
        yield KeyBar(footer("coding"), self.qualcode.keys.shown)

    # its widgets

    @property
    def view(self) -> TranscriptView:
        """The text."""
        return self.query_one(TranscriptView)

    @property
    def pane(self) -> CodebookPane:
        """The codebook beside it."""
        return self.query_one(CodebookPane)

    def on_mount(self) -> None:
        """Paint an empty desk; the study comes from its worker."""
        self.set_focus(self.view)
        self.query_one(HeaderBar).show([("◧ ", "accent"), ("qualcode", "accent"), ("  opening the study …", "muted")])
        self.qualcode.study_changed.subscribe(self, self.take_change)
        self.set_interval(_REMEMBER_EVERY, self.remember)

    # the source

    def take_study(self, desk: StudyDesk) -> None:
        """Show a study that was opened, with the source on its desk."""
        self.desk = desk
        self.digits = Digits(*desk.digits())
        self.filtered = desk.filter()
        self._kept_queries = desk.queries()
        self.search = CodeSearch(self.codebook, chosen=self._kept_queries)
        self.take_codebook()
        if desk.source is None:
            self.show_header()
            back, add = self.key("coding.back"), self.key("sources.add")
            self.say(f"No sources yet: {back} opens the list of sources, and {add} imports them there.")
        else:
            self._show_source(desk.source)

    def open_source(self, number: int) -> None:
        """Read a source where this coder left off."""
        desk = self.desk
        if desk is None:
            return
        self.remember()
        with self.refusals():
            self._show_source(desk.open_source(number))

    def _show_source(self, source: SourceOnDesk) -> None:
        text = source.text
        self.view.read(Reading(text.text, text.turns, text.speakers), source.codings, source.place)
        self._kept_place = None
        self.show_header()
        first = "Opened for the first time; ? shows every key."
        self.say(source.fixed or ("" if source.place is not None else first))
        self.set_focus(self.view)
        self.qualcode.freeze_memory()

    def _read_again(self) -> None:
        """Show the source as it is now, with the caret and what is open on the words they were on.

        Where it is gone, as after taking back its import, another is shown.
        """
        desk = self.desk
        assert desk is not None
        if desk.source is not None and desk.has_source(desk.source.text.source.id):
            edits = desk.read_source_again()
            text = desk.source.text
            kept = self.view.read_again(Reading(text.text, text.turns, text.speakers), desk.source.codings, edits)
            self._kept_place = None
            if desk.source.fixed:
                self.say(desk.source.fixed)
            elif not kept:
                self.say("The words you were at work on were corrected away; nothing was changed.", refused=True)
            elif edits:
                self.say(f"{drawn(text.source.name)} was corrected; you are on the same words.")
            self.qualcode.freeze_memory()
            return
        desk.source = None
        self.view.read(Reading(""), (), None)
        start = desk.where_to_start(None)
        if start is not None:
            self.open_source(start)

    def take_codebook(self) -> None:
        """Read the codebook and the counts anew."""
        if self.desk is None:
            return
        self.codebook = self.desk.codebook()
        self.counts = self.desk.counts()
        self.search = CodeSearch(self.codebook, chosen=self.search.chosen)
        self.digits.forget([code.id for code in self.codebook])
        self.view.use_codebook(self.codebook)
        self.show_only(self.filtered)
        self.pane.show(self.codebook, self.counts, self.digits)

    def show_only(self, codes: Sequence[int]) -> None:
        """Show the codings of some codes and of those below them, or all for none; codes that are gone count no longer."""
        self.filtered = tuple(code for code in codes if code in self.codebook)
        shown = frozenset(below for code in self.filtered for below in self.codebook.subtree(code))
        self.view.show_only(shown if self.filtered else None)

    @property
    def filter_said(self) -> str:
        """The codes of the filter, the first by name."""
        first, more = self.codebook[self.filtered[0]].name, len(self.filtered) - 1
        return f"{shortened(first, 24)}{f' +{more}' if more else ''}"

    def take_change(self, change: ChangeSet) -> None:
        """Show what a change set changed: the one path for doing, undoing and what other windows do."""
        if self.desk is None:
            return
        if change.touches("code", "code_shown_under"):
            self.take_codebook()
            self.view.renew_quick_code(self.codebook, self.search)
        if (self.desk.source is None and change.touches("source")) or self.desk.source_has_changed(change):
            self._read_again()
            if change.touches("coding"):
                self.counts = self.desk.counts()
                self.pane.show(self.codebook, self.counts, self.digits)
        elif change.touches("coding") and not change.touches("decision"):
            # What a discussion agreed on is no coding of the viewer's.
            self._take_codings(
                [number for rows in change.touched if rows.table == "coding" for number in range(rows.first, rows.last + 1)]
            )
            if change.touches("code"):
                # The counts were read with the codebook, so those codings are in them already.
                self.counts = self.desk.counts()
                self.pane.show(self.codebook, self.counts, self.digits)
        self.show_header()
        self.show_status()

    def _take_codings(self, numbers: list[int]) -> None:
        """Show the codings of these ids as they are now, in the text and in the counts."""
        assert self.desk is not None
        now = self.desk.codings_now(numbers)
        before, counts = self.counts, dict(self.counts)
        for number, coding in now.items():
            old = self.view.marks.by_id.get(number)
            if old is None and coding is None:
                # A coding of another source: only the study can count it.
                counts = self.desk.counts()
                break
            for one, step in ((old, -1), (coding, 1)):
                if one is not None:
                    counts[one.code] = counts.get(one.code, 0) + step
        self.view.put_codings(now)
        self.counts = counts
        self.pane.show_counts(counts, {code for code in {*before, *counts} if before.get(code) != counts.get(code)})

    def _note_use(self, code: int) -> None:
        """Remember that a code was used, and give it a digit."""
        self._used.append(code)
        changed = self.digits.use(code)
        if changed:
            self.pane.show_counts(self.counts, changed)

    def remember(self) -> None:
        """Keep the place and the codes used since, if either changed; while another window writes, a little later."""
        if self.desk is None or self.desk.source is None or not self.view.reading.blocks:
            return
        place = self.view.selection.caret.start
        if place != self._kept_place or self._used:
            with self.refusals():
                try:
                    self.desk.remember(place, self._used)
                    if self._kept_queries != self.search.chosen:
                        self.desk.keep_queries(self.search.chosen)
                except StudyBusy:
                    return
            self._kept_place, self._used, self._kept_queries = place, [], dict(self.search.chosen)

    # what it says

    def say(self, words: str, *, refused: bool = False) -> None:
        """Say what a key did, with where the caret is; painted with the same frame."""
        self._said: Part = (words, "bad" if refused else "good")
        self.show_status()

    _said: Part = ("", "good")

    def show_status(self) -> None:
        """Draw the status line."""
        bar = self.query_one(StatusBar)
        if self.prompt is not None:
            bar.ask(self.prompt, [(self._said[0] + " ", "muted"), (self.prompt_hint, "muted")])
            return
        view = self.view
        if not view.reading.blocks:
            bar.show([(" READ ", "badge"), ("  ", "plain"), self._said])
            return
        if view.ends is not None:
            bar.show(ends_told(view, self._said))
            return
        place: list[Part] = [(f" {mode_of(view)} ", "badge"), *place_told(view, wide=self.app.size.width >= 100)]
        if self.filtered:
            place.append((f"  only {self.filter_said}", "accent"))
        codes = codes_told(view, self.codebook)
        said: list[Part] = [("   ", "plain"), self._said]
        if self._said[0] and sum(cell_len(words) for words, _ in (*place, *codes, *said)) > self.app.size.width:
            # What the key did goes before what is there: the next move shows the codes again.
            codes = []
        bar.show([*place, *codes, *said])

    def show_header(self) -> None:
        """Draw the header: study, source, coder, progress."""
        desk = self.desk
        if desk is None:
            return
        left: list[Part] = [("◧ ", "accent"), ("qualcode ", "accent"), (desk.title, "bold")]
        right: list[Part] = []
        if desk.source is not None:
            left.append((f"  {desk.source.text.source.name}", "plain"))
            done, all_ = self.view.marks.progress()
            share = done / all_ if all_ else 0.0
            many = len(self.view.marks.by_id)
            of = f"{self.view.marks.many_shown} of " if self.filtered else ""
            right = [(f"  {gauge(share)} {share:.0%}", "good"), (f"  {of}{counted(many, 'coding')}", "plain")]
        left.append((f"  coder: {desk.coder}", "muted"))
        right.append(self.qualcode.saved_sign())
        self.query_one(HeaderBar).show(left, right)
