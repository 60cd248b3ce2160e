"""Asking the process that compares passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.similar import SimilarPassage
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError
from qualcode.services.other_process import IDLE, OtherProcess

if TYPE_CHECKING:
    from qualcode.domain.progress import Progress
    from qualcode.domain.similar import Like


class SimilarAsker:
    """One coder's questions to one study; the texts are read by the other process and never come into this one.

    `acting` is the coder's name, which may be set when they are renamed.
    """

    def __init__(self, where: str, acting: str, *, idle: float = IDLE) -> None:
        self._where = where
        self.acting = acting
        self._idle = idle
        self._process = OtherProcess(
            "qualcode.services.similar_child",
            starting="starting the comparison",
            failed=QualcodeError(
                "Passages could not be compared: the process that does it failed.",
                "Check that scikit-learn is installed whole.",
            ),
        )

    def ask(self, like: Like, limit: int, progress: Progress) -> tuple[SimilarPassage, ...]:
        """The turns most like what is given, the most alike first.

        Raises:
            QualcodeError: what the other process refused, or that it failed.
            Cancelled: `progress` raised it; the process is gone then.
        """
        question = {"where": self._where, "acting": self.acting, "like": _sent(like), "limit": limit, "idle": self._idle}
        return tuple(_passage(one) for one in self._process.ask(question, progress))

    @property
    def process_id(self) -> int | None:
        """The id of the process where it is running."""
        return self._process.process_id

    def close(self) -> None:
        """End the process if it is there still."""
        self._process.close()


def _sent(like: Like) -> dict[str, Any]:
    span = None if like.span is None else [like.span.start, like.span.end]
    return {"coding": like.coding, "code": like.code, "source": like.source, "span": span}


def _passage(told: dict[str, Any]) -> SimilarPassage:
    return SimilarPassage(
        **{
            **told,
            "span": Span(*told["span"]),
            "shared": tuple(told["shared"]),
            "cases": tuple(told["cases"]),
            "codes": tuple(told["codes"]),
        }
    )
