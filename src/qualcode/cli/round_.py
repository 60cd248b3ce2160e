"""`qualcode round`: the rounds of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.lazy import OnceGroup
from qualcode.cli.options import as_option, json_option, opened, study_argument
from qualcode.cli.output import emit_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.rounds import RoundOverview, RoundRecord
    from qualcode.domain.sampling import RecordedDraw


@click.group("round", cls=OnceGroup, epilog="Example: qualcode round list fls")
def command() -> None:
    """List, show and close rounds: the open one, and one for each sample drawn."""


@command.command("list", epilog="Example: qualcode round list fls --json")
@study_argument
@as_option
@json_option
def list_(study: str, acting: str | None, as_json: bool) -> None:
    """List the rounds: their purpose, codebook version, coders, and how many sources are finished."""
    from qualcode.services.double_coding import rounds_overview

    with opened(study, acting) as work:
        rounds = [_as_data(one) for one in rounds_overview(work)]
    if as_json:
        emit_json(rounds)
        return
    columns = ["name", "purpose", "state", "codebook_version", "coders", "sources", "finished"]
    cells = [[", ".join(one["coders"]) if name == "coders" else one[name] for name in columns] for one in rounds]
    print_table([name.replace("_", " ") for name in columns], cells, right=["sources", "finished"])


@command.command(epilog='Example: qualcode round show fls "check 1"')
@study_argument
@click.argument("name", metavar="[ROUND]", required=False)
@as_option
@json_option
def show(study: str, name: str | None, acting: str | None, as_json: bool) -> None:
    """Show all that is recorded of a round: how its sources were drawn or chosen, what is fixed, and how far its coders are.

    Without a name the latest. A random draw is drawn again from what is recorded, and it is said whether the same
    sources come out.
    """
    from qualcode.services.double_coding import round_record

    with opened(study, acting) as work:
        record = round_record(work, name)
    if as_json:
        emit_json(_record_as_data(record))
        return
    for line in _record_lines(record):
        click.echo(line)


@command.command(epilog="Example: qualcode round close fls")
@study_argument
@click.option("--round", "name", metavar="NAME", help="Which round, where several are in progress.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is closed before all of it is finished.")
@as_option
def close(study: str, name: str | None, reason: str, acting: str | None) -> None:
    """Close the sample's round: it is blind no longer, and agreement can be computed. It cannot be taken back.

    Before its coders have finished their sources a reason is needed.
    """
    from qualcode.cli.receive import next_step, still_waiting, to_match
    from qualcode.services.double_coding import close_round

    with opened(study, acting) as work:
        closed = close_round(work, name, reason=reason)
    after = "" if closed.unfinished else f"; {next_step(closed.round.purpose)}"
    say(f"Closed the round {closed.round.name} (change {closed.change.id}){after}.")
    if closed.unfinished:
        say(f"Not finished in it, and so not compared: {', '.join(closed.unfinished)}.")
    for line in (*still_waiting(closed.waiting), *to_match(closed.codes_made)):
        say(line)


def _as_data(one: RoundOverview) -> dict[str, Any]:
    fixed = one.fixed
    return {
        "name": one.round.name,
        "kind": str(one.round.kind),
        "purpose": None if one.round.purpose is None else str(one.round.purpose),
        "state": str(one.round.state),
        "blind": one.round.blind,
        "codebook_version": one.codebook_version or None,
        "unit": None if fixed is None else str(fixed.unit),
        "rule": None if fixed is None else fixed.rule,
        "mapping": None if fixed is None else str(fixed.mapping),
        "coefficient": None if fixed is None else str(fixed.coefficient),
        "with_interviewer": None if fixed is None else fixed.with_interviewer,
        "coders": list(one.coders),
        "sources": one.sources,
        "finished": one.finished,
        "made_at": one.made_at,
        "closed_at": one.closed_at,
    }


def _record_as_data(record: RoundRecord) -> dict[str, Any]:
    progress = [
        {
            "coder": one.coder,
            "finished": list(one.finished),
            "reopened": list(one.reopened),
            "to_code": list(one.to_code),
        }
        for one in record.progress
    ]
    return {
        **_as_data(record.overview),
        "progress": progress,
        "draw": None if record.draw is None else _draw_as_data(record.draw, record.names),
    }


def _draw_as_data(draw: RecordedDraw, names: dict[str, str]) -> dict[str, Any]:
    def source(guid: str) -> dict[str, str | None]:
        return {"guid": guid, "source": names.get(guid)}

    repeated = draw.repeated()
    return {
        "method": str(draw.method),
        "reason": draw.reason or None,
        "asked": draw.asked or None,
        "seed": draw.seed,
        "by": list(draw.by),
        "strata": [
            {"stratum": one.name, "sources": one.size, "drawn": one.drawn, "members": list(one.members)} for one in draw.strata
        ],
        "pool": [source(guid) for guid in draw.pool],
        "excluded": [{**source(guid), "why": why} for guid, why in draw.excluded],
        "result": [source(guid) for guid in draw.result],
        "repeats": None if repeated is None else repeated == draw.result,
    }


def _record_lines(record: RoundRecord) -> Iterator[str]:
    from qualcode.cli.sample import fixed_lines
    from qualcode.domain.coding import Purpose
    from qualcode.domain.dates import local_time
    from qualcode.domain.rounds import PURPOSE_MEANS

    overview = record.overview
    purpose = overview.round.purpose
    closed = f", closed {local_time(overview.closed_at)}" if overview.closed_at else ""
    yield f"Round {overview.round.name}: {overview.round.state}, begun {local_time(overview.made_at)}{closed}"
    if purpose is not None:
        yield f"Purpose {purpose}: {PURPOSE_MEANS[purpose]}"
        yield f"Codebook version: {overview.codebook_version or 'none'}"
    if overview.fixed is not None and purpose is not Purpose.DEVELOP:
        yield from fixed_lines(overview.fixed)
    if record.draw is not None:
        yield from _draw_lines(record.draw, record.names)
    for one in record.progress:
        states = (("finished", one.finished), ("reopened", one.reopened), ("to code", one.to_code))
        told = "; ".join(f"{state} {', '.join(sources)}" for state, sources in states if sources)
        yield f"{one.coder}: {told}"


def _draw_lines(draw: RecordedDraw, names: dict[str, str]) -> Iterator[str]:
    def listed(guids: tuple[str, ...]) -> str:
        return ", ".join(names.get(guid, "a source no longer here") for guid in guids)

    if draw.reason:
        yield f"Chosen: {listed(draw.result)}"
        yield f"Because: {draw.reason}"
    else:
        yield f"{'All there were' if draw.whole else 'Drawn at random'}: {listed(draw.result)}"
        yield f"From: {listed(draw.pool)}"
        asked = draw.asked if draw.asked.endswith(("source", "sources")) else f"share {draw.asked}"
        same = "the same sources" if draw.repeated() == draw.result else "OTHER sources: the record is damaged"
        yield f"By: {asked}, seed {draw.seed}; drawn again from this record: {same}"
        if draw.by:
            strata = ", ".join(f"{one.name or 'no value'} {one.drawn} of {one.size}" for one in draw.strata)
            yield f"Strata of {' and '.join(draw.by)}: {strata}"
    reasons: dict[str, list[str]] = {}
    for guid, why in draw.excluded:
        reasons.setdefault(why, []).append(guid)
    for why, guids in reasons.items():
        yield f"Not in the draw ({why}): {listed(tuple(guids))}"
