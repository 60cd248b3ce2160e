"""What a viewer may see: the rule of blind rounds, in the one place every query passes.

While a blind round is in progress, a coder who codes in it sees of other coders nothing but sources, turns, speakers
and the frozen codebook; and what is coded in it is seen by nobody but the coder who coded it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, String, and_, cast, false, literal, or_, select, true

from qualcode.domain.coding import RoundState
from qualcode.storage.tables.cases import value
from qualcode.storage.tables.journal import change_set, row_change
from qualcode.storage.tables.rounds import assignment, round_

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

GROUPING = "group_cases"
"""The verb that makes an attribute of what somebody found alike, reading down a theme."""
INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one coder may see of a study now.

    `blind_rounds` are the ids of rounds in progress that the viewer codes blind; `sealed_rounds` all blind rounds in
    progress, whoever codes in them; `frozen_versions` the codebook versions of the viewer's blind rounds (None for a
    round without a codebook).
    """

    viewer: int
    blind_rounds: tuple[int, ...] = ()
    sealed_rounds: tuple[int, ...] = ()
    frozen_versions: tuple[int | None, ...] = ()

    @property
    def blind(self) -> bool:
        """Whether the viewer is coding blind, and so sees nobody else's work."""
        return bool(self.blind_rounds)

    def codings(self, coding: Table) -> ColumnElement[bool]:
        """The condition on a table with `coder` and `round` columns that keeps what the viewer may see."""
        if self.blind:
            return coding.c.coder == self.viewer
        if not self.sealed_rounds:
            return true()
        return or_(coding.c.coder == self.viewer, coding.c.round.not_in(self.sealed_rounds))

    def work_since(self, author: ColumnElement[int], at: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition on rows with an author and a time (change sets, memos) that keeps what the viewer may see.

        What a coder has done since a blind round was made that they code in stays theirs until it is closed: the history
        names the codes they applied, and where; a memo says what they thought.
        """
        if self.blind:
            return author == self.viewer
        if not self.sealed_rounds:
            return true()
        sealed = (
            select(assignment.c.id)
            .join(round_, round_.c.id == assignment.c.round)
            .where(assignment.c.round.in_(self.sealed_rounds), assignment.c.coder == author, round_.c.made_at <= at)
        )
        return or_(author == self.viewer, ~sealed.exists())

    def codes(self, code: Table) -> ColumnElement[bool]:
        """The condition on codes that hides those another coder made in a blind round still in progress."""
        if not self.sealed_rounds:
            return true()
        return or_(code.c.made_by == self.viewer, code.c.made_in_round.is_(None), code.c.made_in_round.not_in(self.sealed_rounds))

    def attributes(self, attribute: Table) -> ColumnElement[bool]:
        """The condition on attributes that hides from who codes blind those made by grouping cases: another's reading of them.

        Their own stays, as long as nobody else has put a case in one of its groups or changed it.
        """
        if not self.blind:
            return true()
        others = and_(change_set.c.id == row_change.c.change_set, change_set.c.coder != self.viewer)
        changed = select(row_change.c.id).join(change_set, others).where(_touches(attribute))
        filled = (
            select(value.c.id)
            .join(row_change, _touches(value))
            .join(change_set, others)
            .where(value.c.attribute == attribute.c.id)
        )
        # A value that was taken out is told by its image alone.
        of_it = literal('"attribute":') + cast(attribute.c.id, String) + ","
        emptied = (
            select(row_change.c.id)
            .join(change_set, others)
            .where(row_change.c.table_name == value.name, row_change.c.action == "delete", row_change.c.before.contains(of_it))
        )
        had_a_hand = or_(changed.exists(), filled.exists(), emptied.exists())
        return ~and_(made_by_grouping(attribute), had_a_hand)

    def work_of_others(self, author: ColumnElement[int] | None = None) -> ColumnElement[bool]:
        """The condition for rows that a blind viewer sees only where they are the author (never, without an author)."""
        if not self.blind:
            return true()
        return false() if author is None else author == self.viewer


def made_by_grouping(attribute: Table) -> ColumnElement[bool]:
    """The condition on attributes that keeps those that grouping cases has made."""
    made = (
        select(row_change.c.id)
        .join(change_set, change_set.c.id == row_change.c.change_set)
        .where(_touches(attribute), row_change.c.action == INSERT, change_set.c.verb == GROUPING)
    )
    return made.exists()


def _touches(table: Table) -> ColumnElement[bool]:
    """The condition on lines of the change history that they are about a row of a table."""
    return and_(row_change.c.table_name == table.name, table.c.id.between(row_change.c.first, row_change.c.last))


def sight_of(connection: Connection, viewer: int) -> Sight:
    """Read from the rounds in progress what this coder may see."""
    sealed = connection.execute(
        select(round_.c.id, round_.c.codebook_version).where(round_.c.blind == 1, round_.c.state == RoundState.IN_PROGRESS.value)
    ).all()
    if not sealed:
        return Sight(viewer)
    mine = set(
        connection.scalars(
            select(assignment.c.round).where(
                and_(assignment.c.coder == viewer, assignment.c.round.in_([row.id for row in sealed]))
            )
        )
    )
    return Sight(
        viewer,
        blind_rounds=tuple(row.id for row in sealed if row.id in mine),
        sealed_rounds=tuple(row.id for row in sealed),
        frozen_versions=tuple(row.codebook_version for row in sealed if row.id in mine),
    )
