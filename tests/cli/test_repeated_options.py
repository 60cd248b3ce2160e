"""An option that takes one value is refused when it is given twice: the first would be passed over in silence."""

from __future__ import annotations

import pytest

from qualcode.__main__ import run


@pytest.mark.parametrize(
    ("line", "option"),
    [
        (["segments", "study", "--code", "A", "--code", "B"], "--code"),
        (["coders", "add", "study", "Bo", "--as", "ann", "--as", "bob"], "--as"),
        (["codebook", "rename", "study", "A", "B", "--as", "ann", "--as", "bob"], "--as"),
    ],
)
def test_an_option_given_twice_is_refused(line: list[str], option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(line) == 2
    assert f"{option} is given 2 times, and can be given once." in capsys.readouterr().err


def test_options_that_take_several_and_flags_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["segments", "no-study", "--code", "A", "--where", "a=b", "--where", "c=d", "--own", "--own"]) == 1
    assert "times" not in capsys.readouterr().err
