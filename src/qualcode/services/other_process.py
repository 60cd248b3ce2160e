"""Asking a process of its own: it is started at the first question, and ends by itself when nobody asks.

What it runs reads a question on each line of stdin and answers on stdout with lines of JSON: how far it is (`progress`),
what it found (`found`), or that it refuses (`refused`). Heavy packages stay in its memory, and never come into this one.
"""

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
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

    from qualcode.domain.progress import Progress

IDLE = 120
"""Seconds without a question after which the process ends."""
TICK = 0.1
"""Seconds after which whoever waits is asked whether to go on."""


class OtherProcess:
    """One running module and the questions to it. `starting` is said while it starts; `failed` if it fails."""

    def __init__(self, module: str, *, starting: str, failed: QualcodeError) -> None:
        self._module = module
        self._starting = starting
        self._failed = failed
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Queue[bytes] = Queue()

    def ask(self, question: Mapping[str, Any], progress: Progress) -> Any:
        """What it found.

        Raises:
            QualcodeError: what the other process refused, or that it failed.
            Cancelled: `progress` raised it; the process is gone then.
        """
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            return self._answer(progress)
        except OSError:
            raise self._gone() from None
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
            self._process = subprocess.Popen(  # noqa: S603 (a module of ours, by its name)
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **one_thread},
            )
            assert self._process.stdout is not None
            self._lines = Queue()
            Thread(target=_read, args=(self._process.stdout, self._lines), daemon=True).start()
        return self._process

    def _answer(self, progress: Progress) -> Any:
        said = (0, 0, self._starting)
        while True:
            progress(*said)
            try:
                line = self._lines.get(timeout=TICK)
            except Empty:
                continue
            if not line:
                raise self._gone()
            told = json.loads(line)
            if "progress" in told:
                said = tuple(told["progress"])
            elif "refused" in told:
                raise _refusal(*told["refused"])
            else:
                return told["found"]

    def _gone(self) -> QualcodeError:
        self.close()
        return QualcodeError(self._failed.message, self._failed.hint)


def _read(stream: IO[bytes], lines: Queue[bytes]) -> None:
    """Hand over line after line, and at the end an empty one."""
    with stream:
        while line := stream.readline():
            lines.put(line)
    lines.put(b"")


def _refusal(kind: str, message: str, hint: str) -> QualcodeError:
    made: type[QualcodeError] = getattr(errors, kind, QualcodeError)
    return made(message, hint)
