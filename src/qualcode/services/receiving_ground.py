"""Where what a package holds has its place at home: its coder, round, sources, texts and codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.domain.corrections import Anchor, Anchored, Touched, touched_by
from qualcode.domain.edits import EditMap
from qualcode.domain.withdrawal import Words
from qualcode.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.domain.codes import Code
    from qualcode.domain.coding import Coder, Round
    from qualcode.domain.packages import Package, PackedCoder
    from qualcode.domain.rounds import Attempt
    from qualcode.domain.sources import SourceText
    from qualcode.domain.spans import Span
    from qualcode.storage import UnitOfWork
    from qualcode.storage.repositories.receiving import HomeText


@dataclass(slots=True)
class Tally:
    """What a receipt did: counts, and sentences about what it did not take over."""

    codings_new: int = 0
    codings_changed: int = 0
    codings_removed: int = 0
    memos_new: int = 0
    memos_changed: int = 0
    memos_removed: int = 0
    codes_made: list[str] = field(default_factory=list)
    to_review: int = 0
    """Spans whose words were corrected here meanwhile."""
    removed_here: int = 0
    """Codings and memos that were removed here and do not come back."""
    changed_here: int = 0
    """Codings, memos and codes that were changed here since, and stay as they are here."""
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ground:
    """A package laid on its study. Sources and texts are known by the package's ids, codes too once they are matched."""

    package: Package
    coder: Coder
    round: Round
    begun_at: str
    attempts: dict[int, list[Attempt]]
    sources: dict[int, SourceText]
    texts: dict[int, tuple[HomeText, EditMap]]
    withdrawn: tuple[str, ...]
    words: Words
    codes: dict[int, int] = field(default_factory=dict)
    home_codes: dict[int, Code] = field(default_factory=dict)

    def live_code(self, code: int) -> int:
        """The code at home that a code of the package is by now: what it was merged into."""
        at = self.codes[code]
        while (into := self.home_codes[at].merged_into) is not None:
            at = into
        return at

    def placed(
        self, source: int, revision: int, spans: Sequence[tuple[Span, tuple[int, ...]]], live: Sequence[bool] = ()
    ) -> list[tuple[Span | None, Touched | None]]:
        """Where spans of one of the package's texts are in the current text of the source, each with what it says.

        With one whose words were corrected since comes what became of it. Those that are not `live` are in nobody's way.
        """
        edits = self.texts[revision][1]
        anchored = [Anchored(Anchor.CODING, at, span, live[at] if live else True, says) for at, (span, says) in enumerate(spans)]
        changed = {
            one.anchored.id: one
            for one in touched_by(edits, anchored, self.package.texts[revision].text, self.sources[source].text)
        }
        return [
            (changed[at].span, changed[at]) if at in changed else (edits.carry(span).span, None)
            for at, (span, _) in enumerate(spans)
        ]


def lay(work: UnitOfWork, package: Package, home_guid: str, name: str) -> Ground:
    """Match a package with the study it was sent from; `name` is the file's.

    Raises:
        NotAllowed: it is another study's, its sample is no longer here, its coder is not known by that identity, or it
            holds a text or a codebook that this study never had.
    """
    if package.package_of != home_guid:
        raise NotAllowed(f"{name} was sent from another study.", "Receive it in the study it came from.")
    rounds = {one.guid: one for one in work.rounds.all()}
    if package.round not in rounds:
        raise NotAllowed(
            f"The sample that {name} was made for is not in this study: its draw was taken back, or this is an older copy.",
            "Put the draw back with `qualcode redo`, receive it in the study it was sent from, or draw and send a sample again.",
        )
    round_ = rounds[package.round]
    coder = _coder(work, package, name)
    attempts = work.receiving.attempts(round_.id, coder.id)
    if not attempts:
        raise NotAllowed(f"{coder.name} was given no source in the round {round_.name}.", "Ask who sent the package.")
    if work.receiving.version_of(round_.id) != package.version:
        raise NotAllowed(
            f"{name} was coded with another codebook version than the round {round_.name}.", "Receive the package that was sent."
        )
    withdrawn = work.receiving.withdrawn()
    gone = [one for one in package.sources if one.guid in withdrawn]
    sources = _sources(work, package, attempts)
    begun_at, _ = work.rounds.moments(round_.id)
    return Ground(
        package,
        coder,
        round_,
        begun_at,
        attempts,
        sources,
        _texts(work, package, sources, name),
        tuple(one.name for one in gone),
        Words(package.texts[one.revision].text for one in gone),
    )


def _coder(work: UnitOfWork, package: Package, name: str) -> Coder:
    coders = work.coders.all()
    here = {one.guid: one for one in coders}
    _refuse_namesakes((package.coder, *package.busy_coders), coders, name)
    if package.coder.guid not in here:
        raise NotAllowed(f"{package.coder.name}, whose package {name} is, is no coder of this study.", "Ask who sent it.")
    return here[package.coder.guid]


def _refuse_namesakes(packed: Iterable[PackedCoder], coders: Iterable[Coder], name: str) -> None:
    taken = {one.name.casefold(): one.guid for one in coders}
    for one in packed:
        if taken.get(one.name.casefold(), one.guid) != one.guid:
            raise NotAllowed(
                f"{one.name} in {name} is not the {one.name} of this study, though they are called the same.",
                f'If they are two people, rename one of them: `qualcode coders rename STUDY "{one.name}" NEW`.',
            )


def _sources(work: UnitOfWork, package: Package, attempts: dict[int, list[Attempt]]) -> dict[int, SourceText]:
    """The sources of the package that are the sample's here, with their current texts."""
    given = {text.source.guid: text for text in work.sources.texts(list(attempts))}
    return {one.id: given[one.guid] for one in package.sources if one.guid in given}


def _texts(work: UnitOfWork, package: Package, sources: dict[int, SourceText], name: str) -> dict[int, tuple[HomeText, EditMap]]:
    """For each text of the package the same one here, and the way from it to the current one."""
    used = {one.revision for one in package.codings} | {one.revision for one in package.attempts}
    used |= {link.revision for memo in package.memos for link in memo.links} | {one.revision for one in package.sources}
    found: dict[int, tuple[HomeText, EditMap]] = {}
    for text in package.texts.values():
        if text.source not in sources or text.id not in used:
            continue
        home = sources[text.source]
        known = work.receiving.texts(home.source.id)
        match = known.get(text.sha256) or work.receiving.gone_texts(home.source.id).get(text.sha256)
        if match is None:
            raise NotAllowed(
                f"{home.source.name} in {name} has a text that this study never had.",
                "A package holds what was coded and not corrections: correct the transcript here, and ask for the coding anew.",
            )
        edits = EditMap() if match.id == home.revision else work.receiving.map_between(match.id, home.revision)
        found[text.id] = (match, edits)
    return found
