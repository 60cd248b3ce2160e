"""The minutes of discussions in Word: a table for each source, the matched code lists, and what changed in the codebook."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from qualcode.domain.dates import local_time
from qualcode.domain.discussions import ADDED
from qualcode.domain.passages import shortened
from qualcode.formats.writers.docx.document import LANDSCAPE_CM, WordFile
from qualcode.formats.writers.docx.tables import Paragraph, Row
from qualcode.formats.writers.docx.typography import curled, turns_kept_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.minutes import MinuteChange, MinuteLine, MinuteReading, Minutes, MinutesOfMatching, MinutesOfSource

PLACE_CM, OUTCOME_CM = 2.5, 6.4
MATCHING_CM = (6.0, 6.0, 2.3, 5.4, 6.0)
CHANGES_CM = (5.6, 2.8, 5.6, 5.6, 6.1)


def minutes_docx(minutes: Minutes, *, with_words: bool = True) -> bytes:
    """The minutes as a Word file on pages on their side; without participants' words where these are not wanted."""
    word = WordFile("Minutes of the discussion")
    word.heading("Minutes of the discussion")
    if minutes.title:
        word.paragraph(Paragraph(curled(minutes.title), "TableNote"))
    for of in minutes.sources:
        _add_source(word, of, with_words=with_words)
    for matching in minutes.matchings:
        _add_matching(word, matching)
    if minutes.changes:
        _add_changes(word, minutes.changes)
    word.end_section(landscape=True)
    return word.to_bytes()


def _add_source(word: WordFile, of: MinutesOfSource, *, with_words: bool) -> None:
    word.heading(of.source, 2)
    for line in _about(of):
        word.paragraph(Paragraph(curled(line), "TableLead" if of.lines else "TableNote"))
    if not of.lines:
        return
    word.caption(f"Differences in {of.source} and their outcomes")
    half = (LANDSCAPE_CM - PLACE_CM - OUTCOME_CM) / 2
    heads = [[Paragraph(head, "TableHeading")] for head in ("Where", of.first, of.second, "Outcome")]
    rows = [Row(heads, header=True), *(_row(line, with_words=with_words) for line in of.lines)]
    word.table([PLACE_CM, half, half, OUTCOME_CM], rows)


def _about(of: MinutesOfSource) -> Iterator[str]:
    """What is said before the table: who, when, how many, and what was decided how often."""
    when = f"Begun {_when(of.started)}" + (f", finished {_when(of.finished)}" if of.finished else ", not finished yet")
    yield f"{when}. Present: {', '.join(of.present)}."
    for at, who, why in of.reopened:
        yield f"Taken up again {_when(at)} by {who}: {why}"
    total = sum(count for _, count in of.counts)
    kinds = "; ".join(f"{kind} {count}" for kind, count in of.counts if count)
    alike = "1 passage was" if of.agreed == 1 else f"{of.agreed} passages were"
    yield f"{alike} coded alike by both and carried over. Differences: {total}" + (f" ({kinds})." if kinds else ".")
    if of.outcomes:
        said = "; ".join(f"{outcome} {count}" for outcome, count in of.outcomes)
        yield f"Settled: {of.settled} of {total} ({said})."
    yield from of.notes


def _row(line: MinuteLine, *, with_words: bool) -> Row:
    where = [Paragraph(turns_kept_whole(f"{line.number}, {line.place}")), Paragraph(line.kind, "ChartRemark")]
    return Row(
        [
            where,
            _readings(line.first, with_words=with_words),
            _readings(line.second, with_words=with_words),
            _outcome(line, with_words=with_words),
        ]
    )


def _readings(readings: Sequence[MinuteReading], *, with_words: bool) -> list[Paragraph]:
    cell: list[Paragraph] = []
    last = ""
    for one in readings:
        if one.told != last:
            cell.append(Paragraph(curled(one.told), "ChartCase"))
            last = one.told
        if with_words:
            cell.append(Paragraph(f"“{curled(shortened(one.words))}”", "ChartText"))
    return cell or [Paragraph("–")]


def _outcome(line: MinuteLine, *, with_words: bool) -> list[Paragraph]:
    if not line.outcome:
        return [Paragraph("not settled", "ChartRemark")]
    said = ADDED if line.kind == ADDED and line.code else line.outcome
    said = said[:1].upper() + said[1:]
    cell = [Paragraph(curled(f"{said}: {line.code}" if line.code else said), "ChartCase")]
    before = {(one.code, one.words) for one in (*line.first, *line.second)}
    for one in line.agreed:
        # What is as one of the two had it need not be printed again.
        known = {line.code, *(reading.code for reading in (*line.first, *line.second))}
        code = curled(one.code) if one.code not in known else ""
        words = f"“{curled(shortened(one.words))}”" if with_words and (one.code, one.words) not in before else ""
        if code or words:
            cell.append(Paragraph(" ".join(part for part in (code, words) if part), "ChartText"))
    if line.reason:
        cell.append(Paragraph(curled(line.reason), "ChartText"))
    return cell


def _add_matching(word: WordFile, matching: MinutesOfMatching) -> None:
    word.heading("Matching the code lists", 2)
    versions = f"From codebook version {matching.before}" + (
        f" to {matching.after}." if matching.after else ", not finished yet."
    )
    word.paragraph(Paragraph(curled(versions), "TableLead"))
    word.caption("Codes of the two lists and what became of them")
    heads = ("First list", "Second list", "Relation", "Agreed code", "Reason")
    rows = [Row([[Paragraph(head, "TableHeading")] for head in heads], header=True)]
    for one in matching.relations:
        cells = (one.first or "–", one.second or "–", one.relation, one.result or "–", one.reason)
        rows.append(Row([[Paragraph(curled(cell))] for cell in cells]))
    word.table(MATCHING_CM, rows)


def _add_changes(word: WordFile, changes: Sequence[MinuteChange]) -> None:
    word.heading("Changes of the codebook", 2)
    word.caption("What changed, and the sources to read again")
    heads = ("Code", "What", "Before", "After", "Decided; sources to revisit")
    rows = [Row([[Paragraph(head, "TableHeading")] for head in heads], header=True)]
    for one, before in zip_longest(changes, (None, *changes)):
        if one is None:
            break
        again = before is not None and (before.code, before.decided, before.when) == (one.code, one.decided, one.when)
        last = [Paragraph(curled(f"{_when(one.when)}, {one.decided}"))]
        if one.revisit and not again:
            last.append(Paragraph(f"Revisit: {', '.join(f'{source} ({count})' for source, count in one.revisit)}"))
        cells = [[Paragraph(curled(text))] for text in (one.code, one.what, one.before or "–", one.after or "–")]
        rows.append(Row([*cells, last]))
    word.table(CHANGES_CM, rows)


def _when(moment: str) -> str:
    return local_time(moment) if moment else ""
