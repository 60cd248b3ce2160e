"""What an author does to quotations: chosen for a row, ordered, edited for print, set apart as contrary, read, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.quotes import unmarked_join
from qualcode.domain.summaries import Bearing
from qualcode.domain.text import drawn
from qualcode.domain.theme_tables import BEARINGS
from qualcode.tui.modals.row_evidence import RowEvidence, linked_codings, weighed
from qualcode.tui.quote_marking import Marking
from qualcode.tui.screens.table_rows import TableRows
from qualcode.tui.screens.tables_told import QUOTE, ROW, said_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.theme_table_desk import Candidate, ShownQuotation, ShownRow
    from qualcode.tui.modals.row_evidence import Weighed

_NO_QUOTE = "Choose a quotation of the table."
_NOTHING = "none"


class TablesVerbs(TableRows):
    """The verbs on quotations and candidates."""

    def _on_quote(self, do: Callable[[ShownQuotation], None]) -> None:
        """Do something to the chosen quotation."""
        quote = None if self.is_choosing else self.quote
        if quote is None:
            self.say(_NO_QUOTE, refused=True)
        else:
            do(quote)

    def _on_candidate(self, do: Callable[[ShownRow, Candidate], None]) -> None:
        """Do something to the chosen candidate."""
        row, one = self.row, self.candidate
        if row is None or one is None or not self.is_choosing:
            self.say("Choose a candidate: Tab goes to them.", refused=True)
        else:
            do(row, one)

    # choosing

    def action_open(self) -> None:
        """Quote the candidate; edit the quotation for print, or the row; begin where nothing is there yet."""
        if self.is_choosing:
            self._on_candidate(self._quote_it)
        elif self.table is None:
            self.action_add_table()
        elif self.quote is not None or self.row is not None:
            self.action_edit()
        else:
            self.action_add()

    def _quote_it(self, row: ShownRow, one: Candidate) -> None:
        name = drawn(row.label) or "the row"

        def chosen(result: tuple[int, ChangeSet]) -> None:
            number, change = result
            self.done(change, f"Quoted in “{name}”: Esc goes to it.")
            self.rows.step_to_key((QUOTE, number), tell=False)
            self.show_table_beside()

        self.write(lambda: self.book.quote(row.id, one.coding), chosen, "a quotation")

    def show_table_beside(self) -> None:
        """Show what goes with what is chosen in the table, while the keys stay where they are."""
        raise NotImplementedError

    def show_at(self, key: tuple[str, int]) -> None:
        """Choose a row or a quotation of the table shown, and leave what is said as it is."""
        self.rows.step_to_key(key, tell=False)
        self.candidates.key = None
        self.show_table_beside()
        self.show_status()

    def action_star(self) -> None:
        """Star the coding of the candidate, or unstar it."""

        def star(_row: ShownRow, one: Candidate) -> None:
            def made(result: tuple[bool, ChangeSet | None]) -> None:
                starred, change = result
                self.done(change, "Starred." if starred else "Unstarred.")

            self.write(lambda: self.desk.star(one.coding), made, "a star")

        self._on_candidate(star)

    def action_link(self) -> None:
        """Say what the candidate is to the finding of the row; in the table, list what the row rests on."""
        from qualcode.tui.modals.choose import Choose

        if not self.is_choosing:
            self._show_evidence()
            return

        def link(row: ShownRow, one: Candidate) -> None:
            def chosen(answer: str | None) -> None:
                if answer is None:
                    return
                bearing = Bearing(answer) if answer != _NOTHING else None
                said = f"It {bearing} “{drawn(row.label)}”." if bearing else "The row does not rest on it."
                codings = linked_codings(row, one) or (one.coding,)
                self.change(lambda: self.book.link(row.id, codings, bearing), said, "evidence")

            choices = [(str(bearing), f"it {bearing} the finding") for bearing in BEARINGS] + [
                (_NOTHING, "the row does not rest on it")
            ]
            words = drawn(" ".join(one.words.split())[:300])
            self.app.push_screen(Choose(f"Evidence for “{drawn(row.label)}”", choices, f"“{words}”"), chosen)

        self._on_candidate(link)

    def _show_evidence(self) -> None:
        """List the codings a row rests on and those it could, each with what it is to the finding."""
        row = self.row
        if row is None:
            self.say("Choose a row of the table.", refused=True)
            return

        def bear(one: Weighed, bearing: Bearing | None) -> None:
            said = f"It {bearing} the finding." if bearing else "The row does not rest on it."

            def made(change: ChangeSet | None) -> None:
                self.done(change, said)
                now = self.found.row(row.id) if self.found is not None else None
                dialog = self.app.screen
                if isinstance(dialog, RowEvidence) and now is not None:
                    dialog.take(weighed(now, self.book.candidates(row.id, everything=False)), said)

            self.write(lambda: self.book.link(row.id, one.codings, bearing), made, "evidence")

        def opened(one: Weighed | None) -> None:
            if one is not None and one.passage is not None:
                self.open_words(one.passage)

        with self.refusals():
            found = weighed(row, self.book.candidates(row.id, everything=False))
            self.app.push_screen(RowEvidence(row, found, bear), opened)

    def open_words(self, one: ShownQuotation | Candidate) -> None:
        """Open words in their transcript."""
        raise NotImplementedError

    # the printed form

    def edit_quote(self, quote: ShownQuotation) -> None:
        """Edit a quotation for print."""
        from qualcode.tui.modals.quote_editor import QuoteEditor

        if self.found is None or quote.wrong:
            self.say(quote.wrong, refused=True)
            return
        row, rules = self.row, self.found.rules

        def check(marking: Marking) -> str | None:
            fault = unmarked_join(marking.edits, marking.verbatim, self.book.pieces(quote.source, marking.span))
            return f"The printed form {fault}." if fault is not None else None

        def move(marking: Marking, before: int, after: int) -> tuple[Marking, tuple[str, ...]]:
            moved = self.book.move_ends(quote.number, marking.span, marking.edits, before, after)
            return Marking(moved.verbatim, moved.edits, rules, moved.span.start), moved.gone

        def kept(marking: Marking | None) -> None:
            if marking is None:
                return
            done = "Prints so now; it has to be read for identification."

            def record() -> ChangeSet | None:
                if marking.span == quote.span:
                    return self.book.print_as(quote.number, marking.printed)
                return self.book.set_ends(quote.number, marking.span, marking.printed)

            self.change(record, done, "a printed form", "It prints so already.")

        with self.refusals():
            marking = Marking(quote.verbatim, quote.edits, rules, quote.span.start)
            title = row.label if row is not None else "Quotation"
            self.app.push_screen(QuoteEditor(title, said_by(quote), marking, quote.tag, check, move), kept)

    def action_retag(self) -> None:
        """Type a tag of its own for the quotation; an empty one is the study's pattern again."""

        def retag(quote: ShownQuotation) -> None:
            def done(words: str | None) -> None:
                if words is not None:
                    self.change(lambda: self.book.set_tag(quote.number, words), "Its tag is another one now.", "a tag")

            self.open_prompt("TAG", done, quote.own_tag or quote.tag)
            self.say("Empty: the tag of the study’s pattern.")

        self._on_quote(retag)

    def action_fresh_id(self) -> None:
        """Print an ID of its own with the quotation, not to be read together with others; or the participant's again."""

        def give(quote: ShownQuotation) -> None:
            said = "It prints the participant’s ID again." if quote.fresh_id else "It prints an ID of its own."
            self.change(lambda: self.book.set_fresh_id(quote.number, "" if quote.fresh_id else None), said, "an ID")

        self._on_quote(give)

    # its place

    def action_nudge(self, step: int) -> None:
        """The quotation a place up or down in its row; the row in its table."""
        quote, row, table = self.quote, self.row, self.table
        if self.is_choosing or row is None or table is None:
            self.say("Choose a row or a quotation of the table.", refused=True)
            return
        where = "up" if step < 0 else "down"
        if quote is None:
            if not 1 <= row.place + step <= len(table.rows):
                self.say("It is there already.")
                return
            self.change(lambda: self.book.move_row(row.id, row.place + step), f"Row moved {where}.", "the place of a row")
            return
        shelf = [one for one in row.quotations if one.contrary == quote.contrary]
        at = next(place for place, one in enumerate(shelf) if one.number == quote.number) + step
        if not 0 <= at < len(shelf):
            self.say("It is there already; M moves it to another row, ! on the contrary shelf or off it.")
            return
        place = shelf[at].place
        self.change(
            lambda: self.book.place_quotation(quote.number, place), f"Quotation moved {where}.", "the place of a quotation"
        )

    def action_move(self) -> None:
        """Move the quotation to another row, or the row to another table."""
        quote, row, table = self.quote, self.row, self.table
        if self.is_choosing or row is None or table is None:
            self.say("Choose a row or a quotation of the table.", refused=True)
        elif quote is None:
            self._move_row(row)
        else:
            self._move_quote(quote, row)

    def _move_quote(self, quote: ShownQuotation, row: ShownRow) -> None:
        from qualcode.tui.modals.choose import Choose

        rows = {
            str(one.id): (table.number, drawn(f"Table {table.number}, {one.place}  {one.label}"))
            for table in self.tables
            for one in table.rows
            if one.id != row.id
        }

        def chosen(answer: str | None) -> None:
            if answer is None:
                return

            def moved(change: ChangeSet | None) -> None:
                self.done(change, f"Moved to {rows[answer][1]}.")
                self.go_to(rows[answer][0], (QUOTE, quote.number))
                self.say(f"Moved to {rows[answer][1]}.")

            self.write(lambda: self.book.place_quotation(quote.number, None, int(answer)), moved, "the row of a quotation")

        self.app.push_screen(Choose("Move the quotation to which row?", [(key, said) for key, (_, said) in rows.items()]), chosen)

    def _move_row(self, row: ShownRow) -> None:
        from qualcode.tui.modals.choose import Choose

        others = [(str(one.number), drawn(f"Table {one.number}  {one.title}")) for one in self.tables if one is not self.table]
        if not others:
            self.say("There is no other table; < and > move the row in this one.", refused=True)
            return

        def chosen(answer: str | None) -> None:
            target = next((one for one in self.tables if str(one.number) == answer), None)
            if target is None:
                return

            def moved(change: ChangeSet | None) -> None:
                self.done(change, "")
                self.go_to(target.number, (ROW, row.id))
                self.say(f"Moved to Table {target.number}.")

            self.write(lambda: self.book.move_row(row.id, len(target.rows) + 1, target.id), moved, "the table of a row")

        self.app.push_screen(Choose("Move the row to which table?", others), chosen)

    def action_contrary(self) -> None:
        """Put the quotation on the contrary shelf of its row, or take it from there."""

        def turn(quote: ShownQuotation) -> None:
            said = (
                "It does not contradict the finding any more."
                if quote.contrary
                else "On the contrary shelf: it contradicts the finding."
            )
            self.change(lambda: self.book.set_contrary(quote.number, contrary=not quote.contrary), said, "the contrary shelf")

        self._on_quote(turn)

    # read, taken out

    def action_settle(self) -> None:
        """Say that one has read the quotation for identification, or take that back."""

        def read(quote: ShownQuotation) -> None:
            said = "Not read for identification any more." if quote.read else "Read for identification: t goes to the next."
            self.change(lambda: self.book.mark_read(quote.number, read=not quote.read), said, "a reading")

        self._on_quote(read)

    def action_remove(self) -> None:
        """Take the quotation out, or the row with its quotations."""
        quote, row = self.quote, self.row
        if self.is_choosing or row is None:
            self.say("Choose a row or a quotation of the table.", refused=True)
        elif quote is not None:
            self._take_out(quote, row)
        else:
            self.remove_row(row)

    def _take_out(self, quote: ShownQuotation, row: ShownRow) -> None:
        """Take a quotation out and go to the one beside it in its row, else to the row."""
        numbers = [one.number for one in sorted(row.quotations, key=lambda one: one.contrary)]
        at = numbers.index(quote.number)
        beside = [(QUOTE, number) for number in (*numbers[at + 1 : at + 2], *numbers[max(0, at - 1) : at])] or [(ROW, row.id)]

        def taken(change: ChangeSet) -> None:
            self.rows.key = beside[0]
            self.done(change, "Taken out of the table; its coding stays. u brings it back.")

        self.write(lambda: self.book.take_out(quote.number), taken, "a quotation taken out")
