"""The methods paragraph on double coding, from what the study has recorded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.domain.agreement_choices import AS_FIXED, AgreementChoices
from qualcode.domain.coding import Purpose, RoundKind
from qualcode.domain.discussions import ADDED, Outcome
from qualcode.domain.matching import Relation
from qualcode.domain.methods import (
    REFLEXIVE,
    CodedBy,
    DiscussionFact,
    MatchingFact,
    MethodsFacts,
    SampleFact,
    methods_paragraph,
)
from qualcode.domain.progress import silent
from qualcode.domain.rounds import Coefficient
from qualcode.domain.sources import NO_TRANSCRIPTS
from qualcode.errors import UsageError
from qualcode.services.agreement import agreement
from qualcode.services.agreement_reading import chosen_coders, read_attempts, refuse_while_blind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qualcode.domain.agreement import AgreementTable
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.matching import Matching
    from qualcode.domain.progress import Progress
    from qualcode.domain.sources import Source
    from qualcode.services.agreement_reading import Reading
    from qualcode.storage import OpenStudy


@dataclass(frozen=True, slots=True)
class Methods:
    """The paragraph, what it was written from, and the table whose figures stand in it, if any may."""

    paragraph: str
    facts: MethodsFacts
    table: AgreementTable | None


def methods(study: OpenStudy, choices: AgreementChoices = AS_FIXED, *, progress: Progress = silent) -> Methods:
    """The methods paragraph of a study's double coding; every alpha in it is computed twice.

    It has no coefficient in a reflexive study, or where the samples were drawn to develop codes or to train.

    Raises:
        NotAllowed: a blind round is in progress, or the coders have finished no source in common.
        UsageError: not two coders are named, or it cannot be told who is meant; the message names them.
        NotFound: there is no coder or round of that name.
    """
    refuse_while_blind(study)
    coders = chosen_coders(study, choices.coders)
    rounds = _rounds(study, coders, choices.round)
    named = replace(choices, coders=tuple(one.name for one in coders), cross_check=True)
    table = reading = None
    if study.facts.approach != REFLEXIVE and all(one.purpose is Purpose.CHECK for one in rounds):
        reading = read_attempts(study, named)
        table = agreement(study, named, progress=progress)
        rounds = reading.rounds
    transcripts = [one for one in study.sources.all() if one.kind not in NO_TRANSCRIPTS]
    compared = [one.source for one in reading.shared] if reading else _finished_by_all(study, coders, rounds, transcripts)
    fixed = [one for one in (study.rounds.fixed(of.id) for of in rounds) if one is not None]
    facts = MethodsFacts(
        study.facts.approach,
        __version__,
        len(transcripts),
        len(compared),
        tuple(CodedBy(one.name, coded_by(study, one, transcripts)) for one in coders),
        tuple(_sample(study, one, coders, reading) for one in rounds),
        table,
        fixed[-1].coefficient if fixed else Coefficient.ALPHA,
        _discussion(study, compared, coders),
        tuple(_matching(study, one) for one in study.matchings.all() if one.finished),
    )
    return Methods(methods_paragraph(facts), facts, table)


def write_methods(found: Methods, path: Path) -> None:
    """Write the paragraph to a Word file, with the table of figures behind it where there is one.

    Raises:
        UsageError: the file is not to be a .docx.
        InvalidInput: the file cannot be written.
    """
    from qualcode.formats.writers.docx.agreement import agreement_docx
    from qualcode.services.outputs import require_docx
    from qualcode.services.tables_in import write_bytes

    require_docx(path)
    write_bytes(path, agreement_docx([found.table] if found.table else [], [found.paragraph]))


def _rounds(study: OpenStudy, coders: Sequence[Coder], name: str | None) -> tuple[Round, ...]:
    """The samples the paragraph is about: the one named, else those to check, else all of these coders."""
    if name is not None:
        named = study.rounds.named(name)
        if named.kind is not RoundKind.INDEPENDENT:
            raise UsageError(f"{named.name} is no sample.", "`qualcode round list` shows the samples.")
        return (named,)
    mine = {one.id for one in coders}
    theirs = [
        one
        for one in study.rounds.all()
        if one.kind is RoundKind.INDEPENDENT and mine & {attempt.coder for attempt in study.rounds.attempts(round=one.id)}
    ]
    return tuple(one for one in theirs if one.purpose is Purpose.CHECK) or tuple(theirs)


def _finished_by_all(
    study: OpenStudy, coders: Sequence[Coder], rounds: Sequence[Round], transcripts: Sequence[Source]
) -> list[Source]:
    """The transcripts of the samples, or of the study where there is none, that all of the coders have finished."""
    sampled = {attempt.source for one in rounds for attempt in study.rounds.attempts(round=one.id)}
    finished = [set(study.rounds.finished_by(one.id)) for one in coders]
    both = set.intersection(*finished) & (sampled or {one.id for one in transcripts})
    return [one for one in study.sources.all() if one.id in both]


def coded_by(study: OpenStudy, coder: Coder, transcripts: Sequence[Source]) -> int:
    """How many transcripts a coder has finished, or coded without that."""
    done = set(study.rounds.finished_by(coder.id)) | {coding.source for coding in study.codings.all(coder=coder.id)}
    return len(done & {one.id for one in transcripts})


def _sample(study: OpenStudy, one: Round, coders: Sequence[Coder], reading: Reading | None) -> SampleFact:
    attempts = study.rounds.attempts(round=one.id)
    names = {of.id: of.name for of in study.coders.all()}
    given = dict.fromkeys(attempt.coder for attempt in attempts)
    assert one.purpose is not None
    return SampleFact(
        one.name,
        one.purpose,
        tuple(names[number] for number in given),
        len({attempt.source for attempt in attempts}),
        study.rounds.draw_of(one.id),
        _version(study, one.codebook_version),
        tuple(names[sent.coder] for sent in study.packages.all() if sent.round == one.id and sent.received_at is not None),
        _shared_views(study, one, coders),
        _late(reading, {attempt.source for attempt in attempts}),
    )


def _version(study: OpenStudy, number: int | None) -> str:
    return next((version.name for version in study.codes.versions() if version.id == number), "")


def _matching(study: OpenStudy, one: Matching) -> MatchingFact:
    counted = Counter(match.relation for match in one.matches)
    relations = tuple((str(relation), counted[relation]) for relation in Relation if counted[relation])
    return MatchingFact(relations, _version(study, one.after))


def _shared_views(study: OpenStudy, one: Round, coders: Sequence[Coder]) -> tuple[str, ...] | None:
    """The coders whose views of the round were opened from one account; None where no opening is recorded of two of them."""
    views = study.desk.views_of(one.id)
    names = {of.id: of.name for of in study.coders.all()}
    if sum(of.id in views for of in coders) < 2:
        return None
    together = [
        number for number in views if any(views[number] & accounts for other, accounts in views.items() if other != number)
    ]
    return tuple(names[number] for number in together if number in names)


def _late(reading: Reading | None, sources: set[int]) -> tuple[tuple[str, int], ...]:
    if reading is None:
        return ()
    many = Counter(at for one in reading.shared if one.source.id in sources for at in one.late)
    return tuple((coder.name, many[at]) for at, coder in enumerate(reading.coders) if many[at])


def _discussion(study: OpenStudy, sources: Sequence[Source], compared: Sequence[Coder]) -> DiscussionFact | None:
    """What these coders discussed of these sources, counted by differences; None where that was nothing."""
    from qualcode.services.discussion import Reader
    from qualcode.services.discussion_pair import Pair

    wanted = {one.id for one in sources}
    coders = {one.id: one for one in study.coders.all()}
    attempts = {one.id: one.coder for one in study.rounds.attempts(latest=False)}
    pairs = {one.id: (attempts[one.first], attempts[one.second]) for one in study.discussions.all() if one.source in wanted}
    begun = [one for one in study.discussions.all() if set(pairs.get(one.id, (None,))) <= {coder.id for coder in compared}]
    if not begun:
        return None
    # Three coders can have discussed in pairs: each source is read as its own two discussed it.
    readers = {pair: Reader(study, Pair(*(coders[number] for number in pair))) for pair in {pairs[one.id] for one in begun}}
    found = [readers[pairs[one.id]].read(one.source) for one in begun]
    decisions = study.discussions.decisions([one.id for one in begun])
    outcomes = Counter(item.decision.outcome for one in found for item in one.differences if item.decision is not None)
    return DiscussionFact(
        tuple(dict.fromkeys(coders[number].name for one in begun for number in one.present)),
        len(begun),
        sum(one.finished for one in begun),
        sum(len(one.differences) for one in found),
        sum(one.settled for one in found),
        sum(one.agreed for one in found),
        tuple((str(outcome), outcomes[outcome]) for outcome in Outcome if outcomes[outcome]),
        len({one.code for one in decisions if one.redefined and one.code is not None and not one.made}),
        sum(one.kind == ADDED and one.outcome is not Outcome.DROP for one in decisions),
    )
