"""Withdrawing a participant: what would go is said first, then it goes for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role
from qualcode.errors import NotAllowed, NotFound
from qualcode.services.names_list import list_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from qualcode.domain.cases import Case
    from qualcode.domain.sources import Source
    from qualcode.storage import OpenStudy

COUNTED = {
    "coding": "coding",
    "quote": "quotation",
    "summary": "summary",
    "memo": "memo",
    "value": "value",
    "revision": "revision",
    "original": "imported file",
}
"""What a report counts, by table."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal is about: the participants, the sources that go with them, and the copies it cannot reach.

    `packages` are those that were sent with one of the sources: name of the file, and of the coder it was sent to.
    `would_go` counts rows by what they are, as `Withdrawn.removed` does after it is done. `lists` are the files of the
    replacement list, which may name the participants and whom they spoke of.
    """

    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    copies: tuple[Path, ...]
    would_go: dict[str, int]
    packages: tuple[tuple[str, str], ...] = ()
    lists: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal did.

    `removed` counts rows by what they are; `texts` counts notes, examples and definitions out of which their words were
    taken. `file_clean` is False where the study's file could not be written anew: its deleted words may still be read.
    """

    plan: Withdrawal
    removed: dict[str, int]
    texts: int
    change: int
    file_clean: bool


def in_words(counted: Mapping[str, int]) -> str:
    """What would go, or went: `60 codings, 2 summaries`; empty where there is nothing."""
    return ", ".join(f"{count:,} {_plural(what, count)}" for what, count in counted.items() if count)


def _plural(what: str, count: int) -> str:
    return what if count == 1 else f"{what.removesuffix('y')}ies" if what.endswith("ry") else f"{what}s"


def plan_withdrawal(study: OpenStudy, names: Sequence[str]) -> Withdrawal:
    """What withdrawing participants would take away.

    Raises:
        NotFound: there is no such participant.
        NotAllowed: another participant speaks in a source of theirs, or the viewer is coding blind.
    """
    if study.sight.blind:
        raise NotAllowed(
            f"{study.viewer.name} is coding a blind sample, and a withdrawal touches the work of others.",
            "Let the lead coder do it.",
        )
    cases = study.cases.all()
    known = {case.name.casefold(): case for case in cases if case.kind is CaseKind.PARTICIPANT}
    chosen: dict[int, Case] = {}
    for name in names:
        case = known.get(name.strip().casefold())
        if case is None:
            raise NotFound(f'There is no participant "{name}".', "`qualcode cases list` lists them.")
        chosen[case.id] = case
    sources = tuple(source for source in study.sources.all() if _speaks(study, source, chosen.values()))
    for source in sources:
        _refuse_joint(study, source, chosen, cases)
    rows = study.would_withdraw(list(chosen), [source.id for source in sources])
    would_go = {name: rows.get(table, 0) for table, name in COUNTED.items()}
    return Withdrawal(tuple(chosen.values()), sources, study.backups(), would_go, _packages(study, sources), list_files(study))


def withdraw(study: OpenStudy, names: Sequence[str]) -> Withdrawn:
    """Remove participants and all they said from the study and its history. It cannot be undone.

    One entry stays in the history: withdrawn, when, by whom. Their files are not imported again.

    Raises:
        NotFound: there is no such participant.
        NotAllowed: another participant speaks in a source of theirs, or the viewer is coding blind.
    """
    plan = plan_withdrawal(study, names)
    removed, clean = study.withdraw([case.id for case in plan.cases], [source.id for source in plan.sources])
    counts = {name: removed.rows.get(table, 0) for table, name in COUNTED.items()}
    return Withdrawn(plan, counts, removed.texts, removed.change, clean)


def _packages(study: OpenStudy, sources: Sequence[Source]) -> tuple[tuple[str, str], ...]:
    """The packages that were sent with one of the sources, as far as their rounds tell."""
    going = {source.id for source in sources}
    names = {one.id: one.name for one in study.coders.all()}
    given = {
        (one.round, one.coder): going & {its.source for its in study.rounds.attempts(round=one.round, coder=one.coder)}
        for one in study.packages.all()
    }
    return tuple((one.file_name, names[one.coder]) for one in study.packages.all() if given[one.round, one.coder])


def _speaks(study: OpenStudy, source: Source, cases: Collection[Case]) -> bool:
    speakers = {one.id for one in study.sources.speakers(source.id)}
    return any(source.id in case.sources or speakers.intersection(case.speakers) for case in cases)


def _refuse_joint(study: OpenStudy, source: Source, chosen: dict[int, Case], cases: Sequence[Case]) -> None:
    """Refuse a source in which somebody speaks who stays."""
    speakers = {one.id: one for one in study.sources.speakers(source.id) if one.role is Role.PARTICIPANT}
    others = [
        case.name
        for case in cases
        if case.kind is CaseKind.PARTICIPANT
        and case.id not in chosen
        and (source.id in case.sources or not speakers.keys().isdisjoint(case.speakers))
    ]
    linked = {speaker for case in cases for speaker in case.speakers}
    if not any(source.id in case.sources for case in chosen.values()):
        others += [speaker.label for number, speaker in speakers.items() if number not in linked]
    if others:
        names = ", ".join(sorted(others))
        raise NotAllowed(
            f"In {source.name} others speak too ({names}), and what was said together cannot be taken apart.",
            "Withdraw them together by naming all of them, or import the others' part as a source of its own first.",
        )
