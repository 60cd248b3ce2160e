"""Verbs of packages, for random histories: sending one, and receiving it after something was done in it elsewhere."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from tests.storage.discussing_verbs import VERBS
from tests.storage.verbs import one, verb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["PACKED", "VERBS"]
PACKED = (
    *("receive_package", "receive_package", "send_package", "finish", "correct_turn", "merge_codes", "apply_code"),
    *("add_code", "retire_code", "sample", "rename_coder"),
)
"""Those verbs that meet a package that is on its way."""


@verb
def send_package(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.sending import send_package

    path = folder / f"package {len(list(folder.glob('*.qualcode')))}"
    send_package(study, path, coder=one(study.coders.all(), choose).name)


@verb
def receive_package(study: OpenStudy, choose: Callable[[int], int], folder: Path) -> None:
    from qualcode.services.double_coding import finish_sources
    from qualcode.services.receiving import receive_package
    from qualcode.storage import open_study
    from tests.storage.verbs import VERBS as COMMON

    paths = sorted(folder.glob("package *.qualcode"))
    if paths:
        path = one(paths, choose)
        with open_study(path) as package:
            for name in ("apply_code", "add_code", "apply_code", "add_memo"):
                with suppress(QualcodeError):
                    COMMON[name](package, choose, folder)
            with suppress(QualcodeError):
                finish_sources(package, [one(package.sources.all(), choose).name])
        receive_package(study, path, dry_run=not choose(4))
