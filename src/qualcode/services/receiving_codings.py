"""Receiving codings: new ones come in on the current text, changed and removed ones are followed, and nothing comes twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from qualcode.domain.corrections import Fate
from qualcode.domain.text import check_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.corrections import Touched
    from qualcode.domain.packages import PackedCoding
    from qualcode.domain.spans import Span
    from qualcode.services.receiving_ground import Ground, Tally
    from qualcode.storage import UnitOfWork
    from qualcode.storage.repositories.receiving import HomeCoding

Said: TypeAlias = "tuple[int, int, int, int]"
"""What a coding says in its round: source, start, end and code."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A coding of the package, the code it has here now, and where it is in the current text."""

    coding: PackedCoding
    code: int
    span: Span | None
    touched: Touched | None


@dataclass(frozen=True, slots=True)
class _Change:
    """A coding that is here, and the columns that become others."""

    here: HomeCoding
    columns: dict[str, Any]

    @property
    def was(self) -> Said:
        """What it says now."""
        return _said(self.here)

    @property
    def key(self) -> Said:
        """What it is to say."""
        source, start, end, code = self.was
        new = self.columns
        return source, new.get("start", start), new.get("end", end), new.get("code", code)

    @property
    def moves(self) -> bool:
        """Whether it says something else afterwards, or says something again."""
        return self.here.removed or self.key != self.was


def receive_codings(work: UnitOfWork, ground: Ground, tally: Tally) -> dict[str, int]:
    """Take in the codings of the package's coder; returns the ids of all that are here now, by guid."""
    known = work.receiving.codings([*(one.guid for one in ground.package.codings), *ground.package.gone])
    mine = {guid: one for guid, one in known.items() if (one.coder, one.round) == (ground.coder.id, ground.round.id)}
    changed = work.receiving.changed_here("coding", [one.id for one in mine.values()])
    gone = [mine[guid] for guid in sorted(ground.package.gone & mine.keys())]
    fresh: list[_Placed] = []
    changes: list[_Change] = []
    for one in _placed(ground, tally):
        here = mine.get(one.coding.guid)
        if here is None and one.coding.guid in known:
            tally.ignored.append("a coding that is another coder's here")
        elif here is None:
            fresh += [] if one.coding.removed else [one]
        elif here.removed and "removed" in changed.get(here.id, set()):
            tally.removed_here += not one.coding.removed
        elif one.coding.removed:
            gone.append(here)
        else:
            changes += _changes(ground, one, here, changed.get(here.id, set()), tally)
    there = work.receiving.live_codings(ground.round.id, ground.coder.id)
    for here in gone:
        if not here.removed:
            tally.codings_removed += work.receiving.change_coding(here.id, {"removed": 1})
            there.discard(_said(here))
    _apply(work, changes, there, tally)
    made = _add(work, ground, fresh, there, tally)
    return {guid: one.id for guid, one in mine.items()} | made


def _placed(ground: Ground, tally: Tally) -> Iterable[_Placed]:
    """The codings that can come in, text by text."""
    by_text: dict[tuple[int, int], list[PackedCoding]] = {}
    foreign = 0
    for one in ground.package.codings:
        if one.source in ground.sources and one.code not in ground.codes:
            foreign += 1
        elif one.source in ground.sources and one.revision in ground.texts:
            by_text.setdefault((one.source, one.revision), []).append(one)
    if foreign:
        tally.ignored.append(f"codings with such a code ({foreign})")
    for (source, revision), codings in by_text.items():
        codes = [ground.live_code(one.code) for one in codings]
        spans = [(one.span, (code, ground.coder.id, ground.round.id)) for one, code in zip(codings, codes, strict=True)]
        live = [not one.removed for one in codings]
        for one, code, (span, touched) in zip(codings, codes, ground.placed(source, revision, spans, live), strict=True):
            yield _Placed(one, code, span, touched)


def _said(here: HomeCoding) -> Said:
    return here.source, here.span.start, here.span.end, here.code


def _changes(ground: Ground, one: _Placed, here: HomeCoding, changed: set[str], tally: Tally) -> list[_Change]:
    """What its coder changed of a coding since it was received; nothing of one that was changed here."""
    text = ground.sources[one.coding.source]
    wanted: dict[str, Any] = {
        "star": int(one.coding.star),
        "unsure": int(one.coding.unsure),
        "note": ground.words.taken_out_of(one.coding.note),
    }
    if here.code not in {one.code, ground.codes[one.coding.code]}:
        wanted["code"] = one.code
    if one.span is not None and (here.revision, here.span) != (text.revision, one.span):
        place = {"revision": text.revision, "start": one.span.start, "end": one.span.end}
        wanted |= {**place, "check": check_of_words(one.span.words_of(text.text))}
    present = {"star": int(here.star), "unsure": int(here.unsure), "note": here.note}
    differing = {name: value for name, value in wanted.items() if present.get(name) != value}
    if here.removed:
        # A receipt removed it, and its removal was taken back; or a correction here left nothing of it, and it stays so.
        differing = {**differing, "removed": 0} if one.span is not None else {}
    if not changed.isdisjoint(differing):
        tally.changed_here += 1
        return []
    return [_Change(here, differing)] if differing else []


def _apply(work: UnitOfWork, changes: Sequence[_Change], there: set[Said], tally: Tally) -> None:
    """Change codings; one that would then say the same as another is removed."""
    moving = [one for one in changes if one.moves]
    live = {one.was for one in moving if not one.here.removed}
    there -= live
    # Two may have changed places: until both are where they belong, no two may seem to say the same.
    parked = [one.here.id for one in moving if not one.here.removed and one.key in live]
    for number in parked:
        work.receiving.change_coding(number, {"removed": 1})
    for one in changes:
        if one.moves and one.key in there:
            if not one.here.removed:
                tally.codings_removed += 1
                work.receiving.change_coding(one.here.id, {"removed": 1})
            continue
        there.add(one.key)
        back = {"removed": 0} if one.here.id in parked else {}
        tally.codings_changed += work.receiving.change_coding(one.here.id, {**one.columns, **back})


def _add(work: UnitOfWork, ground: Ground, fresh: list[_Placed], there: set[Said], tally: Tally) -> dict[str, int]:
    """Add codings; one whose words were corrected here meanwhile is listed for review, one without words left is kept removed."""
    rows: list[dict[str, Any]] = []
    reviews: list[tuple[int, Touched, int]] = []
    for one in fresh:
        row = _row(ground, one)
        if row is None:
            tally.notes.append("A passage of which no word is left in the text of today was not received.")
            continue
        key = (row["source"], row["start"], row["end"], row["code"])
        if not row["removed"]:
            if key in there:
                continue
            there.add(key)
        if one.touched is not None:
            reviews.append((len(rows), one.touched, ground.sources[one.coding.source].revision))
        rows.append(row)
    first = work.receiving.add_codings(rows)
    for at, touched, on in reviews:
        work.reviews.add([replace(touched, anchored=replace(touched.anchored, id=first + at))], on)
    tally.codings_new += sum(not row["removed"] for row in rows)
    tally.to_review += len(reviews)
    return {row["guid"]: first + at for at, row in enumerate(rows)}


def _row(ground: Ground, one: _Placed) -> dict[str, Any] | None:
    """The row of a new coding; None where nothing is left of its words, and of the text they stood in neither."""
    text, packed = ground.sources[one.coding.source], one.coding
    span, revision, words = one.span, text.revision, text.text
    if span is None:
        home = ground.texts[packed.revision][0]
        if not home.stands:
            return None
        span, revision, words = packed.span, home.id, ground.package.texts[packed.revision].text
    gone = one.span is None or (one.touched is not None and one.touched.fate is Fate.JOINED)
    return {
        "guid": packed.guid,
        "source": text.source.id,
        "revision": revision,
        "start": span.start,
        "end": span.end,
        "code": one.code,
        "coder": ground.coder.id,
        "round": ground.round.id,
        "check": check_of_words(span.words_of(words)),
        "star": int(packed.star),
        "unsure": int(packed.unsure),
        "note": ground.words.taken_out_of(packed.note),
        "removed": int(gone),
        "made_at": packed.made_at,
    }
