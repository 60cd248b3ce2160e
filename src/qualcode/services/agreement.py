"""Agreement of two or more coders on the sources they have finished."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.agreement_choices import AS_FIXED, AgreementChoices
from qualcode.domain.coding import Purpose
from qualcode.domain.progress import silent
from qualcode.domain.rounds import AttemptState
from qualcode.domain.sources import Role
from qualcode.domain.units import MappingRule, Unit, interviewers, unit_rule
from qualcode.errors import NotAllowed
from qualcode.services.agreement_reading import read_attempts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.analysis.agreement.report import ComparedCode, ComparedSource, Material
    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.agreement_choices import ReadAs
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Round
    from qualcode.domain.progress import Progress
    from qualcode.domain.rounds import FixedChoices
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.services.agreement_reading import Reading, SharedSource
    from qualcode.storage import OpenStudy

Marks = dict[int, list[tuple[int, int, int]]]
"""What finished attempts hold, by attempt: (code, start, end)."""


def agreement(study: OpenStudy, choices: AgreementChoices = AS_FIXED, *, progress: Progress = silent) -> AgreementTable:
    """Agreement in the unit chosen, or the first of several; else as `agreements`."""
    return agreements(study, replace(choices, units=choices.units[:1]), progress=progress)[0]


def agreements(
    study: OpenStudy, choices: AgreementChoices = AS_FIXED, *, progress: Progress = silent
) -> tuple[AgreementTable, ...]:
    """Agreement of two or more coders on what they finished, a table for each unit.

    Codes are those of the codebook version of the sample, else of the codebook as it is. Figures that a check sample did not
    fix are exploratory; those of codings that were made, or are read, with the other in view are descriptive.

    Raises:
        NotAllowed: a blind round is in progress, a sample to develop codes is named, the coders have finished no source in
            common, or codes are to be read through a matching that there is none of.
        UsageError: not two coders are named, or it cannot be told who is meant; the message names them.
        NotFound: there is no coder or round of that name.
    """
    reading = read_attempts(study, choices)
    fixed = _fixed(study, reading.rounds)
    asked = _filled(choices, list(fixed.values()))
    if asked.matched and asked.read_as is None:
        asked = replace(asked, read_as=_matched(study))
    return _tables(study, reading, asked, fixed, progress)


def _tables(
    study: OpenStudy, reading: Reading, choices: AgreementChoices, fixed: Mapping[str, FixedChoices], progress: Progress
) -> tuple[AgreementTable, ...]:
    """A table for each unit of choices that leave nothing open; `fixed` is what each check sample fixed."""
    from qualcode.analysis.agreement.report import agreement_table

    material = _material(study, reading, choices)
    mapping = choices.mapping or MappingRule.ANY
    late = any(one.late for one in reading.shared)
    notes = _notes(reading)
    tables = []
    for unit in choices.units:
        table = agreement_table(
            material,
            unit,
            mapping,
            explore=choices.overlap if choices.explore else None,
            cross_check=choices.cross_check,
            progress=progress,
        )
        as_fixed = [_is_as_fixed(one, unit, mapping, choices) for one in fixed.values()]
        exploratory = not all(as_fixed) or (len(choices.units) > 1 and not as_fixed)
        tables.append(
            replace(
                table,
                exploratory=exploratory,
                descriptive=late or choices.read_as is not None,
                notes=notes,
                rounds=tuple(one.name for one in reading.rounds),
                fixed=tuple(f"{name}: {_in_words(one)}" for name, one in fixed.items()),
            )
        )
    return tuple(tables)


def _fixed(study: OpenStudy, rounds: Iterable[Round]) -> dict[str, FixedChoices]:
    """What the check samples compared have fixed, by their names."""
    found = {one.name: study.rounds.fixed(one.id) for one in rounds if one.purpose is Purpose.CHECK}
    return {name: one for name, one in found.items() if one is not None}


def _matched(study: OpenStudy) -> ReadAs:
    """What codes are read as through the code lists that were matched."""
    from qualcode.services.matching import matched_reading

    if not any(one.finished for one in study.matchings.all()):
        raise NotAllowed("No code lists have been matched.", "`qualcode match` matches them, `qualcode match finish` ends it.")
    return matched_reading(study)


def _in_words(one: FixedChoices) -> str:
    unit = f"by {one.unit}" + ("" if one.unit is Unit.CHARACTER else f", {one.mapping}")
    return f"{one.coefficient.in_words}; {unit}; interviewer's turns {'counted' if one.with_interviewer else 'left out'}"


def _filled(choices: AgreementChoices, fixed: Sequence[FixedChoices]) -> AgreementChoices:
    """The choices with what was left open as the last sample fixed it."""
    last = fixed[-1] if fixed else None
    given = choices.with_interviewer
    return replace(
        choices,
        units=tuple(dict.fromkeys(choices.units)) or (last.unit if last else Unit.TURN,),
        mapping=choices.mapping or (last.mapping if last else MappingRule.ANY),
        with_interviewer=given if given is not None else bool(last and last.with_interviewer),
    )


def _is_as_fixed(one: FixedChoices, unit: Unit, mapping: MappingRule, choices: AgreementChoices) -> bool:
    return (
        one.unit is unit
        and one.rule == unit_rule(unit, mapping)
        and one.with_interviewer == choices.with_interviewer
        and not choices.without_backchannels
    )


@dataclass(frozen=True, slots=True)
class _OnOneText:
    """A source's text and turns as everybody's spans are read on them, and whether somebody's were carried there."""

    text: SourceText
    spans: tuple[list[tuple[int, int, int]] | None, ...]
    carried: bool


def _material(study: OpenStudy, reading: Reading, choices: AgreementChoices) -> Material:
    """The texts, finished codings and codes that are compared."""
    from qualcode.analysis.agreement.report import Material

    marks = study.rounds.finished_marks([attempt.id for one in reading.shared for attempt in one.read])
    marks = _as_read(marks, choices.read_as)
    current = {text.source.id: text for text in study.sources.texts([one.source.id for one in reading.shared])}
    texts = [_on_one_text(study, one, current[one.source.id], marks) for one in reading.shared]
    codes, unlisted, domains = _codes(study, reading.rounds, marks, choices)
    note = replace(
        reading.note,
        with_interviewer=bool(choices.with_interviewer),
        codes_not_listed=unlisted,
        carried=tuple(one.text.source.name for one in texts if one.carried),
        roles_changed=() if choices.with_interviewer else _roles_changed(study, reading),
    )
    return Material(
        tuple(one.name for one in reading.coders),
        tuple(_compared(one, with_interviewer=bool(choices.with_interviewer)) for one in texts),
        tuple(codes),
        note,
        domains,
    )


def _roles_changed(study: OpenStudy, reading: Reading) -> tuple[str, ...]:
    """Speakers whose turns count and did not when the first coder finished, or the other way round."""
    since = {one.source.id: min(attempt.finished_at or "" for attempt in one.read) for one in reading.shared}
    names = {one.source.id: one.source.name for one in reading.shared}
    return tuple(
        f"{speaker.label} in {names[speaker.source]} ({then} then, {speaker.role} now)"
        for speaker, then in study.speakers.roles_then(since)
        if Role.INTERVIEWER in {then, speaker.role}
    )


def _as_read(marks: Marks, read_as: ReadAs | None) -> Marks:
    """The marks with their codes as a matching reads them; one whose code is not read is left out."""
    if read_as is None:
        return marks
    return {
        attempt: [(to, start, end) for code, start, end in found if (to := read_as.get(code, code)) is not None]
        for attempt, found in marks.items()
    }


def _on_one_text(study: OpenStudy, one: SharedSource, current: SourceText, marks: Marks) -> _OnOneText:
    """Everybody's spans on one text: the latest that one of them finished on, whatever was corrected after that."""
    revisions = [attempt.revision or current.revision for attempt in one.read]
    on = max(revisions)
    text = current if on == current.revision else study.revisions.told_by(current, on)
    spans: list[list[tuple[int, int, int]] | None] = []
    for attempt in one.attempts:
        if attempt is None:
            spans.append(None)
        elif (attempt.revision or current.revision) == on:
            spans.append(marks[attempt.id])
        else:
            edits = study.revisions.edits_between(attempt.revision or current.revision, on)
            carried = [(code, edits.carry(_span(start, end)).span) for code, start, end in marks[attempt.id]]
            spans.append([(code, span.start, span.end) for code, span in carried if span is not None])
    return _OnOneText(text, tuple(spans), len(set(revisions)) > 1)


def _span(start: int, end: int) -> Span:
    from qualcode.domain.spans import Span

    return Span(start, end)


def _compared(one: _OnOneText, *, with_interviewer: bool) -> ComparedSource:
    from qualcode.analysis.agreement.report import ComparedSource

    return ComparedSource(
        name=one.text.source.name,
        text=one.text.text,
        turns=one.text.turns,
        left_out=frozenset() if with_interviewer else interviewers(one.text.speakers),
        marks=one.spans,
    )


def _codes(
    study: OpenStudy, rounds: Sequence[Round], marks: Marks, choices: AgreementChoices
) -> tuple[list[ComparedCode], tuple[str, ...], tuple[tuple[str, tuple[int, ...]], ...]]:
    """The codes to compare in tree order, the paths of others that occur in what was finished, and the domains.

    With a codebook version these are its codable codes. Without one, and where a matching is applied, they are those of
    the codebook as it is, and codes that were retired or merged since, where they were used: what was finished is compared
    as it was.
    """
    from qualcode.analysis.agreement.report import ComparedCode

    now = study.codes.codebook()
    versions = [one.codebook_version for one in rounds if one.codebook_version is not None and choices.read_as is None]
    book = study.codes.codebook_of_version(max(versions)) if versions else now
    used = {code for of_attempt in marks.values() for code, _, _ in of_attempt}
    listed = [code for code in book.codes if (code.codable and not code.retired) or (not versions and code.id in used)]
    below = _below(book) if choices.with_sub_codes or choices.explore else {}
    compared = []
    for code in listed:
        counting = {code.id}
        if choices.with_sub_codes:
            counting |= {one for one in below[code.id] if not book[one].retired or one in used}
        compared.append(ComparedCode(code.id, book.path_text(code.id), frozenset(counting)))
    reached = frozenset().union(*(code.counting for code in compared))
    unlisted = tuple(now.path_text(code.id) for code in now.codes if code.id in used - reached)
    return compared, unlisted, _domains(book, below, compared) if choices.explore else ()


def _below(book: Codebook) -> dict[int, set[int]]:
    """For each code the codes below it, retired ones too, and those shown under it with what is below them."""
    below: dict[int, set[int]] = defaultdict(set)
    for code in book.codes:
        below[code.id] |= book.subtree(code.id) - {code.id}
        for above in book.ancestors(code.id):
            below[above.id].add(code.id)
    return below


def _domains(
    book: Codebook, below: dict[int, set[int]], compared: Sequence[ComparedCode]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Each code with others below it, and the positions of those of them that are compared, itself among them."""
    place = {code.id: at for at, code in enumerate(compared)}
    found = []
    for code in book.codes:
        inside = sorted(place[one] for one in {code.id, *below[code.id]} if one in place)
        if below[code.id] and len(inside) > 1:
            found.append((book.path_text(code.id), tuple(inside)))
    return tuple(found)


def _notes(reading: Reading) -> tuple[str, ...]:
    """What a reader must know of how the codings came about."""
    notes = [
        f"{one.name} was coded to train: its figures are for the coders only."
        for one in reading.rounds
        if one.purpose is Purpose.TRAIN
    ]
    if not reading.rounds:
        notes.append("No sample was drawn: that the codings were made independently is not recorded here.")
    inside = {one.id for one in reading.rounds}
    outside = [one.source.name for one in reading.shared if not inside & {attempt.round for attempt in one.read}]
    if reading.rounds and outside:
        notes.append(f"In no sample, but coded by all of them in the open round: {', '.join(outside)}.")
    for at, coder in enumerate(reading.coders):
        late = [one.source.name for one in reading.shared if at in one.late]
        if late:
            notes.append(f"With the other coding in view, {coder.name} finished: {', '.join(late)}.")
        declared = [one.source.name for one in reading.shared if at in one.declared]
        if declared:
            notes.append(
                f"{coder.name} declared finished after the round was closed, the coding as it was: {', '.join(declared)}."
            )
        for one in reading.shared:
            read, later = one.attempts[at], one.later[at]
            if read is not None and later is not None:
                what = "finished {} again" if later.state is AttemptState.FINISHED else "reopened {}"
                notes.append(f"{coder.name} {what.format(one.source.name)}: attempt {read.number} is read.")
    return tuple(notes)
