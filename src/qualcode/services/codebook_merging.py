"""Merging codes into one and splitting one into several: the changes to the codebook that move codings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import clean_name
from qualcode.domain.codebook_rules import ranks_for, require_free_name, require_live, require_mergeable
from qualcode.errors import InvalidInput
from qualcode.services.codebook import require_unfrozen, require_unlocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import Code
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: codings moved that the viewer may see, and summaries that stayed with the retired codes."""

    codings: int
    summaries_kept: int
    change: ChangeSet | None


@dataclass(frozen=True, slots=True)
class Share:
    """The codings, by id, that go to one code of a split; `name` is that of a code beside the one that is split."""

    name: str
    codings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """What a split did: the codes made, and of the codings the viewer may see how many moved and how many were left."""

    made: tuple[str, ...]
    moved: int
    left: int
    retired: bool
    change: ChangeSet | None


def merge_codes(study: OpenStudy, codes: Sequence[int], into: int, *, reason: str = "") -> Merged:
    """Merge codes into one: every live coding, whoever made it, then has that code, and the merged ones are retired.

    Where a coder then has it twice on one segment in one round, the two become one coding with the notes of both. The
    sub-codes move too, and what else named a merged code (memos, summaries, charts, tables) names the other. Finished
    codings stay as they were finished.

    Raises:
        InvalidInput: a code would be merged into itself or below it, two sub-codes would have one name, the other one
            may not be applied, or none was named.
        NotAllowed: one of them is retired, frozen, or in a check round in progress.
    """
    merged = list(dict.fromkeys(codes))
    if not merged:
        raise InvalidInput("No code was named to merge.", "Name one or more, and the one they go into with --into.")
    with study.unit_of_work("merge_codes", reason=reason) as work:
        book = work.codes.codebook()
        for code in merged:
            require_mergeable(book, code, into)
        require_unfrozen(work, [*merged, into])
        require_unlocked(work, [*merged, into], "merged")
        codings = len(work.codings.all(codes=merged))
        _require_codable(book, into, codings)
        work.what = f"merged {', '.join(book[code].name for code in merged)} into {book[into].name}"
        kept = sum(merge_into(work, code, into) for code in merged)
    return Merged(codings, kept, work.change_set)


def merge_into(work: UnitOfWork, code: int, into: int) -> int:
    """Merge one code into another as part of an action; returns how many summaries stayed with it.

    Raises:
        InvalidInput: the two cannot be merged this way.
        NotAllowed: one of them is retired.
    """
    book = work.codes.codebook()
    require_mergeable(book, code, into)
    for child in book.children(code):
        ranks = ranks_for(work.codes.codebook(), into, child.id, None)
        work.codes.show_no_more_under(child.id, into)
        work.codes.change(child.id, parent=into, rank=ranks[child.id])
    _move_places(work, book, code, into)
    work.codes.move_codings(code, into)
    kept = work.codes.move_references(code, into)
    work.codes.change(code, retired=True, merged_into=into)
    return kept


def _move_places(work: UnitOfWork, book: Codebook, code: int, into: int) -> None:
    """Show the other code where the merged one was also shown, and under it what was also shown under the merged one."""
    for child, parent in sorted(book.shown_under):
        if code not in {child, parent}:
            continue
        work.codes.show_no_more_under(child, parent)
        pair = (into, parent) if child == code else (child, into)
        now = work.codes.codebook()
        if pair in now.shown_under or pair[1] in now.subtree(pair[0]) or now[pair[0]].parent == pair[1]:
            continue
        work.codes.show_under(*pair)


def split_code(study: OpenStudy, code: int, shares: Sequence[Share], *, rest_to: str | None = None, reason: str = "") -> Split:
    """Share out a code's codings to codes beside it, which are made where there are none of that name.

    What no share names stays on the code, or goes to `rest_to`; the code is then retired unless it has sub-codes. New
    codes have its kind and colour and no definition yet.

    Raises:
        InvalidInput: no share was given, a coding is not a live one of this code or is in two shares, or a name cannot be.
        NotAllowed: the code is retired, frozen, or in a check round in progress.
    """
    with study.unit_of_work("split_code", reason=reason) as work:
        book = work.codes.codebook()
        require_live(book, code)
        require_unfrozen(work, [code])
        require_unlocked(work, [code], "split")
        mine = {coding.id for coding in work.codings.all(codes=[code])}
        chosen = _chosen(book[code], shares, mine, rest_to=rest_to)
        siblings = {one.name: one for one in book.children(book[code].parent)}
        _require_receiving(work, [siblings[name] for name in (*chosen, *([rest_to] if rest_to else [])) if name in siblings])
        work.what = f"split {book[code].name} into {', '.join(chosen)}"
        made = [name for name in dict.fromkeys([*chosen, *([rest_to] if rest_to else [])]) if name not in siblings]
        targets = {name: one.id for name, one in siblings.items()} | _beside(work, code, made)
        for name, codings in chosen.items():
            work.codes.move_chosen_codings(codings, targets[name])
        retired = rest_to is not None and not book.children(code)
        if rest_to is not None:
            work.codes.move_codings(code, targets[rest_to])
        if retired:
            work.codes.change(code, retired=True)
    shared = sum(map(len, chosen.values()))
    moved = len(mine) if rest_to is not None else shared
    return Split(tuple(made), moved, len(mine) - moved, retired, work.change_set)


def _chosen(code: Code, shares: Sequence[Share], mine: set[int], *, rest_to: str | None) -> dict[str, list[int]]:
    """The codings of each share by its code's name.

    Raises:
        InvalidInput: there is none, one is not this code's, or one is in two.
    """
    if not shares and rest_to is None:
        raise InvalidInput("No share was given.", "Name a code with --into and its codings with --codings.")
    chosen: dict[str, list[int]] = {}
    for share in shares:
        chosen.setdefault(clean_name(share.name), []).extend(share.codings)
    if code.name in chosen or rest_to == code.name:
        raise InvalidInput(f'"{code.name}" cannot be split into itself.', "Codings that no share names stay on it.")
    given = [coding for codings in chosen.values() for coding in codings]
    for coding in given:
        if coding not in mine:
            raise InvalidInput(
                f'{coding} is not the number of a coding of "{code.name}".', "`qualcode segments --code` lists them."
            )
        if given.count(coding) > 1:
            raise InvalidInput(f"Coding {coding} is in two shares.", "Put it in one.")
    return chosen


def _beside(work: UnitOfWork, code: int, names: Sequence[str]) -> dict[str, int]:
    """Make codes right after a code, in the order given, and return their ids by name."""
    made: dict[str, int] = {}
    last = code
    for name in names:
        book = work.codes.codebook()
        parent = book[code].parent
        require_free_name(book, parent, name)
        position = [one.id for one in book.children(parent)].index(last) + 1
        ranks = ranks_for(book, parent, None, position)
        work.codes.put_in_order({one: rank for one, rank in ranks.items() if one is not None})
        values = {"name": name, "kind": book[code].kind, "colour": book[code].colour}
        last = made[name] = work.codes.add(values, parent=parent, rank=ranks[None])
    return made


def _require_receiving(work: UnitOfWork, codes: Sequence[Code]) -> None:
    """Refuse to give codings to codes that a check round holds fast, or that may not be applied."""
    for code in codes:
        require_unlocked(work, [code.id], "given codings")
        _require_codable(work.codes.codebook(), code.id, 1)


def _require_codable(book: Codebook, code: int, codings: int) -> None:
    """Refuse to give codings to a code that may not be applied.

    Raises:
        InvalidInput: it is set to not codable.
    """
    if codings and not book[code].codable:
        raise InvalidInput(
            f'"{book.path_text(code)}" is set to not codable, so it cannot be given codings.',
            "`qualcode codebook redefine --codable yes` changes that.",
        )
