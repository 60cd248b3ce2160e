"""The code picker finds what a few letters mean."""

from __future__ import annotations

import pytest

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.tui.line_edit import LineEdit
from qualcode.tui.ranking import CodeSearch

TREE = {
    "Access to care": ["Waiting times", "Transport", "Referral pathway"],
    "Trust": ["In clinician", "In institution", "Broken trust", "Rebuilt trust"],
    "Family burden": ["Carer strain", "Role reversal"],
    "Identity": ["Patient role", "Before / after self"],
    "Émotion": ["Colère", "Straße"],
}


@pytest.fixture
def codebook() -> Codebook:
    codes: list[Code] = []
    for theme, below in TREE.items():
        codes.append(Code(len(codes) + 1, "", None, len(codes), theme, CodeKind.THEME, codable=theme != "Identity"))
        parent = codes[-1].id
        codes += [Code(parent + 1 + n, "", parent, n, name, CodeKind.CODE) for n, name in enumerate(below)]
    return Codebook.of(codes)


def names(codebook: Codebook, query: str, recent: tuple[int, ...] = ()) -> list[str]:
    return [codebook[hit.code].name for hit in CodeSearch(codebook).search(query, recent)]


def test_the_order_of_fits(codebook: Codebook) -> None:
    assert names(codebook, "tr")[:6] == ["Transport", "Trust", "Broken trust", "Rebuilt trust", "Carer strain", "Straße"]
    assert names(codebook, "wt")[0] == "Waiting times"
    assert names(codebook, "ro")[:3] == ["Role reversal", "Patient role", "Broken trust"]
    assert names(codebook, "trust cli")[0] == "In clinician"
    assert names(codebook, "access > tr")[0] == "Transport"
    assert names(codebook, "rflpw") == ["Referral pathway"]


def test_a_mistyped_name_is_found_when_little_else_fits(codebook: Codebook) -> None:
    assert names(codebook, "waitng tmes")[0] == "Waiting times"
    assert names(codebook, "zzzz") == []


def test_case_and_accents_do_not_count(codebook: Codebook) -> None:
    assert names(codebook, "COLERE")[0] == "Colère"
    assert names(codebook, "emotion")[0] == "Émotion"
    assert "Straße" in names(codebook, "strasse")


def test_recent_use_orders_equals_and_leads_an_empty_query(codebook: Codebook) -> None:
    rebuilt = next(code.id for code in codebook if code.name == "Rebuilt trust")
    assert names(codebook, "trust", (rebuilt,))[:3] == ["Trust", "Rebuilt trust", "Broken trust"]
    assert names(codebook, "", (rebuilt,))[:2] == ["Rebuilt trust", "Access to care"]


def test_what_was_chosen_for_a_query_comes_first_next_time(codebook: Codebook) -> None:
    search = CodeSearch(codebook)
    strain = next(code.id for code in codebook if code.name == "Carer strain")
    search.remember("Tr", strain)
    assert search.search("tr")[0].code == strain


def test_codes_that_cannot_be_applied_are_not_offered(codebook: Codebook) -> None:
    assert "Identity" not in names(codebook, "")
    assert names(codebook, "identity")[:1] != ["Identity"]


def test_letters_that_fit_are_named(codebook: Codebook) -> None:
    search = CodeSearch(codebook)
    hit = search.search("wt")[0]
    assert "".join(codebook[hit.code].name[at] for at in hit.letters) == "Wt"
    broken = next(hit for hit in search.search("tru") if codebook[hit.code].name == "Broken trust")
    assert broken.letters == (7, 8, 9)


def test_a_line_takes_editing_keys() -> None:
    line = LineEdit("trust me")
    for key in ("home", "ctrl+right", "ctrl+k"):
        assert line.key(key, None)
    assert (line.text, line.cursor) == ("trust", 5)
    line.insert("\tand\nmore")
    assert line.text == "trust and more"
    assert line.key("ctrl+w", None)
    assert line.text == "trust and "
    assert line.key("backspace", None)
    assert line.key("left", None)
    assert line.key("x", "x")
    assert line.text == "trust anxd"
    assert line.key("delete", None)
    assert line.text == "trust anx"
    assert line.key("ctrl+u", None)
    assert (line.text, line.cursor) == ("", 0)
    assert not line.key("f5", None)
    assert not line.key("escape", "\x1b")


def test_a_line_keeps_signs_whole() -> None:
    line = LineEdit("e\u0301🇬🇧👩\u200d🔬x")
    seen = []
    for key in ("left", "left", "left", "left", "left"):
        line.key(key, None)
        seen.append(line.parts[1])
    assert seen == ["x", "👩\u200d🔬", "🇬🇧", "e\u0301", "e\u0301"]
    line.key("right", None)
    line.key("delete", None)
    assert line.text == "e\u0301👩\u200d🔬x"
    line.key("backspace", None)
    assert line.text == "👩\u200d🔬x"
    line.key("end", None)
    assert line.parts == ("👩\u200d🔬x", " ", "")


def test_a_mistyped_query_finds_first_what_was_taken_for_it_before(codebook: Codebook) -> None:
    search = CodeSearch(codebook)
    path = next(code.id for code in codebook if code.name == "Referral pathway")
    assert search.search("waitng")[0].code != path
    search.remember("waitng", path)
    assert search.search("waitng")[0].code == path
    again = CodeSearch(codebook, chosen=search.chosen)
    assert [hit.code for hit in again.search("waitng")].count(path) == 1
    assert again.search("waitng")[0].code == path
    assert CodeSearch(codebook, chosen={"waitng": 9999}).search("waitng") == CodeSearch(codebook).search("waitng")
