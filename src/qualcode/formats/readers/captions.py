"""Reading vtt and srt: one paragraph for each cue, `Name: words`; cue times stand beside the text.

webvtt-py and srt find the cues. Three things real files have and they do not take are put right before: times with a
comma in vtt, times without hours in srt, and an empty line inside a cue, whose rest both would drop. Tags are taken
out here, since webvtt-py also takes `< 5 and >` for one.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.domain.spans import Span
from qualcode.domain.speaker_words import NOISES
from qualcode.domain.text import clean
from qualcode.domain.times import milliseconds
from qualcode.domain.turns import Cue, DeclaredLabel
from qualcode.errors import UnreadableFile
from qualcode.formats.readers.encoding import decode
from qualcode.formats.readers.result import ReadText, from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VERSION = 1
_TIMINGS = re.compile(r"(?m)^([ \t]*)((?:\d+:)?\d+:\d+[.,]\d+)([ \t]*-->[ \t]*)((?:\d+:)?\d+:\d+[.,]\d+)(.*)$")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
# The pattern of the srt library needs time by the square of the white space that stands together: minutes for 20 kB.
_LONG_BLANKS = re.compile(r"\s{61,}+")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|s)(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>|</v>")
_NAME_LINE = re.compile(r"\(([^()\n:]{1,40})\)[ \t]*\n(?=\S)")


def read_vtt(data: bytes, name: str, encoding: str | None = None) -> ReadText:
    """Read WebVTT: `<v Name>` and a first line `(Name)` name the speaker.

    Raises:
        UsageError: there is no such encoding.
        UnreadableFile: it is no WebVTT, or holds no cues.
    """
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    decoded = decode(data, name, encoding)
    raw = _timed(clean(decoded.text).text, hours=False, mark=".")
    try:
        captions = WebVTT.from_string(_glued(raw)).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        raise UnreadableFile(
            f"{name} is not WebVTT inside.", "Its first line must be WEBVTT and every cue needs a time; or rename it to .txt."
        ) from error
    cues = ((str(one.start), str(one.end), one.raw_text) for one in captions)
    text, declared, kept = _written(cues)
    if not kept:
        raise UnreadableFile(f"{name} holds no cues.", "Export it again with its words, or import another format.")
    read = from_bytes(decoded, "vtt", VERSION, text)
    return _with_cues(read, declared, kept, notes=_lost(len(_TIMINGS.findall(raw)), len(captions)))


def read_srt(data: bytes, name: str, encoding: str | None = None) -> ReadText:
    """Read SubRip captions; a speaker named only when they change is left to the finding of speakers.

    Raises:
        UsageError: there is no such encoding.
        UnreadableFile: it is no srt, or holds no cues.
    """
    import srt

    decoded = decode(data, name, encoding)
    raw = _timed(clean(decoded.text).text, hours=True, mark=",")
    try:
        found = list(srt.parse(_LONG_BLANKS.sub(lambda match: match.group()[:60], _glued(raw))))
    except srt.SRTParseError as error:
        line = raw.count("\n", 0, error.expected_start) + 1
        hint = "Export it again, or rename it to .txt."
        raise UnreadableFile(f"{name} is not srt inside, from about line {line}.", hint) from error
    clock = srt.timedelta_to_srt_timestamp
    cues = ((clock(one.start), clock(one.end), one.content) for one in found)
    text, declared, kept = _written(cues)
    if not kept:
        raise UnreadableFile(f"{name} holds no cues.", "Export it again with its words, or import another format.")
    return _with_cues(from_bytes(decoded, "srt", VERSION, text), declared, kept, notes=())


def _timed(text: str, *, hours: bool, mark: str) -> str:
    """The text with each line of times as the format wants it: its mark before fractions, hours where it needs them."""

    def whole(clock: str) -> str:
        clock = re.sub("[.,]", mark, clock)
        return f"00:{clock}" if hours and clock.count(":") == 1 else clock

    return _TIMINGS.sub(lambda match: f"{match[1]}{whole(match[2])}{match[3]}{whole(match[4])}{match[5]}", text)


def _glued(text: str) -> str:
    """The text without the empty lines that stand inside a cue: what follows them has no time and opens no block."""
    blocks: list[str] = []
    for block in _EMPTY_LINES.split(text):
        opens = block.startswith(("WEBVTT", "NOTE", "STYLE", "REGION")) or "-->" in "\n".join(block.split("\n", 2)[:2])
        if blocks and not opens and "-->" in blocks[-1]:
            blocks[-1] += "\n" + block.strip("\n")
        else:
            blocks.append(block)
    return "\n\n".join(blocks)


def _lost(lines_of_times: int, cues: int) -> tuple[str, ...]:
    lost = lines_of_times - cues
    return (f"{lost} cue{'s' if lost > 1 else ''} could not be read",) if lost > 0 else ()


def _written(cues: Iterable[tuple[str, str, str]]) -> tuple[str, list[DeclaredLabel], list[Cue]]:
    """The text of the cues, the labels that the format declared in it, and where each cue stands."""
    pieces: list[str] = []
    declared: list[DeclaredLabel] = []
    kept: list[Cue] = []
    at = 0
    for started, ended, payload in cues:
        lines = list(_lines(payload))
        if not lines:
            continue
        if pieces:
            pieces.append("\n\n")
            at += 2
        first = at
        for number, (name, words) in enumerate(lines):
            written = ("\n" if number else "") + (f"{name}: {words}" if name else words)
            if name:
                start = at + (1 if number else 0)
                declared.append(DeclaredLabel(Span(start, start + len(name) + 1), name))
            pieces.append(written)
            at += len(written)
        kept.append(Cue(Span(first, at), milliseconds(started) or 0, milliseconds(ended) or 0))
    return "".join(pieces), declared, kept


def _lines(payload: str) -> Iterator[tuple[str, str]]:
    """Who says what in a cue: one entry for each change of voice, in order; no name where none is given."""
    name = ""
    said: list[tuple[str, str]] = []
    at = 0
    for match in [*_VOICE.finditer(payload), None]:
        words = html.unescape(_TAG.sub("", payload[at : match.start() if match else len(payload)])).strip()
        if words and said and said[-1][0] == name:
            said[-1] = (name, f"{said[-1][1]}\n{words}")
        elif words:
            said.append((name, words))
        if match:
            name = " ".join(html.unescape(match[1] or "").split())
            at = match.end()
    if len(said) == 1 and not said[0][0] and (line := _NAME_LINE.match(said[0][1])) and _may_name(line[1]):
        said = [(line[1].strip(), said[0][1][line.end() :])]
    yield from said


def _may_name(words: str) -> bool:
    return words[0].isupper() and not set(words.casefold().split()) & NOISES


def _with_cues(read: ReadText, declared: list[DeclaredLabel], cues: list[Cue], *, notes: tuple[str, ...]) -> ReadText:
    return replace(read, declared=tuple(declared), cues=tuple(cues), notes=notes)
