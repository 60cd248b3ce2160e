"""The page of charts in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qualcode.domain.chart_files import ChartFile, ChartFilter
from qualcode.domain.charts import ChartCell, ChartColumn, ChartRow, ChartTable
from qualcode.domain.printing import Audience
from qualcode.formats.writers.html.chart import charts_html
from tests.browser import Browser
from tests.chart_material import chart, chart_file, extract

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLANTED = '<img src="http://example.org/a.png"><script src="http://example.org/b.js"></script>'
ROLES = ("Nurse", "Doctor", "Manager")


def many(columns: int, rows: int = 12) -> ChartFile:
    """A chart of long summaries that cite turns, and one of two themes; cases have a role and whether they have a service."""
    extracts = tuple(
        extract(f"Words of coding {number}. {PLANTED}", number=number, turn=number) for number in range(1, rows * 2 + 1)
    )

    def cell(row: int, column: int) -> ChartCell:
        number = row * 2 + column + 1
        cited = column < 2
        text = f"Case {row}, theme {column} (t. {number}). {'It took for ever. ' * 12}{PLANTED if cited else ''}"
        return ChartCell(text, codings=(number,) if cited else ())

    def table(title: str, count: int) -> ChartTable:
        themes = tuple(ChartColumn(one, f"Theme {one}", f"Group > Theme {one}") for one in range(count))
        cases = (
            ChartRow(row, f"P{row:03d}", ROLES[row % 3], tuple(cell(row, one) for one in range(count))) for row in range(rows)
        )
        return ChartTable(title, themes, tuple(cases), rows)

    charts = (table("Making the case", columns), table("Approval", 2))
    evidence = chart_file(*charts, behind=extracts).evidence
    filters = (ChartFilter("Role", ROLES, 0), ChartFilter("Service", ("yes", "no", "not known"), 1))
    values = {row: (ROLES[row % 3], "yes" if row % 2 else "no") for row in range(rows)}
    return ChartFile("A study", charts, Audience.TEAM, evidence, filters, values, "analysis coding")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    one = Browser()
    yield one
    one.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    """The browser with the page opened anew, at the size of a desk."""
    path = tmp_path / "charts.html"
    path.write_text(charts_html(many(9)), encoding="utf-8")
    browser.dark("light")
    browser.open(path)
    return browser


def shown(page: Browser) -> list[str]:
    """The cases of the chart that is shown, in their order."""
    found: list[str] = page.run(
        "[...document.querySelectorAll('.current tbody tr:not([hidden]) .case')].map(one => one.textContent)"
    )
    return found


def choose(page: Browser, which: str, value: str) -> None:
    page.run(
        f"(() => {{ const s = document.querySelector('{which}'); s.value = '{value}'; "
        "s.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def box(page: Browser, which: str) -> dict[str, float]:
    found: dict[str, float] = page.run(
        f"(() => {{ const r = document.querySelector('{which}').getBoundingClientRect(); "
        "return {left: r.left, top: r.top, right: r.right, bottom: r.bottom, width: r.width, height: r.height}; })()"
    )
    return found


def test_it_asks_for_nothing_but_itself_and_complains_of_nothing(page: Browser) -> None:
    page.run("document.getElementById('unfold').click()")
    page.paper()
    page.run("new Promise(done => setTimeout(done, 50))")
    assert [one.rpartition("/")[2] for one in page.requests] == ["charts.html"]
    assert page.faults == []
    assert page.run("document.images.length + document.scripts.length") == 1


def test_its_policy_stops_what_is_put_into_it(page: Browser) -> None:
    """What an extension or a hand puts in later: neither runs nor is asked for."""
    page.run("window.ran = 0")
    page.run(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); })()"
    )
    page.run(
        "(() => { const i = document.createElement('img'); i.src = 'http://example.org/a.png'; document.body.append(i); })()"
    )
    page.run("new Promise(done => setTimeout(done, 100))")
    assert page.run("fetch('http://example.org/').then(() => 'asked', () => 'stopped')") == "stopped"
    assert page.run("window.ran") == 0
    assert not [one for one in page.requests if one.startswith("http")]


def test_one_chart_is_shown_and_the_address_chooses_which(page: Browser) -> None:
    visible = "[...document.querySelectorAll('.chart')].filter(one => one.getClientRects().length).map(one => one.id)"
    assert page.run(visible) == ["chart-1"]
    page.run("document.querySelector('nav a[href=\"#chart-2\"]').click()")
    assert page.run(visible) == ["chart-2"]
    assert page.run("document.querySelector('nav a[aria-current]').hash") == "#chart-2"


def test_headings_and_cases_stay_when_it_is_scrolled(page: Browser) -> None:
    corner, head, case = (box(page, which) for which in ("th.corner", "thead tr:last-child th:nth-child(2)", "tbody th"))
    page.run("document.querySelector('.scroll').scrollTo(500, 400)")
    assert page.run("document.querySelector('.scroll').scrollLeft") == 500
    assert box(page, "th.corner") == corner
    moved = box(page, "thead tr:last-child th:nth-child(2)")
    assert (moved["top"], moved["left"]) == (head["top"], head["left"] - 500)
    stayed = box(page, "tbody th")
    assert (stayed["left"], stayed["top"]) == (case["left"], case["top"] - 400)
    on_top = page.run(
        "(() => { const r = document.querySelector('th.corner').getBoundingClientRect(); "
        "return document.elementFromPoint(r.left + 5, r.top + 5).className; })()"
    )
    assert on_top == "corner"
    assert page.run("document.scrollingElement.scrollHeight <= innerHeight"), (
        "only the chart scrolls, so its headings are in view"
    )


def test_cases_are_chosen_by_attributes_ordered_and_counted(page: Browser) -> None:
    assert len(shown(page)) == 12
    choose(page, '[data-filter="0"]', "0")
    assert shown(page) == ["P000", "P003", "P006", "P009"]
    choose(page, '[data-filter="1"]', "0")
    assert shown(page) == ["P003", "P009"]
    assert page.run("document.getElementById('shown').textContent") == "2 of 12 participants"
    page.run("location.hash = '#chart-2'")
    page.run("new Promise(done => setTimeout(done, 50))")
    assert shown(page) == ["P003", "P009"], "what is chosen holds for every chart"
    page.run("document.querySelector('[type=reset]').click()")
    assert len(shown(page)) == 12
    choose(page, "#order", "0")
    assert shown(page)[:5] == ["P000", "P003", "P006", "P009", "P001"]
    choose(page, "#order", "")
    assert shown(page)[:3] == ["P000", "P001", "P002"]


def test_a_reference_unfolds_the_extract_and_goes_there(page: Browser) -> None:
    folds = "document.querySelectorAll('.current td details[open]').length"
    assert page.run(folds) == 0
    page.run("document.querySelectorAll('.current tbody tr')[9].querySelectorAll('.summary a')[1].click()")
    page.run("new Promise(done => setTimeout(done, 100))")
    assert page.run(folds) == 1
    assert page.run("document.activeElement.querySelector('blockquote').textContent").startswith("Words of coding 20.")
    there = page.run(
        "(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; })()"
    )
    assert there


def test_a_reference_to_a_case_that_is_not_chosen_brings_it_back(page: Browser) -> None:
    target = page.run("document.querySelectorAll('.current tbody tr')[0].querySelector('.summary a').hash")
    choose(page, '[data-filter="0"]', "1")
    assert "P000" not in shown(page)
    page.run(f"location.hash = '{target}'")
    page.run("new Promise(done => setTimeout(done, 100))")
    assert "P000" in shown(page)


def test_cells_unfold_by_the_keyboard_alone(page: Browser) -> None:
    page.run("document.querySelector('.current td details summary').focus()")
    page.press("Enter", "Enter", 13, "\r")
    assert page.run("document.querySelector('.current td details').open")
    assert box(page, ".current td details li")["height"] > 0
    page.run("document.getElementById('unfold').focus()")
    page.press("Enter", "Enter", 13, "\r")
    assert page.run("document.querySelectorAll('td details:not([open])').length") == 0
    assert page.run("document.getElementById('unfold').getAttribute('aria-pressed')") == "true"
    page.press("Enter", "Enter", 13, "\r")
    assert page.run("document.querySelectorAll('td details[open]').length") == 0


def test_all_that_is_used_by_mouse_is_reached_by_tab(page: Browser) -> None:
    seen = []
    for _ in range(14):
        page.press("Tab", "Tab", 9)
        seen.append(page.run("(document.activeElement.id || document.activeElement.className || document.activeElement.tagName)"))
    assert seen[0] == "skip"
    assert seen[1:9] == ["A", "A", "SELECT", "SELECT", "order", "BUTTON", "unfold", "scroll"]


def test_what_a_reader_that_cannot_see_it_hears(page: Browser) -> None:
    nodes: list[dict[str, Any]] = page.send("Accessibility.getFullAXTree")["nodes"]
    told = {(one["role"]["value"], one.get("name", {}).get("value", "")) for one in nodes if not one["ignored"]}
    assert ("navigation", "Charts") in told
    assert ("region", "Chart 1 Making the case") in told
    assert ("columnheader", "Theme 3") in told
    assert ("rowheader", "P000Nurse") in told or ("rowheader", "P000 Nurse") in told
    assert any(role == "combobox" and name.strip() == "Role" for role, name in told)
    assert ("status", "") in told or any(role == "status" for role, _ in told)


@pytest.mark.parametrize("width", [360, 500])
def test_a_phone_shows_cards_that_fit_it(page: Browser, width: int) -> None:
    page.resize((width, 800), phone=True)
    page.run("new Promise(done => setTimeout(done, 100))")
    assert page.run("document.scrollingElement.scrollWidth") <= width
    first, second = box(page, ".current tbody td"), box(page, ".current tbody td:nth-of-type(2)")
    assert first["left"] == second["left"]
    assert second["top"] >= first["bottom"]
    label = page.run("getComputedStyle(document.querySelector('.current td'), '::before').content")
    assert label == '"Theme 0"'
    assert not page.run("document.querySelector('.tools').open")
    assert page.run("document.querySelector('.tools > summary').getClientRects().length") == 1
    role = page.send("Accessibility.getFullAXTree")["nodes"]
    assert any(one.get("role", {}).get("value") == "cell" for one in role), "cards are still a table to who cannot see them"
    page.resize((1440, 900))
    page.run("new Promise(done => setTimeout(done, 100))")
    assert page.run("document.querySelector('.tools').open")


def test_it_is_dark_where_the_reader_likes_it_dark_and_readable_in_both(page: Browser) -> None:
    grounds = {}
    for scheme in ("light", "dark"):
        page.dark(scheme)
        ground, ink = page.run(
            "(() => { const s = getComputedStyle(document.querySelector('td')); return [s.backgroundColor, s.color]; })()"
        )
        grounds[scheme] = ground
        assert contrast(ground, ink) > 10
        for quiet in (".legend", "td summary", ".notice", ".about"):
            colour = page.run(f"getComputedStyle(document.querySelector('{quiet}')).color")
            assert contrast(ground, colour) >= 4.5, (scheme, quiet)
    assert grounds["light"] != grounds["dark"]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_paper_has_parts_of_at_most_six_themes_and_headings_on_each_page(page: Browser, tmp_path: Path) -> None:
    choose(page, '[data-filter="1"]', "0")
    paper = tmp_path / "charts.pdf"
    paper.write_bytes(page.paper())
    pages = text_of(paper)
    assert len(pages) >= 4
    assert all("Identifiable: study team only" in one for one in pages)
    assert all("Participant" in one for one in pages)
    assert all(f"Page {number} of {len(pages)}" in one for number, one in enumerate(pages, 1))
    whole = "\n".join(pages)
    assert "Chart 1 Making the case (continued)" in whole
    assert "Chart 2 Approval" in whole, "all charts print, whichever is shown"
    assert not any("Theme 3" in one and "Theme 4" in one for one in pages), "nine themes are parts of four and five"
    assert "P001" in whole
    assert "P002" not in whole, "paper holds the cases that are chosen"
    assert "Words of coding" not in whole, "and what is folded stays folded"
    assert page.run("document.querySelectorAll('.part, .whole').length") == 0
    assert page.run("document.querySelectorAll('.chart > .scroll').length") == 2


def test_on_paper_a_row_is_long_by_what_it_shows_and_not_by_what_is_folded(browser: Browser, tmp_path: Path) -> None:
    """A row may be divided where it can be longer than a page, and no other."""
    words = extract("They want it back inside the year. " * 60)
    path = tmp_path / "charts.html"
    path.write_text(charts_html(chart_file(chart(2, 1, cell=ChartCell("Short.", codings=(1,))), behind=(words,))), "utf-8")
    browser.open(path)
    for opened, long in (("false", 0), ("true", 1)):
        browser.run(f"document.querySelector('td details').open = {opened}")
        browser.run("dispatchEvent(new Event('beforeprint'))")
        assert browser.run("document.querySelectorAll('tr.long').length") == long
        browser.run("dispatchEvent(new Event('afterprint'))")


def text_of(paper: Path) -> list[str]:
    """The words on each page of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(paper)
    try:
        return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()


def test_without_its_script_all_charts_are_there(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "plain.html"
    path.write_text(charts_html(many(3)), encoding="utf-8")
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(path)
        nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)
    told = {one.get("name", {}).get("value", "") for one in nodes if not one["ignored"]}
    assert {"Chart 1 Making the case", "Chart 2 Approval"} <= told
    assert "Unfold all extracts" not in told
