"""What tells who somebody is by its characters alone: addresses, numbers, postcodes and days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.domain.identification import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    r"|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[- ](?:first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth))"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?:19|20)\d\d)?"
_PATTERNS: tuple[tuple[NameKind, str, str], ...] = (
    (NameKind.CONTACT, "e-mail address", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    (NameKind.CONTACT, "e-mail address, spoken", r"\b(?:(?:\w+ (?:dot|at|underscore|hyphen) ){2,}|\w dot )\w+\b"),
    (NameKind.CONTACT, "web address", r"\b(?:https?://|www\.)[^\s<>\"”]+[^\s<>\"”.,;:!?)]"),
    (NameKind.CONTACT, "account", r"(?<![\w@.])@[A-Za-z_]\w{2,}"),
    (
        NameKind.CONTACT,
        "telephone number",
        r"(?<![\w+])(?:\+\d{1,3}[\s.-]?(?:\(0\)[\s.-]?)?|\(?0)(?:[\s.()-]{0,2}\d){8,11}(?!\w)",
    ),
    (NameKind.NUMBER, "NHS number", r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"),
    (NameKind.NUMBER, "insurance number", r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    (
        NameKind.NUMBER,
        "number of a person",
        (
            r"(?i:\b(?:nhs|hospital|patient|mrn|record|staff|payroll|badge|pin)(?: (?:number|no\.?|id))[\s:#]*(?:is |was )?)"
            r"(?P<it>[A-Z]{0,3}[ -]?\d[\d -]{3,}\d)"
        ),
    ),
    (NameKind.PLACE, "postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b"),
    (NameKind.DATE, "date", rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}"),
    (NameKind.DATE, "date", rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b{_YEAR}"),
    (NameKind.DATE, "date", rf"(?i:\b(?:the\s+)?{_ORDINAL}\s+of\s+){_MONTH}{_YEAR}"),
    (NameKind.DATE, "date", r"(?<![\d/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d){1,2}|(?:19|20)\d\d-\d\d-\d\d)(?![\d/-])"),
)
_COMPILED = tuple((kind, why, re.compile(pattern)) for kind, why, pattern in _PATTERNS)


def characters_in(text: str) -> Iterator[tuple[int, int, NameKind, str]]:
    """Start, end, kind and pattern of each place; the same place may be found by two."""
    for kind, why, pattern in _COMPILED:
        for found in pattern.finditer(text):
            start, end = found.span("it") if "it" in pattern.groupindex else found.span()
            if why == "NHS number" and not is_nhs_number(text[start:end]):
                continue
            yield start, end, kind, why


def is_nhs_number(text: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (weights 10 to 2, 11 less the rest modulo 11; 10 is none)."""
    digits = [int(one) for one in text if one.isdigit()]
    if len(digits) != 10:
        return False
    rest = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == digits[9] and rest != 10
