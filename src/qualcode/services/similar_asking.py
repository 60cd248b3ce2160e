"""Asking the process that compares passages: it is started at the first question, and ends by itself when nobody asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from qualcode import errors
from qualcode.domain.similar import SimilarPassage
from qualcode.domain.spans import Span
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from typing import IO

    from qualcode.domain.progress import Progress
    from qualcode.domain.similar import Like

IDLE = 120
"""Seconds without a question after which the process ends."""
TICK = 0.1
"""Seconds after which whoever waits is asked whether to go on."""


class SimilarAsker:
    """One coder's questions to one study; the texts are read by the other process and never come into this one."""

    def __init__(self, where: str, acting: str, *, idle: float = IDLE) -> None:
        self._where = where
        self._acting = acting
        self._idle = idle
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Queue[bytes] = Queue()

    def ask(self, like: Like, limit: int, progress: Progress) -> tuple[SimilarPassage, ...]:
        """The turns most like what is given, the most alike first.

        Raises:
            QualcodeError: what the other process refused, or that it failed.
            Cancelled: `progress` raised it; the process is gone then.
        """
        question = {"where": self._where, "acting": self._acting, "like": _sent(like), "limit": limit, "idle": self._idle}
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            return self._answer(progress)
        except OSError:
            raise self._failed() from None
        except BaseException:
            self.close()
            raise

    @property
    def process_id(self) -> int | None:
        """The id of the process where it is running."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def close(self) -> None:
        """End the process if it is there still."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            assert process.stdin is not None
            with suppress(OSError):
                process.stdin.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "qualcode.services.similar_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **one_thread},
            )
            assert self._process.stdout is not None
            self._lines = Queue()
            Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True).start()
        return self._process

    def _answer(self, progress: Progress) -> tuple[SimilarPassage, ...]:
        said = (0, 0, "starting the comparison")
        while True:
            progress(*said)
            try:
                line = self._lines.get(timeout=TICK)
            except Empty:
                continue
            if not line:
                raise self._failed()
            told = json.loads(line)
            if "progress" in told:
                said = tuple(told["progress"])
            elif "refused" in told:
                raise _refusal(*told["refused"])
            else:
                return tuple(_passage(one) for one in told["found"])

    def _failed(self) -> QualcodeError:
        self.close()
        return QualcodeError(
            "Passages could not be compared: the process that does it failed.", "Check that scikit-learn is installed whole."
        )


def _read(stream: IO[bytes], lines: Queue[bytes]) -> None:
    """Hand over line after line, and at the end an empty one."""
    with stream:
        while line := stream.readline():
            lines.put(line)
    lines.put(b"")


def _sent(like: Like) -> dict[str, Any]:
    span = None if like.span is None else [like.span.start, like.span.end]
    return {"coding": like.coding, "code": like.code, "source": like.source, "span": span}


def _refusal(kind: str, message: str, hint: str) -> QualcodeError:
    made: type[QualcodeError] = getattr(errors, kind, QualcodeError)
    return made(message, hint)


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
