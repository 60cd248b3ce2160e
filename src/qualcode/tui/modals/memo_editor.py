"""The editor of memos: many lines, undo of its own, codings cited; what is typed is kept as a draft until it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.domain.citations import numbers_written
from qualcode.domain.dates import local_time
from qualcode.domain.memos import MemoKind, kinds_about
from qualcode.domain.text import drawn
from qualcode.errors import QualcodeError
from qualcode.tui.modals.choose_coding import ChooseCoding
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.dialog import Dialog
from qualcode.tui.modals.form import ChoiceLine
from qualcode.tui.widgets.memo_area import MemoArea

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer

    from qualcode.domain.memos import Attachment
    from qualcode.services.memo_drafts import Draft
    from qualcode.services.memos import ListedMemo
    from qualcode.tui.memo_desk import MemoDesk

_KEEP_AFTER = 1.0
"""Seconds after which what was typed is kept: what a crash can cost at most."""


@dataclass(frozen=True, slots=True)
class About:
    """Something a memo can be about: in a word or two for the line of choices, in full for the heading."""

    word: str
    words: str
    what: Attachment
    kind: MemoKind = MemoKind.ANALYTIC
    """The kind that a memo on it has unless another is chosen."""


@dataclass(frozen=True, slots=True)
class MemoWords:
    """What is to be saved; `draft` is the name of the draft that holds the same words until it is."""

    text: str
    kind: str
    about: About
    draft: str


class MemoEditor(Dialog[MemoWords]):
    """Answers what is to be saved, or None: the words then lie on the desk as a draft, unless they were thrown away."""

    TYPED_INTO = True

    DEFAULT_CSS = """
    MemoEditor > .box { width: 104; height: 90%; }
    MemoEditor.-low { align: center bottom; background: $background 0%; }
    MemoEditor.-low > .box { height: 50%; }
    MemoEditor .words { color: $foreground 80%; max-height: 4; }
    MemoEditor MemoArea { height: 1fr; background: $background; border: none; padding: 0 1; }
    MemoEditor MemoArea:focus { background: $background; border: none; }
    MemoEditor .line { height: auto; }
    MemoEditor .label { width: 7; color: $foreground 80%; }
    MemoEditor ChoiceLine { height: auto; width: 1fr; padding: 0; }
    MemoEditor ChoiceLine:focus { background: $panel; }
    MemoEditor #memo-cited { max-height: 6; color: $foreground 80%; }
    MemoEditor #memo-said { height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False, id="memo.leave", priority=True),
        Binding("ctrl+s", "save", "save", show=False, id="memo.save", priority=True),
        Binding("ctrl+l", "cite", "cite", show=False, id="memo.cite", priority=True),
        Binding("ctrl+g", "throw_away", "throw away", show=False, id="memo.throw_away", priority=True),
    ]

    def __init__(
        self,
        desk: MemoDesk,
        abouts: Sequence[About],
        *,
        memo: ListedMemo | None = None,
        draft: Draft | None = None,
        low: bool = False,
    ) -> None:
        """A memo on one of `abouts`, the first at the beginning; or `memo`, to be edited.

        `draft` holds its words so far; `low` leaves the upper half of the screen to what is read meanwhile.
        """
        super().__init__()
        self.set_class(low, "-low")
        self._desk = desk
        self._abouts = list(abouts)
        self._memo = memo
        self._draft = draft
        self._draft_name = desk.new_draft() if draft is None else draft.name
        self._before = "" if memo is None else memo.text
        self._kind = draft.kind if draft is not None else memo.kind if memo is not None else str(abouts[0].kind)
        self._keeping: Timer | None = None
        self._kept: tuple[str, str, str] | None = None
        self._cited: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """What it is about, of which kind, the words, what they cite."""
        with Vertical(classes="box") as box:
            box.border_title = "Memo"
            box.border_subtitle = "ctrl+s save  ctrl+u undo  ctrl+r redo  \\[[ or ctrl+l cite  Esc leave"
            yield Static(Content(self._abouts[0].words), classes="words", id="memo-about")
            yield MemoArea(self._before if self._draft is None else self._draft.text)
            yield Static(id="memo-cited")
            with Horizontal(classes="line"):
                yield Static("Kind", classes="label")
                yield ChoiceLine(self._kinds(0), self._kind, "memo-kind")
            if len(self._abouts) > 1:
                with Horizontal(classes="line"):
                    yield Static("About", classes="label")
                    yield ChoiceLine([one.word for one in self._abouts], self._abouts[0].word, "memo-what")
            yield Static(id="memo-said")

    def on_mount(self) -> None:
        """Type at the end of the words there are."""
        self.area.focus(scroll_visible=False)
        self.area.move_cursor(self.area.document.end)
        self._show_cited()
        if self._draft is not None:
            when = local_time(self._draft.when)
            self._say(f"Your words of {when}, not saved yet. ctrl+s saves them, ctrl+g throws them away.")

    @property
    def area(self) -> MemoArea:
        """The words."""
        return self.query_one(MemoArea)

    @property
    def _about(self) -> About:
        lines = self.query("#memo-what").results(ChoiceLine)
        chosen = next((line.value for line in lines), self._abouts[0].word)
        return next(one for one in self._abouts if one.word == chosen)

    def _kinds(self, about: int) -> list[str]:
        """The kinds that a memo on something can have, and the one it has."""
        kinds = [str(kind) for kind in kinds_about(self._abouts[about].what)]
        return [*dict.fromkeys((*([self._memo.kind] if self._memo is not None else []), *kinds))]

    def _say(self, words: str, *, refused: bool = False) -> None:
        self.query_one("#memo-said", Static).update(Content.assemble((words, "$error" if refused else "$success")))

    # typing

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        """Another thing it is about has kinds of its own."""
        if event.line.id == "memo-what":
            place = self._abouts.index(self._about)
            self.query_one("#memo-about", Static).update(Content(self._about.words))
            self.query_one("#memo-kind", ChoiceLine).offer(self._kinds(place), str(self._about.kind))
        self._keep_soon()

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Keep the words soon, and show what they cite."""
        self._keep_soon()
        self._show_cited()

    def _show_cited(self) -> None:
        text = self.area.text
        numbers = numbers_written(text)
        if numbers == self._cited:
            return
        self._cited = numbers
        lines = []
        for number, coding in self._desk.cited(text):
            if coding is None:
                lines.append(Content.assemble((f"{number}  ", "bold $error"), ("there is no such coding", "$error"), "\n"))
                continue
            said = " ".join(coding.words.split())
            turn = "" if coding.turn is None else f", turn {coding.turn}"
            gone = "; no longer coded" if coding.removed else ""
            words = f"“{drawn(said)}” ({drawn(coding.source_name)}{turn}{gone})\n"
            lines.append(Content.assemble((f"{number}  ", "bold $accent"), words))
        self.query_one("#memo-cited", Static).update(Content("").join(lines))

    # keeping

    def _keep_soon(self) -> None:
        if self._keeping is None:
            self._keeping = self.set_timer(_KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Keep the words on the desk now, where they are not so already; while another window writes, a little later."""
        self._keeping = None
        about, text = self._about, self.area.text
        kind = self.query_one("#memo-kind", ChoiceLine).value
        now = (text, kind, about.word)
        unchanged = text == self._before and self._draft is None and self._kept is None
        if now == self._kept or unchanged:
            return
        try:
            self._desk.keep_draft(self._draft_name, text, kind, about.what, None if self._memo is None else self._memo.id)
        except QualcodeError:
            self._keep_soon()
            return
        self._kept = now

    def asks_before_leaving(self) -> bool:
        """Keep the words: then nothing is lost and nothing need be asked."""
        self.keep()
        return False

    # leaving

    def action_save(self) -> None:
        """Answer the words, if they can be saved."""
        text = self.area.text
        missing = [number for number, coding in self._desk.cited(text) if coding is None]
        if not text.strip():
            self._say("A memo needs words.", refused=True)
        elif missing:
            self._say(f"There is no coding {missing[0]} to cite.", refused=True)
        else:
            self.keep()
            self.dismiss(MemoWords(text, self.query_one("#memo-kind", ChoiceLine).value, self._about, self._draft_name))

    def action_leave(self) -> None:
        """Leave; words that are not saved are kept as a draft."""
        self.keep()
        self.dismiss(None)

    @property
    def left_a_draft(self) -> bool:
        """Whether unsaved words lie on the desk."""
        return self._kept is not None and bool(self._kept[0].strip()) and self._kept[0] != self._before

    def action_throw_away(self) -> None:
        """Ask, then forget what was typed."""

        def agreed(yes: bool | None) -> None:
            if yes:
                if self._keeping is not None:
                    self._keeping.stop()
                    self._keeping = None
                self._desk.drop_draft(self._draft_name)
                self._kept = None
                self.dismiss(None)

        words = "What you typed here would be lost." + (" The memo stays as it was." if self._memo is not None else "")
        self.app.push_screen(Confirm("Throw these words away?", words, "throw them away"), agreed)

    # citing

    def on_memo_area_citing(self) -> None:
        """Two opening brackets."""
        self.action_cite()

    def action_cite(self) -> None:
        """Choose a coding to cite."""
        area = self.area
        codings = self._desk.codings_to_cite(self._about.what)
        if not codings:
            area.handing_to = None
            area.ahead.clear()
            self._say("There is no coding to cite yet.", refused=True)
            return

        def chosen(number: str | None) -> None:
            area.handing_to = None
            if number is not None:
                area.cite(int(number))
            area.focus(scroll_visible=False)

        choice = ChooseCoding(codings)
        self.app.push_screen(choice, chosen)
        for key, character in area.ahead:
            choice.take_ahead(key, character)
        area.ahead.clear()
        area.handing_to = choice.take_ahead
