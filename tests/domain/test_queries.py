from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.queries import (
    And,
    CaseTerm,
    CodeTerm,
    MarkTerm,
    Near,
    Not,
    Or,
    Query,
    QueryError,
    asks_for_all,
    codes_of,
    conditions_of,
    is_condition,
    read_query,
)

A, B, C = CodeTerm("A"), CodeTerm("B"), CodeTerm("C")


def read(text: str) -> Query:
    """The tree without places."""
    return bare(read_query(text, ["Role", "years in post"]))


def bare(query: Query) -> Query:
    if isinstance(query, CodeTerm):
        return CodeTerm(query.path)
    if isinstance(query, CaseTerm):
        return CaseTerm(query.attribute, query.comparison, query.value)
    if isinstance(query, Near):
        return Near(bare(query.left), bare(query.right), query.turns, query.without)
    if isinstance(query, Not):
        return Not(bare(query.of))
    return query if isinstance(query, MarkTerm) else type(query)(tuple(map(bare, query.parts)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", A),
        ("Time of one's own", CodeTerm("Time of one's own")),
        ('"Time and capacity"', CodeTerm("Time and capacity")),
        ("“Not now”", CodeTerm("Not now")),
        ('Theme > "Sub and more" > Code', CodeTerm("Theme > Sub and more > Code")),
        ("A or B and not C", Or((A, And((B, Not(C)))))),
        ("(A or B) and C", And((Or((A, B)), C))),
        ("A and B and C", And((A, B, C))),
        ("not A near B", Not(Near(A, B, 1))),
        ("A near 3 B near C", Near(Near(A, B, 3), C, 1)),
        ("A not near B", Near(A, B, 1, without=True)),
        ("A in the same turn as B", Near(A, B, 0)),
        ("A not within the same turn B", Near(A, B, 0, without=True)),
        ("not not A", A),
        ("not (not A)", A),
        ("role = nurse and years in post > 5", And((CaseTerm("role", "=", "nurse"), CaseTerm("years in post", ">", "5")))),
        ("years in post ≥ 5 OR Role != 'x'", Or((CaseTerm("years in post", ">=", "5"), CaseTerm("Role", "!=", "'x'")))),
        ("years > 5", CodeTerm("years > 5")),
        ("A and starred and not unsure", And((A, MarkTerm("starred"), Not(MarkTerm("unsure"))))),
        ('"starred"', CodeTerm("starred")),
        ("role = ward manager and A", And((CaseTerm("role", "=", "ward manager"), A))),
        ("In the end in the same turn as A", Near(CodeTerm("In the end"), A, 0)),
    ],
)
def test_what_is_read(text: str, expected: Query) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("A and", 6),
        ("A and or B", 7),
        ("(A", 1),
        ("A )", 3),
        ('A or "B', 6),
        ("role =", 7),
        ("A ! B", 3),
        ('A near ""', 8),
        ("A (B)", 3),
        ("A > and", 5),
        ("(" * 51 + "A" + ")" * 51, 51),
    ],
)
def test_a_fault_names_its_place(text: str, at: int) -> None:
    with pytest.raises(QueryError) as error:
        read_query(text)
    assert error.value.at == at
    assert f"At sign {at} " in error.value.message


@given(st.text(alphabet='AB ()"and ornt=<>!3', max_size=30))
def test_whatever_is_typed_is_read_or_refused_with_a_place(text: str) -> None:
    at = 1
    try:
        read_query(text, ["A"])
    except QueryError as error:
        at = error.at
    assert 1 <= at <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "condition", "everything"),
    [
        ("A", False, False),
        ("A and not B", False, False),
        ("A and role = x", False, False),
        ("not A", False, True),
        ("A or role = x", False, True),
        ("A and (B or starred)", False, True),
        ("A and not (not B and C)", False, False),
        ("A near (not B)", False, True),
        ("not starred or role = x", True, True),
    ],
)
def test_what_narrows_and_what_needs_all_codings(text: str, condition: bool, everything: bool) -> None:
    assert (is_condition(read(text)), asks_for_all(read(text))) == (condition, everything)


def test_what_it_names() -> None:
    query = read("A and not (B or role = x) and C near starred")
    assert [code.path for code in codes_of(query)] == ["A", "B", "C"]
    assert [term.attribute for term in conditions_of(query)] == ["role"]
