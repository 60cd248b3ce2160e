"""The list of sources says how far the coder is, as the study holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.sources import Role
from qualcode.services.coding_screen import list_sources
from qualcode.services.importing import import_files
from qualcode.services.sources import describe_sources
from qualcode.services.studies import open_study
from qualcode.tui.screens.sources import COLUMNS
from qualcode.tui.widgets.row_list import RowList
from tests.tui.screens import SIZES, Driven, driven

if TYPE_CHECKING:
    from pathlib import Path


def listed(it: Driven) -> list[dict[str, str]]:
    headings = [column.heading for column in COLUMNS]
    return [dict(zip(headings, row, strict=True)) for row in it.app.screen.query_one(RowList).rows]


@pytest.mark.parametrize("size", SIZES)
async def test_states_and_uncoded_shares(study_path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "guide.txt").write_text("What do you do here?\n", encoding="utf-8")
    (tmp_path / "about.csv").write_text("source,kind\nguide,study document\n", encoding="utf-8")
    with open_study(study_path) as study:
        import_files(study, [tmp_path / "guide.txt"])
        describe_sources(study, tmp_path / "about.csv")
    async with driven(study_path, size) as it:
        await it.press("right_curly_bracket", "c", "type:wait", "enter", "q")
        first, long, guide = listed(it)
        assert (first["State"], first["Codings"], first["Coders"], first["Uncoded"]) == ("coding", "1", "maya", "67%")
        assert (long["State"], long["Coders"], long["Uncoded"]) == ("unread", "", "100%")
        assert (guide["Kind"], guide["State"], guide["Uncoded"], guide["Turns"]) == ("study document", "", "", "·")
        await it.press("down", "enter", "right_curly_bracket")
        it.screen.remember()
        await it.press("q")
        assert [row["State"] for row in listed(it)] == ["coding", "read", ""]


def test_the_share_counts_each_participant_turn_once(study_path: Path) -> None:
    from qualcode.services.coding import apply_code

    with open_study(study_path) as study:
        text = study.sources.text(study.sources.named("long").id)
        roles = {one.id: one.role for one in text.speakers}
        turns = [turn for turn in text.turns if roles[turn.speaker] is Role.PARTICIPANT]
        codes = [code.id for code in study.codes.codebook() if code.codable][:2]
        for code in codes:
            apply_code(study, source=text.source.id, span=turns[0].span.hull(turns[1].span), code=code)
        apply_code(study, source=text.source.id, span=turns[4].span, code=codes[0])
        line = next(one for one in list_sources(study) if one.overview.source.id == text.source.id)
        assert line.uncoded == pytest.approx(1 - 3 / len(turns))
