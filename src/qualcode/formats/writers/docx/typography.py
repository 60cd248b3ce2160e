"""Words as Word prints them: curly quotes, and nothing that XML cannot hold."""

from __future__ import annotations

import re
import unicodedata

from qualcode.domain.text import xml_safe

_STRAIGHT = re.compile("[\"']")
_OPENS_AFTER = frozenset(" \t\n\u00a0([{<—–-/“‘")
_ELISION = re.compile(r"'(?:\d\ds?|em|til|tis|twas|cause|bout|cos|n)\b", re.IGNORECASE)


def printable(text: str) -> str:
    """The text without characters that XML forbids; each of them becomes U+FFFD."""
    return xml_safe(text)[0]


def curled(text: str) -> str:
    """Straight quotation marks and apostrophes as typographic ones.

    A mark opens at the start of the text, after white space, an opening bracket or a dash; elsewhere it closes. An
    apostrophe that stands for dropped letters (`'em`, `'90s`) is not an opening mark.
    """
    if '"' not in text and "'" not in text:
        return text

    def curl(mark: re.Match[str]) -> str:
        place = mark.start()
        opens = place == 0 or text[place - 1] in _OPENS_AFTER or (text[place - 1] in "\"'" and _opens_pair(text, place))
        if mark.group() == '"':
            return "“" if opens else "”"
        return "‘" if opens and not _ELISION.match(text, place) else "’"

    return _STRAIGHT.sub(curl, text)


_TURN = re.compile(r"\bt\. (?=\d)")


def turns_kept_whole(text: str) -> str:
    """References to turns (`t. 12`) with a space that does not break."""
    return _TURN.sub("t.\u00a0", text)


def _opens_pair(text: str, place: int) -> bool:
    """Whether the mark before this one opens, so that this one does too: `"'Yes', she said"`."""
    before = place - 1
    opens = before == 0 or text[before - 1] in _OPENS_AFTER
    return opens and place + 1 < len(text) and text[place + 1].isalnum()


_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_LEFTWARD = re.compile(f"[{_LEFTWARD}]")
# From a letter of one direction to the last of the same, with the signs and figures between them.
_STRETCH_LEFTWARD = re.compile(rf"[{_LEFTWARD}](?:[\W\d_]*[{_LEFTWARD}])*")
_RIGHTWARD = rf"(?![{_LEFTWARD}])[^\W\d_]"
_STRETCH_RIGHTWARD = re.compile(rf"{_RIGHTWARD}(?:[\W\d_]*\d)*(?:[\W\d_]*{_RIGHTWARD}(?:[\W\d_]*\d)*)*")


def runs_right_to_left(text: str) -> bool | None:
    """Whether a paragraph runs from right to left: its first letter is of a script that does. None: nothing in it does."""
    if text.isascii() or not _HAS_LEFTWARD.search(text):
        return None
    return next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L") != "L"


def by_direction(text: str, *, leftward: bool) -> list[tuple[str, bool]]:
    """The text cut into stretches that run from left to right, and those that run from right to left (True).

    Signs between words of one direction go with them, others with the paragraph, which is `leftward` or not.
    """
    parts, at = [], 0
    for other in (_STRETCH_RIGHTWARD if leftward else _STRETCH_LEFTWARD).finditer(text):
        parts += [(text[at : other.start()], leftward)] * (other.start() > at)
        parts.append((other.group(), not leftward))
        at = other.end()
    return [*parts, (text[at:], leftward)] if text[at:] else parts


CM_IN_POINTS = 72 / 2.54
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\U0001f000-\U0003ffff]"
)
_LETTER_EM, _WIDE_EM = 0.47, 1.0


def lines_in(text: str, width: float, size: float) -> int:
    """How many lines a text takes at most, in Times of `size` points and a column of `width` centimetres.

    Words are taken to be somewhat wider than they are, for lines do not break where they are full.
    """
    letters = width * CM_IN_POINTS / size / _LETTER_EM
    wide = 0 if text.isascii() else len(_WIDE.findall(text))
    extra = wide * (_WIDE_EM / _LETTER_EM - 1)
    if "\n" not in text:
        return 1 + int((len(text) + extra) / letters)
    return int(extra / letters) + sum(1 + int(len(line) / letters) for line in text.split("\n"))
