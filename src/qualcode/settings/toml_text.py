"""One value changed in the text of a TOML file, everything else left as its owner wrote it, comments too.

Only what the settings file needs is understood: one value a line, and tables with plain names. Whoever calls reads the
new text and compares: a file written in other ways is then refused, never spoilt.
"""

from __future__ import annotations

import json
import re

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_ANY_HEADER = re.compile(r"\s*\[")
_LINE = re.compile(
    r"""(?P<before>\s*(?P<name>(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*'))*)\s*=\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"']+)(?P<after>\s*(?:\#.*)?)$"""
)
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^.\s"']+))\s*(?:\.|$)""")


def with_value(text: str, table: str, name: str, value: object) -> str:
    """A TOML text in which a table (empty: the top) says `name = value`; None takes its line out."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    first, last = _section(lines, table)
    for place in range(first, last):
        found = _LINE.match(lines[place])
        if found is not None and _plain(found["name"]) == name:
            if value is None:
                del lines[place]
            else:
                lines[place] = f"{found['before']}{_written(value)}{found['after']}"
            return end.join(lines)
    if value is None:
        return text
    return end.join(_added(lines, table, first, last, f"{_name(name)} = {_written(value)}"))


def _section(lines: list[str], table: str) -> tuple[int, int]:
    """The lines of a table, without its header; (-1, -1) where it is not there."""
    first = 0 if not table else -1
    for place, line in enumerate(lines):
        if first >= 0 and _ANY_HEADER.match(line):
            return first, place
        header = _HEADER.match(line)
        if first < 0 and header is not None and header[1].strip().strip("\"'") == table:
            first = place + 1
    return (first, len(lines)) if first >= 0 else (-1, -1)


def _added(lines: list[str], table: str, first: int, last: int, line: str) -> list[str]:
    """The lines with one more at the end of a table's, or of a new table."""
    if first < 0:
        while lines and not lines[-1].strip():
            lines.pop()
        return [*lines, *([""] if lines else []), f"[{table}]", line, ""]
    # Comments right above the next table belong to that.
    while last > first and (not lines[last - 1].strip() or (last < len(lines) and lines[last - 1].lstrip().startswith("#"))):
        last -= 1
    rest = lines[last:] or [""]
    parted = [""] if rest[0].strip() else []
    return [*lines[:last], line, *parted, *rest]


def _plain(name: str) -> str:
    """A name as written, quoted or dotted, without its quotation marks."""
    return ".".join(next(part for part in found if part) for found in _PART.findall(name) if any(found))


def _name(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_\-]+", name) else _quoted(name)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(words: str) -> str:
    # JSON leaves the delete sign as it is, which TOML forbids: the whole file could not be read any more.
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
