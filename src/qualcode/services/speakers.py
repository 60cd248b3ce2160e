"""Who speaks, after the import: a role or a name that was wrong, two labels that are one speaker, and whose talk it then is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role
from qualcode.domain.speakers import case_named_by
from qualcode.domain.turns import folded
from qualcode.errors import InvalidInput, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import Speaker
    from qualcode.storage import OpenStudy, UnitOfWork

LONGEST_LABEL = 200
"""Characters the name of a speaker may have."""
BY_LABEL = "label"
"""What says that a new participant's case is the one an import would make."""
NO_CASE = "none"


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A speaker as a list shows them: the names of source and cases, how many turns they have in the current text."""

    speaker: Speaker
    source: str
    turns: int
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeakersChanged:
    """What a change of speakers did.

    `changed` names the speakers, as `LABEL in SOURCE`. `linked` are the cases that got talk by it, `made` those of them
    that are new; `emptied` have no talk any more but stay, for something is known of them; `removed` were nothing but
    that talk.
    """

    changed: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    change: ChangeSet | None = None


def list_speakers(study: OpenStudy, sources: Iterable[int] | None = None) -> tuple[SpeakerLine, ...]:
    """The speakers of all sources, or of those with the given ids."""
    wanted = None if sources is None else set(sources)
    names = {one.id: one.name for one in study.sources.all()}
    turns = study.speakers.turns()
    cases: dict[int, list[str]] = {}
    for case in study.cases.all():
        for number in case.speakers:
            cases.setdefault(number, []).append(case.name)
    return tuple(
        SpeakerLine(one, names[one.source], turns.get(one.id, 0), tuple(cases.get(one.id, ())))
        for one in study.speakers.all()
        if wanted is None or one.source in wanted
    )


def set_roles(
    study: OpenStudy, sources: Sequence[int], roles: Mapping[str, Role], *, case: str = BY_LABEL, reason: str = ""
) -> SpeakersChanged:
    """Give speakers, by their labels, other roles in some sources, in one change.

    A speaker who is no participant any more is no case's talk; a case that was nothing but that talk goes. One who
    becomes a participant is the talk of the case that an import would make or find, unless a participant is linked to
    the source as a whole; of `case` where one is named; of none with "none".

    Raises:
        UsageError: no role is given.
        NotFound: a source is gone, or a label is in none of the sources.
    """
    if not roles or not sources:
        raise UsageError("No role is given.", 'Write pairs such as "TA=interviewer,P013=participant".')
    wanted = {folded(label): role for label, role in roles.items()}
    with study.unit_of_work("set_roles", reason=reason) as work:
        known = _speakers(work, sources)
        here = {folded(one.label) for one in known}
        missing = [label for label in roles if folded(label) not in here]
        if missing:
            labels = ", ".join(dict.fromkeys(one.label for one in known)) or "none"
            raise NotFound(f"There is no speaker {', '.join(missing)} in these sources.", f"Their labels are {labels}.")
        done = _Cases(work, blind=study.sight.blind)
        changed = [one for one in known if work.speakers.change(one.id, {"role": wanted.get(folded(one.label), one.role).value})]
        talking = [one for one in changed if wanted[folded(one.label)] is Role.PARTICIPANT]
        for one in changed:
            if one not in talking:
                done.let_go(one)
        for one in talking if case != NO_CASE else ():
            done.link(one, None if case == BY_LABEL else case)
        done.tidy()
        named = {one.id: one.name for one in work.sources.all()}
        work.what = _what([f"{one.label} in {named[one.source]}: {wanted[folded(one.label)]}" for one in changed], "roles")
    return done.told([f"{one.label} in {named[one.source]}" for one in changed], work.change_set)


def rename_speaker(study: OpenStudy, source: int, label: str, name: str, *, reason: str = "") -> ChangeSet | None:
    """Give a speaker another name than the label in the transcript, which stays as it is written; None where it is that.

    Raises:
        NotFound: there is no such speaker.
        InvalidInput: the name is empty, too long, or another speaker's of the source.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise InvalidInput("A speaker needs a name.", "Give one.")
    if len(wanted) > LONGEST_LABEL:
        raise InvalidInput(f"The name is longer than {LONGEST_LABEL} characters.", "Give a shorter one.")
    with study.unit_of_work("rename_speaker", reason=reason) as work:
        known = _speakers(work, [source])
        renamed = _labelled(known, label)
        if any(one.id != renamed.id and folded(one.label) == folded(wanted) for one in known):
            raise InvalidInput(
                f'There is another speaker "{wanted}" in this source.', "Choose another name, or join the two if they are one."
            )
        work.what = f"renamed the speaker {renamed.label} of {work.sources.get(source).name} to {wanted}"
        work.speakers.change(renamed.id, {"label": wanted})
    return work.change_set


def join_speakers(study: OpenStudy, source: int, label: str, into: str, *, reason: str = "") -> tuple[int, SpeakersChanged]:
    """Make one speaker of two labels of a source: the turns of `label` become those of `into`; returns how many moved.

    `into` keeps its name, its role and its cases; where it is a participant without a case, the other's become its own.
    The transcript is not touched.

    Raises:
        NotFound: there is no such speaker.
        InvalidInput: both are the same speaker.
    """
    with study.unit_of_work("join_speakers", reason=reason) as work:
        known = _speakers(work, [source])
        gone, kept = _labelled(known, label), _labelled(known, into)
        if gone.id == kept.id:
            raise InvalidInput(f"{gone.label} is one speaker already.", "Name two labels of the source.")
        done = _Cases(work, blind=study.sight.blind)
        mine = done.let_go(gone)
        moved = work.speakers.join(gone.id, kept.id)
        if kept.role is Role.PARTICIPANT and not work.speakers.cases_of(kept.id):
            for number in mine:
                done.link_to(number, kept)
        done.tidy()
        name = work.sources.get(source).name
        work.what = f"joined the speaker {gone.label} of {name} with {kept.label}"
    return moved, done.told([f"{kept.label} in {name}"], work.change_set)


class _Cases:
    """Whose talk speakers are, within one unit of work."""

    def __init__(self, work: UnitOfWork, *, blind: bool) -> None:
        self._work = work
        self._blind = blind
        self._names = {one.id: one.name for one in work.cases.all()}
        self._let_go: dict[int, None] = {}
        self._linked: dict[int, None] = {}
        self._made: list[str] = []
        self._emptied: list[str] = []
        self._removed: list[str] = []

    def let_go(self, speaker: Speaker) -> tuple[int, ...]:
        """Take a speaker's talk from their cases; returns the cases."""
        cases = self._work.speakers.cases_of(speaker.id)
        for number in cases:
            self._work.cases.unlink_speaker(number, speaker.id)
            self._let_go[number] = None
        return cases

    def link(self, speaker: Speaker, name: str | None) -> None:
        """Make a speaker's talk that of a case: the named one, else the one an import would make or find."""
        if self._work.speakers.cases_of(speaker.id):
            return
        wanted = name or case_named_by(speaker.label, self._work.sources.get(speaker.source).name)
        number = next((known for known, one in self._names.items() if one.casefold() == wanted.casefold()), None)
        if number is None and name is None and self._has_whole(speaker.source):
            return
        if number is None:
            number = self._work.cases.add(wanted)
            self._names[number] = wanted
            self._made.append(wanted)
        self.link_to(number, speaker)

    def link_to(self, number: int, speaker: Speaker) -> None:
        """Make a speaker's talk that of a case."""
        self._work.cases.link_speaker(number, speaker.id)
        self._linked[number] = None

    def tidy(self) -> None:
        """Take away the cases that were nothing but the talk they lost."""
        for number in self._let_go:
            hangs = self._work.cases.hangs_on(number)
            # A blind coder is not to learn by it whether others wrote about the case.
            if not hangs and not self._blind:
                self._work.cases.remove(number)
                self._removed.append(self._names[number])
            elif not {"case_speaker", "case_source"} & hangs.keys():
                self._emptied.append(self._names[number])

    def told(self, changed: Sequence[str], change: ChangeSet | None) -> SpeakersChanged:
        """What was done."""
        linked = tuple(self._names[number] for number in self._linked)
        return SpeakersChanged(tuple(changed), linked, tuple(self._made), tuple(self._emptied), tuple(self._removed), change)

    def _has_whole(self, source: int) -> bool:
        """Whether a participant is linked to the whole source, so that what its participants say is theirs already."""
        return any(source in one.sources for one in self._work.cases.all(CaseKind.PARTICIPANT))


def _speakers(work: UnitOfWork, sources: Sequence[int]) -> list[Speaker]:
    found: list[Speaker] = []
    there = {one.id for one in work.sources.all()}
    for number in dict.fromkeys(sources):
        if number not in there:
            raise NotFound("That source is no longer in the study.", "`qualcode sources` lists them.")
        found += work.sources.speakers(number)
    return found


def _labelled(known: Sequence[Speaker], label: str) -> Speaker:
    for one in known:
        if folded(one.label) == folded(label):
            return one
    labels = ", ".join(one.label for one in known)
    hint = f"Its speakers are {labels}." if labels else "It has no speakers: it was read by paragraphs."
    raise NotFound(f'There is no speaker "{label.strip()}" in this source.', hint)


def _what(changes: Sequence[str], noun: str) -> str:
    return changes[0] if len(changes) == 1 else f"{len(changes)} {noun}"
