"""Lists of what was found in the texts to Word and CSV: hits of a search, and turns proposed as similar."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.domain.passages import FoundPassage, PassageList
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.finding import Hit
    from qualcode.domain.similar import SimilarPassage

HIT_COLUMNS = ("source", "turn", "speaker", "role", "participant", "start", "end", "before", "words", "after")
SIMILAR_COLUMNS = ("source", "turn", "speaker", "participant", "start", "end", "words", "score", "shared", "codes")


def write_hits(found: Sequence[Hit], asked: str, path: Path, *, by_case: bool = False) -> tuple[str, ...]:
    """Write the hits of a search to a Word or CSV file, by its suffix; Word lists them by source or by participant.

    Returns a line for each hit with characters that Word cannot hold.

    Raises:
        UsageError: the suffix is neither.
        InvalidInput: the file cannot be written.
    """
    if require_suffix(path, ".docx", ".csv") == ".csv":
        _write_csv(path, HIT_COLUMNS, [_hit_cells(one) for one in found])
        return ()
    sources, people = len({one.source for one in found}), len({name for one in found for name in one.cases})
    note = f"{_counted(len(found), 'hit')} in {_counted(sources, 'source')}, in the talk of {_counted(people, 'participant')}."
    ordered = sorted(found, key=lambda one: (not one.cases, one.cases)) if by_case else list(found)
    groups = groupby(ordered, key=lambda one: ", ".join(one.cases) or "Nobody’s talk" if by_case else one.name)
    listed = tuple((heading, tuple(_hit(one) for one in hits)) for heading, hits in groups)
    return _write_docx(path, PassageList(f"Found: {asked}", note, listed))


def write_similar(found: Sequence[SimilarPassage], asked: str, path: Path) -> tuple[str, ...]:
    """Write turns proposed as similar to a Word or CSV file, by its suffix, the most alike first.

    Returns and raises as `write_hits`.
    """
    if require_suffix(path, ".docx", ".csv") == ".csv":
        _write_csv(path, SIMILAR_COLUMNS, [_similar_cells(one) for one in found])
        return ()
    note = (
        f"{_counted(len(found), 'turn')} proposed by shared words, the most alike first. What a turn means was not looked at; "
        "nothing was coded by this."
    )
    heading = "The most alike first"
    return _write_docx(path, PassageList(f"Like {asked}", note, ((heading, tuple(map(_similar, found))),) if found else ()))


def _write_docx(path: Path, found: PassageList) -> tuple[str, ...]:
    from qualcode.formats.writers.docx.passages import passages_docx

    write_bytes(path, passages_docx(found))
    return unprintable((one.place, one.before + one.words + one.after) for _, passages in found.groups for one in passages)


def _write_csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from qualcode.formats.csv_cells import write_csv

    write_text(path, write_csv(columns, rows))


def _hit(one: Hit) -> FoundPassage:
    return FoundPassage(one.words, _place(one.name, one.turn, one.speaker, one.span.start), one.before, one.after)


def _similar(one: SimilarPassage) -> FoundPassage:
    coded = f" Coded {'; '.join(one.codes)}." if one.codes else " Not coded."
    note = f"({one.score:.2f}, shares {', '.join(one.shared)}).{coded}"
    return FoundPassage(one.words, _place(one.name, one.turn, one.speaker, one.span.start), note=note)


def _place(source: str, turn: int | None, speaker: str | None, start: int) -> str:
    return f"{source}, t. {turn}, {speaker}" if turn is not None else f"{source}, at {start}"


def _hit_cells(one: Hit) -> tuple[str, ...]:
    turn, role = "" if one.turn is None else str(one.turn), one.role.value if one.role else ""
    span = (str(one.span.start), str(one.span.end))
    return one.name, turn, one.speaker or "", role, "; ".join(one.cases), *span, one.before, one.words, one.after


def _similar_cells(one: SimilarPassage) -> tuple[str, ...]:
    turn = "" if one.turn is None else str(one.turn)
    span = (str(one.span.start), str(one.span.end))
    likeness = (f"{one.score:.4f}", "; ".join(one.shared), "; ".join(one.codes))
    return one.name, turn, one.speaker or "", "; ".join(one.cases), *span, one.words, *likeness


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
