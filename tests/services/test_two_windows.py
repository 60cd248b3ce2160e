from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotFound
from qualcode.formats.csv_cells import write_csv
from qualcode.services.codebook import add_code, retire_code
from qualcode.services.coding import apply_codes
from qualcode.services.codings_files import import_codings
from qualcode.services.correcting import correct_turn
from qualcode.services.studies import new_study, open_study, undo
from tests.builders import with_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

WORDS = "They were out of date"
LONGER = "Well, I did it, at home. It was nobody's job, really."


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[tuple[OpenStudy, OpenStudy]]:
    """Two windows of one study, in which the same coder acts."""
    with new_study(tmp_path / "fls", lead="Mairi") as first:
        with_sources(first, tmp_path / "files", "P001", "P002")
        with open_study(tmp_path / "fls", "Mairi") as second:
            yield first, second


def chosen(study: OpenStudy) -> tuple[int, int, Span]:
    """A source, a code, and the words chosen on the screen."""
    text = study.sources.text(study.sources.named("P001").id)
    start = text.text.index(WORDS)
    return text.source.id, study.codes.codebook().find("Nobody's job").id, Span(start, start + len(WORDS))


def test_words_chosen_before_the_other_window_corrected_the_text_are_not_coded_shifted(
    windows: tuple[OpenStudy, OpenStudy],
) -> None:
    first, second = windows
    source, code, span = chosen(first)
    read = first.sources.text(source)
    correct_turn(second, source, 2, LONGER)
    with pytest.raises(InvalidInput, match="P001 was corrected since"):
        apply_codes(first, source=source, span=span, codes=[code], known_text=read)
    assert first.codings.all() == ()


def test_a_code_that_the_other_window_took_away_is_not_applied(windows: tuple[OpenStudy, OpenStudy]) -> None:
    first, second = windows
    source, code, span = chosen(first)
    read = first.sources.text(source)
    made, _ = add_code(second, name="Fleeting")
    undo(second)
    with pytest.raises(NotFound, match="no longer in the codebook"):
        apply_codes(first, source=source, span=span, codes=[made.id], known_text=read)
    retire_code(second, code)
    with pytest.raises(InvalidInput, match="is retired"):
        apply_codes(first, source=source, span=span, codes=[code], known_text=read)
    assert first.codings.all() == ()


def test_a_source_that_the_other_window_took_back_is_not_coded(tmp_path: Path) -> None:
    with new_study(tmp_path / "fls", lead="Mairi") as first:
        with_sources(first, tmp_path / "files", "P001")
        source, code, span = chosen(first)
        read = first.sources.text(source)
        with open_study(tmp_path / "fls", "Mairi") as second:
            undo(second)
            undo(second)
        with pytest.raises(NotFound, match="no longer in the study"):
            apply_codes(first, source=source, span=span, codes=[code], known_text=read)


def test_a_table_checked_before_the_other_window_corrected_the_text_is_refused_whole(
    windows: tuple[OpenStudy, OpenStudy], tmp_path: Path
) -> None:
    first, second = windows
    source, _, span = chosen(first)
    rows = [
        ("Mairi", "P001", str(span.start), str(span.end), "Nobody's job"),
        *[("Mairi", "P001", str(place), str(place + 5), "Out of date") for place in range(200)],
    ]
    table = tmp_path / "codings.csv"
    table.write_text(write_csv(("coder", "source", "start", "end", "code"), rows), encoding="utf-8")

    def meanwhile(done: int, total: int, now: str) -> None:
        assert (total, now) == (len(rows), "Checking rows")
        if done:
            correct_turn(second, source, 2, LONGER)

    with pytest.raises(InvalidInput, match="P001 was corrected since"):
        import_codings(first, table, progress=meanwhile)
    assert first.codings.all() == ()
