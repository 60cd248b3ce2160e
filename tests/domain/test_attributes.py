from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.attributes import as_printed, fits, is_wrong, printed_value, read_bands, read_order, read_value
from qualcode.domain.cases import Attribute, AttributeType, Case, CaseKind, Printed
from qualcode.errors import InvalidInput

if TYPE_CHECKING:
    from datetime import date

T = AttributeType


def attribute(type_: AttributeType, **fields: object) -> Attribute:
    return Attribute(1, "it", type_, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("type_", "given", "kept"),
    [
        (T.TEXT, " any words\nat all ", "any words\nat all"),
        (T.INTEGER, " 12 ", "12"),
        (T.INTEGER, "-3", "-3"),
        (T.NUMBER, "2.5", "2.5"),
        (T.NUMBER, "1e3", "1e3"),
        (T.NUMBER, ".5", ".5"),
        (T.BOOLEAN, "Y", "yes"),
        (T.BOOLEAN, "FALSE", "no"),
        (T.DATE, "2013-04-18", "2013-04-18"),
        (T.CATEGORY, "anything  else", "anything else"),
        (T.INTEGER, "  ", ""),
    ],
)
def test_values_are_kept_as_their_type_writes_them(type_: AttributeType, given: str, kept: str) -> None:
    assert read_value(attribute(type_), given) == kept
    assert not kept or not is_wrong(attribute(type_), kept)


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        (T.INTEGER, "2.5"),
        (T.INTEGER, "1_000"),
        (T.INTEGER, "١٢"),
        (T.INTEGER, "about 8"),
        (T.NUMBER, "2,5"),
        (T.NUMBER, "nan"),
        (T.NUMBER, "inf"),
        (T.NUMBER, "1e999"),
        (T.BOOLEAN, "perhaps"),
        (T.DATE, "18.4.2013"),
        (T.DATE, "2013-02-30"),
        (T.DATE, "20130418"),
        (T.DATE, "2013-W16-4"),
    ],
)
def test_what_is_no_value_is_refused_with_how_it_is_written(type_: AttributeType, given: str) -> None:
    with pytest.raises(InvalidInput, match="does not fit it"):
        read_value(attribute(type_), given)
    assert is_wrong(attribute(type_), given)


def test_stated_categories_are_taken_in_any_case_of_letters_and_no_other() -> None:
    roles = attribute(T.CATEGORY, order=("nurse", "Doctor"))
    assert read_value(roles, "NURSE") == "nurse"
    assert read_value(roles, "doctor") == "Doctor"
    with pytest.raises(InvalidInput, match=r"no category of it\. Its categories are nurse, Doctor"):
        read_value(roles, "manager")
    assert is_wrong(roles, "manager")
    assert is_wrong(roles, "NURSE")


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_fits(number: float) -> None:
    assert fits(T.NUMBER, str(number))
    assert fits(T.INTEGER, str(number)) is isinstance(number, int)


@given(st.dates())
def test_every_date_fits(day: date) -> None:
    assert fits(T.DATE, day.isoformat())


@given(st.text(max_size=12))
def test_what_fits_a_number_python_reads(text: str) -> None:
    if fits(T.NUMBER, text):
        float(text)
    if fits(T.INTEGER, text):
        int(text)


def test_an_order_is_read_with_commas_or_semicolons() -> None:
    assert read_order("nurse, doctor ,, manager") == ("nurse", "doctor", "manager")
    assert read_order("nurse, senior; doctor") == ("nurse, senior", "doctor")
    with pytest.raises(InvalidInput, match="twice"):
        read_order("nurse, Nurse")


@pytest.mark.parametrize(
    ("type_", "bands", "printed"),
    [
        (T.INTEGER, "0-5, 6-10, 11+", {"3": "0–5", "10": "6–10", "40": "11+", "-1": "other", "about 8": "other"}),
        (T.NUMBER, "<2, 3+", {"1.5": "<2", "2.5": "other", "3": "3+"}),
        (T.DATE, "2010-2012, 2013", {"2011-05-01": "2010–2012", "2013-01-01": "2013", "1999-01-01": "other"}),
        (T.CATEGORY, "nurse = Sister; staff nurse | doctor=GP", {"sister": "nurse", "GP": "doctor", "porter": "other"}),
        (T.TEXT, "north = Leeds; York\nsouth = Bath", {"York": "north", "Bath": "south", "Paris": "other"}),
    ],
)
def test_banded_values_print_as_their_band(type_: AttributeType, bands: str, printed: dict[str, str]) -> None:
    one = attribute(type_, printed=Printed.BANDED, bands=read_bands(type_, bands))
    assert {value: printed_value(one, value) for value in printed} == printed
    assert read_bands(type_, one.bands) == one.bands


@pytest.mark.parametrize(
    ("type_", "bands"),
    [(T.INTEGER, "5-1"), (T.INTEGER, "a lot"), (T.INTEGER, "0-5,5-6"), (T.TEXT, "north"), (T.TEXT, "a = x | b = X")],
)
def test_bands_that_cannot_be_are_refused(type_: AttributeType, bands: str) -> None:
    with pytest.raises(InvalidInput):
        read_bands(type_, bands)


def test_cases_as_they_are_printed() -> None:
    years = Attribute(1, "years", T.INTEGER, printed=Printed.BANDED, bands="0-5,6+")
    town = Attribute(2, "town", T.TEXT, printed=Printed.NEVER)
    role = Attribute(3, "role", T.CATEGORY)
    case = Case(1, "", "P1", CaseKind.PARTICIPANT, (("years", "9"), ("town", "Leeds"), ("role", "nurse")))
    attributes, (told,) = as_printed([years, town, role], [case])
    assert [(one.name, one.type, one.order) for one in attributes] == [
        ("years", T.CATEGORY, ("0–5", "6+", "other")),
        ("role", T.CATEGORY, ()),
    ]
    assert told.values == (("years", "6+"), ("role", "nurse"))
    _, (kept,) = as_printed([years, town, role], [case], keep=["town"])
    assert kept.value("town") == "Leeds"
