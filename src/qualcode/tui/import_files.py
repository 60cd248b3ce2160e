"""Files that wait to be imported: what is settled for each, which are confirmed, and what stands in the way of one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qualcode.domain.import_choices import CaseFrom
from qualcode.domain.text import size_in_words
from qualcode.domain.turns import folded
from qualcode.errors import QualcodeError
from qualcode.services import import_reading as reading
from qualcode.services.import_checks import cases_of, refuse_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qualcode.domain.import_choices import Choices
    from qualcode.domain.sources import Role
    from qualcode.domain.speakers import NotTaken
    from qualcode.services.import_checks import KnownFiles
    from qualcode.services.import_reading import FileRead


@dataclass(frozen=True, slots=True)
class LabelLine:
    """A label of a file: one that names a speaker, with role, turns and case; or one that only looks so, with why it was left."""

    label: str
    role: Role | None
    turns: int = 0
    case: str = ""
    known: bool = False
    remembered: bool = False
    left: NotTaken | None = None


@dataclass(slots=True)
class WaitingFile:
    """A file with what is settled for it; `problem` says what stands in the way of its import."""

    read: FileRead
    confirmed: bool = False
    left_out: bool = False
    problem: str = ""
    encodings: tuple[str, ...] = ()
    _counted: tuple[object, int] | None = None

    @property
    def words(self) -> int:
        """The words of the whole text, counted once for each text."""
        text = self.read.text
        if self._counted is None or self._counted[0] is not text:
            self._counted = text, size_in_words(text.text)
        return self._counted[1]

    @property
    def state(self) -> str:
        """What the list says of it."""
        if self.left_out:
            return "left out"
        return "cannot" if self.problem else "✓ confirmed" if self.confirmed else "to confirm"


@dataclass(slots=True)
class WaitingFiles:
    """The files of one import."""

    files: list[WaitingFile]
    known: KnownFiles
    at: int = 0
    cases: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        self.cases = frozenset(self.known.cases)
        self._check()

    @property
    def file(self) -> WaitingFile:
        """The file that is looked at."""
        return self.files[self.at]

    @property
    def confirmed(self) -> list[FileRead]:
        """The files that are confirmed and can be imported."""
        return [one.read for one in self.files if one.confirmed and not one.left_out and not one.problem]

    @property
    def proposed(self) -> list[FileRead]:
        """Those and the ones that nobody confirmed."""
        return [one.read for one in self.files if not one.left_out and not one.problem]

    def labels(self) -> list[LabelLine]:
        """The labels of the file: speakers first, then what only looks like one."""
        read = self.file.read
        cases = {place: name for name, places in cases_of(read) for place in places}
        remembered = read.remembered
        taken = [
            LabelLine(
                one.label,
                one.role,
                one.turns,
                cases.get(place, ""),
                cases.get(place, "") in self.cases,
                one.label in remembered,
            )
            for place, one in enumerate(read.speakers)
        ]
        return [*taken, *(LabelLine(one.label, None, left=one) for one in read.cutting.not_taken)]

    # what is settled

    def set_role(self, line: LabelLine, role: Role) -> None:
        """Give a label a role; one that only looked like a label is taken."""
        read = self.file.read
        if line.left is not None:
            self._put(reading.take_label(read, line.left, role))
        else:
            self._put(reading.read_again(read, read.choices.with_role(line.label, role)))

    def leave(self, line: LabelLine) -> None:
        """Let a label name no speaker."""
        if line.left is None:
            self._put(reading.leave_label(self.file.read, line.label))

    def set_case(self, line: LabelLine, case: str) -> None:
        """Say whose talk a label's is."""
        read = self.file.read
        self._put(reading.read_again(read, read.choices.with_case(line.label, " ".join(case.split()))))

    def settle(self, *, name: str, encoding: str, cases: str) -> None:
        """Set name, encoding and cases of the file.

        Raises:
            QualcodeError: one of them cannot be; nothing is changed.
        """
        choices = replace(self.file.read.choices, name=name.strip(), encoding=encoding.strip() or None, case_from=CaseFrom(cases))
        self._put(reading.read_again(self.file.read, choices))

    def step_encoding(self, step: int) -> str | None:
        """Read the file in the next encoding it can be read in; returns it, None where there is only one."""
        one = self.file
        if not one.encodings:
            one.encodings = reading.encodings_for(one.read)
        if len(one.encodings) < 2:
            return None
        known = dict(zip(one.encodings, range(len(one.encodings)), strict=True))
        encoding = one.encodings[(known.get(one.read.text.encoding, 0) + step) % len(one.encodings)]
        self._put(reading.read_again(one.read, replace(one.read.choices, encoding=encoding)))
        return encoding

    def as_found(self) -> None:
        """Forget what was chosen and what is remembered for the file."""
        self._put(reading.as_found(self.file.read))

    def alike(self) -> int:
        """Give the other files that are not confirmed the roles of this one's labels, and its cases; returns how many."""
        mine = self.file.read
        roles = {folded(one.label): one.role for one in mine.speakers}
        gone = {folded(one.label) for one in mine.cutting.not_taken}
        changed = 0
        for one in self._others():
            again = reading.read_again(one.read, _alike(one.read, roles, gone, mine.choices.case_from))
            if again.speakers != one.read.speakers or again.choices.case_from is not one.read.choices.case_from:
                one.read = again
                changed += 1
        self._check()
        return changed

    def confirm(self) -> None:
        """Confirm the file as it stands, or take that back."""
        self.file.confirmed = not self.file.confirmed

    def leave_out(self) -> None:
        """Leave the file out, or let it in again."""
        self.file.left_out = not self.file.left_out
        self._check()

    def drop(self, names: set[str]) -> None:
        """Forget the files of these paths: they are imported."""
        self.files = [one for one in self.files if str(one.read.path) not in names]
        self.at = min(self.at, max(0, len(self.files) - 1))

    def _others(self) -> Iterator[WaitingFile]:
        return (one for one in self.files if one is not self.file and not one.confirmed and not one.left_out)

    def _put(self, read: FileRead) -> None:
        self.file.read = read
        self.file.confirmed = False
        self._check()

    def _check(self) -> None:
        """Say of each file what stands in its way: what the study has, and the files before it."""
        before = replace(self.known, files=dict(self.known.files), names=set(self.known.names), cases=set(self.known.cases))
        for one in self.files:
            one.problem = ""
            if one.left_out:
                continue
            try:
                refuse_known(one.read, before)
                before.take(one.read)
            except QualcodeError as error:
                one.problem = error.message


def _alike(read: FileRead, roles: Mapping[str, Role], gone: Collection[str], case_from: CaseFrom) -> Choices:
    """The choices of a file with the roles that labels have in another, and the labels taken and left as they are there."""
    labels = [one.label for one in read.speakers]
    kept = [label for label in labels if folded(label) in roles or folded(label) not in gone]
    kept += [one.label for one in read.cutting.not_taken if folded(one.label) in roles]
    same = kept == labels
    now = read.choices.roles if same else {folded(one.label): one.role for one in read.speakers}
    return replace(read.choices, labels=read.choices.labels if same else tuple(kept), roles={**now, **roles}, case_from=case_from)
