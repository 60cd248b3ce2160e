"""The tables of the paper as their screen uses them: calls to services, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.identification import Stop
    from qualcode.domain.quotes import Edit, SpokenPiece
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.domain.summaries import Bearing
    from qualcode.domain.theme_table_desk import Candidate, TablesDesk
    from qualcode.services.quotation_ends import MovedEnds
    from qualcode.services.theme_table_desk import Desk
    from qualcode.storage import OpenStudy


class PaperDesk:
    """The theme tables of an open study."""

    def __init__(self, study: OpenStudy) -> None:
        from qualcode.services import (
            quotation_edits,
            quotation_ends,
            quotation_verbs,
            quotation_words,
            theme_row_verbs,
            theme_table_desk,
            theme_table_verbs,
        )

        self._study = study
        self._text: SourceText | None = None
        self._read: Desk | None = None
        self._desk = theme_table_desk
        self._tables = theme_table_verbs
        self._rows = theme_row_verbs
        self._quotes = quotation_verbs
        self._edits = quotation_edits
        self._ends = quotation_ends
        self._words = quotation_words

    # reading

    def read(self) -> TablesDesk:
        """The tables as they are now."""
        self._text = None
        with self._study.snapshot():
            self._read = self._desk.Desk.of(self._study)
            return self._read.tables

    def candidates(self, row: int, *, everything: bool) -> tuple[Candidate, ...]:
        """What a row can quote, of what was read with the tables."""
        if self._read is None:
            self.read()
        assert self._read is not None
        return self._read.candidates(row, everything=everything)

    def pieces(self, source: int, span: Span) -> list[SpokenPiece]:
        """The turns in words of a source."""
        return self._words.pieces_of(self._text_of(source), span)

    def around(self, one: Candidate) -> tuple[str, int]:
        """The talk around a candidate, from the question before it on, and where in it the words begin."""
        text = self._text_of(one.source)
        turns = sorted(turn.span for turn in text.turns)
        touched = [place for place, span in enumerate(turns) if span.overlaps(one.span)]
        if not touched:
            return one.words, 0
        first = turns[max(0, touched[0] - 1)].start
        return text.text[first : turns[touched[-1]].end], one.span.start - first

    def _text_of(self, source: int) -> SourceText:
        if self._text is None or self._text.source.id != source:
            self._text = self._study.sources.text(source)
        return self._text

    # quotations

    def quote(self, row: int, coding: int) -> tuple[int, ChangeSet]:
        """Choose a coding as a quotation of a row."""
        return self._quotes.add_quotation(self._study, row, coding=coding)

    def place_quotation(self, number: int, place: int | None, row: int | None = None) -> ChangeSet | None:
        """Give a quotation another place, in its row or in another one."""
        return self._quotes.move_quotation(self._study, number, place=place, row=row)

    def set_contrary(self, number: int, *, contrary: bool) -> ChangeSet | None:
        """Put a quotation on the contrary shelf, or take it from there."""
        return self._quotes.set_contrary(self._study, number, contrary=contrary)

    def take_out(self, number: int) -> ChangeSet:
        """Take a quotation out of its table."""
        return self._quotes.remove_quotations(self._study, [number])

    def mark_read(self, number: int, *, read: bool) -> ChangeSet | None:
        """Say that one has read a quotation for identification, or that nobody has."""
        return self._quotes.mark_read(self._study, [number], read=read)

    def set_tag(self, number: int, tag: str) -> ChangeSet | None:
        """Print a tag of its own behind a quotation; empty, the study's pattern."""
        return self._quotes.set_tag(self._study, number, tag)

    def set_fresh_id(self, number: int, fresh: str | None) -> ChangeSet | None:
        """Print an ID of its own with a quotation; empty, the participant's."""
        return self._quotes.set_fresh_id(self._study, [number], fresh)

    def print_as(self, number: int, printed: str) -> ChangeSet | None:
        """Let a quotation print as typed."""
        return self._edits.print_as(self._study, number, printed)

    def move_ends(self, number: int, span: Span, edits: Sequence[Edit], before: int, after: int) -> MovedEnds:
        """What a quotation as it is edited would be with words more or fewer at its ends; nothing is written."""
        where = self._ends.words_more(self._study, number, before=before, after=after, span=span)
        return self._ends.move_ends(self._study, number, where, (span, edits))

    def set_ends(self, number: int, span: Span, printed: str) -> ChangeSet | None:
        """Let a quotation begin and end elsewhere, and print as it was edited there."""
        return self._ends.set_ends(self._study, number, span, printed=printed)[1]

    def change_rules(self, given: Mapping[str, str]) -> ChangeSet | None:
        """Change how all quotations print."""
        from qualcode.domain.quote_rules import Hesitations

        words = given["words"].replace(",", " ").split()
        return self._edits.change_rules(
            self._study,
            hesitations=Hesitations(given["hesitations"]),
            words=words or None,
            cut_mark=given["cut_mark"],
            tag=given["tag"],
        )

    # rows

    def add_row(self, table: int, given: Mapping[str, str], theme: int | None, place: int | None) -> tuple[int, ChangeSet]:
        """Add a row."""
        return self._rows.add_row(
            self._study, table, heading=given["heading"], finding=given["finding"], theme=theme, place=place
        )

    def change_row(self, row: int, given: Mapping[str, str], theme: int | None) -> ChangeSet | None:
        """Change what a row says, the theme it stands under, and what was looked for in vain."""
        return self._rows.change_row(
            self._study,
            row,
            heading=given["heading"],
            finding=given["finding"],
            theme=theme,
            without_theme=theme is None,
            note=given["note"],
        )

    def set_codes(self, row: int, codes: Sequence[int]) -> ChangeSet | None:
        """Say which codes a row rests on beside its theme."""
        return self._rows.change_row(self._study, row, codes=codes)

    def move_row(self, row: int, place: int, table: int | None = None) -> ChangeSet | None:
        """Give a row another place, in its table or in another one."""
        return self._rows.move_row(self._study, row, place=place, table=table)

    def remove_row(self, row: int) -> ChangeSet:
        """Take a row away with its quotations."""
        return self._rows.remove_row(self._study, row)

    def link(self, row: int, codings: Sequence[int], bearing: Bearing | None) -> ChangeSet | None:
        """Say what codings are to the finding of a row; None for nothing."""
        if bearing is None:
            return self._rows.unlink_evidence(self._study, row, codings)
        return self._rows.link_evidence(self._study, row, codings, bearing)

    # tables

    def make_table(self, title: str, group: int | None) -> tuple[int, ChangeSet]:
        """Make a table, of a group with a row for each of its themes."""
        return self._tables.make_table(self._study, title=title, group=group, with_rows=group is not None)

    def make_group_tables(self) -> tuple[list[int], ChangeSet | None]:
        """Make the table of each group that has none."""
        return self._tables.make_group_tables(self._study)

    def change_table(self, table: int, given: Mapping[str, str]) -> ChangeSet | None:
        """Change how a table is called and laid out."""
        from qualcode.domain.theme_tables import Layout, Orientation
        from qualcode.errors import InvalidInput

        if not given["number"].strip().isdecimal():
            raise InvalidInput(f'"{given["number"].strip()}" is not the number of a table.', "Numbers go from 1.")
        return self._tables.change_table(
            self._study,
            table,
            title=given["title"],
            number=int(given["number"]),
            layout=Layout.of(given["layout"][:1]),
            orientation=Orientation.of(given["orientation"]),
            legend=given["legend"],
            abbreviations=given["abbreviations"],
        )

    def remove_table(self, table: int) -> ChangeSet:
        """Take a table away with its rows and quotations."""
        return self._tables.remove_table(self._study, table)

    # de-identification

    @property
    def has_names(self) -> bool:
        """Whether there is a replacement list to look for terms of."""
        from qualcode.services.names_list import read_list

        return self._study.path is not None and read_list(self._study).there

    def stops(self) -> tuple[Stop, ...]:
        """What of the tables tells who somebody is, as far as it was not allowed."""
        from qualcode.services.gate import findings_in
        from qualcode.services.theme_tables import printed_words

        return findings_in(self._study, printed_words(self._study))
