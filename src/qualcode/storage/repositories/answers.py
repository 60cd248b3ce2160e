"""Answers to the questions of reporting guidelines."""

from __future__ import annotations

from sqlalchemy import select

from qualcode.storage.session import Repository
from qualcode.storage.tables.writing import report_answer


class AnswersRepository(Repository):
    """What the authors answered, by report and item; a coder in a blind round sees none."""

    def of(self, report: str) -> dict[str, str]:
        """The answers of a report by item."""
        found = select(report_answer).where(report_answer.c.report == report, self.sight.work_of_others())
        return {row.item: row.answer for row in self.rows(found.order_by(report_answer.c.id))}

    def put(self, report: str, item: str, answer: str) -> bool:
        """Keep an answer; False where it is there already."""
        number = self._row(report, item)
        if number is None:
            self.write.insert(report_answer, {"report": report, "item": item, "answer": answer})
            return True
        return self.write.update(report_answer, number, {"answer": answer})

    def take_away(self, report: str, item: str) -> bool:
        """Take an answer away; False where there is none."""
        number = self._row(report, item)
        if number is None:
            return False
        self.write.delete(report_answer, number)
        return True

    def _row(self, report: str, item: str) -> int | None:
        wanted = report_answer.c.report == report, report_answer.c.item == item
        return self.number(select(report_answer.c.id).where(*wanted))
