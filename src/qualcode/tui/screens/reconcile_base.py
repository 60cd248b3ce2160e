"""The screen for differences: its widgets, the source it shows, which difference is current, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Horizontal

from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.commands import bindings
from qualcode.tui.discussion_desk import DiscussionDesk
from qualcode.tui.prompt import Prompt
from qualcode.tui.ranking import CodeSearch
from qualcode.tui.screens.coding_told import counted, ends_told, mode_of, place_told
from qualcode.tui.screens.files import FileScreen
from qualcode.tui.screens.reconcile_told import Telling, counts_told, fits, shown_of, stripes, tints
from qualcode.tui.widgets.bars import HeaderBar, StatusBar, gauge
from qualcode.tui.widgets.difference_list import DifferenceList
from qualcode.tui.widgets.readings_panel import ReadingsPanel, Settling
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.tints import DARK_HUES, PAPER_HUES, Ink, hues_of
from qualcode.tui.widgets.transcript.two_sided import TwoSidedView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coding
    from qualcode.services.discussion import Item, SourceDiscussion
    from qualcode.tui.desk import StudyDesk
    from qualcode.tui.widgets.bars import Part

CONCERNED = (
    *("decision", "decision_agreed", "decision_finished", "discussion", "discussion_coder", "coding", "code", "code_shown_under"),
    *("revision", "source", "turn", "speaker", "assignment", "round", "code_map_set", "coder"),
)
"""Tables whose change the screen shows."""


class ReconcileFrame(FileScreen):
    """Text, list and panel; the verbs are in the classes that follow."""

    PLACE = "reconcile"
    HEADING = "Reconcile"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-xwide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reconcile")]

    def __init__(self, desk: StudyDesk, source: int | None = None) -> None:
        super().__init__(desk)
        self.book = DiscussionDesk(desk.study)
        self.codebook = desk.codebook()
        self.search = CodeSearch(self.codebook)
        self.found: SourceDiscussion | None = None
        self.order: list[Item] = []
        self.kinds: tuple[str, ...] = ()
        self.marked: set[int] = set()
        self.reason = ""
        self.after: SourceDiscussion | None = None
        """The discussion after the outcome just written: it need not be read again."""
        self._agreed: dict[int, Coding] = {}
        self._telling: Telling | None = None
        self._wanted = source

    def body(self) -> Iterator[Widget]:
        """The text with its list, and under them what is said of the current difference."""
        chosen = self.qualcode.settings
        with Horizontal(id="sides"):
            view = TwoSidedView(self.said_by_view)
            view.prepare(compact=chosen.compact, widest=chosen.measure, dims_context=chosen.dim_interviewer)
            yield view
            yield DifferenceList()
        yield ReadingsPanel()

    # its widgets

    @property
    def view(self) -> TwoSidedView:
        """The text."""
        return self.query_one(TwoSidedView)

    @property
    def differences(self) -> DifferenceList:
        """The list."""
        return self.query_one(DifferenceList)

    @property
    def panel(self) -> ReadingsPanel:
        """What is said of the current difference."""
        return self.query_one(ReadingsPanel)

    @property
    def second_colour(self) -> str:
        """The colour of the second coder, as #rrggbb."""
        # Not of the view's ink: when the theme is switched, the view may hear of it later.
        return "#{:02x}{:02x}{:02x}".format(*(DARK_HUES if self.app.current_theme.dark else PAPER_HUES)[5])

    # the source

    def on_mount(self) -> None:
        """Show the first source that is not finished."""
        self._take_codebook()
        super().on_mount()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._take_colours())
        self.set_focus(self.view)

    def renew(self) -> None:
        """Read what there is to discuss."""
        try:
            names = [one.name for one in self.book.sources()]
            if self._wanted is not None:
                wanted = self.desk.study.sources.get(self._wanted).name
                names = [wanted, *names] if wanted in names else names
            if names:
                self.show_source(names[0])
            else:
                self._show_nothing("Both have finished no source that could be discussed.")
        except QualcodeError as error:
            self._show_nothing(str(error))

    def _show_nothing(self, words: str) -> None:
        self.found, self.order = None, []
        self.view.show_sides(Reading(""), (), (), (), {})
        self.differences.empty = "Nothing to discuss."
        self.differences.show((), " Differences", None)
        self.panel.show(None, Settling(""))
        self.say(words, refused=True)

    def show_source(self, name: str) -> None:
        """Show a source, its first open difference current."""
        self.marked.clear()
        self.found = found = self.book.read(name)
        self._telling = None
        self._agreed = self.book.agreed(found, {})
        text = found.text
        reading = Reading(text.text, text.turns, text.speakers)
        self._list_items()
        self.view.show_sides(
            reading,
            stripes(found, found.items, second=False),
            stripes(found, found.items, second=True),
            tints(found, found.items, self._agreed),
            shown_of(found.items),
        )
        self._show_list()
        first = next((item for item in self.order if not item.settled), self.order[0] if self.order else None)
        self.step_to(first.number if first is not None else None, " ".join(found.notes))
        self.show_header()
        self.qualcode.freeze_memory()

    def take_change(self, change: ChangeSet) -> None:
        """Show what a change changed; the current difference stays where it is."""
        if change.touches("code", "code_shown_under"):
            self._take_codebook()
        if not change.touches(*CONCERNED):
            return
        if self.found is None:
            self.renew()
            return
        with self.refusals():
            after, self.after = self.after, None
            if after is not None and after.as_of == change.id:
                # Whoever wrote it goes on to another difference, and draws the rest with that.
                self._show_again(after)
                return
            self._show_again(self.book.after(self.found, change))
        self.show_header()
        self.show_current()
        self.show_status()

    def _show_again(self, found: SourceDiscussion) -> None:
        """Show the source on the screen in another state: where only decisions changed, only what they are about."""
        before, self.found = self.found, found
        assert before is not None
        same = before.text is found.text and len(before.items) == len(found.items)
        if same and not self.kinds:
            self._show_decided(before, [pair for pair in zip(before.items, found.items, strict=True) if pair[0] is not pair[1]])
            return
        self._list_items()
        self._agreed = self.book.agreed(found, {})
        self._telling = None
        text = found.text
        first, second = (stripes(found, found.items, second=side) for side in (False, True))
        reading = Reading(text.text, text.turns, text.speakers)
        edits = self.book.edits(before.text, text)
        self.view.show_sides(reading, first, second, tints(found, found.items, self._agreed), shown_of(found.items), edits=edits)
        self._show_list()

    def _show_decided(self, before: SourceDiscussion, pairs: Sequence[tuple[Item, Item]]) -> None:
        """Show items whose decision changed."""
        found = self.found
        assert found is not None
        old = {one.id for one in tints(before, (was for was, _ in pairs), self._agreed)}
        self._agreed = self.book.agreed(found, self._agreed)
        fresh = tints(found, (now for _, now in pairs), self._agreed)
        # A coding that another difference stands behind too stays where it is.
        behind = {number for item in found.items if item.decision is not None for number in item.decision.agreed}
        self.view.show_tints(old - {one.id for one in fresh} - behind, fresh)
        now = {item.number: item for _, item in pairs}
        self.order = [now.get(item.number, item) for item in self.order]
        telling = self.telling
        self.differences.put([telling.line(item, marked=item.number in self.marked) for item in now.values()])

    def _list_items(self) -> None:
        from qualcode.services.discussion import unsure_first

        assert self.found is not None
        self.order = unsure_first(item for item in self.found.items if fits(item, self.kinds))
        self.marked &= {item.number for item in self.order}

    def _show_list(self) -> None:
        telling = self.telling
        only = f"  only {', '.join(self.kinds)}" if self.kinds else ""
        self.differences.empty = "None of these here." if self.kinds else "No differences here."
        self.differences.show(
            [telling.line(item, marked=item.number in self.marked) for item in self.order],
            f"Differences{only}   f filter",
            self.view.current,
        )

    @property
    def telling(self) -> Telling:
        """What writes the differences of the source shown."""
        assert self.found is not None
        if self._telling is None:
            self._telling = Telling(self.codebook, self.found.pair, self.second_colour, self.book.names())
        return self._telling

    def _take_codebook(self) -> None:
        self.codebook = self.desk.codebook()
        self.search = CodeSearch(self.codebook, chosen=self.search.chosen)
        self.view.use_codebook(self.codebook)
        self.view.renew_quick_code(self.codebook, self.search)
        self._take_colours()

    def _take_colours(self) -> None:
        self._telling = None
        self.differences.hues = hues_of(self.codebook, Ink(self.app.theme_variables, dark=self.app.current_theme.dark))
        self.differences.refresh()
        if self.found is not None:
            self._show_list()
            self.show_header()
            self.show_current()

    # the current difference

    @property
    def item(self) -> Item | None:
        """The current difference."""
        current = self.view.current
        if self.found is None or current is None:
            return None
        return next((item for item in self.found.items if item.number == current), None)

    def step_to(self, number: int | None, said: str = "") -> None:
        """Make a difference current, in text, list and panel, and say something."""
        self._said = (said, "good")
        if number is not None:
            self.differences.choose(number)
        self.view.step_to(number, said)
        self.show_current()

    def show_current(self) -> None:
        """Draw the panel."""
        found, item = self.found, self.item
        if found is None:
            return
        telling = self.telling
        readings = None
        if item is not None and (item.first or item.second):
            readings = telling.readings(item, self.view.units, self.view.stationery.hues)
        room = max(26, min(44, self.panel.size.width // 3)) - 2
        self.panel.show(readings, telling.settling(found, item, reason=self.reason, marked=len(self.marked), room=room))

    def said_by_view(self, words: str) -> None:
        """Hear what a move in the text did: the difference the caret comes to is the current one."""
        here = self.view.at_caret() if self.found is not None and self.view.reading.blocks else []
        listed = {item.number for item in self.order}
        here = [number for number in here if number in listed]
        if here and self.view.current not in here and self.view.ends is None and self.view.quick is None:
            self.view.step_to(here[0], caret=False)
            self.differences.choose(here[0])
            self.show_current()
        self.say(words)

    def on_difference_list_stepped(self, event: DifferenceList.Stepped) -> None:
        """Go to the difference chosen in the list."""
        if event.number != self.view.current:
            self.step_to(event.number)

    def on_difference_list_left(self) -> None:
        """Back to the text."""
        self.differences.remove_class("-called")
        self.set_focus(self.view)

    # what it says

    def show_header(self) -> None:
        """Draw the header: the source, the two coders, and how many differences of each kind there are."""
        width = self.app.size.width
        left: list[Part] = [("◧ ", "accent"), ("qualcode " if width >= 130 else "", "accent"), (f" {self.HEADING}  ", "primary")]
        right: list[Part] = []
        found = self.found
        if found is not None:
            telling = self.telling
            left += [(f"{drawn(found.source.name)}   ", "plain"), (telling.short[0], "primary"), (" × ", "muted")]
            left += [(telling.short[1], self.second_colour), ("   ", "plain")]
            total = len(found.differences)
            right = [(f"  {gauge(found.settled / total if total else 1.0, 6)} {found.settled} of {total}", "good")]
        right.append(self.qualcode.saved_sign())
        if found is not None:
            room = width - sum(cell_len(words) for words, _ in (*left, *right))
            left.append((counts_told(found.counts(), room), "muted"))
        self.query_one(HeaderBar).show(left, right)

    def show_status(self) -> None:
        """Draw the status line: a line being typed, an end in hand, or which difference it is and what a key did."""
        bar = self.query_one(StatusBar)
        if self.prompt is not None:
            bar.ask(self.prompt, [("Enter keeps it  Esc leaves ", "muted")])
            return
        view = self.view
        if self.found is None or not view.reading.blocks:
            bar.show([(" ", "plain"), self._said])
            return
        if view.ends is not None:
            bar.show(ends_told(view, self._said))
            return
        bar.show([*self._place(), ("  ", "plain"), self._said])

    def _place(self) -> list[Part]:
        view, item = self.view, self.item
        if view.selection.span is not None or view.selection.extending:
            return [(f" {mode_of(view)} ", "badge"), *place_told(view, wide=self.app.size.width >= 100)]
        listed = [one.number for one in self.order]
        if item is None or item.number not in listed:
            return [(f" {counted(len(listed), 'difference')} ", "badge"), *place_told(view, wide=self.app.size.width >= 100)]
        telling = self.telling
        kind, colour = telling.kind(item)
        parts: list[Part] = [(f" {listed.index(item.number) + 1} of {len(listed)} ", "badge"), (f"  {kind}", colour)]
        if not self._said[0] or self.app.size.width >= 100:
            parts.append((f"  {' × '.join(telling.name(code) for code in item.codes)}", "plain"))
        return [*parts, (f"  no. {item.number}", "muted")]

    # a line being typed

    def open_prompt(
        self, label: str, on_done: Callable[[str | None], None], text: str, on_change: Callable[[str], None] | None = None
    ) -> None:
        """Have a line typed on the status line; when it is done, or given up with None, it is closed first."""

        def changed(words: str) -> None:
            if on_change is not None:
                on_change(words)
            self.show_status()

        def done(words: str | None) -> None:
            self.prompt = self.view.prompt = self.differences.prompt = None
            self.say("")
            on_done(words)

        self.prompt = self.view.prompt = self.differences.prompt = Prompt(label, changed, done, text)
        self.show_status()
