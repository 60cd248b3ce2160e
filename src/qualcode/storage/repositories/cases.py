"""Cases, their attributes and values, and what links them to talk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.cases import Attribute, AttributeType, Case, CaseKind, Identifies, Printed
from qualcode.domain.order import RANK_STEP
from qualcode.errors import InvalidInput
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.sight import made_by_grouping
from qualcode.storage.tables.cases import attribute, case_source, case_speaker, participant_case, value
from qualcode.storage.tables.writing import memo, memo_link, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAY_BE_NULL = frozenset({"order", "unit", "bands"})


class CasesRepository(Repository):
    """Cases and what is known of them."""

    def all(self, kind: CaseKind | None = None) -> tuple[Case, ...]:
        """All cases by rank and name, with their values in the order of the attributes; of one kind when named."""
        everybody = self.kept("cases", self._all)
        return everybody if kind is None else tuple(case for case in everybody if case.kind is kind)

    def _all(self) -> tuple[Case, ...]:
        statement = select(participant_case).where(participant_case.c.withdrawn == 0)
        values = self._values()
        sources = self._links(case_source, "source")
        speakers = self._links(case_speaker, "speaker")
        return tuple(
            Case(
                row.id,
                row.guid,
                row.name,
                CaseKind(row.kind),
                tuple(values.get(row.id, ())),
                tuple(sources.get(row.id, ())),
                tuple(speakers.get(row.id, ())),
                bool(row.may_quote),
                bool(row.may_share),
            )
            for row in self.rows(statement.order_by(participant_case.c.rank, participant_case.c.name))
        )

    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes of cases in their order, without those that a coder in a blind round is not to see."""
        of_cases = select(attribute).where(attribute.c.of == "case", self.sight.attributes(attribute))
        statement = of_cases.order_by(attribute.c.rank, attribute.c.id)
        return tuple(
            Attribute(
                row.id,
                row.name,
                AttributeType(row.type),
                tuple(json.loads(row.order)) if row.order else (),
                row.unit or "",
                Identifies(row.identifies),
                Printed(row.printed),
                row.bands or "",
            )
            for row in self.rows(statement)
        )

    def made_by_grouping(self) -> frozenset[int]:
        """The ids of the attributes that grouping cases has made, as far as the viewer may see them."""
        seen = (made_by_grouping(attribute), self.sight.attributes(attribute))
        return frozenset(row[0] for row in self.rows(select(attribute.c.id).where(*seen)))

    def named(self, name: str) -> int | None:
        """The id of the case of this name, or None."""
        return self.number(select(participant_case.c.id).where(participant_case.c.name == name))

    def add(self, name: str, kind: CaseKind = CaseKind.PARTICIPANT) -> int:
        """Add a case whose name none has, and return its id."""
        rank = int(self.scalar(select(func.max(participant_case.c.rank))) or 0) + RANK_STEP
        return self.write.insert(participant_case, {"guid": new_guid(), "name": name, "kind": kind.value, "rank": rank})

    def change(self, case: int, values: Mapping[str, Any]) -> bool:
        """Set columns of a case (name, kind, may_quote, may_share); False when all were so."""
        return self.write.update(participant_case, case, values)

    def hangs_on(self, case: int) -> dict[str, int]:
        """How many rows refer to a case, by table, whoever wrote them: links, values, summaries ever written, live memos."""
        guid = select(participant_case.c.guid).where(participant_case.c.id == case).scalar_subquery()
        named = memo_link.c.target_table == participant_case.name
        counted = {
            case_speaker.name: select(func.count()).where(case_speaker.c.case == case),
            case_source.name: select(func.count()).where(case_source.c.case == case),
            value.name: select(func.count()).where(value.c.case == case),
            summary.name: select(func.count()).where(summary.c.case == case),
            memo_link.name: select(func.count())
            .select_from(memo_link.join(memo, memo.c.id == memo_link.c.memo))
            .where(memo.c.removed == 0, named, memo_link.c.target_guid == guid),
        }
        found = {name: int(self.scalar(statement) or 0) for name, statement in counted.items()}
        return {name: count for name, count in found.items() if count}

    def remove(self, case: int) -> None:
        """Take a case away with its values and links; nothing else may refer to it."""
        for table in (value, case_speaker, case_source):
            for row in self.rows(select(table.c.id).where(table.c.case == case).order_by(table.c.id)):
                self.write.delete(table, row.id)
        self.write.delete(participant_case, case)

    def link_source(self, case: int, source: int) -> bool:
        """Say that a source is this case's; False when it was known."""
        return self._link(case_source, "source", case, source)

    def link_speaker(self, case: int, speaker: int) -> bool:
        """Say that a speaker's talk is this case's; False when it was known."""
        return self._link(case_speaker, "speaker", case, speaker)

    def unlink_source(self, case: int, source: int) -> bool:
        """Say that a source is not this case's; False when it was not."""
        return self._unlink(case_source, "source", case, source)

    def unlink_speaker(self, case: int, speaker: int) -> bool:
        """Say that a speaker's talk is not this case's; False when it was not."""
        return self._unlink(case_speaker, "speaker", case, speaker)

    def add_attribute(self, name: str, type_: AttributeType, order: Sequence[str] = ()) -> int:
        """Add an attribute of cases and return its id.

        Raises:
            InvalidInput: an attribute that the viewer is not to see has the name.
        """
        self._refuse_hidden_name(name)
        rank = int(self.scalar(select(func.max(attribute.c.rank))) or 0) + RANK_STEP
        values = {
            "guid": new_guid(),
            "name": name,
            "of": "case",
            "type": type_.value,
            "order": json.dumps(list(order), ensure_ascii=False) if order else None,
            "rank": rank,
        }
        return self.write.insert(attribute, values)

    def change_attribute(self, number: int, values: Mapping[str, Any]) -> bool:
        """Set columns of an attribute (name, type, order as a sequence, unit, bands and the like); False when all were so.

        Raises:
            InvalidInput: an attribute that the viewer is not to see has the name.
        """
        if "name" in values:
            self._refuse_hidden_name(values["name"])
        columns = {name: (one or None) if name in MAY_BE_NULL else one for name, one in values.items()}
        if order := values.get("order"):
            columns["order"] = json.dumps(list(order), ensure_ascii=False)
        return self.write.update(attribute, number, columns)

    def attribute_ranks(self) -> list[tuple[int, int]]:
        """The id and rank of each attribute of cases, in their order."""
        of_cases = select(attribute.c.id, attribute.c.rank).where(attribute.c.of == "case", self.sight.attributes(attribute))
        return [(row.id, row.rank) for row in self.rows(of_cases.order_by(attribute.c.rank, attribute.c.id))]

    def remove_attribute(self, number: int) -> int:
        """Take an attribute away with all its values; returns how many it had."""
        rows = [row.id for row in self.rows(select(value.c.id).where(value.c.attribute == number).order_by(value.c.id))]
        for row in rows:
            self.write.delete(value, row)
        self.write.delete(attribute, number)
        return len(rows)

    def set_values(self, of_attribute: int, values: Mapping[int, str]) -> int:
        """Give cases (by id) their values of an attribute; an empty one is taken away. Returns how many changed."""
        present = {
            row.case: (row.id, row.value)
            for row in self.rows(select(value).where(value.c.attribute == of_attribute, value.c.case.is_not(None)))
        }
        fresh: list[dict[str, Any]] = []
        changed = 0
        for case, given in values.items():
            there = present.get(case)
            if there is None:
                if given:
                    fresh.append({"attribute": of_attribute, "case": case, "value": given})
            elif not given:
                self.write.delete(value, there[0])
                changed += 1
            elif there[1] != given:
                self.write.update(value, there[0], {"value": given})
                changed += 1
        self.write.insert_many(value, fresh)
        return changed + len(fresh)

    def _refuse_hidden_name(self, name: str) -> None:
        if self.sight.blind:
            hidden = select(attribute.c.name).where(attribute.c.of == "case", ~self.sight.attributes(attribute))
            if any(row.name.casefold() == name.casefold() for row in self.rows(hidden)):
                raise InvalidInput(f'There is another attribute "{name}".', "Choose another name.")

    def _values(self) -> dict[int, list[tuple[str, str]]]:
        found: dict[int, list[tuple[str, str]]] = {}
        statement = (
            select(value.c.case, attribute.c.name, value.c.value)
            .join(attribute, attribute.c.id == value.c.attribute)
            .where(value.c.case.is_not(None), self.sight.attributes(attribute))
            .order_by(attribute.c.rank, attribute.c.id)
        )
        for row in self.rows(statement):
            found.setdefault(row.case, []).append((row.name, row.value))
        return found

    def _links(self, table: Any, other: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row in self.rows(select(table.c.case, table.c[other]).order_by(table.c[other])):
            found.setdefault(row[0], []).append(row[1])
        return found

    def _link(self, table: Any, other: str, case: int, target: int) -> bool:
        if self.scalar(select(table.c.id).where(table.c.case == case, table.c[other] == target)) is not None:
            return False
        self.write.insert(table, {"case": case, other: target})
        return True

    def _unlink(self, table: Any, other: str, case: int, target: int) -> bool:
        row = self.number(select(table.c.id).where(table.c.case == case, table.c[other] == target))
        if row is None:
            return False
        self.write.delete(table, row)
        return True
