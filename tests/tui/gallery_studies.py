"""The studies in which the screens of the gallery are shown, built as a researcher builds them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.__main__ import run
from qualcode.services.codebook import Definition, redefine_code
from qualcode.services.correcting import correct_turn, turn_with
from qualcode.services.demo import LEAD, SECOND, TITLE, build_demo, sample_folders
from qualcode.services.studies import new_study, open_study
from tests.tui.gallery import at_turn_14

if TYPE_CHECKING:
    from collections.abc import Callable

TWO_LISTS = {
    SECOND: {
        "No time for it": ("I wrote it at home.", "it’s nobody’s job, is it?"),
        "Talking past one another": ("he says yes, but what’s the benefit?",),
        "The one who came back": ("I had you back.",),
        "People come and go": ("by then it were all, they’re being abolished.",),
        "Helped by a friend": ("Everything I know about a cost line I know off Gillian.",),
        "Silence": ("I never had a reply to one of them",),
        "Kindness": (),
    },
    LEAD: {
        "Written in own time": ("I wrote it at home.",),
        "Nobody's job": ("it’s nobody’s job, is it?",),
        "Different languages": ("he says yes, but what’s the benefit?", "I never had a reply to one of them"),
        "Starting again with new people": ("by then it were all, they’re being abolished.",),
        "Borrowed expertise": ("Everything I know about a cost line I know off Gillian.",),
    },
}
"""What the two give to P004 in the study whose code lists are matched."""
DEFINITIONS = {
    "No time for it": "The case is written in hours that nobody has.",
    "Talking past one another": "Two sides use one word for two things.",
    "The one who came back": "A patient of theirs who returns with the fracture that could have been prevented.",
    "People come and go": "Those who decide are gone by the time they should.",
    "Helped by a friend": "Someone who knows money does the figures for love.",
    "Silence": "Nobody answers. Not a no: nothing at all.",
    "Kindness": "",
}


def sample(folder: Path) -> Path:
    """The sample study, left at turn 14 of P004."""
    study = build_demo(folder / "demo").study
    at_turn_14(study)
    return study


def changed(folder: Path, sample_study: Path) -> Path:
    """The sample study after a code was redefined and coded words were corrected."""
    path = folder / "changed.qualcode"
    shutil.copy(sample_study, path)
    with open_study(path) as study:
        code = next(one for one in study.codes.codebook() if one.name == "Nobody's job")
        redefine_code(study, code.id, Definition(exclude="Work that somebody has, and leaves undone."))
        source = study.sources.named("P002").id
        correct_turn(study, source, 4, turn_with(study, source, 4, "kitchen table", "kitchen tabletop"))
    return path


def new(folder: Path) -> Path:
    """A study without sources."""
    path = folder / "new.qualcode"
    new_study(path, lead=LEAD, title=TITLE).close()
    return path


def lists(folder: Path) -> Path:
    """A study in which the second coder made codes of his own."""
    study = str(folder / "lists.qualcode")
    codebooks, transcripts = sample_folders()
    steps = [
        ("new", study, "--coder", LEAD),
        ("import", study, *(str(transcripts / name) for name in ("P004.docx", "P005.docx"))),
        ("codebook", "import", study, str(codebooks / "fls-v1.yaml")),
        ("coders", "add", study, SECOND),
        ("sample", study, "--for", SECOND, "--choose", "P004", "--reason", "rich", "--purpose", "develop"),
        *(("codebook", "add", study, code, "--definition", said, "--as", SECOND) for code, said in DEFINITIONS.items()),
    ]
    for coder, codes in TWO_LISTS.items():
        for code, passages in codes.items():
            steps += [("code", "add", study, "P004", "--words", words, "--code", code, "--as", coder) for words in passages]
        steps.append(("finish", study, "P004", "--as", coder))
    for step in steps:
        if run(list(step)) != 0:
            raise RuntimeError(f"{' '.join(step)} failed.")
    return folder / "lists.qualcode"


class Studies:
    """The studies of the gallery in a folder, each made when it is first asked for; who asks gets a copy."""

    def __init__(self, folder: Path, sample_study: Path | None = None) -> None:
        self.folder = folder
        self._made: dict[str, Path] = {} if sample_study is None else {"sample": sample_study}
        self._makers: dict[str, Callable[[], Path]] = {
            "sample": lambda: sample(folder),
            "changed": lambda: changed(folder, self.made("sample")),
            "new": lambda: new(folder),
            "lists": lambda: lists(folder),
        }

    def made(self, name: str) -> Path:
        """The study itself, not to be written to."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def copy(self, name: str, to: Path) -> Path:
        """A copy of a study, to do anything with."""
        return Path(shutil.copy(self.made(name), to))
