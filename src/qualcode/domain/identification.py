"""What may tell who somebody is: the replacement list, what of it is found in print, and what was allowed."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from qualcode.domain.printing import PrintedWords
    from qualcode.domain.spans import Span

Combination: TypeAlias = tuple[tuple[str, str], ...]
"""Attributes with their printed values, in the order of their names."""


class NameKind(StrEnum):
    """What a listed term names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    POST = "post"
    CONTACT = "contact"
    NUMBER = "number"
    DATE = "date"
    OTHER = "other"


class NameState(StrEnum):
    """What the researcher said of a term: it identifies, or it does not."""

    CONFIRMED = "confirmed"
    NOT_A_NAME = "not a name"


@dataclass(frozen=True, slots=True)
class ListedName:
    """One line of the replacement list: a term, and what is printed instead of it (without square brackets)."""

    term: str
    kind: NameKind = NameKind.OTHER
    replacement: str = ""
    state: NameState = NameState.CONFIRMED
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReplacementList:
    """The terms that tell who somebody is. `key` is secret, stands in the list's file alone, and seals allowed terms."""

    key: str = ""
    names: tuple[ListedName, ...] = ()

    @property
    def confirmed(self) -> tuple[ListedName, ...]:
        """The terms that identify."""
        return tuple(one for one in self.names if one.state is NameState.CONFIRMED)

    @property
    def dismissed(self) -> tuple[ListedName, ...]:
        """The terms that do not."""
        return tuple(one for one in self.names if one.state is NameState.NOT_A_NAME)

    def find(self, term: str) -> ListedName | None:
        """The line of a term, whatever its case of letters, quotation marks and Unicode form."""
        wanted = same_term(term)
        return next((one for one in self.names if same_term(one.term) == wanted), None)


REPLACED_BY = {
    NameKind.PERSON: "colleague",
    NameKind.PLACE: "town",
    NameKind.ORGANISATION: "hospital",
    NameKind.POST: "post",
    NameKind.CONTACT: "contact details",
    NameKind.NUMBER: "number",
    NameKind.DATE: "date",
    NameKind.OTHER: "name",
}
"""What is printed for a term of each kind where the researcher gave nothing else."""


class HowFound(StrEnum):
    """How printed words came to be taken for a listed term."""

    LISTED = "listed"
    PART = "part of a listed name"
    MISSPELT = "spelt like a listed name"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Words of a text that are, or look like, a listed term."""

    span: Span
    name: ListedName
    how: HowFound


class StopKind(StrEnum):
    """Why an output is not for publication."""

    TERM = "listed term"
    COMBINATION = "rare combination"
    DIRECT = "identifies directly"
    NOT_TO_QUOTE = "may not be quoted"


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of an output that stops its publication.

    `found` is what prints there; `term` the listed term, `replacement` what stands for it and `how` how it was found,
    where it is one. `combination` are the printed attributes together, and `shared_by` the participants who share them;
    `elsewhere` are the other outputs that print some of it under the same ID. `allowance` is the number of the allowance
    that lets it pass, None where it stops.
    """

    kind: StopKind
    words: PrintedWords
    found: str
    span: Span | None = None
    term: str = ""
    replacement: str = ""
    how: HowFound | None = None
    combination: Combination = ()
    shared_by: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    allowance: int | None = None

    @property
    def said(self) -> str:
        """Where it stands and what it is, without an end mark."""
        place = ", ".join(part for part in (self.words.output, self.words.place) if part)
        if self.words.quote is not None:
            place += f", quotation {self.words.quote}"
        return f"{place}: {self.what}"

    @property
    def what(self) -> str:
        """What it is, without an end mark."""
        if self.kind is StopKind.TERM:
            if self.how is HowFound.LISTED:
                return f"“{self.found}” is on the replacement list"
            return f"“{self.found}” is {self.how or HowFound.LISTED} (“{self.term}”)"
        if self.kind is StopKind.NOT_TO_QUOTE:
            return f"{self.found} may not be quoted"
        if self.kind is StopKind.DIRECT:
            return f"{self.found} identifies directly"
        together = "shared by nobody else" if len(self.shared_by) <= 1 else f"shared by {len(self.shared_by)} participants only"
        who = f" ({', '.join(self.shared_by)})" if self.shared_by else ""
        also = f"; printed in {', '.join(self.elsewhere)} too" if self.elsewhere else ""
        return f"{self.found} is {together}{who}{also}"


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where a text holds what may be a name: a source, the number of the turn (None outside turns), and the words around it."""

    source: str
    turn: int | None
    span: Span
    context: str


@dataclass(frozen=True, slots=True)
class ProposedName:
    """What may tell who somebody is, as found in the transcripts; nobody has said yet whether it does.

    `why` says by which pattern. `like` is the confirmed term of which it looks like another spelling.
    """

    term: str
    kind: NameKind
    why: str
    places: tuple[NamePlace, ...]
    like: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources it is found in, each once."""
        return tuple(dict.fromkeys(place.source for place in self.places))


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may print in an output although it is a listed term or a rare combination; an empty output is every output.

    The words of a term are never kept in a study: `sealed` is its digest under the key of the replacement list, and empty
    where a combination is allowed. `by` is the id of a coder.
    """

    id: int
    output: str
    sealed: str
    combination: Combination
    reason: str
    by: int
    at: str

    def fits(self, output: str) -> bool:
        """Whether it holds for an output."""
        return not self.output or self.output.casefold() == output.casefold()


def allowance_text(sealed: str, combination: Combination) -> str:
    """What is allowed, as a study keeps it."""
    return json.dumps({"term": sealed} if sealed else {"combination": combination}, ensure_ascii=False)


def read_allowance(text: str) -> tuple[str, Combination]:
    """The sealed term and the combination that a study keeps; one of them is empty."""
    kept = json.loads(text)
    return kept.get("term", ""), tuple((name, value) for name, value in kept.get("combination", ()))


def same_term(term: str) -> str:
    """The form in which two spellings of one term are the same: case, accents, Unicode form, quotation marks, white space."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", term) if not unicodedata.combining(one))
    return " ".join(plain.replace("’", "'").replace("‘", "'").casefold().split())


def sealed_term(key: str, term: str) -> str:
    """The digest that stands for a term where its words must not stand: HMAC-SHA256 under the key of the list."""
    return hmac.new(key.encode(), same_term(term).encode(), hashlib.sha256).hexdigest()


def combination_text(combination: Combination) -> str:
    """A combination as people read it: `role: nurse; hospital type: teaching`."""
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in combination)
