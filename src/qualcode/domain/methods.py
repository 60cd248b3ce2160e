"""The methods paragraph on double coding: recorded facts, put into sentences, without a judgement and without a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.domain.coding import Purpose
from qualcode.domain.rounds import Coefficient
from qualcode.domain.sampling import DrawMethod

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.domain.agreement import AgreementTable, Figure, Figures, Interval
    from qualcode.domain.sampling import RecordedDraw

REFLEXIVE = "reflexive"
ORDER = {Coefficient.ALPHA: "alpha", Coefficient.KAPPA: "kappa", Coefficient.F1: "f1", Coefficient.PERCENT: "percent"}
IN_WORDS = {
    "f1": "agreement where either coded (F1)",
    "alpha": "Krippendorff’s alpha (nominal)",
    "kappa": "Cohen’s kappa, pooled after de Vries et al. (2008)",
    "percent": "percent agreement (mean over codes)",
}


@dataclass(frozen=True, slots=True)
class CodedBy:
    """A coder, and how many transcripts of the study they coded."""

    name: str
    coded: int


@dataclass(frozen=True, slots=True)
class SampleFact:
    """How one sample came about: its coders and how many sources they had.

    `version` is the codebook version, empty where there was none. `packages` are the coders who worked in a file of their
    own. `shared_views` are coders whose views were opened from one user account, None where that was not recorded. `late`
    says how many sources of it were finished with the other coding in view, by coder.
    """

    name: str
    purpose: Purpose
    coders: tuple[str, ...]
    sources: int
    draw: RecordedDraw | None
    version: str = ""
    packages: tuple[str, ...] = ()
    shared_views: tuple[str, ...] | None = None
    late: tuple[tuple[str, int], ...] = ()


IN_PROSE = {
    "take first": "the first coder’s reading",
    "take second": "the second coder’s reading",
    "both": "both together",
    "overlap": "the words both had",
    "edited span": "another span",
    "other code": "another code",
    "drop": "no coding",
    "change the codebook": "a change of the codebook",
    "leave both readings": "both readings left to stand",
}
"""Outcomes as the paragraph calls them: its readers do not know the screen where they are chosen."""


@dataclass(frozen=True, slots=True)
class DiscussionFact:
    """What was done about differences: how many there were and were settled, and with which outcomes.

    `sources` are those discussed to the end, `begun` those that were begun. `agreed` counts what both had from the beginning,
    `outcomes` the differences by outcome, `redefined` the codes whose definitions were changed, `added` the passages coded
    that neither had coded.
    """

    present: tuple[str, ...]
    begun: int
    sources: int
    differences: int
    settled: int
    agreed: int
    outcomes: tuple[tuple[str, int], ...]
    redefined: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True)
class MatchingFact:
    """Two code lists that were matched to one: how many relations of each kind, and the codebook version that made."""

    relations: tuple[tuple[str, int], ...]
    version: str


@dataclass(frozen=True, slots=True)
class MethodsFacts:
    """Everything the paragraph is written from; `transcripts` are all of the study, `compared` those that are compared.

    `table` is None where the study or the samples allow no coefficient. `coefficient` is the one that was fixed.
    """

    approach: str
    version: str
    transcripts: int
    compared: int
    coders: tuple[CodedBy, ...]
    samples: tuple[SampleFact, ...]
    table: AgreementTable | None = None
    coefficient: Coefficient = Coefficient.ALPHA
    discussion: DiscussionFact | None = None
    matchings: tuple[MatchingFact, ...] = ()


def methods_paragraph(facts: MethodsFacts) -> str:
    """The paragraph, ready to be edited; figures stand in it only where the facts allow them."""
    return " ".join(_sentences(facts))


def _sentences(facts: MethodsFacts) -> Iterator[str]:
    yield _who(facts)
    for sample in facts.samples:
        yield from _sample(sample, facts)
    if not facts.samples:
        yield "No sample was drawn: how these were chosen, and that they were coded independently, is not recorded."
    if facts.table is None:
        yield _why_no_figures(facts)
    else:
        yield from _scope(facts.table)
        yield from _figures(facts, facts.table)
    for matching in facts.matchings:
        relations = _listed([f"{name} {many}" for name, many in matching.relations])
        yield f"The code lists were matched to one ({relations}), version {matching.version} of the codebook."
    yield _differences(facts.discussion)
    yield f"The software was qualcode {facts.version}."


def _who(facts: MethodsFacts) -> str:
    first, *others = facts.coders
    role = " as second reader" if facts.approach == REFLEXIVE else ""
    rest = [f"{one.name}{role} {one.coded}" for one in others]
    every = "both" if len(facts.coders) == 2 else "all of them"
    if facts.table is not None and facts.table.judged_by:
        every = "two of them or more"
    share = f" ({facts.compared / facts.transcripts:.0%})".replace("%", " %") if facts.transcripts else ""
    coded = f"{first.name} coded {first.coded} and {_listed(rest)}"
    return f"Of {_counted(facts.transcripts, 'transcript')}, {coded}; {facts.compared}{share} were coded by {every}."


def _sample(one: SampleFact, facts: MethodsFacts) -> Iterator[str]:
    named = f" (sample {one.name})" if len(facts.samples) > 1 else ""
    yield f"{_drawn(one)}{named}."
    if one.purpose is Purpose.DEVELOP:
        yield "Each made codes of their own, without a common codebook."
    else:
        what = "They were coded with" if one.purpose is Purpose.CHECK else "They were coded to practise with"
        yield f"{what} version {one.version} of the codebook, frozen for this."
    yield from _apart(one, [coder.name for coder in facts.coders])
    for name, many in one.late:
        yield f"{name} finished {many} of them with the other coding in view."


def _drawn(one: SampleFact) -> str:
    verb = "was" if len(one.coders) == 1 else "were"
    whose = f"{_listed(one.coders)} {verb} given {_counted(one.sources, 'transcript')}"
    draw = one.draw
    if draw is None:
        return f"{whose}; how they were chosen is not recorded"
    pool = len(draw.pool)
    if draw.method is DrawMethod.CHOSEN:
        return f"{whose}, selected from {pool}: {draw.reason.rstrip('.')}"
    if draw.whole:
        return whose + ", all there were" + _left_out(draw)
    asked = draw.asked if draw.asked.endswith(("source", "sources")) else f"a share of {draw.asked}, rounded up"
    words = f"{whose}, drawn at random from {pool} ({asked}; seed {draw.seed})"
    if draw.by:
        words += f", stratified by {_listed(draw.by)}"
        without = [stratum.name or "no value" for stratum in draw.strata if not stratum.drawn]
        words += f", with none from {_listed(without)}" if without else ""
    return words + _left_out(draw)


def _left_out(draw: RecordedDraw) -> str:
    """How many sources could not be drawn, by reason."""
    why: dict[str, int] = {}
    for _, reason in draw.excluded:
        why[reason] = why.get(reason, 0) + 1
    return f"; not in the draw were {', '.join(f'{many} ({reason})' for reason, many in why.items())}" if why else ""


def _apart(one: SampleFact, coders: Sequence[str]) -> Iterator[str]:
    """Whether the coders worked in one file, and what is recorded of who looked at what."""
    for name in one.packages:
        book = "" if one.purpose is Purpose.DEVELOP else ", the codebook"
        yield f"{name} worked in a separate file that held these transcripts{book} and nothing of the other coding."
    here = [name for name in one.coders if name not in one.packages]
    if not here:
        return
    together = _listed([name for name in coders if name not in one.packages or name == coders[0]])
    if one.shared_views is None:
        views = "from which user accounts their views were opened is not recorded"
    elif one.shared_views:
        views = f"the views of {_listed(one.shared_views)} were opened from one user account"
    else:
        views = "no user account opened the view of more than one of them"
    yield f"{together} worked in one file, which shows no coder of a sample the other coding until the round is closed; {views}."


def _why_no_figures(facts: MethodsFacts) -> str:
    if facts.approach == REFLEXIVE:
        return "As the analysis was reflexive, no coefficient of agreement was computed."
    if Purpose.TRAIN in {one.purpose for one in facts.samples}:
        return "As this was practice, its figures were for the coders alone."
    return "As codes were still being developed, no coefficient of agreement was computed."


def _scope(table: AgreementTable) -> Iterator[str]:
    scope, unit = table.scope, str(table.unit)
    yield f"Codings were compared by {unit} ({scope.units:,} {unit}s, {scope.characters:,} characters): {table.rule}."
    talk = (
        "interviewers’ turns were counted"
        if scope.with_interviewer
        else f"interviewers’ turns ({scope.turns_left_out}) were left out"
    )
    yield f"Labels, times and text outside turns do not count; {talk}."
    if scope.without_backchannels:
        yield f"Turns of fewer than three words ({scope.backchannels}) were left out."
    if scope.by_paragraphs:
        yield f"Without turns, and so compared by their paragraphs: {', '.join(scope.by_paragraphs)}."
    counting = ", each with its sub-codes" if scope.with_sub_codes else ""
    used, unused = table.pooled.codes_used, table.pooled.codes_unused
    verb = "was" if used == 1 else "were"
    yield f"Of {_counted(len(table.codes), 'code')}{counting}, {used} {verb} used and {unused} used by nobody."
    if table.prevalence is not None:
        share = f"{table.prevalence:.1%}".replace("%", " %")
        yield f"Of all judgements of a code on a {unit} by a coder, {share} were “coded”."


def _figures(facts: MethodsFacts, table: AgreementTable) -> Iterator[str]:
    if table.descriptive:
        yield "The figures are descriptive: codings were made or read with the other in view."
    elif not facts.samples:
        yield "The figures are descriptive, for independence is not recorded."
    if table.exploratory:
        yield "They were not computed as was fixed when the sample was drawn, and are exploratory."
    elif table.fixed:
        yield "Unit, rule and coefficient were fixed when the sample was drawn."
    names = _reported(facts, table)
    intervals = dict(table.intervals.named()) if table.intervals else {}
    values = dict(table.pooled.figures.named())
    said = [f"{IN_WORDS[name]} {_figure(values[name])}{_interval(intervals.get(name))}" for name in names]
    yield f"Over all codes the figures were: {_listed(said)}."
    if table.intervals:
        drawn = f"{table.intervals.draws:,} bootstrap samples of sources, seed {table.intervals.seed}"
        yield f"The 95 % intervals are percentiles of {drawn}."
    elif table.by_source:
        ranges = [f"{SHORT[name]} {_range([one.figures for one in table.by_source], name)}" for name in names]
        yield f"Over single transcripts, too few for an interval, they ranged so: {', '.join(ranges)}."
    of_codes = [f"{SHORT[name]} {_range([row.figures for row in table.codes], name)}" for name in names]
    yield f"Over single codes, where defined, they ranged so: {', '.join(of_codes)}; the table has those of each."
    for pair in table.pairs:
        alpha, kappa = (_figure(figure) for name, figure in pair.figures.named() if name in {"alpha", "kappa"})
        yield f"{_listed(pair.coders)}, on {_counted(pair.sources, 'transcript')}: alpha {alpha}, kappa {kappa}."
    if table.cross_check is not None:
        same = "with the same result" if not table.cross_check.disagreeing else "with another result for some codes"
        yield f"Every alpha was computed a second time with the krippendorff package {table.cross_check.version}, {same}."


SHORT = {"f1": "F1", "alpha": "alpha", "kappa": "kappa", "percent": "percent agreement"}


def _reported(facts: MethodsFacts, table: AgreementTable) -> list[str]:
    """The figures to name, the one that was fixed first; percent agreement not where uncoded text alone makes it high."""
    names = [name for name, _ in table.pooled.figures.named()]
    first = ORDER[facts.coefficient]
    kept = [name for name in names if name == first or not (name == "percent" and table.pooled.crowded)]
    if len(table.coders) > 2 and first != "kappa":
        kept.remove("kappa")
    return sorted(kept, key=lambda name: name != first)


def _differences(fact: DiscussionFact | None) -> str:
    if fact is None:
        return "What was done about the differences is not recorded."
    open_ones = fact.differences - fact.settled
    settled = f"{fact.settled} of {_counted(fact.differences, 'difference')} were settled"
    outcomes = f" ({', '.join(f'{IN_PROSE.get(name, name)} {many}' for name, many in fact.outcomes)})" if fact.outcomes else ""
    left = f"; {open_ones} are still open" if open_ones else ""
    alike = f"; {_counted(fact.agreed, 'passage')} had been coded alike"
    redefined = (
        f"; {_counted(fact.redefined, 'code')} {'was' if fact.redefined == 1 else 'were'} defined anew" if fact.redefined else ""
    )
    was = "was" if fact.added == 1 else "were"
    added = f"; {_counted(fact.added, 'passage')} that neither had coded {was} added" if fact.added else ""
    where = _counted(fact.begun, "transcript")
    done = "" if fact.sources == fact.begun else f" ({fact.sources} of them to the end)"
    who = f"by {_listed(fact.present)} " if fact.present else ""
    return f"Differences were talked over {who}in {where}{done}: {settled}{outcomes}{left}{alike}{added}{redefined}."


def _figure(figure: Figure) -> str:
    return f"undefined ({figure.reason})" if figure.value is None else _number(figure.value)


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _interval(one: Interval | None) -> str:
    if one is None:
        return ""
    return (
        f" (no interval: {one.reason})"
        if one.low is None or one.high is None
        else f" ({_number(one.low)} to {_number(one.high)})"
    )


def _range(figures: Sequence[Figures], name: str) -> str:
    values = [value for one in figures if (value := dict(one.named())[name].value) is not None]
    return f"{_number(min(values))} to {_number(max(values))}" if values else "undefined"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
