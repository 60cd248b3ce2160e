from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from qualcode.domain.spans import Span
from qualcode.services.checking import check_study
from qualcode.services.coding import apply_code
from qualcode.services.correcting import correct_turn
from qualcode.services.studies import undo
from qualcode.services.withdraw import withdraw
from qualcode.storage.dump import dump
from qualcode.storage.tables.journal import row_change
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def test_nothing_of_a_withdrawn_participant_is_left_in_any_row(study: OpenStudy, tmp_path: Path) -> None:
    with_sources(study, tmp_path / "files", "P001", "P002")
    code = study.codes.codebook().find("Nobody's job").id
    for source in study.sources.all():
        apply_code(study, source=source.id, span=Span(70, 90), code=code)
    mine = study.sources.named("P002").id
    correct_turn(study, mine, 2, "In Zanzibar it was somebody's job.", reason="Zanzibar")
    correct_turn(study, mine, 4, "A quagmire.")
    undo(study)
    withdraw(study, ["P002"])
    kept = str(dump(study.connection)) + str(study.connection.execute(select(row_change)).all())
    assert not any(word in kept for word in ("Zanzibar", "quagmire", "P002"))
    assert check_study(study).faults == ()
    assert [one.name for one in study.sources.all()] == ["P001"]
    assert len(study.codings.all()) == 1
