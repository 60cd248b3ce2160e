"""Recommendations: what the paper advises, each linked to the themes it rests on, and their table in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_rules import require_live
from qualcode.domain.codes import CodeKind
from qualcode.domain.order import RANK_STEP, ranks_to_place
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.domain.recommendations import LONGEST, ListedRecommendation, RecommendationTable, RecommendedTheme
from qualcode.errors import InvalidInput, NotAllowed, NotFound, QualcodeError
from qualcode.services.gate import check_printed
from qualcode.services.numbering import known_number, number_of_recommendations, printed_theme_tables
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.tables_in import read_table, write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.recommendations import Recommendation
    from qualcode.storage import OpenStudy, UnitOfWork
    from qualcode.storage.repositories import Repositories

TITLE = "Recommendations"
COLUMNS = ("recommendation", "themes")


# ---- reading -----------------------------------------------------------------------------------------------------


def list_recommendations(study: OpenStudy) -> tuple[ListedRecommendation, ...]:
    """The recommendations in their order, with the themes that are still in use; a merged theme is what it became."""
    book = study.codes.codebook()
    of_group: dict[int | None, int] = {}
    for number, group in printed_theme_tables(study).items():
        of_group.setdefault(group, number)
    of_group.pop(None, None)
    return tuple(
        ListedRecommendation(place, one.id, one.text, _themes(book, of_group, one))
        for place, one in enumerate(study.recommendations.all(), 1)
    )


def recommendation_table(study: OpenStudy, *, number: int | None = None) -> RecommendationTable:
    """The table of recommendations; without `number` it is the next one after the theme tables.

    Raises:
        NotAllowed: there is no recommendation.
        InvalidInput: the number is none of a table.
    """
    rows = list_recommendations(study)
    if not rows:
        raise NotAllowed("There is no recommendation to print.", "Write one with `qualcode recommendations add`.")
    return RecommendationTable(known_number(number, number_of_recommendations(study)), TITLE, rows)


def write_recommendations(
    study: OpenStudy, path: Path, *, number: int | None = None, audience: Audience = Audience.TEAM
) -> tuple[RecommendationTable, tuple[str, ...]]:
    """Write the table to Word, or as CSV that can be imported again; with it a line for what Word cannot hold.

    Raises:
        UsageError: the suffix is neither .docx nor .csv.
        InvalidInput: the file cannot be written.
        NotAllowed: there is no recommendation, or it is for publication and would tell who somebody is.
    """
    suffix = require_suffix(path, ".docx", ".csv")
    found = recommendation_table(study, number=number)
    words = printed_words(found)
    paths = [
        PrintedWords(f"Table {found.number}", f"recommendation {one.number}", theme.path)
        for one in found.rows
        for theme in one.themes
        if suffix == ".csv" and theme.path != theme.name
    ]
    check_printed(study, [*words, *paths], audience=audience)
    if suffix == ".docx":
        write_bytes(path, recommendations_file(found, audience=audience))
        return found, unprintable((one.place, one.text) for one in words)
    from qualcode.formats.csv_cells import write_csv

    write_text(path, write_csv(COLUMNS, [(one.text, "; ".join(theme.path for theme in one.themes)) for one in found.rows]))
    return found, ()


def recommendations_file(found: RecommendationTable, *, audience: Audience = Audience.TEAM) -> bytes:
    """The bytes of the Word file."""
    from qualcode.formats.writers.docx.recommendations import recommendations_docx

    return recommendations_docx(found, audience=audience)


def printed_words(found: RecommendationTable) -> tuple[PrintedWords, ...]:
    """The words of each row as they print."""
    return tuple(
        PrintedWords(f"Table {found.number}", f"recommendation {one.number}", "\n".join((one.text, *map(str, one.themes))))
        for one in found.rows
    )


# ---- writing -----------------------------------------------------------------------------------------------------


def add_recommendation(
    study: OpenStudy, text: str, *, themes: Sequence[str] = (), position: int | None = None
) -> tuple[int, ChangeSet]:
    """Add a recommendation, last or at a place from 1 on, with the themes it rests on; returns its number.

    Raises:
        InvalidInput: it has no words, or too many, or stands there already.
        NotFound: there is no such theme.
        Ambiguous: a theme's name fits several.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    with study.unit_of_work("add_recommendation") as work:
        number = _added(work, _words(work, text), [_theme(work, path) for path in themes])
        if position is not None:
            _put(work, number, position)
        place = next(at for at, one in enumerate(work.recommendations.all(), 1) if one.id == number)
        work.what = f"added recommendation {place}"
    return place, work.insist()


def change_recommendation(study: OpenStudy, number: int, text: str, *, reason: str = "") -> ChangeSet | None:
    """Give the recommendation of a number other words; None where it has them. Refused as `add_recommendation`."""
    _refuse_blind(study)
    with study.unit_of_work("change_recommendation", reason=reason, what=f"changed recommendation {number}") as work:
        one = _numbered(work, number)
        work.recommendations.change(one.id, text=_words(work, text, but=one.id))
    return work.change_set


def move_recommendation(study: OpenStudy, number: int, to: int) -> ChangeSet | None:
    """Give a recommendation another place, from 1 on; None where it has it.

    Raises:
        NotFound: there is no recommendation of this number.
        InvalidInput: the place is not above 0.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    with study.unit_of_work("move_recommendation", what=f"moved recommendation {number} to place {to}") as work:
        one = _numbered(work, number)
        if to != number:
            _put(work, one.id, to)
    return work.change_set


def remove_recommendation(study: OpenStudy, number: int, *, reason: str = "") -> ChangeSet:
    """Take a recommendation away; undo brings it back. Refused as `move_recommendation`."""
    _refuse_blind(study)
    with study.unit_of_work("remove_recommendation", reason=reason, what=f"removed recommendation {number}") as work:
        work.recommendations.remove(_numbered(work, number).id)
    return work.insist()


def link_recommendation(study: OpenStudy, number: int, themes: Sequence[str], *, remove: bool = False) -> ChangeSet | None:
    """Let a recommendation rest on themes, or with `remove` no longer; None where it is so already.

    Raises:
        NotFound: there is no such recommendation or theme, or it does not rest on one that is to be removed.
        Ambiguous: a theme's name fits several.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    told = f"{'took themes off' if remove else 'linked themes to'} recommendation {number}"
    with study.unit_of_work("unlink_recommendation" if remove else "link_recommendation", what=told) as work:
        one = _numbered(work, number)
        for path in themes:
            code = _theme(work, path)
            if not remove:
                work.recommendations.link(one.id, code)
            elif not _unlinked(work, one, code):
                raise NotFound(
                    f'Recommendation {number} does not rest on "{path}".',
                    "`qualcode recommendations list` shows what it rests on.",
                )
    return work.change_set


@dataclass(frozen=True, slots=True)
class ImportedRecommendations:
    """What an import did: how many are new, were linked to more themes, or were so already."""

    new: int
    linked: int
    same: int
    change: ChangeSet | None


def import_recommendations(study: OpenStudy, path: Path) -> ImportedRecommendations:
    """Add the recommendations of a table that are not there yet, with their themes joined by semicolons, as one action.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    table = read_table(path, required=COLUMNS[:1], optional=COLUMNS[1:])
    new = linked = same = 0
    with study.unit_of_work("import_recommendations", what=f"{len(table.rows)} recommendations from {table.name}") as work:
        for row in table.rows:
            try:
                text = _clean(row.cells["recommendation"])
                themes = [_theme(work, one.strip()) for one in row.cells.get("themes", "").split(";") if one.strip()]
            except QualcodeError as error:
                table.fault(row.line, error.message.rstrip("."))
                continue
            there = next((one for one in work.recommendations.all() if one.text.casefold() == text.casefold()), None)
            if there is None:
                _added(work, text, themes)
                new += 1
            elif sum(work.recommendations.link(there.id, code) for code in themes):
                linked += 1
            else:
                same += 1
        table.refuse_if_faulty()
    return ImportedRecommendations(new, linked, same, work.change_set)


def _added(work: UnitOfWork, text: str, themes: Sequence[int]) -> int:
    last = max((one.rank for one in work.recommendations.all()), default=0)
    number = work.recommendations.add(text, rank=last + RANK_STEP)
    for code in themes:
        work.recommendations.link(number, code)
    return number


def _unlinked(work: UnitOfWork, one: Recommendation, code: int) -> bool:
    """Take a theme off, with those that were merged into it; False where there was none."""
    book = work.codes.codebook()
    return sum(work.recommendations.unlink(one.id, linked) for linked in one.themes if book.became(linked) == code) > 0


def _put(work: UnitOfWork, number: int, position: int) -> None:
    if position < 1:
        raise InvalidInput(f"{position} is no place in the list.", "Places are counted from 1.")
    others = [(one.id, one.rank) for one in work.recommendations.all() if one.id != number]
    work.recommendations.put_in_order(ranks_to_place(others, number, position - 1))


def _numbered(work: Repositories, number: int) -> Recommendation:
    found = work.recommendations.all()
    if not 1 <= number <= len(found):
        raise NotFound(f"There is no recommendation {number}.", "`qualcode recommendations list` shows their numbers.")
    return found[number - 1]


def _words(work: Repositories, text: str, but: int | None = None) -> str:
    words = _clean(text)
    if any(one.text.casefold() == words.casefold() for one in work.recommendations.all() if one.id != but):
        raise InvalidInput("This recommendation stands there already.", "`qualcode recommendations list` shows them.")
    return words


def _clean(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidInput("The recommendation has no words.", "Say what is recommended.")
    if len(words) > LONGEST:
        raise InvalidInput(f"The recommendation has more than {LONGEST:,} characters.", "Say it shorter, or as several.")
    return words


def _theme(work: Repositories, path: str) -> int:
    book = work.codes.codebook()
    code = book.find(path).id
    require_live(book, code)
    return code


def _themes(book: Codebook, of_group: Mapping[int | None, int], one: Recommendation) -> tuple[RecommendedTheme, ...]:
    wanted = {book.became(code) for code in one.themes}
    return tuple(
        RecommendedTheme(code.id, book.path_text(code.id), code.name, _table(book, of_group, code.id))
        for code in book.live
        if code.id in wanted
    )


def _table(book: Codebook, of_group: Mapping[int | None, int], code: int) -> int | None:
    """The number of the first theme table that prints of the group a theme stands in; None where none does."""
    line = (book[code], *book.ancestors(code))
    group = next((one.id for one in line if one.kind is CodeKind.GROUP), line[-1].id)
    return of_group.get(group)


def _refuse_blind(study: OpenStudy) -> None:
    if study.sight.blind:
        raise NotAllowed("Recommendations are not written by who codes blind.", "Write them when the round is closed.")
