"""What the tables screen says: the rows of a table and the candidates of one as blocks, and both forms of a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.dates import local_time
from qualcode.domain.summaries import Bearing
from qualcode.domain.text import drawn
from qualcode.tui.quote_marking import Marking
from qualcode.tui.widgets.block_list import Block, Line
from qualcode.tui.widgets.marked_words import CHANGED, Mark
from qualcode.tui.widgets.proof_panel import Proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qualcode.domain.quote_rules import QuotationRules
    from qualcode.domain.theme_table_desk import Candidate, ShownQuotation, ShownRow, ShownTable
    from qualcode.domain.theme_tables import Count
    from qualcode.tui.widgets.bars import Part
    from qualcode.tui.widgets.transcript.tints import Hue

ROW, QUOTE, CODING = "row", "quote", "coding"
"""What a block is: the first part of its key; the second is an id."""
_NOTHING = ("nothing, and nothing noted", "bad")
_SOME_ROWS = 2
"""Rows of a quotation that are shown while the table is shown close together."""
OFTEN = 3
"""Quotations of one participant in one table from which it is pointed out."""
_WORDS = 600
"""Signs of a candidate's words that a block can show at most."""


def counted(many: int, thing: str) -> str:
    """A number and a noun: `3 quotations`."""
    return f"{many:,} {thing}{'' if many == 1 else 's'}"


def short_counts(counts: Iterable[Count]) -> str:
    """Participants and sites without words for them: `9 of 15 · 7 of 11`."""
    return " · ".join(f"{count.n} of {count.of}" for count in counts)


def where_said(one: ShownQuotation | Candidate) -> str:
    """Source and turn."""
    return f"{one.source_name} ¶{one.turn}" if one.turn is not None else one.source_name


def who_said(one: ShownQuotation | Candidate) -> str:
    """Participants and their sites."""
    return " · ".join([", ".join(one.cases) or "nobody’s talk", *one.sites])


def said_by(one: ShownQuotation | Candidate) -> str:
    """Participants, sites and turn; the source too where it is not called like the participant."""
    turn = [f"¶{one.turn}"] if one.turn is not None else []
    source = [one.source_name] if one.source_name not in one.cases else []
    return " · ".join([who_said(one), *source, *turn])


def dot(code: int | None, hues: Mapping[int, Hue]) -> Part:
    """A dot in the colour of a code."""
    hue = hues.get(code) if code is not None else None
    return "● ", "#{:02x}{:02x}{:02x}".format(*hue) if hue else "muted"


def table_blocks(table: ShownTable, hues: Mapping[int, Hue], *, compact: bool) -> Iterator[Block]:
    """The rows of a table under their themes, as they print."""
    theme: object = None
    for row in table.rows:
        if row.theme != theme:
            theme = row.theme
            if row.place > 1:
                yield Block(None, [Line("")])
            if row.theme is not None:
                yield Block(None, [Line(row.theme_name, lead=[dot(row.theme, hues)], kind="bold")])
        yield _row_block(row)
        shelved = sorted(row.quotations, key=lambda one: one.contrary)
        yield from (_quote_block(one, compact=compact, first=place == 0) for place, one in enumerate(shelved))


def _row_block(row: ShownRow) -> Block:
    counts = short_counts(row.support)
    tail = [(counts, "muted")] if counts else []
    lines = [Line(row.heading, lead=[("  ", "plain")], kind="bold", tail=tail)] if row.heading else []
    if row.finding:
        lines.append(Line(row.finding, lead=[("  ", "plain")], kind="muted", tail=[] if lines else tail))
    if not lines:
        lines.append(Line("no heading yet", lead=[("  ", "plain")], kind="muted", tail=tail))
    if row.note:
        lines.append(Line(row.note, lead=[("  looked for, none found  ", "good")], kind="muted"))
    if not row.quotations:
        lines.append(Line("no quotation yet", lead=[("      ", "plain")], kind="muted"))
    return Block((ROW, row.id), lines)


def _quote_block(one: ShownQuotation, *, compact: bool, first: bool) -> Block:
    lead: list[Part] = [("    ! ", "accent")] if one.contrary else [("      ", "plain")]
    lines = [Line(one.printed, lead=lead, most=_SOME_ROWS if compact else 0)]
    if one.wrong:
        lines.append(Line(one.wrong, lead=[("      ", "plain")], kind="bad"))
    lines.append(Line(one.tag, lead=[("      ", "plain")], kind="muted", tail=[] if one.read else [("unread", "muted")]))
    return Block((QUOTE, one.number), lines, follows=first)


def candidate_blocks(found: Sequence[Candidate], dots: Mapping[str, Part]) -> Iterator[Block]:
    """The passages a row can quote, the chosen one in full; `dots` has the dot of a code by its name."""
    for one in found:
        key = (CODING, one.coding)
        star = ("★ ", "accent") if one.starred else ("  ", "plain")
        where = f"¶{one.turn}" if one.turn is not None else one.source_name
        lines = [Line(who_said(one), lead=[star], kind="bold", tail=[(where, "muted")], most=1)]
        words = " ".join(one.words[:_WORDS].split())
        lines.append(Line(f"“{words}”", lead=[("  ", "plain")], most=_SOME_ROWS, grows=True))
        code = dots.get(one.codes[0], ("● ", "muted")) if one.codes else ("  ", "plain")
        bearing = [(str(one.bearing), "accent" if one.bearing is not Bearing.SUPPORTS else "good")] if one.bearing else []
        lines.append(Line(", ".join(one.codes), lead=[("  ", "plain"), code], kind="muted", tail=bearing, most=1))
        if one.used:
            lines.append(Line("; ".join(one.used), lead=[("  ✓ ", "good")], kind="muted", most=1))
        if not one.may_quote:
            lines.append(Line("may not be quoted", lead=[("  ✗ ", "bad")], kind="bad"))
        yield Block(key, lines)


def proofs_of_quote(one: ShownQuotation, rules: QuotationRules) -> tuple[Proof, Proof]:
    """Both forms of a quotation."""
    marking = Marking(one.verbatim, one.edits, rules)
    read = (
        f"read for identification by {one.read_by}, {local_time(one.read_at or '')}"
        if one.read
        else "not read for identification"
    )
    marks = [] if one.wrong else marking.marks_on_printed()
    return (
        Proof("Verbatim", drawn(said_by(one)), one.verbatim, marking.marks_on_verbatim()),
        Proof("Printed", drawn(read), f"{one.printed} {one.tag}".rstrip(), marks),
    )


def proofs_of_candidate(one: Candidate, around: tuple[str, int]) -> tuple[Proof, ...]:
    """The verbatim words of a candidate, how often who speaks there is quoted already, and the talk around them.

    `around` is that talk, and where in it the words begin.
    """
    below: list[list[Part]] = []
    if one.quoted_times:
        times = "once" if one.quoted_times == 1 else "twice" if one.quoted_times == 2 else f"{one.quoted_times} times"
        below = [[("Quoted in this table already  ", "muted"), (times, "bad" if one.quoted_times >= OFTEN - 1 else "plain")]]
    talk, start = around
    return (
        Proof("Verbatim", drawn(f"{said_by(one)} · {', '.join(one.codes)}"), one.words, (), below),
        Proof("Around it", "", talk, [Mark(start, start + len(one.words), CHANGED)]),
    )


def proofs_of_row(row: ShownRow, *, alone: bool) -> tuple[Proof, ...]:
    """What a row says, what it rests on, and what stands against it; `alone` says that nothing does, here or in its theme."""
    codes = ", ".join(dict.fromkeys([*([row.theme_name] if row.theme_name else []), *row.code_names]))
    below: list[list[Part]] = [
        [("Rests on      ", "muted"), (drawn(codes), "plain") if codes else ("no code yet: A names them", "bad")]
    ]
    if row.support:
        below.append([("Supported by  ", "muted"), (", ".join(map(str, row.support)), "plain")])
    linked = ", ".join(f"{counted(many, 'participant')} {bearing}" for bearing, many in row.by_bearing if many)
    if linked:
        below.append([("Linked        ", "muted"), (linked.replace("participants supports", "participants support"), "plain")])
    shelved = sum(one.contrary for one in row.quotations)
    against = [counted(shelved, "contrary quotation")] if shelved else []
    against += [f"looked for, none found: {row.note}"] if row.note else []
    against += [
        f"{counted(many, 'participant')} in evidence"
        for bearing, many in row.by_bearing
        if many and bearing is Bearing.CONTRADICTS
    ]
    below.append(
        [
            ("Against it    ", "muted"),
            (drawn("; ".join(against)), "plain") if against else _NOTHING if alone else ("a row of the same theme", "plain"),
        ]
    )
    return (Proof(drawn(row.label) or "Row", "", row.finding if row.finding != row.label else "", (), below),)
