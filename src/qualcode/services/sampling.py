"""Drawing a sample for double coding, or choosing one, and the blind round it begins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.codebook_compare import compare_codebooks
from qualcode.domain.coding import CoderKind, Purpose
from qualcode.domain.rounds import FixedChoices
from qualcode.domain.sampling import Candidate, Draw, DrawMethod, RecordedDraw, draw_sample, number_asked, share_of
from qualcode.domain.sources import NO_TRANSCRIPTS
from qualcode.errors import InvalidInput, NotAllowed, NotFound, UsageError
from qualcode.services.sending import refuse_in_package
from qualcode.services.studies import note_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy, UnitOfWork
    from qualcode.storage.repositories import Repositories

OF_SOURCES: dict[str, Callable[[Source], str]] = {
    "kind": lambda source: source.kind.value,
    "interviewer": lambda source: source.interviewer or "",
    "mode": lambda source: source.mode or "",
}
"""What is known of sources themselves and can be drawn by, besides the attributes of cases."""
NO_VALUE = "no value"
SEEDS = 1_000_000
"""A seed that nobody chose is a number below this."""


@dataclass(frozen=True, slots=True)
class DrawnSample:
    """A sample: its round, its coders, the draw, what it fixes, the codebook version, and who could not be drawn why.

    `unmatched` are codes made in earlier rounds that are not in that version, for they are not matched with the codebook yet.
    """

    round: Round
    coders: tuple[Coder, ...]
    draw: Draw
    recorded: RecordedDraw
    fixed: FixedChoices
    codebook_version: str
    left_out: tuple[tuple[str, str], ...]
    unmatched: tuple[str, ...]
    change: ChangeSet


@dataclass(frozen=True, slots=True)
class _Pool:
    """The sources that may be drawn, in their order, and the others with the reason."""

    sources: tuple[Source, ...]
    left_out: tuple[tuple[Source, str], ...]


def sample_sources(
    study: OpenStudy,
    *,
    coder: str | Sequence[str],
    share: str | None = None,
    number: int | None = None,
    seed: int | None = None,
    by: str | Sequence[str] = (),
    exclude: Sequence[str] = (),
    purpose: Purpose = Purpose.CHECK,
    fixed: FixedChoices | None = None,
) -> DrawnSample:
    """Draw sources at random for a second coder, or several who all get the same, to be coded blind in a round of its own.

    Either a `share` or a `number` of sources is drawn; without a `seed` one is chosen by chance. `by` names attributes of
    cases, or `kind`, `interviewer`, `mode` of sources, to stratify by: each combination of their values is a stratum.
    `exclude` names sources that cannot be drawn.

    A sample to check or train on freezes the codebook: the latest version where nothing changed since, else a new one is
    saved. One to develop codes on has no codebook.

    Raises:
        UsageError: neither a share nor a number is given, or both are.
        NotFound: there is no such coder, attribute or source.
        InvalidInput: the share is none, or there are not as many sources to draw from.
        NotAllowed: a coder is coding a sample already, the codebook is empty, or the viewer is coding blind.
    """
    if (share is None) == (number is None):
        raise UsageError("A sample is a share of the sources or a number of them.", "Give --share 20% or --number 7.")
    wanted = share_of(share) if share is not None else number or 0
    asked = share.strip() if share is not None else number_asked(number or 0)
    attributes = [by] if isinstance(by, str) else list(by)

    def draw(work: Repositories, pool: _Pool) -> tuple[Draw, RecordedDraw]:
        names, strata = _strata(work, attributes, pool.sources)
        candidates = [Candidate(source.guid, source.name, strata.get(source.id, "")) for source in pool.sources]
        drawn = draw_sample(candidates, wanted, secrets.randbelow(SEEDS) if seed is None else seed)
        return drawn, _recorded(drawn, pool, DrawMethod.RANDOM, asked=asked, by=names)

    return _begin(study, coder, purpose, fixed, draw, exclude=exclude)


def choose_sources(
    study: OpenStudy,
    sources: Sequence[str],
    *,
    coder: str | Sequence[str],
    reason: str,
    purpose: Purpose = Purpose.CHECK,
    fixed: FixedChoices | None = None,
) -> DrawnSample:
    """Begin a round with sources that were chosen, for a reason that is kept; otherwise as `sample_sources`.

    Raises:
        UsageError: no reason is given, or no source.
        NotFound: there is no such coder or source.
        NotAllowed: one of the sources cannot be in this sample, or as `sample_sources`.
    """
    why = reason.strip()
    if not why or not sources:
        raise UsageError("Chosen sources need a reason.", 'Give it with --reason "...": the methods section says it.')

    def choose(work: Repositories, pool: _Pool) -> tuple[Draw, RecordedDraw]:
        wanted = {work.sources.named(name).id for name in sources}
        for source, hindrance in pool.left_out:
            if source.id in wanted:
                raise NotAllowed(f"{source.name} cannot be in this sample: {hindrance}.", "Choose another source.")
        candidates = tuple(Candidate(source.guid, source.name) for source in pool.sources)
        chosen = tuple(one for one, source in zip(candidates, pool.sources, strict=True) if source.id in wanted)
        drawn = Draw(None, None, candidates, chosen)
        return drawn, _recorded(drawn, pool, DrawMethod.CHOSEN, reason=why)

    return _begin(study, coder, purpose, fixed, choose)


def _begin(
    study: OpenStudy,
    coder: str | Sequence[str],
    purpose: Purpose,
    fixed: FixedChoices | None,
    draw: Callable[[Repositories, _Pool], tuple[Draw, RecordedDraw]],
    *,
    exclude: Sequence[str] = (),
) -> DrawnSample:
    """Draw and begin the round, in one unit of work: another window may import, code or draw meanwhile."""
    refuse_in_package(study, "a sample is drawn")
    with study.unit_of_work("sample_sources") as work:
        coders = _coders(work, [coder] if isinstance(coder, str) else coder)
        _refuse_sample(work, study.viewer.name, coders, purpose)
        excluded = [work.sources.named(name).id for name in exclude]
        drawn, recorded = draw(work, _pool(work, coders, purpose, excluded))
        who = ", ".join(one.name for one in coders)
        how = "drew" if recorded.method is DrawMethod.RANDOM else "chose"
        work.what = f"{how} {len(drawn.chosen)} of {len(drawn.pool)} sources for {who}"
        chosen = {candidate.guid for candidate in drawn.chosen}
        terms = fixed or FixedChoices()
        version = None if purpose is Purpose.DEVELOP else _version(work, who)
        number = work.rounds.add_sample(
            name=_free_name(work, purpose),
            purpose=purpose,
            version=version,
            fixed=terms,
            coders=[one.id for one in coders],
            sources=[source.id for source in work.sources.all() if source.guid in chosen],
        )
        work.rounds.add_draw(number, recorded)
        made = work.rounds.get(number)
        name = "".join(one.name for one in work.codes.versions() if one.id == version)
        names = {source.guid: source.name for source in work.sources.all()}
        book = work.codes.codebook()
        unmatched = () if version is None else tuple(book.path_text(one.id) for one in book if not one.accepted)
    note_view(study)
    left_out = tuple((names[guid], why) for guid, why in recorded.excluded)
    return DrawnSample(made, coders, drawn, recorded, terms, name, left_out, unmatched, work.insist())


def _coders(work: Repositories, names: Sequence[str]) -> tuple[Coder, ...]:
    coders = tuple({one.id: one for one in (work.coders.named(name) for name in names)}.values())
    if not coders:
        raise UsageError("Nobody is named to code the sample.", "Name a coder with --for.")
    for one in coders:
        if one.kind is not CoderKind.PERSON:
            raise NotAllowed(f"{one.name} is no person who could code a sample.", "Name a coder with --for.")
    return coders


def _refuse_sample(work: Repositories, viewer: str, coders: Sequence[Coder], purpose: Purpose) -> None:
    if work.session.sight.blind:
        raise NotAllowed(f"{viewer} is coding blind and cannot draw a sample.", "Let the lead coder draw it.")
    for one in work.rounds.in_progress():
        busy = {attempt.coder for attempt in work.rounds.attempts(round=one.id)}
        for coder in coders:
            if coder.id in busy:
                raise NotAllowed(
                    f"{coder.name} is coding the sample {one.name} and must finish it first.",
                    "Close it with `qualcode round close STUDY`, or name another coder.",
                )
    if purpose is not Purpose.DEVELOP and not work.codes.accepted().live:
        raise NotAllowed(
            "There is no codebook to code the sample with.",
            "Import one with `qualcode codebook import`, or draw with --purpose develop.",
        )


def _pool(work: Repositories, coders: Sequence[Coder], purpose: Purpose, excluded: Sequence[int]) -> _Pool:
    """The sources that may be drawn for these coders, and the others with the reason."""
    practised = work.rounds.sampled_for([Purpose.DEVELOP, Purpose.TRAIN]) if purpose is Purpose.CHECK else frozenset()
    coded = {
        coder.name: {coding.source for coding in work.codings.all(coder=coder.id)} | set(work.rounds.finished_by(coder.id))
        for coder in coders
    }
    pool: list[Source] = []
    left_out: list[tuple[Source, str]] = []
    for source in work.sources.all():
        before = [name for name, sources in coded.items() if source.id in sources]
        if source.kind in NO_TRANSCRIPTS:
            left_out.append((source, f"a {source.kind}"))
        elif source.id in excluded:
            left_out.append((source, "excluded by hand"))
        elif source.id in practised:
            left_out.append((source, "in a sample to develop or train"))
        elif before:
            left_out.append((source, f"coded by {' and '.join(before)} before"))
        else:
            pool.append(source)
    if not pool:
        raise InvalidInput("No source is left to draw from.", "Import transcripts first, or look at what was left out.")
    return _Pool(tuple(pool), tuple(left_out))


def _strata(work: Repositories, attributes: Sequence[str], pool: Sequence[Source]) -> tuple[tuple[str, ...], Mapping[int, str]]:
    """The attributes by their full names, and the values of each source, empty where it has none of any."""
    known = {one.name.casefold(): one.name for one in work.cases.attributes()}
    names: list[str] = []
    values: list[Mapping[int, str]] = []
    for given in attributes:
        wanted = given.strip().casefold()
        if wanted not in known and wanted not in OF_SOURCES:
            listed = ", ".join(known.values())
            hint = f"Its attributes are {listed}." if listed else "Import cases first: `qualcode cases import`."
            raise NotFound(f'Cases have no attribute "{given}".', hint)
        names.append(known.get(wanted, wanted))
        of_source = OF_SOURCES.get(wanted)
        if wanted in known or of_source is None:
            values.append(_values_of_cases(work, known[wanted], pool))
        else:
            values.append({source.id: of_source(source) for source in pool})
    found = {source.id: [one.get(source.id, "") for one in values] for source in pool}
    return tuple(names), {
        source: " / ".join(part or NO_VALUE for part in parts) if len(parts) > 1 else "".join(parts)
        for source, parts in found.items()
    }


def _values_of_cases(work: Repositories, name: str, pool: Sequence[Source]) -> Mapping[int, str]:
    """The value of an attribute of cases for each source; several cases' values together."""
    speakers = {
        speaker.id: text.source.id for text in work.sources.texts([source.id for source in pool]) for speaker in text.speakers
    }
    values: dict[int, set[str]] = {}
    for case in work.cases.all():
        value = case.value(name)
        for source in {*case.sources, *(speakers[one] for one in case.speakers if one in speakers)} if value else ():
            values.setdefault(source, set()).add(value or "")
    return {source: " + ".join(sorted(found)) for source, found in values.items()}


def _version(work: UnitOfWork, who: str) -> int:
    """The codebook version the sample is coded with: the latest where nothing has changed since, else a new one.

    Codes that a second coder made belong to it once they are matched.
    """
    versions = work.codes.versions()
    common = work.codes.accepted()
    if versions and not compare_codebooks(work.codes.codebook_of_version(versions[-1].id), common):
        return versions[-1].id
    number = len(versions) + 1
    while work.codes.version_name_taken(f"v{number}"):
        number += 1
    return work.codes.add_version(f"v{number}", f"as frozen when a sample was drawn for {who}", common)


def _free_name(work: UnitOfWork, purpose: Purpose) -> str:
    taken = {one.name for one in work.rounds.all()}
    number = 1
    while f"{purpose} {number}" in taken:
        number += 1
    return f"{purpose} {number}"


def _recorded(
    drawn: Draw, pool: _Pool, method: DrawMethod, *, reason: str = "", asked: str = "", by: Sequence[str] = ()
) -> RecordedDraw:
    return RecordedDraw(
        method=method,
        pool=tuple(one.guid for one in drawn.pool),
        excluded=tuple((source.guid, why) for source, why in pool.left_out),
        result=tuple(one.guid for one in drawn.chosen),
        reason=reason,
        asked=asked,
        seed=drawn.seed,
        by=tuple(by),
        strata=drawn.strata,
    )
