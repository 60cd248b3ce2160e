"""Summaries: what stands in the cells of framework charts, and the codings it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from qualcode.domain.charts import CellMark
from qualcode.domain.summaries import Bearing, Link, Summary, evidence_seen
from qualcode.storage.clock import new_guid, now
from qualcode.storage.journal.earlier import rows_taken_away, states_of
from qualcode.storage.session import Repository
from qualcode.storage.tables.coding import coding
from qualcode.storage.tables.writing import summary, summary_link

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.storage.session import Record

LIVE = summary.c.removed == 0
CHUNK = 500
FEW = 20
_MARKS = {None: None} | {mark.value: mark for mark in CellMark}
READ = tuple(
    summary.c[name]
    for name in (
        "id", "guid", "case", "code", "text", "remark", "mark", "author", "written_at", "draft", "evidence_seen",
    )
)  # fmt: skip
"""The columns of a summary, in the order `_summary` takes them."""


class SummariesRepository(Repository):
    """The live summaries of a study, at most one for each case and code; a coder in a blind round sees their own."""

    def all(self, *, codes: Collection[int] | None = None, cases: Collection[int] | None = None) -> tuple[Summary, ...]:
        """All summaries by case and code; of some codes or cases when named, of the latter not too many."""
        wanted = None if codes is None else sorted(codes)
        where = [] if wanted is None or len(wanted) > CHUNK else [summary.c.code.in_(wanted)]
        if cases is not None:
            where.append(summary.c["case"].in_(sorted(cases)))
        statement = select(*READ).where(LIVE, self.sight.work_of_others(summary.c.author), *where)
        found = self.rows(statement.order_by(summary.c["case"], summary.c.code, summary.c.id))
        return tuple(_summary(row) for row in found if codes is None or row.code in codes)

    def by_code(self, codes: Collection[int]) -> dict[int, dict[int, Summary]]:
        """The summaries of some codes, by code and case; each code that is asked for has an entry."""
        found: dict[int, dict[int, Summary]] = {code: {} for code in codes}
        # A long list of codes costs the database twice what reading everything does, and order costs as much again.
        few = [summary.c.code.in_(sorted(found))] if len(found) <= FEW else []
        for row in self.rows(select(*READ).where(LIVE, self.sight.work_of_others(summary.c.author), *few)):
            if row[3] in found:
                found[row[3]][row[2]] = _summary(row)
        return found

    def of_cell(self, case: int, code: int) -> Summary | None:
        """The summary of a case and a code, if the viewer may see it; else None."""
        row = self.row(select(*READ).where(*_cell(case, code), self.sight.work_of_others(summary.c.author)))
        return None if row is None else _summary(row)

    def is_hidden(self, case: int, code: int) -> bool:
        """Whether somebody else wrote the summary of a case and a code and the viewer, who codes blind, must not see it."""
        mine = self.sight.work_of_others(summary.c.author)
        return self.row(select(summary.c.id).where(*_cell(case, code), ~mine)) is not None

    def wordings(self, case: int, code: int) -> tuple[Summary, ...]:
        """What has stood in the cell of a case and a code, what stands there now included, in the order it came to stand there.

        It is read from the change history. Of others a coder in a blind round sees nothing. An emptied cell is told by nothing.
        """
        held = select(summary.c.id).where(summary.c["case"] == case, summary.c.code == code)
        connection = self.session.connection
        rows = {row[0] for row in self.rows(held)} | rows_taken_away(connection, summary, case=case, code=code)
        return tuple(
            _summary([state[column.name] for column in READ])
            for _, state in states_of(connection, summary, sorted(rows))
            if (state["case"], state["code"]) == (case, code)
            and not state["removed"]
            and (state["text"] or state["mark"])
            and (not self.sight.blind or state["author"] == self.sight.viewer)
        )

    def links(self, summaries: Collection[int]) -> dict[int, tuple[Link, ...]]:
        """The codings that each of these summaries has seen, in the order they were linked."""
        wanted = sorted(summaries)
        found: dict[int, list[Link]] = {}
        code = func.coalesce(summary_link.c.code_then, coding.c.code)
        columns = [summary_link.c[name] for name in ("summary", "coding", "bearing", "words_then")]
        joined = select(*columns, code, coding.c.guid).join(coding, coding.c.id == summary_link.c.coding)
        joined = joined.join(summary, summary.c.id == summary_link.c.summary).where(self.sight.work_of_others(summary.c.author))
        for place in range(0, len(wanted), CHUNK):
            some = summary_link.c.summary.in_(wanted[place : place + CHUNK])
            for of, number, bearing, words, then, guid in self.rows(joined.where(some).order_by(summary_link.c.id)):
                found.setdefault(of, []).append(Link(number, guid, Bearing(bearing), then, words))
        return {of: tuple(links) for of, links in found.items()}

    def weighed(self) -> dict[tuple[int, int], dict[int, Bearing]]:
        """What codings are to the summaries that have seen them, by case and code and then coding: all but those that support."""
        columns = (summary.c["case"], summary.c.code, summary_link.c.coding, summary_link.c.bearing)
        joined = select(*columns).join(summary, summary.c.id == summary_link.c.summary)
        others = summary_link.c.bearing != Bearing.SUPPORTS.value
        found: dict[tuple[int, int], dict[int, Bearing]] = {}
        for case, code, number, bearing in self.rows(joined.where(LIVE, others, self.sight.work_of_others(summary.c.author))):
            found.setdefault((case, code), {})[number] = Bearing(bearing)
        return found

    def put(
        self,
        *,
        case: int,
        code: int,
        author: int,
        text: str = "",
        remark: str = "",
        mark: CellMark | None = None,
        draft: bool = False,
        seen: Sequence[Link],
        written_at: str = "",
    ) -> bool | None:
        """Write the summary of a case and a code: True when it is new, False when it changed, None when it was so.

        `seen` are the codings it has seen. Without `written_at` it is written now. One that says the same by the same
        author is left as it is, with what it had seen.
        """
        there = self.row(select(summary).where(*_cell(case, code)))
        values = {
            "text": text,
            "remark": remark,
            "mark": mark.value if mark else None,
            "author": author,
            "draft": int(draft),
        }
        if there is not None and written_at in ("", there.written_at):
            same = all(there._mapping[name] == value for name, value in values.items())
            if same:
                return None
        values |= {"evidence_seen": evidence_seen(seen), "written_at": written_at or now()}
        if there is None:
            number = self.write.insert(summary, {**values, "guid": new_guid(), "case": case, "code": code})
        else:
            number = there.id
            self.write.update(summary, number, values)
        self._link(number, seen)
        return there is None

    def see(self, number: int, seen: Sequence[Link]) -> None:
        """Let these be the codings that a summary has seen; its words stay as they are."""
        self._link(number, seen)
        self.write.update(summary, number, {"evidence_seen": evidence_seen(seen)})

    def remove(self, number: int) -> None:
        """Take a summary away; it stays in the study for its history."""
        self.write.update(summary, number, {"removed": 1})

    def _link(self, number: int, seen: Sequence[Link]) -> None:
        rows = self.rows(select(summary_link).where(summary_link.c.summary == number).order_by(summary_link.c.id))
        there: Mapping[int, Record] = {row.coding: row for row in rows}
        wanted = {link.coding: _columns(link) for link in seen}
        for of_coding, row in there.items():
            if of_coding not in wanted:
                self.write.delete(summary_link, row.id)
            else:
                self.write.update(summary_link, row.id, wanted[of_coding])
        fresh = [{"summary": number, "coding": one, **values} for one, values in wanted.items() if one not in there]
        self.write.insert_many(summary_link, fresh)


def _cell(case: int, code: int) -> tuple[Any, ...]:
    return LIVE, summary.c["case"] == case, summary.c.code == code


def _columns(link: Link) -> dict[str, Any]:
    return {"bearing": link.bearing.value, "code_then": link.code, "words_then": link.words}


def _summary(row: Record | Sequence[Any]) -> Summary:
    number, guid, case, code, text, remark, mark, author, written_at, draft, evidence = row
    return Summary(number, guid, case, code, text, remark, _MARKS[mark], author, written_at, bool(draft), evidence)
