"""`qualcode match STUDY`: the screen, or in plain lines both lists with their relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import at_terminal, counted, emit_json, say

if TYPE_CHECKING:
    from qualcode.domain.codebook import Codebook
    from qualcode.domain.matching import CodeMatch
    from qualcode.services.matching import CodeLists, ListedCode


@click.command(epilog="Example: qualcode match show fls --plain")
@study_argument
@click.option("--plain", is_flag=True, help="Print lines instead of opening the screen.")
@click.option("--all", "whole", is_flag=True, help="The codes of the first list too that have no relation.")
@as_option
@json_option
def command(study: str, plain: bool, whole: bool, acting: str | None, as_json: bool) -> None:
    """Open the screen for matching, or print the codes that wait to be matched.

    With --plain (or --all, --json), and where the output goes elsewhere than a terminal, each code is a few lines: its
    definition, what it is near to, its relation. Near are codes of the other list that the other coder gave to the same
    words, with how often.
    """
    if at_terminal() and not (plain or whole or as_json):
        from qualcode.tui.launch import launch

        launch(study, acting, at="match")
        return
    from qualcode.services.matching import code_lists

    with opened(study, acting) as work:
        lists = code_lists(work)
        if as_json:
            emit_json(_as_data(lists))
            return
        finished = [one.name for one in work.matchings.all() if one.finished]
    _print(lists, whole=whole)
    if finished:
        say(f"Finished before: {', '.join(finished)}.")


def _print(lists: CodeLists, *, whole: bool) -> None:
    from qualcode.domain.text import drawn

    if not lists.second and lists.matching is None:
        say("No code waits to be matched: coders made none of their own in a closed round. `qualcode match set` relates any two.")
    for one in lists.second:
        click.echo(drawn(f"{one.path}  ({one.made_by}, {counted(one.codings, 'coding')})"))
        _print_code(lists.book, one)
    others = [one for one in lists.first if one.matches or whole]
    if others:
        click.echo("\nIn the codebook:\n")
    for one in others:
        click.echo(drawn(f"{one.path}  ({counted(one.codings, 'coding')})"))
        _print_code(lists.book, one)
    if lists.second:
        say(f"{len(lists.second) - len(lists.open)} of {counted(len(lists.second), 'code')} related.")


def _print_code(book: Codebook, one: ListedCode) -> None:
    from qualcode.domain.text import drawn

    if one.code.definition:
        click.echo(drawn(f"   {' '.join(one.code.definition.split())}"))
    if one.near:
        click.echo(drawn(f"   near: {', '.join(f'{book.path_text(other)} ({count})' for other, count in one.near)}"))
    for match in one.matches:
        click.echo(drawn(f"   → {said(book, match)}"))


def said(book: Codebook, match: CodeMatch) -> str:
    """A relation in a line."""
    names = [book.path_text(code) for code in match.codes if code in book]
    into = f" = {match.name or (book.path_text(match.result) if match.result in book else '')}" if match.result else ""
    into = f" = {match.name}" if match.result is None and match.name else into
    reason = f" — {match.reason}" if match.reason else ""
    return f"{match.relation}: {' / '.join(names)}{into}{reason}"


def _as_data(lists: CodeLists) -> dict[str, Any]:
    book = lists.book

    def listed(one: ListedCode) -> dict[str, Any]:
        return {
            "code": one.path,
            "definition": one.code.definition,
            "include": one.code.include,
            "exclude": one.code.exclude,
            "made_by": one.made_by,
            "codings": one.codings,
            "near": [{"code": book.path_text(other), "passages": count} for other, count in one.near],
            "related": bool(one.matches),
        }

    matching = lists.matching
    return {
        "matching": None if matching is None else {"name": matching.name, "state": str(matching.state)},
        "first": [listed(one) for one in lists.first],
        "second": [listed(one) for one in lists.second],
        "relations": [relation_data(book, match) for match in (matching.matches if matching is not None else ())],
    }


def relation_data(book: Codebook, match: CodeMatch) -> dict[str, Any]:
    """A relation as JSON."""

    def path(code: int | None) -> str | None:
        return book.path_text(code) if code is not None and code in book else None

    return {
        "first": path(match.first),
        "second": path(match.second),
        "relation": str(match.relation),
        "result": path(match.result),
        "name": match.name,
        "definition": match.definition,
        "under": path(match.parent),
        "reason": match.reason,
    }
