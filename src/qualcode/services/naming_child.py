"""The process that looks for names: a question on each line of stdin, its answer on stdout; it ends when stdin does.

It is a process of its own because spaCy would stay in the memory of the terminal workbench for good.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.analysis.name_finding import Piece
    from qualcode.domain.talk import SpokenText
    from qualcode.storage import OpenStudy


def answer(question: dict[str, Any]) -> list[list[Any]]:
    """Source, start, end, words, kind and pattern of each place that may be a name.

    Raises:
        QualcodeError: the study cannot be opened.
    """
    from qualcode.analysis.name_finding import look_for_names
    from qualcode.services.studies import open_study

    with open_study(question["where"], question["acting"]) as study:
        pieces = pieces_of(study, question["sources"])
    found = look_for_names(pieces, question["known"], _progress)
    return [[one.source, one.span.start, one.span.end, one.words, one.kind.value, one.why] for one in found]


def pieces_of(study: OpenStudy, sources: list[int]) -> list[Piece]:
    """The talk of sources turn by turn, and what stands outside turns; who speaks, as the transcript writes it, is left out."""
    return [piece for text in study.talk.of_sources(sources, labels=True) for piece in _of_text(text)]


def _of_text(text: SpokenText) -> list[Piece]:
    from qualcode.analysis.name_finding import Piece

    places: list[tuple[int, int]] = []
    reached = 0
    for turn, (start, end) in enumerate(zip(text.starts, text.ends, strict=True)):
        label = text.label_starts[turn] if text.label_starts else None
        places += [(reached, start if label is None else label), (start, end)]
        reached = end
    places.append((reached, len(text.text)))
    return [Piece(text.source, start, text.text[start:end]) for start, end in places if text.text[start:end].strip()]


def _progress(done: int, total: int) -> None:
    _say({"progress": [done, total, "looking for names"]})


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer until stdin ends."""
    for line in sys.stdin:
        try:
            _say({"found": answer(json.loads(line))})
        except QualcodeError as error:
            _say({"refused": [type(error).__name__, error.message, error.hint]})


if __name__ == "__main__":
    main()
