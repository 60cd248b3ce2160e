"""What the coding screen's status line says: where the caret is, what is selected, which codes are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from qualcode.tui.widgets.transcript.paint import clock

if TYPE_CHECKING:
    from qualcode.domain.codebook import Codebook
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.view import TranscriptView

_AT_AN_END = 28
"""Cells of the words said at an end that is in hand."""


def mode_of(view: TranscriptView) -> str:
    """What the keys act on, in one word."""
    if view.quick is not None:
        return "CODE"
    if view.selection.extending:
        return "EXTEND"
    if view.hits:
        return "FIND"
    return "SELECT" if view.selection.span is not None else "READ"


def place_told(view: TranscriptView, *, wide: bool) -> list[Part]:
    """Turn, time, speaker where there is room, and how many words are selected."""
    turn = view.reading.turn_at(view.selection.caret.start)
    where = f"  ¶{turn.number} {clock(turn)}".rstrip() if turn else "  outside turns"
    if turn and wide:
        speaker = view.reading.speaker_of(turn)
        where += f" {speaker.label}" if speaker else ""
    parts: list[Part] = [(where, "plain")]
    span = view.selection.span
    if span is not None:
        parts.append((f"  {counted(view.units.count_words(span), 'word')}", "primary"))
    return parts


def codes_told(view: TranscriptView, codebook: Codebook) -> list[Part]:
    """The codes at the caret, the focused one first, each with its star and its doubt."""
    here = sorted(view.marks.at(view.selection.caret), key=lambda coding: coding.id != view.focus_id)
    parts: list[Part] = []
    for coding in here:
        if coding.code not in codebook:
            continue
        marks = ("★" if coding.star else "") + ("?" if coding.unsure else "")
        hue = view.stationery.hues.get(coding.code, view.ink.text)
        parts.append(("  ●", "#{:02x}{:02x}{:02x}".format(*hue)))
        parts.append((f" {codebook[coding.code].name}{marks}", "bold" if coding.id == view.focus_id else "muted"))
    return parts or [("  uncoded", "muted")]


def ends_told(view: TranscriptView, said: Part) -> list[Part]:
    """Which end is in hand, the words at it, how much lies between the two, and the keys."""
    ends = view.ends
    assert ends is not None
    words = " ".join(ends.span.words_of(view.reading.drawn).split())
    if ends.at_end:
        shown = f"…{_last(words)}▏" if cell_len(words) > _AT_AN_END else f"{words}▏"
    else:
        shown = f"▕{_first(words)}…" if cell_len(words) > _AT_AN_END else f"▕{words}"
    much = f"  {counted(view.units.count_words(ends.span), 'word')}"
    keys = "   Enter keeps  Esc leaves  Tab other end  ← → sign  ↑ ↓ word"
    tail: Part = (f"   {said[0]}", "bad") if said[0] else (keys, "muted")
    return [(" ENDS ", "badge"), (f"  {'end' if ends.at_end else 'start'} ", "accent"), (shown, "bold"), (much, "primary"), tail]


def counted(many: int, what: str) -> str:
    """A number with what is counted, such as `3 words`."""
    return f"{many:,} {what}{'' if many == 1 else 's'}"


def quoted(words: str, most: int = 40) -> str:
    """Words on one line in quotation marks, the middle left out where they are many."""
    line = " ".join(words.split())
    if len(line) > most:
        line = f"{line[: most // 2].rstrip()} … {line[-(most // 2) :].lstrip()}"
    return f"“{line}”"


def shortened(words: str, cells: int) -> str:
    """Words in at most so many cells, an ellipsis where some are missing."""
    return words if cell_len(words) <= cells else f"{set_cell_size(words, cells - 1).rstrip()}…"


def _last(words: str) -> str:
    while cell_len(words) > _AT_AN_END:
        words = words[1:]
    return words


def _first(words: str) -> str:
    while cell_len(words) > _AT_AN_END:
        words = words[:-1]
    return words
