"""What a change would touch, said instead of making it: `--dry-run`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from qualcode.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from qualcode.storage import OpenStudy

Function = TypeVar("Function", bound="Callable[..., Any]")


def dry_run_option(function: Function) -> Function:
    """Tell what would be touched and change nothing."""
    return click.option("--dry-run", is_flag=True, help="Say what it would touch, and change nothing.")(function)


def say_touched(work: OpenStudy, codes: Collection[int], done: str, to: int | None = None) -> None:
    """Say what a change of codes would touch; `done` is a value of `CodesDone`."""
    from qualcode.services.codebook_touched import CodesDone, what_hangs_on

    say(what_hangs_on(work, codes, done=CodesDone(done), to=to).in_words)
    say("Nothing was changed.")
