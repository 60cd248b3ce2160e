"""What changed in the codebook between two versions: a line for each change, and below it the old words and the new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.codebook_compare import CodebookChangeKind, words_marked
from qualcode.domain.dates import local_time
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.modals.choose import Choose
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.domain.codebook_compare import CodebookChange
    from qualcode.domain.codes import CodebookVersion
    from qualcode.tui.codebook_desk import CodebookDesk
    from qualcode.tui.desk import StudyDesk

NOW = "now"
_ORDER = list(CodebookChangeKind)
_PLACES = frozenset(
    {
        CodebookChangeKind.MOVED,
        CodebookChangeKind.MERGED,
        CodebookChangeKind.ALSO_UNDER,
        CodebookChangeKind.NO_LONGER_UNDER,
    }
)
"""Changes whose before and after are paths."""
_TEXTS = frozenset({"definition", "include", "exclude", "example", "central idea"})


class VersionsScreen(ListScreen):
    """The changes from one state of the codebook to another; at first from the latest saved version to now."""

    PLACE = "versions"
    HEADING = "Versions"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("versions")]
    COLUMNS = (Column("What", 22), Column("Code"), Column("Was → is", least=100))

    def __init__(self, desk: StudyDesk, book: CodebookDesk) -> None:
        """What changed since the latest saved version."""
        super().__init__(desk)
        self.book = book
        self.versions: tuple[CodebookVersion, ...] = ()
        self.changes: list[CodebookChange] = []
        self.before = ""
        self.after: str | None = None
        self.by_kind = True

    def renew(self) -> None:
        """Compare anew."""
        self.versions = self.book.versions()
        names = [one.name for one in self.versions]
        if self.before not in names:
            self.before = names[-1] if names else ""
        if self.after not in names:
            self.after = None
        found = self.book.compare(self.before, self.after) if self.before else ()
        # The comparison comes in the order of the tree.
        self.changes = sorted(found, key=lambda one: _ORDER.index(one.kind)) if self.by_kind else list(found)
        self.list_rows()

    def list_rows(self) -> None:
        """List what fits the filter."""
        texts = [(_what(one), drawn(_name(one.path)), _short(one)) for one in self.changes]
        haystacks = [f"{_what(one)} {one.path} {one.before} {one.after}" for one in self.changes]
        self.show_rows(texts, haystacks, self.at or 0)

    def summary(self) -> str:
        """From which version to which, and how many changes of each kind."""
        if not self.before:
            return "No version is saved yet: V on the codebook screen saves one"
        counted = Counter(one.kind for one in self.changes)
        kinds = ", ".join(f"{counted[kind]:,} {kind}" for kind in _ORDER if counted[kind])
        return f"From version {drawn(self.before)} to {drawn(self.after or NOW)}: {kinds or 'nothing changed'}"

    def told(self) -> Content:
        """The chosen change with its old words and the new, what differs marked."""
        change = self.changes[self.at or 0]
        head = Content.assemble(
            (drawn(change.path) or "the root", "bold $accent"), "\n", (_what(change), "$foreground 80%"), "\n\n"
        )
        if not change.before and not change.after:
            return head
        was, now = words_marked(change.before, change.after)
        return Content("").join(
            [
                head,
                _side("was", was, "strike $error", nothing=_nothing(change, change.before)),
                Content("\n"),
                _side("is", now, "bold $success", nothing=_nothing(change, change.after)),
            ]
        )

    def action_transpose(self) -> None:
        """By kind of change, or in the order of the codebook."""
        self.by_kind = not self.by_kind
        self.renew()
        self.say("By kind of change." if self.by_kind else "In the order of the codebook.")

    def action_compare(self) -> None:
        """Choose the versions to compare."""
        if not self.versions:
            self.say("No version is saved yet: V on the codebook screen saves one.", refused=True)
            return
        rows = [(one.name, f"{drawn(one.name)}  {local_time(one.made_at)[:10]}  {drawn(one.note)}") for one in self.versions]

        def first(before: str | None) -> None:
            if before is None:
                return
            later = [(NOW, "the codebook as it is now"), *(row for row in rows[::-1] if row[0] != before)]

            def second(after: str | None) -> None:
                if after is not None:
                    self.before, self.after = before, None if after == NOW else after
                    self.renew()
                    self.say("")

            self.app.push_screen(Choose(f"From {drawn(before)} to", later), second)

        self.app.push_screen(Choose("Compare from", rows[::-1]), first)


def _what(change: CodebookChange) -> str:
    return f"{change.kind} {change.field}".strip()


def _name(path: str) -> str:
    """The name of a code with the one above it: the whole path is told below the list."""
    return " > ".join(path.split(" > ")[-2:]) or "the root"


def _short(change: CodebookChange) -> str:
    if not change.before and not change.after:
        return ""
    was, now = (" ".join(text.split()) or "·" for text in (change.before, change.after))
    if change.kind in _PLACES:
        was, now = (text.rpartition(" > ")[2] for text in (was, now))
    return drawn(f"{was if len(was) <= 40 else was[:39] + '…'} → {now}")


def _nothing(change: CodebookChange, text: str) -> str:
    """What stands where one side is empty."""
    if text:
        return ""
    return "the root" if change.kind is CodebookChangeKind.MOVED else "nothing" if change.field in _TEXTS else "none"


def _side(label: str, pieces: tuple[tuple[str, bool], ...], style: str, *, nothing: str) -> Content:
    """One side of a change, the pieces that the other does not have in a style."""
    words = [Content.assemble((drawn(text), style)) if marked else Content(drawn(text)) for text, marked in pieces]
    return Content("").join([Content.assemble((f"{label:<4} ", "dim")), *(words or [Content.assemble((nothing, "dim"))])])
