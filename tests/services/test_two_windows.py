from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.coding import Purpose
from qualcode.domain.spans import Span
from qualcode.errors import InvalidInput, NotFound
from qualcode.formats.csv_cells import write_csv
from qualcode.services.checking import check_study
from qualcode.services.codebook import add_code, retire_code
from qualcode.services.coding import apply_codes
from qualcode.services.codings_files import import_codings
from qualcode.services.correcting import correct_turn, list_reviews, preview_correction
from qualcode.services.double_coding import close_round
from qualcode.services.importing import import_files
from qualcode.services.memo_writing import add_memo_on_passage, place_of_memo
from qualcode.services.memos import add_memo
from qualcode.services.sampling import sample_sources
from qualcode.services.studies import add_coder, new_study, open_study, undo
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


def test_words_chosen_before_the_other_window_corrected_the_text_are_coded_where_they_are_now(
    windows: tuple[OpenStudy, OpenStudy],
) -> None:
    first, second = windows
    source, code, span = chosen(first)
    read = first.sources.text(source)
    correct_turn(second, source, 2, LONGER)
    apply_codes(first, source=source, span=span, codes=[code], known_text=read)
    (coded,) = first.codings.all()
    text = first.sources.text(source)
    assert (coded.revision, coded.span.words_of(text.text)) == (text.revision, WORDS)
    assert coded.span != span
    assert check_study(first).faults == ()


def test_words_that_the_other_window_corrected_are_not_coded(windows: tuple[OpenStudy, OpenStudy]) -> None:
    first, second = windows
    source, code, span = chosen(first)
    read = first.sources.text(source)
    correct_turn(second, source, 4, "They were never up to date. It took weeks.")
    with pytest.raises(InvalidInput, match="P001 were corrected since"):
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


def test_a_correction_does_not_tell_the_lead_coder_where_the_blind_coder_wrote_a_memo(
    windows: tuple[OpenStudy, OpenStudy], tmp_path: Path
) -> None:
    lead, _ = windows
    add_coder(lead, "Tom")
    sample_sources(lead, coder="Tom", share="1/2", seed=1)
    with open_study(tmp_path / "fls", "Tom") as tom:
        sampled = {attempt.source for attempt in tom.rounds.attempts(coder=tom.viewer.id)}
        (free,) = {one.id for one in tom.sources.all()} - sampled
        start = tom.sources.text(free).text.index("nobody's job")
        add_memo_on_passage(tom, "Whose then?", source=free, span=Span(start, start + len("nobody's job")))
        somebody = "I did, at home. It was somebody's job, really."
        assert preview_correction(lead, free, somebody, turn=2).touched == ()
        correct_turn(lead, free, 2, somebody)
        assert list_reviews(lead) == ()
        assert [one.review.after for one in list_reviews(tom)] == ["somebody's job"]
    close_round(lead, reason="enough")
    assert [one.review.after for one in list_reviews(lead)] == ["somebody's job"]


def test_a_memo_on_a_code_outside_the_round_says_so(windows: tuple[OpenStudy, OpenStudy], tmp_path: Path) -> None:
    lead, _ = windows
    add_coder(lead, "Tom")
    with open_study(tmp_path / "fls", "Tom") as tom:
        number, _ = add_memo(tom, "Vague.", target="code Out of date")
        sample_sources(lead, coder="Tom", share="1", seed=1, purpose=Purpose.DEVELOP)
    with open_study(tmp_path / "fls", "Tom") as tom, pytest.raises(NotFound, match="not in your codebook now"):
        place_of_memo(tom, number)


def test_a_file_the_other_window_imported_meanwhile_fails_alone(windows: tuple[OpenStudy, OpenStudy], tmp_path: Path) -> None:
    first, second = windows
    paths = [tmp_path / "P003.txt", tmp_path / "P004.txt"]
    for path in paths:
        path.write_text(f"I: How was {path.stem}?\n\nP: As ever.\n", encoding="utf-8")

    def meanwhile(done: int, total: int, now: str) -> None:
        assert (total, now) == (2, paths[done].name)
        if not done:
            import_files(second, paths[:1])

    found = import_files(first, paths, progress=meanwhile)
    assert [str(one.error).split(":")[0] for one in found.failed] == ['P003.txt cannot be imported as "P003"']
    assert [one.name for one in found.files] == ["P004"]
    assert [one.name for one in first.sources.all()] == ["P001", "P002", "P003", "P004"]
