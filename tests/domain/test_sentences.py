"""The sentence rules, case by case, and what holds for every text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.domain.sentences import paragraphs, sentences
from qualcode.domain.spans import Span


def split(text: str) -> list[str]:
    return [span.words_of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We wrote it. Nobody read it.", ["We wrote it.", "Nobody read it."]),
        ("Did they? Yes! They did.", ["Did they?", "Yes!", "They did."]),
        ("Really?! Well.", ["Really?!", "Well."]),
        ("i went home. then i slept.", ["i went home.", "then i slept."]),
        ("no stop at the end", ["no stop at the end"]),
        ("It took us\nthree lines. And\none more.", ["It took us\nthree lines.", "And\none more."]),
        ("one paragraph\n\nand the next", ["one paragraph", "and the next"]),
        ("one paragraph\n \t\nand the next", ["one paragraph", "and the next"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_at_their_marks_and_at_empty_lines(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is late.” He left.", ["“It is late.”", "He left."]),
        ('She said "Really?" and left. Then I did.', ['She said "Really?" and left.', "Then I did."]),
        ("(He left.) We stayed.", ["(He left.)", "We stayed."]),
        (
            "I went (why not?) and came (he came. He went.) back. Fine.",
            ["I went (why not?) and came (he came. He went.) back.", "Fine."],
        ),
        ("He asked ‘why?’ He knew.", ["He asked ‘why?’", "He knew."]),
        ("An open bracket ( is no bracket. So it ends.", ["An open bracket ( is no bracket.", "So it ends."]),
    ],
)
def test_closing_quotes_and_brackets_stay_with_their_sentence(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I saw Dr. Smith. She waited.", ["I saw Dr. Smith.", "She waited."]),
        ("Things, e.g. Tuesdays, i.e. Mondays. Good.", ["Things, e.g. Tuesdays, i.e. Mondays.", "Good."]),
        ("J. Smith and W. H. Ward came. Yes.", ["J. Smith and W. H. Ward came.", "Yes."]),
        ("We gave vitamin D. And then nothing.", ["We gave vitamin D.", "And then nothing."]),
        ("So did I. Then we stopped.", ["So did I.", "Then we stopped."]),
        ("I. M. Pei built it. So.", ["I. M. Pei built it.", "So."]),
        ("In the U.S. Government. In the U.S. They pay.", ["In the U.S. Government.", "In the U.S.", "They pay."]),
        ("At 9 a.m. Monday was gone. At 9 a.m. on the dot.", ["At 9 a.m.", "Monday was gone.", "At 9 a.m. on the dot."]),
        ("No. No. 5 was. No.", ["No.", "No. 5 was.", "No."]),
        ("Pens, paper, etc. and more. Pens etc. Then more.", ["Pens, paper, etc. and more.", "Pens etc.", "Then more."]),
    ],
)
def test_initials_and_abbreviations(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was 3.5 per cent. In 2013. Then 1,000.", ["It was 3.5 per cent.", "In 2013.", "Then 1,000."]),
        ("1. First. 2. Second.", ["1. First.", "2. Second."]),
        ("See nhs.uk/bones.html today. Fine.", ["See nhs.uk/bones.html today.", "Fine."]),
        ("Well... maybe. Well… maybe. Well… Maybe.", ["Well... maybe.", "Well… maybe.", "Well…", "Maybe."]),
        ("I... I don't know. I… I'm lost.", ["I... I don't know.", "I… I'm lost."]),
    ],
)
def test_numbers_addresses_and_pauses(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[laughs]", ["[laughs]"]),
        ("We did. [laughs] Then not.", ["We did.", "[laughs] Then not."]),
        ("We did. [laughs]", ["We did. [laughs]"]),
        ("We did. (laughs) … Never.", ["We did. (laughs) …", "Never."]),
        ("[inaudible 00:12:31. Noise.] okay. Yes.", ["[inaudible 00:12:31. Noise.] okay.", "Yes."]),
        ("… And so. On.", ["… And so.", "On."]),
    ],
)
def test_notes_stay_whole_and_never_stand_alone(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好。我是。行吗？好！", ["你好。", "我是。", "行吗？", "好！"]),
        ("「はい。」と言った。「はい。」「いいえ。」", ["「はい。」と言った。", "「はい。」", "「いいえ。」"]),
        ("هل جاء؟ نعم جاء.", ["هل جاء؟", "نعم جاء."]),
        ("O Dr. João chegou. E a Dra. Ana? Não.", ["O Dr. João chegou.", "E a Dra. Ana?", "Não."]),
    ],
)
def test_other_scripts(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_span_is_split_by_itself() -> None:
    text = "Before. Inside one. Inside two. After."
    start, end = text.index("Inside one"), text.index(" After")
    assert [span.words_of(text) for span in sentences(text, Span(start, end))] == ["Inside one.", "Inside two."]
    assert [span.words_of(text) for span in sentences(text, Span(start + 2, start + 6))] == ["side"]


TALK = st.text(alphabet=st.sampled_from('ab I.DrU?!…"”’([)] \n5。？「」 JM'), max_size=80)


@given(TALK)
@example("(a. b) [c. (d] e) f. [g")
def test_sentences_hold_every_sign_once(text: str) -> None:
    spans = sentences(text)
    covered = [offset for span in spans for offset in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert {at for at, sign in enumerate(text) if not sign.isspace()} <= set(covered)
    for span in spans:
        words = span.words_of(text)
        assert words == words.strip()
        assert "\n\n" not in words


@given(TALK, st.integers(0, 80), st.integers(1, 80))
def test_a_span_gives_what_its_text_alone_gives(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    if start >= end:
        return
    inside = [(span.start - start, span.end - start) for span in sentences(text, Span(start, end))]
    assert inside == [(span.start, span.end) for span in sentences(text[start:end])]


@given(TALK)
def test_paragraphs_are_the_text_between_empty_lines(text: str) -> None:
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    expected = ["\n".join(block).strip() for block in blocks if block]
    assert [span.words_of(text) for span in paragraphs(text)] == expected
