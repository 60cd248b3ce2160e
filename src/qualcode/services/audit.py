"""The audit trail, made from the change history, the codebook's versions, the rounds and the memos; to Word, CSV or JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.domain.audit import AuditDetail, AuditEntry, AuditMemo, AuditPart, AuditTrail, AuditWork
from qualcode.domain.dates import utc_day
from qualcode.domain.memos import MemoKind
from qualcode.domain.sampling import DrawMethod
from qualcode.errors import UsageError
from qualcode.services.audit_verbs import (
    ALIKE,
    CODEBOOK,
    COUNTED,
    OTHER,
    PHRASES,
    ROUNDS,
    SECTION_OF,
    SECTIONS,
    UNDONE,
    VERSION,
)
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.codes import CodebookVersion
    from qualcode.domain.sampling import RecordedDraw
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories.history import HistoryLine

COLUMNS = ("section", "part", "changes", "when", "who", "what", "why", "field", "before", "after")
TOLD = ("definition", "include", "exclude", "central_idea", "state", "kind")
"""Fields of a code whose change is told with its words; examples are participants' words and are left to the codebook."""
MEMOS = (MemoKind.METHODOLOGICAL,)
"""The memos that tell how the study was done, unless others are asked for."""
WITHDRAWN = "withdrawn"
"""What is left of a change whose words went with a participant."""


def audit_trail(study: OpenStudy, *, memos: Sequence[str] = MEMOS) -> AuditTrail:
    """The decisions of a study with their reasons, as far as the viewer may see them, and the memos of some kinds.

    Raises:
        UsageError: there is no such kind of memo.
    """
    lines = study.history.lines()
    acts = [line for line in lines if line.change.undoes is None and not _is_withdrawn(line)]
    standing = [line for line in acts if line.stands]
    told = _Teller(study)
    return AuditTrail(
        title=study.facts.title,
        about=tuple(_about(study)),
        changes=len(lines),
        first=lines[0].change.at if lines else "",
        last=lines[-1].change.at if lines else "",
        parts=tuple(_parts(study, standing, acts, lines, told)),
        work=tuple(_work(study)),
        memos=tuple(_memos(study, memos)),
        notes=tuple(_left_out(study)),
    )


def audit_data(found: AuditTrail) -> dict[str, object]:
    """An audit trail as plain data, for JSON."""
    return asdict(found)


def write_audit_trail(found: AuditTrail, path: Path) -> tuple[str, ...]:
    """Write an audit trail to a Word, CSV or JSON file, by its suffix; an existing file is replaced.

    Returns a line for each text that Word cannot hold whole.

    Raises:
        UsageError: the suffix is none of the three.
        InvalidInput: the file cannot be written.
    """
    suffix = require_suffix(path, ".docx", ".csv", ".json")
    if suffix == ".docx":
        from qualcode.formats.writers.docx.audit import audit_docx

        write_bytes(path, audit_docx(found))
        entries = ((f"Change {entry.changes[0]}", f"{entry.what}{entry.why}") for part in found.parts for entry in part.entries)
        return unprintable([*entries, *((f"The memo of {utc_day(one.when)}", one.text) for one in found.memos)])
    if suffix == ".csv":
        from qualcode.formats.csv_cells import write_csv

        write_text(path, write_csv(COLUMNS, _rows(found)))
    else:
        import json

        write_text(path, json.dumps(audit_data(found), ensure_ascii=False, indent=2) + "\n")
    return ()


# ---- what is told of a change ------------------------------------------------------------------------------------


class _Teller:
    """Tells a change as an entry, with what it did to the fields of codes."""

    def __init__(self, study: OpenStudy) -> None:
        self._redefined = study.history.redefined()
        self._names = {code.id: code.name for code in study.codes.codebook().codes}

    def entry(self, line: HistoryLine) -> AuditEntry:
        """A change as an entry of its own."""
        change = line.change
        fields = [one for one in self._redefined.get(change.id, ()) if one[1] in TOLD] if change.verb == "redefine_code" else []
        several = len({code for code, _, _, _ in fields}) > 1
        details = tuple(
            AuditDetail(f"{self._names.get(code, '')}: {_field(name)}" if several else _field(name), before, after)
            for code, name, before, after in fields
        )
        return AuditEntry((change.id,), change.at, line.coder, _sentence(change.verb, change.what), change.reason, details)


def _field(name: str) -> str:
    return {"exclude": "not", "central_idea": "central idea"}.get(name, name)


def _sentence(verb: str, what: str) -> str:
    """What was done: the line of the history, with the verb where it holds names only."""
    did = verb.replace("_", " ")
    told = PHRASES[verb].format(what) if verb in PHRASES and what else what or did
    told = told if told[:1].islower() else f"{did}: {told}"
    return told[:1].upper() + told[1:]


def _joined(entries: Iterable[tuple[str, AuditEntry]]) -> tuple[AuditEntry, ...]:
    """The entries with those that are alike as one: the same verb, person and day, and no reason of their own."""

    def key(place: int, verb: str, entry: AuditEntry) -> tuple[object, ...]:
        return (verb, entry.who, utc_day(entry.when)) if verb in ALIKE and not entry.why else (place,)

    keyed = [(key(place, *one), one) for place, one in enumerate(entries)]
    return tuple(_one_of([one for _, one in alike]) for _, alike in groupby(keyed, key=lambda one: one[0]))


def _one_of(alike: Sequence[tuple[str, AuditEntry]]) -> AuditEntry:
    verb, first = alike[0]
    if len(alike) == 1:
        return first
    begin, noun = ALIKE[verb]
    names = [entry.what[len(begin) :] if entry.what.lower().startswith(begin) else entry.what for _, entry in alike]
    what = f"{begin.split()[0].capitalize()} {len(names)} {noun}: {', '.join(names)}"
    return replace(first, changes=tuple(number for _, entry in alike for number in entry.changes), what=what)


# ---- the parts ---------------------------------------------------------------------------------------------------


def _parts(
    study: OpenStudy,
    standing: Sequence[HistoryLine],
    acts: Sequence[HistoryLine],
    lines: Sequence[HistoryLine],
    told: _Teller,
) -> Iterator[AuditPart]:
    by_section: dict[str, list[tuple[str, AuditEntry]]] = {}
    for line in standing:
        section = SECTION_OF.get(line.change.verb, OTHER if line.change.reason else "")
        if section and line.change.verb != VERSION:
            by_section.setdefault(section, []).append((line.change.verb, told.entry(line)))
    for section in (*SECTIONS, OTHER):
        entries = by_section.get(section, [])
        if section == CODEBOOK:
            yield from _codebook(study, entries)
        elif entries:
            notes = tuple(_rounds(study)) if section == ROUNDS else ()
            yield AuditPart(section, section, _joined(entries), notes)
    undone = tuple(_undone(acts, lines, told))
    if undone:
        yield AuditPart(UNDONE, UNDONE, undone)


def _codebook(study: OpenStudy, entries: Sequence[tuple[str, AuditEntry]]) -> Iterator[AuditPart]:
    """The development of the codebook, a part for each version that was saved and one for what came after the last."""
    names = {one.id: one.name for one in study.coders.all()}
    left = list(entries)
    before: CodebookVersion | None = None
    for version in study.codes.versions():
        mine = [one for one in left if one[1].when <= version.made_at]
        left = left[len(mine) :]
        saved = f"Saved as version {version.name} on {utc_day(version.made_at)} by {names.get(version.made_by, 'a coder')}."
        notes = [saved, *([version.note] if version.note else [])]
        if before is not None:
            notes.append(_compared(study, before, version))
        title = f"to version {version.name}" if before is None else f"from version {before.name} to {version.name}"
        yield AuditPart(CODEBOOK, f"{CODEBOOK} {title}", _joined(mine), tuple(notes))
        before = version
    if left:
        title = f"{CODEBOOK} since version {before.name}" if before is not None else CODEBOOK
        yield AuditPart(CODEBOOK, title, _joined(left))


def _compared(study: OpenStudy, before: CodebookVersion, after: CodebookVersion) -> str:
    """How many codes were added, renamed, moved and so on, from one version to the next."""
    from qualcode.domain.codebook_compare import compare_codebooks

    books: list[Codebook] = [study.codes.codebook_of_version(one.id) for one in (before, after)]
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for change in compare_codebooks(*books):
        if (change.kind, change.path) not in seen:
            seen.add((change.kind, change.path))
            counts[str(change.kind)] += 1
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"Codes since version {before.name}: {said}." if said else f"The same as version {before.name}."


def _rounds(study: OpenStudy) -> Iterator[str]:
    """A sentence for each round of double coding."""
    from qualcode.services.double_coding import rounds_overview

    for one in rounds_overview(study):
        if one.round.purpose is None:
            continue
        coders = " and ".join(one.coders)
        version = f", with codebook version {one.codebook_version}" if one.codebook_version else ", without a codebook"
        blind = ", blind" if one.round.blind else ""
        closed = f"closed {utc_day(one.closed_at)}" if one.closed_at else "in progress"
        many = f"{one.sources} source{'' if one.sources == 1 else 's'}"
        how = _drawn(study.rounds.draw_of(one.round.id))
        yield (
            f"Round {one.round.name} ({one.round.purpose}): {many} for {coders}{version}{blind}; {how} on "
            f"{utc_day(one.made_at)}, {closed}."
        )


def _drawn(draw: RecordedDraw | None) -> str:
    """How the sources of a round were found."""
    if draw is None:
        return "begun"
    if draw.method is not DrawMethod.RANDOM:
        return f"chosen ({draw.reason})" if draw.reason else "chosen"
    if draw.whole:
        return "all there were"
    by = f", by {' and '.join(draw.by)}" if draw.by else ""
    return f"drawn at random from {len(draw.pool)} (asked for {draw.asked}, seed {draw.seed}{by})"


def _undone(acts: Sequence[HistoryLine], lines: Sequence[HistoryLine], told: _Teller) -> Iterator[AuditEntry]:
    """Decisions that were taken back, where a reason was given for it; what was tried and undone at once is no decision."""
    by_number = {line.change.id: line for line in lines}
    for line in acts:
        undo = by_number.get(line.undone_by or 0)
        if undo is None or not undo.change.reason:
            continue
        entry = told.entry(line)
        back = f"{entry.what} ({utc_day(line.change.at)}, {line.coder}); taken back"
        yield AuditEntry((line.change.id, undo.change.id), undo.change.at, undo.coder, back, undo.change.reason)


# ---- beside the decisions ----------------------------------------------------------------------------------------


def _about(study: OpenStudy) -> Iterator[str]:
    """What is said of the study before anything else."""
    facts = study.facts
    coders = study.coders.all()
    lead = next((one.name for one in coders if one.id == facts.lead_coder), "")
    others = [one.name for one in coders if one.id != facts.lead_coder and one.kind.value == "person"]
    yield f"Approach: {facts.approach}. Lead coder: {lead}." + (f" Other coders: {', '.join(others)}." if others else "")


def _work(study: OpenStudy) -> Iterator[AuditWork]:
    done = {(table, action, who): (count, first, last) for table, action, who, count, first, last in study.history.work_done()}
    for table, action, what in COUNTED:
        for (of, did, who), (count, first, last) in done.items():
            if (of, did) == (table, action):
                yield AuditWork(what, who, count, first, last)
    from qualcode.services.similar import uses_of_similar

    for use in uses_of_similar(study):
        yield AuditWork("searches for similar passages by shared words", use.coder, use.times, use.first, use.last)


def _memos(study: OpenStudy, kinds: Sequence[str]) -> Iterator[AuditMemo]:
    from qualcode.services.memos import list_memos, memo_kind

    wanted = {str(_known_kind(memo_kind, kind)) for kind in kinds}
    for memo in list_memos(study):
        if memo.kind in wanted:
            yield AuditMemo(memo.when, memo.author, memo.kind, memo.target, memo.text)


def _known_kind(read: Callable[[str], MemoKind], kind: str) -> MemoKind:
    from qualcode.errors import InvalidInput

    try:
        return read(kind)
    except InvalidInput as error:
        raise UsageError(error.message, error.hint) from None


def _left_out(study: OpenStudy) -> Iterator[str]:
    """What the viewer may not see, and so is not in it."""
    if study.sight.blind:
        yield f"{study.viewer.name} is coding blind: only what they did themselves is told here."
    elif study.sight.sealed_rounds:
        yield "A blind round is in progress: what its coders did since it was drawn is told when it is closed."


def _is_withdrawn(line: HistoryLine) -> bool:
    return line.change.what == WITHDRAWN


def _rows(found: AuditTrail) -> Iterator[tuple[str, ...]]:
    """The rows of the table: one for each entry, and one for each field that it changed."""
    for part in found.parts:
        for entry in part.entries:
            numbers = " ".join(map(str, entry.changes))
            head = (part.section, part.title, numbers, entry.when, entry.who, entry.what, entry.why)
            for one in entry.details or (AuditDetail("", "", ""),):
                yield (*head, one.of, one.before, one.after)
    for memo in found.memos:
        yield ("Memos", memo.kind, "", memo.when, memo.who, memo.about, memo.text, "", "", "")
