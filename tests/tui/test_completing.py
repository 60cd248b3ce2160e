"""A query being typed: what it could go on with, and what a name needs to stand in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.queries import CodeTerm, as_written, code_alone, quoted, read_query
from qualcode.tui.completing import MOST, Completer, code_as_asked
from qualcode.tui.query_prompt import QueryPrompt

NAMES = ["Time and capacity", "Transport", "Broken trust", "In clinician", "Profit", "Starred cases", "Transport"]
BOOK = Codebook.of(
    [
        Code(1, "g1", None, 1, "Access", CodeKind.THEME),
        *(Code(at + 2, f"g{at + 2}", 1 if at < 6 else None, at + 2, name, CodeKind.CODE) for at, name in enumerate(NAMES)),
    ]
)
VALUES = {"professional_group": ["nurse", "doctor", "manager"], "years in post": ["2", "10"], "site": []}


def offered(text: str, cursor: int | None = None) -> tuple[int, list[str]]:
    start, found = Completer(BOOK, VALUES).complete(text, len(text) if cursor is None else cursor)
    return start, [one.words for one in found]


def test_codes_attributes_and_marks_that_begin_so() -> None:
    assert offered("brok") == (0, ["Broken trust"])
    assert offered("tim")[1][0] == '"Time and capacity"'
    assert offered("in c")[1][0] == '"In clinician"'
    assert offered("prof")[1][:2] == ["Profit", "professional_group "]
    assert offered("group")[1] == ["professional_group "]
    assert offered("star")[1][:2] == ['"Starred cases"', "starred"]
    assert offered("") == (0, [])
    assert offered("Transport and ") == (14, [])


def test_a_name_that_several_codes_have_is_asked_for_by_its_path() -> None:
    assert offered("transp")[1] == ['"Access > Transport"', '"Transport"']
    assert [code_as_asked(BOOK, code) for code in (2, 4, 8)] == ['"Time and capacity"', "Broken trust", '"Transport"']


def test_it_begins_behind_what_joins_terms_and_not_inside_quotation_marks() -> None:
    assert offered('"Time and cap"  and not brok')[0] == len('"Time and cap"  and not ')
    assert offered("(Access near 3 brok") == (15, ["Broken trust"])
    assert offered("Access in the same turn as brok")[0] == 27
    assert offered('Access or "time and') == (10, ['"Time and capacity"'])
    assert offered("brok or Access", 4) == (0, ["Broken trust"])


def test_values_stand_behind_a_comparison() -> None:
    assert offered("Access and professional_group = ") == (32, ["nurse", "doctor", "manager"])
    assert offered("professional_group=d")[1] == ["doctor"]
    assert offered("years in post > 1") == (16, ["10"])
    assert offered("Access > brok")[1] == ["Broken trust"]


@given(st.text(max_size=60), st.integers(0, 60))
def test_whatever_is_typed_is_answered(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    start, found = Completer(BOOK, VALUES).complete(text, cursor)
    assert 0 <= start <= cursor
    assert len(found) <= MOST


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=30).filter(
        lambda name: name.strip()
    )
)
def test_a_name_as_written_is_read_as_that_code(name: str) -> None:
    name = " ".join(name.split())
    if {'"', "“", "”"} & set(name):
        return
    for written in (as_written(name), quoted(name), f"({as_written(name)})"):
        query = read_query(written)
        assert isinstance(query, CodeTerm)
        assert query.path == name
    assert code_alone(as_written(name)) == name
    assert code_alone(f"{as_written(name)} and x") is None


def prompt(text: str = "", earlier: tuple[str, ...] = ()) -> tuple[QueryPrompt, list[str | None]]:
    done: list[str | None] = []
    return QueryPrompt("QUERY", lambda _words: None, done.append, text, Completer(BOOK, VALUES), earlier), done


def test_tab_takes_one_after_the_other_and_typing_offers_anew() -> None:
    one, done = prompt()
    for letter in "acc and trans":
        one.key("space" if letter == " " else letter, letter)
    one.key("tab", None)
    assert one.line.text == 'acc and "Access > Transport"'
    one.key("tab", None)
    assert one.line.text == 'acc and "Transport"'
    one.key("tab", None)
    assert one.line.text == 'acc and "Access > Transport"'
    one.key("shift+tab", None)
    one.key("enter", None)
    assert done == ['acc and "Transport"']
    one.key("tab", None)
    nothing, _ = prompt()
    nothing.key("tab", None)
    assert nothing.line.text == ""


def test_up_brings_earlier_queries_and_down_what_was_being_typed() -> None:
    one, _ = prompt("", ("first", "second"))
    for letter in "new":
        one.key(letter, letter)
    seen = []
    for key in ("up", "up", "up", "down", "down", "down"):
        one.key(key, None)
        seen.append(one.line.text)
    assert seen == ["second", "first", "first", "second", "new", "new"]
