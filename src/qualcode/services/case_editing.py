"""Cases one by one: added, named, told what is known of them, linked to talk, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.domain.attributes import read_name, read_value
from qualcode.domain.cases import CaseKind
from qualcode.domain.sources import Role
from qualcode.domain.turns import folded
from qualcode.errors import Ambiguous, InvalidInput, NotAllowed, NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from qualcode.domain.cases import Attribute, Case
    from qualcode.domain.changes import ChangeSet
    from qualcode.domain.sources import Source, Speaker
    from qualcode.storage import OpenStudy
    from qualcode.storage.repositories import Repositories

HANGING = {
    "case_speaker": "a speaker's talk",
    "case_source": "a source",
    "summary": "a summary, perhaps one taken away",
    "memo_link": "a memo",
}
"""What keeps a case from being taken away, by table."""


def find_case(study: Repositories, name: str) -> Case:
    """The case of this name, in any case of letters where only one fits so.

    Raises:
        NotFound: there is none.
        Ambiguous: several differ from it in the case of letters only.
    """
    wanted = " ".join(name.split())
    close = [case for case in study.cases.all() if case.name.casefold() == wanted.casefold()]
    fitting = [case for case in close if case.name == wanted] or close
    if len(fitting) > 1:
        raise Ambiguous(f'"{wanted}" fits several cases.', f"Write one of {', '.join(case.name for case in fitting)}.")
    if not fitting:
        raise NotFound(f'There is no case "{wanted}".', "`qualcode cases list` lists them.")
    return fitting[0]


def case_kind(text: str) -> CaseKind:
    """The kind of case that a word means.

    Raises:
        InvalidInput: none is called that.
    """
    for kind in CaseKind:
        if text.strip().casefold() == kind.value:
            return kind
    raise InvalidInput(f'There is no kind of case "{text.strip()}".', f"Kinds are {', '.join(CaseKind)}.")


def add_case(
    study: OpenStudy, name: str, kind: str = CaseKind.PARTICIPANT, *, values: Mapping[str, str] | None = None
) -> tuple[int, ChangeSet]:
    """Add a case with its values by attribute; returns its id.

    Raises:
        InvalidInput: the name is empty, too long or taken, or there is no such kind, or a value does not fit.
        NotFound: there is no such attribute.
    """
    wanted, of_kind = read_name(name, "A case"), case_kind(kind)
    with study.unit_of_work("add_case", what=f"added the {of_kind} {wanted}") as work:
        _refuse_taken(work, wanted)
        number = work.cases.add(wanted, of_kind)
        for attribute, value in _read(work, values or {}):
            work.cases.set_values(attribute.id, {number: value})
    return number, work.insist()


def set_cases(
    study: OpenStudy,
    cases: Sequence[int],
    values: Mapping[str, str] | None = None,
    *,
    kind: str | None = None,
    may_quote: bool | None = None,
    may_share: bool | None = None,
    reason: str = "",
) -> ChangeSet | None:
    """Give cases values by attribute, another kind, or whether they may be quoted and shared; all one change.

    An empty value is taken away. None where everything was so.

    Raises:
        UsageError: nothing is given.
        InvalidInput: a value does not fit its attribute, or there is no such kind.
        NotFound: a case is no longer there, or there is no such attribute.
    """
    fields: dict[str, Any] = {"may_quote": may_quote, "may_share": may_share}
    fields = {field: int(said) for field, said in fields.items() if said is not None}
    if kind is not None:
        fields["kind"] = case_kind(kind).value
    if not cases or not (fields or values):
        raise UsageError("Nothing was given to set.", "Give values as ATTRIBUTE=VALUE, or what the case is.")
    with study.unit_of_work("set_cases", reason=reason) as work:
        known = {case.id: case.name for case in work.cases.all()}
        missing = [number for number in cases if number not in known]
        if missing:
            raise _gone()
        read = _read(work, values or {})
        changed: dict[int, None] = {}
        for number in cases:
            done = work.cases.change(number, fields) if fields else False
            for attribute, value in read:
                done = bool(work.cases.set_values(attribute.id, {number: value})) or done
            if done:
                changed[number] = None
        told = [*(attribute.name for attribute, _ in read), *(field.replace("_", " ") for field in fields)]
        whose = known[next(iter(changed))] if len(changed) == 1 else f"{len(changed)} cases"
        work.what = f"set {', '.join(told)} of {whose}"
    return work.change_set


def rename_case(study: OpenStudy, case: int, name: str, *, reason: str = "") -> ChangeSet | None:
    """Give a case another name; None where it is called so.

    Raises:
        InvalidInput: the name is empty, too long, or another case's.
        NotFound: the case is no longer there.
    """
    wanted = read_name(name, "A case")
    with study.unit_of_work("rename_case", reason=reason) as work:
        renamed = _present(work, case)
        _refuse_taken(work, wanted, apart_from=case)
        work.what = f"renamed the case {renamed.name} to {wanted}"
        work.cases.change(case, {"name": wanted})
    return work.change_set


def link_case(study: OpenStudy, case: int, source: int, label: str | None = None, *, reason: str = "") -> ChangeSet | None:
    """Say that a case speaks in a source: as the speaker of a label, or without one as whoever takes part; None where known.

    Raises:
        NotFound: the case, the source or the speaker is not there.
        NotAllowed: the speaker is an interviewer, or another participant.
    """
    with study.unit_of_work("link_case", reason=reason) as work:
        linked, to = _present(work, case), _source(work, source)
        if label is None:
            work.cases.link_source(case, source)
            work.what = f"linked {linked.name} to {to.name}"
        else:
            speaker = _speaker(work, to, label)
            _refuse_link(work, linked, speaker, to)
            work.cases.link_speaker(case, speaker.id)
            work.what = f"linked {linked.name} to {speaker.label} in {to.name}"
    return work.change_set


def unlink_case(study: OpenStudy, case: int, source: int, label: str | None = None, *, reason: str = "") -> ChangeSet | None:
    """Say that a case does not speak in a source, or not as the speaker of a label; None where it did not.

    Raises:
        NotFound: the case, the source or the speaker is not there.
    """
    with study.unit_of_work("unlink_case", reason=reason) as work:
        linked, to = _present(work, case), _source(work, source)
        if label is None:
            work.cases.unlink_source(case, source)
            work.what = f"unlinked {linked.name} from {to.name}"
        else:
            speaker = _speaker(work, to, label)
            work.cases.unlink_speaker(case, speaker.id)
            work.what = f"unlinked {linked.name} from {speaker.label} in {to.name}"
    return work.change_set


def set_links(
    study: OpenStudy, case: int, *, sources: Collection[int], speakers: Collection[int], reason: str = ""
) -> ChangeSet | None:
    """Say where a case speaks, and nowhere else: in whole sources and as speakers, by their ids; None where it was so.

    Raises:
        NotFound: the case, a source or a speaker is not there.
        NotAllowed: a speaker is an interviewer, or another participant.
    """
    with study.unit_of_work("set_links", reason=reason) as work:
        linked = _present(work, case)
        known = {one.id: one for one in work.speakers.all()}
        for number in {*linked.sources} - {*sources}:
            work.cases.unlink_source(case, number)
        for number in {*linked.speakers} - {*speakers}:
            work.cases.unlink_speaker(case, number)
        for number in sorted({*sources} - {*linked.sources}):
            work.cases.link_source(case, _source(work, number).id)
        for number in sorted({*speakers} - {*linked.speakers}):
            if number not in known:
                raise NotFound("That speaker is no longer in the study.", "`qualcode speakers list` lists them.")
            _refuse_link(work, linked, known[number], _source(work, known[number].source))
            work.cases.link_speaker(case, number)
        work.what = f"set where {linked.name} speaks"
    return work.change_set


def remove_case(study: OpenStudy, case: int, *, reason: str = "") -> ChangeSet:
    """Take away a case that has no talk, no summary and no memo, with its values; undo brings it back.

    Raises:
        NotFound: the case is no longer there.
        NotAllowed: something hangs on it, or the viewer is coding blind.
    """
    if study.sight.blind:
        # Whether others wrote about a case is not for a blind coder to learn.
        raise NotAllowed(
            f"{study.viewer.name} is coding a blind sample, and others may have written about the case.",
            "Let the lead coder take it away, or wait until the round is closed.",
        )
    with study.unit_of_work("remove_case", reason=reason) as work:
        removed = _present(work, case)
        hanging = [words for table, words in HANGING.items() if table in work.cases.hangs_on(case)]
        if hanging:
            raise NotAllowed(
                f"{removed.name} has {', '.join(hanging)}, so the case cannot be taken away.",
                "Unlink it first, or withdraw the participant, which takes all that is theirs.",
            )
        work.what = f"took away the case {removed.name}"
        work.cases.remove(case)
    return work.insist()


def find_attribute(study: Repositories, name: str) -> Attribute:
    """The attribute of cases of this name, in any case of letters.

    Raises:
        NotFound: there is none.
    """
    wanted = " ".join(name.split()).casefold()
    known = study.cases.attributes()
    for one in known:
        if one.name.casefold() == wanted:
            return one
    names = ", ".join(one.name for one in known)
    hint = f"Attributes are {names}." if names else "Add it with `qualcode cases attribute add`."
    raise NotFound(f'There is no attribute "{name.strip()}".', hint)


def _read(work: Repositories, values: Mapping[str, str]) -> list[tuple[Attribute, str]]:
    found = [(find_attribute(work, name), value) for name, value in values.items()]
    return [(attribute, read_value(attribute, value)) for attribute, value in found]


def _present(work: Repositories, number: int) -> Case:
    for case in work.cases.all():
        if case.id == number:
            return case
    raise _gone()


def _gone() -> NotFound:
    return NotFound("That case is no longer in the study.", "`qualcode cases list` lists them.")


def _source(work: Repositories, number: int) -> Source:
    try:
        return work.sources.get(number)
    except KeyError:
        raise NotFound("That source is no longer in the study.", "`qualcode sources` lists them.") from None


def _speaker(work: Repositories, source: Source, label: str) -> Speaker:
    known = work.sources.speakers(source.id)
    for one in known:
        if folded(one.label) == folded(label):
            return one
    labels = ", ".join(one.label for one in known)
    hint = f"Its speakers are {labels}." if labels else "It was read by paragraphs: link the whole source."
    raise NotFound(f'There is no speaker "{label.strip()}" in {source.name}.', hint)


def _refuse_taken(work: Repositories, name: str, apart_from: int | None = None) -> None:
    if any(case.id != apart_from and case.name.casefold() == name.casefold() for case in work.cases.all()):
        raise InvalidInput(f'There is another case "{name}".', "Choose another name.")


def _refuse_link(work: Repositories, case: Case, speaker: Speaker, source: Source) -> None:
    if speaker.role is Role.INTERVIEWER:
        raise NotAllowed(
            f"{speaker.label} is an interviewer in {source.name}, and what only an interviewer says is no case's.",
            "Change the role first: `qualcode speakers role`.",
        )
    if case.kind is not CaseKind.PARTICIPANT:
        return
    for other in work.cases.all(CaseKind.PARTICIPANT):
        if other.id != case.id and speaker.id in other.speakers:
            raise NotAllowed(
                f"{speaker.label} in {source.name} is the participant {other.name} already.",
                f"Unlink {other.name} first, or let the case be a group.",
            )
