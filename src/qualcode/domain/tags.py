"""What stands behind a quotation to say who spoke: a pattern of the study, filled from what is printed of a participant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.attributes import printed_value
from qualcode.domain.cases import CaseKind, Printed
from qualcode.domain.identification import same_term
from qualcode.domain.theme_tables import Told
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.cases import Attribute, Case

ID = "id"
"""The name that stands for the participant's ID in a pattern."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_NUMBER = re.compile(r"^[^\W\d]*[\s_.-]*0*([1-9]\d*)$")
"""The number of a case's name, as in P004."""
_EMPTY = "\x00"
_LOST = re.compile(rf"\s*[,;:/–-]\s*{_EMPTY}|{_EMPTY}\s*[,;:/–-]?\s*")
_SHELL = re.compile(r"^(\s*[\[(]\s*)(.*?)(\s*[\])]\s*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it prints; `printed` are the attributes in it, by name, and `missing` those of which nothing is known."""

    text: str
    shown_id: str = ""
    printed: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def fields_of(pattern: str) -> tuple[str, ...]:
    """The names in the braces of a pattern, in order."""
    return tuple(dict.fromkeys(name.strip() for name in _FIELD.findall(pattern)))


def checked_pattern(pattern: str, attributes: Sequence[Attribute]) -> str:
    """A pattern, once each name in it is `id` or an attribute that is printed; an empty one prints no tag.

    Raises:
        InvalidInput: a name is none, an attribute is never printed, or a brace stands alone.
    """
    text = " ".join(pattern.split())
    known = {one.name.casefold(): one for one in attributes}
    for name in fields_of(text):
        if name.casefold() == ID:
            continue
        if name.casefold() not in known:
            names = ", ".join(["id", *(one.name for one in attributes if one.printed is not Printed.NEVER)])
            raise InvalidInput(f'There is no attribute "{name}" for the tag.', f"Names that can stand in braces are {names}.")
        if known[name.casefold()].printed is Printed.NEVER:
            raise InvalidInput(
                f'The attribute "{known[name.casefold()].name}" is never printed, so it cannot stand in the tag.',
                "Change how it prints with `qualcode cases attribute set`, or leave it out.",
            )
    if re.search(r"[{}]", _FIELD.sub("", text)):
        raise InvalidInput("A brace of the tag stands alone.", "Write names in braces, as in [Participant ID: {id}].")
    return text


def speakers_named(cases: Sequence[Case]) -> tuple[Case, ...]:
    """Of the cases that speak, those a tag names: the participants, else the groups; never a site."""
    people = tuple(case for case in cases if case.kind is CaseKind.PARTICIPANT)
    return people or tuple(case for case in cases if case.kind is CaseKind.GROUP)


def tag_of(pattern: str, cases: Sequence[Case], attributes: Sequence[Attribute], *, shown_id: str = "") -> Tag:
    """The tag of those who speak; `shown_id` prints instead of their own ID.

    Several speakers stand in one pair of brackets. A value that is not known leaves its place, and the comma before it, out.
    """
    people = speakers_named(cases)
    by_name = {one.name.casefold(): one for one in attributes}
    names = fields_of(pattern)
    ids = shown_id or ", ".join(case.name for case in people)
    shows_id = any(name.casefold() == ID for name in names)
    if not people or not names:
        return Tag("" if not people else pattern)
    printed: list[tuple[str, str]] = []
    missing: list[str] = []
    filled: list[str] = []
    only_id = all(name.casefold() == ID for name in names)
    for case in people[:1] if only_id or shown_id else people:
        values = {}
        for name in names:
            if name.casefold() == ID:
                values[name] = ids if only_id or shown_id else case.name
                continue
            attribute = by_name.get(name.casefold())
            values[name] = "" if attribute is None else printed_value(attribute, case.value(attribute.name) or "")
            if values[name] and attribute is not None:
                printed.append((attribute.name, values[name]))
            else:
                missing.append(name)
        filled.append(_filled(pattern, values))
    return Tag(_together(filled), ids if shows_id else "", tuple(dict.fromkeys(printed)), tuple(dict.fromkeys(missing)))


def told_by(pattern: str, cases: Sequence[Case], attributes: Sequence[Attribute], *, shown_id: str = "") -> tuple[Told, ...]:
    """What the tag of a pattern tells of each of those who speak."""
    one_by_one = ((case, tag_of(pattern, [case], attributes, shown_id=shown_id)) for case in speakers_named(cases))
    return tuple(Told(case.id, tag.shown_id, tag.printed) for case, tag in one_by_one)


def told_in(words: str, cases: Sequence[Case], attributes: Sequence[Attribute]) -> tuple[Told, ...]:
    """What a tag in an author's own words tells of each of those who speak.

    It tells each value that stands in it, as known or as it prints, even one that is never printed otherwise. A tag with the
    case's ID, whole or by its number as in `004` for P004, is read together with all that prints under that ID; without it,
    all that stand under the same words are read together.
    """
    return tuple(
        Told(case.id, case.name if _names(words, case.name) else words, tuple(_values_in(words, case, attributes)))
        for case in speakers_named(cases)
    )


def _values_in(words: str, case: Case, attributes: Sequence[Attribute]) -> Iterator[tuple[str, str]]:
    for one in attributes:
        known = case.value(one.name) or ""
        found = next((form for form in (printed_value(one, known), known) if form and _stands(form, words)), "")
        if found:
            yield one.name, found


def _stands(form: str, words: str) -> bool:
    """Whether a form stands in words as whole words, whatever its case, accents and spaces."""
    return bool(re.search(rf"(?<!\w){re.escape(same_term(form))}(?!\w)", same_term(words)))


def _names(words: str, name: str) -> bool:
    """Whether a case's name stands in words, or its number does, with or without noughts before it."""
    number = _NUMBER.search(name)
    short = number is not None and re.search(rf"(?<!\w)0*{number.group(1)}(?!\w)", words)
    return _stands(name, words) or bool(short)


def _filled(pattern: str, values: dict[str, str]) -> str:
    text = _FIELD.sub(lambda found: values.get(found.group(1).strip(), "") or _EMPTY, pattern)
    shell = _SHELL.match(text)
    before, inside, after = shell.groups() if shell else ("", text, "")
    inside = _LOST.sub("", inside).strip()
    return f"{before}{inside}{after}" if inside else ""


def _together(filled: Sequence[str]) -> str:
    """The tags of several speakers as one, in the brackets of the first."""
    said = list(dict.fromkeys(one for one in filled if one))
    if len(said) < 2:
        return said[0] if said else ""
    shells = [_SHELL.match(one) for one in said]
    first = shells[0]
    if first is None or not all(shells):
        return "; ".join(said)
    return f"{first.group(1)}{'; '.join(one.group(2) for one in shells if one)}{first.group(3)}"
