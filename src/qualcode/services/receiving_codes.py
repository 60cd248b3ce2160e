"""Receiving codes: those of the codebook version are found again, those that the second coder made come in as theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.codes import Code
    from qualcode.services.receiving_ground import Ground, Tally
    from qualcode.storage import UnitOfWork

DEFINING = ("name", "kind", "definition", "include", "exclude", "example", "colour", "codable", "central_idea", "state")
PLACE = ("parent", "retired", "merged_into")


def receive_codes(work: UnitOfWork, ground: Ground, tally: Tally) -> None:
    """Match the codes of a package, and take in those its coder made.

    They are not accepted into the common codebook yet, and nobody else sees them before the round is closed.

    Raises:
        NotAllowed: a code of the codebook it was sent with is not in this study.
    """
    home = work.receiving.codes()
    package = ground.package
    for code in package.frozen.values():
        if code.guid not in home:
            raise NotAllowed(
                f'The code "{code.name}" of the package is not in this study.', "Receive the package that was sent from it."
            )
        ground.codes[code.id] = home[code.guid].id
        now = package.codes[code.id]
        if any(getattr(now, field) != getattr(code, field) for field in (*DEFINING, *PLACE)):
            tally.ignored.append(f'changes to the code "{code.name}"')
    changed = work.receiving.changed_here("code", [one.id for one in home.values()])
    for code in _from_above(ground):
        known = home.get(code.guid)
        if known is None and code.made_by == package.coder.id:
            ground.codes[code.id] = work.receiving.add_code(_new(ground, code, home))
            tally.codes_made += [] if code.retired else [code.name]
        elif known is not None and known.made_by == ground.coder.id:
            ground.codes[code.id] = known.id
            _change(work, ground, code, known, changed.get(known.id, set()), tally)
        else:
            tally.ignored.append(f'the code "{code.name}"')
    ground.home_codes.update({one.id: one for one in work.receiving.codes().values()})
    _retire(work, ground, changed, tally)
    ground.home_codes.update({one.id: one for one in work.receiving.codes().values()})


def _from_above(ground: Ground) -> Iterator[Code]:
    """The codes that are in no version, each behind the one it is at home under."""
    codes = ground.package.codes

    def depth(code: Code) -> int:
        steps, at = 0, code.parent
        while at is not None:
            steps, at = steps + 1, codes[at].parent
        return steps

    own = [code for number, code in codes.items() if number not in ground.package.frozen]
    yield from sorted(own, key=lambda code: (depth(code), code.rank, code.id))


def _new(ground: Ground, code: Code, home: dict[str, Code]) -> dict[str, Any]:
    return {
        "guid": code.guid,
        **_defining(ground, code),
        "parent": _home_of(ground, code, home),
        "made_by": ground.coder.id,
        "made_in_round": ground.round.id,
    }


def _defining(ground: Ground, code: Code) -> dict[str, Any]:
    """The columns that define a code; words of a participant who was withdrawn meanwhile are not brought back."""
    values = {name: getattr(code, name) for name in DEFINING}
    texts = {name: ground.words.taken_out_of(value) for name, value in values.items() if isinstance(value, str)}
    values |= {"kind": code.kind.value, "state": code.state.value if code.state else None, "codable": int(code.codable)}
    return values | {name: text for name, text in texts.items() if name not in {"kind", "state", "colour"}}


def _home_of(ground: Ground, code: Code, home: dict[str, Code]) -> int | None:
    """The home of a code here: what its home was merged into, and the root where that is retired."""
    if code.parent is None or code.parent not in ground.codes:
        return None
    by_id = {one.id: one for one in home.values()}
    at = ground.codes[code.parent]
    while at in by_id and by_id[at].merged_into is not None:
        at = by_id[at].merged_into or at
    return None if at in by_id and by_id[at].retired else at


def _change(work: UnitOfWork, ground: Ground, code: Code, known: Code, changed: set[str], tally: Tally) -> None:
    """Take over what its coder changed of a code since it was received, unless that was changed or accepted here."""
    wanted = _defining(ground, code)
    present = _defining(ground, known)
    differing = {name: value for name, value in wanted.items() if present[name] != value}
    if not differing:
        return
    if known.accepted or not changed.isdisjoint(differing):
        tally.changed_here += 1
    else:
        work.receiving.change_code(known.id, differing)


def _retire(work: UnitOfWork, ground: Ground, changed: dict[int, set[str]], tally: Tally) -> None:
    """Retire the codes of theirs that their coder retired, merged or undid, and bring back those that came back.

    Those that were accepted or changed here stay.
    """
    by_guid = {code.guid: code for code in ground.home_codes.values() if code.made_by == ground.coder.id}
    wanted: dict[int, tuple[bool, int | None]] = {by_guid[guid].id: (True, None) for guid in ground.package.gone & by_guid.keys()}
    for number, code in ground.package.codes.items():
        if number not in ground.package.frozen and number in ground.codes:
            into = None if code.merged_into is None else ground.codes.get(code.merged_into)
            wanted[ground.codes[number]] = (code.retired, into)
    for number, (retired, into) in wanted.items():
        known = ground.home_codes[number]
        if (known.retired, known.merged_into) == (retired, into):
            continue
        if known.accepted or not changed.get(number, set()).isdisjoint({"retired", "merged_into"}):
            tally.changed_here += 1
        else:
            work.receiving.change_code(number, {"retired": int(retired), "merged_into": into})
