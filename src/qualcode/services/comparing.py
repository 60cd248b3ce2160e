"""Comparing groups of participants: theme by group, n of N, traced to codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis import comparing
from qualcode.domain.cases import AttributeType
from qualcode.domain.codebook_paths import folded
from qualcode.domain.codes import CodeKind
from qualcode.domain.comparisons import bands as read_bands
from qualcode.errors import NotFound, UsageError
from qualcode.services.outputs import require_suffix
from qualcode.services.reading import read_analysis
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.cases import Attribute
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.comparisons import Band, Comparison
    from qualcode.domain.segments import SegmentList
    from qualcode.storage import OpenStudy

COLUMNS = ("theme", "group", "n", "of", "participants", "codings")
NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.NUMBER})


def compare_groups(study: OpenStudy, by: str, *, codes: Sequence[str] = (), bands: str = "") -> Comparison:
    """How many participants of each group of an attribute's values have each theme, of those that are finished.

    The themes are those of the codebook, or the named codes and what stands right under each. Numbers need `bands` such as
    `0-5,6-10`. The analysis coding alone is read.

    Raises:
        NotFound: there is no such attribute or code.
        Ambiguous: a code's name fits several.
        UsageError: bands are missing, wrong, or given for what is no number.
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    attribute, grouped = grouping(study, by, bands)
    book = study.codes.codebook()
    themes = themes_of(book, codes)
    wanted = frozenset[int]().union(*(book.subtree(theme) for theme in themes))
    reading = read_analysis(study, codes=wanted, book=book, finished=True)
    return comparing.compare(reading, attribute, themes, grouped)


def extracts_of_cell(study: OpenStudy, by: str, code: str, group: str, *, bands: str = "") -> SegmentList:
    """The extracts that a cell of a comparison rests on: those of one theme and one group, `All` being everybody.

    Raises as `compare_groups`, and NotFound where no group is called so.
    """
    from qualcode.services.retrieving import segments_of_codings

    found = compare_groups(study, by, codes=[code], bands=bands)
    names = [one.name for one in found.groups]
    place = next((at for at, name in enumerate(names) if folded(name) == folded(group.replace("-", "–"))), None)
    place = next((at for at, name in enumerate(names) if folded(name) == folded(group)), place)
    if place is None:
        raise NotFound(f'There is no group "{group}" by {found.by}.', f"Groups are {', '.join(names)}.")
    wanted = study.codes.codebook().find(code).id
    theme = next(one for one in found.themes if one.code == wanted)
    title = f"{theme.path}; {found.by} = {names[place]}; {theme.cells[place]}"
    return segments_of_codings(study, title, theme.cells[place].codings)


def write_comparison(found: Comparison, path: Path) -> None:
    """Write a comparison to a Word or CSV file, by its suffix; the CSV has a row for each theme and group.

    Raises:
        UsageError: the suffix is neither.
        InvalidInput: the file cannot be written.
    """
    if require_suffix(path, ".docx", ".csv") == ".docx":
        from qualcode.formats.writers.docx.comparison import comparison_docx

        write_bytes(path, comparison_docx(found))
        return
    from qualcode.formats.csv_cells import write_csv

    rows = [
        (
            theme.path,
            group.name,
            str(cell.n),
            str(cell.of),
            "; ".join(cell.participants),
            "; ".join(map(str, cell.codings)),
        )
        for theme in found.themes
        for group, cell in zip(found.groups, theme.cells, strict=True)
    ]
    write_text(path, write_csv(COLUMNS, rows))


def grouping(study: OpenStudy, by: str, bands: str) -> tuple[Attribute, tuple[Band, ...]]:
    """The attribute whose values make groups, and the bands of its numbers.

    Raises:
        NotFound: there is no such attribute.
        UsageError: bands are missing, wrong, or given for what is no number.
    """
    attribute = _attribute(study, by)
    grouped = read_bands(bands) if bands else ()
    if bool(grouped) is not (attribute.type in NUMBERS):
        if grouped:
            raise UsageError(f'"{attribute.name}" is no number, so bands do not fit it.', "Leave out --bands.")
        raise UsageError(f'"{attribute.name}" is a number, and its groups are not given.', "Give them with --bands 0-5,6-10.")
    return attribute, grouped


def _attribute(study: OpenStudy, name: str) -> Attribute:
    known = study.cases.attributes()
    found = next((one for one in known if folded(one.name) == folded(name.strip())), None)
    if found is None:
        names = ", ".join(one.name for one in known)
        hint = f"Attributes are {names}." if names else "Bring attributes in with `qualcode cases import`."
        raise NotFound(f'There is no attribute "{name.strip()}".', hint)
    return found


def themes_of(book: Codebook, codes: Sequence[str]) -> list[int]:
    """The rows of a table over themes: named codes with what is right under each, else all themes, else the codebook's roots."""
    if codes:
        found: dict[int, None] = {}
        for text in codes:
            code = book.find(text).id
            below = (*book.children(code), *book.shown_here(code))
            found.update(dict.fromkeys([code, *(one.id for one in below)]))
        return list(found)
    themes = [code.id for code in book if code.kind is CodeKind.THEME]
    return themes or [code.id for code in book.children(None)]
