"""The minutes of discussions and matchings, read from what was decided, and written to Word, CSV or JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from qualcode.domain.discussions import ADDED, Outcome
from qualcode.domain.minutes import (
    MinuteChange,
    MinuteLine,
    MinuteReading,
    MinuteRelation,
    Minutes,
    MinutesOfMatching,
    MinutesOfSource,
)
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.discussion import Reader
from qualcode.services.discussion_pair import Pair, refuse_while_blind
from qualcode.services.outputs import require_suffix, unprintable
from qualcode.services.revisiting import sources_to_revisit
from qualcode.services.tables_in import write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.domain.discussions import Discussion
    from qualcode.domain.matching import Matching
    from qualcode.services.discussion import Item, Side, SourceDiscussion
    from qualcode.services.revisiting import Revisit
    from qualcode.storage import OpenStudy

COLUMNS = (
    *("source", "number", "place", "kind", "code first", "code second", "words", "outcome", "code agreed", "words agreed"),
    *("reason", "present", "decided by", "when"),
)


def minutes(study: OpenStudy, sources: Sequence[str] = ()) -> Minutes:
    """The minutes of the sources named, or of all that were or are discussed, with every matching and what changed.

    Raises:
        NotFound: there is no such source, or it was not discussed.
        NotAllowed: the viewer or one of the coders is coding blind, or nothing was discussed or matched yet.
    """
    names = {one.id: one.name for one in study.coders.all()}
    book = study.codes.codebook()
    discussions = _chosen(study, sources)
    reopened = _reopened(study) if discussions else {}
    found = Minutes(
        study.facts.title,
        tuple(_of_source(study, one, book, names, reopened.get(one.id, ())) for one in discussions),
        tuple(_of_matching(study, one, book, names) for one in study.matchings.all() if one.matches),
        tuple(_changes(study, book, discussions)),
    )
    if not found:
        raise NotAllowed(
            "Nothing was discussed or matched yet.", "`qualcode reconcile` and `qualcode match` are where it begins."
        )
    return found


def write_minutes(found: Minutes, path: Path, *, with_words: bool = True) -> tuple[str, ...]:
    """Write minutes to a Word, CSV or JSON file, by its suffix; an existing file is replaced.

    Without words of participants where these are not wanted. Returns a line for each text that Word cannot hold whole.

    Raises:
        UsageError: the suffix is none of the three.
        InvalidInput: the file cannot be written.
    """
    suffix = require_suffix(path, ".docx", ".csv", ".json")
    if suffix == ".docx":
        from qualcode.formats.writers.docx.minutes import minutes_docx

        write_bytes(path, minutes_docx(found, with_words=with_words))
        lines = (line for of in found.sources for line in of.lines)
        return unprintable((f"Difference {line.number} of {line.source}", f"{line.words}{line.reason}") for line in lines)
    if suffix == ".csv":
        from qualcode.formats.csv_cells import write_csv

        write_text(path, write_csv(COLUMNS, _rows(found, with_words=with_words)))
    else:
        import json

        write_text(path, json.dumps(minutes_data(found, with_words=with_words), ensure_ascii=False, indent=2) + "\n")
    return ()


def minutes_data(found: Minutes, *, with_words: bool = True) -> dict[str, object]:
    """Minutes as plain data, for JSON."""
    data = asdict(found)
    for of in data["sources"]:
        of["counts"], of["outcomes"] = dict(of["counts"]), dict(of["outcomes"])
        of["reopened"] = [{"when": when, "by": who, "reason": why} for when, who, why in of["reopened"]]
        for line in of["lines"] if not with_words else ():
            line["words"] = ""
            for reading in (*line["first"], *line["second"], *line["agreed"]):
                reading["words"] = ""
    for change in data["changes"]:
        change["revisit"] = [{"source": source, "codings": count} for source, count in change["revisit"]]
    return data


def _chosen(study: OpenStudy, sources: Sequence[str]) -> tuple[Discussion, ...]:
    every = study.discussions.all()
    if not sources:
        return every
    by_source = {one.source: one for one in every}
    wanted = [study.sources.named(name) for name in dict.fromkeys(sources)]
    for source in wanted:
        if source.id not in by_source:
            raise NotFound(f"{source.name} was not discussed.", f"`qualcode reconcile start STUDY {source.name}` begins it.")
    return tuple(by_source[source.id] for source in dict.fromkeys(wanted))


def _of_source(
    study: OpenStudy,
    discussion: Discussion,
    book: Codebook,
    names: dict[int, str],
    reopened: Sequence[tuple[str, str, str]],
) -> MinutesOfSource:
    attempts = {one.id: one for one in study.rounds.attempts(latest=False)}
    pair = Pair(*(study.coders.get(attempts[number].coder) for number in (discussion.first, discussion.second)))
    refuse_while_blind(study, pair)
    found = Reader(study, pair).read(discussion.source)
    codings = {one.id: one for one in study.codings.of_source(discussion.source)}
    carried = [item for item in found.items if item.decision is not None and item.decision.outcome is Outcome.CARRIED]
    told = [item for item in found.items if item not in carried]
    outcomes = Counter(str(item.decision.outcome) for item in found.differences if item.decision is not None)
    return MinutesOfSource(
        source=found.source.name,
        first=pair.first.name,
        second=pair.second.name,
        present=tuple(names[number] for number in discussion.present),
        started=discussion.started_at,
        finished=discussion.finished_at or "",
        agreed=len(carried),
        counts=tuple((kind, count) for kind, count in found.counts().items() if kind not in {"agreed", ADDED}),
        outcomes=tuple((str(one), outcomes[one]) for one in Outcome if outcomes[one]),
        lines=tuple(_line(found, item, book, names, codings) for item in told),
        reopened=tuple(reopened),
        notes=found.notes,
    )


def _line(found: SourceDiscussion, item: Item, book: Codebook, names: dict[int, str], codings: dict[int, Coding]) -> MinuteLine:
    decision, text = item.decision, found.text.text

    def read(sides: Sequence[Side]) -> tuple[MinuteReading, ...]:
        return tuple(_reading(book, side) for side in sides)

    place = f"t. {item.turns[0]}" if item.turns else f"at {item.span.start}"
    line = MinuteLine(
        found.source.name,
        item.number,
        place,
        item.kind,
        read(item.first),
        read(item.second),
        _flat(item.span.words_of(text)),
    )
    if decision is None:
        return line
    made = [codings[number] for number in decision.agreed if number in codings]
    return replace(
        line,
        outcome=str(decision.outcome),
        code=book.path_text(decision.code) if decision.code is not None and decision.code in book else "",
        agreed=tuple(MinuteReading(book.path_text(one.code), _flat(one.span.words_of(text))) for one in made),
        reason=decision.reason,
        decided_by=names[decision.decided_by],
        when=decision.at,
    )


def _reading(book: Codebook, side: Side) -> MinuteReading:
    # Codes merged or matched since are told as they stood in the discussion: else it could not be followed any more.
    given = book.path_text(side.given) if side.given != side.reading.code and side.given in book else ""
    return MinuteReading(book.path_text(side.reading.code), _flat(side.words), given)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _reopened(study: OpenStudy) -> dict[int, list[tuple[str, str, str]]]:
    """Each time a discussion was taken up again or begun anew, by discussion: when, by whom, and why."""
    names = {one.id: one.name for one in study.coders.all()}
    found: dict[int, list[tuple[str, str, str]]] = {}
    for line in study.history.lines():
        change = line.change
        again = change.verb == "reopen_discussion" or (change.verb == "begin_discussion" and change.reason)
        if again and line.stands and change.undoes is None:
            rows = [row for row in study.history.touched(change.id) if row.table == "discussion"]
            touched = {number for row in rows for number in range(row.first, row.last + 1)}
            for number in touched:
                found.setdefault(number, []).append((change.at, names.get(change.coder, line.coder), change.reason))
    return found


def _of_matching(study: OpenStudy, matching: Matching, book: Codebook, names: dict[int, str]) -> MinutesOfMatching:
    versions = {one.id: one.name for one in study.codes.versions()}

    def path(code: int | None) -> str:
        return book.path_text(code) if code is not None and code in book else ""

    relations = tuple(
        MinuteRelation(
            path(one.first),
            path(one.second),
            str(one.relation),
            path(one.result) if one.result is not None else one.name,
            one.reason,
            names[one.decided_by],
            one.at,
        )
        for one in matching.matches
    )
    return MinutesOfMatching(
        matching.name, versions.get(matching.before or 0, ""), versions.get(matching.after or 0, ""), relations
    )


def _changes(study: OpenStudy, book: Codebook, discussions: Sequence[Discussion]) -> Iterator[MinuteChange]:
    """What decisions changed in the codebook; a matching tells what it changed by its relations and versions."""
    sources = {one.id: one.name for one in study.sources.all()}
    by_discussion = {one.id: one for one in discussions}
    revisits = sources_to_revisit(study)
    for decision in study.discussions.decisions(by_discussion):
        if decision.outcome is not Outcome.CODEBOOK or decision.code is None:
            continue
        path = book.path_text(decision.code)
        decided = f"in the discussion of {sources[by_discussion[decision.discussion].source]}"
        revisit = tuple(
            dict.fromkeys(
                (one.source, one.codings) for one in revisits if one.changed.at == decision.at and decided in one.changed.why
            )
        )
        fields = [(one.field.replace("_", " "), one.before, one.after) for one in decision.redefined]
        if decision.made:
            fields = [("new code", "", "; ".join(after for _, _, after in fields))]
        for what, before, after in fields or [("looked at again", "", "")]:
            yield MinuteChange(path, what, before, after, decided, decision.at, revisit)
    for matching in study.matchings.all():
        if matching.finished and matching.before is not None and matching.after is not None:
            yield from _changed_by(study, matching, revisits)


def _changed_by(study: OpenStudy, matching: Matching, revisits: Sequence[Revisit]) -> Iterator[MinuteChange]:
    from qualcode.domain.codebook_compare import compare_codebooks

    assert matching.before is not None
    assert matching.after is not None
    before, after = (study.codes.codebook_of_version(number) for number in (matching.before, matching.after))
    for change in compare_codebooks(before, after):
        what = f"{change.kind}: {change.field}" if change.field else str(change.kind)
        revisit = tuple(
            dict.fromkeys(
                (one.source, one.codings)
                for one in revisits
                if one.changed.path == change.path and one.changed.at == matching.finished_at
            )
        )
        yield MinuteChange(
            change.path, what, change.before, change.after, f"by {matching.name}", matching.finished_at or "", revisit
        )


def _rows(found: Minutes, *, with_words: bool) -> Iterator[tuple[str, ...]]:
    """The rows of the table: differences, then relations of matchings, then what changed in the codebook."""
    for of in found.sources:
        for line in of.lines:
            yield _cells(of, line, with_words=with_words)
    for matching in found.matchings:
        for one in matching.relations:
            said = (one.first, one.second, "", one.relation, one.result, "", one.reason, "", one.decided_by, one.when)
            yield ("", "", "", "matching", *said)
    for change in found.changes:
        after = f"{change.before} → {change.after}" if change.before else change.after
        why = "; ".join(part for part in (after, change.decided) if part)
        yield ("", "", "", "codebook", "", "", "", change.what, change.code, "", why, "", "", change.when)


def _cells(of: MinutesOfSource, line: MinuteLine, *, with_words: bool) -> tuple[str, ...]:
    def codes(readings: Sequence[MinuteReading]) -> str:
        return "; ".join(dict.fromkeys(one.told for one in readings))

    return (
        line.source,
        str(line.number),
        line.place,
        line.kind,
        codes(line.first),
        codes(line.second),
        line.words if with_words else "",
        line.outcome,
        codes(line.agreed),
        " […] ".join(one.words for one in line.agreed) if with_words else "",
        line.reason,
        "; ".join(of.present),
        line.decided_by,
        line.when,
    )
