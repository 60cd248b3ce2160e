"""The file of the replacement list: a table for people and spreadsheets, under lines that say what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.identification import ListedName, NameKind, NameState, ReplacementList, same_term
from qualcode.errors import InvalidInput
from qualcode.formats.csv_cells import read_csv, write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = ("term", "kind", "replacement", "state", "note")
WHAT_IT_IS = "# Replacement list of a qualcode study: it tells who people are. Never send deposit or publish it."
KEY = "# key "
KEY_NOTE = " (leave this line: what was allowed for print is tied to it)"
_KEY_LINE = re.compile(r"#\s*key\s+([0-9a-f]{32,64})", re.IGNORECASE)


def names_text(found: ReplacementList) -> str:
    """The text of the file."""
    rows = [(one.term, one.kind.value, one.replacement, one.state.value, one.note) for one in found.names]
    return f"{WHAT_IT_IS}\n{KEY}{found.key}{KEY_NOTE}\n" + write_csv(COLUMNS, rows)


def read_names(text: str, name: str) -> ReplacementList:
    """The list that a file's text holds; lines that begin with `#` are notes, one of which is the key.

    Raises:
        InvalidInput: a column is missing or unknown, or lines are wrong; the message names them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    key = ""
    for place, line in enumerate(lines):
        # A spreadsheet puts quotation marks around a line that holds its separator, and separators behind it.
        if line.lstrip('"').startswith("#"):
            found = _KEY_LINE.search(line)
            key = found.group(1) if found else key
            lines[place] = ""
    columns, rows = read_csv("\n".join(lines))
    named = [column.strip().casefold() for column in columns]
    unknown = [column for column in named if column not in COLUMNS]
    if columns and ("term" not in named or unknown):
        raise InvalidInput(
            f"{name} is no replacement list: its columns are {', '.join(columns)}.", f"They have to be {', '.join(COLUMNS)}."
        )
    names: list[ListedName] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for row in rows:
        cells = {column.strip().casefold(): " ".join(cell.split()) for column, cell in row.cells.items()}
        try:
            one = listed_name(cells)
        except InvalidInput as error:
            faults.append(f"line {row.line}: {error.message}")
            continue
        first = seen.setdefault(same_term(one.term), row.line)
        if first != row.line:
            faults.append(f"line {row.line}: the term stands in line {first} already")
            continue
        names.append(one)
    if faults:
        listed = "; ".join(faults[:12]) + (f"; and {len(faults) - 12} more" if len(faults) > 12 else "")
        raise InvalidInput(f"{name} cannot be read: {listed}.", "Correct these lines in a text editor or a spreadsheet.")
    return ReplacementList(key, tuple(names))


def listed_name(cells: Mapping[str, str]) -> ListedName:
    """One line of the list from its cells.

    Raises:
        InvalidInput: there is no term, or a kind or state that is none; the message has no end mark.
    """
    term = cells.get("term", "")
    if not any(one.isalnum() for one in term):
        raise InvalidInput("there is no term")
    kind, state = cells.get("kind", "").casefold() or NameKind.OTHER, cells.get("state", "").casefold() or NameState.CONFIRMED
    if kind not in list(NameKind):
        raise InvalidInput(f'"{kind}" is no kind: kinds are {", ".join(NameKind)}')
    if state not in list(NameState):
        raise InvalidInput(f'"{state}" is no state: states are {" and ".join(NameState)}')
    return ListedName(term, NameKind(kind), bare(cells.get("replacement", "")), NameState(state), cells.get("note", ""))


def bare(replacement: str) -> str:
    """A replacement without the square brackets that print around it."""
    text = " ".join(replacement.split())
    return text[1:-1].strip() if text.startswith("[") and text.endswith("]") else text
