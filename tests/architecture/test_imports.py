"""What a start-up may load, asserted on `sys.modules` of a fresh interpreter and not on clocks."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import qualcode

ROOT = Path(qualcode.__file__).parent
HEAVY = {
    "textual",
    "sqlalchemy",
    "pandas",
    "numpy",
    "docx",
    "lxml",
    "spacy",
    "sklearn",
    "alembic",
    "rich",
    "ruamel",
    "odfdo",
    "openpyxl",
}


def loaded_by(*arguments: str, cwd: Path) -> set[str]:
    """The top-level packages that running a command line loads."""
    program = (
        "import sys, json, qualcode.__main__ as m; "
        f"code = m.run({list(arguments)!r}); "
        "print(json.dumps([code, sorted({name.partition('.')[0] for name in sys.modules})]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, check=True, timeout=120)
    code, names = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(names)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small study in it."""
    from qualcode.services.studies import new_study

    place = tmp_path_factory.mktemp("start")
    new_study(place / "fls", lead="Mairi").close()
    return place


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("import", "--help"), ("agree", "--help"), ("chart", "--help"), ("open", "--help")]
)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...], folder: Path) -> None:
    assert loaded_by(*arguments, cwd=folder) & HEAVY == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("sources", "list", "fls"),
        ("history", "fls"),
        ("coders", "list", "fls"),
        ("codebook", "show", "fls"),
        ("cases", "list", "fls"),
    ],
)
def test_a_report_loads_the_database_and_nothing_else_heavy(arguments: tuple[str, ...], folder: Path) -> None:
    assert loaded_by(*arguments, cwd=folder) & HEAVY == {"sqlalchemy"}


def test_a_report_loads_no_orm(folder: Path) -> None:
    program = "import sys, qualcode.__main__ as m; m.run(['sources', 'list', 'fls']); sys.exit('sqlalchemy.orm' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=folder, check=False, capture_output=True, timeout=120).returncode == 0
    )


def test_the_first_paint_needs_no_database() -> None:
    program = (
        "import sys, qualcode.tui.app; sys.exit(' '.join({'sqlalchemy', 'numpy', 'pandas', 'docx', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr.strip()) in {(0, ""), (1, "")}, done.stderr
    assert done.stderr.strip() == ""


def test_the_domain_needs_the_standard_library_alone() -> None:
    allowed = set(sys.stdlib_module_names) | {"qualcode"}
    for file in sorted((ROOT / "domain").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
                if node.module and node.module.startswith("qualcode"):
                    assert node.module.startswith(("qualcode.domain", "qualcode.errors")), f"{file.name} imports {node.module}"
            for name in names:
                assert name.partition(".")[0] in allowed, f"{file.name} imports {name}"


WALLS = {"file": 600, "function": 60, "class": 500}


def test_no_file_function_or_class_passes_the_walls_of_the_house() -> None:
    over = []
    for file in sorted(ROOT.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if text.count("\n") > WALLS["file"]:
            over.append(f"{file.relative_to(ROOT)} is longer than {WALLS['file']} lines")
        for node in ast.walk(ast.parse(text)):
            kind = (
                "function"
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                else "class"
                if isinstance(node, ast.ClassDef)
                else None
            )
            if kind and node.end_lineno - node.lineno > WALLS[kind]:  # type: ignore[attr-defined]
                over.append(f"{file.relative_to(ROOT)}: {node.name} is longer than {WALLS[kind]} lines")  # type: ignore[attr-defined]
    assert over == []
