"""What stands beneath a table of agreement: what its figures rest on, what was left out, and how to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.agreement_text import SHOWN
from qualcode.domain.units import MappingRule, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.agreement import AgreementTable

MOST_NAMED = 20
"""So many names are listed; JSON has all of them."""


def some(names: Sequence[str]) -> str:
    """Names in a row, a great many of them cut short."""
    more = len(names) - MOST_NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:MOST_NAMED])} and {more} more"


def footer(table: AgreementTable) -> Iterator[str]:
    """What the figures rest on, what was left out, and how to read them."""
    scope, pooled = table.scope, table.pooled
    yield f"Unit: {table.unit}; {table.rule}."
    if table.unit is not Unit.CHARACTER:
        yield _other_rule(table)
    turns = scope.turns_left_out
    interviewer = "interviewer's turns counted" if scope.with_interviewer else f"interviewer's turns left out ({turns})"
    yield f"Scope: {scope.units:,} {table.unit}s ({scope.characters:,} characters) of {some(table.sources)}; {interviewer}."
    if scope.backchannels:
        done = "left out" if scope.without_backchannels else "counted"
        yield f"Turns of fewer than three words: {scope.backchannels}, {done}."
    if scope.by_paragraphs:
        yield f"No turns, so paragraphs were taken instead: {some(scope.by_paragraphs)}."
    for names, many in table.judged_by:
        yield f"Finished by {' and '.join(names)}: {many} source{'' if many == 1 else 's'}."
    codings = ", ".join(f"{name} {count}" for name, count in zip(table.coders, scope.codings, strict=True))
    yield f"Finished codings read: {codings}; {scope.codings_out_of_scope} of them reach nothing in scope."
    counting = "each with its sub-codes" if scope.with_sub_codes else "each with its own codings only"
    yield f"Codes: {len(table.codes)}, {counting}; {pooled.codes_used} used, {pooled.codes_unused} used by nobody."
    if table.prevalence is not None:
        yield f"Coded: {table.prevalence:.1%} of all judgements of a code on a {table.unit} by a coder.".replace("%", " %")
    yield from _legend(table)
    yield from more_legend(table)
    for name, figure in pooled.figures.named():
        if not figure.defined:
            yield f"All codes together, {SHOWN[name]}: undefined, {figure.reason}."
    if table.intervals:
        yield from _about_intervals(table)
    yield from _left_out(table)
    yield from table.notes
    if table.cross_check is not None:
        yield _cross_check(table)


def _other_rule(table: AgreementTable) -> str:
    """How much hangs on the mapping rule: a large number means that segments' ends are noise."""
    given = sum(sum(row.counts.coded) for row in table.codes)
    if table.mapping is MappingRule.ANY:
        return f"By {MappingRule.HALF}, {table.moved} of the {given} {table.unit}s that a coder gave a code would not count."
    return f"By {MappingRule.ANY}, {table.moved} {table.unit}s more than the {given} that a coder gave a code would count."


def _legend(table: AgreementTable) -> Iterator[str]:
    """What each figure is."""
    kappa = " kappa: Cohen's." if len(table.coders) == 2 else ""
    yield f"F1: agreement where either coded. alpha: Krippendorff's.{kappa} agree: percent agreement as a fraction."
    if len(table.coders) > 2:
        yield "all, some: units that all, and that not all, of the coders gave the code. F1 and agree are over all their pairs."
    if table.pooled.crowded or any(row.counts.crowded for row in table.codes):
        yield "In brackets: more than 95 % of the units are coded by nobody, which alone puts the figure near 1."
    kappa = ", kappa pooled after de Vries et al. (2008)" if len(table.coders) == 2 else ""
    yield f"All codes together: F1 of summed counts, alpha as 1 − ΣDo/ΣDe{kappa}, mean percent agreement."


def more_legend(table: AgreementTable) -> Iterator[str]:
    """What the exploratory figures are."""
    if table.more is None:
        return
    two = "pi: Scott's." if len(table.coders) == 2 else "Fleiss, Conger: their kappas."
    yield f"{two} AC1: Gwet's. BP: Brennan and Prediger's, with chance fixed at 50 %. Jaccard: both, of those that either coded."
    yield (
        f"segments: matched one to one where they share {table.more.overlap.threshold:g} of what both cover, of all segments; "
        "there is no chance in it."
    )
    yield (
        "u-alpha, |u-alpha, cu-alpha, (k)u-alpha: Krippendorff et al. (2016), by character: where segments are, what is relevant "
        "at all, and which code it has where segments meet. coverage: the share that meets."
    )


def _about_intervals(table: AgreementTable) -> Iterator[str]:
    intervals = table.intervals
    assert intervals is not None
    yield (f"Intervals (95 %): percentile bootstrap over sources, {intervals.draws:,} draws, seed {intervals.seed}.")
    for name, one in intervals.named():
        if one.undefined_draws:
            without = f"without {one.undefined_draws} draws in which it is undefined"
            yield f"Interval of {SHOWN[name]}, all codes together: {one.reason or without}."
    few = [row.path for row in table.codes if row.intervals and row.counts.used and row.intervals.alpha.reason]
    if few:
        yield f"No interval of alpha, undefined in more than a tenth of the draws: {some(few)}."


def _left_out(table: AgreementTable) -> Iterator[str]:
    scope = table.scope
    shared = "two of the coders have not finished" if table.judged_by else "not all of the coders have finished"
    if len(table.coders) == 2:
        shared = "only one of the two has finished"
    for label, names in (
        ("codes that occur but are not in the codebook version", scope.codes_not_listed),
        (f"sources that {shared}", scope.sources_not_shared),
        ("sources in none of the samples compared", scope.not_in_sample),
        ("sources coded to develop codes", scope.developed),
    ):
        if names:
            yield f"Left out: {label} ({len(names)}): {some(names)}."
    if scope.carried:
        yield f"Finished on different texts, and read on the later one: {some(scope.carried)}."
    if scope.roles_changed:
        yield f"Roles changed since it was finished, and with them the turns that count: {some(scope.roles_changed)}."


def _cross_check(table: AgreementTable) -> str:
    check = table.cross_check
    assert check is not None
    package = f"the krippendorff package {check.version}"
    if check.disagreeing:
        return f"Cross-check: {package} gives another alpha for {', '.join(check.disagreeing)}. Please report this."
    largest = f"{check.largest:.0e}" if check.largest else "0"
    return f"Cross-check: {package} gives the same alpha for {check.compared} codes (largest difference {largest})."
