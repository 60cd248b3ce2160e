from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.domain.finding import small_letters, sought
from qualcode.errors import InvalidInput, NotFound
from qualcode.services.finding import find, passages_of
from qualcode.services.importing import import_files
from qualcode.services.studies import new_study, undo
from tests.services.chart_study import coded, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

__all__ = ["coded"]

STRANGE = """Opening words, not in a turn: funding.

I: What of the “business case”?

P009: Café society. The business-case, e\u0301lan ﬁnance; Ünal said naïvely \u0391\u0393\u039f\u03a1\u03ac. Tiết kiệm.

A second paragraph of the turn: nobody’s job. 经费不足。 \U0001f469\u200d\U0001f469 fund_raising 3½ years
"""


def places(study: OpenStudy, wanted: str) -> list[tuple[str, int, int]]:
    return [(hit.name, hit.span.start, hit.span.end) for hit in find(study, wanted)]


def scanned(study: OpenStudy, wanted: str) -> list[tuple[str, int, int]]:
    """The same without an index: every passage of every text."""
    asked = sought(wanted)
    return [
        (spoken.name, span.start, span.end)
        for spoken in study.talk.of_sources([one.id for one in study.sources.all()], labels=True)
        for passage, _ in passages_of(spoken)
        for span in asked.spans(small_letters(spoken.text), passage)
    ]


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenStudy]:
    folder = tmp_path_factory.mktemp("strange")
    with new_study(folder / "strange", lead="Ann") as study:
        import_files(study, [written(folder, f"{name}.txt", STRANGE.replace("P009", name)) for name in ("P009", "P010")])
        yield study


def test_a_hit_says_where_it_stands_and_who_talks(coded: OpenStudy) -> None:
    hits = find(coded, "wrote it")
    assert [(one.name, one.turn, one.speaker, one.cases, one.words) for one in hits] == [
        ("P001", 1, "I", (), "wrote it"),
        ("joint", 2, "P002", ("P002",), "wrote it"),
        ("P004", 1, "I", (), "wrote it"),
        ("P004-again", 2, "P004", ("P004",), "wrote it"),
    ]
    one = hits[1]
    assert (one.before, one.after) == ("We ", " together.")
    assert one.span.words_of(coded.sources.text(one.source).text) == one.words


def test_one_source_alone(coded: OpenStudy) -> None:
    assert {one.name for one in find(coded, "wrote | figures", source="joint")} == {"joint"}
    assert find(coded, "nobody", source="joint") == ()
    with pytest.raises(NotFound):
        find(coded, "wrote", source="P999")


def test_labels_are_not_searched_and_text_outside_turns_is(strange: OpenStudy) -> None:
    assert find(strange, "P009") == ()
    assert [(one.turn, one.speaker, one.cases) for one in find(strange, "opening words", source="P009")] == [(None, None, ())]


WORDS = [
    "cafe", "café", "business case", "élan", "elan", "nobody's job", "tiet", "tiết", "αγορά", "αγορα", "经费", "经", "fund*",
    "funding", "3½", "unal", "na*", "fund raising", "the | of", "society the", "a second paragraph", "fund_raising", "ünal sa*",
]  # fmt: skip


@pytest.mark.parametrize("wanted", WORDS)
def test_the_index_loses_nothing(strange: OpenStudy, wanted: str) -> None:
    assert not strange.finding.index_is_behind()
    assert places(strange, wanted) == scanned(strange, wanted)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_of_the_text_is_sought_is_found_as_without_an_index(strange: OpenStudy, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(STRANGE) - 2))
    piece = STRANGE[start : start + data.draw(st.integers(1, 20))].replace("*", "") + data.draw(st.sampled_from(["", "*"]))
    try:
        sought(piece)
    except InvalidInput:
        return
    assert places(strange, piece) == scanned(strange, piece)


def test_an_index_behind_is_filled_in_silence(coded: OpenStudy, tmp_path: Path) -> None:
    with coded.unit_of_work("rebuild") as work:
        work.session.connection.exec_driver_sql("DROP TABLE search_words")
        work.session.connection.exec_driver_sql("CREATE VIRTUAL TABLE search_words USING fts5 (words, content='')")
    assert coded.finding.index_is_behind()
    assert len(find(coded, "wrote it")) == 4
    assert not coded.finding.index_is_behind()


def test_what_was_taken_back_is_not_found(coded: OpenStudy, tmp_path: Path) -> None:
    import_files(coded, [written(tmp_path, "P005.txt", "I: And?\n\nP005: A zebra wrote it.\n")])
    assert len(find(coded, "zebra")) == 1
    undo(coded)
    assert find(coded, "zebra") == ()
