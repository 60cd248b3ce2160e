"""The characteristics of the sample: values counted one attribute after another, numbers as their range."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qualcode.analysis.charts import spoken
from qualcode.analysis.frequencies import plural, sites_of
from qualcode.domain.cases import AttributeType, finite, reads_as
from qualcode.domain.sample_tables import SampleLine, SampleSection, SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.sources import Source

PERCENT_FROM = 50
"""Participants from which shares are printed without being asked for."""

SHARED_SITES = 3
"""Sites with several participants from which an attribute with one value at each is taken to be the site's."""

_YES = frozenset({"yes", "true"})
_NUMBERS = frozenset({AttributeType.INTEGER, AttributeType.NUMBER})


@dataclass(frozen=True, slots=True)
class Sample:
    """What the table is made of: participants with a source, their attributes, and the sources of each by case id.

    `site` is the attribute that names the site of each; `site_cases` are the sites that are cases themselves, whose own
    values are counted before those of the people there.
    """

    cases: tuple[Case, ...]
    attributes: tuple[Attribute, ...]
    sources: Mapping[int, tuple[Source, ...]]
    site: str | None = None
    percent: bool = False
    site_cases: tuple[Case, ...] = ()


def sample_table(sample: Sample, title: str, number: int = 1) -> tuple[SampleTable, tuple[str, ...]]:
    """The table, and the names of the attributes left out: free text, in which everyone has words of their own."""
    sites = sites_of(sample.cases, sample.site)
    of_sites = [one for one in sample.attributes if sample.site and _of_site(sample, sites, sample.site, one)]
    sections: list[SampleSection] = []
    left_out: list[str] = []
    for one in sample.attributes:
        if one in of_sites or (sites and one.name == sample.site):
            continue
        section = _section(sample, one)
        if section is None:
            left_out.append(one.name)
        else:
            sections.append(section)
    if sites and sample.site is not None:
        sections.append(_site_section(sample, sites, sample.site, of_sites))
    interviews = _interviews(sample)
    sections += [interviews] if interviews else []
    return SampleTable(title, len(sample.cases), tuple(sections), _notes(sample), number), tuple(left_out)


def _section(sample: Sample, attribute: Attribute) -> SampleSection | None:
    given = [(case.value(attribute.name) or "").strip() for case in sample.cases]
    known = [value for value in given if value]
    unknown = len(given) - len(known)
    if attribute.type in _NUMBERS or attribute.type is AttributeType.DATE:
        return _range_section(attribute, known, unknown)
    if attribute.type is AttributeType.TEXT or not known:
        return None
    lines = [SampleLine(value[:1].upper() + value[1:], _figure(sample, count)) for value, count in _ordered(known, attribute)]
    lines += [SampleLine("Not known", _figure(sample, unknown))] if unknown else []
    return SampleSection(spoken(attribute.name), tuple(lines))


def _range_section(attribute: Attribute, known: Sequence[str], unknown: int) -> SampleSection | None:
    """The range of what is a number or a date; other words given later, as in `about 8`, are counted and in no range."""
    reader, what = (date.fromisoformat, "date") if attribute.type is AttributeType.DATE else (finite, "number")
    fitting = [value for value in known if reads_as(value, reader)]
    if not fitting:
        return None
    asides = [f"{unknown} not known"] if unknown else []
    asides += [f"{len(known) - len(fitting)} no {what}"] if len(fitting) < len(known) else []
    label = f"{spoken(attribute.name)}, range" + (f" ({', '.join(asides)})" if asides else "")
    return SampleSection("", (SampleLine(label, value_range(fitting)),))


def _ordered(values: Sequence[str], attribute: Attribute) -> list[tuple[str, int]]:
    """The values with how many have each: in the attribute's order, yes before no, else by alphabet."""
    places = {value: place for place, value in enumerate(attribute.order)}
    counts = Counter(values)
    return sorted(
        counts.items(), key=lambda pair: (places.get(pair[0], len(places)), pair[0].casefold() not in _YES, pair[0].casefold())
    )


def _figure(sample: Sample, count: int) -> str:
    total = len(sample.cases)
    return f"{count} ({100 * count / total:.0f}%)" if sample.percent or total >= PERCENT_FROM else str(count)


def value_range(values: Iterable[str]) -> str:
    """The smallest and the largest of numbers or dates, as they were given, joined by an en dash."""
    given = list(values)
    try:
        given.sort(key=float)
    except ValueError:
        given.sort()
    return given[0] if given[0] == given[-1] else f"{given[0]}–{given[-1]}"


def _of_site(sample: Sample, sites: Mapping[int, str], site: str, attribute: Attribute) -> bool:
    """Whether an attribute says something of sites: one value at each, and not so by chance.

    It is taken so where sites that are cases have it, where its name mentions the site, or where at least three sites have
    several participants.
    """
    if attribute.name == site or attribute.type in _NUMBERS:
        return False
    by_site: dict[str, set[str]] = {}
    for case in sample.cases:
        if case.id in sites:
            by_site.setdefault(sites[case.id], set()).add((case.value(attribute.name) or "").strip())
    if any(len(values) > 1 for values in by_site.values()):
        return False
    shared = sum(1 for count in Counter(sites.values()).values() if count > 1)
    named = shared and site.casefold() in attribute.name.casefold()
    return bool(named or shared >= SHARED_SITES or _of_site_cases(sample, sites, attribute))


def _of_site_cases(sample: Sample, sites: Mapping[int, str], attribute: Attribute) -> dict[str, str]:
    """The value of each site of the sample that is a case and has one, by the site as the participants name it."""
    own = {case.name.casefold(): (case.value(attribute.name) or "").strip() for case in sample.site_cases}
    return {site: own[site.casefold()] for site in dict.fromkeys(sites.values()) if own.get(site.casefold())}


def _site_section(sample: Sample, sites: Mapping[int, str], site: str, attributes: Sequence[Attribute]) -> SampleSection:
    counts = Counter(sites.values())
    unknown = len(sample.cases) - len(sites)
    aside = f" ({unknown} not known)" if unknown else ""
    lines = [
        SampleLine("Number", str(len(counts))),
        SampleLine(f"Participants in each, range{aside}", value_range(map(str, counts.values()))),
    ]
    for one in attributes:
        values = {sites[case.id]: (case.value(one.name) or "").strip() for case in sample.cases if case.id in sites}
        values |= _of_site_cases(sample, sites, one)
        for value, count in _ordered([value for value in values.values() if value], one):
            if one.type is not AttributeType.BOOLEAN or value.casefold() in _YES:
                lines.append(SampleLine(f"{spoken(one.name)}: {value}", f"{count} of {len(counts)}"))
    return SampleSection(spoken(plural(site)), tuple(lines))


def _interviews(sample: Sample) -> SampleSection | None:
    sources = {source.id: source for found in sample.sources.values() for source in found}
    if not sources:
        return None
    lines = [SampleLine("Number", str(len(sources)))]
    minutes = [str(source.minutes) for source in sources.values() if source.minutes is not None]
    if minutes:
        unknown = len(sources) - len(minutes)
        lines.append(SampleLine("Minutes, range" + (f" ({unknown} not known)" if unknown else ""), value_range(minutes)))
    modes = Counter(source.mode for source in sources.values() if source.mode)
    if len(modes) > 1:
        lines += [SampleLine(mode[:1].upper() + mode[1:], str(count)) for mode, count in sorted(modes.items())]
    pilots = sum(source.pilot for source in sources.values())
    lines += [SampleLine("Pilot interviews among them", str(pilots))] if pilots else []
    return SampleSection("Interviews", tuple(lines))


def _notes(sample: Sample) -> tuple[str, ...]:
    together = Counter(source.id for found in sample.sources.values() for source in found)
    joint = sum(1 for count in together.values() if count > 1)
    repeated = Counter(len(found) for found in sample.sources.values() if len(found) > 1)
    notes = []
    if joint:
        notes.append(f"{_counted(joint, 'interview was', 'interviews were')} held with more than one participant.")
    for times, count in sorted(repeated.items()):
        how_often = {2: "twice"}.get(times, f"{times} times")
        notes.append(f"{_counted(count, 'participant was', 'participants were')} interviewed {how_often}.")
    return (" ".join(notes),) if notes else ()


def _counted(count: int, one: str, several: str) -> str:
    return f"One {one}" if count == 1 else f"{count} {several}"
