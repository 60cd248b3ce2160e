from __future__ import annotations

import base64
import hashlib
import re

from lxml import html

from qualcode.domain.chart_files import ChartFile, ChartFilter
from qualcode.domain.charts import ChartCell, ChartTable
from qualcode.domain.printing import Audience
from qualcode.formats.writers.html.chart import charts_html
from tests.chart_material import NOT_ASKED, NOT_RAISED, chart, chart_file, extract


def read(file: ChartFile) -> html.HtmlElement:
    return html.document_fromstring(charts_html(file))


def cell(given: ChartCell, *behind: object) -> html.HtmlElement:
    file = chart_file(chart(1, 1, cell=given), behind=behind)  # type: ignore[arg-type]
    return read(file).xpath("//td")[0]


def test_the_same_bytes_every_time_and_no_trace_of_person_path_or_clock() -> None:
    page = charts_html(chart_file(chart(3)))
    assert page == charts_html(chart_file(chart(3)))
    assert not re.search(r"\d{4}-\d\d-\d\d|generator|author|/home/|/tmp/", page)


def test_nothing_is_asked_of_outside_and_only_its_own_script_and_style_may_run() -> None:
    document = read(chart_file(chart(2)))
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (content,) = document.xpath(f"//{name}")
        digest = base64.b64encode(hashlib.sha256(content.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert document.xpath("//link | //img | //iframe | //*[@src] | //*[@style] | //@onclick") == []
    assert all(href.startswith("#") for href in document.xpath("//@href"))
    assert "http" not in "".join(document.xpath("//style/text() | //script/text()"))


def test_words_are_words_and_never_markup() -> None:
    planted = '<img src=x onerror=alert(1)> & "quotes" </td></table><script>alert(1)</script>'
    words = extract(planted)
    one = ChartCell(planted, planted, codings=(1,))
    base = chart(1, 1, cell=one, title=planted)
    row = base.rows[0]
    named = ChartTable(planted, (type(base.columns[0])(0, planted, planted),), (type(row)(0, planted, planted, row.cells),))
    filters = (ChartFilter(planted, (planted, "b"), 0),)
    document = read(
        ChartFile(planted, (named,), Audience.TEAM, chart_file(base, behind=(words,)).evidence, filters, {0: (planted,)})
    )
    assert len(document.xpath("//script")) == 1
    assert document.xpath("//img") == []
    assert len(document.xpath("//table")) == 1
    assert document.xpath("//blockquote")[0].text == planted
    assert document.xpath("//option[@value='0']")[0].text == planted
    assert document.xpath("//td/@data-theme")[0].startswith("<img src=x onerror=alert(1)> &")


def test_a_control_character_becomes_a_sign_and_writing_from_the_right_finds_its_own_direction() -> None:
    assert cell(ChartCell("ring\x1b[31m bell\x07 \x00")).text_content() == "ring\ufffd[31m bell\ufffd \ufffd"
    summary = cell(ChartCell("אף אחד לא כתב (t. 12). 👩🏽‍⚕️")).xpath("p")[0]
    assert (summary.get("dir"), summary.text_content()) == ("auto", "אף אחד לא כתב (t.\u00a012). 👩🏽‍⚕️")


def test_a_summary_leads_to_its_extracts_below_it() -> None:
    one = cell(
        ChartCell('"Nobody\'s job" (t. 12), later (t. 99).', "Resigned.", codings=(1,), evidence_changed=True), extract("Said.")
    )
    (link,) = one.xpath(".//a")
    assert link.text == "t.\u00a012"
    (target,) = one.xpath(f".//*[@id='{link.get('href')[1:]}']")
    assert target.xpath("string(blockquote)") == "Said."
    assert target.xpath("string(p)") == "P004, t. 12 [1]"
    assert one.xpath("string(.//p[@class='remark'])") == "[Resigned.]"
    assert "Evidence changed since" in one.text_content()
    assert one.xpath("string(.//details/summary)") == "1 extract"


def test_what_a_cell_without_summary_says() -> None:
    assert cell(NOT_ASKED).text_content() == "–* not asked"
    assert cell(NOT_RAISED).text_content() == "– not raised"
    assert cell(ChartCell()).text_content() == "not yet charted"
    assert cell(ChartCell(extracts=(extract("Words."),))).text_content() == "Not summarised: coded extracts“Words.” (t. 12)"
    assert cell(ChartCell("Draft.", draft=True)).text_content() == "not yet charted"


def test_a_publication_has_no_notice_and_charts_without_cases_say_so() -> None:
    document = read(chart_file(chart(2, 0), audience=Audience.PUBLICATION))
    assert "Identifiable" not in document.text_content()
    assert document.xpath("//p[@class='legend']")[0].text == "No participant stands on this chart."
    assert "No theme stands on this chart." in read(chart_file(chart(0, 2))).text_content()
    assert read(chart_file()).xpath("//section") == []


def test_a_table_says_to_a_reader_that_cannot_see_it_what_is_what() -> None:
    document = read(chart_file(chart(2, 3)))
    assert [head.get("scope") for head in document.xpath("//thead/tr[last()]/th")] == ["col"] * 3
    assert [head.get("scope") for head in document.xpath("//tbody/tr/th")] == ["row"] * 3
    region = document.xpath("//div[@role='region']")[0]
    assert document.get_element_by_id(region.get("aria-labelledby")).text_content() == "Chart 1 Making the case"
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
