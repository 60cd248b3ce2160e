"""What a change of codes would touch, told before it is made: codings, chart cells, quotations and what else hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from qualcode.domain.codebook import Codebook
from qualcode.services.reading import read_analysis

if TYPE_CHECKING:
    from collections.abc import Collection

    from qualcode.domain.coding import Coding
    from qualcode.storage import OpenStudy


class CodesDone(StrEnum):
    """What would be done to some codes."""

    KEPT = "kept"
    MOVED = "moved"
    SHOWN_TOO = "shown too"
    MERGED = "merged"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Touched:
    """What hangs on some codes, as far as the viewer may see it.

    `codings` are live codings of the codes themselves, by `coders` people in `sources`; `sub_codes` the live codes at home
    below them, which have `codings_below`; `memos` are attached to the codes themselves. `cells` are the written cells of
    framework charts that are about one of the codes or whose evidence would be another, `quotations` those made from the
    codings or standing under one of the codes. `joined` are codings that would become one with another.
    """

    codings: int
    coders: int
    sources: int
    sub_codes: int
    codings_below: int
    memos: int
    cells: int
    quotations: int
    joined: int = 0

    @property
    def in_words(self) -> str:
        """What hangs on the codes, in a sentence."""
        people = f" of {_many(self.coders, 'coder')} in {_many(self.sources, 'source')}" if self.codings else ""
        parts = [_many(self.codings, "coding") + people]
        if self.joined:
            parts.append(f"{self.joined:,} of them the same as another and then one with it")
        if self.sub_codes:
            parts.append(f"{_many(self.sub_codes, 'sub-code')} with {_many(self.codings_below, 'coding')}")
        parts += [
            _many(count, word)
            for count, word in ((self.memos, "memo"), (self.cells, "chart cell"), (self.quotations, "quotation"))
            if count
        ]
        return f"On it: {', '.join(parts)}."


def what_hangs_on(
    study: OpenStudy, codes: Collection[int], *, done: CodesDone = CodesDone.KEPT, to: int | None = None
) -> Touched:
    """What a change of these codes would touch: every coder's live codings, sub-codes, memos, chart cells, quotations.

    `done` is what would be done to them, `to` the code they would go under or into (None: the root).
    """
    book = study.codes.codebook()
    chosen = {code for code in codes if code in book}
    below = {one.id for one in book.live if one.id not in chosen and any(up.id in chosen for up in book.ancestors(one.id))}
    codings = study.codings.all(codes=[*chosen, *below])
    own = [one for one in codings if one.code in chosen]
    made_from = {one.id for one in codings}
    guids = {book[code].guid for code in chosen}
    return Touched(
        codings=len(own),
        coders=len({one.coder for one in own}),
        sources=len({one.source for one in own}),
        sub_codes=len(below),
        codings_below=len(codings) - len(own),
        memos=sum(any(each.guid in guids for each in memo.attachments) for memo in study.memos.all()),
        cells=_cells(study, book, chosen, below, (done, to)),
        quotations=sum(one.coding in made_from or one.theme in chosen for one in study.quotes.all()),
        joined=_joined(study, own, to) if done is CodesDone.MERGED and to is not None else 0,
    )


def _cells(study: OpenStudy, book: Codebook, chosen: set[int], below: set[int], change: tuple[CodesDone, int | None]) -> int:
    """Written cells about the codes, and those of other codes that would have other codings below them."""
    summaries = study.summaries.all()
    about = sum(one.code in chosen or one.code in below for one in summaries)
    others = [one for one in summaries if one.code not in chosen and one.code not in below and one.code in book]
    # What cannot be done is refused when it is tried: there it touches nothing.
    impossible = change[0] is not CodesDone.RETIRED and change[1] in {one for code in chosen for one in book.subtree(code)}
    if not others or study.sight.blind or impossible or change[0] is CodesDone.KEPT:
        return about
    after = _book_after(book, chosen, below, change)
    reached = {code for one in chosen for code in book.subtree(one)}
    # A cell's evidence changes where a code is below its theme before and not after, or the other way round.
    before_and_after = {one.code: (book.subtree(one.code), after.subtree(one.code)) for one in others}
    differing = {
        theme: {code for code in reached if (code in was) != (_code_after(code, chosen, change) in now)}
        for theme, (was, now) in before_and_after.items()
    }
    cases: dict[int, set[int]] = {}
    for placed in read_analysis(study, codes=frozenset().union(*differing.values()), book=book).placed:
        cases.setdefault(placed.coding.code, set()).update(placed.cases)
    return about + sum(any(one.case in cases.get(code, ()) for code in differing[one.code]) for one in others)


def _book_after(book: Codebook, chosen: set[int], below: set[int], change: tuple[CodesDone, int | None]) -> Codebook:
    done, to = change
    shown = set(book.shown_under)
    codes = {code.id: code for code in book.codes}
    top = {code for code in chosen if not any(up.id in chosen for up in book.ancestors(code))}
    if done is CodesDone.MOVED:
        codes |= {code: replace(codes[code], parent=to) for code in top}
    elif done is CodesDone.SHOWN_TOO and to is not None:
        shown |= {(code, to) for code in chosen}
    elif done is CodesDone.RETIRED:
        codes |= {code: replace(codes[code], retired=True) for code in chosen | below}
    elif done is CodesDone.MERGED:
        codes |= {one.id: replace(one, parent=to) for one in book.live if one.parent in chosen and one.id not in chosen}
        codes |= {code: replace(codes[code], retired=True) for code in chosen}
        shown = {(to if child in chosen else child, to if parent in chosen else parent) for child, parent in shown if to}
        shown = {pair for pair in shown if pair[0] != pair[1]}
    return Codebook.of(codes.values(), shown)


def _code_after(code: int, chosen: set[int], change: tuple[CodesDone, int | None]) -> int | None:
    """The code that codings of a code would have."""
    return change[1] if change[0] is CodesDone.MERGED and code in chosen else code


def _joined(study: OpenStudy, moving: Collection[Coding], to: int) -> int:
    """How many of these codings would say what another one says, once they all have one code."""
    seen = {(one.source, one.span, one.coder, one.round) for one in study.codings.all(codes=[to])}
    joined = 0
    for one in moving:
        key = (one.source, one.span, one.coder, one.round)
        joined += key in seen
        seen.add(key)
    return joined


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
