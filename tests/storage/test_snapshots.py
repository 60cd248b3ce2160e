"""What is read together is of one moment: no coding without its source, however others write meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.services.cases import list_cases
from qualcode.services.codebook import add_code, count_codings
from qualcode.services.coding import apply_code
from qualcode.services.coding_screen import list_sources, open_source
from qualcode.services.importing import import_files
from qualcode.services.speakers import list_speakers
from qualcode.services.studies import new_study, open_study, undo

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a study is to be made, on each database."""
    return str(tmp_path / "fls.qualcode") if request.param == "sqlite" else str(request.getfixturevalue("new_database")())


def test_a_reading_of_several_tables_is_of_one_moment(where: str, tmp_path: Path) -> None:
    new_study(where, lead="Mairi").close()
    done = threading.Event()
    failed: list[BaseException] = []

    def write() -> None:
        try:
            with open_study(where) as study:
                for number in range(40):
                    path = tmp_path / f"P{number:03d}.txt"
                    path.write_text(f"I: And?\n\nP{number:03d}: It was so, for the {number}th time.\n", encoding="utf-8")
                    import_files(study, [path])
                    code, _ = add_code(study, name=f"Code {number}")
                    apply_code(study, source=study.sources.named(path.stem).id, span=Span(13, 20), code=code.id)
                    if number % 3 == 0:
                        undo(study)
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    with open_study(where) as study:
        while not done.is_set():
            with study.snapshot():
                read_everything(study)
        read_everything(study)
        assert len(study.sources.all()) == 40
    writer.join()
    assert not failed


def read_everything(study: OpenStudy) -> None:
    """Several services that put an answer together from several tables, twice: the second answer is the first."""
    answers = []
    for _ in range(2):
        sources = list_sources(study)
        speakers = list_speakers(study)
        cases, _attributes = list_cases(study)
        assert {line.overview.source.name for line in sources} == {one.name for one in cases}
        assert {one.source for one in speakers} == {line.overview.source.name for line in sources}
        counts = count_codings(study)
        assert sum(line.mine for line in sources) == sum(one.own for one in counts.values())
        if sources:
            open_source(study, sources[-1].overview.source.id)
        answers.append((sources, speakers, cases, counts))
    assert answers[0] == answers[1]


def test_a_write_ends_the_moment_and_sees_what_others_wrote(where: str) -> None:
    with new_study(where, lead="Mairi") as first, open_study(where) as second:
        with first.snapshot():
            assert len(first.codes.codebook()) == 0
            add_code(second, name="Theirs")
            assert len(first.codes.codebook()) == 0
            add_code(first, name="Mine")
            assert {code.name for code in first.codes.codebook()} == {"Theirs", "Mine"}
            first.desk.keep_note("x", "y")
        with first.snapshot(), first.snapshot():
            assert len(first.codes.codebook()) == 2
        add_code(second, name="Third")
        assert len(first.codes.codebook()) == 3
        with first.unit_of_work("add_code"), first.snapshot():
            pass


def test_what_the_desk_writes_in_a_reading_holds_up_nobody(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as first, open_study(tmp_path / "fls") as second:
        second.wait_at_most(0)
        with first.snapshot():
            len(first.codes.codebook())
            first.desk.keep_note("x", "y")
            add_code(second, name="Free")
