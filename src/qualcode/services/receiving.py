"""Receiving a package: what a second coder did elsewhere becomes part of the study, as one change that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.domain.coding import RoundState
from qualcode.errors import NotAllowed
from qualcode.services.double_coding import codes_to_match, waiting_for_lead
from qualcode.services.receiving_attempts import receive_attempts
from qualcode.services.receiving_codes import receive_codes
from qualcode.services.receiving_codings import receive_codings
from qualcode.services.receiving_ground import Tally, lay
from qualcode.services.receiving_memos import receive_memos
from qualcode.services.sending import refuse_in_package

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Purpose
    from qualcode.domain.packages import Package
    from qualcode.domain.rounds import AttemptState
    from qualcode.services.receiving_ground import Ground
    from qualcode.storage import OpenStudy, UnitOfWork


@dataclass(frozen=True, slots=True)
class Received:
    """What a receipt did, or would do.

    `sources` are the sample's with the state they are in now. `tally` is None while the round is in progress: how much the
    second coder has coded is not told before it is closed. `ignored` names what was in the package and not theirs to
    bring, `withdrawn` sources that were withdrawn and of which nothing was taken in. `waiting` are sources that the lead
    coder has not finished and `codes_made` codes that are to be matched, once the round is closed; `held` is then how many
    codings the coder has in it. `change` is None where there was nothing new.
    """

    file: str
    coder: str
    round: str
    sources: tuple[tuple[str, AttemptState], ...]
    tally: Tally | None
    ignored: tuple[str, ...]
    withdrawn: tuple[str, ...]
    notes: tuple[str, ...]
    closes: bool
    waiting: tuple[str, ...]
    purpose: Purpose | None
    change: ChangeSet | None
    codes_made: tuple[str, ...] = ()
    held: int | None = None


class _OnlyAsked(Exception):
    """Ends the unit of work of a receipt that was only asked about; it leaves the study as it was."""

    def __init__(self, received: Received) -> None:
        super().__init__()
        self.received = received


def receive_package(study: OpenStudy, path: str | Path, *, dry_run: bool = False) -> Received:
    """Take in what a second coder did in a package: codings, memos, codes they made, and what they finished.

    Everything is matched by GUID, so that a package can be received again: nothing is doubled, nothing that was removed
    here comes back, and what was changed here stays. Codings stand on the current text; those whose words were corrected
    since the sample was sent are listed for review. What the coder made stays theirs alone until the round is closed,
    which the last finished source does. With `dry_run` the study is left as it is.

    Raises:
        StudyFileError: it is no package, or a damaged one.
        NotAllowed: it is another study's, its sample is no longer here, a coder of another identity has the same name, it
            holds a text this study never had, or the viewer is coding blind.
    """
    from qualcode.storage.package_reading import read_package

    refuse_in_package(study, "a package is received")
    file = study.file_beside(path)
    package = read_package(file)
    try:
        with study.unit_of_work("receive_package") as work:
            received = _receive(study, work, package, file.name, dry_run=dry_run)
            if dry_run:
                raise _OnlyAsked(received)
    except _OnlyAsked as asked:
        return asked.received
    if received.tally is None:
        return replace(received, change=work.change_set)
    number = study.rounds.named(received.round).id
    coder = study.coders.named(received.coder).id
    return replace(
        received,
        change=work.change_set,
        waiting=waiting_for_lead(study, number) if received.closes else (),
        codes_made=codes_to_match(study, number),
        held=sum(one.round == number for one in study.codings.all(coder=coder)),
    )


def _receive(study: OpenStudy, work: UnitOfWork, package: Package, file: str, *, dry_run: bool) -> Received:
    home = study.facts.guid
    ground = lay(work, package, home, file)
    if work.session.sight.blind and study.viewer.id != ground.coder.id:
        raise NotAllowed(
            f"{study.viewer.name} is coding blind and cannot receive another's work.", "Let the lead coder receive it."
        )
    tally = Tally(ignored=_not_theirs(ground))
    receive_codes(work, ground, tally)
    codings = receive_codings(work, ground, tally)
    receive_memos(work, ground, home, tally)
    states = receive_attempts(work, ground, codings, tally)
    closes = work.rounds.is_complete(ground.round.id)
    if closes:
        work.rounds.close(ground.round.id)
    if work.receiving.changed_anything():
        work.receiving.received(package.guid, of_round=ground.round.id, coder=ground.coder.id, file_name=file)
    work.what = f"received {ground.round.name} from {ground.coder.name}"
    was_closed = ground.round.state is RoundState.CLOSED
    return Received(
        file=file,
        coder=ground.coder.name,
        round=ground.round.name,
        sources=tuple(states.items()),
        tally=tally if was_closed or (closes and not dry_run) else None,
        ignored=tuple(dict.fromkeys(tally.ignored)),
        withdrawn=ground.withdrawn,
        notes=(*_drift(work, ground), *dict.fromkeys(tally.notes)),
        closes=closes,
        waiting=(),
        purpose=ground.round.purpose,
        change=None,
    )


def _not_theirs(ground: Ground) -> list[str]:
    """What is in a package and was never its coder's to bring."""
    package = ground.package
    found = [
        f"the source {one.name}" for one in package.sources if one.id not in ground.sources and one.name not in ground.withdrawn
    ]
    found += [f"what {one.name} did" for one in package.busy_coders]
    if package.coder.name != ground.coder.name:
        found.append(f"the name {package.coder.name} for {ground.coder.name}")
    return [*found, *package.others]


def _drift(work: UnitOfWork, ground: Ground) -> list[str]:
    """That the codebook has moved on since the sample was drawn, where it has."""
    merged = [
        f'"{code.name}" into "{ground.home_codes[ground.live_code(number)].name}"'
        for number, code in ground.package.frozen.items()
        if ground.live_code(number) != ground.codes[number]
    ]
    versions = work.codes.versions()
    newer = [one.name for one in versions if ground.round.codebook_version and one.id > ground.round.codebook_version]
    notes = []
    if newer:
        name = "".join(one.name for one in versions if one.id == ground.round.codebook_version)
        notes.append(f"It was coded with codebook version {name}; the latest here is {newer[-1]}.")
    if merged:
        notes.append(f"Merged here since, and so received: {', '.join(merged)}.")
    return notes
