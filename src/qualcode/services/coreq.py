"""The COREQ checklist: filled from what the study knows, the rest asked once and kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_paths import clean_text
from qualcode.domain.coreq import ITEMS, LONGEST_ANSWER, REPORT, CoreqAnswer, CoreqReport
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import InvalidInput, NotAllowed, NotFound
from qualcode.services.gate import check_printed
from qualcode.services.outputs import require_docx, unprintable
from qualcode.services.tables_in import read_table, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.storage import OpenStudy


def coreq(study: OpenStudy) -> CoreqReport:
    """The 32 items with what the study says to each, and what the authors answered.

    Raises:
        NotAllowed: the viewer codes blind.
    """
    from qualcode.services.coreq_facts import Known, known_of

    _refuse_blind(study)
    known, answers = known_of(study), study.answers.of(REPORT)
    told = ((item, known.get(item.number, Known())) for item in ITEMS)
    return CoreqReport(tuple(CoreqAnswer(item, one.text, one.asks, answers.get(str(item.number), "")) for item, one in told))


def answer_coreq(study: OpenStudy, item: int, answer: str) -> ChangeSet | None:
    """Keep the authors' answer to an item; None where it is that already.

    Raises:
        NotFound: there is no such item.
        InvalidInput: the answer has no words, or too many.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    _require_item(item)
    words = clean_text(answer)
    if not words:
        raise InvalidInput("The answer has no words.", "Take an answer away with `qualcode coreq clear`.")
    if len(words) > LONGEST_ANSWER:
        raise InvalidInput(f"The answer has more than {LONGEST_ANSWER:,} characters.", "Say it shorter.")
    with study.unit_of_work("answer_coreq", what=f"answered item {item} of COREQ") as work:
        work.answers.put(REPORT, str(item), words)
    return work.change_set


@dataclass(frozen=True, slots=True)
class ImportedAnswers:
    """What an import of answers did: how many are new or changed, and how many were so already."""

    put: int
    same: int
    change: ChangeSet | None


def import_coreq(study: OpenStudy, path: Path) -> ImportedAnswers:
    """Keep the answers of a table, as one action: columns item and answer.

    Raises:
        InvalidInput: the file or rows of it are wrong; the message names them, and nothing was written.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    table = read_table(path, required=("item", "answer"), optional=())
    with study.unit_of_work("import_coreq", what=f"{len(table.rows)} answers to COREQ from {table.name}") as work:
        put = 0
        for row in table.rows:
            number, words = row.cells["item"].strip(), clean_text(row.cells["answer"])
            if not (number.isdecimal() and 1 <= int(number) <= len(ITEMS)):
                table.fault(row.line, f'COREQ has no item "{number}"')
            elif not 0 < len(words) <= LONGEST_ANSWER:
                table.fault(row.line, f"the answer has no words, or more than {LONGEST_ANSWER:,} characters")
            else:
                put += work.answers.put(REPORT, str(int(number)), words)
        table.refuse_if_faulty()
    return ImportedAnswers(put, len(table.rows) - put, work.change_set)


def clear_coreq(study: OpenStudy, item: int) -> ChangeSet | None:
    """Take the authors' answer to an item away; None where there is none.

    Raises:
        NotFound: there is no such item.
        NotAllowed: the viewer codes blind.
    """
    _refuse_blind(study)
    _require_item(item)
    with study.unit_of_work("clear_coreq", what=f"took the answer to item {item} of COREQ away") as work:
        work.answers.take_away(REPORT, str(item))
    return work.change_set


def write_coreq(study: OpenStudy, path: Path, *, audience: Audience = Audience.TEAM) -> tuple[CoreqReport, tuple[str, ...]]:
    """Write the checklist to a Word file, which is replaced where it exists; with it a line for what Word cannot hold.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
        NotAllowed: the viewer codes blind, or what it says would tell who somebody is.
    """
    require_docx(path)
    found = coreq(study)
    words = printed_words(found)
    check_printed(study, words, audience=audience)
    write_bytes(path, coreq_file(found, audience=audience))
    return found, unprintable((one.place, one.text) for one in words)


def coreq_file(found: CoreqReport, *, audience: Audience = Audience.TEAM) -> bytes:
    """The bytes of the Word file."""
    from qualcode.formats.writers.docx.coreq import coreq_docx

    return coreq_docx(found, audience=audience)


def printed_words(found: CoreqReport) -> tuple[PrintedWords, ...]:
    """What the report says to each item."""
    return tuple(PrintedWords(REPORT, f"item {one.item.number}", one.text) for one in found.answers if one.text)


def coreq_data(found: CoreqReport) -> list[dict[str, object]]:
    """The checklist as plain data, for JSON."""
    return [
        {**asdict(one.item), "known": one.known, "asks": one.asks, "answer": one.answer, "state": str(one.state)}
        for one in found.answers
    ]


def _require_item(item: int) -> None:
    if not 1 <= item <= len(ITEMS):
        raise NotFound(f"COREQ has no item {item}.", f"Its items are 1 to {len(ITEMS)}: `qualcode coreq list` shows them.")


def _refuse_blind(study: OpenStudy) -> None:
    if study.sight.blind:
        raise NotAllowed("The checklist is not to be seen by who codes blind.", "Fill it in when the round is closed.")
