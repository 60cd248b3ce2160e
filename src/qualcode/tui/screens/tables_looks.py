"""What an author looks for in the tables: what is unread, who is heard, what tells who somebody is, the words in place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.domain.text import drawn
from qualcode.tui.screens.tables_told import OFTEN, QUOTE, ROW, counted, said_by, where_said
from qualcode.tui.screens.tables_verbs import TablesVerbs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.theme_table_desk import Candidate, ShownQuotation, ShownTable
    from qualcode.tui.screens.found import Question

    Found = tuple[str, tuple[int, tuple[str, int]] | None]
    """A sentence, and the table with the row or quotation it is about."""


class TablesLooks(TablesVerbs):
    """Ways through the tables."""

    def keep(self) -> None:
        """Keep where one is, for the next time."""
        raise NotImplementedError

    # unread

    def action_next_open(self) -> None:
        """To the next quotation that nobody read for identification, through all tables."""
        order = [(table.number, (QUOTE, one.number)) for table in self.tables for one in table.quotations]
        unread = {(QUOTE, one.number) for table in self.tables for one in table.quotations if not one.read}
        if not unread:
            self.say("Every quotation was read for identification." if order else "There is no quotation yet.")
            return
        here = next((place for place, (_, key) in enumerate(order) if key == self.rows.key), -1)
        number, key = next(one for one in [*order[here + 1 :], *order[: here + 1]] if one[1] in unread)
        self.go_to(number, key)
        self.say(f"Not read yet, one of {len(unread)}: d says that you read it.")

    # what to know

    def action_figures(self) -> None:
        """Show what an author may want to know before printing; Enter goes there."""
        from qualcode.tui.modals.choose import Choose

        found = list(self._to_know())
        if not found:
            self.say("Nothing to point out: no row without contrary words, nobody quoted three times, all read.")
            return
        rows = [(str(place), drawn(words)) for place, (words, _) in enumerate(found)]

        def chosen(answer: str | None) -> None:
            where = found[int(answer)][1] if answer is not None else None
            if where is not None:
                self.go_to(*where)

        self.app.push_screen(
            Choose("What to know before printing", rows, "For your information: nothing of it stops anything."), chosen
        )

    def _to_know(self) -> Iterator[Found]:
        for table in self.tables:
            yield from _wrong(table)
            yield from _often(table)
        if self.found is not None and self.found.never_quoted:
            yield f"Never quoted: {', '.join(self.found.never_quoted)}.", None
        if self.found is not None and self.found.roles_not_heard:
            yield f"Not heard in any table: {', '.join(self.found.roles_not_heard)}.", None
        unread = [(table.number, (QUOTE, one.number)) for table in self.tables for one in table.quotations if not one.read]
        if unread:
            yield f"{counted(len(unread), 'quotation')} not read for identification.", unread[0]
        for table in self.tables:
            yield from _alone(table)

    def action_names(self) -> None:
        """Show what of the tables tells who somebody is; Enter goes there."""
        from qualcode.tui.modals.choose import Choose

        places = {one.number: (table.number, (QUOTE, one.number)) for table in self.tables for one in table.quotations}
        with self.refusals():
            stops = self.book.stops()
            if not self.book.has_names:
                self.say("There is no replacement list, so no term is looked for: o n begins one.", refused=not stops)
            elif not stops:
                self.say("No listed term and no rare combination prints; the text may tell all the same.")
            if not stops:
                return
            rows = [(str(place), drawn(stop.said)) for place, stop in enumerate(stops)]

            def chosen(answer: str | None) -> None:
                quote = stops[int(answer)].words.quote if answer is not None else None
                if quote in places:
                    self.go_to(*places[quote])

            words = (
                "Publication stops at these. Enter goes there: put a term in brackets, or band or hide an attribute. o n allows."
            )
            self.app.push_screen(Choose("De-identification check of the tables", rows, words), chosen)

    # the words where they stand

    def action_show_source(self) -> None:
        """Open the words in their transcript."""
        one = self.candidate if self.is_choosing else self.quote
        if one is None:
            self.say("Choose a quotation or a candidate.", refused=True)
            return
        self.open_words(one)

    def open_words(self, one: ShownQuotation | Candidate) -> None:
        """Open words in their transcript; `o u` comes back to the same row."""
        from qualcode.tui.screens.found import Place

        self.keep()
        self.qualcode.open_place(Place(one.source, one.span, one.coding))
        self.qualcode.coding.say("o u goes back to the table.")

    def like_here(self) -> Question | None:
        """The chosen candidate or quotation, for turns like it."""
        from qualcode.domain.similar import Like
        from qualcode.tui.screens.found import Question

        one = self.candidate if self.is_choosing else self.quote
        return Question(where_said(one), like=Like(source=one.source, span=one.span)) if one is not None else None

    def action_copy_quote(self) -> None:
        """Copy the printed quotation with its tag."""
        quote = self.quote
        if quote is None or self.is_choosing:
            self.say("Choose a quotation of the table.", refused=True)
            return
        self.app.copy_to_clipboard(f"{quote.printed} {quote.tag}".rstrip())
        self.say(f"Copied as it prints: {said_by(quote)}.")


def _wrong(table: ShownTable) -> Iterator[Found]:
    """Quotations that cannot be printed."""
    for row in table.rows:
        for one in row.quotations:
            if one.wrong:
                yield f"Table {table.number}, {row.label}: {one.wrong}", (table.number, (QUOTE, one.number))


def _often(table: ShownTable) -> Iterator[Found]:
    """The third quotation of one participant."""
    heard: Counter[str] = Counter()
    for one in table.quotations:
        heard.update(one.cases)
        for case in one.cases:
            if heard[case] == OFTEN:
                yield f"Table {table.number} quotes {case} a third time.", (table.number, (QUOTE, one.number))


def _alone(table: ShownTable) -> Iterator[Found]:
    """Rows without a quotation, and rows that nothing stands against."""
    alone = {row.id for row in table.without_contrary}
    for row in table.rows:
        where = (table.number, (ROW, row.id))
        if not row.quotations:
            yield f"Table {table.number}, {row.label}: no quotation yet.", where
        elif row.id in alone:
            yield f"Table {table.number}, {row.label}: nothing contrary, and no note that it was looked for.", where
