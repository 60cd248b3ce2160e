"""Where a label may stand: every place in a text that is written like the name of a speaker.

Finding is generous and knows forms only; `qualcode.domain.speakers` judges which of them name a speaker.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from qualcode.domain.spans import Span, trimmed
from qualcode.domain.times import TimeMark, blanked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_LABEL = 40
"""Characters a label may have."""


class Form(StrEnum):
    """How a label is written."""

    COLON = "colon"
    """`NAME: talk`, or `NAME:` alone on its line."""
    TIMED = "time beside it"
    """`Name  0:21`, `0:21 Name`, or a name under a time on a line of its own; the talk stands below."""
    HEADING = "heading"
    """`### Name`, the talk below."""
    BRACKETS = "brackets"
    """`[name] talk`."""
    TAB = "tab"
    """`Name`, a tab, the talk."""
    CELL = "table cell"
    """A row of a table with a column for the speaker."""
    QUOTED = "quoted"
    """`> NAME: talk`: a label inside words quoted from elsewhere; never a speaker of this source."""
    ALONE = "alone"
    """Nothing but the name on its line: looked for only when the researcher names it."""
    DECLARED = "declared"
    """Named as the speaker by the file format."""


class LabelMark(NamedTuple):
    """A place where a label may stand.

    `label` is the name without colon, brackets and emphasis, its white space collapsed, and `key` the same as labels
    are compared, without regard to case; `start` and `end` bound it as written, colon and emphasis included.
    `own_paragraph`: the line before is empty, or there is none. `talk` and `times` are given only where the format
    says where the talk is, as in a table.
    """

    label: str
    key: str
    start: int
    end: int
    form: Form
    own_paragraph: bool
    talk: Span | None = None
    times: tuple[TimeMark, ...] = ()


_COLON = re.compile(r"\n[ \t\xa0]*+([*_]{0,3}+)([\[(]?[^\W_][^:：\n]{0,60}+)[:：]([*_]{0,3}+)(?![/\\\d])")
_HEADING = re.compile(r"\n#{1,6}[ \t]+([^\n]{1,60}+)(?=\n)")
_BRACKETS = re.compile(r"\n[ \t]*+\[([^\W\d_][\w.-]{0,30}+)\](?=[ \t]+[^\s(\[])")
_TAB = re.compile(r"\n[ \t]*+([^\W_][^\t\n:：]{0,60}+)\t[ \t]*+(?=\S)")
_QUOTED = re.compile(r"\n>[> \t]*+([^\W_][^:：\n]{0,60}+)[:：](?!/)")
_TRIM = " \t\xa0*_"


def label_marks(text: str, times: Sequence[TimeMark]) -> list[LabelMark]:
    """Every place of the text, in order, that is written like a label; no two at one place."""
    padded = "\n" + blanked(text, times) + "\n"
    marks = list(_colon_marks(padded))
    for needed, pattern, form in (
        ("\n#", _HEADING, Form.HEADING),
        ("\n[", _BRACKETS, Form.BRACKETS),
        ("\t", _TAB, Form.TAB),
        ("\n>", _QUOTED, Form.QUOTED),
    ):
        if needed in padded:
            marks.extend(_plain_marks(padded, pattern, form))
    marks.extend(_timed_marks(text, padded, times))
    marks.sort(key=lambda mark: (mark.start, mark.form is not Form.COLON))
    apart: list[LabelMark] = []
    for mark in marks:
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
    return apart


def lines_that_are(text: str, labels: Sequence[str]) -> Iterator[LabelMark]:
    """The lines that hold nothing but one of the labels."""
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    padded = f"\n{text}\n"
    for match in re.finditer(rf"\n[ \t]*+({names})[ \t]*+(?=\n)", padded, re.IGNORECASE):
        yield _found(padded, match, 1, match.end(1), Form.ALONE)


def _colon_marks(padded: str) -> Iterator[LabelMark]:
    names: dict[str, tuple[str, str]] = {}
    for match in _COLON.finditer(padded):
        opening, written, closing = match.groups()
        name = names.get(written)
        if name is None:
            label = _bare(written)
            name = names[written] = (label, label.casefold())
        if name[0]:
            end = match.end() if opening and closing else match.start(3)
            yield LabelMark(*name, match.start(1) - 1, end - 1, Form.COLON, _own_paragraph(padded, match.start()))


def _plain_marks(padded: str, pattern: re.Pattern[str], form: Form) -> Iterator[LabelMark]:
    for match in pattern.finditer(padded):
        if _bare(match[1]):
            end = match.end() if form in {Form.BRACKETS, Form.QUOTED} else match.end(1)
            yield _found(padded, match, 0, end, form)


def _found(padded: str, match: re.Match[str], group: int, end: int, form: Form) -> LabelMark:
    """The mark of a match that begins at a line end: from its first sign (or its group) to `end`."""
    start = match.start(group) if group else match.start() + 1 + _blanks(match[0][1:])
    label = _bare(match[1])
    return LabelMark(label, label.casefold(), start - 1, end - 1, form, _own_paragraph(padded, match.start()))


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def _bare(written: str) -> str:
    """The name in what is written: without emphasis, outer brackets and doubled blanks."""
    name = written.strip(_TRIM)
    if name[:1] + name[-1:] in {"[]", "()"}:
        name = name[1:-1].strip(_TRIM)
    return " ".join(name.split()) if name[:1].isalnum() else ""


def _own_paragraph(padded: str, line_end: int) -> bool:
    """Whether the line before the one that begins after `line_end` is empty or absent."""
    at = line_end - 1
    while at >= 0 and padded[at] in " \t\xa0":
        at -= 1
    return at < 0 or padded[at] == "\n"


# ---- labels beside or under a time -------------------------------------------------------------------------------

_SEPARATORS = " \t\xa0*_-–—|,•·"
_USUAL = 0.8
"""Share of the times of one kind that must have a name beside them before any of them is taken for a label."""


def _timed_marks(text: str, padded: str, times: Sequence[TimeMark]) -> Iterator[LabelMark]:
    yield from (mark for time in times if time.closes and not time.opens and (mark := _name_before(text, time)))
    for alone in (False, True):
        kind = [time for time in times if time.opens and time.closes is alone]
        named = [mark for time in kind if (mark := _name_after(text, padded, time))]
        if len(named) >= max(2, _USUAL * len(kind)):
            yield from named


def _name_before(text: str, time: TimeMark) -> LabelMark | None:
    """`Name  0:21`."""
    line_start = text.rfind("\n", 0, time.span.start) + 1
    line = text[line_start : time.span.start]
    label = _bare(line.strip(_SEPARATORS))
    if not label or len(label) > LONGEST_LABEL or label[-1] in ".:?!;":
        return None
    start = line_start + _blanks(line)
    return LabelMark(label, label.casefold(), start, time.span.end, Form.TIMED, _own_paragraph("\n" + text, line_start))


def _name_after(text: str, padded: str, time: TimeMark) -> LabelMark | None:
    """`0:21 Name`, or a name on the line below a time that has a line for itself; either with talk right below."""
    begin = time.span.end
    if time.closes:
        begin = text.find("\n", begin) + 1
    end = padded.find("\n", begin + 1) - 1
    name = trimmed(Span(begin, end), text) if end > begin else None
    if name is None:
        return None
    written = name.words_of(text)
    label = _bare(written.strip(_SEPARATORS))
    below = text[end + 1 : end + 2]
    if not label or len(label) > LONGEST_LABEL or label[-1] in ".?!;…" or ":" in label or not below.strip():
        return None
    return LabelMark(label, label.casefold(), name.start, name.end, Form.TIMED, own_paragraph=True)


# ---- tables with a column for the speaker ------------------------------------------------------------------------

_TIME_HEADS = frozenset({"timespan", "time", "timestamp", "start", "time stamp", "timecode"})
_TALK_HEADS = frozenset({"content", "text", "transcript", "talk", "utterance", "words", "speech", "transcription"})
_SPEAKER_HEADS = frozenset({"speaker", "name", "who", "participant", "speaker name"})


def table_marks(text: str, times: Sequence[TimeMark]) -> list[LabelMark]:
    """The rows of a table whose heading names a column for the talk and one for the speaker; else nothing.

    Cells are joined by tabs, rows by line ends, as readers of tables write them. A cell may run over several lines.
    A row without a speaker continues the speaker above.
    """
    heads = _table_heads(text)
    if heads is None:
        return []
    body, columns, talk_at, speaker_at = heads
    marks: list[LabelMark] = []
    for row in _rows(text, body, columns):
        talk, named = _inside(row[talk_at], text), _inside(row[speaker_at], text)
        if named is None and not marks:
            continue
        label = _bare(named.words_of(text)) if named else marks[-1].label
        at = named or talk
        if at is None or not label:
            continue
        reach = Span(min(cell.start for cell in row if cell), max(cell.end for cell in row if cell))
        inside = tuple(time for time in times if reach.covers(time.span) and not (talk and talk.covers(time.span)))
        end = at.end if named else at.start
        marks.append(LabelMark(label, label.casefold(), at.start, end, Form.CELL, own_paragraph=True, talk=talk, times=inside))
    return marks


def _inside(cell: Span | None, text: str) -> Span | None:
    return trimmed(cell, text) if cell else None


def _table_heads(text: str) -> tuple[int, int, int, int] | None:
    """Where the table's body begins, its number of columns, the talk's and the speaker's."""
    if "\t" not in text:
        return None
    for match in re.finditer(r"(?m)^.*\t.*$", text):
        cells = [cell.strip().casefold() for cell in match[0].split("\t")]
        talk = [at for at, cell in enumerate(cells) if cell in _TALK_HEADS]
        speaker = [at for at, cell in enumerate(cells) if cell in _SPEAKER_HEADS]
        if talk and speaker and all(not cell or cell in _TIME_HEADS | _TALK_HEADS | _SPEAKER_HEADS for cell in cells):
            return match.end() + 1, len(cells), talk[0], speaker[0]
    return None


def _rows(text: str, at: int, columns: int) -> Iterator[list[Span | None]]:
    """The cells of each row from `at` to the next empty line or the end; None for an empty cell."""
    while at < len(text) and text[at] != "\n":
        end = at
        for _ in range(columns - 1):
            end = text.find("\t", end) + 1
            if end == 0:
                return
        end = text.find("\n", end)
        end = len(text) if end < 0 else end
        cells: list[Span | None] = []
        for cell in text[at:end].split("\t", columns - 1):
            cells.append(Span(at, at + len(cell)) if cell else None)
            at += len(cell) + 1
        yield cells
