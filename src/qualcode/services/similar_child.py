"""The process that compares passages: reads what to compare on stdin, writes what is alike on stdout, and ends.

It is a process of its own because scikit-learn would stay in the memory of the terminal workbench for good.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from qualcode.domain.similar import Likeness
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 120
"""Seconds after which the comparison is given up."""


def ask(asked: Sequence[str], texts: Sequence[str], limit: int) -> list[Likeness]:
    """What `analysis.similarity.most_similar` finds, computed in a process that is gone afterwards.

    Raises:
        QualcodeError: that process failed.
    """
    question = json.dumps({"asked": list(asked), "texts": list(texts), "limit": limit})
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "qualcode.services.similar_child"],
            input=question.encode(),
            capture_output=True,
            env={**os.environ, **one_thread},
            timeout=LONGEST,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise QualcodeError(f"Comparing passages took more than {LONGEST} seconds and was stopped.") from None
    except (OSError, subprocess.CalledProcessError):
        raise QualcodeError(
            "Passages could not be compared: the process that does it failed.", "Check that scikit-learn is installed whole."
        ) from None
    return [Likeness(at, score, tuple(shared)) for at, score, shared in json.loads(done.stdout)]


def _answer() -> None:
    from qualcode.analysis.similarity import most_similar

    question = json.loads(sys.stdin.buffer.read())
    found = most_similar(question["asked"], question["texts"], question["limit"])
    json.dump([[one.at, one.score, one.shared] for one in found], sys.stdout)


if __name__ == "__main__":
    _answer()
