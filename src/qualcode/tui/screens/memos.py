"""The memo screen: every memo by date or by what it is about, searched, read, edited, and what it is about opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.codes import CodeKind
from qualcode.domain.dates import local_time
from qualcode.domain.memos import MemoKind, MemoTarget
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.memo_desk import MemoDesk
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.services.memos import ListedMemo
    from qualcode.tui.desk import StudyDesk

ANY_TARGET = (str(MemoKind.ANALYTIC), str(MemoKind.METHODOLOGICAL), str(MemoKind.REFLEXIVE))
OF_TARGET = {
    MemoTarget.SOURCE: (str(MemoKind.FAMILIARISATION),),
    MemoTarget.CODE: (str(MemoKind.RANGE_OF_VIEWS),),
    MemoTarget.CASE: (str(MemoKind.PORTRAIT),),
}
"""Kinds of memo that are about one sort of thing."""


def memo_form(title: str, kinds: tuple[str, ...], *, kind: str = "", text: str = "", words: str = "") -> Form:
    """The form in which a memo is written; `words` say what it is about."""
    chosen = kind or kinds[0]
    fields = [Field("text", "Memo", text, rows=10), Field("kind", "Kind", chosen, choices=tuple(dict.fromkeys((*kinds, chosen))))]
    return Form(title, fields, words=words, needed="text")


class MemoScreen(ListScreen):
    """The memos of the study."""

    PLACE = "memos"
    HEADING = "Memos"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("memos")]
    COLUMNS = (
        Column("When", 10),
        Column("About"),
        Column("Kind", 19, least=70),
        Column("Author", 16, least=100),
        Column("Words", least=110),
    )

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = MemoDesk(desk.study)
        self.memos: list[ListedMemo] = []
        self.by_target = False
        self._here: int | None = None

    def renew(self) -> None:
        """Read the memos anew."""
        self._here = self.memo.id if self.memo is not None else None
        memos = self.book.memos()
        self.memos = sorted(memos, key=lambda one: (one.target, one.when)) if self.by_target else [*reversed(memos)]
        self.list_rows()

    def list_rows(self) -> None:
        """List what fits the filter."""
        texts = [
            (local_time(one.when)[:10], _short(one.target), one.kind, drawn(one.author), drawn(" ".join(one.text.split())))
            for one in self.memos
        ]
        haystacks = [f"{one.target} {one.kind} {one.author} {one.text} {local_time(one.when)}" for one in self.memos]
        keep = next((place for place, one in enumerate(self.memos) if one.id == self._here), 0)
        self.show_rows(texts, haystacks, keep)

    @property
    def memo(self) -> ListedMemo | None:
        """The chosen memo."""
        return None if self.at is None or self.at >= len(self.memos) else self.memos[self.at]

    def summary(self) -> str:
        """How many memos there are, and in which order."""
        many, shown = len(self.memos), len(self._places)
        if not many:
            return "No memos yet: m writes one, here on the study, in the text on what is before you"
        found = f"{shown:,} of {many:,}" if shown < many else f"{many:,}"
        return f"{found} memo{'' if many == 1 else 's'}, by {'what they are about' if self.by_target else 'date'}"

    def told(self) -> Content:
        """The whole memo."""
        memo = self.memo
        assert memo is not None
        head = f"{local_time(memo.when)}  {drawn(memo.author)}  ·  {memo.kind}\n"
        return Content.assemble((drawn(memo.target), "bold $accent"), "\n", (head, "$foreground 80%"), "\n", drawn(memo.text))

    # verbs

    def action_transpose(self) -> None:
        """By what they are about, or by date again."""
        self.by_target = not self.by_target
        self.renew()
        self.say("")

    def action_memo(self) -> None:
        """Write a memo on the study."""

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                add = partial(self.book.add, values["text"], values["kind"], "")
                self.change(add, "Wrote a memo on the study.", "a memo")

        self.app.push_screen(memo_form("Memo on the study", ANY_TARGET), filled)

    def action_edit(self) -> None:
        """Edit the chosen memo."""
        memo = self.memo
        if memo is None:
            return

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                edit = partial(self.book.edit, memo.id, values["text"], values["kind"])
                self.change(edit, "Edited the memo.", "the edited memo", "Nothing was changed.")

        kinds = (*ANY_TARGET, *(kind for one in memo.about for kind in OF_TARGET.get(one.to, ())))
        form = memo_form("Memo", kinds, kind=memo.kind, text=memo.text, words=f"On {drawn(memo.target)}")
        self.app.push_screen(form, filled)

    def action_remove(self) -> None:
        """Take the chosen memo away."""
        memo = self.memo
        if memo is None:
            return

        def answered(reason: str | None) -> None:
            if reason is not None:
                remove = partial(self.book.remove, memo.id, reason)
                self.change(remove, "Took the memo away; u undoes it.", "taking a memo away")

        words = f"The {memo.kind} memo on {drawn(memo.target)}. It stays in the history, and undo brings it back."
        self.app.push_screen(Reason("Take this memo away?", words), answered)

    def action_open(self) -> None:
        """Open what the memo is about."""
        memo = self.memo
        if memo is None:
            return
        with self.refusals():
            place = self.book.place(memo.id)
            if place.code is not None:
                self.qualcode.action_open_screen("codes", place.code)
            elif place.source is not None and place.span is not None:
                from qualcode.tui.screens.found import Place

                self.qualcode.open_place(Place(place.source, place.span, coding=place.coding))
            elif place.source is not None:
                self.qualcode.coding.open_source(place.source)
                self.dismiss(None)
            else:
                self.say(f"It is about {drawn(memo.target)}, which has no screen to open.", refused=True)

    def on_row_list_chosen(self) -> None:
        """Two clicks open."""
        self.action_open()


def _short(target: str) -> str:
    """What a memo is about, a code by its name without those above it: the whole path is told below the list."""
    word, _, name = target.partition(" ")
    return drawn(f"{word} {name.rpartition(' > ')[2]}" if word in tuple(CodeKind) else target)
