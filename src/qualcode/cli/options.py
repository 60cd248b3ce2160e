"""Arguments and options that many commands share, and how a command opens its study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.storage import OpenStudy

UNITS = ("turn", "sentence", "paragraph", "character", "source")
"""The units of agreement, as they are typed."""
RULES = {"any": "any overlap", "half": "half the unit"}
"""The mapping rules, as they are typed, with their names."""

Function = TypeVar("Function", bound="Callable[..., Any]")


def study_argument(function: Function) -> Function:
    """The study a command works on: a path, with or without `.qualcode`."""
    return click.argument("study", metavar="STUDY")(function)


def as_option(function: Function) -> Function:
    """Who acts (the rule stands in `services.studies`)."""
    return click.option(
        "--as", "acting", metavar="NAME", help="Who acts; else QUALCODE_CODER, the only coder, or the lead coder."
    )(function)


def json_option(function: Function) -> Function:
    """Print JSON instead of lines for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def audience_option(function: Function) -> Function:
    """Whom the output is for, as `audience`: "team" or "publication"; what the latter means is in `services.gate`."""
    return click.option(
        "--for",
        "audience",
        type=click.Choice(["team", "publication"]),
        default="team",
        show_default=True,
        help="The team, or readers of a publication: then the de-identification check stops what would tell who is meant.",
    )(function)


def reason_option(function: Function) -> Function:
    """Why it is done, for the change history."""
    return click.option("--reason", metavar="TEXT", help="Why, for the change history (may be empty).")(function)


def say_what_was_not_checked(study: OpenStudy, audience: str) -> None:
    """Say beside an output for publication where its check looked for no names, as the replacement list has none."""
    from qualcode.cli.output import say
    from qualcode.services.gate import remarks_on_list

    for remark in remarks_on_list(study, audience):
        say(remark)


def opened(study: str, acting: str | None) -> OpenStudy:
    """Open the study for the coder who acts; use it in a `with` block.

    Raises:
        QualcodeError: it cannot be opened, or it cannot be told who acts.
    """
    from qualcode.cli.output import say
    from qualcode.services.studies import folder_warning, open_study

    work = open_study(study, acting)
    warning = folder_warning(work)
    if warning is not None:
        say(warning)
    # One moment of the study is read, up to the first thing that is written, though a window codes in it meanwhile.
    work.begin_snapshot()
    return work


def asked_reason(reason: str | None) -> str:
    """The reason given, or the answer at a terminal; empty is allowed, and nothing is asked elsewhere."""
    import sys

    if reason is not None:
        return reason
    if sys.stdin.isatty() and sys.stderr.isatty():
        return str(click.prompt("Reason (may be empty)", default="", show_default=False, err=True))
    return ""
