"""What is kept between questions is never older than the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.codes import CodeKind
from qualcode.services.codebook import add_code
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study, open_study
from qualcode.storage.kept import Kept
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path


def test_a_thing_is_read_once_for_each_state() -> None:
    state: list[int | None] = [1]
    read: list[str] = []
    kept = Kept(lambda: state[0])

    def brought() -> str:
        read.append("read")
        return f"thing {len(read)}"

    assert [kept.get("a", brought), kept.get("a", brought), kept.get("b", brought)] == ["thing 1", "thing 1", "thing 2"]
    state[0] = 2
    assert kept.get("a", brought) == "thing 3"
    state[0] = None
    assert [kept.get("a", brought), kept.get("a", brought)] == ["thing 4", "thing 5"]
    state[0] = 2
    assert kept.get("a", brought) == "thing 3"


def test_the_codebook_is_kept_until_somebody_writes(tmp_path: Path) -> None:
    with new_study(tmp_path / "s", lead="Ann") as study:
        with_sources(study, tmp_path / "in", "P001")
        first = study.codes.codebook()
        assert study.codes.codebook() is first
        add_code(study, name="Mine", parent=None)
        assert [code.name for code in study.codes.codebook()][-1] == "Mine"
        with open_study(tmp_path / "s", "Ann") as other:
            add_code(other, name="Hers", parent=None)
        assert [code.name for code in study.codes.codebook()][-1] == "Hers"


def test_what_is_written_and_not_yet_kept_is_seen_inside_and_forgotten_when_it_fails(tmp_path: Path) -> None:
    with new_study(tmp_path / "s", lead="Ann") as study:
        with_sources(study, tmp_path / "in", "P001")
        before = study.codes.codebook()

        def given_up() -> None:
            with study.unit_of_work("add_code") as work:
                work.codes.add({"name": "Not to be", "kind": CodeKind.CODE}, parent=None, rank=9)
                assert "Not to be" in [code.name for code in work.codes.codebook()]
                assert "Not to be" in [code.name for code in study.codes.codebook()]
                raise RuntimeError

        with pytest.raises(RuntimeError):
            given_up()
        assert study.codes.codebook() == before


def test_talk_is_kept_by_source_and_read_again_after_an_import(tmp_path: Path) -> None:
    with new_study(tmp_path / "s", lead="Ann") as study:
        with_sources(study, tmp_path / "in", "P001", "P002")
        first, second = (one.id for one in study.sources.all())
        (one,) = study.talk.of_sources([first])
        both = study.talk.of_sources([second, first])
        assert [spoken.source for spoken in both] == [first, second]
        assert both[0] is one
        (tmp_path / "in" / "P003.txt").write_text("I: And?\n\nP003: Nothing more.\n", encoding="utf-8")
        import_files(study, [tmp_path / "in" / "P003.txt"])
        again = study.talk.of_sources([first])[0]
        assert again is not one
        assert again == one
        assert again.label_starts == ()
        assert len(study.talk.of_sources([first], labels=True)[0].label_starts) == len(again.starts)
