"""Bytes to text: by the byte order mark, as UTF-8 where the bytes are that, else by a guess that is shown."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from qualcode.domain.text import REPLACEMENT
from qualcode.errors import UnreadableFile, UsageError


class Knowledge(StrEnum):
    """How the encoding of a text is known."""

    GIVEN = "given"
    MARK = "byte order mark"
    DECLARED = "declared"
    VALID = "valid utf-8"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as decoded, with the encoding's name in Python's spelling.

    `confidence` (0 to 1) is there for a guess: the share of the signs beyond ASCII that make sense in it. `unreadable`
    counts bytes that the encoding has no sign for; each stands as U+FFFD in the text.
    """

    text: str
    encoding: str
    known_by: Knowledge
    confidence: float | None = None
    unreadable: int = 0


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHIN = 200_000
"""Bytes that a guess looks at."""


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes; `name` is the file's, for errors. The byte order mark is left in the text.

    Raises:
        UsageError: there is no encoding called so.
        UnreadableFile: the bytes are no text in the given encoding.
    """
    if encoding is not None:
        return _as_given(data, name, encoding)
    marked = next((known for mark, known in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        try:
            return Decoded(data.decode(marked, "surrogatepass"), marked, Knowledge.MARK)
        except UnicodeDecodeError:
            return _guess(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", Knowledge.VALID)
    except UnicodeDecodeError:
        return _guess(data)


def require_encoding(encoding: str) -> str:
    """The name Python has for an encoding of text.

    Raises:
        UsageError: there is none called so.
    """
    try:
        known = codecs.lookup(encoding).name
        "".encode(known)
    except LookupError as error:
        hint = "Try utf-8, cp1252, latin-1, utf-16 or mac-roman."
        raise UsageError(f'There is no encoding called "{encoding}".', hint) from error
    return known


def _as_given(data: bytes, name: str, encoding: str) -> Decoded:
    known = require_encoding(encoding)
    return Decoded(_with_surrogates(data, known, name), known, Knowledge.GIVEN)


def _with_surrogates(data: bytes, encoding: str, name: str) -> str:
    """Decode strictly but for lone surrogates, which are replaced and counted later, with the NULs."""
    errors = "surrogatepass" if encoding.startswith("utf") else "strict"
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name} is not text in {encoding}: byte {error.start} (0x{data[error.start]:02x}) has no meaning there.",
            "Leave out --encoding to have it guessed, or save the file as UTF-8.",
        ) from error


# ---- guesses -----------------------------------------------------------------------------------------------------


def _guess(data: bytes) -> Decoded:
    return _utf16_without_mark(data) or _damaged_utf8(data) or _by_script(data) or _western(data)


def _utf16_without_mark(data: bytes) -> Decoded | None:
    sample = data[:_WITHIN]
    half = max(len(sample) // 2, 1)
    for encoding, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        if zeros > 0.3 * half:
            return Decoded(data[: len(data) // 2 * 2].decode(encoding, "surrogatepass"), encoding, Knowledge.GUESS, zeros / half)
    return None


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with some bytes spoilt, or with lone surrogates written into it.

    Bytes of another encoding hardly ever form signs of UTF-8 by chance, so two of those for each bad byte are proof.
    """
    try:
        return Decoded(data.decode("utf-8", "surrogatepass"), "utf-8", Knowledge.GUESS, 1.0)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(text))
    good = sum(sign > "\x7f" for sign in text) - bad
    if good < 2 * bad:
        return None
    return Decoded(_ESCAPED.sub(REPLACEMENT, text), "utf-8", Knowledge.GUESS, good / (good + bad), bad)


_ESCAPED = re.compile("[\udc80-\udcff]")
_SCRIPTS = frozenset(
    {
        "cp1251", "koi8_r", "koi8_u", "iso8859_5", "mac_cyrillic", "cp866", "cp1253", "iso8859_7", "cp1255", "iso8859_8",
        "cp1256", "iso8859_6", "tis_620", "cp874", "cp932", "shift_jis", "euc_jp", "gb18030", "gbk", "gb2312", "big5",
        "big5hkscs", "euc_kr", "cp949", "johab", "utf_16_le", "utf_16_be",
    }
)  # fmt: skip
_WIDER = {"iso8859_7": "cp1253", "iso8859_8": "cp1255", "iso8859_6": "cp1256"}


def _by_script(data: bytes) -> Decoded | None:
    """What charset-normalizer finds, where that is not in Latin letters; among those it takes one page for another."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_WITHIN]).best()
    if best is None or best.encoding not in _SCRIPTS or not _is_other_script(str(best)):
        return None
    texts: list[tuple[int, str, str]] = []
    for page in (best.encoding, _WIDER.get(best.encoding, best.encoding)):
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        texts.append((sum(map(str.isalpha, text)), page, text))
    if not texts:
        return None
    _, page, text = max(texts, key=lambda one: one[0])
    return Decoded(text, page.replace("_", "-"), Knowledge.GUESS, 1 - best.chaos)


def _is_other_script(text: str) -> bool:
    """Whether most letters beyond ASCII are not Latin, and stand in words of their own."""
    letters = [sign for sign in text if sign > "\x7f" and sign.isalpha()]
    latin = sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return 2 * latin < len(letters) and len(_MIXED.findall(text)) < 0.2 * len(letters)


_MIXED = re.compile(r"[a-z][^\W\x00-\x7f]|[^\W\x00-\x7f][a-z]")
_WESTERN = "àâäáãåæçèéêëìíîïñòóôöõøœùúûüßÀÂÄÁÃÅÆÇÈÉÊËÍÎÏÑÓÔÖÕØŒÙÚÛÜ"
_PAGES = (
    ("cp1252", _WESTERN),
    ("cp1254", "âçéîöûüğışÂÇÉÎÖÛÜĞİŞ"),
    ("cp1250", "áâäçéëíîóôöúüýąćčďęěĺľłńňőŕřśšťůűźžżăşţđÁÂÄÇÉËÍÎÓÔÖÚÜÝĄĆČĎĘĚŁŃŇŐŘŚŠŤŮŰŹŽŻĂŞŢĐß"),
    ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
)
_PUNCTUATION = "’‘“”„–—…«»€£§°·¿¡º½¼ "
_IN_A_WORD = re.compile(r"(?<=[a-z])([^\x00-\x7f])([a-z]?)")


def _western(data: bytes) -> Decoded:
    """Of the code pages of Latin scripts the one in which most signs beyond ASCII make sense; the first on a tie."""
    scores: list[tuple[float, str, str]] = []
    for page, usual in _PAGES:
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        sample = text[:_WITHIN]
        beyond = [sign for sign in sample if sign > "\x7f"]
        sense = sum(sign in usual or sign in _PUNCTUATION for sign in beyond)
        misplaced = sum(_misplaced(*match.groups()) for match in _IN_A_WORD.finditer(sample))
        scores.append((max(sense - misplaced, 0) / max(len(beyond), 1), page, text))
    if not scores:
        return Decoded(data.decode("latin-1"), "latin-1", Knowledge.GUESS, 0.0)
    score, page, text = max(scores, key=lambda one: one[0])
    rivals = any(other != text and close > score - 0.05 for close, _, other in scores)
    return Decoded(text, page.replace("_", "-"), Knowledge.GUESS, min(score, 0.6) if rivals else score)


def _misplaced(sign: str, after: str) -> bool:
    """Whether a sign right after a small letter makes no sense: a capital, or no letter where the word goes on."""
    return sign.isupper() or bool(after and not sign.isalpha() and sign != "’")
