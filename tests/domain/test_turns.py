from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.turns import Cue, Cutting, DeclaredLabel, cut

INTERVIEWER, PARTICIPANT = Role.INTERVIEWER, Role.PARTICIPANT


def turns(text: str, cutting: Cutting | None = None) -> list[tuple[str, str]]:
    cutting = cutting or cut(text)
    return [(cutting.speakers[turn.speaker].label, turn.span.words_of(text)) for turn in cutting.turns]


def labels(text: str) -> list[str]:
    return [turn.label.words_of(text) if turn.label else "" for turn in cut(text).turns]


SHAPES = {
    "inline": (
        "MEL: Okay?\n\nDONALD: Yes.\nAnd no.\n\nMEL: Good.\n",
        [("MEL", "Okay?"), ("DONALD", "Yes.\nAnd no."), ("MEL", "Good.")],
    ),
    "otter": (
        "Summary\n\nJane Roe  0:00  \nWhy?\n\nJohn Doe  0:21  \nSo.\nYes.\n\nJane Roe  1:02:11  \nMm.\n",
        [("Jane Roe", "Why?"), ("John Doe", "So.\nYes."), ("Jane Roe", "Mm.")],
    ),
    "otter in Word": ("P1 0:00\n\nWhy?\n\nP2 0:12\n\nSo.\n", [("P1", "Why?"), ("P2", "So.")]),
    "time before the label": (
        "[00:58] PARTICIPANT 10: \nWe do.\n\n[01:20] INTERVIEWER: \nWhy?\n",
        [("PARTICIPANT 10", "We do."), ("INTERVIEWER", "Why?")],
    ),
    "label alone, talk indented": (
        "Dan:\n\tWhat?\n\nParticipant:\n\tA plot.\n\nDan:\n\tGood.\n",
        [("Dan", "What?"), ("Participant", "A plot."), ("Dan", "Good.")],
    ),
    "every paragraph": (
        "Interviewer 1: Hello?\n\nInterviewer 1: You?\n\nInterviewee 1: Yes.\n",
        [("Interviewer 1", "Hello?"), ("Interviewer 1", "You?"), ("Interviewee 1", "Yes.")],
    ),
    "padded": ("Speaker 1:          one\nSpeaker 2:          two\n", [("Speaker 1", "one"), ("Speaker 2", "two")]),
    "small letters": ("interviewer: what?\n\ninterviewee: this\n", [("interviewer", "what?"), ("interviewee", "this")]),
    "tab after the colon": ("INT:\tWhy?\n\nP015:\tSo.\n", [("INT", "Why?"), ("P015", "So.")]),
    "legend": ("I = interviewer; Y = informant\n\nI:  Hvad?\nY:  Ja.\n", [("I", "Hvad?"), ("Y", "Ja.")]),
    "headings": (
        "# Talk\n\n### Interviewer\n\nHow?\n\n### Anna\n\nSo.\n\n### Anna\n\nYes.\n\n### Anna\n\nNo.\n",
        [("Interviewer", "How?"), ("Anna", "So."), ("Anna", "Yes."), ("Anna", "No.")],
    ),
    "brackets": (
        "[id1] hello?\n[id2] hi [laughs]\n[laughs] yes\n[id1] bye\n",
        [("id1", "hello?"), ("id2", "hi [laughs]\n[laughs] yes"), ("id1", "bye")],
    ),
    "f4": (
        "I: Was? #00:00:12-3#\n\nB: Das. #00:00:20-1#\n\nI: Gut. #00:00:22-0#\n",
        [("I", "Was? #00:00:12-3#"), ("B", "Das. #00:00:20-1#"), ("I", "Gut. #00:00:22-0#")],
    ),
    "table": (
        (
            "Timespan\tContent\tSpeaker\n0:00.0 - 0:15.3\tWhy?\tAnna\n0:15.3 - 0:20.0\tSo\nand so\tBen\n"
            "0:20.0 - 0:25.0\tmore\t\n\nEnd."
        ),
        [("Anna", "Why?"), ("Ben", "So\nand so"), ("Ben", "more")],
    ),
    "columns": ("00:01\tInterviewer\tHow?\n00:03\tParticipant\tSo.\n", [("Interviewer", "How?"), ("Participant", "So.")]),
    "Teams in Word": (
        "0:0:0.0 --> 0:0:1.250\nJane Roe\nHello?\n\n0:0:1.250 --> 0:0:3.0\nJohn Doe\nYes.\n\n0:0:3.0 --> 0:0:4.0\nJane Roe\nOk\n",
        [("Jane Roe", "Hello?"), ("John Doe", "Yes."), ("Jane Roe", "Ok")],
    ),
    "changelog": (
        "Todd Gamblin: [00:12:03.00] It is. [unintelligible 00:11:09.03]\n\nAnd so.\n\nAdam: Why?\n\nTodd Gamblin: Hm.\n",
        [("Todd Gamblin", "It is. [unintelligible 00:11:09.03]\n\nAnd so."), ("Adam", "Why?"), ("Todd Gamblin", "Hm.")],
    ),
    "time in brackets after the name": (
        "Interviewer (00:12):\nHello?\n\nAnna (00:15):\nHi\n\nInterviewer (00:20):\nOk\n\nAnna (00:21):\nYes\n",
        [("Interviewer", "Hello?"), ("Anna", "Hi"), ("Interviewer", "Ok"), ("Anna", "Yes")],
    ),
    "bold": ("**MEL:** Hello?\n\n**DONALD**: Hi\n\n**MEL:** Ok\n", [("MEL", "Hello?"), ("DONALD", "Hi"), ("MEL", "Ok")]),
    "French colon": (
        "Intervieweur : Pourquoi ?\n\nAnne : Parce que.\n\nAnne : Oui.\n",
        [("Intervieweur", "Pourquoi ?"), ("Anne", "Parce que."), ("Anne", "Oui.")],
    ),
    "wide colon": (
        "访谈者：你好？\n\n小王：好。\n\n访谈者：嗯\n\n小王：好\n",
        [("访谈者", "你好？"), ("小王", "好。"), ("访谈者", "嗯"), ("小王", "好")],
    ),
    "machine labels": ("[SPEAKER_00]: hi\n[SPEAKER_01]: ho?\n", [("SPEAKER_00", "hi"), ("SPEAKER_01", "ho?")]),
    "no space": ("I:Hello?\nP:Hi\nI:ok\n", [("I", "Hello?"), ("P", "Hi"), ("I", "ok")]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_of_transcripts(shape: str) -> None:
    text, expected = SHAPES[shape]
    assert turns(text) == expected


def test_the_label_holds_its_colon_emphasis_and_time() -> None:
    assert labels(SHAPES["bold"][0]) == ["**MEL:**", "**DONALD**:", "**MEL:**"]
    assert labels(SHAPES["time before the label"][0]) == ["[00:58] PARTICIPANT 10:", "[01:20] INTERVIEWER:"]
    assert labels(SHAPES["otter"][0]) == ["Jane Roe  0:00", "John Doe  0:21", "Jane Roe  1:02:11"]
    assert labels("[0:01]\nAnna: hi\n\n[0:09]\nBen: yes?\n\nAnna: ok\n\nBen: ok") == [
        "[0:01]\nAnna:",
        "[0:09]\nBen:",
        "Anna:",
        "Ben:",
    ]


def test_times_of_turns() -> None:
    text = SHAPES["f4"][0]
    assert [(turn.started, turn.ended) for turn in cut(text).turns] == [(None, 12_300), (None, 20_100), (None, 22_000)]
    assert [turn.times[0].words_of(text) for turn in cut(text).turns] == ["#00:00:12-3#", "#00:00:20-1#", "#00:00:22-0#"]
    assert [(turn.started, turn.ended) for turn in cut(SHAPES["table"][0]).turns] == [
        (0, 15_300),
        (15_300, 20_000),
        (20_000, 25_000),
    ]
    assert [turn.started for turn in cut(SHAPES["otter"][0]).turns] == [0, 21_000, 3_731_000]


def test_a_mark_for_what_could_not_be_heard_is_talk() -> None:
    cutting = cut(SHAPES["changelog"][0])
    assert cutting.turns[0].times == ()
    assert cutting.turns[0].started == 723_000


def left(text: str) -> dict[str, str]:
    return {one.label: one.reason for one in cut(text).not_taken}


def test_one_occurrence_counts_in_the_shape_of_labels_seen_often() -> None:
    text = "MEL: a\n\nDONALD: b\n\nMIRABAI: c\n\nMEL: d\n\nDONALD: e\n\nMEL: f\n\nOnce: g\n\nMEL: h\nINSIDE: i\n"
    assert [one.label for one in cut(text).speakers] == ["MEL", "DONALD", "MIRABAI"]
    assert left(text) == {"Once": "seen once", "INSIDE": "seen once, inside a paragraph"}


def test_what_looks_like_a_label_and_names_nobody_is_said_with_its_line() -> None:
    text = (
        "MEL: a\n\nhttps: b\n\nNote: c\n\nThe thing is: d\n\nDONALD: e\n\n> ABBY: quoted\n\nMEL: f\n\nDONALD: g\n\n"
        "MRS MARGARET ARABELLA FITZWILLIAM MOUNTJOY-SMYTHE: h\n\nDate: today\n"
    )
    assert left(text) == {
        "https": "begins an address",
        "Note": "a word for a remark, not for a speaker",
        "The thing is": "reads like a sentence",
        "ABBY": "inside a quoted block",
        "MRS MARGARET ARABELLA FITZWILLIAM MOUNTJOY-SMYTHE": "longer than 40 characters",
        "Date": "a fact about the text, not a speaker",
    }
    assert {one.label: one.lines for one in cut(text).not_taken}["Note"] == (5,)
    assert Counter(name for name, _ in turns(text)) == {"MEL": 2, "DONALD": 2}


def test_an_address_at_a_line_start_is_no_label() -> None:
    assert turns("MEL: a\nhttps://x.org/y: b\n\nDONALD: c\n\nMEL: d\n\nDONALD: e\n")[0] == ("MEL", "a\nhttps://x.org/y: b")


def test_numbered_questions_are_headings() -> None:
    text = "".join(f"Pergunta {number}: Quantos?\nResposta:\nNove, {number}.\n\n" for number in range(1, 5))
    cutting = cut(text)
    assert cutting.turns == ()
    assert {one.label: len(one.lines) for one in cutting.not_taken} == {"Pergunta 1, 2 …": 4, "Resposta": 4}
    chosen = cut(text, choice={"Pergunta": INTERVIEWER, "Resposta": PARTICIPANT})
    assert [one.role for one in chosen.speakers] == [INTERVIEWER, PARTICIPANT, INTERVIEWER, INTERVIEWER, INTERVIEWER]
    assert len(chosen.turns) == 8


def test_numbered_speakers_who_speak_once_each_are_no_headings() -> None:
    text = "Moderator: Who?\n\nP1: Ann.\n\nP2: Bob.\n\nP3: Cy.\n\nModerator: Thanks.\n"
    assert [name for name, _ in turns(text)] == ["Moderator", "P1", "P2", "P3", "Moderator"]


def test_the_list_of_facts_at_the_head_holds_no_turns() -> None:
    text = "Interviewer: Jane Roe\nParticipant: 004\nDate: 3 April 2013\n\nInterviewer: How?\n\nParticipant: So.\n"
    assert turns(text) == [("Interviewer", "How?"), ("Participant", "So.")]


def test_what_stands_before_the_first_label_is_in_no_turn() -> None:
    text = "# Licence\n\nFree to share.\n\nMEL: Okay?\n\nDONALD: Yes.\n\nMEL: Good.\n"
    assert cut(text).turns[0].label == Span(text.index("MEL"), text.index("MEL") + 4)


def test_a_label_without_talk_makes_no_turn() -> None:
    cutting = cut("MEL: a?\n\nDONALD:\n\nMEL: b\n\nDONALD: [00:01]")
    assert [one.label for one in cutting.speakers] == ["MEL"]
    assert len(cutting.silent) == 2


# ---- roles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("I: a\nX: b?\nX: c?\n", {"I": INTERVIEWER, "X": PARTICIPANT}),
        ("INT: a\nX: b?\nX: c\n", {"INT": INTERVIEWER, "X": PARTICIPANT}),
        (
            "Interviewer: a\nInterviewer 2: b\nX: c?\nX: d\n",
            {"Interviewer": INTERVIEWER, "Interviewer 2": INTERVIEWER, "X": PARTICIPANT},
        ),
        ("ANNA: a? b?\nBEN: c?\nANNA: d\nBEN: e\n", {"ANNA": INTERVIEWER, "BEN": PARTICIPANT}),
        ("ANNA: a\nBEN: c\nANNA: d\nBEN: e\n", {"ANNA": PARTICIPANT, "BEN": PARTICIPANT}),
        ("ANNA: a? b?\nANNA: c?\n", {"ANNA": PARTICIPANT}),
        ("Dan: a?\nParticipant: b? c? d?\nDan: e\n", {"Dan": INTERVIEWER, "Participant": PARTICIPANT}),
        ("I = informant, M = moderator\n\nM: a\nI: b?\nM: c\nI: d\n", {"M": INTERVIEWER, "I": PARTICIPANT}),
    ],
)
def test_proposed_roles(text: str, roles: dict[str, Role]) -> None:
    assert {one.label: one.role for one in cut(text).speakers} == roles


def test_chosen_labels_and_roles_are_taken_as_they_are_given() -> None:
    text = "mel: a?\n\nDONALD: b\n\nMEL: c\n\nhttp: d\n"
    cutting = cut(text, choice={"Mel": PARTICIPANT, "Http": Role.OTHER, "Nobody": PARTICIPANT})
    assert [(one.label, one.role, one.turns) for one in cutting.speakers] == [("mel", PARTICIPANT, 2), ("http", Role.OTHER, 1)]
    assert cutting.missing == ("Nobody",)
    assert turns(text, cutting)[0] == ("mel", "a?\n\nDONALD: b")


def test_labels_beside_the_chosen_ones_are_listed_as_not_taken() -> None:
    text = "MEL: a?\n\nDONALD: b\n\nMEL: c?\n\nDONALD: d\n\nNote: e\n"
    left = {one.label: (one.lines, one.reason) for one in cut(text, choice={"Donald": PARTICIPANT}).not_taken}
    assert left["MEL"] == ((1, 5), "not among the labels given")
    assert left["Note"][0] == (9,)
    assert "DONALD" not in left
    assert cut(text, choice={}).not_taken == ()


def test_a_chosen_label_may_stand_on_a_line_without_a_colon() -> None:
    text = "Anna\nHow?\n\nBen\nSo.\n"
    assert turns(text, cut(text, choice={"Anna": INTERVIEWER, "Ben": PARTICIPANT})) == [("Anna", "How?"), ("Ben", "So.")]
    assert cut(text).turns == ()


def test_no_labels_chosen_means_no_turns() -> None:
    assert cut("MEL: a?\n\nMEL: b\n", choice={}).turns == ()


# ---- formats that name speakers ----------------------------------------------------------------------------------


def test_declared_labels_need_no_proof_and_cues_give_times() -> None:
    text = "Once: hello?\n\nmore of it\n\nOther: yes"
    declared = [DeclaredLabel(Span(0, 5), "Once"), DeclaredLabel(Span(26, 32), "Other")]
    cues = [Cue(Span(0, 12), 1000, 2000), Cue(Span(14, 24), 2500, 4000), Cue(Span(26, 36), 5000, 6000)]
    cutting = cut(text, declared=declared, cues=cues)
    assert turns(text, cutting) == [("Once", "hello?\n\nmore of it"), ("Other", "yes")]
    assert [(turn.started, turn.ended) for turn in cutting.turns] == [(1000, 4000), (5000, 6000)]


# ---- rules that always hold --------------------------------------------------------------------------------------

LABEL_LIKE = ["MEL:", "DONALD:", "Mel :", "Anna Lee", "I:", "Interviewer", "[id1]", "Note:", "Q1:", "### Anna", "> P:", "**P:**"]
TIME_LIKE = ["[00:01]", "0:21", "#00:00:12-3#", "0:0:0.0 --> 0:0:1.5", "[inaudible 00:03]"]
OTHERS = [" ", "  ", "\t", "\n", "\n", "\n\n", "\n \n", "words of talk", "why?", "é😀", "."]
PIECES = st.sampled_from([*LABEL_LIKE, *TIME_LIKE, *OTHERS])
TALKS = st.lists(PIECES, max_size=40).map("".join)


@given(TALKS | st.text(max_size=80))
def test_after_the_first_label_every_sign_is_in_one_turn_or_label(text: str) -> None:
    cutting = cut(text)
    marked = sorted(
        [*(turn.span for turn in cutting.turns), *(turn.label for turn in cutting.turns if turn.label), *cutting.silent]
    )
    assert all(before.end <= after.start for before, after in pairwise(marked))
    if marked:
        covered = {offset for span in marked for offset in range(span.start, span.end)}
        outside = [offset for offset in range(marked[0].start, len(text)) if offset not in covered]
        assert not "".join(text[offset] for offset in outside).strip()


@given(TALKS)
def test_turns_are_numbered_trimmed_and_in_order(text: str) -> None:
    cutting = cut(text)
    assert [turn.number for turn in cutting.turns] == list(range(1, len(cutting.turns) + 1))
    counts = Counter(turn.speaker for turn in cutting.turns)
    assert [one.turns for one in cutting.speakers] == [counts[place] for place in range(len(cutting.speakers))]
    for turn in cutting.turns:
        talk = turn.span.words_of(text)
        assert talk == talk.strip() != ""
        assert all(turn.span.covers(time) for time in turn.times)


NAMES = st.lists(st.sampled_from(["MEL", "DONALD", "MIRABAI", "ANNA"]), min_size=6, max_size=20)
WORDS = st.lists(
    st.sampled_from(["so", "we went there", "7:30 it was", "[laughs]", "why?", "e\u0301té", "😀"]), min_size=1, max_size=4
)
PARAGRAPHS = st.lists(WORDS.map(" ".join), min_size=1, max_size=3)


@given(NAMES, st.data())
def test_a_transcript_that_was_written_is_read_back(names: list[str], data: st.DataObject) -> None:
    talks = [data.draw(PARAGRAPHS).copy() for _ in names]
    text = "A line ahead.\n\n" + "\n\n".join(f"{name}: " + "\n\n".join(talk) for name, talk in zip(names, talks, strict=True))
    seen_often = [name for name, count in Counter(names).items() if count > 1]
    assert seen_often
    expected = [(name, "\n\n".join(talk)) for name, talk in zip(names, talks, strict=True)]
    assert turns(text) == expected


@given(TALKS, st.lists(st.sampled_from(["MEL", "DONALD", "I", "Anna Lee", "id1", "Note", "Q", "P"]), max_size=4))
def test_with_labels_given_each_mark_is_taken_or_left_once(text: str, labels: list[str]) -> None:
    cutting = cut(text, choice=dict.fromkeys(labels, Role.PARTICIPANT))
    taken = [*(turn.label for turn in cutting.turns if turn.label), *cutting.silent]
    assert len(set(taken)) == len(taken)
    places = [text.count("\n", 0, span.start) + 1 for span in taken]
    left = [line for one in cutting.not_taken for line in one.lines if one.reason == "not among the labels given"]
    assert not set(places) & set(left)
    assert {one.label.casefold() for one in cutting.speakers if one.label.casefold() not in map(str.casefold, labels)} <= {"q1"}


def test_what_says_what_a_label_stands_for_is_nobodys_talk_where_labels_are_given_too() -> None:
    text = "I: interviewer\n\nI: Why so?\n\nY: So it was.\n"
    cutting = cut(text, choice={"I": Role.INTERVIEWER, "Y": Role.PARTICIPANT})
    assert turns(text, cutting) == [("I", "Why so?"), ("Y", "So it was.")]
    assert [(one.label, one.reason) for one in cutting.not_taken] == [("I", "says what a label stands for")]


def test_roles_known_from_other_texts_help_a_proposal() -> None:
    text = "TA: I was there.\n\nTOM: Where?\n\nTOM: And then?\n\nTA: At home.\n\nEVA: Me too.\n"
    assert {one.label: one.role.value for one in cut(text).speakers} == {
        "TA": "participant",
        "TOM": "interviewer",
        "EVA": "participant",
    }
    known = {"ta": Role.INTERVIEWER, "eva": Role.OTHER}
    assert {one.label: one.role.value for one in cut(text, known=known).speakers} == {
        "TA": "interviewer",
        "TOM": "participant",
        "EVA": "other",
    }
