from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.errors import fault_of_ours
from qualcode.services.studies import new_study
from qualcode.tui.app import QualcodeApp

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "words of a transcript"


def test_a_fault_is_named_by_kind_and_place_and_never_by_values() -> None:
    with pytest.raises(AttributeError) as fault:
        new_study(SECRET, lead=3)  # type: ignore[arg-type]
    sentence = fault_of_ours(fault.value)
    assert sentence.startswith("qualcode met a fault of its own (AttributeError at studies.py:")
    assert SECRET not in sentence


async def test_the_screen_leaves_with_that_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_study(tmp_path / "fls", lead="Mairi").close()
    app = QualcodeApp(tmp_path / "fls.qualcode")

    def fault() -> None:
        planted = SECRET
        raise ZeroDivisionError(len(planted))

    async def visit() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.5)
            app.call_later(fault)
            await pilot.pause(0.5)

    with pytest.raises(ZeroDivisionError):
        await visit()
    app.close_study()
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err + said.out
    assert SECRET not in said.err + said.out
