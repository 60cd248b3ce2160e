"""The memo screen: every memo by date or by what it is about, searched, read, edited; what it cites and is about is opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.codes import CodeKind
from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.services.memos import ListedMemo
from qualcode.tui.commands import bindings
from qualcode.tui.memo_desk import MemoDesk
from qualcode.tui.memo_writer import edit_memo, go_on_with, write_memo
from qualcode.tui.modals.confirm import Confirm
from qualcode.tui.modals.memo_editor import About
from qualcode.tui.modals.reason import Reason
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.memo_words import memo_words
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from qualcode.domain.citations import Citation
    from qualcode.services.memo_drafts import Draft
    from qualcode.tui.desk import StudyDesk


class MemoScreen(ListScreen):
    """The memos of the study, this coder's drafts before them."""

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
        self.drafts: list[Draft] = []
        self.by_target = False
        self._here: int | None = None
        self._citation = -1

    def renew(self) -> None:
        """Read the memos and drafts anew."""
        self._here = self.memo.id if self.memo is not None else None
        memos = self.book.memos()
        self.memos = sorted(memos, key=lambda one: (one.place, one.when)) if self.by_target else [*reversed(memos)]
        self.drafts = [*reversed(self.book.drafts())]
        self.list_rows()

    def drafts_changed(self) -> None:
        """Show the drafts there are now."""
        self.renew()

    @property
    def entries(self) -> Sequence[Draft | ListedMemo]:
        """What is listed."""
        return (*self.drafts, *self.memos)

    def list_rows(self) -> None:
        """List what fits the filter."""
        texts, haystacks = [], []
        for one in self.entries:
            words = one.read if isinstance(one, ListedMemo) else one.text
            kind = (f"! {one.kind}" if one.changed else one.kind) if isinstance(one, ListedMemo) else "draft"
            author = one.author if isinstance(one, ListedMemo) else self.desk.coder
            when = local_time(one.when)
            texts.append((when[:10], _short(one.target), kind, drawn(author), drawn(" ".join(words.split()))))
            haystacks.append(f"{one.target} {kind} {author} {words} {when}")
        here = (place for place, one in enumerate(self.entries) if isinstance(one, ListedMemo) and one.id == self._here)
        self.show_rows(texts, haystacks, next(here, 0))

    @property
    def entry(self) -> Draft | ListedMemo | None:
        """The chosen memo or draft."""
        return None if self.at is None or self.at >= len(self.entries) else self.entries[self.at]

    @property
    def memo(self) -> ListedMemo | None:
        """The chosen memo, None on a draft."""
        entry = self.entry
        return entry if isinstance(entry, ListedMemo) else None

    def summary(self) -> str:
        """How many memos there are, in which order, and whether some cite what is no longer as it was."""
        many, shown = len(self.memos), len(self._places)
        if not self.entries:
            return "No memos yet: m writes one, here on the study, in the text on what is before you"
        found = f"{shown:,} of {len(self.entries):,}" if shown < len(self.entries) else f"{many:,}"
        said = f"{found} memo{'' if many == 1 else 's'}, by {'what they are about' if self.by_target else 'date'}"
        drafts, changed = len(self.drafts), sum(bool(one.changed) for one in self.memos)
        said += f"; {drafts} draft{'' if drafts == 1 else 's'}" if drafts else ""
        return said + (f"; ! {changed} cite{'s' if changed == 1 else ''} what is no longer so" if changed else "")

    def told(self) -> Content:
        """The whole memo."""
        entry = self.entry
        assert entry is not None
        if not isinstance(entry, ListedMemo):
            of = " of a memo there is" if entry.memo is not None else ""
            head = f"{local_time(entry.when)}  draft{of}, not saved  ·  {entry.kind}\n"
            return Content.assemble((drawn(entry.target), "bold $accent"), "\n", (head, "$warning"), "\n", drawn(entry.text))
        head = f"{local_time(entry.when)}  {drawn(entry.author)}  ·  {entry.kind}\n"
        said = Content.assemble((drawn(entry.target), "bold $accent"), "\n", (head, "$foreground 80%"), "\n")
        changed = len(entry.changed)
        if changed:
            what = f"{changed} coding{'' if changed == 1 else 's'} it cites {'is' if changed == 1 else 'are'} no longer as cited"
            said = Content("").join([said, Content.assemble((f"! {what}; d says that you have seen it.\n\n", "$error"))])
        return Content("").join([said, memo_words(entry, self.citation, numbered=True)])

    # what it cites

    @property
    def citation(self) -> Citation | None:
        """The chosen one of the codings that the memo cites."""
        memo = self.memo
        return memo.citations[self._citation] if memo is not None and 0 <= self._citation < len(memo.citations) else None

    def show_detail(self) -> None:
        """Show the memo, none of what it cites chosen."""
        self._citation = -1
        super().show_detail()

    def action_next_coding(self, step: int) -> None:
        """Choose the next of the codings that the memo cites."""
        memo = self.memo
        many = len(memo.citations) if memo is not None else 0
        if not many:
            self.say("This memo cites no coding.", refused=True)
            return
        self._citation = (self._citation + step) % many if self._citation >= 0 else (0 if step > 0 else many - 1)
        self.show_words()
        self.say(f"{self._citation + 1} of {many} it cites; Enter opens it.")

    def action_digit(self, digit: int) -> None:
        """Open a coding that the memo cites."""
        memo = self.memo
        if memo is None or digit > len(memo.citations):
            self.say(f"This memo cites no {digit}.", refused=True)
            return
        self._open_citation(memo.citations[digit - 1])

    def _open_citation(self, citation: Citation) -> None:
        from qualcode.tui.screens.found import Place

        coding = citation.coding
        if coding is None:
            self.say("That coding is not there now.", refused=True)
            return
        number = None if coding.removed else coding.id
        self.qualcode.open_place(Place(coding.source, coding.span, coding=number))

    def action_settle(self) -> None:
        """Say that what the memo cites was looked at."""
        memo = self.memo
        if memo is not None:
            otherwise = "Nothing it cites has other words; what is no longer coded is taken out with e."
            self.change(partial(self.book.settle, memo.id), "The memo cites the words as they are now.", "a memo", otherwise)

    # verbs

    def action_transpose(self) -> None:
        """By what they are about, or by date again."""
        self.by_target = not self.by_target
        self.renew()
        self.say("")

    def action_memo(self) -> None:
        """Write a memo on the study."""
        write_memo(self, self.desk.study, [About("the study", "On the study", self.book.the_study)])

    def action_edit(self) -> None:
        """Edit the chosen memo, or go on with the chosen draft."""
        entry = self.entry
        if entry is None:
            return
        if isinstance(entry, ListedMemo):
            self._edit(entry)
        elif entry.memo is None:
            go_on_with(self, self.desk.study, entry, About("this", f"On {drawn(entry.target)}", entry.about))
        else:
            memo = next((one for one in self.memos if one.id == entry.memo), None)
            if memo is None:
                gone = "The memo that these words were for was taken away"
                self.say(f"{gone}; {self.key('memos.remove')} takes the draft away too.", refused=True)
            else:
                self._edit(memo, entry)

    def _edit(self, memo: ListedMemo, draft: Draft | None = None) -> None:
        if not self.book.may_edit(memo):
            self.say("Somebody else wrote this memo. Write one of your own beside it.", refused=True)
            return
        edit_memo(self, self.desk.study, memo, About("this", f"On {drawn(memo.target)}", memo.about[0]), draft)

    def action_remove(self) -> None:
        """Take the chosen memo or draft away."""
        entry = self.entry
        if entry is None:
            return
        if not isinstance(entry, ListedMemo):
            self._remove_draft(entry)
            return
        memo = entry

        def answered(reason: str | None) -> None:
            if reason is not None:
                remove = partial(self.book.remove, memo.id, reason)
                self.change(remove, "Took the memo away; u undoes it.", "taking a memo away")

        words = f"The {memo.kind} memo on {drawn(memo.target)}. It stays in the history, and undo brings it back."
        self.app.push_screen(Reason("Take this memo away?", words), answered)

    def _remove_draft(self, draft: Draft) -> None:
        def agreed(yes: bool | None) -> None:
            if yes:
                self.book.drop_draft(draft.name)
                self.renew()
                self.say("Threw the draft away.")

        words = f"Words on {drawn(draft.target)} that were never saved. They cannot be brought back."
        self.app.push_screen(Confirm("Throw this draft away?", words, "throw it away"), agreed)

    def action_open(self) -> None:
        """Open the chosen one of what the memo cites, else what it is about; a draft is gone on with."""
        memo = self.memo
        if memo is None:
            self.action_edit()
            return
        if self.citation is not None:
            self._open_citation(self.citation)
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
