from __future__ import annotations

import pytest

from qualcode.domain.chart_files import CitedExtract, text_parts
from qualcode.domain.segments import Extract
from qualcode.domain.spans import Span
from qualcode.domain.turn_references import turn_references


def cited(number: int, *turns: int, source: str = "P006") -> CitedExtract:
    return CitedExtract(Extract(number, source, Span(0, 5), "Words", "Theme", "Mairi", turns[0], "P006", ("P006",)), turns)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At home (t. 12).", [("t. 12", 12, 12)]),
        ("At home (t.\u00a012).", [("t.\u00a012", 12, 12)]),
        ("Late (t. 20, 23).", [("t. 20", 20, 20), ("23", 23, 23)]),
        ("Late (t. 20, 23, 25–27).", [("t. 20", 20, 20), ("23", 23, 23), ("25–27", 25, 27)]),
        ("Seen at t. 20, 23.", [("t. 20", 20, 20), ("23", 23, 23)]),
        ("(t. 4-6)", [("t. 4-6", 4, 6)]),
        ("(t. 14, 3.5 miles)", [("t. 14", 14, 14)]),
        ("(t. 14, 35% of it)", [("t. 14", 14, 14)]),
        ("(t. 14), 8 evenings", [("t. 14", 14, 14)]),
        ("He got. 5 of them", []),
        ("No reference.", []),
        ("", []),
    ],
)
def test_where_references_stand_and_which_turns_they_name(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(text[one.start : one.end], one.first, one.last) for one in turn_references(text)] == found


def test_a_reference_leads_to_the_extract_in_its_turn_and_nothing_is_lost() -> None:
    text = "Home (t. 12), late (t. 20, 23), odd (t. 99)."
    parts = text_parts(text, (cited(1, 12), cited(2, 19, 20, 21), cited(3, 22, 23)))
    assert "".join(part.text for part in parts) == text
    assert [(part.text, part.coding) for part in parts if part.coding] == [("t. 12", 1), ("t. 20", 2), ("23", 3)]


def test_a_run_of_turns_leads_to_the_first_extract_in_it() -> None:
    assert [part.coding for part in text_parts("(t. 4–8)", (cited(1, 3), cited(2, 7)))] == [None, 2, None]


def test_of_several_sources_the_one_that_is_named_is_meant() -> None:
    behind = (cited(1, 8), cited(2, 8, source="P006-later"), cited(3, 9, source="P006-later"))

    def leads(text: str) -> list[int]:
        return [part.coding for part in text_parts(text, behind) if part.coding]

    assert leads("Said so (t. 8).") == [1]
    assert leads("Said so (P006-later, t. 8).") == [2]
    assert leads("Said so (second, t. 8).") == [2]
    assert leads("Said so (second, t. 9, 8), and first (first, t. 8; P006-later, t. 8).") == [3, 2, 1, 2]


def test_without_extracts_all_is_plain() -> None:
    assert text_parts("Home (t. 12).", ()) == (("Home (t. 12).", None),)
    assert text_parts("", ()) == (("", None),)
