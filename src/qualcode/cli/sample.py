"""`qualcode sample`: drawing a sample for a second coder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.options import as_option, opened, study_argument
from qualcode.cli.output import said_done

if TYPE_CHECKING:
    from qualcode.services.double_coding import DrawnSample


@click.command("sample", epilog='Example: qualcode sample fls --for "Tom Adeyemi" --share 0.2 --seed 7 --by role')
@study_argument
@click.option("--for", "coder", required=True, metavar="NAME", help="The second coder, who codes the sample blind.")
@click.option("--share", required=True, metavar="SHARE", help="The share of the sources: 0.2, 20% or 1/5; rounded up.")
@click.option("--seed", required=True, type=int, metavar="N", help="A number that fixes the draw, so that it can be repeated.")
@click.option("--by", metavar="ATTRIBUTE", help="An attribute of cases: each of its values gets its share.")
@click.option(
    "--purpose",
    type=click.Choice(["check", "train", "develop"]),
    default="check",
    show_default=True,
    help="check: agreement on a settled codebook. train: practise. develop: each coder makes codes of their own.",
)
@as_option
def command(study: str, coder: str, share: str, seed: int, by: str | None, purpose: str, acting: str | None) -> None:
    """Draw a sample of sources at random for a second coder, who then codes them blind.

    The draw depends on the seed and the sources alone. It begins a round in which nobody sees the other's coding; the
    round closes when its last source is finished, or by `qualcode round close`.
    """
    from qualcode.domain.coding import Purpose
    from qualcode.services.double_coding import sample_sources

    with opened(study, acting) as work:
        drawn = sample_sources(work, coder=coder, share=share, seed=seed, by=by, purpose=Purpose(purpose))
        name = work.coders.named(coder).name
    for line in _lines(drawn, name, share, by):
        click.echo(line)
    said_done(drawn.change, f"The round {drawn.round.name} is in progress.")


def _lines(drawn: DrawnSample, coder: str, share: str, by: str | None) -> list[str]:
    pool = sum(stratum.size for stratum in drawn.draw.strata)
    how = f"drawn at random (share {share}, seed {drawn.draw.seed})"
    lines = [f"Round {drawn.round.name}, for {coder}: {len(drawn.draw.chosen)} of {pool} sources, {how}."]
    if drawn.codebook_version:
        choices = drawn.fixed
        interviewer = "counted" if choices.with_interviewer else "left out"
        lines += [
            f"Codebook version: {drawn.codebook_version}",
            f"Unit: {choices.unit}",
            f"Mapping rule: {choices.rule}",
            f"Coefficient: {choices.coefficient}",
            f"Interviewer's turns: {interviewer}",
        ]
    else:
        lines.append("Codebook version: none; each coder makes codes of their own, and no coefficient is computed.")
    if by:
        shares = ", ".join(f"{stratum.name or 'no value'} {stratum.drawn} of {stratum.size}" for stratum in drawn.draw.strata)
        lines.append(f"By {by}: {shares}")
        if drawn.draw.left_out:
            lines.append(f"Nothing drawn from: {', '.join(name or 'no value' for name in drawn.draw.left_out)}")
    reasons: dict[str, list[str]] = {}
    for source, why in drawn.left_out:
        reasons.setdefault(why, []).append(source)
    lines += [f"Not in the draw ({why}): {', '.join(sources)}" for why, sources in reasons.items()]
    return [*lines, "Sources:", *(f"  {source.name}" for source in drawn.draw.chosen)]
