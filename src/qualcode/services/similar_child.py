"""The process that compares passages: a question on each line of stdin, its answer on stdout, and an end when nobody asks.

It is a process of its own because scikit-learn and the texts would stay in the memory of the terminal workbench for good.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from qualcode.domain.similar import Like
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from qualcode.analysis.similarity import Weighed
    from qualcode.domain.similar import SimilarPassage


LONGEST = 120.0
"""Seconds for which the first question is waited for."""


class Child:
    """Answers questions, and keeps the weights of the texts it compared last."""

    def __init__(self) -> None:
        self._weighed: tuple[Hashable, Weighed] | None = None

    def answer(self, question: dict[str, Any]) -> tuple[SimilarPassage, ...]:
        """Open the study, compare, and let go of it.

        Raises:
            QualcodeError: the study refuses, or there is nothing to compare with.
        """
        from qualcode.services.similar_proposing import propose
        from qualcode.services.studies import open_study

        asked = question["like"]
        like = Like(asked["coding"], asked["code"], asked["source"], Span(*asked["span"]) if asked["span"] else None)
        with open_study(question["where"], question["acting"]) as study:
            return propose(study, like, question["limit"], self.weighed, _progress)

    def weighed(self, of: Hashable, texts: Sequence[str]) -> Weighed:
        """The weights of these texts; `of` says which they are, so that they are not weighed twice."""
        from qualcode.analysis.similarity import Weighed

        if self._weighed is None or self._weighed[0] != of:
            self._weighed = of, Weighed(texts)
        return self._weighed[1]


def _progress(done: int, total: int, what: str) -> None:
    _say({"progress": [done, total, what]})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _told(one: SimilarPassage) -> dict[str, Any]:
    return {**asdict(one), "span": [one.span.start, one.span.end]}


def main() -> None:
    """Answer until stdin ends, or nobody has asked for as many seconds as the last question says."""
    lines: Queue[str] = Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put("")

    Thread(target=read, daemon=True).start()
    child, idle = Child(), LONGEST
    while True:
        try:
            line = lines.get(timeout=idle)
        except Empty:
            return
        if not line:
            return
        question = json.loads(line)
        idle = question["idle"]
        try:
            _say({"found": [_told(one) for one in child.answer(question)]})
        except QualcodeError as error:
            _say({"refused": [type(error).__name__, error.message, error.hint]})


if __name__ == "__main__":
    main()
