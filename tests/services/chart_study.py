"""A small coded study for the tests of what is read from it: an interview with two people, one alone, one twice."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from qualcode.services.cases import import_cases
from qualcode.services.codebook_files import import_codebook
from qualcode.services.codings_files import import_codings
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study, open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

TEXTS = {
    "P001": """I: Who wrote it?

P001: I did, at home, on Sundays. It was nobody's job.

I: And the figures?

P001: They were out of date.
""",
    "joint": """I: And here?

P002: We wrote it together.

P003: In the evenings, mostly. I'm not paid for that.

I: Figures?

P002: None.
""",
    "P004": "I: Who wrote it?\n\nP004: Nobody did. It never got written.\n",
    "P004-again": "I: And since then?\n\nP004: Sandra wrote it in 2016, in a week.\n",
}
CODEBOOK = """codes:
  - name: Making the case
    kind: group
    codable: no
    codes:
      - name: Time
        kind: theme
        codes:
          - name: Own time
          - name: Nobody's job
      - name: Figures
        kind: theme
  - name: Approval
    kind: group
    codable: no
    codes:
      - name: Quality
        kind: theme
"""
CASES = """id,role,hospital,fls,source
P001,nurse,H1,yes,P001
P002,nurse,H2,no,joint
P003,doctor,H2,no,joint
P004,manager,H3,no,P004;P004-again
"""
CODINGS = """coder,source,code,words
Mairi,P001,Own time,"at home, on Sundays"
Mairi,P001,Nobody's job,It was nobody's job.
Mairi,P001,Figures,They were out of date.
Mairi,joint,Time,"We wrote it together.

P003: In the evenings, mostly."
Mairi,joint,Own time,I'm not paid for that.
Mairi,joint,Figures,Figures?
Mairi,P004,Nobody's job,Nobody did.
Mairi,P004-again,Time,in a week
Tom,P001,Own time,"I did, at home, on Sundays."
Tom,P001,Figures,I did
Tom,P004,Quality,It never got written.
"""


def written(folder: Path, name: str, text: str) -> Path:
    """A file with these words."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def coded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study's file, made once: coded by Mairi (lead, all finished but P004-again) and by Tom."""
    folder = tmp_path_factory.mktemp("coded")
    with new_study(folder / "fls", lead="Mairi") as study:
        import_files(study, [written(folder, f"{name}.txt", text) for name, text in TEXTS.items()])
        import_codebook(study, written(folder, "codebook.yaml", CODEBOOK))
        import_cases(study, written(folder, "cases.csv", CASES))
        import_codings(study, written(folder, "codings.csv", CODINGS))
        with study.unit_of_work("finish") as work:
            for name in ("P001", "joint", "P004"):
                work.rounds.finish(study.viewer.id, study.sources.named(name).id)
    return folder / "fls.qualcode"


@pytest.fixture
def coded(coded_file: Path, tmp_path: Path) -> Iterator[OpenStudy]:
    """A copy of the coded study of one's own, opened for its lead coder."""
    shutil.copy(coded_file, tmp_path / "fls.qualcode")
    with open_study(tmp_path / "fls", "Mairi") as study:
        yield study
