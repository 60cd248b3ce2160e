"""Extracts of a code, by code and participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.segments import SegmentList
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.reading import read_analysis, read_coder
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.analysis.reading import Placed, Reading
    from qualcode.domain.cases import Case
    from qualcode.domain.segments import Extract
    from qualcode.storage import OpenStudy

COLUMNS = ("id", "code", "participant", "source", "turn", "speaker", "start", "end", "words", "coder")


def segments(
    study: OpenStudy, code: str, *, coder: str | None = None, where: Sequence[str] = (), own: bool = False
) -> SegmentList:
    """The extracts of a code with its sub-codes (`own`: without), ordered by code, participant and place.

    They are those of the analysis coding, or of a `coder` when named. `where` are conditions ATTRIBUTE=VALUE on the
    participants who speak in them, all to be met.

    Raises:
        NotFound: there is no such code, coder or attribute.
        Ambiguous: the code's name fits several.
        InvalidInput: a condition is not ATTRIBUTE=VALUE.
    """
    book = study.codes.codebook()
    wanted = book.find(code)
    codes = frozenset({wanted.id}) if own else book.subtree(wanted.id)
    conditions = [_condition(study, text) for text in where]
    reading = read_analysis(study, codes=codes, book=book) if coder is None else read_coder(study, coder, codes=codes, book=book)
    kept = _meeting(reading, conditions)
    return SegmentList(
        book.path_text(wanted.id),
        reading.whose,
        reading.extracts(_ordered(reading, kept)),
        with_sub_codes=not own,
        where=tuple(f"{name} = {value}" for name, value in conditions),
    )


def write_segments(found: SegmentList, path: Path) -> tuple[str, ...]:
    """Write extracts to a Word or CSV file, by its suffix; an existing file is replaced.

    Returns a line for each extract with characters that Word cannot hold.

    Raises:
        UsageError: the suffix is neither.
        InvalidInput: the file cannot be written.
    """
    if require_suffix(path, ".docx", ".csv") == ".docx":
        from qualcode.formats.writers.docx.segments import segments_docx

        write_bytes(path, segments_docx(found))
        return unprintable((f"Coding {one.id} in {one.source}", one.words) for one in found.extracts)
    from qualcode.formats.csv_cells import write_csv

    write_text(path, write_csv(COLUMNS, [cells_of(one) for one in found.extracts]))
    return ()


def cells_of(one: Extract) -> tuple[str, ...]:
    """An extract as the cells of `COLUMNS`."""
    turn = "" if one.turn is None else str(one.turn)
    return (
        one.number,
        one.code,
        "; ".join(one.cases),
        one.source,
        turn,
        one.speaker or "",
        str(one.span.start),
        str(one.span.end),
        one.words,
        one.coder,
    )


def _condition(study: OpenStudy, text: str) -> tuple[str, str]:
    """A condition as the attribute's name and the value sought."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise InvalidInput(f'"{text}" is not a condition.', "Write it as ATTRIBUTE=VALUE, such as role=nurse.")
    names = [one.name for one in study.cases.attributes()]
    found = [one for one in names if one.casefold() == name.strip().casefold()]
    if not found:
        known = f"Attributes are {', '.join(names)}." if names else "Bring attributes in with `qualcode cases import`."
        raise NotFound(f'There is no attribute "{name.strip()}".', known)
    return found[0], value.strip()


def _meeting(reading: Reading, conditions: Sequence[tuple[str, str]]) -> list[Placed]:
    """The codings in which somebody speaks who meets all conditions."""
    if not conditions:
        return list(reading.placed)

    def meets(case: Case) -> bool:
        return all((case.value(name) or "").casefold() == value.casefold() for name, value in conditions)

    fitting = {case.id for case in reading.cases if meets(case)}
    return [one for one in reading.placed if fitting.intersection(one.cases)]


def _ordered(reading: Reading, placed: Sequence[Placed]) -> list[Placed]:
    codes = {code.id: place for place, code in enumerate(reading.book.codes)}
    cases = {case.id: place for place, case in enumerate(reading.cases)}
    sources = {source: place for place, source in enumerate(reading.talks)}

    def key(one: Placed) -> tuple[int, list[int], int, int, int, int]:
        speaking = [cases[case] for case in one.cases] or [len(cases)]
        coding = one.coding
        return codes[coding.code], speaking, sources[coding.source], coding.span.start, coding.span.end, coding.id

    return sorted(placed, key=key)
