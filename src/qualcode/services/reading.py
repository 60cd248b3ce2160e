"""The reading of a study that segments, charts, tables and counts share: the analysis coding and nothing else."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.analysis.reading import Placed, Reading
from qualcode.analysis.talk import talks_of
from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import SourceKind
from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from qualcode.domain.cases import Case
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.coding import Coding
    from qualcode.storage import OpenStudy

ANALYSIS = "analysis coding"


@contextmanager
def uncollected() -> Iterator[None]:
    """Read much at once without looking for garbage meanwhile: hundreds of thousands of things are made, and all are kept."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_analysis(
    study: OpenStudy,
    *,
    codes: Collection[int] | None = None,
    book: Codebook | None = None,
    finished: bool = False,
    kind: CaseKind = CaseKind.PARTICIPANT,
    sources: Collection[int] | None = None,
) -> Reading:
    """The analysis coding with whose talk each coding is; of some codes, and in some sources, when named.

    `finished` asks for which cases of a `kind` are finished too; `book` saves reading the codebook where it is at hand.

    Raises:
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    refuse_hidden_analysis(study)
    found = study.codings.analysis(codes=codes)
    kept = found if sources is None else tuple(one for one in found if one.source in sources)
    reading = _reading(study, kept, ANALYSIS, book)
    return replace(reading, finished=finished_cases(study, reading.cases, kind)) if finished else reading


def refuse_hidden_analysis(study: OpenStudy) -> None:
    """Refuse the analysis coding to somebody who codes blind, unless it is their own.

    Raises:
        NotAllowed: the viewer codes a blind sample, and the analysis coding is another's.
    """
    if study.sight.blind and study.viewer.id != study.facts.lead_coder:
        raise NotAllowed(
            f"{study.viewer.name} is coding a blind sample, and the analysis coding is not to be seen until it is closed.",
            f'Your own codings are listed with `qualcode segments --coder "{study.viewer.name}"`.',
        )


def read_coder(study: OpenStudy, name: str, *, codes: Collection[int] | None = None, book: Codebook | None = None) -> Reading:
    """One coder's codings of all rounds, as far as the viewer may see them.

    Raises:
        NotFound: there is no such coder.
    """
    coder = study.coders.named(name)
    return _reading(study, study.codings.all(coder=coder.id, codes=codes), f"codings of {coder.name}", book)


def _reading(study: OpenStudy, codings: Iterable[Coding], whose: str, book: Codebook | None) -> Reading:
    found = tuple(codings)
    cases = study.cases.all()
    talks = talks_of(study.talk.of_sources({one.source for one in found}), cases)
    return Reading(
        whose,
        book or study.codes.codebook(),
        cases,
        talks,
        tuple(Placed(one, talks[one.source].speakers_in(one.span)) for one in found if one.source in talks),
        {coder.id: coder.name for coder in study.coders.all()},
    )


def participants(study: OpenStudy) -> tuple[Case, ...]:
    """The participants of a study in their order."""
    return study.cases.all(CaseKind.PARTICIPANT)


def sources_by_case(study: OpenStudy, cases: Iterable[Case]) -> dict[int, frozenset[int]]:
    """The ids of the sources in which each case speaks or to which it is linked; study documents are none."""
    of_speaker = study.sources.sources_of_speakers()
    counted = {source.id for source in study.sources.all() if source.kind is not SourceKind.STUDY_DOCUMENT}
    return {
        case.id: frozenset({*case.sources, *(of_speaker[one] for one in case.speakers if one in of_speaker)} & counted)
        for case in cases
    }


def finished_cases(study: OpenStudy, cases: Iterable[Case], kind: CaseKind = CaseKind.PARTICIPANT) -> frozenset[int]:
    """The ids of the cases of a kind all of whose sources the lead coder has finished: the N of "n of N"."""
    done = study.rounds.finished_sources(study.facts.lead_coder)
    people = [case for case in cases if case.kind is kind]
    return frozenset(case for case, sources in sources_by_case(study, people).items() if sources and sources <= done)
