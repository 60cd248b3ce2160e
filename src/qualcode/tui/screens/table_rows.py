"""What an author does to rows and tables: written, ordered, linked to codes, laid out, taken away, written to Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.codes import CodeKind
from qualcode.domain.printing import Audience
from qualcode.domain.quote_rules import CUT_MARKS, Hesitations
from qualcode.domain.text import drawn
from qualcode.domain.theme_tables import Layout, Orientation
from qualcode.errors import NotAllowed
from qualcode.tui.modals.choose import Choose
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.tables_base import TablesBase
from qualcode.tui.screens.tables_told import ROW, counted

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.theme_table_desk import ShownQuotation, ShownRow, ShownTable

_EACH_GROUP, _EMPTY = "each", "empty"
_LAYOUTS = {
    Layout.A: "A: by theme",
    Layout.B: "B: bare list",
    Layout.C: "C: with definitions",
}


class TableRows(TablesBase):
    """The verbs on rows and tables."""

    def edit_quote(self, quote: ShownQuotation) -> None:
        """Edit a quotation for print."""
        raise NotImplementedError

    # rows

    def action_add(self) -> None:
        """Add a row below the one at hand; a table where there is none."""
        table, at = self.table, self.row
        if table is None:
            self.action_add_table()
            return
        theme = at.theme_name if at is not None else ""
        fields = _row_fields("", "", self._path(at.theme if at is not None else None) or theme)

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return

            def added(result: tuple[int, ChangeSet]) -> None:
                self.done(result[1], "Row added: Tab shows what it can quote, A names more codes.")
                self.show_at((ROW, result[0]))

            with self.refusals():
                code = self._code(values["theme"])
                place = at.place + 1 if at is not None else None
                self.write(lambda: self.book.add_row(table.id, values, code, place), added, "a row")

        self.app.push_screen(Form(f"A row of Table {table.number}", fields), filled)

    def action_edit(self) -> None:
        """Edit the quotation for print, or what the row says."""
        quote, row = self.quote, self.row
        if quote is not None and not self.is_choosing:
            self.edit_quote(quote)
        elif row is not None:
            self._edit_row(row)
        else:
            self.say("There is no row to edit: a adds one.", refused=True)

    def _edit_row(self, row: ShownRow) -> None:
        fields = [
            *_row_fields(row.heading, row.finding, self._path(row.theme)),
            Field("note", "Contrary words were looked for and none found", row.note, hint="where, or by whom"),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                with self.refusals():
                    code = self._code(values["theme"])
                    self.change(lambda: self.book.change_row(row.id, values, code), "Row changed.", "what a row says")

        self.app.push_screen(Form("What the row says", fields), filled)

    def action_also_under(self) -> None:
        """Choose the codes that the row rests on beside its theme."""
        from qualcode.tui.modals.choose_codes import ChooseCodes

        row = self.row
        if row is None:
            self.say("Choose a row of the table.", refused=True)
            return

        def chosen(codes: str | None) -> None:
            if codes is not None:
                numbers = [int(code) for code in codes.split(",") if code.isdigit()]
                names = drawn(", ".join(self.codebook[code].name for code in numbers))
                self.change(lambda: self.book.set_codes(row.id, numbers), f"It rests on {names} too.", "the codes of a row")

        dialog = ChooseCodes(f"Codes that “{drawn(row.label)}” rests on", self.codebook)
        dialog.taken = [code for code in row.codes if code in self.codebook]
        self.app.push_screen(dialog, chosen)

    def remove_row(self, row: ShownRow) -> None:
        """Take a row away with its quotations."""
        many = len(row.quotations)
        with_it = f" with {counted(many, 'quotation')}" if many else ""
        self.change(lambda: self.book.remove_row(row.id), f"Row taken away{with_it}; u brings it back.", "a row taken away")

    def _path(self, code: int | None) -> str:
        return self.codebook.path_text(code) if code is not None and code in self.codebook else ""

    def _code(self, path: str) -> int | None:
        return self.codebook.find(path.strip()).id if path.strip() else None

    # tables

    def action_add_table(self) -> None:
        """Make a table of a group of the codebook, one for each group, or an empty one."""
        taken = {table.group for table in self.tables}
        groups = [code for code in self.codebook if code.kind is CodeKind.GROUP]
        rows = [(str(code.id), drawn(f"{code.name}  a row for each theme")) for code in groups if code.id not in taken]
        if len(rows) > 1:
            rows.insert(0, (_EACH_GROUP, f"a table for each of the {len(rows)} groups that have none"))
        rows.append((_EMPTY, "a table with a title of its own, without rows"))

        def chosen(answer: str | None) -> None:
            if answer == _EACH_GROUP:
                self.write(self.book.make_group_tables, lambda made: self._made_tables(*made), "tables")
            elif answer == _EMPTY:
                self.open_prompt("TITLE", self._make_empty, "")
            elif answer is not None:
                group = self.codebook[int(answer)]
                self.write(lambda: self.book.make_table("", group.id), lambda made: self._made_table(*made), "a table")

        self.app.push_screen(Choose("Make a table", rows), chosen)

    def _make_empty(self, title: str | None) -> None:
        if title is not None and title.strip():
            self.write(lambda: self.book.make_table(title, None), lambda made: self._made_table(*made), "a table")

    def _made_table(self, table: int, change: ChangeSet) -> None:
        self.done(change, "")
        made = next((one for one in self.tables if one.id == table), None)
        if made is not None:
            self.show_table(made)
            self.say(f"Table {made.number} made: Tab shows what a row can quote, R gives it another title.")

    def _made_tables(self, numbers: list[int], change: ChangeSet | None) -> None:
        self.done(change, f"{counted(len(numbers), 'table')} made: the digits show them.", "Every group has its table.")

    def show_table(self, table: ShownTable) -> None:
        """Show another table."""
        raise NotImplementedError

    def action_rename(self) -> None:
        """Edit what the table is called and how it is laid out."""
        table = self.table
        if table is None:
            self.say("There is no table yet: a makes one.", refused=True)
            return
        layouts = tuple(_LAYOUTS.values())
        fields = [
            Field("title", "Title, at most 15 words", table.title),
            Field("number", "Number", str(table.number)),
            Field("layout", "Layout", _LAYOUTS[table.layout], choices=layouts),
            Field("orientation", "Page", str(table.orientation), choices=tuple(map(str, Orientation))),
            Field("legend", "Legend, before the standing one", table.legend, rows=3),
            Field("abbreviations", "Abbreviations", table.abbreviations, rows=2, hint="FLS fracture liaison service."),
        ]

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:

                def changed(change: ChangeSet | None) -> None:
                    if values["number"].strip().isdecimal():
                        self.number = int(values["number"])
                    self.done(change, f"Table {self.number} is as you said.")

                self.write(lambda: self.book.change_table(table.id, values), changed, "how a table is laid out")

        self.app.push_screen(Form(f"Table {table.number}", fields, needed="title"), filled)

    def action_rules(self) -> None:
        """Edit how all quotations of the study print: hesitations, the mark of a cut, the tag."""
        if self.found is None:
            self.say("The tables cannot be read.", refused=True)
            return
        rules = self.found.rules
        fields = [
            Field(
                "hesitations",
                "Hesitations (er, um) in all quotations",
                str(rules.hesitations),
                choices=tuple(map(str, Hesitations)),
            ),
            Field("words", "Words that count as hesitations", ", ".join(rules.words)),
            Field("cut_mark", "A cut prints as", rules.cut_mark, choices=CUT_MARKS),
            Field("tag", "Tag behind a quotation", rules.tag, hint="[Participant ID: {id}] or ({role}, {hospital type})"),
        ]
        words = "{id} stands for the participant’s ID, {role} for the printed form of the attribute role."

        def filled(values: dict[str, str] | None) -> None:
            if values is not None:
                own = sum(bool(one.own_tag) for table in self.tables for one in table.quotations)
                keep = f", {own} with a tag of their own that they keep" if own else ""
                said = f"All quotations print so{keep}; those whose words changed have to be read again."
                self.change(lambda: self.book.change_rules(values), said, "how quotations print")

        self.app.push_screen(Form("How all quotations print", fields, words=words), filled)

    def action_retire(self) -> None:
        """Take the table away with its rows and quotations, once asked."""
        from qualcode.tui.modals.confirm import Confirm

        table = self.table
        if table is None:
            self.say("There is no table.", refused=True)
            return
        held = f"{counted(len(table.rows), 'row')} and {counted(len(table.quotations), 'quotation')}"

        def agreed(yes: bool | None) -> None:
            if yes:
                said = f"Table {table.number} taken away; u brings it back."
                self.change(lambda: self.book.remove_table(table.id), said, "a table taken away")

        words = f"Table {table.number}, {drawn(table.title)}, with {held}. The codings stay; u brings it back."
        self.app.push_screen(Confirm("Take the table away?", words, "take it away"), agreed)

    # files

    def action_export(self) -> None:
        """Write the tables to a Word file, for the study team or for publication."""
        if not any(table.quotations for table in self.tables):
            self.say("There is no quotation to write: Tab goes to the candidates, Enter quotes one.", refused=True)
            return
        rows = [
            (Audience.TEAM.value, "for the study team: nothing is checked, the header says so"),
            (Audience.PUBLICATION.value, "for publication: stops at what tells who somebody is"),
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                audience = Audience(answer)
                self.ask_path("tables.docx", lambda path: self._write_tables(path, audience), ".docx")
                self.say(f"A .docx file, for {'the study team' if audience is Audience.TEAM else 'publication'}.")

        self.app.push_screen(Choose("Write the tables to Word", rows), chosen)

    def _write_tables(self, path: Path, audience: Audience) -> str:
        from qualcode.services.gate import StoppedForPublication

        try:
            many, unread = self.desk.lookup.write_tables(path, audience)
        except StoppedForPublication as stopped:
            # One line cannot name them all; the list of @ can, and goes there.
            said = f"Nothing was written: {counted(len(stopped.stops), 'place')} would tell who somebody is."
            raise NotAllowed(said, "@ lists them and goes there.") from stopped
        more = f" {unread} not read for identification." if unread else ""
        not_checked = "".join(f" {drawn(line)}" for line in self.desk.lookup.not_checked(audience))
        return f"Wrote {counted(many, 'quotation')} to {drawn(str(path))}.{more}{not_checked}"


def _row_fields(heading: str, finding: str, theme: str) -> list[Field]:
    return [
        Field("heading", "Heading, as it prints", heading),
        Field("finding", "The finding in one sentence", finding, rows=3),
        Field("theme", "Theme it stands under", theme, hint="as in the codebook; empty for none"),
    ]
