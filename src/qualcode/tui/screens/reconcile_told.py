"""How the screen for differences writes them: lines of the list, both readings, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from qualcode.domain.coding import Coding
from qualcode.domain.dates import local_time
from qualcode.domain.differences import DifferenceKind
from qualcode.domain.discussions import ADDED, Outcome
from qualcode.domain.spans import union
from qualcode.domain.text import drawn
from qualcode.tui.screens.coding_told import counted, shortened
from qualcode.tui.widgets.bars import gauge
from qualcode.tui.widgets.difference_list import Line
from qualcode.tui.widgets.readings_panel import Reading, Settling
from qualcode.tui.widgets.transcript.two_sided import Shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qualcode.domain.agreement import AgreementTable, Figures
    from qualcode.domain.codebook import Codebook
    from qualcode.services.discussion import Item, Side, SourceDiscussion
    from qualcode.services.discussion_pair import Pair
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.units import Units

OUTCOMES = {1: Outcome.FIRST, 2: Outcome.SECOND, 3: Outcome.BOTH, 4: Outcome.OVERLAP, 5: Outcome.LEAVE}
"""The outcomes that have a digit."""
KEYS = (
    *(("1", "first", "first"), ("2", "second", "second"), ("3", "both", "both"), ("4", "overlap", "overlap")),
    *(("5", "leave both", "leave"), ("e", "edit span", "span"), ("r", "other code", "code"), ("x", "drop", "drop")),
    *(("b", "codebook", "book"), ("↵", "reason", "reason")),
)
"""What the panel offers: each key with its words, and with fewer where there is little room."""
SHORT = {"sibling code": "sibling", "other theme": "theme"}
"""Kinds in the header, where there is little room."""
NARROW = 30
"""Cells of the panel's third column below which only the keys and one line stand there."""


class Telling:
    """Writes the differences of one source for one pair of coders."""

    def __init__(self, codebook: Codebook, pair: Pair, second_colour: str, names: Mapping[int, str]) -> None:
        self._book = codebook
        self._pair = pair
        self._second = second_colour
        self._names = names
        firsts = [coder.name.split()[0] for coder in (pair.first, pair.second)]
        self.short = tuple(firsts) if firsts[0] != firsts[1] else (pair.first.initials, pair.second.initials)

    def name(self, code: int) -> str:
        """A code's name, fit to be drawn."""
        return drawn(self._book[code].name) if code in self._book else "?"

    def kind(self, item: Item) -> tuple[str, str]:
        """The kind in a word or two, and its colour."""
        if item.kind == DifferenceKind.MISSED:
            return (f"only {self.short[0]}", "primary") if item.first else (f"only {self.short[1]}", self._second)
        if item.kind == DifferenceKind.BOUNDARY:
            return item.kind, "accent"
        if item.kind == DifferenceKind.SIBLING:
            return "sibling", "bad"
        return (item.kind, "bad") if item.kind == DifferenceKind.THEME else (item.kind, "good")

    def line(self, item: Item, *, marked: bool) -> Line:
        """A difference in the list."""
        kind, colour = self.kind(item)
        codes = [
            tuple(dict.fromkeys((side.reading.code, self.name(side.reading.code)) for side in of))
            for of in (item.first, item.second)
        ]
        given = [of[0] if of else None for of in codes]
        if item.kind == ADDED and item.decision is not None and item.decision.code is not None:
            given[0] = (item.decision.code, self.name(item.decision.code))
        sign = "+" if marked else "✓" if item.settled else "○"
        place = f"¶{item.turns[0]}" if item.turns else "–"
        return Line(item.number, sign, place, kind, colour, (given[0], given[1]), item.unsure, item.settled)

    def readings(self, item: Item, units: Units, hues: Mapping[int, tuple[int, int, int]]) -> tuple[Reading, Reading]:
        """What both coders have there."""
        pair = self._pair
        return (
            self._reading(pair.first.name, "primary", item, item.first, units, hues),
            self._reading(pair.second.name, self._second, item, item.second, units, hues, against=item.first),
        )

    def _reading(
        self,
        coder: str,
        colour: str,
        item: Item,
        sides: Sequence[Side],
        units: Units,
        hues: Mapping[int, tuple[int, int, int]],
        *,
        against: Sequence[Side] = (),
    ) -> Reading:
        if not sides:
            return Reading(drawn(coder), colour)
        code = sides[0].reading.code
        above = self._book.ancestors(code) if code in self._book else ()
        words = sum(units.count_words(side.reading.span) for side in sides if side.reading.span is not None)
        turns = f"¶{item.turns[0]}" + (f"–{item.turns[-1]}" if len(item.turns) > 1 else "") if item.turns else "outside turns"
        parts = [turns, counted(words, "word")]
        parts += [f"{len(sides)} pieces"] if len(sides) > 1 else []
        parts += ["unsure"] if any(side.mark.unsure for side in sides) else []
        parts += ["words corrected away"] if any(side.reading.span is None for side in sides) else []
        notes = [side.mark.note for side in sides if side.mark.note]
        return Reading(
            drawn(coder),
            colour,
            self.name(code),
            f"in {drawn(above[0].name)}" if above else "",
            "#{:02x}{:02x}{:02x}".format(*hues.get(code, (128, 128, 128))),
            " · ".join(parts),
            extent_told(against, sides, units) if item.kind == DifferenceKind.BOUNDARY else "",
            drawn(" … ".join(" ".join(side.words.split()) for side in sides)),
            drawn(" ".join("; ".join(notes).split())),
        )

    def settling(self, found: SourceDiscussion, item: Item | None, *, reason: str, marked: int, room: int) -> Settling:
        """How the difference was settled, or how it can be; and how far the source is."""
        total = len(found.differences)
        share = found.settled / total if total else 1.0
        lines: list[Sequence[Part]] = [
            [(f"{found.settled} of {total} settled ", "good"), (gauge(share, 8), "good")],
        ]
        heading = f"{marked} marked: one outcome for all" if marked else "Outcome"
        if item is not None and item.decision is not None:
            decision = item.decision
            named = f": {self.name(decision.code)}" if decision.code is not None else ""
            heading = f"✓ {decision.outcome}{named}"
            who = f"{drawn(self._names.get(decision.decided_by, ''))}, {local_time(decision.at)}"
            lines.insert(0, [(_cut(drawn(decision.reason), room) if decision.reason else who, "muted")])
        if reason:
            lines.insert(0, [(_cut(f"because {drawn(reason)}", room), "accent")])
        if room < NARROW:
            lines = lines[:1]
        elif found.discussion is None:
            lines.append([("not begun: the first outcome begins it", "muted")])
        elif not found.discussion.finished:
            there = ", ".join(drawn(self._names.get(number, "")).split()[0] for number in found.discussion.present)
            lines.append([(_cut(f"present: {there}", room), "muted")])
        if found.discussion is not None and found.discussion.finished:
            return Settling(heading, [*lines, [("The discussion is finished.", "muted")], [("! takes it up again", "muted")]])
        return Settling(heading, lines, KEYS if item is not None else ())


def shown_of(items: Sequence[Item]) -> dict[int, Shown]:
    """Each item as the text shows it, by number."""
    found = {}
    for item in items:
        sides = (*item.first, *item.second)
        spans = tuple(side.reading.span for side in sides if side.reading.span is not None) or (item.span,)
        found[item.number] = Shown(frozenset(side.mark.id for side in sides), spans)
    return found


def stripes(found: SourceDiscussion, items: Sequence[Item], *, second: bool) -> list[Coding]:
    """The segments of one coder as the text draws them."""
    return [
        _drawn(found, side.mark.id, side)
        for item in items
        for side in (item.second if second else item.first)
        if side.reading.span is not None
    ]


def tints(found: SourceDiscussion, items: Iterable[Item], agreed: Mapping[int, Coding]) -> list[Coding]:
    """What stands behind the words: the agreed coding of what is settled, both readings of what is not."""
    made: dict[int, Coding] = {}
    for item in items:
        if item.decision is not None:
            made.update((number, agreed[number]) for number in item.decision.agreed if number in agreed)
        else:
            sides = (side for side in (*item.first, *item.second) if side.reading.span is not None)
            made.update((-side.mark.id, _drawn(found, -side.mark.id, side)) for side in sides)
    return list(made.values())


def _drawn(found: SourceDiscussion, number: int, side: Side) -> Coding:
    span = side.reading.span
    assert span is not None
    text = found.text
    return Coding(number, "", text.source.id, text.revision, span, side.reading.code, 0, 0, "", unsure=side.mark.unsure)


def fits(item: Item, kinds: Collection[str]) -> bool:
    """Whether a filter shows an item: by its kind, by whether it is open, or by a coder's doubt."""
    if not kinds:
        return item.is_difference or item.kind == ADDED
    if "open" in kinds:
        return item.is_difference and not item.settled
    if "unsure" in kinds:
        return item.unsure and item.is_difference
    return item.kind in kinds


def extent_told(first: Sequence[Side], second: Sequence[Side], units: Units) -> str:
    """By how many words of the text the second coder's extent is longer or shorter than the first's, at either end."""
    one = union([side.reading.span for side in first if side.reading.span is not None])
    other = union([side.reading.span for side in second if side.reading.span is not None])
    if not one or not other:
        return ""
    told = []
    for mine, theirs, where in ((one[0].start, other[0].start, "start"), (one[-1].end, other[-1].end, "end")):
        if mine != theirs:
            between = one[0].hull(other[0]) if where == "start" else one[-1].hull(other[-1])
            span = type(between)(min(mine, theirs), max(mine, theirs))
            longer = theirs < mine if where == "start" else theirs > mine
            many = units.count_words(span)
            if many:
                told.append(f"{where} {'+' if longer else '−'}{many}")
    return " · ".join(told)


def counts_told(counts: Mapping[str, int], room: int) -> str:
    """How many of each kind there are, in `room` cells: in fewer words, or without kinds there are none of, but never cut.

    A count that was cut off would read as another one, or as none.
    """
    short = {SHORT.get(kind, kind): count for kind, count in counts.items()}
    ways = (counts, short, {kind: count for kind, count in short.items() if count})
    told = (" · ".join(f"{kind} {count}" for kind, count in way.items()) for way in ways)
    return next((words for words in told if cell_len(words) <= room), "")


def figures_told(table: AgreementTable) -> Content:
    """The figures of all codes together, of each source, and of the codes that differ most: each with its unit."""
    names = ("F1", "alpha", "kappa", "agree")

    def row(label: str, figures: Figures) -> str:
        cells = ("n/a" if figure.value is None else f"{figure.value:.3f}" for _, figure in figures.named())
        return f"{shortened(label, 44):<44}" + "".join(f"{cell:>8}" for cell in cells) + "\n"

    parts: list[str | tuple[str, str]] = [(f"{' and '.join(table.coders)}, by {table.unit}\n\n", "bold $accent")]
    parts += [" " * 44 + "".join(f"{name:>8}" for name in names) + "\n", row("all codes together", table.pooled.figures)]
    parts += [row(drawn(one.source), one.figures) for one in table.by_source]
    differing = sorted((one for one in table.codes if one.counts.differences), key=lambda one: -one.counts.differences)
    parts.append(("\nCodes with most differences\n", "bold"))
    parts += [row(drawn(one.path.rpartition(" > ")[2]), one.figures) for one in differing[:12]]
    head = "Exploratory. " if table.exploratory else ""
    head += "Descriptive, both codings in view. " if table.descriptive else ""
    parts.append(
        (
            f"\n{head}Computed from what both finished; no outcome changes it. `qualcode agree` prints all of it.",
            "$foreground 80%",
        )
    )
    return Content.assemble(*parts)


def _cut(words: str, room: int) -> str:
    return shortened(words, max(1, room))
