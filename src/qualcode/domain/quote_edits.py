"""Deriving the edits that lead from verbatim words to a printed quotation.

Both texts are first brought to a plain form in which typographic variants are equal. The printed form is then a
pattern: its words must be found as they are, a cut mark or a bracket stands for any words. The places the pattern can
have reached are carried forward piece by piece, which is linear in the number of marks, and read back from the end so
that each mark takes away as little as possible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from qualcode.domain.quotes import Edit, EditKind
from qualcode.errors import InvalidInput

MOST_WORDS_REPLACED = 25
"""Words that one bracket may stand for; more than that is a cut and must be marked as one."""

_PLAIN = str.maketrans(dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_VARIANT = re.compile(r"\s+|\.{3}", re.DOTALL)
_MARK = re.compile(r"\[ ?… ?\]|…|\[[^\[\]]*\]")
_CUT = re.compile(r"\[ ?… ?\]|…")


class NotDerivable(InvalidInput):
    """A printed quotation is not its verbatim words after cuts, brackets and a capital at the start.

    `word` counts the words of the printed form from 1 and names the first that does not follow.
    """

    title = "Not the participant's words"

    def __init__(self, what: str, word: int) -> None:
        super().__init__(
            f"word {word} of the printed form {what}.",
            "Mark words left out by […], put words changed or added in square brackets, and keep all others as they were said.",
        )
        self.word = word


def derive_edits(verbatim: str, printed: str) -> tuple[Edit, ...]:
    """The ordered edits for which `apply_edits(edits, verbatim) == printed.strip()`.

    Of several ways to read the printed form, words that stand in the transcript count as the transcript's, even
    where they look like a mark, and a mark takes away as little as possible.

    Raises:
        NotDerivable: the printed form is not the words after cuts, brackets and a capital at the start, keeps none
            of them, or leaves words out without a mark.
    """
    return _Derivation(_Plain.of(verbatim), _Plain.of(printed)).edits()


@dataclass(frozen=True, slots=True)
class _Plain:
    """A text without outer white space in which typographic variants are equal.

    Character `i` of `text` stands for `original[at[i]:at[i + 1]]`.
    """

    original: str
    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> _Plain:
        start, stop = len(original) - len(original.lstrip()), len(original.rstrip())
        characters: list[str] = []
        at: list[int] = []
        position = start
        while position < stop:
            at.append(position)
            variant = _VARIANT.match(original, position, stop)
            if variant is None:
                characters.append(original[position].translate(_PLAIN))
                position += 1
            else:
                characters.append("…" if variant.group().startswith(".") else " ")
                position = variant.end()
        return cls(original, "".join(characters), (*at, max(start, stop)))

    def original_of(self, start: int, stop: int) -> str:
        """The original of `text[start:stop]`."""
        return self.original[self.at[start] : self.at[stop]]

    def inside_word(self, position: int, *, joined: bool) -> bool:
        """Whether a boundary at `position` would divide a word; scripts without spaces have no such place.

        `joined` counts words joined by an apostrophe or a hyphen as one.
        """
        if not 0 < position < len(self.text):
            return False
        before, after = self.text[position - 1], self.text[position]
        if joined and before in "'-" and position > 1:
            before = self.text[position - 2]
        elif joined and after in "'-" and position + 1 < len(self.text):
            after = self.text[position + 1]
        return before.isalnum() and after.isalnum() and not (_spaceless(before) or _spaceless(after))


def _spaceless(character: str) -> bool:
    return "\u0e00" <= character <= "\u0eff" or "\u2e80" <= character <= "\ua4cf" or character >= "\U00020000"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the printed form: words, or a mark with the white space around it.

    `glued_before` and `glued_after` say that no white space parts the mark from its neighbours.
    """

    start: int
    stop: int
    kind: EditKind | None = None
    glued_before: bool = False
    glued_after: bool = False


def _pieces(text: str) -> list[_Piece]:
    """The printed form divided into words and marks, in order, without a gap."""
    pieces: list[_Piece] = []
    position = 0
    for mark in _MARK.finditer(text):
        start, stop = mark.span()
        glued_before = start > 0 and text[start - 1] != " "
        glued_after = stop < len(text) and text[stop] != " "
        start -= not glued_before and start > position
        stop += not glued_after and stop < len(text)
        if start > position:
            pieces.append(_Piece(position, start))
        kind = EditKind.CUT if _CUT.fullmatch(mark.group()) else EditKind.REPLACE
        pieces.append(_Piece(start, stop, kind, glued_before, glued_after))
        position = stop
    if position < len(text):
        pieces.append(_Piece(position, len(text)))
    return pieces


_Reached = dict[int, tuple[int, bool]]
"""Places in the verbatim text, each with the place before it and whether it was reached by equal words."""


class _Derivation:
    def __init__(self, verbatim: _Plain, printed: _Plain) -> None:
        self.verbatim = verbatim
        self.printed = printed
        self.pieces = _pieces(printed.text)
        places = range(len(verbatim.text) + 1)
        self.inside = [verbatim.inside_word(place, joined=False) for place in places]
        self.inside_joined = [verbatim.inside_word(place, joined=True) for place in places]
        self.spaces = [0, *accumulate(character == " " for character in verbatim.text)]

    def edits(self) -> tuple[Edit, ...]:
        reached: list[_Reached] = [{0: (0, True)}]
        for index in range(len(self.pieces)):
            reached.append(self._step(index, reached[-1]))
            if not reached[-1]:
                raise self._refusal(index, min(reached[-2]))
        if len(self.verbatim.text) not in reached[-1]:
            raise NotDerivable("is followed by words of the verbatim that are left out without a mark", self._word(None))
        edits = self._outer(0, self.verbatim.at[0])
        edits += self._read_back(reached)
        edits += self._outer(self.verbatim.at[-1], len(self.verbatim.original))
        return tuple(edits)

    def _step(self, index: int, reached: _Reached) -> _Reached:
        """The places after piece `index`, from the places before it."""
        piece = self.pieces[index]
        words = self._words_at(index)
        found: _Reached = {}
        for place in reached:
            if any(self.verbatim.text.startswith(form, place) for form in words):
                found[place + len(words[0])] = (place, True)
        if piece.kind is None:
            return found
        places = sorted(reached, reverse=True)
        for end in self._ends(index, places[-1]):
            if end not in found:
                start = self._start_of(index, places, end)
                if start is not None:
                    found[end] = (start, False)
        return found

    def _start_of(self, index: int, places: list[int], end: int) -> int | None:
        """The last of `places` (given from last to first) from which mark `index` can stand for all up to `end`."""
        if not self._may_touch(self.pieces[index], end, after=True):
            return None
        for place in places:
            if self.spaces[end] - self.spaces[place] > MOST_WORDS_REPLACED + 1 and self.pieces[index].kind is not EditKind.CUT:
                return None
            if place <= end and self._fits(index, place, end):
                return place
        return None

    def _words_at(self, index: int) -> tuple[str, ...]:
        """Piece `index` as words: as printed, and without its capital where the quotation starts with it."""
        piece = self.pieces[index]
        words = self.printed.text[piece.start : piece.stop]
        if piece.kind is not None or any(before.kind is not EditKind.CUT for before in self.pieces[:index]):
            return (words,)
        first = next((place for place, character in enumerate(words) if character.isalnum()), None)
        lowered = "" if first is None else words[first].lower()
        if first is None or len(lowered) != 1:
            return (words,)
        return words, words[:first] + lowered + words[first + 1 :]

    def _ends(self, index: int, first: int) -> list[int]:
        """Where the words that mark `index` takes away can end: before the words that follow it."""
        length = len(self.verbatim.text)
        if index + 1 == len(self.pieces):
            return [length]
        if self.pieces[index + 1].kind is not None:
            return list(range(first, length + 1))
        ends: set[int] = set()
        for words in self._words_at(index + 1):
            place = self.verbatim.text.find(words, first)
            while place >= 0:
                ends.add(place)
                place = self.verbatim.text.find(words, place + 1)
        return sorted(ends)

    def _may_touch(self, piece: _Piece, place: int, *, after: bool) -> bool:
        """Whether words may be taken away up to (`after`) or from `place`: only a bracket glued there divides a word."""
        if piece.kind is EditKind.CUT:
            return not self.inside_joined[place]
        return not self.inside[place] or (piece.glued_after if after else piece.glued_before)

    def _fits(self, index: int, start: int, end: int) -> bool:
        """Whether mark `index` may stand for `verbatim[start:end]`, when it may end there."""
        piece = self.pieces[index]
        if not self._may_touch(piece, start, after=False):
            return False
        taken = self.verbatim.text[start:end]
        core = taken.strip()
        if piece.kind is EditKind.CUT:
            # Between two turns or paragraphs the mark says that there is a break, though nothing may be left out there.
            return bool(core) or index in (0, len(self.pieces) - 1) or "\n" in self.verbatim.original_of(start, end)
        if not core:
            # Before a comma the space in front of the bracket is the bracket's own: `back [home], then`.
            own_space = not taken and piece.glued_before != piece.glued_after
            spaced = bool(taken) == (not (piece.glued_before and piece.glued_after))
            return spaced or own_space or start in (0, len(self.verbatim.text))
        lost_space = (piece.glued_before and taken[0] == " ") or (piece.glued_after and taken[-1] == " ")
        divided = self.inside[start] or self.inside[end]
        return not lost_space and not (divided and " " in core) and core.count(" ") < MOST_WORDS_REPLACED

    def _read_back(self, reached: list[_Reached]) -> list[Edit]:
        """The edits along the way that led to the end."""
        steps: list[list[Edit]] = []
        place = len(self.verbatim.text)
        kept = 0
        for index in range(len(self.pieces) - 1, -1, -1):
            before, equal = reached[index + 1][place]
            if equal:
                steps.append(self._differences(self.pieces[index], before))
                kept += sum(map(str.isalnum, self.verbatim.text[before:place]))
            else:
                steps.append([self._mark(self.pieces[index], before, place)])
            place = before
        if not kept:
            raise NotDerivable("is not the participant's: only marks and brackets are left", 1)
        return [edit for step in reversed(steps) for edit in step]

    def _differences(self, piece: _Piece, place: int) -> list[Edit]:
        """Typography and the capital, in words that are otherwise equal."""
        edits: list[Edit] = []
        for offset in range(piece.stop - piece.start):
            here, there = place + offset, piece.start + offset
            text = self.printed.original_of(there, there + 1)
            if text != self.verbatim.original_of(here, here + 1):
                plain = self.verbatim.text[here] == self.printed.text[there]
                kind = EditKind.TYPOGRAPHY if plain else EditKind.CAPITAL
                edits.append(Edit(kind, self.verbatim.at[here], self.verbatim.at[here + 1], text))
        return edits

    def _mark(self, piece: _Piece, start: int, end: int) -> Edit:
        kind = piece.kind or EditKind.REPLACE
        if kind is EditKind.REPLACE and not self.verbatim.text[start:end].strip():
            kind = EditKind.INSERT
        text = self.printed.original_of(piece.start, piece.stop)
        return Edit(kind, self.verbatim.at[start], self.verbatim.at[end], text)

    def _outer(self, start: int, end: int) -> list[Edit]:
        """White space around the verbatim words, which never prints."""
        return [Edit(EditKind.TYPOGRAPHY, start, end, "")] if end > start else []

    def _refusal(self, index: int, place: int) -> NotDerivable:
        """Why piece `index` leads nowhere from `place` on."""
        piece = self.pieces[index]
        if piece.kind is None:
            return NotDerivable("does not follow from the verbatim", self._word(piece.start + self._agreeing(index, place)))
        following = index + 1 < len(self.pieces) and self.pieces[index + 1].kind is None
        if following and not self._ends(index, place):
            agreeing = self._furthest(index + 1, place)
            return NotDerivable("does not follow from the verbatim", self._word(self.pieces[index + 1].start + agreeing))
        at = self._word(piece.start + (self.printed.text[piece.start] == " "))
        if piece.kind is EditKind.CUT:
            return NotDerivable("is a cut mark where nothing is left out, or inside a word", at)
        return NotDerivable(f"is a bracket inside a word, or for more than {MOST_WORDS_REPLACED} words", at)

    def _agreeing(self, index: int, place: int) -> int:
        """How many characters of the words of piece `index` stand at `place`."""
        return max(_common(words, self.verbatim.text[place:]) for words in self._words_at(index))

    def _furthest(self, index: int, place: int) -> int:
        """How many characters of the words of piece `index` stand anywhere from `place` on."""
        text = self.verbatim.text
        return max(self._agreeing(index, start) for start in range(place, len(text) + 1))

    def _word(self, position: int | None) -> int:
        """The number of the printed word at `position` of its plain text; None is the last."""
        words = self.printed.text[:position].split(" ") if position is not None else self.printed.text.split(" ")
        return len(words)


def _common(one: str, other: str) -> int:
    """Length of the common start of two texts."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
