"""Options that the commands of a discussion share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.cli.options import Function
    from qualcode.domain.discussions import Outcome
    from qualcode.services.discussion_pair import Pair
    from qualcode.storage import OpenStudy

OUTCOMES = {
    "first": "take first",
    "second": "take second",
    "both": "both",
    "overlap": "overlap",
    "span": "edited span",
    "code": "other code",
    "drop": "drop",
    "codebook": "change the codebook",
    "leave": "leave both readings",
}
"""The short names of outcomes, with their whole ones."""


OF_THE_REST = tuple(name for name in OUTCOMES if name not in {"span", "code", "codebook"})
"""Those that need nothing but a difference."""


def coder_option(function: Function) -> Function:
    """Whose differences are meant."""
    return click.option(
        "--coder",
        "coders",
        multiple=True,
        metavar="NAME",
        help="One of the two coders; give it twice. Else the lead coder and the only other one.",
    )(function)


def source_option(function: Function) -> Function:
    """Which source; where only one is discussed, it need not be named."""
    return click.option("--source", metavar="SOURCE", help="The source; may be left out where only one is being discussed.")(
        function
    )


def outcome_of(word: str) -> Outcome:
    """The outcome of a short or whole name.

    Raises:
        UsageError: there is none of that name.
    """
    from qualcode.domain.discussions import Outcome

    wanted = " ".join(word.split()).casefold()
    whole = OUTCOMES.get(wanted, wanted)
    if whole not in OUTCOMES.values():
        raise UsageError(f'There is no outcome "{word}".', f"The outcomes are {', '.join(OUTCOMES)}.")
    return Outcome(whole)


def checked_outcome(_context: Any, _parameter: Any, value: str | None) -> Outcome | None:
    """The callback of an option that takes an outcome."""
    return None if value is None else outcome_of(value)


def the_source(work: OpenStudy, pair: Pair, source: str | None) -> str:
    """The source that is named, or the only one being discussed.

    Raises:
        UsageError: none is named and it cannot be told which is meant.
    """
    from qualcode.services.discussion_pair import shared_sources

    if source is not None:
        return work.sources.named(source).name
    being = {one.source for one in work.discussions.all() if not one.finished}
    names = [one.name for one in shared_sources(work, pair) if one.id in being]
    if len(names) != 1:
        said = f"{', '.join(names)} are being discussed" if names else "no source is being discussed"
        raise UsageError(f"It must be said which source is meant: {said}.", "Name it with --source.")
    return names[0]
