"""A small study with two real sources, made through the services as a researcher would make it."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest

from qualcode.services.codebook_files import import_codebook
from qualcode.services.demo import build_demo
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study
from tests.tui import material
from tests.tui.gallery import at_turn_14
from tests.tui.settling import until_settled

CODEBOOK = """path,kind,definition,exclude
Access,theme,Getting to care,
Access > Waiting times,code,Waiting for an appointment,Waiting in the building
Access > Transport,code,Getting there,
Trust,theme,Trust in people and places,
Trust > In clinician,code,Trust in one person,
Trust > Broken trust,code,Trust that was lost,
"""

INTERVIEW = """Licence: anyone may share this.

# Begin

INT: Thank you for coming. Could you tell me how it began?

P01: It began with the waiting. We waited three weeks, “and nobody rang”. My sister drove me there.

INT: And then?

P01: Then the nurse explained it all. I trusted her. Not the clinic, though, not any more.

INT: Why was that?

P01: They lost my letter twice.
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that drives an app a second time under NO_COLOR, unless it looks at colours itself."""
    if inspect.iscoroutinefunction(metafunc.function) and metafunc.definition.get_closest_marker("in_colour") is None:
        metafunc.parametrize("colours", ["colour", "NO_COLOR"], indirect=True)


@pytest.fixture(autouse=True)
def colours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With colours, whatever the terminal of whoever runs the tests says; without, where a test is run so."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if getattr(request, "param", "") == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture(autouse=True)
def settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are followed by the next ones as soon as the app has nothing left to do."""
    monkeypatch.setattr("textual.app.wait_for_idle", until_settled)
    monkeypatch.setattr("textual.pilot.wait_for_idle", until_settled)


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an app freezes is its process's: here another app comes after it, and would walk over every test there is."""
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.setattr("gc.unfreeze", lambda: None)


@pytest.fixture(scope="session")
def made_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of maya's: an interview of six turns, a long one, and six codes. Made once; tests get copies."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (folder / "first.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "long.txt").write_text(material.interview(4000).text, encoding="utf-8")
    path = folder / "study.qualcode"
    with new_study(path, lead="maya", title="Clinics") as study:
        import_codebook(study, folder / "codebook.csv")
        done = import_files(study, [folder / "first.txt", folder / "long.txt"])
        assert not done.failed
    return path


@pytest.fixture
def study_path(made_study: Path, tmp_path: Path) -> Path:
    """A copy of the study for one test."""
    return Path(shutil.copy(made_study, tmp_path / "study.qualcode"))


@pytest.fixture(scope="session")
def demo_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study, made once."""
    study = build_demo(tmp_path_factory.mktemp("demo") / "fls").study
    at_turn_14(study)
    return study
