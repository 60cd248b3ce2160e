"""Who speaks in a text: which marks that look like labels name a speaker, and the role each is proposed.

The proposal is only that: what was taken and what was not, each with its reason, is shown to the researcher.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.domain import speaker_words as words
from qualcode.domain.labels import LONGEST_LABEL, Form, LabelMark
from qualcode.domain.sources import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A label-like writing that names no speaker: the lines it stands on (from 1) and why it was left."""

    label: str
    lines: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The marks that name speakers, in order, and the others by label; `legend` holds roles the text itself states."""

    taken: tuple[LabelMark, ...]
    left: tuple[tuple[LabelMark, str], ...]
    legend: Mapping[str, Role]


_OFTEN = 2
"""Marks from which a label vouches for itself and for the shape it is written in."""
_SURE = 3
"""Marks a label needs that holds small words, as `Nurse manager` does, and those that make its shape the rule."""


@dataclass(slots=True)
class _Group:
    """The marks of one label in one form, and why they name nobody; None while they may."""

    label: str
    key: str
    form: Form
    marks: list[LabelMark]
    why_not: str | None = None


EXPLAINED = "says what a label stands for"
"""Why a line such as `I: interviewer` is nobody's talk."""


def judge(text: str, marks: Sequence[LabelMark], known: Mapping[str, Role] | None = None) -> Judged:
    """Which marks name speakers; `known` are roles of labels, in small letters, that other texts of the study have.

    Left are addresses, remarks, facts, quoted labels, numbered question headings, what is too long or reads like a
    sentence, what is written otherwise than the labels of this source, and what occurs once, unless it is a word
    for a speaker or has the shape of labels seen often: the same form, case and place in its paragraph.
    """
    stated, lines = _legend(text, marks)
    legend = {**(known or {}), **stated}
    lines = {**_facts_ahead(text, marks), **lines}
    groups: dict[tuple[str, Form], _Group] = {}
    for mark in marks:
        if mark.start not in lines:
            group = groups.get((mark.key, mark.form))
            if group is None:
                group = groups[mark.key, mark.form] = _Group(mark.label, mark.key, mark.form, [])
            group.marks.append(mark)
    for group in groups.values():
        group.why_not = _why_no_name(group)
    _judge_headings([group for group in groups.values() if not group.why_not])
    _judge_use(text, [group for group in groups.values() if not group.why_not], set(legend))
    taken: list[LabelMark] = []
    left: list[tuple[LabelMark, str]] = []
    for mark in marks:
        reason = lines.get(mark.start) or groups[mark.key, mark.form].why_not
        if reason is None:
            taken.append(mark)
        elif _looked_like_one(mark):
            left.append((mark, reason))
    return Judged(tuple(taken), tuple(left), legend)


def _looked_like_one(mark: LabelMark) -> bool:
    """Whether a reader would take it for a label: headings, cells and brackets of every kind would swamp the report."""
    if mark.form in {Form.HEADING, Form.TAB, Form.BRACKETS}:
        return False
    return len(mark.label) <= LONGEST_LABEL or not _is_sentence(mark.label)


NUMBERED = " 1, 2 …"
"""Behind a word that was left with running numbers."""


def not_taken(text: str, left: Iterable[tuple[LabelMark, str]]) -> tuple[NotTaken, ...]:
    """What was left, one entry for each label and reason, numbered headings under one entry, in order of lines."""
    lines: dict[tuple[str, str], list[int]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    at, line = 0, 1
    for mark, reason in left:
        line += text.count("\n", at, mark.start)
        at = mark.start
        label = without_number(mark.label) + NUMBERED if reason.startswith("numbered") else mark.label
        place = (label.casefold(), reason)
        names.setdefault(place, label)
        lines[place].append(line)
    return tuple(NotTaken(names[place], tuple(found), place[1]) for place, found in lines.items())


def proposed_role(label: str, legend: Mapping[str, Role]) -> Role | None:
    """The role a label says by itself, by the legend or by its word; None where only its use can tell."""
    key = label.casefold()
    if key in legend:
        return legend[key]
    if words.INTERVIEWER.fullmatch(key):
        return Role.INTERVIEWER
    return Role.PARTICIPANT if words.PARTICIPANT.fullmatch(key) else None


def roles(questions: Mapping[str, int], legend: Mapping[str, Role]) -> dict[str, Role]:
    """A role for each label; `questions` counts the question marks in each label's talk.

    Where no label says that it asks, the label whose talk holds most questions is the interviewer, provided that
    there are two or more and it asked at least one; of labels that ask equally often, the first. All others are
    participants.
    """
    said = {label: proposed_role(label, legend) for label in questions}
    if len(said) > 1 and Role.INTERVIEWER not in said.values():
        open_labels = [label for label, role in said.items() if role is None] or list(said)
        asker = max(open_labels, key=lambda label: questions[label])
        if questions[asker] > 0:
            said[asker] = Role.INTERVIEWER
    return {label: role or Role.PARTICIPANT for label, role in said.items()}


def is_generic(label: str) -> bool:
    """Whether transcripts of different people may share the label, so that it cannot name a case."""
    key = " ".join(label.casefold().split())
    return bool(words.GENERIC.fullmatch(key) or words.UNNAMED.fullmatch(key))


def case_named_by(label: str, source: str) -> str:
    """The name of the case whose talk a label's is: the label, or the source's name where any transcript may have the label."""
    return source if is_generic(label) else label


# ---- a label by itself -------------------------------------------------------------------------------------------

_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]{1,4})\.(?=[ -]|$|\d)")
_SENTENCE_SIGNS = re.compile(r"[.!?;…\"“”„«»=<>|\\{}@*]|--|[–—]")


def _why_no_name(group: _Group) -> str | None:
    """Why a label cannot name anybody, whatever its use; None where it can."""
    if group.form in {Form.CELL, Form.DECLARED}:
        return None
    label, key = group.label, group.key
    parts = key.split()
    noise = bool(set(parts) & words.NOISES) or not any(sign.isalpha() for sign in key)
    reasons = (
        (group.form is Form.QUOTED, "inside a quoted block"),
        (key in words.SCHEMES, "begins an address"),
        (len(label) > LONGEST_LABEL, f"longer than {LONGEST_LABEL} characters"),
        (key in words.REMARKS or parts[0] in _OPEN_REMARKS, "a word for a remark, not for a speaker"),
        (any(part.strip(".,()") in words.FACTS for part in parts), "a fact about the text, not a speaker"),
        (group.form is Form.BRACKETS and noise, "a sound or a remark in brackets"),
        (_is_sentence(label), "reads like a sentence"),
    )
    return next((reason for holds, reason in reasons if holds), None)


_OPEN_REMARKS = frozenset({"note", "nota", "transcribed", "transcript"})
"""Words for a remark that open a longer label too: "Note from the editor"."""


def _is_sentence(label: str) -> bool:
    if is_speaker_word(label):
        return False
    parts = label.casefold().split()
    if len(parts) > 5 or label.count(",") > 1 or _SENTENCE_SIGNS.search(_ABBREVIATED.sub("", label)):
        return True
    talk = [part for part in parts if part.strip(",()") in words.TALK]
    return parts[0] in talk or any(part not in words.JOINING for part in talk)


def is_speaker_word(label: str) -> bool:
    """Whether a label is a word for a speaker: `Interviewer`, `P04`, `Speaker 1`."""
    key = label.casefold()
    return any(known.fullmatch(key) for known in (words.INTERVIEWER, words.PARTICIPANT, words.UNNAMED))


# ---- a label among the others ------------------------------------------------------------------------------------


def _judge_headings(groups: Sequence[_Group]) -> None:
    """Leave a word with running numbers, each once, as `Pergunta 1:`, `Pergunta 2:` are, and the answers under it."""
    numbered: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.key[-1].isdigit() and (word := without_number(group.key)):
            numbered[word].append(group)
    found = False
    for word, same in numbered.items():
        numbers = [int(re.sub(r"\D", "", group.key[len(word) :])) for group in same]
        running = len(same) > 1 and all(len(group.marks) == 1 for group in same)
        running = running and all(before < after for before, after in pairwise(numbers))
        if word in words.QUESTION_HEADS or (running and not is_speaker_word(word) and len(word) > 2):
            found = True
            for group in same:
                group.why_not = "numbered: the heading of a question, not a speaker"
    for group in groups:
        if found and group.key in words.ANSWER_HEADS:
            group.why_not = "the heading of an answer under numbered questions"


def without_number(label: str) -> str:
    """A label without the number at its end: `Speaker` for `Speaker 1`."""
    return re.sub(r"[ #._-]*\d+$", "", label)


def _judge_use(text: str, groups: Sequence[_Group], legend: set[str]) -> None:
    """Judge by use what could name somebody."""
    often = [group for group in groups if _vouches(group, legend)]
    form = _usual_form(often)
    in_form = [group for group in often if group.form is form]
    usual = [group for group in in_form if len(group.marks) >= _SURE] or in_form
    shapes = {_shape(text, group) for group in usual}
    own = [mark.own_paragraph for group in usual for mark in group.marks]
    in_own = sum(own) > 0.8 * len(own)
    names, often_names = {group.key for group in in_form}, {group.key for group in often}
    for group in groups:
        once = len(group.marks) == 1
        if group.key not in often_names and not (group.form is form and _shape(text, group) in shapes):
            group.why_not = "seen once" if once else "seen too seldom for a label of this kind"
        elif group.form is not form and group.key not in names:
            group.why_not = "written otherwise than the labels of this text"
        elif once and in_own and not group.marks[0].own_paragraph:
            group.why_not = "seen once, inside a paragraph"
    taken = sum(len(group.marks) for group in groups if not group.why_not)
    left = sum(len(group.marks) for group in groups if group.why_not)
    proven = any(len(group.marks) >= _SURE or is_speaker_word(group.key) or group.key in legend for group in usual)
    if taken <= left and not proven:
        for group in groups:
            group.why_not = group.why_not or "too seldom among the lines that look like labels"


def _vouches(group: _Group, legend: set[str]) -> bool:
    """Whether the label's use, or its word, says that it names a speaker."""
    if group.key in legend or is_speaker_word(group.key) or group.form in {Form.CELL, Form.DECLARED}:
        return True
    weak = group.form in {Form.HEADING, Form.BRACKETS, Form.TAB} and not any(sign.isdigit() for sign in group.key)
    return len(group.marks) >= (_SURE if weak or _case(group.label) == "first word" else _OFTEN)


def _usual_form(groups: Sequence[_Group]) -> Form | None:
    """The form most marks have."""
    counts: Counter[Form] = Counter()
    for group in groups:
        counts[group.form] += len(group.marks)
    return max(counts, key=lambda form: counts[form], default=None)


def _shape(text: str, group: _Group) -> str:
    """What labels of one kind share: their case, and their level where they are headings."""
    first = group.marks[0]
    level = len(text[first.start : first.end].split(" ", 1)[0]) if group.form is Form.HEADING else 0
    return f"{_case(group.label)} {level}"


def _case(label: str) -> str:
    """How a label is set: capitals, small letters, each word or the first word with a capital."""
    letters = "".join(sign for sign in label if sign.isalpha())
    if letters.isupper():
        return "capitals"
    if letters.islower():
        return "small letters"
    small = any(part[0].islower() and part not in words.JOINING for part in label.split())
    return "first word" if small else "each word"


# ---- the head of a text ------------------------------------------------------------------------------------------

_HEAD_LINES = 15
_HEAD_WIDTH = 100
_LEGEND_WITHIN = 4000
_MEANS = re.compile(r"=[ \t]*([^\W\d_]+)")
_NAME_BEFORE = re.compile(r"([^\W_][\w .-]{0,20})$")


def _facts_ahead(text: str, marks: Sequence[LabelMark]) -> dict[int, str]:
    """The marks, by their start, in the list of facts at the head of a text.

    That is the short lines up to the last that begins with a fact's word.
    """
    end = at = 0
    for _ in range(_HEAD_LINES):
        line_end = text.find("\n", at)
        line = text[at : line_end if line_end >= 0 else len(text)]
        if len(line) > _HEAD_WIDTH:
            break
        name = line.partition(":")[0].casefold()
        if ":" in line and any(part.strip("*_.,()") in words.FACTS for part in name.split()):
            end = at + len(line)
        if line_end < 0:
            break
        at = line_end + 1
    return {mark.start: "one of the facts at the head of the text" for mark in marks[:_HEAD_LINES] if mark.end <= end}


def _legend(text: str, marks: Sequence[LabelMark]) -> tuple[dict[str, Role], dict[int, str]]:
    """Roles the text states, as `I = interviewer; Y = informant` or a line `I: interviewer`, and the marks that do so."""
    said: dict[str, Role] = {}
    lines: dict[int, str] = {}
    for match in _MEANS.finditer(text, 0, min(len(text), _LEGEND_WITHIN)):
        name = _NAME_BEFORE.search(text[max(0, match.start() - 24) : match.start()].rstrip())
        if name and (role := _role_word(match[1])):
            said[name[1].casefold()] = role
    for mark in marks[:20]:
        line_end = text.find("\n", mark.end)
        rest = text[mark.end : line_end if line_end >= 0 else len(text)].strip(" \t.;,*_")
        if mark.form is Form.COLON and len(rest) > 3 and (role := _role_word(rest)):
            said[mark.key] = role
            lines[mark.start] = EXPLAINED
    return said, lines


def _role_word(word: str) -> Role | None:
    key = word.casefold()
    if len(key) < 4:
        return None
    if words.INTERVIEWER.fullmatch(key):
        return Role.INTERVIEWER
    return Role.PARTICIPANT if words.PARTICIPANT.fullmatch(key) else None
