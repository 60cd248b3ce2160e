"""`qualcode names allow`, `disallow`, `allowances`: what may print although the check would stop it."""

from __future__ import annotations

import click

from qualcode.cli.options import (
    as_option,
    asked_reason,
    json_option,
    opened,
    reason_option,
    study_argument,
)
from qualcode.cli.output import emit_json, print_table, progress_bar, said_done, say
from qualcode.errors import UsageError


@click.command(epilog='Example: qualcode names allow fls --term Glasgow --output "Table 2" --reason "Published evidence."')
@study_argument
@click.option("--term", metavar="TERM", help="A term of the replacement list; its words are not kept in the study.")
@click.option(
    "--shared",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="Printed attributes that few share, as the stop names them; repeat it.",
)
@click.option("--output", metavar="NAME", help="The output as the stop names it, such as Table 2.")
@click.option("--every-output", is_flag=True, help="In every output instead.")
@click.option("--reason", metavar="TEXT", required=True, help="Why it may print; it is kept in the study.")
@as_option
def allow(
    study: str,
    term: str | None,
    shared: tuple[str, ...],
    output: str | None,
    every_output: bool,
    reason: str,
    acting: str | None,
) -> None:
    """Let a listed term or a rare combination print, with a reason."""
    from qualcode.services.names_allowing import allow_combination, allow_term

    if (term is None) is (not shared):
        raise UsageError("One thing is allowed at a time.", "Give --term, or --shared for each attribute of a combination.")
    if (output is None) is not every_output:
        raise UsageError("It is not said where it may print.", "Give --output NAME, or --every-output.")
    with opened(study, acting) as work:
        if term is not None:
            number, change = allow_term(work, term, output=output or "", reason=reason)
        else:
            number, change = allow_combination(work, _pairs(shared), output=output or "", reason=reason)
    said_done(change, f"Allowance {number}: it prints in {output or 'every output'}.")


@click.command(epilog="Example: qualcode names disallow fls 1")
@study_argument
@click.argument("number", type=int)
@reason_option
@as_option
def disallow(study: str, number: int, reason: str | None, acting: str | None) -> None:
    """Take an allowance away."""
    from qualcode.services.names_allowing import disallow as take_away

    with opened(study, acting) as work:
        change = take_away(work, number, reason=asked_reason(reason))
    said_done(change, f"Took allowance {number} away.")


@click.command(epilog="Example: qualcode names allowances fls --json")
@study_argument
@as_option
@json_option
def allowances(study: str, acting: str | None, as_json: bool) -> None:
    """List what may print although the check would stop it: where, why, and who said so."""
    from qualcode.domain.dates import local_time
    from qualcode.services.names_allowing import list_allowances

    with opened(study, acting) as work:
        found = list_allowances(work)
    if as_json:
        emit_json(
            [
                {
                    "number": one.allowance.id,
                    "output": one.allowance.output,
                    "term": one.what if one.allowance.sealed else "",
                    "combination": dict(one.allowance.combination),
                    "reason": one.allowance.reason,
                    "by": one.by,
                    "at": one.allowance.at,
                }
                for one in found
            ]
        )
        return
    rows = [
        (
            one.allowance.id,
            one.allowance.output or "every output",
            one.what or "a term of a list that is not here",
            one.allowance.reason,
            one.by,
            local_time(one.allowance.at),
        )
        for one in found
    ]
    print_table(["number", "output", "what", "reason", "by", "when"], rows, right=["number"])


@click.command(epilog="Example: qualcode names check fls")
@study_argument
@click.option("--all", "with_allowed", is_flag=True, help="Also what was allowed.")
@as_option
@json_option
def check(study: str, with_allowed: bool, acting: str | None, as_json: bool) -> None:
    """List all that would stop a publication, in every output of the study; nothing is written.

    What it does not stop on is said too: how many of the terms found in the transcripts nobody has decided on.
    """
    from qualcode.domain.text import drawn
    from qualcode.services.gate import remarks_on_list
    from qualcode.services.names_checking import check_outputs, undecided_terms

    with opened(study, acting) as work:
        found = check_outputs(work, with_allowed=with_allowed)
        remarks = remarks_on_list(work)
        with progress_bar("names") as progress:
            undecided = undecided_terms(work, progress=progress)
    if as_json:
        emit_json(
            [
                {
                    "kind": one.kind.value,
                    "output": one.words.output,
                    "place": one.words.place,
                    "quotation": one.words.quote,
                    "found": one.found,
                    "term": one.term,
                    "combination": dict(one.combination),
                    "shared_by": list(one.shared_by),
                    "allowance": one.allowance,
                }
                for one in found
            ]
        )
        _say_undecided(remarks, undecided)
        return
    for one in found:
        allowed = "" if one.allowance is None else f" (allowance {one.allowance})"
        click.echo(drawn(f"{one.said}{allowed}"))
    _say_undecided(remarks, undecided)
    stopping = sum(one.allowance is None for one in found)
    say("1 place stops a publication." if stopping == 1 else f"{stopping} places stop a publication.")


def _say_undecided(remarks: tuple[str, ...], undecided: int) -> None:
    """Say what the check did not look for."""
    for remark in remarks:
        say(remark)
    if undecided:
        are = "term that was found is" if undecided == 1 else "terms that were found are"
        say(f"{undecided} {are} undecided and stop nothing: `qualcode names find`.")


def _pairs(shared: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in shared:
        name, joined, value = one.partition("=")
        if not joined or not name.strip() or not value.strip():
            raise UsageError(f'"{one}" is no attribute with its value.', "Write it as role=nurse.")
        found[name] = value
    return found
