"""A study in which a second coder is coding blind, and in which everybody else has left words wherever words can be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.__main__ import run
from qualcode.storage import create_study
from tests.double_coded import LEAD, SECOND, furnish

if TYPE_CHECKING:
    from pathlib import Path

THIRD = "Jo Hale"
PLANTED = "heron"
"""A word that stands in no transcript and in no code of the frozen codebook: what holds it is somebody else's work."""
EXAMPLE = "It came back. Twice."
"""Words of a sampled source that the codebook gives as an example."""

CODEBOOK = f"""codes:
  - name: Making the case
    kind: group
    codes:
      - name: Time
        kind: theme
        example: {EXAMPLE}
      - name: Figures
        kind: theme
      - name: Approval
        kind: theme
"""
CASES = "id,source,role,site\nP001,P001,nurse,north\nP002,P002,doctor,north\nP003,P003,nurse,south\nP004,P004,doctor,south\n"
MEMOS = f"kind,target,text,author,when\nanalytic,study,The {PLANTED} again,{LEAD},2013-04-02\n"
SUMMARIES = f"case,theme,text,remark,mark,author\nP001,Time,A {PLANTED} wrote it at home.,,,{LEAD}\n"
QUOTES = (
    "table,row,source,start,end,words,printed,tag,theme,finding,contrary\n"
    f'1,The {PLANTED},P001,,,"I did, at home.","I did, at [{PLANTED}].",[Participant ID: 001],Time,A {PLANTED} finds it.,\n'
)
FILES = {"book.yaml": CODEBOOK, "cases.csv": CASES, "memos.csv": MEMOS, "summaries.csv": SUMMARIES, "quotes.csv": QUOTES}

Line = tuple[str, ...]
"""A command line without `qualcode` and without `--as`."""


def line(words: str, *more: str) -> Line:
    """A command line: words without spaces in them, then others as they are."""
    return (*words.split(), *more)


BEFORE: list[tuple[str, Line]] = [
    (LEAD, line("codebook import {study} {folder}/book.yaml")),
    (LEAD, line("cases import {study} {folder}/cases.csv")),
    (LEAD, line("coders add {study}", THIRD)),
    (LEAD, line("codebook version {study} first --note", f"a {PLANTED}")),
    (LEAD, line("codebook add {study}", f"Given up {PLANTED}")),
    (LEAD, line("codebook retire {study}", f"Given up {PLANTED}", "--reason", f"no {PLANTED}")),
    # Cases grouped by what the lead coder read in them.
    (LEAD, line("cases group {study}", f"As the {PLANTED} sees", f"{PLANTED}-like", "P001", "P002")),
    # Groups that the second coder made, to which the lead coder added another.
    (SECOND, line("cases group {study} mood mild P003")),
    (LEAD, line("cases group {study} mood", f"{PLANTED}-ish", "P001")),
    (LEAD, line("recommendations add {study}", f"Feed the {PLANTED}.", "--theme", "Time")),
    (LEAD, line("coreq answer {study} 10", f"By {PLANTED}.")),
    # An earlier sample of another coder, closed: its codes are not matched yet, its differences are talked over.
    (LEAD, line("sample {study} --choose P003 --purpose train --for", THIRD, "--reason", f"a {PLANTED} in it")),
    (THIRD, line("codebook add {study}", f"Jo's {PLANTED}")),
    (THIRD, line("code add {study} P003 --words", "at home", "--code", f"Jo's {PLANTED}", "--note", PLANTED)),
    (THIRD, line("code add {study} P003 --words Twice --code Figures")),
    (THIRD, line("memo add {study} --text", f"Jo's {PLANTED}", "--on", "source P003")),
    (LEAD, line("code add {study} P003 --words Twice --code Time --note", PLANTED)),
    (LEAD, line("finish {study} P003")),
    (THIRD, line("finish {study} P003")),
    (LEAD, line("reconcile start {study} P003 --present", THIRD)),
    (LEAD, line("reconcile decide {study} 1 --outcome first --reason", f"the {PLANTED} said so")),
    (LEAD, line("match set {study} --relation keep --second", f"Jo's {PLANTED}", "--reason", f"a {PLANTED} of its own")),
]
AS_LEAD: list[Line] = [
    line("codebook redefine {study} Figures --definition", f"The {PLANTED} stood still.", "--reason", f"a {PLANTED}"),
    line("codebook add {study}", f"A {PLANTED}"),
    line("code add {study} P001 --words", "at home", "--code", "Time", "--note", f"as a {PLANTED} would"),
    line("code add {study} P001 --words Twice --code", f"A {PLANTED}"),
    line("code add {study} P004 --words", "at home", "--code", "Figures", "--note", f"as a {PLANTED} would"),
    line("code star {study} 4"),
    line("memo import {study} {folder}/memos.csv"),
    line("memo add {study} --text", f"On the {PLANTED}", "--kind", "methodological"),
    line("memo add {study} --text", f"[[coding 4]] the {PLANTED}", "--on", "coding 4"),
    line("memo add {study} --text", f"She is a {PLANTED}", "--on", "case P001", "--kind", "case portrait"),
    line("summaries import {study} {folder}/summaries.csv"),
    line("summaries write {study} P001 Time --text", f"The {PLANTED} wrote it there."),
    line("charts save {study}", f"The {PLANTED}'s chart", "--code", "Time"),
    line("charts save {study} Nurses --code Time"),
    line("summaries note {study} --theme Time --text", f"From {PLANTED} to none."),
    line("quotes import {study} {folder}/quotes.csv"),
    line("correct {study} P004 --turn 2 --words", "at home", "--to", "at night", "--reason", f"misheard, {PLANTED}"),
    line("codebook version {study} later --note", f"a {PLANTED}"),
    line("finish {study} P001 P002"),
    line("reopen {study} P002 --reason", f"missed a {PLANTED}"),
]


SEALED = "egret"
"""A word in all that the second coder does: nobody else meets it before the round is closed."""
AS_SECOND: list[Line] = [
    line("code add {study} P001 --words", "at home", "--code", "Time", "--note", f"an {SEALED}"),
    line("codebook add {study}", f"An {SEALED}"),
    line("code add {study} P001 --words Twice --code", f"An {SEALED}"),
    line("code in-vivo {study} P001 --words", "Nobody's job"),
    line("memo add {study} --text", f"an {SEALED}", "--on", "source P001"),
    line("codebook redefine {study}", f"An {SEALED}", "--definition", SEALED, "--reason", SEALED),
    line("finish {study} P002"),
    line("reopen {study} P002 --reason", f"an {SEALED} was missed"),
]


def build(folder: Path) -> None:
    """Make `fls.qualcode` in a folder: P001 and P002 are given to the second coder, who codes them blind."""
    with create_study(folder / "fls", lead=LEAD) as study:
        furnish(study, "P001", "P002", "P003", "P004", codes=())
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for who, words in BEFORE:
        do(folder, who, words)
    do(folder, LEAD, line("sample {study} --choose P001 --choose P002 --for", SECOND, "--reason", f"rich in {PLANTED}s"))
    for words in AS_LEAD:
        do(folder, LEAD, words)


def do(folder: Path, who: str, words: Line) -> None:
    code = act(folder, who, words)
    assert code == 0, words


def act(folder: Path, who: str, words: Line) -> int:
    """Run a command in somebody's name, with the folder filled in."""
    filled = [word.replace("{study}", str(folder / "fls.qualcode")).replace("{folder}", str(folder)) for word in words]
    return run([*filled, "--as", who])


def leaks(text: str, planted: str = PLANTED) -> list[str]:
    """What of others' work is in some output: words around each place."""
    found, at = [], text.lower().find(planted)
    while at >= 0:
        found.append(text[max(0, at - 60) : at + 60])
        at = text.lower().find(planted, at + 1)
    return found
