"""Options that define a code, shared by `add` and `redefine`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.services.codebook import Definition

Function = TypeVar("Function", bound="Callable[..., Any]")

OPTIONS = (
    click.option("--kind", type=click.Choice(["group", "theme", "subtheme", "code"]), help="What it is."),
    click.option("--definition", metavar="TEXT", help="What the code means."),
    click.option("--include", metavar="TEXT", help="What belongs to it."),
    click.option("--exclude", metavar="TEXT", help="What does not, and where that goes."),
    click.option("--example", metavar="TEXT", help="A typical passage."),
    click.option("--codable", type=click.Choice(["yes", "no"]), help="Whether it may be applied to a passage itself."),
    click.option("--central-idea", metavar="TEXT", help="A theme's central idea, in one sentence."),
    click.option("--state", type=click.Choice(["candidate", "reviewed", "final", "none"]), help="How far a theme has come."),
)


def definition_options(function: Function) -> Function:
    """The options for all that defines a code."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def definition_of(options: dict[str, str | None]) -> Definition:
    """What the options say."""
    from qualcode.domain.codes import CodeKind, ThemeState
    from qualcode.services.codebook import Definition

    kind, codable, state = options["kind"], options["codable"], options["state"]
    return Definition(
        kind=None if kind is None else CodeKind(kind),
        definition=options["definition"],
        include=options["include"],
        exclude=options["exclude"],
        example=options["example"],
        codable=None if codable is None else codable == "yes",
        central_idea=options["central_idea"],
        state=None if state in {None, "none"} else ThemeState(state),
        no_state=state == "none",
    )
