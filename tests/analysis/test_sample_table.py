from __future__ import annotations

import pytest

from qualcode.analysis.charts import about_case, shown_attributes, spoken
from qualcode.analysis.frequencies import plural, site_attribute
from qualcode.analysis.sample_table import Sample, sample_table, value_range
from qualcode.domain.cases import Attribute, AttributeType, Case, CaseKind
from qualcode.domain.sources import Source, SourceKind

ATTRIBUTES = (
    Attribute(1, "role", AttributeType.CATEGORY),
    Attribute(2, "years_at_hospital", AttributeType.INTEGER),
    Attribute(3, "hospital", AttributeType.CATEGORY),
    Attribute(4, "fls_at_hospital", AttributeType.BOOLEAN),
    Attribute(5, "remarks", AttributeType.TEXT),
)
ROWS = [
    ("nurse", "6", "H1", "no", "a"),
    ("doctor", "14", "H1", "no", "b"),
    ("nurse", "9", "H2", "yes", "c"),
    ("", "21", "H3", "no", "d"),
]


def case(number: int, row: tuple[str, ...]) -> Case:
    given = tuple((attribute.name, value) for attribute, value in zip(ATTRIBUTES, row, strict=True) if value)
    return Case(number, str(number), f"P{number}", CaseKind.PARTICIPANT, given)


def source(number: int, *, minutes: int | None = None, mode: str | None = None, pilot: bool = False) -> Source:
    return Source(
        number, str(number), number, f"S{number}", SourceKind.INTERVIEW, number, minutes=minutes, mode=mode, pilot=pilot
    )


SOURCES = {
    0: (source(1, minutes=38, mode="face to face", pilot=True),),
    1: (source(2, minutes=29, mode="telephone"),),
    2: (source(2, minutes=29, mode="telephone"),),
    3: (source(3, minutes=52, mode="face to face"), source(4, mode="telephone")),
}
CASES = tuple(case(number, row) for number, row in enumerate(ROWS))


def lines(sample: Sample) -> list[tuple[str, str, str]]:
    table, _ = sample_table(sample, "Sample")
    return [(section.heading, line.label, line.figure) for section in table.sections for line in section.lines]


def test_one_attribute_after_another_numbers_as_ranges_sites_counted_once() -> None:
    assert lines(Sample(CASES, ATTRIBUTES, SOURCES, "hospital")) == [
        ("Role", "Doctor", "1"),
        ("Role", "Nurse", "2"),
        ("Role", "Not known", "1"),
        ("", "Years at hospital, range", "6–21"),
        ("Hospitals", "Number", "3"),
        ("Hospitals", "Participants in each, range", "1–2"),
        ("Hospitals", "FLS at hospital: yes", "1 of 3"),
        ("Interviews", "Number", "4"),
        ("Interviews", "Minutes, range (1 not known)", "29–52"),
        ("Interviews", "Face to face", "2"),
        ("Interviews", "Telephone", "2"),
        ("Interviews", "Pilot interviews among them", "1"),
    ]


def test_free_text_is_left_out_and_named() -> None:
    table, left_out = sample_table(Sample(CASES, ATTRIBUTES, SOURCES, "hospital"), "Sample")
    assert left_out == ("remarks",)
    assert table.notes == ("One interview was held with more than one participant. One participant was interviewed twice.",)


def test_shares_print_when_asked_and_from_fifty_participants_on() -> None:
    assert ("Role", "Nurse", "2 (50%)") in lines(Sample(CASES, ATTRIBUTES, SOURCES, percent=True))
    many = tuple(case(number, ROWS[number % 2]) for number in range(50))
    assert ("Role", "Nurse", "25 (50%)") in lines(Sample(many, ATTRIBUTES, {}))
    assert ("Role", "Nurse", "25") in lines(Sample(many[:49], ATTRIBUTES, {}))


def test_without_sites_an_attribute_is_counted_in_people() -> None:
    assert ("FLS at hospital", "Yes", "1") in lines(Sample(CASES, ATTRIBUTES, SOURCES))
    assert ("FLS at hospital", "No", "3") in lines(Sample(CASES, ATTRIBUTES, SOURCES))


def test_an_attribute_that_differs_within_a_site_is_of_people() -> None:
    mixed = (case(0, ("nurse", "6", "H1", "no", "a")), case(1, ("nurse", "6", "H1", "yes", "b")))
    assert ("FLS at hospital", "Yes", "1") in lines(Sample(mixed, ATTRIBUTES, {}, "hospital"))


def test_a_declared_order_of_values_is_kept() -> None:
    grades = Attribute(1, "role", AttributeType.CATEGORY, ("nurse", "doctor"))
    assert [line[1] for line in lines(Sample(CASES, (grades,), {}))] == ["Nurse", "Doctor", "Not known"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (["9", "10", "2"], "2–10"),
        (["4"], "4"),
        (["1.5", "0.25"], "0.25–1.5"),
        (["2013-04-18", "2012-12-01"], "2012-12-01–2013-04-18"),
    ],
)
def test_ranges(values: list[str], shown: str) -> None:
    assert value_range(values) == shown


def test_what_prints_beside_a_name() -> None:
    shown = shown_attributes(ATTRIBUTES, CASES, "hospital")
    assert [one.name for one in shown] == ["role", "fls_at_hospital"]
    assert about_case(CASES[0], shown) == "Nurse; FLS at hospital: no"
    assert about_case(CASES[3], shown) == "FLS at hospital: no"
    assert [spoken(name) for name in ("fls", "years_in_post", "NHS trust")] == ["FLS", "Years in post", "NHS trust"]


def test_which_attribute_names_the_site() -> None:
    assert site_attribute(["hospital_type", "Hospital"]) == "Hospital"
    assert site_attribute(["role"]) is None
    assert [plural(word) for word in ("hospital", "surgery", "Trust")] == ["hospitals", "surgeries", "Trusts"]


def test_words_among_numbers_are_counted_and_in_no_range() -> None:
    years = (Attribute(1, "years", AttributeType.INTEGER),)
    given = tuple(
        Case(place, str(place), f"P{place}", CaseKind.PARTICIPANT, (("years", value),) if value else ())
        for place, value in enumerate(("10", "about 8", "9", "nan", ""))
    )
    assert lines(Sample(given, years, {})) == [("", "Years, range (1 not known, 2 no number)", "9–10")]


def test_sites_that_are_cases_say_of_themselves_what_nobody_there_was_asked() -> None:
    beds = Attribute(6, "beds", AttributeType.CATEGORY)
    sites = (
        Case(11, "11", "H1", CaseKind.SITE, (("beds", "few"), ("fls_at_hospital", "yes"))),
        Case(12, "12", "H2", CaseKind.SITE, (("beds", "many"),)),
        Case(13, "13", "H9", CaseKind.SITE, (("beds", "many"),)),
    )
    found = lines(Sample(CASES, (*ATTRIBUTES, beds), SOURCES, "hospital", site_cases=sites))
    assert [line[1:] for line in found if line[0] == "Hospitals"] == [
        ("Number", "3"),
        ("Participants in each, range", "1–2"),
        ("FLS at hospital: yes", "2 of 3"),
        ("Beds: few", "1 of 3"),
        ("Beds: many", "1 of 3"),
    ]


def test_participants_whose_site_is_not_known_are_counted_beside_the_range() -> None:
    stray = Case(9, "9", "P9", CaseKind.PARTICIPANT, (("role", "nurse"),))
    assert ("Hospitals", "Participants in each, range (1 not known)", "1–2") in lines(
        Sample((*CASES, stray), ATTRIBUTES, SOURCES, "hospital")
    )
