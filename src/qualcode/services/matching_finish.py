"""Finishing a matching: the two lists become one, in one undoable change, and a codebook version is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_compare import compare_codebooks
from qualcode.domain.codebook_rules import ranks_for, require_free_name, require_movable
from qualcode.domain.codes import CodeKind
from qualcode.domain.matching import Relation
from qualcode.errors import InvalidInput, NotAllowed
from qualcode.services.codebook import put_code, require_unlocked
from qualcode.services.codebook_merging import merge_into
from qualcode.services.matching import free_version_name, refuse_contradictions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codebook_compare import CodebookChange
    from qualcode.domain.matching import CodeMatch
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class Matched:
    """A finished matching: its name, the version it made, and what changed in the codebook by it."""

    name: str
    version: str
    changes: tuple[CodebookChange, ...]
    change: ChangeSet


def finish_matching(study: OpenStudy, *, version: str = "", note: str = "", reason: str = "") -> Matched:
    """Make one code list of two, as the relations say: codes are merged, moved, kept, dropped and made.

    Codings that live move with their codes, whoever made them; what was finished keeps the codes it has, and is read
    through the matching. `version` is the name of the codebook version that is saved, with its `note`.

    Raises:
        NotAllowed: no matching is in progress, a code of the second list has no relation, or the viewer codes blind.
        InvalidInput: the relations contradict each other or the codebook, or the version's name is taken.
    """
    if study.sight.blind:
        raise NotAllowed(f"{study.viewer.name} is coding blind, and code lists are matched when that round is closed.")
    with study.unit_of_work("finish_matching", reason=reason.strip()) as work:
        matching = work.matchings.in_progress()
        if matching is None:
            raise NotAllowed("No code lists are being matched.", "Relate codes with `qualcode match set STUDY`.")
        before = work.codes.codebook()
        _require_complete(before, matching.matches)
        refuse_contradictions(before, matching.matches)
        name = " ".join(version.split()) or free_version_name(work, f"after {matching.name}")
        if work.codes.version_name_taken(name):
            raise InvalidInput(f'There is already a codebook version "{name}".', "Choose another name.")
        work.what = f"matched two code lists: codebook version {name}"
        _apply(work, matching.matches)
        saved = work.codes.add_version(name, note.strip() or f"made by {matching.name}")
        work.matchings.finish(matching.id, saved)
        changes = compare_codebooks(before, work.codes.codebook())
    return Matched(matching.name, name, changes, work.insist())


def _require_complete(book: Codebook, matches: Sequence[CodeMatch]) -> None:
    related = {code for match in matches for code in match.codes}
    waiting = [code for code in book.live if not code.accepted and code.id not in related]
    if waiting:
        names = ", ".join(f'"{code.name}"' for code in waiting[:8]) + (" and more" if len(waiting) > 8 else "")
        raise NotAllowed(
            f"{len(waiting)} code{'s' if len(waiting) > 1 else ''} of the second list {'have' if len(waiting) > 1 else 'has'} "
            f"no relation yet: {names}.",
            "Relate each, or say keep or drop.",
        )


def _apply(work: UnitOfWork, matches: Sequence[CodeMatch]) -> None:
    """Do what the relations say: first what makes and merges codes, then what moves, drops and names them."""
    made: dict[tuple[str, int | None], int] = {}
    merged: dict[tuple[int, int], None] = {}
    for match in matches:
        result = match.result
        if match.relation is Relation.NEW:
            result = _new(work, match, made)
            work.matchings.set_result(match.id, result)
        if match.relation in {Relation.SAME, Relation.MERGE, Relation.NEW} and result is not None:
            merged.update(dict.fromkeys((code, result) for code in match.codes if code != result))
    for code, into in merged:
        require_unlocked(work, [code, into], "merged")
        merge_into(work, code, into)
    for (name, parent), code in made.items():
        require_free_name(work.codes.codebook(), parent, name, apart_from=[code])
        work.codes.change(code, name=name)
    for match in matches:
        if match.relation is Relation.BROADER and match.first is not None and match.second is not None:
            _move(work, match.second, match.first)
        elif match.relation is Relation.NARROWER and match.first is not None and match.second is not None:
            _move(work, match.first, match.second)
        elif match.relation is Relation.DROP:
            _drop(work, match.codes[0])
        _name(work, match)
    for waiting in work.codes.codebook().live:
        if not waiting.accepted:
            work.codes.change(waiting.id, accepted=True)


def _new(work: UnitOfWork, match: CodeMatch, made: dict[tuple[str, int | None], int]) -> int:
    """The code a relation makes; relations of one name make one code."""
    book = work.codes.codebook()
    parent = match.parent if match.parent is not None else book[match.codes[0]].parent
    key = (match.name, parent)
    if key not in made:
        first = book[match.codes[0]]
        kind = CodeKind.CODE if first.kind is CodeKind.GROUP else first.kind
        # Under a name of its own until the codes that give way to it have done so: one of them may be called the same.
        values = {"name": f"{match.name} (new)", "kind": kind, "definition": match.definition, "colour": first.colour}
        made[key] = put_code(work, values, parent=parent)
    return made[key]


def _move(work: UnitOfWork, code: int, under: int) -> None:
    book = work.codes.codebook()
    if book[code].retired or under in {one.id for one in book.ancestors(code)}:
        return
    require_movable(book, code, under)
    if (code, under) in book.shown_under:
        work.codes.show_no_more_under(code, under)
    ranks = ranks_for(book, under, code, None)
    work.codes.change(code, parent=under)
    work.codes.put_in_order({one: rank for one, rank in ranks.items() if one is not None})


def _drop(work: UnitOfWork, code: int) -> None:
    book = work.codes.codebook()
    below = book.children(code)
    if below:
        stand = f"{len(below)} codes stand" if len(below) > 1 else "a code stands"
        raise InvalidInput(f'"{book.path_text(code)}" cannot be dropped, for {stand} below it.', "Move or match those first.")
    require_unlocked(work, [code], "retired")
    work.codes.change(code, retired=True)


def _name(work: UnitOfWork, match: CodeMatch) -> None:
    """Give the result of a relation the name, definition and home that were agreed on."""
    if match.result is None or match.relation is Relation.NEW:
        return
    book = work.codes.codebook()
    if match.parent is not None and match.relation in {Relation.SAME, Relation.MERGE, Relation.KEEP}:
        _move(work, match.result, match.parent)
        book = work.codes.codebook()
    if match.name and match.name != book[match.result].name:
        require_free_name(book, book[match.result].parent, match.name, apart_from=[match.result])
        work.codes.change(match.result, name=match.name)
    if match.definition:
        work.codes.change(match.result, definition=match.definition)
