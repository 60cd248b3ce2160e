"""Two windows on one codebook: what a verb checks, it checks where it writes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from qualcode.errors import InvalidInput, QualcodeError
from qualcode.services.checking import check_study
from qualcode.services.codebook import add_code, move_code
from qualcode.services.studies import new_study, open_study

if TYPE_CHECKING:
    from pathlib import Path


def test_two_windows_that_add_one_name_make_one_code(tmp_path: Path) -> None:
    new_study(tmp_path / "fls", lead="Mairi").close()
    start = threading.Barrier(2)
    refused: list[QualcodeError] = []

    def window() -> None:
        with open_study(tmp_path / "fls") as study:
            start.wait()
            for number in range(25):
                try:
                    add_code(study, name=f"code {number}")
                except InvalidInput as error:
                    refused.append(error)

    windows = [threading.Thread(target=window) for _ in range(2)]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
    with open_study(tmp_path / "fls") as study:
        assert len(study.codes.codebook().live) == 25
        assert check_study(study).faults == ()
    assert len(refused) == 25


def test_a_code_is_not_moved_below_what_another_window_moved_below_it(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as first, open_study(tmp_path / "fls") as second:
        money, time = add_code(first, name="Money")[0].id, add_code(first, name="Time")[0].id
        move_code(second, money, parent=time)
        with pytest.raises(InvalidInput):
            move_code(first, time, parent=money)
        assert check_study(first).faults == ()
