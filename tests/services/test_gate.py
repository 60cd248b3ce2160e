"""The gate before a publication: what it stops, what it lets pass, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.domain.cases import Identifies
from qualcode.domain.identification import ListedName, NameKind, NameState, ReplacementList, StopKind
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import NotAllowed
from qualcode.services.attributes import change_attribute
from qualcode.services.case_editing import set_cases
from qualcode.services.chart_words import printed_words
from qualcode.services.charts_out import chart_file, write_charts
from qualcode.services.codebook_appendix import write_codebook_appendix
from qualcode.services.codebook_versions import save_codebook_version
from qualcode.services.gate import StoppedForPublication, check_printed, findings_in, remarks_on_list
from qualcode.services.names_checking import check_outputs
from qualcode.services.names_list import names_path, write_list
from qualcode.services.quotations import import_quotes
from qualcode.services.summaries import import_summaries
from qualcode.services.theme_tables import write_theme_tables
from tests.services.chart_study import written

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.storage import OpenStudy


def listed(study: OpenStudy, *terms: str) -> None:
    write_list(names_path(study), ReplacementList("", tuple(ListedName(term, NameKind.PERSON, "colleague") for term in terms)))


def case(study: OpenStudy, name: str) -> int:
    return next(one.id for one in study.cases.all() if one.name == name)


def test_team_outputs_never_stop(coded: OpenStudy) -> None:
    listed(coded, "Sandra")
    words = [PrintedWords("Table 1", "row", "Sandra wrote it")]
    assert findings_in(coded, words)
    check_printed(coded, words, audience=Audience.TEAM)
    with pytest.raises(StoppedForPublication):
        check_printed(coded, words, audience=Audience.PUBLICATION)


def test_nothing_is_published_before_names_were_looked_for(coded: OpenStudy) -> None:
    with pytest.raises(NotAllowed, match=r"no replacement list fls\.names"):
        check_printed(coded, [], audience=Audience.PUBLICATION)
    listed(coded)
    check_printed(coded, [PrintedWords("Table 1", "row", "Sandra wrote it")], audience="publication")


@pytest.mark.parametrize(
    "words",
    [
        PrintedWords("Table 1", "row “Time”", "then Sandra’s case", quote=7),
        PrintedWords("Chart 1", "P001, Time", "Sandra wrote it"),
        PrintedWords("Chart 1", "participant", "SANDRA"),
        PrintedWords("Table 1", "legend", "FLS, Sandra"),
        PrintedWords("Table 1", "document property title", "sandra.docx"),
        PrintedWords("Table 1", "tag", "", shown_id="Sandra"),
        PrintedWords("Table 1", "tag", "", printed=(("hospital", "Sandra House"),)),
    ],
)
def test_a_listed_term_stops_wherever_it_prints(coded: OpenStudy, words: PrintedWords) -> None:
    listed(coded, "Sandra")
    with pytest.raises(StoppedForPublication) as caught:
        check_printed(coded, [words], audience=Audience.PUBLICATION)
    for part in (words.output, words.place, "replacement list"):
        assert part in str(caught.value)
    assert "qualcode names apply-to-quotes" in caught.value.hint
    assert "qualcode names allow" in caught.value.hint
    assert "band" not in caught.value.hint
    assert caught.value.stops[0].term == "Sandra"


def test_only_confirmed_terms_stop(coded: OpenStudy) -> None:
    dismissed = ListedName("Glasgow", NameKind.PLACE, state=NameState.NOT_A_NAME)
    write_list(names_path(coded), ReplacementList("", (dismissed,)))
    check_printed(coded, [PrintedWords("Table 1", "row", "in Glasgow, in Kelderby")], audience=Audience.PUBLICATION)


def test_a_combination_that_few_share_stops_and_says_who(coded: OpenStudy) -> None:
    listed(coded)
    p2 = case(coded, "P002")
    words = PrintedWords("Table 2", "row 1", "None.", case=p2, printed=(("role", "nurse"),), shown_id="002", quote=3)
    (stop,) = findings_in(coded, [words])
    assert stop.kind is StopKind.COMBINATION
    assert stop.shared_by == ("P001", "P002")
    assert stop.said == "Table 2, row 1, quotation 3: role: nurse is shared by 2 participants only (P001, P002)"
    assert findings_in(coded, [words], k=2) == ()


def test_what_prints_under_one_id_is_counted_together(coded: OpenStudy) -> None:
    listed(coded)
    p2 = case(coded, "P002")
    table = PrintedWords("Table 1", "row 1", "a", case=p2, printed=(("role", "nurse"),), shown_id="002")
    chart = PrintedWords("Chart 1", "002", "b", case=p2, printed=(("fls", "no"),), shown_id="002")
    assert findings_in(coded, [table], k=2) == ()
    assert findings_in(coded, [chart], k=2) == ()
    (stop,) = findings_in(coded, [table, chart], k=2)
    assert stop.combination == (("fls", "no"), ("role", "nurse"))
    assert stop.shared_by == ("P002",)
    assert stop.said == "Table 1, row 1: fls: no; role: nurse is shared by nobody else (P002); printed in Chart 1 too"
    with pytest.raises(StoppedForPublication) as caught:
        check_printed(coded, [table, chart], audience=Audience.PUBLICATION, k=2)
    assert caught.value.hint.startswith("Band an attribute")
    assert "apply-to" not in caught.value.hint


def test_a_band_here_and_its_value_there_are_both_told(coded: OpenStudy) -> None:
    listed(coded)
    role = next(one.id for one in coded.cases.attributes() if one.name == "role")
    change_attribute(coded, role, {"bands": "clinical = nurse; doctor"})
    p2 = case(coded, "P002")
    tag = PrintedWords("Table 1", "row 1", "a", case=p2, printed=(("role", "nurse"),), shown_id="P002")
    chart = PrintedWords("Chart 1", "P002", "b", case=p2, printed=(("role", "clinical"),), shown_id="P002")
    for words in ([tag, chart], [chart, tag], [tag]):
        (stop,) = findings_in(coded, words)
        assert stop.shared_by == ("P001", "P002")


def test_two_people_under_one_id_are_counted_each(coded: OpenStudy) -> None:
    listed(coded)
    values = {one.name: dict(one.values) for one in coded.cases.all()}
    words = [
        PrintedWords("T", "r", "a", case=case(coded, name), printed=(("role", values[name]["role"]),), shown_id="a clinician")
        for name in ("P002", "P003")
    ]
    assert findings_in(coded, words, k=1) == ()


def test_attributes_that_tell_nothing_are_not_counted_and_direct_ones_always_stop(coded: OpenStudy) -> None:
    listed(coded)
    numbers = {one.name: one.id for one in coded.cases.attributes()}
    words = PrintedWords("T", "r", "a", case=case(coded, "P002"), printed=(("role", "nurse"),), shown_id="002")
    change_attribute(coded, numbers["role"], {"identifies": "no"})
    assert findings_in(coded, [words]) == ()
    change_attribute(coded, numbers["role"], {"identifies": "directly"})
    assert [one.kind for one in findings_in(coded, [words], k=1)] == [StopKind.DIRECT]


def test_a_band_is_counted_by_what_it_prints(coded: OpenStudy) -> None:
    listed(coded)
    role = next(one.id for one in coded.cases.attributes() if one.name == "role")
    change_attribute(coded, role, {"bands": "clinical = nurse; doctor"})
    words = PrintedWords("T", "r", "a", case=case(coded, "P002"), printed=(("role", "clinical"),), shown_id="002")
    assert findings_in(coded, [words]) == ()


def test_a_case_that_may_not_be_quoted_is_refused(coded: OpenStudy) -> None:
    number = case(coded, "P002")
    listed(coded)
    with coded.unit_of_work("set_cases") as work:
        work.cases.change(number, {"may_quote": 0})
    words = PrintedWords("Table 1", "row 1", "None.", case=number, quote=3)
    with pytest.raises(StoppedForPublication, match="P002 may not be quoted"):
        check_printed(coded, [words], audience=Audience.PUBLICATION)


def silence(study: OpenStudy, name: str) -> None:
    with study.unit_of_work("set_cases") as work:
        work.cases.change(case(study, name), {"may_quote": 0})


def test_words_in_quotation_marks_in_a_chart_are_those_of_the_case(coded: OpenStudy) -> None:
    listed(coded)
    silence(coded, "P002")
    p2 = case(coded, "P002")
    said = PrintedWords("Chart 1", "P002, Time", "Told me “it was nobody's job” twice.", case=p2, shown_id="P002")
    plain = PrintedWords("Chart 1", "P002, Figures", "Found it was nobody's job.", case=p2, shown_id="P002")
    other = PrintedWords("Chart 1", "P001, Time", "Said “at home”.", case=case(coded, "P001"), shown_id="P001")
    (stop,) = findings_in(coded, [said, plain, other])
    assert (stop.kind, stop.words.place) == (StopKind.NOT_TO_QUOTE, "P002, Time")
    assert stop.said == "Chart 1, P002, Time: P002 may not be quoted"


def test_an_example_of_a_code_is_words_of_whoever_said_them(coded: OpenStudy, tmp_path: Path) -> None:
    listed(coded)
    book = coded.codes.codebook()
    with coded.unit_of_work("redefine_code") as work:
        work.codes.change(book.find("Own time").id, example="I did, at home, [on a day].")
        work.codes.change(book.find("Figures").id, example="out of date", definition="Told as “They were out of date”.")
    target = tmp_path / "codebook.docx"
    write_codebook_appendix(coded, target, audience=Audience.PUBLICATION)
    silence(coded, "P002")
    write_codebook_appendix(coded, target, audience=Audience.PUBLICATION)
    silence(coded, "P001")
    with pytest.raises(StoppedForPublication) as caught:
        write_codebook_appendix(coded, target, audience=Audience.PUBLICATION)
    assert [one.said for one in caught.value.stops] == [
        "Codebook, Own time: P001 may not be quoted",
        "Codebook, Figures: P001 may not be quoted",
    ]
    assert "qualcode codebook example" in caught.value.hint
    write_codebook_appendix(coded, target)


def test_words_that_anybody_says_are_nobodys(coded: OpenStudy) -> None:
    listed(coded)
    silence(coded, "P001")
    short = PrintedWords("Table 4", "recommendation 1", "Give it hours: it is done “at home”.")
    other = PrintedWords("Table 4", "recommendation 2", "“We wrote it together.”")
    said = PrintedWords("Table 4", "recommendation 3", "Make it a job: “it was nobody’s job”.")
    (stop,) = findings_in(coded, [short, other, said])
    assert stop.said == "Table 4, recommendation 3: P001 may not be quoted"


def test_an_extract_in_the_row_of_a_group_stops_where_one_of_its_speakers_may_not_be_quoted(coded: OpenStudy) -> None:
    listed(coded)
    silence(coded, "P002")
    shared = PrintedWords("Chart 1", "Group", "Yes. No.", case=case(coded, "P001"), quote=4, said_by=("P001", "P002"))
    (stop,) = findings_in(coded, [shared])
    assert stop.found == "P002"


def test_charts_tables_and_the_check_of_all_outputs_list_who_may_not_be_quoted(coded: OpenStudy, tmp_path: Path) -> None:
    import_summaries(coded, written(tmp_path, "s.csv", "case,theme,text\nP001,Time,Wrote it “at home” on Sundays.\n"))
    import_quotes(coded, written(tmp_path, "q.csv", 'table,row,source,words\n1,1,P001,"I did, at home, on Sundays."\n'))
    silence(coded, "P001")
    listed(coded, "Sandra")
    for write in (write_charts, write_theme_tables):
        target = tmp_path / "out.docx"
        with pytest.raises(StoppedForPublication, match="P001 may not be quoted") as caught:
            write(coded, target, audience=Audience.PUBLICATION)
        assert not target.exists()
    assert caught.value.counted == "1 place quotes who may not be quoted"
    assert "qualcode quotes remove" in caught.value.hint
    assert "names allow" not in caught.value.hint
    silenced = [one for one in check_outputs(coded) if one.kind is StopKind.NOT_TO_QUOTE]
    assert {one.words.output for one in silenced} == {"Chart 1", "Table 1"}
    # The team's charts print them; a table is made to be published, and takes in nobody who may not be quoted.
    write_charts(coded, tmp_path / "team.docx")
    with pytest.raises(NotAllowed, match="P001 may not be quoted, and is in table 1"):
        write_theme_tables(coded, tmp_path / "team-tables.docx")


def test_whoever_publishes_is_told_that_no_name_was_looked_for(coded: OpenStudy) -> None:
    assert remarks_on_list(coded, Audience.TEAM) == ()
    assert remarks_on_list(coded)[0].startswith("There is no replacement list fls.names, so no name was looked for.")
    listed(coded)
    assert remarks_on_list(coded)[0].startswith("The replacement list fls.names has no confirmed term, so no name")
    listed(coded, "Sandra")
    assert remarks_on_list(coded) == ()


def test_the_caption_of_the_codebook_names_its_version_and_is_checked(coded: OpenStudy, tmp_path: Path) -> None:
    save_codebook_version(coded, "as agreed with Sandra")
    listed(coded, "Sandra")
    with pytest.raises(StoppedForPublication, match="Codebook, caption: “Sandra”"):
        write_codebook_appendix(coded, tmp_path / "codebook.docx", audience=Audience.PUBLICATION)


def test_what_stands_around_the_cells_of_a_chart_is_checked(coded: OpenStudy) -> None:
    found = chart_file(coded, audience=Audience.PUBLICATION)
    given = "\n".join(one.text for one in printed_words(found))
    assert found.filters
    assert found.whose in given
    for text in (*(one.heading for one in found.filters), *(column.path for chart in found.charts for column in chart.columns)):
        assert text in given


FORMS = {"role": {"nurse": "clinical", "doctor": "clinical", "manager": "manager"}, "hospital": {}, "fls": {}}
PERSON = st.tuples(st.sampled_from(["nurse", "doctor", "manager", ""]), st.sampled_from("AB"), st.sampled_from(["yes", "no"]))
TOLD = st.tuples(st.integers(0, 3), st.sets(st.sampled_from(sorted(FORMS))), st.sampled_from(["", "own", "Q1"]), st.booleans())


@given(
    st.lists(PERSON, min_size=4, max_size=4),
    st.lists(TOLD, max_size=6),
    st.sampled_from(list(Identifies)),
    st.integers(1, 4),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rare_combinations_are_those_that_counting_by_hand_finds(
    coded: OpenStudy, people: list[tuple[str, str, str]], told: list[tuple[int, set[str], str, bool]], fls: Identifies, k: int
) -> None:
    listed(coded)
    attributes = {one.name: one.id for one in coded.cases.attributes()}
    change_attribute(coded, attributes["role"], {"bands": "clinical = nurse; doctor | manager = manager", "printed": "banded"})
    change_attribute(coded, attributes["fls"], {"identifies": fls.value})
    cases = coded.cases.all()
    known = [dict(zip(("role", "hospital", "fls"), one, strict=True)) for one in people]
    for case_, values in zip(cases, known, strict=True):
        set_cases(coded, [case_.id], values=values)

    def prints(person: int, name: str) -> str:
        value = known[person][name]
        return FORMS[name].get(value, value)

    words: list[PrintedWords] = []
    under: dict[tuple[int, object], set[tuple[str, str]]] = {}
    for place, (person, names, shown_id, raw) in enumerate(told):
        # An author's own tag tells a value as it is known, and not its band.
        values = {name: known[person][name] if raw and name == "role" else prints(person, name) for name in sorted(names)}
        shown = cases[person].name if shown_id == "own" else shown_id
        printed = tuple((name, value) for name, value in values.items() if value)
        words.append(PrintedWords("Table 1", f"row {place}", "a", cases[person].id, printed, shown, place))
        under.setdefault((person, shown or place), set()).update(printed)
    expected = []
    for (person, _), together in under.items():
        counted = {(name, value) for name, value in together if name != "fls" or fls is not Identifies.NO}
        alike = [
            one for one in range(len(cases)) if all(value in {known[one][name], prints(one, name)} for name, value in counted)
        ]
        assert person in alike
        if counted and len(alike) < k:
            expected.append((cases[person].id, tuple(sorted(counted)), tuple(cases[one].name for one in alike)))
    found = [one for one in findings_in(coded, words, k=k) if one.kind is StopKind.COMBINATION]
    assert sorted((one.words.case, one.combination, one.shared_by) for one in found) == sorted(expected)
