"""Receiving memos: each with what it is attached to, on the current text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.domain.corrections import Anchor

if TYPE_CHECKING:
    from qualcode.domain.corrections import Touched
    from qualcode.domain.packages import PackedLink, PackedMemo
    from qualcode.services.receiving_ground import Ground, Tally
    from qualcode.storage import UnitOfWork
    from qualcode.storage.repositories.receiving import HomeMemo


def receive_memos(work: UnitOfWork, ground: Ground, home_guid: str, tally: Tally) -> None:
    """Take in the memos of the package's coder; what they changed or removed since is followed, what was changed here stays."""
    known = work.receiving.memos([*(one.guid for one in ground.package.memos), *ground.package.gone])
    changed = work.receiving.changed_here("memo", [one.id for one in known.values()])
    for one in ground.package.memos:
        here = known.get(one.guid)
        if here is None:
            if not one.removed:
                _add(work, ground, one, home_guid, tally)
        elif here.author != ground.coder.id:
            tally.ignored.append("a memo that is another coder's here")
        elif here.removed and "removed" in changed.get(here.id, set()):
            tally.removed_here += not one.removed
        else:
            _change(work, ground, one, here, changed.get(here.id, set()), tally)
    for guid in ground.package.gone & known.keys():
        if known[guid].author == ground.coder.id and not known[guid].removed:
            tally.memos_removed += work.receiving.change_memo(known[guid].id, {"removed": 1})


def _change(work: UnitOfWork, ground: Ground, one: PackedMemo, here: HomeMemo, changed: set[str], tally: Tally) -> None:
    if one.removed:
        tally.memos_removed += work.receiving.change_memo(here.id, {"removed": 1})
        return
    wanted = {
        "kind": one.kind.value,
        "title": ground.words.taken_out_of(one.title),
        "text": ground.words.taken_out_of(one.text),
        "removed": 0,
    }
    present = {"kind": here.kind, "title": here.title, "text": here.text, "removed": int(here.removed)}
    differing = {name: value for name, value in wanted.items() if present[name] != value}
    if not differing:
        return
    if not changed.isdisjoint(differing):
        tally.changed_here += 1
    else:
        tally.memos_changed += work.receiving.change_memo(here.id, differing)


def _add(work: UnitOfWork, ground: Ground, one: PackedMemo, home_guid: str, tally: Tally) -> None:
    links: list[dict[str, Any]] = []
    reviews: list[tuple[int, Touched, int]] = []
    for link in one.links:
        row, touched = _link(work, ground, link, home_guid)
        if row is None:
            continue
        if touched is not None:
            reviews.append((len(links), touched, row["revision"]))
        links.append(row)
    if one.links and not links:
        if ground.withdrawn:
            return
        # What it was about is not here, and the thought is.
        links.append({"target_table": "study", "target_guid": home_guid, "revision": None, "start": None, "end": None})
    values = {
        "guid": one.guid,
        "kind": one.kind.value,
        "title": ground.words.taken_out_of(one.title),
        "text": ground.words.taken_out_of(one.text),
        "author": ground.coder.id,
        # With a clock that was slow it would seem older than the round, and so be seen before that is closed.
        "made_at": max(one.made_at, ground.begun_at),
    }
    rows = work.receiving.add_memo(values, links)
    for at, touched, on in reviews:
        anchored = replace(touched.anchored, kind=Anchor.MEMO, id=rows[at])
        work.reviews.add([replace(touched, anchored=anchored)], on)
    tally.to_review += len(reviews)
    tally.memos_new += 1


def _link(work: UnitOfWork, ground: Ground, link: PackedLink, home_guid: str) -> tuple[dict[str, Any] | None, Touched | None]:
    """What a memo is attached to here; None where that is not here."""
    row: dict[str, Any] = {"target_table": link.table, "target_guid": link.guid, "revision": None, "start": None, "end": None}
    if link.table == "study":
        return {**row, "target_guid": home_guid}, None
    sources = {one.guid: number for number, one in _given(ground).items()}
    if link.table == "source":
        if link.guid not in sources:
            return None, None
        return _on_text(ground, row, link, sources[link.guid])
    if link.table in {"code", "coding"} and link.guid in work.receiving.ids_of(link.table, [link.guid]):
        return row, None
    return None, None


def _given(ground: Ground) -> dict[int, Any]:
    return {one.id: one for one in ground.package.sources if one.id in ground.sources}


def _on_text(ground: Ground, row: dict[str, Any], link: PackedLink, source: int) -> tuple[dict[str, Any] | None, Touched | None]:
    """A link to a source, or to a passage of it where that is left."""
    if link.span is None or link.revision not in ground.texts or link.revision is None:
        return row, None
    ((span, touched),) = ground.placed(source, link.revision, [(link.span, ())])
    if span is None:
        return row, None
    return {**row, "revision": ground.sources[source].revision, "start": span.start, "end": span.end}, touched
