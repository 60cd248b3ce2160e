"""The gate before a publication: what it stops, what it lets pass, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.domain.identification import ListedName, NameKind, NameState, ReplacementList, StopKind
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.errors import NotAllowed
from qualcode.services.gate import StoppedForPublication, check_printed, findings_in
from qualcode.services.names_list import names_path, write_list

if TYPE_CHECKING:
    from qualcode.storage import OpenStudy


def listed(study: OpenStudy, *terms: str) -> None:
    write_list(names_path(study), ReplacementList("", tuple(ListedName(term, NameKind.PERSON, "colleague") for term in terms)))


def case(study: OpenStudy, name: str) -> int:
    return next(one.id for one in study.cases.all() if one.name == name)


def test_team_outputs_never_stop(coded: OpenStudy) -> None:
    check_printed(coded, [PrintedWords("Table 1", "row", "Sandra wrote it")], audience=Audience.TEAM)


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
    assert "qualcode names allow" in caught.value.hint
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


def test_attributes_that_tell_nothing_are_not_counted_and_direct_ones_always_stop(coded: OpenStudy) -> None:
    from qualcode.services.attributes import change_attribute

    listed(coded)
    numbers = {one.name: one.id for one in coded.cases.attributes()}
    words = PrintedWords("T", "r", "a", case=case(coded, "P002"), printed=(("role", "nurse"),), shown_id="002")
    change_attribute(coded, numbers["role"], {"identifies": "no"})
    assert findings_in(coded, [words]) == ()
    change_attribute(coded, numbers["role"], {"identifies": "directly"})
    assert [one.kind for one in findings_in(coded, [words], k=1)] == [StopKind.DIRECT]


def test_a_band_is_counted_by_what_it_prints(coded: OpenStudy) -> None:
    from qualcode.services.attributes import change_attribute

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
