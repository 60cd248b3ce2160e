"""Running a piece of a test as a plain user with limits of its own: root may write anywhere and proves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = 65534


def give_to_nobody(folder: Path) -> None:
    """Let the plain user own a folder and what is in it."""
    if os.geteuid() != 0:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)


def qualcode(*arguments: str, cwd: Path, file_limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a child that gives up root's rights, with a limit on file sizes in bytes where given."""
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({file_limit}, {file_limit})); " if file_limit is not None else ""
    drop = f"import os; os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY}); " if os.geteuid() == 0 else ""
    # Imported before the rights are given up, for the interpreter may live where a plain user cannot look.
    program = (
        "import sys, resource; import qualcode.__main__, qualcode.storage, qualcode.cli.main, encodings.idna; "
        "import pkgutil, importlib, qualcode.cli, qualcode.services, qualcode.storage.repositories as r; "
        "import qualcode.formats.writers as w, qualcode.formats.writers.docx as d, qualcode.formats.writers.html as h; "
        "[importlib.import_module(f'{package.__name__}.{found.name}')"
        " for package in (qualcode.cli, qualcode.services, r, w, d, h)"
        " for found in pkgutil.iter_modules(package.__path__)]; "
        f"{drop}{limit}sys.exit(qualcode.__main__.run({list(arguments)!r}))"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(cwd)}
    environment.pop("QUALCODE_CODER", None)
    return subprocess.run(
        [sys.executable, "-c", program], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
