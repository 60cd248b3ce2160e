"""The codebook, one code at a time: finding, adding, renaming, colouring, defining, moving, showing elsewhere, retiring."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook_paths import clean_colour, clean_name, clean_text
from qualcode.domain.codebook_rules import (
    ranks_for,
    require_free_name,
    require_live,
    require_movable,
    require_restorable,
    require_showable,
)
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.coding import Purpose
from qualcode.errors import InvalidInput, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import ThemeState
    from qualcode.storage import OpenStudy, UnitOfWork

TEXTS = ("definition", "include", "exclude", "example", "central_idea")


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many codings a code has, and how many with all below it, each counted once."""

    own: int
    with_sub_codes: int


@dataclass(frozen=True, slots=True)
class Definition:
    """What defines a code; None leaves a field as it is, an empty text clears it.

    `no_state` takes a theme's state away.
    """

    kind: CodeKind | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    example: str | None = None
    codable: bool | None = None
    central_idea: str | None = None
    state: ThemeState | None = None
    no_state: bool = False

    def changes(self) -> dict[str, Any]:
        """The fields that say something, cleaned, by their names in `Code`."""
        stated = {name: value for name, value in asdict(self).items() if value is not None and name != "no_state"}
        cleaned = {name: clean_text(value) if name in TEXTS else value for name, value in stated.items()}
        return {**cleaned, "state": None} if self.no_state else cleaned


def read_codebook(study: OpenStudy) -> Codebook:
    """The codebook as the viewer may see it, retired codes included."""
    return study.codes.codebook()


def find_code(study: OpenStudy, path: str, *, retired: bool = False) -> Code:
    """The code that a path, the end of one, or a name alone means.

    Raises:
        NotFound: there is none.
        Ambiguous: there are several.
    """
    return study.codes.codebook().find(path, retired=retired)


def find_retired_code(study: OpenStudy, path: str) -> Code:
    """The retired code that a path, the end of one, or a name alone means, whatever live codes are called so.

    Raises:
        NotFound: no retired code is called that.
        Ambiguous: several retired ones are.
    """
    return study.codes.codebook().find_retired(path)


def count_codings(study: OpenStudy, *, coder: str | None = None) -> dict[int, CodeCount]:
    """The codings of each code, live or retired: those of the analysis coding, or of one coder in all rounds when named.

    A coder who codes blind gets counts of their own.

    Raises:
        NotFound: there is no such coder.
    """
    book = study.codes.codebook()
    whose = study.coders.named(coder).id if coder is not None else study.viewer.id if study.sight.blind else None
    own = study.codings.counts_by_code(coder=whose)
    return {
        code.id: CodeCount(own.get(code.id, 0), sum(own.get(below, 0) for below in book.subtree(code.id))) for code in book.codes
    }


def add_code(
    study: OpenStudy,
    *,
    name: str,
    parent: int | None = None,
    position: int | None = None,
    colour: str | None = None,
    definition: Definition | None = None,
) -> tuple[Code, ChangeSet]:
    """Add a code under `parent` (None: at the root), last or with `position` live siblings before it; of kind code unless told.

    Raises:
        InvalidInput: the name cannot be, or is taken there; the colour is none.
        NotAllowed: the parent is retired.
    """
    name = clean_name(name)
    values = {"kind": CodeKind.CODE, **(definition or Definition()).changes(), "name": name}
    if colour is not None:
        values["colour"] = clean_colour(colour)
    with study.unit_of_work("add_code", what=f"added {name}") as work:
        number = put_code(work, values, parent=parent, position=position)
    return study.codes.codebook()[number], work.insist()


def put_code(work: UnitOfWork, values: dict[str, Any], *, parent: int | None, position: int | None = None) -> int:
    """Put a code with these values, its clean name among them, into the codebook as part of an action; returns its id.

    Raises:
        InvalidInput: the name is taken there.
        NotAllowed: the parent is retired.
    """
    book = work.codes.codebook()
    if parent is not None:
        require_live(book, parent)
    require_free_name(book, parent, values["name"])
    ranks = ranks_for(book, parent, None, position)
    work.codes.put_in_order({code: rank for code, rank in ranks.items() if code is not None})
    return work.codes.add(values, parent=parent, rank=ranks[None])


def rename_code(study: OpenStudy, code: int, name: str, *, reason: str = "") -> ChangeSet | None:
    """Give a code another name; its place and everything that hangs on it stay.

    Raises:
        InvalidInput: the name cannot be, or a sibling has it.
        NotAllowed: the code is retired or frozen.
    """
    name = clean_name(name)
    with study.unit_of_work("rename_code", reason=reason) as work:
        book = _changeable(work, [code])
        require_free_name(book, book[code].parent, name, apart_from=[code])
        work.what = f"renamed {book[code].name} to {name}"
        work.codes.change(code, name=name)
    return work.change_set


def recolour_code(study: OpenStudy, code: int, colour: str | None) -> ChangeSet | None:
    """Give a code a colour of its own, or none: it then has that of the code above it.

    Raises:
        InvalidInput: it is no colour.
        NotAllowed: the code is retired or frozen.
    """
    cleaned = None if colour is None else clean_colour(colour)
    with study.unit_of_work("recolour_code") as work:
        work.what = f"recoloured {_changeable(work, [code])[code].name}"
        work.codes.change(code, colour=cleaned)
    return work.change_set


def redefine_code(study: OpenStudy, code: int, definition: Definition, *, reason: str = "") -> ChangeSet | None:
    """Change what defines a code: its texts, kind, whether it may be applied, a theme's central idea and state.

    Raises:
        InvalidInput: nothing was given to change.
        NotAllowed: the code is retired or frozen.
    """
    changes = definition.changes()
    if not changes:
        raise InvalidInput("Nothing was given to change.", "Give at least one of the fields, such as --definition.")
    with study.unit_of_work("redefine_code", reason=reason) as work:
        work.what = f"redefined {_changeable(work, [code])[code].name}"
        work.codes.change(code, **changes)
    return work.change_set


def move_code(
    study: OpenStudy, code: int, *, parent: int | None, position: int | None = None, reason: str = ""
) -> ChangeSet | None:
    """Give a code with all below it another home (None: the root) or another place among its siblings.

    It comes last, or has `position` of the other live children of `parent` before it. Where it was also shown under
    its new home, it is now at home there.

    Raises:
        InvalidInput: the home is the code itself or below it, or has a code of its name.
        NotAllowed: the code is retired or frozen, or the home is retired.
    """
    with study.unit_of_work("move_code", reason=reason) as work:
        book = _changeable(work, [code])
        require_movable(book, code, parent)
        ranks = ranks_for(book, parent, code, position)
        home = "the root" if parent is None else book[parent].name
        work.what = f"moved {book[code].name} under {home}"
        if parent is not None and (code, parent) in book.shown_under:
            work.codes.show_no_more_under(code, parent)
        work.codes.change(code, parent=parent)
        work.codes.put_in_order({one: rank for one, rank in ranks.items() if one is not None})
    return work.change_set


def show_also_under(study: OpenStudy, code: int, parent: int, *, remove: bool = False, reason: str = "") -> ChangeSet | None:
    """Show a code also under another, or with `remove` no longer; its home stays.

    Raises:
        InvalidInput: it is at home there, shown there already (or, to remove, not), or that lies below it.
        NotAllowed: one of the two is retired, or the code is frozen.
    """
    with study.unit_of_work("show_no_more_under" if remove else "show_also_under", reason=reason) as work:
        book = _changeable(work, [code])
        work.what = f"{'no longer ' if remove else ''}shown: {book[code].name} also under {book[parent].name}"
        if not remove:
            require_showable(book, code, parent)
            work.codes.show_under(code, parent)
        elif (code, parent) in book.shown_under:
            work.codes.show_no_more_under(code, parent)
        else:
            raise InvalidInput(f'"{book.path_text(code)}" is not also shown under "{book.path_text(parent)}".')
    return work.change_set


def retire_code(study: OpenStudy, code: int, *, with_sub_codes: bool = False, reason: str = "") -> ChangeSet | None:
    """Take a code out of use; its codings stay readable and are no longer counted.

    Raises:
        NotAllowed: codes below it are in use and `with_sub_codes` was not asked for; it is retired already, frozen, or
            in a check round in progress.
    """
    with study.unit_of_work("retire_code", reason=reason) as work:
        book = _changeable(work, [code])
        below = [one.id for one in book.live if any(up.id == code for up in book.ancestors(one.id))]
        if below and not with_sub_codes:
            raise NotAllowed(
                f'"{book.path_text(code)}" has {len(below)} code{"s" if len(below) > 1 else ""} in use below it.',
                "Move them first, or retire them too with --with-sub-codes.",
            )
        require_unlocked(work, [code, *below], "retired")
        work.what = f"retired {book[code].name}"
        for one in (code, *below):
            work.codes.change(one, retired=True)
    return work.change_set


def restore_code(study: OpenStudy, code: int, *, with_sub_codes: bool = False, reason: str = "") -> ChangeSet | None:
    """Bring a retired code back into use, with `with_sub_codes` those retired below it too.

    One that was merged away comes back without the codings that moved; `undo` of the merge is what brings them too.

    Raises:
        NotAllowed: it is not retired, its home is, or it is frozen.
        InvalidInput: its name is taken by now.
    """
    with study.unit_of_work("restore_code", reason=reason) as work:
        book = _changeable(work, [code], live=False)
        require_restorable(book, code)
        below = [one.id for one in book.codes if one.retired and any(up.id == code for up in book.ancestors(one.id))]
        back = [code, *(one for one in below if with_sub_codes and book[one].merged_into is None)]
        work.what = f"restored {book[code].name}"
        for one in back:
            work.codes.change(one, retired=False, merged_into=None)
    return work.change_set


def require_unlocked(study: OpenStudy | UnitOfWork, codes: Iterable[int], done: str) -> None:
    """Refuse what would change codes of a check round that is in progress; `done` is what cannot be done, as a participle.

    Raises:
        NotAllowed: one of the codes is among them.
    """
    book = study.codes.codebook()
    for round_ in study.rounds.in_progress(Purpose.CHECK):
        kept = None if round_.codebook_version is None else study.codes.in_version(round_.codebook_version)
        for code in codes:
            if kept is None or code in kept:
                raise NotAllowed(
                    f'"{book.path_text(code)}" cannot be {done} while the check round {round_.name} is in progress.',
                    "Finish or close the round first: `qualcode round close`.",
                )


def require_unfrozen(study: OpenStudy | UnitOfWork, codes: Iterable[int]) -> None:
    """Refuse to change the frozen codebook that the viewer codes with blind.

    Raises:
        NotAllowed: one of the codes is part of it.
    """
    frozen = study.codes.frozen()
    for code in codes:
        if code in frozen:
            path = study.codes.codebook().path_text(code)
            raise NotAllowed(
                f'"{path}" belongs to the codebook version of your blind round and stays as it is until that is closed.',
                "Note what you would change in a memo.",
            )


def position_beside(study: OpenStudy, code: int | None, sibling: int, *, after: bool) -> tuple[int | None, int]:
    """The home and position that put a code (None: a new one) right before or after a sibling, as `move_code` takes them."""
    book = study.codes.codebook()
    parent = book[sibling].parent
    others = [one.id for one in book.children(parent) if one.id != code]
    if sibling not in others:
        raise InvalidInput(f'"{book.path_text(sibling)}" cannot be placed beside itself.')
    return parent, others.index(sibling) + int(after)


def _changeable(study: OpenStudy | UnitOfWork, codes: list[int], *, live: bool = True) -> Codebook:
    """The codebook, when these codes may be changed in it.

    Raises:
        NotFound: one of them does not exist for the viewer.
        NotAllowed: one of them is retired, or frozen.
    """
    book = study.codes.codebook()
    for code in codes:
        if code not in book:
            raise NotFound(f"There is no code {code}.", "`qualcode codebook show` lists the codes.")
        if live:
            require_live(book, code)
    require_unfrozen(study, codes)
    return book
