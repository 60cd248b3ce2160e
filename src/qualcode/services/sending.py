"""Sending a sample to a second coder who works on another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.rounds import AttemptState
from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.coding import Coder, Round
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that was written: for whom, the round, the sources in it, and those of the sample that are not, with why.

    `codebook_version` is empty where the purpose is to develop.
    """

    path: Path
    coder: Coder
    round: Round
    sources: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    codebook_version: str
    change: ChangeSet


def refuse_in_package(study: OpenStudy, done: str) -> None:
    """Refuse what can only be done at home; `done` says what, as a participle.

    Raises:
        NotAllowed: the study is a package.
    """
    if study.facts.is_package:
        raise NotAllowed(
            f"{study.name} is a package with a sample to code, and {done} only in the study it came from.",
            "Code its sources, finish them, and send the file back.",
        )


def send_package(study: OpenStudy, path: str | Path, *, coder: str) -> Sent:
    """Write a package: a new study file with the sample that a coder is to code, and its codebook version.

    It holds the sample's current texts, the codes of the version (none where the purpose is to develop) and the coder, and
    nothing of what anybody coded, wrote or did. The coder opens it like any study. That it was sent is recorded.

    Raises:
        StudyFileError: a file of that name exists, or it cannot be written.
        NotFound: there is no such coder.
        NotAllowed: the coder has no sample to code, or has finished it; or the viewer is coding blind.
    """
    refuse_in_package(study, "a sample is sent")
    target = study.file_beside(path)
    written = False
    try:
        with study.unit_of_work("send_package") as work:
            if work.session.sight.blind:
                raise NotAllowed(f"{study.viewer.name} is coding blind and cannot send a sample.", "Let the lead coder send it.")
            who = work.coders.named(coder)
            round_, given, left_out = _sample_of(work, who)
            work.what = f"sent {round_.name} to {who.name}"
            work.packages.write_file(target, round=round_.id, coder=who.id, sources=list(given))
            written = True
            version = "".join(one.name for one in work.codes.versions() if one.id == round_.codebook_version)
    except BaseException:
        if written:
            target.unlink(missing_ok=True)
        raise
    return Sent(target, who, round_, tuple(given.values()), left_out, version, work.insist())


def _sample_of(work: Repositories, who: Coder) -> tuple[Round, dict[int, str], tuple[tuple[str, str], ...]]:
    """The round in progress that a coder is given sources in, those they have not begun to finish, and the others with why."""
    rounds = [one for one in work.rounds.in_progress() if any(its.coder == who.id for its in work.rounds.attempts(round=one.id))]
    if not rounds:
        raise NotAllowed(f"{who.name} has no sample to code.", f'Draw one with `qualcode sample STUDY --for "{who.name}"`.')
    states = {one.source: one.state for one in work.rounds.attempts(round=rounds[-1].id, coder=who.id)}
    sources = [one for one in work.sources.all() if one.id in states]
    given = {one.id: one.name for one in sources if states[one.id] is AttemptState.ASSIGNED}
    why = {AttemptState.FINISHED: "finished", AttemptState.REOPENED: "reopened here"}
    left_out = tuple((one.name, why[states[one.id]]) for one in sources if one.id not in given)
    if not given:
        raise NotAllowed(f"{who.name} has coded all of {rounds[-1].name} in this file.", "There is nothing left to send.")
    return rounds[-1], given, left_out
