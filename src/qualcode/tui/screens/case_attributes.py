"""What changes the table of cases itself: its columns, which are attributes, and what is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.cases import AttributeType, CaseKind, Identifies, Printed
from qualcode.domain.text import drawn
from qualcode.errors import InvalidInput
from qualcode.tui.case_sheet import Field as Of
from qualcode.tui.modals.form import Field, Form
from qualcode.tui.screens.case_verbs import CaseVerbs

if TYPE_CHECKING:
    from qualcode.domain.cases import Attribute
    from qualcode.domain.changes import ChangeSet


ATTRIBUTE = "attribute"
WHAT = (*(str(kind) for kind in CaseKind), ATTRIBUTE)
"""What can be added to the table."""


class AttributeVerbs(CaseVerbs):
    """The verbs that change the table itself: its columns, and what is added to it."""

    def action_open(self) -> None:
        """Edit the cell of the cursor."""
        case, column = self.case, self.column
        if case is None or column is None:
            self.action_add()
        elif column.field is Of.NAME:
            self.action_rename()
        elif column.field is Of.KIND:
            self._choose_kind(case)
        elif column.field is Of.TALK:
            self._choose_talk(case)
        elif column.attribute is not None:
            self._edit_value(case, column.attribute)
        else:
            self._turn_permission(case, quoted=column.field is Of.QUOTED)

    def action_add(self) -> None:
        """Add a case or an attribute."""
        fields = [Field("name", "Name"), Field("what", "What it is", WHAT[0], choices=WHAT)]

        def filled(values: dict[str, str] | None) -> None:
            if values is None:
                return
            name, what = values["name"], values["what"]
            if what == ATTRIBUTE:
                self._attribute_form(f"New attribute {drawn(name)}", {"name": name}, None)
                return

            def then(added: tuple[int, ChangeSet]) -> None:
                self.done(added[1], f"Added the {what} {drawn(' '.join(name.split()))}.")
                self.go_to(added[0])

            self.write(lambda: self.book.add(name, what), then, "a new case")

        self.app.push_screen(Form("Add to the table", fields, needed="name"), filled)

    def action_edit(self) -> None:
        """Edit the attribute of the column."""
        one = self.attribute
        if one is None:
            self.say("This column is no attribute; e edits one in its own column, a adds one.")
            return
        values = {
            "name": one.name,
            "type": str(one.type),
            "order": ", ".join(one.order),
            "unit": one.unit,
            "identifies": str(one.identifies),
            "printed": str(one.printed),
            "bands": one.bands,
        }
        self._attribute_form(f"Attribute {drawn(one.name)}", values, one)

    def _attribute_form(self, title: str, values: dict[str, str], one: Attribute | None, fault: str = "") -> None:
        """Ask for the fields of an attribute; what is refused comes back with the reason."""
        fields = [
            Field("name", "Name", values.get("name", "")),
            Field("type", "Type of its values", values.get("type", "text"), choices=tuple(AttributeType)),
            Field("order", "Categories in their order", values.get("order", ""), hint="nurse, doctor, manager"),
            Field("unit", "Unit", values.get("unit", ""), hint="years"),
            Field("identifies", "Tells who somebody is", values.get("identifies", "indirectly"), choices=tuple(Identifies)),
            Field("printed", "Printed", values.get("printed", "as is"), choices=tuple(Printed)),
            Field(
                "bands",
                "Bands it is printed in",
                values.get("bands", ""),
                hint="0-5,6-10,11+   or   nurse = sister; matron | doctor = GP",
            ),
        ]

        def filled(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            changed = answer if one is None else {name: word for name, word in answer.items() if word != values.get(name)}
            if not changed:
                self.say("It is so already.")
                return
            try:
                change = self.book.add_attribute(changed)[1] if one is None else self.book.change_attribute(one.id, changed)
            except InvalidInput as error:
                self._attribute_form(title, {**values, **answer}, one, str(error))
                return
            self.done(change, f"{'Added' if one is None else 'Changed'} {drawn(answer['name'])}.")

        self.app.push_screen(Form(title, fields, words=fault, needed="name"), filled)

    def action_move(self) -> None:
        """Give the attribute of the column another place."""
        one = self.attribute
        if one is None:
            self.say("This column is no attribute and stays where it is.")
            return
        many = sum(column.attribute is not None for column in self.table.columns)

        def done(words: str | None) -> None:
            if words and words.strip().isdecimal():
                place = int(words)
                self.write(
                    lambda: self.book.move_attribute(one.id, place),
                    lambda change: self.done(change, f"{drawn(one.name)} stands at place {place}."),
                    "the place of an attribute",
                )
            elif words is not None:
                self.say(f"A place is a number from 1 to {many}.", refused=True)

        self.open_prompt("PLACE", done, "")
        self.say(f"Its place among the attributes, from 1 to {many}.")

    def action_retire(self) -> None:
        """Take the attribute of the column away; in the first column withdraw the participant."""
        one, case = self.attribute, self.case
        if one is not None:
            known = sum(bool(row.case.value(one.name)) for row in self.sheet.rows)
            self.ask_reason(
                f"Take away {drawn(one.name)}?",
                f"{known} value{'' if known == 1 else 's'} go with it; undo brings them back.",
                lambda reason: self.book.remove_attribute(one.id, reason)[1],
                f"Took {drawn(one.name)} away with {known} value{'' if known == 1 else 's'}; u brings it back.",
            )
        elif case is not None and self.column is not None and self.column.field is Of.NAME:
            from qualcode.tui.screens.withdrawing import ask_withdrawal

            ask_withdrawal(self, self.book, [case.name])
        else:
            self.say("In the column of an attribute it takes that away; in the first one it withdraws the participant.")
