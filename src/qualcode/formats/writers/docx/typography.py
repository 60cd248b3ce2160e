"""Words as Word prints them: curly quotes, and nothing that XML cannot hold."""

from __future__ import annotations

import re

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
