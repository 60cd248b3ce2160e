from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.services.finding import find
from tests.builders import with_sources

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def test_words_are_found_on_every_database(study: OpenStudy, tmp_path: Path) -> None:
    with_sources(study, tmp_path / "files", "P001", "P002")
    hits = find(study, "nobody's job | weeks")
    assert [(one.name, one.turn, one.words) for one in hits] == [
        ("P001", 2, "nobody's job"),
        ("P001", 4, "weeks"),
        ("P002", 2, "nobody's job"),
        ("P002", 4, "weeks"),
    ]
    assert [one.words for one in find(study, "audit cl*", source="P002")] == ["audit clerk"]
