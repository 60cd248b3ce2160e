"""COREQ: the 32 items a report of interviews or focus groups is asked about.

Items and their order after Tong, Sainsbury & Craig (2007), International Journal for Quality in Health Care 19(6):349-357,
doi 10.1093/intqhc/mzm042. The guide questions are put here in words of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

REPORT = "COREQ"
"""What answers are kept under."""
LONGEST_ANSWER = 4000
"""Characters an answer may have: it is a cell of a table."""
TEAM, DESIGN, ANALYSIS = "Research team and reflexivity", "Study design", "Analysis and findings"
"""The three domains."""


@dataclass(frozen=True, slots=True)
class CoreqItem:
    """One item: its number from 1 to 32, where it stands, what it is about, and what is asked."""

    number: int
    domain: str
    section: str
    topic: str
    question: str


_SECTIONS = (
    (
        TEAM,
        "Personal characteristics",
        (
            ("Interviewer or facilitator", "Who held the interviews or led the groups?"),
            ("Credentials", "Which degrees and qualifications do the researchers have?"),
            ("Occupation", "What was their work at the time?"),
            ("Gender", "Which gender are the researchers?"),
            ("Experience and training", "How were they prepared for this kind of work?"),
        ),
    ),
    (
        TEAM,
        "Relationship with participants",
        (
            ("Relationship established", "Did they know the participants before?"),
            ("Participants' knowledge of the interviewer", "What had participants been told of the researcher and the aims?"),
            ("Interviewer characteristics", "Which assumptions and interests of the interviewer are reported?"),
        ),
    ),
    (
        DESIGN,
        "Theoretical framework",
        (("Methodological orientation", "On which methodology and theory does the study rest?"),),
    ),
    (
        DESIGN,
        "Participant selection",
        (
            ("Sampling", "How were participants chosen?"),
            ("Method of approach", "How were they asked to take part?"),
            ("Sample size", "How many took part?"),
            ("Non-participation", "How many declined or left, and why?"),
        ),
    ),
    (
        DESIGN,
        "Setting",
        (
            ("Setting of data collection", "Where did the talks take place?"),
            ("Presence of others", "Was anybody else there?"),
            ("Description of sample", "What is important to know of the sample, and of the dates?"),
        ),
    ),
    (
        DESIGN,
        "Data collection",
        (
            ("Interview guide", "Was there a guide, and was it tried out?"),
            ("Repeat interviews", "Was anybody interviewed again, and how often?"),
            ("Recording", "Was sound or picture recorded?"),
            ("Field notes", "Were notes made during or after?"),
            ("Duration", "How long were the talks?"),
            ("Data saturation", "Was saturation considered, and how?"),
            ("Transcripts returned", "Did participants get their transcripts to comment on or correct?"),
        ),
    ),
    (
        ANALYSIS,
        "Data analysis",
        (
            ("Number of data coders", "How many people coded?"),
            ("Description of the coding tree", "Is the coding tree described?"),
            ("Derivation of themes", "Were themes set beforehand or developed from the data?"),
            ("Software", "What was used to manage the data?"),
            ("Participant checking", "Did participants comment on the findings?"),
        ),
    ),
    (
        ANALYSIS,
        "Reporting",
        (
            ("Quotations presented", "Do quotations illustrate the findings, and is each identified?"),
            ("Data and findings consistent", "Do the data bear the findings out?"),
            ("Clarity of major themes", "Are the major themes set out clearly?"),
            ("Clarity of minor themes", "Are diverse cases and minor themes described?"),
        ),
    ),
)

ITEMS = tuple(
    CoreqItem(number, *item)
    for number, item in enumerate(
        ((domain, section, *asked) for domain, section, questions in _SECTIONS for asked in questions), 1
    )
)
"""All 32 in their order."""


class CoreqState(StrEnum):
    """How far an item is: told by the study alone, in part, answered by the authors, or not at all."""

    KNOWN = "known from the study"
    PART = "known in part"
    ANSWERED = "answered"
    OPEN = "not answered"


@dataclass(frozen=True, slots=True)
class CoreqAnswer:
    """What the report says to one item.

    `known` are sentences made from what the study holds; `asks` says what the authors have to add, empty where the study
    says it all. `answer` is theirs, kept in the study.
    """

    item: CoreqItem
    known: str = ""
    asks: str = ""
    answer: str = ""

    @property
    def state(self) -> CoreqState:
        """How far the item is."""
        if self.answer:
            return CoreqState.ANSWERED
        if not self.known:
            return CoreqState.OPEN
        return CoreqState.PART if self.asks else CoreqState.KNOWN

    @property
    def is_gap(self) -> bool:
        """Whether the authors still have to say something."""
        return self.state in (CoreqState.OPEN, CoreqState.PART)

    @property
    def text(self) -> str:
        """What is known, then what the authors answered."""
        return " ".join(filter(None, (self.known, self.answer)))


@dataclass(frozen=True, slots=True)
class CoreqReport:
    """The 32 items with what is said to each."""

    answers: tuple[CoreqAnswer, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers of the items that the authors still have to say something to."""
        return tuple(one.item.number for one in self.answers if one.is_gap)
