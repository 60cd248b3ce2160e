from __future__ import annotations

from dataclasses import replace

import pytest

from qualcode.domain.cases import Attribute, AttributeType, Case, CaseKind, Printed
from qualcode.domain.tags import checked_pattern, tag_of, told_by, told_in
from qualcode.domain.theme_tables import Told
from qualcode.errors import InvalidInput

ROLE = Attribute(1, "role", AttributeType.CATEGORY)
YEARS = Attribute(2, "years", AttributeType.INTEGER, printed=Printed.BANDED, bands="0-5,6+")
WARD = Attribute(3, "hospital_type", AttributeType.CATEGORY)
NAME = Attribute(4, "name", AttributeType.TEXT, printed=Printed.NEVER)
ATTRIBUTES = (ROLE, YEARS, WARD, NAME)


def case(name: str, number: int = 1, kind: CaseKind = CaseKind.PARTICIPANT, **values: str) -> Case:
    return Case(number, name, name, kind, tuple(values.items()))


ANN = case("P004", role="nurse", years="7", hospital_type="teaching")
BEN = case("P005", 2, role="doctor", years="2", hospital_type="district")


@pytest.mark.parametrize(
    ("pattern", "cases", "said"),
    [
        ("[Participant ID: {id}]", [ANN], "[Participant ID: P004]"),
        ("[Participant ID: {id}]", [ANN, BEN], "[Participant ID: P004, P005]"),
        ("({role}, {hospital_type})", [ANN], "(nurse, teaching)"),
        ("({role}, {hospital_type})", [ANN, BEN], "(nurse, teaching; doctor, district)"),
        ("({Role}; {years} years)", [ANN], "(nurse; 6+ years)"),
        ("({role}, {hospital_type})", [case("P9", role="nurse")], "(nurse)"),
        ("({role}, {hospital_type})", [case("P9", hospital_type="district")], "(district)"),
        ("({role})", [case("P9")], ""),
        ("{id}: {role}", [ANN, BEN], "P004: nurse; P005: doctor"),
        ("", [ANN], ""),
        ("[Participant ID: {id}]", [], ""),
        ("[ID {id}]", [case("Ward 4", 3, CaseKind.SITE), ANN], "[ID P004]"),
        ("[ID {id}]", [case("FG1", 3, CaseKind.GROUP)], "[ID FG1]"),
        ("(a participant)", [ANN], "(a participant)"),
    ],
)
def test_a_tag_is_filled_from_what_is_printed_of_those_who_speak(pattern: str, cases: list[Case], said: str) -> None:
    assert tag_of(pattern, cases, ATTRIBUTES).text == said


def test_a_fresh_id_stands_for_the_participant() -> None:
    tag = tag_of("[{id}, {role}]", [ANN], ATTRIBUTES, shown_id="Q1")
    assert (tag.text, tag.shown_id, tag.printed) == ("[Q1, nurse]", "Q1", (("role", "nurse"),))


def test_what_a_tag_tells_of_each_is_known() -> None:
    assert told_by("[{id}: {role}, {years}]", [ANN, BEN], ATTRIBUTES) == (
        Told(1, "P004", (("role", "nurse"), ("years", "6+"))),
        Told(2, "P005", (("role", "doctor"), ("years", "0–5"))),
    )
    assert tag_of("[{role}, {hospital_type}]", [case("P9", role="nurse")], ATTRIBUTES).missing == ("hospital_type",)


@pytest.mark.parametrize(
    ("words", "shown", "told"),
    [
        ("Participant ID: 004", "P004", ()),
        ("p004, a Nurse", "P004", (("role", "nurse"),)),
        ("participant 4", "P004", ()),
        ("Participant ID: 040", None, ()),
        ("a nurse", None, (("role", "nurse"),)),
        ("nursery teaching assistant", None, (("hospital_type", "teaching"),)),
        ("7 years, name: Ann  B.", None, (("years", "7"), ("name", "Ann B."))),
        ("6+ years", None, (("years", "6+"),)),
        ("a doctor, 17 years", None, ()),
    ],
)
def test_a_tag_in_an_authors_words_tells_the_values_that_stand_in_it(
    words: str, shown: str | None, told: tuple[tuple[str, str], ...]
) -> None:
    ann = replace(ANN, values=(*ANN.values, ("name", "Ann B.")))
    assert told_in(words, [ann], ATTRIBUTES) == (Told(1, shown or words, told),)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("[{rank}]", 'no attribute "rank"'),
        ("[{name}]", "never printed"),
        ("[{id]", "stands alone"),
        ("[id}]", "stands alone"),
        ("[{}]", 'no attribute ""'),
    ],
)
def test_a_pattern_that_cannot_be_filled_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_pattern(pattern, ATTRIBUTES)
    assert said in refused.value.message


def test_a_pattern_is_kept_on_one_line() -> None:
    assert checked_pattern(" [ID:\n {id}] ", ATTRIBUTES) == "[ID: {id}]"
