from __future__ import annotations

import gc
import itertools
import os
from pathlib import Path

import pytest

COUNT = itertools.count()
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes that the files of tests may need: those of a test that passed are gone when the next one begins."""
REAL_DATA = Path(os.environ.get("QUALCODE_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: a test that drives an app waits for its screen most of the time."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of tests in memory where there is room: each write of a study waits for the disk otherwise."""
    if config.option.basetemp is None and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        room = os.statvfs(MEMORY)
        if room.f_bavail * room.f_frsize > ROOM and not room.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays to the end: the three hundred thousand objects of six thousand tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests read nobody's settings, not even those that the test before wrote, and act in nobody's name."""
    own = tmp_path_factory.getbasetemp() / "none" / str(next(COUNT)) / "settings.toml"
    monkeypatch.setenv("QUALCODE_SETTINGS", str(own))
    monkeypatch.delenv("QUALCODE_CODER", raising=False)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files written by other tools and people; the one reason a test may skip."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real data at {REAL_DATA.name}: set QUALCODE_REAL_DATA")
    return REAL_DATA
