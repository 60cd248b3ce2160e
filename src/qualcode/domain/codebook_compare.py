"""What changed between two states of a codebook, and the saved form of a state."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind, ThemeState
from qualcode.domain.edit_finding import replacements_between

if TYPE_CHECKING:
    from collections.abc import Iterator

REDEFINED_FIELDS = ("kind", "definition", "include", "exclude", "example", "codable", "central_idea", "state")
"""The fields whose change redefines a code."""


class CodebookChangeKind(StrEnum):
    """What happened to a code from one state of the codebook to the next."""

    ADDED = "added"
    RESTORED = "restored"
    RETIRED = "retired"
    MERGED = "merged"
    RENAMED = "renamed"
    MOVED = "moved"
    REORDERED = "reordered"
    ALSO_UNDER = "also under"
    NO_LONGER_UNDER = "no longer under"
    REDEFINED = "redefined"
    RECOLOURED = "recoloured"


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """One change of one code.

    `path` is the code's path in the later state (in the earlier one where it is gone by then). `before` and `after`
    are what changed, as text: names, paths of homes (empty at the root), texts, colours; for a merge `after` is the
    path of the code it went into. `field` names the field of a redefinition.
    """

    kind: CodebookChangeKind
    path: str
    before: str = ""
    after: str = ""
    field: str = ""


def compare_codebooks(before: Codebook, after: Codebook) -> tuple[CodebookChange, ...]:
    """What changed, in the tree order of the later state and what is gone at the end.

    Codes are the same where their GUIDs are; one whose GUID the other side does not know is matched by its path
    among the live codes.
    """
    pairs = _matched(before, after)
    changes: list[CodebookChange] = []
    for code in after.live:
        old = pairs.get(code.id)
        if old is None or before[old].retired:
            kind = CodebookChangeKind.ADDED if old is None else CodebookChangeKind.RESTORED
            changes.append(CodebookChange(kind, after.path_text(code.id)))
        if old is not None:
            changes.extend(_changes_of(before, after, old, code.id, pairs))
    changes.extend(_reordered(before, after, pairs))
    kept = {old: new for new, old in pairs.items()}
    for code in before.live:
        new = kept.get(code.id)
        if new is None or after[new].retired:
            into = after[new].merged_into if new is not None else None
            kind = CodebookChangeKind.RETIRED if into is None else CodebookChangeKind.MERGED
            changes.append(CodebookChange(kind, before.path_text(code.id), after="" if into is None else after.path_text(into)))
    return tuple(changes)


def _matched(before: Codebook, after: Codebook) -> dict[int, int]:
    """Ids of the later state with the ids of the same codes in the earlier one."""
    by_guid = {code.guid: code.id for code in before.codes if code.guid}
    pairs = {code.id: by_guid[code.guid] for code in after.codes if code.guid in by_guid}
    taken = set(pairs.values())
    by_path = {before.path(code.id): code.id for code in before.live if code.id not in taken}
    for code in after.live:
        if code.id not in pairs and after.path(code.id) in by_path:
            pairs[code.id] = by_path.pop(after.path(code.id))
    return pairs


def _changes_of(before: Codebook, after: Codebook, old: int, new: int, pairs: dict[int, int]) -> Iterator[CodebookChange]:
    was, now, path = before[old], after[new], after.path_text(new)
    if was.name != now.name:
        yield CodebookChange(CodebookChangeKind.RENAMED, path, was.name, now.name)
    if was.parent != (None if now.parent is None else pairs.get(now.parent, -1)):
        yield CodebookChange(CodebookChangeKind.MOVED, path, _home(before, was.parent), _home(after, now.parent))
    shown_before = {code.id for code in before.also_under(old)}
    shown_now = after.also_under(new)
    for parent in shown_now:
        if pairs.get(parent.id) not in shown_before:
            yield CodebookChange(CodebookChangeKind.ALSO_UNDER, path, after=after.path_text(parent.id))
    still = {pairs.get(parent.id) for parent in shown_now}
    for parent in before.also_under(old):
        if parent.id not in still:
            yield CodebookChange(CodebookChangeKind.NO_LONGER_UNDER, path, before=before.path_text(parent.id))
    for field in REDEFINED_FIELDS:
        old_text, new_text = _text(getattr(was, field)), _text(getattr(now, field))
        if old_text != new_text:
            yield CodebookChange(CodebookChangeKind.REDEFINED, path, old_text, new_text, field.replace("_", " "))
    if was.colour != now.colour:
        yield CodebookChange(CodebookChangeKind.RECOLOURED, path, was.colour or "", now.colour or "")


def _home(codebook: Codebook, parent: int | None) -> str:
    """The path of a home; empty for the root."""
    return "" if parent is None else codebook.path_text(parent)


def _text(value: object) -> str:
    """A field's value as text; yes and no for flags."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _reordered(before: Codebook, after: Codebook, pairs: dict[int, int]) -> Iterator[CodebookChange]:
    """One change for each parent under which codes that stayed there stand in another order."""
    for parent in (None, *(code.id for code in after.live)):
        old_parent = None if parent is None else pairs.get(parent, -1)
        old_order = [code.id for code in before.children(old_parent)]
        new_order = [pairs[code.id] for code in after.children(parent) if pairs.get(code.id) in set(old_order)]
        stayed = set(new_order)
        if [code for code in old_order if code in stayed] != new_order:
            old_names = "; ".join(before[code].name for code in old_order if code in stayed)
            new_names = "; ".join(before[code].name for code in new_order)
            yield CodebookChange(CodebookChangeKind.REORDERED, _home(after, parent), old_names, new_names)


def words_marked(before: str, after: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts in pieces, each with whether it is not in the other: whole words, as corrections are found."""
    was: list[tuple[str, bool]] = []
    now: list[tuple[str, bool]] = []
    at = 0
    for one in replacements_between(before, after):
        was += [(before[at : one.start], False), (before[one.start : one.end], True)]
        now += [(before[at : one.start], False), (one.words, True)]
        at = one.end
    was.append((before[at:], False))
    now.append((before[at:], False))
    return tuple(piece for piece in was if piece[0]), tuple(piece for piece in now if piece[0])


def snapshot_of(codebook: Codebook) -> str:
    """A state of the codebook as it is kept with a version: JSON that `codebook_from_snapshot` reads back whole."""
    codes = [{key: value for key, value in asdict(code).items() if value not in (None, "")} for code in codebook.codes]
    return json.dumps({"codes": codes, "shown_under": sorted(codebook.shown_under)}, ensure_ascii=False, separators=(",", ":"))


def codebook_from_snapshot(snapshot: str) -> Codebook:
    """The codebook of a kept state.

    Raises:
        ValueError: it is not a snapshot.
        KeyError: likewise.
    """
    kept = json.loads(snapshot)
    return Codebook.of((_code(fields) for fields in kept["codes"]), ((child, parent) for child, parent in kept["shown_under"]))


def _code(fields: dict[str, Any]) -> Code:
    known: dict[str, Any] = {"guid": "", "parent": None, **fields, "kind": CodeKind(fields["kind"])}
    if "state" in known:
        known["state"] = ThemeState(known["state"])
    return Code(**known)
