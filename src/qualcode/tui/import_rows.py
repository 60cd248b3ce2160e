"""How files that wait to be imported are drawn: a line for each, their labels, how one was read, and how its text will look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.domain.sources import Role
from qualcode.domain.text import drawn
from qualcode.tui.roles import COLOURS, DIGITS
from qualcode.tui.widgets.row_list import Column

if TYPE_CHECKING:
    from qualcode.services.import_reading import PreviewedPassage
    from qualcode.tui.import_files import LabelLine, WaitingFile

FILES = (
    Column("", 2),
    Column("File"),
    Column("Words", 7, figures=True),
    Column("Turns", 6, figures=True),
    Column("State", 12),
)
LABELS = (
    Column("", 1),
    Column("Label"),
    Column("Turns", 5, figures=True),
    Column("Role", 12),
    Column("Case", least=44),
)
SURE = {"given": "as you said", "byte order mark": "it says so", "declared": "it says so", "valid utf-8": "sure"}
"""How an encoding is known, in words."""


def file_row(file: WaitingFile) -> tuple[str, ...]:
    """The line of a file: confirmed or not, words, turns, state."""
    read = file.read
    sign = "✗" if file.problem else "✓" if file.confirmed and not file.left_out else "·" if file.left_out else "?"
    turns = f"{len(read.cutting.turns):,}" if read.cutting.turns else "·"
    return sign, drawn(read.path.name), f"{file.words:,}", turns, file.state


def label_row(line: LabelLine) -> tuple[str, ...]:
    """The line of a label: its turns, role and case, or why it was not taken as one."""
    if line.left is not None:
        many = len(line.left.lines)
        why = f"line {line.left.lines[0]}: {line.left.reason}"
        return "", drawn(line.label), str(many) if many > 1 else "", "no speaker", why
    assert line.role is not None
    case = f"{drawn(line.case)}{' (known)' if line.known else ''}" if line.case else ""
    return DIGITS[line.role], drawn(line.label), f"{line.turns:,}", f"{line.role}{'*' if line.remembered else ''}", case


def file_told(file: WaitingFile) -> Content:
    """How a file was read."""
    read = file.read
    text = read.text
    sure = SURE.get(text.known_by.value, "")
    known = f"a guess, {text.confidence:.0%} sure" if text.confidence is not None else sure
    parts = [
        Content.assemble((drawn(read.name), "bold $accent"), f"  {text.reader}, "),
        Content.assemble((text.encoding, "bold $warning" if text.confidence is not None else ""), f" ({known})"),
    ]
    if file.problem:
        parts.append(Content.assemble("\n", (drawn(file.problem), "bold $error")))
    elif not read.speakers:
        parts.append(Content("\nNo speakers: it is read by paragraphs."))
    else:
        remembered = "  * as you confirmed it before" if read.remembered else ""
        keys = f"1 interviewer  2 participant  3 other  x no speaker{remembered}"
        parts.append(Content.assemble("\n", (keys, "$foreground 80%")))
    return Content("").join(parts)


def shown_passages(passages: tuple[PreviewedPassage, ...]) -> Content:
    """The beginning of a text as it would be read: who speaks, and their words."""
    parts: list[Content] = []
    for one in passages:
        words = drawn(" ".join(one.words.split()))
        if one.role is None:
            parts.append(Content.assemble((words, "italic $foreground 70%"), "\n\n"))
        else:
            style = "$foreground 75%" if one.role is Role.INTERVIEWER else "$foreground"
            head = (f"{drawn(one.label)}  ", f"bold {COLOURS[one.role]}")
            parts.append(Content.assemble(head, (f"{one.role}\n", "dim"), (words, style), "\n\n"))
    return Content("").join(parts)
