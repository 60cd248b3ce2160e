"""Interviews and codebooks made up for the widgets' tests: deterministic, of any size."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from qualcode.domain.codebook import Codebook
from qualcode.domain.codes import Code, CodeKind
from qualcode.domain.coding import Coding
from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.reading import Reading
from qualcode.tui.widgets.transcript.units import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = [
    "because",
    "nobody",
    "at",
    "the",
    "clinic",
    "would",
    "tell",
    "us",
    "what",
    "was",
    "happening",
    "my",
    "mother",
    "she",
    "was",
    "first",
    "in",
    "the",
    "queue",
    "and",
    "I",
    "kept",
    "asking",
    "the",
    "nurse",
    "it’s",
    "hard",
    "when",
    "you",
    "drive",
    "three",
    "weeks",
    "every",
    "second",
    "day…",
    "with",
    "no",
    "support",
    "at",
    "all",
    "except",
    "the",
    "neighbour",
]
THEMES = {
    "Access to care": ["Waiting times", "Transport", "Referral pathway", "Gatekeeping"],
    "Trust": ["In clinician", "In institution", "Broken trust", "Rebuilt trust"],
    "Family burden": ["Carer strain", "Role reversal", "Children", "Absent kin"],
    "Money": ["Out-of-pocket cost", "Lost income", "Parking & fares"],
    "Information": ["Jargon", "Withheld", "Peer knowledge", "Online search"],
    "Emotion": ["Fear", "Anger", "Relief", "Feeling invisible"],
    "Identity": ["Patient role", "Stigma", "Before / after self"],
    "Coping": ["Routine", "Faith", "Humour", "Avoidance"],
}


def codebook(extra: int = 0) -> Codebook:
    """Eight themes with their codes, and as many codes again as wanted."""
    codes: list[Code] = []
    for theme, below in THEMES.items():
        parent = len(codes) + 1
        codes.append(Code(parent, "", None, parent, theme, CodeKind.THEME))
        for name in below:
            about = f"What is said about {name.lower()}, in the participant’s own experience."
            codes.append(Code(len(codes) + 1, "", parent, len(codes), name, CodeKind.CODE, definition=about, exclude="Hearsay."))
    codes += [Code(len(codes) + 1 + n, "", 1, 1000 + n, f"Extra code {n}", CodeKind.CODE) for n in range(extra)]
    return Codebook.of(codes)


def interview(words: int, seed: int = 1, *, preamble: str = "Recorded on a Tuesday. Names are changed.") -> Reading:
    """An interview of about so many words, with a preamble outside its turns."""
    chance = random.Random(seed)
    parts = [preamble + "\n\n"] if preamble else []
    at, said = len("".join(parts)), 0
    turns: list[Turn] = []
    while said < words:
        asks = len(turns) % 2 == 0
        talk = " ".join(_sentence(chance) for _ in range(chance.randint(1, 2) if asks else chance.randint(2, 9)))
        label = "INT: " if asks else "P07: "
        start = at + len(label)
        started = len(turns) * 37_000
        turns.append(Turn(len(turns) + 1, Span(start, start + len(talk)), Span(at, start - 1), 1 if asks else 2, started))
        parts.append(f"{label}{talk}\n\n")
        at += len(parts[-1])
        said += len(talk.split())
    speakers = [Speaker(1, 1, "INT", Role.INTERVIEWER), Speaker(2, 1, "P07", Role.PARTICIPANT)]
    return Reading("".join(parts), turns, speakers)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(4, 16))]
    return " ".join(words).capitalize() + chance.choice([".", ".", "?", "…"])


def codings(reading: Reading, count: int, codes: Sequence[int], seed: int = 2) -> list[Coding]:
    """So many codings of one to four sentences each, some overlapping."""
    chance = random.Random(seed)
    units = Units(reading)
    made: list[Coding] = []
    for number in range(1, count + 1):
        block = chance.randrange(len(reading.blocks))
        sentences = units.sentences(block)
        first = chance.randrange(len(sentences))
        last = min(len(sentences) - 1, first + chance.choice([0, 0, 1, 3]))
        made.append(coding(number, sentences[first].hull(sentences[last]), chance.choice(list(codes))))
    return made


def coding(number: int, span: Span, code: int, *, star: bool = False) -> Coding:
    """A coding of the first source."""
    return Coding(number, f"g{number}", 1, 1, span, code, 1, 1, "2026-01-01T00:00:00Z", star=star)
