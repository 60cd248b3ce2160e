"""Words before and after a correction, with what was replaced set off on both sides."""

from __future__ import annotations

from textual.content import Content

from qualcode.domain.edits import EditMap
from qualcode.domain.text import drawn


def compared(before: str, after: str) -> tuple[Content, Content]:
    """Both on one line each, what differs in bold and underlined; an empty side says so in words."""
    old, new = " ".join(before.split()), " ".join(after.split())
    edits = EditMap.between(old, new).replacements if old and new else ()
    shift = 0
    was: list[tuple[int, int]] = []
    now: list[tuple[int, int]] = []
    for one in edits:
        was.append((one.start, one.end))
        now.append((one.start + shift, one.start + shift + len(one.words)))
        shift += one.shift
    return _set_off(old, was), _set_off(new, now)


def _set_off(words: str, places: list[tuple[int, int]]) -> Content:
    if not words:
        return Content.styled("nothing is left of it", "$foreground 80%")
    content = Content(f"“{drawn(words)}”")
    for start, end in places:
        content = content.stylize("bold underline $accent", start + 1, end + 1)
    return content
