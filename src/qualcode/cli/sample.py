"""`qualcode sample`: drawing a sample for a second coder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import RULES, UNITS, as_option, opened, study_argument
from qualcode.cli.output import said_done
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.domain.rounds import FixedChoices
    from qualcode.services.sampling import DrawnSample


@click.command("sample", epilog='Example: qualcode sample fls --for "Tom Adeyemi" --share 20% --seed 7 --by role')
@study_argument
@click.option("--for", "coders", required=True, multiple=True, metavar="NAME", help="Who codes it blind; several get the same.")
@click.option("--share", metavar="SHARE", help="The share of the sources: 0.2, 20% or 1/5; rounded up.")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="A number of sources, instead of a share.")
@click.option("--seed", type=int, metavar="N", help="A number that fixes the draw; without it one is chosen by chance.")
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="An attribute: each of its values gets its share; repeatable.")
@click.option("--exclude", multiple=True, metavar="SOURCE", help="A source that cannot be drawn; repeatable.")
@click.option("--choose", "chosen", multiple=True, metavar="SOURCE", help="Choose this source, draw none; with --reason.")
@click.option("--reason", metavar="TEXT", help="Why these sources were chosen.")
@click.option(
    "--purpose",
    type=click.Choice(["check", "train", "develop"]),
    default="check",
    show_default=True,
    help="check: agreement on a settled codebook. train: practise. develop: each coder makes codes of their own.",
)
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    help="What is counted as one decision; fixed now. [default: turn]",
)
@click.option("--rule", type=click.Choice(list(RULES)), help="How much of a unit must be coded; fixed now. [default: any]")
@click.option(
    "--coefficient",
    type=click.Choice(["alpha", "kappa", "F1", "percent"]),
    help="The figure that is reported; fixed now. [default: alpha]",
)
@click.option("--with-interviewer", is_flag=True, help="Count the interviewer's turns too; fixed now.")
@as_option
def command(
    study: str,
    coders: tuple[str, ...],
    share: str | None,
    number: int | None,
    seed: int | None,
    by: tuple[str, ...],
    exclude: tuple[str, ...],
    chosen: tuple[str, ...],
    reason: str | None,
    purpose: str,
    unit: str | None,
    rule: str | None,
    coefficient: str | None,
    with_interviewer: bool,
    acting: str | None,
) -> None:
    """Draw a sample of sources at random for a second coder, who then codes them blind.

    The draw depends on the seed and the sources alone; `qualcode round show` shows it again. It begins a round in which
    nobody sees the other's coding; the round closes when its last source is finished, or by `qualcode round close`.
    With --choose the sources are chosen, and the reason is kept.
    """
    from qualcode.domain.coding import Purpose
    from qualcode.services.sampling import choose_sources, sample_sources

    if chosen and (share, number, seed, by, exclude) != (None, None, None, (), ()):
        raise UsageError("A sample is drawn or chosen, not both.", "Give --choose and --reason, or --share or --number.")
    if reason is not None and not chosen:
        raise UsageError("Only chosen sources have a reason.", "Give it with --choose, or leave it out.")
    of_purpose = Purpose(purpose)
    if of_purpose is Purpose.DEVELOP and (unit, rule, coefficient, with_interviewer) != (None, None, None, False):
        raise UsageError("A sample to develop codes has no unit and no coefficient.", "Leave those options out.")
    fixed = _fixed(unit, rule, coefficient, with_interviewer=with_interviewer)
    with opened(study, acting) as work:
        if chosen:
            drawn = choose_sources(work, chosen, coder=coders, reason=reason or "", purpose=of_purpose, fixed=fixed)
        else:
            drawn = sample_sources(
                work,
                coder=coders,
                share=share,
                number=number,
                seed=seed,
                by=by,
                exclude=exclude,
                purpose=of_purpose,
                fixed=fixed,
            )
    for line in _lines(drawn):
        click.echo(line)
    said_done(drawn.change, f"The round {drawn.round.name} is in progress.")


def _fixed(unit: str | None, rule: str | None, coefficient: str | None, *, with_interviewer: bool) -> FixedChoices:
    from qualcode.domain.rounds import Coefficient, FixedChoices
    from qualcode.domain.units import MappingRule, Unit

    return FixedChoices(
        Unit(unit or "turn"), MappingRule(RULES[rule or "any"]), Coefficient(coefficient or "alpha"), with_interviewer
    )


def fixed_lines(fixed: FixedChoices) -> list[str]:
    """What a sample fixes, a line each."""
    return [
        f"Unit: {fixed.unit}",
        f"Mapping rule: {fixed.rule}",
        f"Coefficient: {fixed.coefficient.in_words}",
        f"Interviewer's turns: {'counted' if fixed.with_interviewer else 'left out'}",
    ]


def _lines(drawn: DrawnSample) -> Iterator[str]:
    from qualcode.domain.rounds import PURPOSE_MEANS

    purpose = drawn.round.purpose
    assert purpose is not None
    yield f"Round {drawn.round.name}, for {' and '.join(coder.name for coder in drawn.coders)}: {_how(drawn)}."
    yield f"Purpose {purpose}: {PURPOSE_MEANS[purpose]}"
    if drawn.codebook_version:
        yield f"Codebook version: {drawn.codebook_version}"
        if drawn.unmatched:
            yield f"Not in it, for they are not matched yet (`qualcode match`): {'; '.join(drawn.unmatched)}"
        yield from fixed_lines(drawn.fixed)
    else:
        yield "Codebook version: none"
    if drawn.recorded.by:
        strata = drawn.draw.strata
        shares = ", ".join(f"{stratum.name or 'no value'} {stratum.drawn} of {stratum.size}" for stratum in strata)
        yield f"By {' and '.join(drawn.recorded.by)}: {shares}"
        if drawn.draw.left_out:
            yield f"Nothing drawn from: {', '.join(name or 'no value' for name in drawn.draw.left_out)}"
    reasons: dict[str, list[str]] = {}
    for source, why in drawn.left_out:
        reasons.setdefault(why, []).append(source)
    yield from (f"Not in the draw ({why}): {', '.join(sources)}" for why, sources in reasons.items())
    yield "Sources:"
    yield from (f"  {source.name}" for source in drawn.draw.chosen)


def _how(drawn: DrawnSample) -> str:
    counts = f"{len(drawn.draw.chosen)} of {len(drawn.draw.pool)} sources"
    recorded = drawn.recorded
    if recorded.reason:
        return f"{counts}, chosen: {recorded.reason.rstrip('.')}"
    asked = recorded.asked if recorded.asked.endswith(("source", "sources")) else f"share {recorded.asked}"
    how = "all there were" if recorded.whole else "drawn at random"
    return f"{counts}, {how} ({asked}, seed {recorded.seed})"
