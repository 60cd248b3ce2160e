from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built wheel installed in it, away from the checkout."""
    built = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", built, ROOT],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (wheel,) = built.glob("qualcode-*.whl")
    place = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([*pip, "install", "--no-deps", "--target", place, wheel], check=True, capture_output=True, timeout=300)
    return place


def test_the_demo_runs_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    where = "import qualcode; print(qualcode.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert Path(found.stdout.strip()).is_relative_to(installed)
    command = [sys.executable, "-m", "qualcode", "demo", "--no-open", "--to", "demo"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    made = {file.name for file in (tmp_path / "demo").iterdir()}
    assert {"fls.qualcode", "charts.docx", "charts.xlsx", "tables.docx", "sample.docx"} <= made


def test_the_sample_study_is_in_the_repository_once() -> None:
    assert not (ROOT / "src" / "qualcode" / "package_data").exists()
