"""What stands in the way of importing a file, and whose talk it would be: held against what the study has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.import_choices import CaseFrom
from qualcode.domain.sources import Role
from qualcode.domain.turns import folded
from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from qualcode.services.import_reading import FileRead
    from qualcode.storage import OpenStudy


@dataclass(slots=True)
class KnownFiles:
    """What the study has, and the files before this one brought: sources by the hash of their file, names, cases."""

    files: dict[str, str]
    names: set[str]
    cases: set[str]

    @classmethod
    def of(cls, study: OpenStudy) -> KnownFiles:
        """What a study has now."""
        return cls(
            study.sources.files(),
            {one.name.casefold() for one in study.sources.all()},
            {one.name for one in study.cases.all()},
        )

    def take(self, read: FileRead) -> None:
        """Count a file among those that were brought."""
        self.files[read.sha256] = read.name
        self.names.add(read.name.casefold())
        self.cases.update(name for name, _ in cases_of(read))


def refuse_known(read: FileRead, known: KnownFiles) -> None:
    """Refuse a file that the study has, and a name that is taken.

    Raises:
        NotAllowed: it is one of these, or the file of a participant who withdrew.
    """
    refuse_known_file(read, known)
    if read.name.casefold() in known.names:
        raise name_taken(read)


def refuse_known_file(read: FileRead, known: KnownFiles) -> None:
    """Refuse a file that the study has, under whatever name.

    Raises:
        NotAllowed: it has, or it is the file of a participant who withdrew.
    """
    if read.sha256 in known.files:
        there = known.files[read.sha256]
        if not there:
            raise NotAllowed(f"{read.path.name} is of a participant who withdrew, so it cannot be imported.")
        raise NotAllowed(f'{read.path.name} is already in the study, as "{there}".', "The same file is imported once only.")


def cases_of(read: FileRead) -> list[tuple[str, tuple[int, ...]]]:
    """The cases of a file by name, each with the positions of its speakers; without speakers the case has the whole source."""
    from qualcode.domain.speakers import case_named_by

    choices = read.choices
    talking = [place for place, speaker in enumerate(read.speakers) if speaker.role is Role.PARTICIPANT]
    named: dict[str, list[int]] = {}
    if choices.case_from is CaseFrom.NAME:
        named[read.name] = talking
    elif choices.case_from is CaseFrom.SPEAKER:
        for place in talking:
            label = read.speakers[place].label
            case = choices.cases.get(folded(label)) or case_named_by(label, read.name)
            named.setdefault(case, []).append(place)
    return [(case, tuple(places)) for case, places in named.items()]


def name_taken(read: FileRead) -> NotAllowed:
    """What to say of a name that another source has."""
    return NotAllowed(
        f'{read.path.name} cannot be imported as "{read.name}": there is a source of that name.', "Give it another with --name."
    )
