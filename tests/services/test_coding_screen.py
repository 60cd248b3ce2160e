"""Which of a coder's codings a source shows them: all they ever made there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.services.coding import remove_coding
from qualcode.services.coding_screen import codings_now, open_source
from qualcode.services.double_coding import finish_sources
from qualcode.services.sampling import choose_sources
from qualcode.storage import create_study, open_study
from tests.double_coded import LEAD, SECOND, code_words, furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture
def study(tmp_path: Path) -> Iterator[OpenStudy]:
    with create_study(tmp_path / "study", lead=LEAD) as made:
        yield furnish(made, "P001", "P002")


@pytest.fixture
def second(study: OpenStudy) -> Iterator[OpenStudy]:
    assert study.path is not None
    with open_study(study.path, SECOND) as opened:
        yield opened


def drawn(study: OpenStudy) -> list[int]:
    """The codings of P001 that are drawn, by id."""
    return [one.id for one in open_source(study, study.sources.named("P001").id).codings]


def test_what_was_coded_in_a_sample_stays_in_view_when_its_round_is_closed(study: OpenStudy, second: OpenStudy) -> None:
    choose_sources(study, ["P001"], coder=SECOND, reason="for the test")
    in_the_sample = code_words(second, "P001", "Nobody's job.", "Time")
    assert drawn(second) == [in_the_sample]
    finish_sources(second, ["P001"])
    assert drawn(second) == [in_the_sample]
    later = code_words(second, "P001", "I did, at home.", "Approval")
    assert sorted(drawn(second)) == [in_the_sample, later]
    desk = open_source(second, second.sources.named("P001").id)
    assert {number: one is not None for number, one in codings_now(second, desk, [in_the_sample, later]).items()} == {
        in_the_sample: True,
        later: True,
    }
    remove_coding(second, in_the_sample)
    assert drawn(second) == [later]
