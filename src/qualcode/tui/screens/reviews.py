"""Passages whose words a correction changed, until somebody has looked at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from qualcode.domain.corrections import Anchor, ReviewState
from qualcode.domain.text import drawn
from qualcode.tui.commands import bindings
from qualcode.tui.compared import compared
from qualcode.tui.correct_desk import CorrectDesk
from qualcode.tui.screens.found import Place
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qualcode.domain.coding import Coding
    from qualcode.services.correcting import ListedReview
    from qualcode.tui.desk import StudyDesk


class ReviewsScreen(ListScreen):
    """What corrections left to be looked at."""

    PLACE = "reviews"
    HEADING = "Corrected passages"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reviews")]
    COLUMNS = (
        Column("Source", 14),
        Column("Of"),
        Column("What happened", 16, least=70),
        Column("Coder", 16, least=110),
        Column("Words now", least=100),
    )

    def __init__(self, desk: StudyDesk) -> None:
        super().__init__(desk)
        self.book = CorrectDesk(desk.study)
        self.reviews: tuple[ListedReview, ...] = ()
        self.with_done = False

    def renew(self) -> None:
        """Read the list anew."""
        self.reviews = self.book.reviews(with_done=self.with_done)
        self.list_rows()

    def list_rows(self) -> None:
        """List what fits the filter."""
        texts = [
            (
                drawn(one.source),
                drawn(one.code.rpartition(" > ")[2]) or one.review.kind.value,
                one.review.fate.value if one.review.state is ReviewState.TO_REVIEW else "looked at",
                drawn(one.coder),
                drawn(" ".join(one.review.after.split())),
            )
            for one in self.reviews
        ]
        haystacks = [f"{one.source} {one.code} {one.coder} {one.review.before} {one.review.after}" for one in self.reviews]
        self.show_rows(texts, haystacks, self.at or 0)

    @property
    def chosen(self) -> ListedReview | None:
        """The chosen passage."""
        return None if self.at is None or self.at >= len(self.reviews) else self.reviews[self.at]

    def summary(self) -> str:
        """How many there are."""
        waiting = sum(one.review.state is ReviewState.TO_REVIEW for one in self.reviews)
        if not waiting:
            return "Nothing to look at: every passage whose words were corrected has been looked at"
        told = f"{waiting:,} passage{'' if waiting == 1 else 's'}"
        return f"{told} to look at: {self.key('reviews.settle')} says that one is right as it is"

    def told(self) -> Content:
        """The words before and after."""
        one = self.chosen
        assert one is not None
        head = f"{one.review.kind.value} {one.review.coding or ''}".strip()
        before, after = compared(one.review.before, one.review.after)
        about = drawn(", ".join(part for part in (one.code, one.coder) if part))
        return Content.assemble(
            (f"{drawn(one.source)}  {head}", "bold $accent"),
            f"  {about}\n" if about else "\n",
            (f"{one.review.fate.value}\n\n", "$foreground 80%"),
            ("before  ", "$foreground 80%"),
            before,
            ("\nafter   ", "$foreground 80%"),
            after,
        )

    # verbs

    def action_settle(self) -> None:
        """Say that the chosen passage is right as it is."""
        one = self.chosen
        if one is None:
            return
        number = one.review.number

        def settled(answer: tuple[int, object]) -> None:
            many, change = answer
            self.done(change, "Looked at, and right as it is." if many else "")  # type: ignore[arg-type]

        self.write(lambda: self.book.settle([number]), settled, "a passage looked at")

    def action_remove(self) -> None:
        """Take the chosen passage's coding away."""
        coding = self._coding()
        if coding is not None:
            said = "Took the coding away; u undoes it."
            self.write(lambda: self.desk.uncode(coding.id), lambda change: self.done(change, said), "a coding taken away")

    def action_open(self) -> None:
        """Open the passage in its text, with its coding in focus: there its ends are moved, and it gets another code."""
        coding = self._coding()
        if coding is not None:
            self.qualcode.open_place(Place(coding.source, coding.span, coding=coding.id))

    def _coding(self) -> Coding | None:
        """The chosen passage's coding, where it is there still; else it is said."""
        one = self.chosen
        if one is None:
            return None
        coding = None if one.review.coding is None else self.desk.coding(one.review.coding)
        if coding is None:
            what = "was taken away" if one.review.kind is Anchor.CODING else "is not opened from here"
            self.say(f"This {one.review.kind.value} {what}.", refused=True)
        return coding

    def action_show_done(self) -> None:
        """Show those that were looked at too, or only those that were not."""
        self.with_done = not self.with_done
        self.renew()
        self.say("Those looked at are shown too." if self.with_done else "Only those to be looked at are shown.")

    def on_row_list_chosen(self) -> None:
        """Two clicks open."""
        self.action_open()
