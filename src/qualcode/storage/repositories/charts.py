"""Charts that were saved: what goes on them, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.domain.cases import CaseKind
from qualcode.domain.charts import ChartLayout
from qualcode.storage.clock import new_guid
from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import chart

if TYPE_CHECKING:
    from qualcode.storage.session import Record


class ChartsRepository(Repository):
    """The live saved charts of a study; a coder in a blind round sees none, for their titles are the analyst's."""

    def all(self) -> tuple[ChartLayout, ...]:
        """All saved charts in the order they were saved."""
        statement = select(chart).where(chart.c.removed == 0, self.sight.work_of_others())
        return tuple(_layout(row) for row in self.rows(statement.order_by(chart.c.id)))

    def add(self, layout: ChartLayout) -> int:
        """Save a chart and return its id."""
        return self.write.insert(chart, {"guid": new_guid(), **_columns(layout)})

    def change(self, number: int, layout: ChartLayout) -> bool:
        """Give a saved chart another layout; False when it was so."""
        return self.write.update(chart, number, _columns(layout))

    def remove(self, number: int) -> None:
        """Take a saved chart away; the summaries that it shows stay."""
        self.write.update(chart, number, {"removed": 1})


def _columns(layout: ChartLayout) -> dict[str, Any]:
    return {
        "title": layout.title,
        "group": layout.group,
        "codes": _json(layout.codes),
        "case_kind": layout.kind.value,
        "filter": _json(layout.where),
        "order": _json(layout.order),
        "shown": None if layout.shown is None else json.dumps(list(layout.shown), ensure_ascii=False),
        "widths": _json({str(code): width for code, width in layout.widths}),
        "level": layout.level,
        "portrait": int(layout.portrait),
    }


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None


def _layout(row: Record) -> ChartLayout:
    of = row._mapping
    widths = json.loads(of["widths"]) if of["widths"] else {}
    return ChartLayout(
        of["title"],
        of["group"],
        tuple(_read(of["codes"])),
        CaseKind(of["case_kind"]),
        tuple(_read(of["filter"])),
        tuple(_read(of["order"])),
        None if of["shown"] is None else tuple(json.loads(of["shown"])),
        tuple((int(code), width) for code, width in widths.items()),
        of["level"],
        of["id"],
        bool(of["portrait"]),
    )


def _read(text: str | None) -> list[Any]:
    return json.loads(text) if text else []
