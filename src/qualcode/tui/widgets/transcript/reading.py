"""A source as it is read: its text cut into blocks, one for each turn and for each paragraph outside turns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.sentences import paragraphs
from qualcode.domain.sources import Role, Speaker, Turn
from qualcode.domain.spans import Span
from qualcode.tui.widgets.transcript.signs import drawn, is_narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTSIDE = -1
"""The turn of a block that lies outside every turn."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch drawn as one piece: a turn's talk, or a paragraph outside turns. `turn` is an index or `OUTSIDE`."""

    start: int
    end: int
    turn: int


class Reading:
    """One source opened for reading: the stored text, what is drawn of it, and its blocks in order.

    `text` and `drawn` have the same length, so that an offset means the same in both. Labels belong to no block:
    the view shows the speaker beside the turn.
    """

    def __init__(self, text: str, turns: Sequence[Turn] = (), speakers: Sequence[Speaker] = ()) -> None:
        self.text = text
        self.drawn = drawn(text)
        self.all_narrow = is_narrow(self.drawn)
        self.turns = tuple(turns)
        self.speakers = {speaker.id: speaker for speaker in speakers}
        self.blocks = _blocks(text, self.turns)
        self.block_starts = [block.start for block in self.blocks]
        self.block_of_turn = {block.turn: number for number, block in enumerate(self.blocks) if block.turn != OUTSIDE}

    def block_at(self, offset: int) -> int:
        """The block that holds `offset`, or the last one before it; 0 before the first. -1 in a text of no words."""
        return max(0, bisect_right(self.block_starts, offset) - 1) if self.blocks else -1

    def turn_at(self, offset: int) -> Turn | None:
        """The turn whose talk holds `offset`, or None outside turns."""
        number = self.block_at(offset)
        if number < 0:
            return None
        block = self.blocks[number]
        return self.turns[block.turn] if block.turn != OUTSIDE and block.start <= offset < block.end else None

    def speaker_of(self, turn: Turn) -> Speaker | None:
        """Who speaks in a turn."""
        return self.speakers.get(turn.speaker)

    def is_interviewer(self, block: Block) -> bool:
        """Whether a block is the interviewer's talk."""
        return self._role(block) is Role.INTERVIEWER

    def is_participant(self, turn: Turn) -> bool:
        """Whether a turn is a participant's: what is to be coded."""
        speaker = self.speaker_of(turn)
        return speaker is not None and speaker.role is Role.PARTICIPANT

    def is_context(self, block: Block) -> bool:
        """Whether a block is drawn dimmed while uncoded: the interviewer's talk and text outside turns."""
        return block.turn == OUTSIDE or self.is_interviewer(block)

    def first_block(self) -> int:
        """The block a source opened for the first time starts in: its first turn, not the preamble."""
        return self.block_of_turn.get(0, 0) if self.blocks else -1

    def _role(self, block: Block) -> Role | None:
        if block.turn == OUTSIDE:
            return None
        speaker = self.speaker_of(self.turns[block.turn])
        return speaker.role if speaker else None


def _blocks(text: str, turns: Sequence[Turn]) -> list[Block]:
    """Turns, and between them what is neither label nor white space."""
    blocks: list[Block] = []
    reached = 0
    for index, turn in enumerate(turns):
        label_start = turn.label.start if turn.label else turn.span.start
        _add_outside(blocks, text, reached, label_start)
        blocks.append(Block(turn.span.start, turn.span.end, index))
        reached = turn.span.end
    _add_outside(blocks, text, reached, len(text))
    return blocks


def _add_outside(blocks: list[Block], text: str, start: int, end: int) -> None:
    if end > start:
        blocks.extend(Block(part.start, part.end, OUTSIDE) for part in paragraphs(text, Span(start, end)))
