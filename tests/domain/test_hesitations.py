from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.hesitations import hesitations_in
from qualcode.domain.quotes import EditKind, apply_edits


def without(verbatim: str, *words: str) -> str:
    return apply_edits(hesitations_in(verbatim, words) if words else hesitations_in(verbatim), verbatim)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("I, er, think so", "I think so"),
        ("well, um, I think so", "well, I think so"),
        ("You know, erm, it came back.", "You know, it came back."),
        ("Er, we wrote it.", "We wrote it."),
        ("It came back. Um, we tried again.", "It came back. We tried again."),
        ("It came back, um.", "It came back."),
        ("It was er nobody's job", "It was nobody's job"),
        ("three, er, um, nurses", "three nurses"),
        ("Errr, ummm, yes", "Yes"),
        ("Er. We tried.", "We tried."),
        ("we asked er…", "we asked…"),
        ("Um… I mean, yes", "I mean, yes"),
        ("\n\nP001: Uh… So it began", "\n\nP001: So it began"),
        ("that is… Uh… That’s it", "that is… That’s it"),
        ("uh-huh, I said", "uh-huh, I said"),
        ("in the ER they wait", "in the ER they wait"),
        ("her number, summer, further", "her number, summer, further"),
        ("Erm.", "Erm."),
        ("no words", "no words"),
        ("Er, 15 of them", "15 of them"),
        ("one line, er\nanother", "one line\nanother"),
        ("I er\u00a0think", "I \u00a0think"),
    ],
)
def test_hesitations_go_with_what_set_them_off(said: str, printed: str) -> None:
    assert without(said) == printed


def test_a_study_says_what_counts_as_one() -> None:
    assert without("Also, äh, er kam nicht", "äh") == "Also er kam nicht"
    assert without("like, er, this", "like") == "er, this"


WORDS = st.sampled_from(
    ["er", "um", "Erm", "we", "wrote", "it", "Dr", "2016", "ER", "uh-huh", "\U0001f642", "مرحبا", "…", "(laughs)"]
)
SAID = st.lists(st.tuples(WORDS, st.sampled_from([" ", ", ", ". ", "? ", "\n\n", "-", "… "])), max_size=20).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@given(SAID)
def test_nothing_but_hesitations_and_their_commas_goes(said: str) -> None:
    edits = hesitations_in(said)
    assert all(edit.kind is EditKind.HESITATION for edit in edits)
    printed = apply_edits(edits, said)
    kept = [word for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", said) if not re.fullmatch(r"[eE]r+m?|[uU]m", word)]
    left = re.findall(r"[^\W_]+(?:-[^\W_]+)*", printed)
    if edits:
        hesitating = r"[eE]r+m?|[uU]m"
        assert [word.casefold() for word in left if not re.fullmatch(hesitating, word)] == [word.casefold() for word in kept]
    else:
        assert printed == said
