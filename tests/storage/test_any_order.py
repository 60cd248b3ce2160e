"""Actions taken back and put back in any order: a refusal that changes nothing, or a study without a fault."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import QualcodeError, UndoRefused
from qualcode.services.checking import check_study
from qualcode.storage.dump import dump
from tests.storage.test_random_histories import START, furnished
from tests.storage.verbs import VERBS

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy

TEXT_VERBS = (
    "correct_turn",
    "correct_text",
    "apply_code",
    "remove_coding",
    "star",
    "recode",
    "move_ends",
    "add_memo",
    "settle_reviews",
)
STEPS = st.lists(st.tuples(st.sampled_from(("back", "back", *TEXT_VERBS)), st.booleans(), st.integers(0, 9999)), max_size=20)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_taking_back_in_any_order_is_refused_or_right(tmp_path: Path, steps: list[tuple[str, bool, int]]) -> None:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    studies = furnished(folder / "study")
    try:
        for name, second, seed in [*((one, False, 7) for one in START[:2]), *((one, False, 11) for one in START[3:]), *steps]:
            study, chance = studies[second], random.Random(seed)
            study.refresh_sight()
            before = dump(study.connection)
            try:
                if name == "back":
                    take_one_back(study, chance)
                else:
                    VERBS[name](study, chance.randrange, folder)
            except UndoRefused:
                assert dump(study.connection) == before
            except QualcodeError:
                assert name != "back"
                assert dump(study.connection) == before
            assert check_study(study).faults == ()
    finally:
        for study in studies:
            study.close()


def take_one_back(study: OpenStudy, chance: random.Random) -> None:
    """Take back any action that stands, or put back any that was taken back."""
    number = chance.choice([line.change.id for line in study.history.lines() if line.stands])
    with study.unit_of_work("undo", undoes=number) as work:
        work.what = work.history.take_back(number)
