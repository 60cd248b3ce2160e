"""Terms of a replacement list in texts, with the traps that real names set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.name_folding import folded
from qualcode.analysis.name_matching import NameMatcher
from qualcode.domain.identification import HowFound, ListedName, NameKind, NameState, ReplacementList

PERSON, PLACE, ORGANISATION = NameKind.PERSON, NameKind.PLACE, NameKind.ORGANISATION


def matcher(*terms: tuple[str, NameKind], dismissed: tuple[str, ...] = ()) -> NameMatcher:
    names = [ListedName(term, kind) for term, kind in terms]
    names += [ListedName(term, state=NameState.NOT_A_NAME) for term in dismissed]
    return NameMatcher(ReplacementList("key", tuple(names)))


def found(text: str, *terms: tuple[str, NameKind], dismissed: tuple[str, ...] = ()) -> list[str]:
    return [match.span.words_of(text) for match in matcher(*terms, dismissed=dismissed).matches(text)]


@pytest.mark.parametrize(
    ("term", "kind", "text", "hits"),
    [
        ("Prewitt", PERSON, "So Prewitt rang, and prewitt rang again, PREWITT!", ["Prewitt", "prewitt", "PREWITT"]),
        (
            "Prewitt",
            PERSON,
            "Prewitt's, Prewitt’s, the Prewitts, the Prewitts' house",
            ["Prewitt", "Prewitt", "Prewitts", "Prewitts"],
        ),
        ("Prewitt", PERSON, "Prewittson and SuperPrewitt are others", []),
        ("Prewitt", PERSON, "_Prewitt_ and (Prewitt) and “Prewitt”", ["Prewitt", "Prewitt", "Prewitt"]),
        ("Kelderby Royal", ORGANISATION, "at Kelderby\nRoyal, at Kelderby\u00a0Royal, at Kelderby-Royal", 3),
        ("O'Hara", PERSON, "O’Hara, O'Hara, Oʼhara", 3),
        ("Zoë", PERSON, "Zoë, Zoe\u0308, Zoe", 3),
        ("Dr Vasey", PERSON, "Dr. Vasey and dr Vasey and Vasey", ["Dr. Vasey", "dr Vasey", "Vasey"]),
        ("Lionel Prewitt", PERSON, "Lionel said; Mr Prewitt said; lionel too", ["Lionel", "Prewitt", "lionel"]),
        ("Gillian Prowse", PERSON, "GILLIAN, gillian, PROWSE, prowse's", ["GILLIAN", "gillian", "PROWSE", "prowse"]),
        ("Kevin O'Hara", PERSON, "o’hara, OHara, KEVIN", ["o’hara", "OHara", "KEVIN"]),
        ("Hope Ward", PERSON, "I hope the ward, THE WARD, hopes; mr ward", ["mr ward"]),
        ("Jane English", PERSON, "plain english; the English; JANE", ["English", "JANE"]),
        ("Rowan Ward", PERSON, "Rowan Ward; Dr Ward; the Ward; a rowan", ["Rowan Ward", "Dr Ward"]),
        ("KRI", ORGANISATION, "the KRI, the K.R.I., a kri, KRIs", ["KRI", "K.R.I.", "KRIs"]),
        ("0141 496 0123", NameKind.CONTACT, "01414960123, 0141-496-0123, (0141) 496 0123, 50141 4960123", 3),
        ("0141 496 0123", NameKind.CONTACT, "+44 141 496 0123, +44 (0)141 4960123, 0044141-496-0123", 3),
        ("+44 (0)141 496 0123", NameKind.CONTACT, "+441414960123, 0141 496 0123, (0141) 496-0123", 3),
        ("0044 141 496 0123", NameKind.CONTACT, "+44 141 496 0123; 01414960123; 14960123; 90141 496 0123", 2),
        ("St Mary's", ORGANISATION, "St Mary's, St Mary’s, St. Marys, st marys, St Marys'", 5),
        ("St Marys Hospital", ORGANISATION, "St Mary's Hospital, St Marys Hospital, St. Marys’ hospital", 2),
        ("Mary's Lodge", PLACE, "at Marys Lodge, at Mary's Lodge", 2),
        ("a.b@kelderby.example", NameKind.CONTACT, "write to A.B@Kelderby.example.", 1),
        ("the only man on the ward", NameKind.POST, "I was the Only Man on the Ward then", 1),
        ("王小明", PERSON, "我是王小明的同事", ["王小明"]),
    ],
)
def test_a_term_is_found_in_all_its_forms(term: str, kind: NameKind, text: str, hits: list[str] | int) -> None:
    there = found(text, (term, kind))
    assert (len(there) if isinstance(hits, int) else there) == hits


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("May", "in May, by May, late May, May 2013, 3 May, I may; Monday to May", []),
        ("May", "with May. Then May said; Noreen May; Mrs May; May's", ["May", "May", "May", "May", "May"]),
        ("Ward", "on the ward, Ward 7, Ward B", []),
        ("Ward", "and Ward said; Ward’s case", ["Ward", "Ward"]),
        ("Hope", "I hope so, with hope", []),
        ("Hope", "Mrs Hope; Hope told me", ["Hope", "Hope"]),
        ("Rose", "it rose and rose", []),
        ("Ward", "Ward7, May2013", []),
    ],
)
def test_a_surname_that_is_a_word_is_found_only_as_a_name(term: str, text: str, hits: list[str]) -> None:
    assert found(text, (term, PERSON)) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Prewit, Prewett, Preiwtt, Prewitts", ["Prewit", "Prewett", "Preiwtt", "Prewitts"]),
        ("Fairwether's case, and Fairwhether", ["Fairwether", "Fairwhether"]),
        ("preview, prewash, Hewitt, Fairer", []),
    ],
)
def test_misspellings_of_confirmed_names_are_found(text: str, hits: list[str]) -> None:
    assert found(text, ("Prewitt", PERSON), ("Fairweather", PERSON)) == hits


@pytest.mark.parametrize(
    ("term", "kind", "text", "hits"),
    [
        # What a quotation edited for print does to a name: a capital in brackets, an ending, a cut in it.
        (
            "Kelderby",
            PLACE,
            "[K]elderby, Kelder[by], Kelder[…]by, [Kelderby]",
            ["[K]elderby", "Kelder[by]", "Kelder[…]by", "Kelderby"],
        ),
        ("Kelder Bay", PLACE, "Kelder […] Bay, Kelder … Bay, Kelder[…] Bay, [K]elder Bay", 4),
        ("Kelder Bay", PLACE, "Kelder [the] Bay, Kelder. […] The Bay", []),
        # What nobody sees.
        (
            "Kelderby",
            PLACE,
            "Kel\u034fderby, Kel\ufe0fderby, Kel\x01derby, Kel\x1bderby, Kel\u200bderby, Kel\u3164derby, Kel\u00adderby",
            7,
        ),
        ("Kelder Bay", PLACE, "Kelder\u200bBay, Kelder\x1fBay, Kelder\u2028Bay, Kelder_Bay, Kelder.Bay", 5),
        # What the end of a line divides, and what a decomposition leaves whole.
        ("Kelderby", PLACE, "in Kel-\nderby, in Kelder- by", ["Kel-\nderby", "Kelder- by"]),
        ("Łukasz Øberg", PERSON, "Lukasz, OBERG, Łukasz Oberg", 3),
        ("Hauptstraße", PLACE, "HAUPTSTRASSE, hauptstrasse", 2),
        # IDs that are made of a name and a number.
        ("KDGH", ORGANISATION, "KDGH01, KDGH-2, 3KDGH, XKDGH", ["KDGH", "KDGH", "KDGH"]),
        ("Gillian Prowse", PERSON, "Gillian2, prowse_07", ["Gillian2", "prowse"]),
        ("ward 12", PLACE, "ward 123, ward 12, 4ward 12", ["ward 12", "ward 12"]),
    ],
)
def test_a_term_is_seen_through_what_a_reader_sees_through(term: str, kind: NameKind, text: str, hits: list[str] | int) -> None:
    there = found(text, (term, kind))
    assert (len(there) if isinstance(hits, int) else there) == hits


def test_short_names_and_names_that_are_words_have_no_misspellings() -> None:
    assert found("Lent, Lan, Words, Warder, March", ("Len", PERSON), ("Ward", PERSON), ("Marsh", PERSON)) == []


def test_what_is_known_to_be_no_name_masks_what_is_in_it() -> None:
    assert found("Kelderby and the Kelderby Declaration", ("Kelderby", PLACE), dismissed=("Kelderby Declaration",)) == [
        "Kelderby"
    ]
    assert found("Prewett", ("Prewitt", PERSON), dismissed=("Prewett",)) == []
    assert found("in any case; Case said", ("Paul Case", PERSON), dismissed=("case",)) == ["Case"]


def test_the_longest_term_is_the_one_found() -> None:
    text = "at Kelderby General Hospital"
    assert found(text, ("Kelderby", PLACE), ("Kelderby General Hospital", ORGANISATION)) == ["Kelderby General Hospital"]


def test_how_a_term_was_found_is_said() -> None:
    matches = matcher(("Lionel Prewitt", PERSON)).matches("Lionel Prewitt, Prewitt, Prewett")
    assert [one.how for one in matches] == [HowFound.LISTED, HowFound.PART, HowFound.MISSPELT]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_found_wherever_it_stands_and_its_span_is_exact(before: str, after: str) -> None:
    text = f"{before} Prewitt {after}"
    spans = [one.span for one in matcher(("Prewitt", PERSON)).matches(text)]
    assert any(span.start == len(before) + 1 and span.words_of(text) == "Prewitt" for span in spans)


@given(
    st.text(max_size=8), st.sampled_from(NameKind), st.sampled_from(NameState), st.text(alphabet="ab' […]-\u200b.", max_size=30)
)
def test_whatever_stands_in_a_list_the_spans_found_are_of_the_text(
    term: str, kind: NameKind, state: NameState, text: str
) -> None:
    names = (ListedName(term, kind, "", state), ListedName("ab", PERSON))
    text = f"{text} {term} {text}"
    for match in NameMatcher(ReplacementList("key", names)).matches(text):
        assert 0 <= match.span.start < match.span.end <= len(text)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    fold = folded(text)
    assert len(fold.text) == len(fold.at)
    assert list(fold.at) == sorted(fold.at)
    assert all(0 <= place < len(text) for place in fold.at)
    assert not any(unicodedata.combining(one) for one in fold.text)
