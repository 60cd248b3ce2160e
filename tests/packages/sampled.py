"""A study with a sample drawn for a second coder, and the package made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.coding import Purpose
from qualcode.services.sampling import choose_sources
from qualcode.services.sending import send_package
from qualcode.storage import create_study, open_study
from tests.double_coded import LEAD, SECOND, furnish

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

NAMES = ("P001", "P002", "P003", "P004")
SAMPLE = ("P001", "P002")


def home_study(folder: Path, purpose: Purpose = Purpose.CHECK) -> OpenStudy:
    """A study of four interviews, two of which the second coder is to code."""
    study = furnish(create_study(folder / "home", lead=LEAD), *NAMES)
    choose_sources(study, SAMPLE, coder=SECOND, reason="for the test", purpose=purpose)
    return study


def packed(study: OpenStudy, name: str = "second") -> Path:
    """Send the sample; the package's path."""
    assert study.path is not None
    return send_package(study, study.path.with_name(name), coder=SECOND).path


def opened(path: Path) -> OpenStudy:
    """The package as its coder opens it: nobody has to be named."""
    return open_study(path)
