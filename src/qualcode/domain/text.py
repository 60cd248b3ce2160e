"""A source's text: cleaned once when it is read, kept verbatim afterwards, and drawn safely everywhere.

The stored text has LF line ends, no byte order mark, no NUL and no lone surrogates; nothing else is altered, and it
is never Unicode-normalised, so that every offset means the same code point for ever.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class NewlineStyle(StrEnum):
    """How a file ended its lines before they became LF."""

    LF = "LF"
    CRLF = "CRLF"
    CR = "CR"
    MIXED = "mixed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text fit to be stored, and what was changed to make it so.

    `bom` says whether a byte order mark was dropped; `replaced` counts the NULs and lone surrogates that became
    U+FFFD.
    """

    text: str
    newlines: NewlineStyle
    bom: bool
    replaced: int


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(decoded: str) -> CleanText:
    """Decoded text as it is stored.

    Line ends become LF, a leading byte order mark goes, NUL and lone surrogates become U+FFFD.
    """
    bom = decoded.startswith("\ufeff")
    text = decoded[1:] if bom else decoded
    newlines = _newline_style(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    replaced = 0
    if "\0" in text or _has_surrogates(text):
        text, replaced = _UNSTORABLE.subn(REPLACEMENT, text)
    return CleanText(text, newlines, bom, replaced)


def _has_surrogates(text: str) -> bool:
    # Encoding finds them thirty times faster than a pattern does.
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _newline_style(text: str) -> NewlineStyle:
    if "\r" not in text:
        return NewlineStyle.LF if "\n" in text else NewlineStyle.NONE
    pairs = text.count("\r\n")
    lone_cr = text.count("\r") - pairs
    lone_lf = text.count("\n") - pairs
    if (pairs > 0) + (lone_cr > 0) + (lone_lf > 0) > 1:
        return NewlineStyle.MIXED
    return NewlineStyle.CRLF if pairs else NewlineStyle.CR


def size_in_words(text: str) -> int:
    """Words between white space, as a word processor or `wc -w` counts them: how long a source is."""
    return len(text.split())


def check_of_words(words: str) -> str:
    """A short stable hash (16 hexadecimal digits) by which a coding proves that its words are still there."""
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _signs() -> dict[int, str]:
    signs = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"}
    signs[0x7F] = "\N{SYMBOL FOR DELETE}"
    signs.update(dict.fromkeys(range(0x80, 0xA0), REPLACEMENT))
    signs[0x85] = "\N{SYMBOL FOR NEWLINE}"
    signs[0x9B] = "\N{SYMBOL FOR ESCAPE}"
    signs.update(dict.fromkeys((0x2028, 0x2029), "\N{SYMBOL FOR NEWLINE}"))
    signs.update(dict.fromkeys((0x200E, 0x202A, 0x202D, 0x2066), "\N{RIGHTWARDS ARROW}"))
    signs.update(dict.fromkeys((0x061C, 0x200F, 0x202B, 0x202E, 0x2067), "\N{LEFTWARDS ARROW}"))
    signs.update(dict.fromkeys((0x202C, 0x2068, 0x2069), "\N{LEFT RIGHT ARROW}"))
    signs.update(dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT))
    return signs


CONTROL_SIGNS = _signs()
"""What is drawn for each character that may not reach a terminal: code point -> a sign one cell wide."""

_UNDRAWABLE = re.compile(f"[{re.escape(''.join(map(chr, CONTROL_SIGNS)))}]")


def drawn(text: str) -> str:
    """The text as a terminal may show it: each control and bidi character as one sign, so offsets stay valid.

    Line ends and tabs are left: whoever draws lays them out.
    """
    return text.translate(CONTROL_SIGNS) if _UNDRAWABLE.search(text) else text


def json_escaped(json_text: str) -> str:
    """JSON whose control and bidi characters are written as escapes, so that it may be printed to a terminal."""
    return _UNDRAWABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", json_text)


_POP, _POP_ISOLATE = "\u202c", "\u2069"
_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", _POP), **dict.fromkeys("\u2066\u2067\u2068", _POP_ISOLATE)}
_DIRECTS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def closed(text: str) -> str:
    """The text with what turns the direction of writing closed at its end, so that what stands behind it is not turned.

    Words that are cut out of a text may have lost the sign that ends it (Unicode Standard Annex 9, X1 to X8).
    """
    opened: list[str] = []
    for found in _DIRECTS.findall(text):
        if found in _OPENS:
            opened.append(_OPENS[found])
        elif found == _POP and opened[-1:] == [_POP]:
            opened.pop()
        elif found == _POP_ISOLATE and _POP_ISOLATE in opened:
            del opened[len(opened) - 1 - opened[::-1].index(_POP_ISOLATE) :]
    return text + "".join(reversed(opened))


_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as XML can hold it, and what was replaced.

    Characters that XML 1.0 (production 2, `Char`) forbids become U+FFFD, one for one; they are named in order of
    appearance, as in `U+001B at 17`.
    """
    if not _NOT_XML.search(text):
        return text, ()
    found = tuple(f"U+{ord(match.group()):04X} at {match.start()}" for match in _NOT_XML.finditer(text))
    return _NOT_XML.sub(REPLACEMENT, text), found
