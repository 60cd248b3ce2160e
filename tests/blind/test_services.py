"""Every service there is, as a coder who codes blind: what others did is in nothing that is returned, said or written.

Services are found by looking, and called with what their parameters' names ask for: a new one is driven without being named
here, and one that asks for something new fails until it is said what that is.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
import zipfile
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import pytest

import qualcode.services
from qualcode.domain.agreement_choices import AgreementChoices
from qualcode.domain.cases import CaseKind
from qualcode.domain.charts import CellMark
from qualcode.domain.codes import CodeKind
from qualcode.domain.coding import Purpose
from qualcode.domain.coding_hits import HitUnit
from qualcode.domain.discussions import Outcome
from qualcode.domain.edits import Replacement
from qualcode.domain.matching import Relation
from qualcode.domain.memos import Attachment, MemoKind, MemoTarget
from qualcode.domain.printing import Audience, PrintedWords
from qualcode.domain.progress import silent
from qualcode.domain.quote_rules import Hesitations
from qualcode.domain.rounds import FixedChoices
from qualcode.domain.sources import Role
from qualcode.domain.spans import Span
from qualcode.domain.summaries import Bearing
from qualcode.domain.theme_tables import Layout, Orientation
from qualcode.errors import QualcodeError
from qualcode.services.codebook import Definition
from qualcode.storage import open_study
from qualcode.storage.repositories import Repositories
from tests.blind.planted import EXAMPLE, THIRD, build, leaks, line
from tests.blind.planted import act as run_line
from tests.double_coded import LEAD, SECOND, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.storage import OpenStudy

    Ask = Callable[["Desk"], list[Any]]

MOST = 9
"""Calls of one service with its required parameters alone."""


class Desk:
    """A fresh copy of the study opened by the blind coder, and files to read and to write."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.built, self.folder = built, folder
        self.study: OpenStudy | None = None

    def fresh(self, who: str = SECOND) -> OpenStudy:
        """The study as it was at first."""
        self.close()
        for one in self.folder.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        for one in self.built.iterdir():
            if one.is_file():
                shutil.copy(one, self.folder)
        (self.folder / "out").mkdir()
        self.study = open_study(self.folder / "fls.qualcode", who)
        return self.study

    def close(self) -> None:
        if self.study is not None:
            self.study.close()
            self.study = None

    def out(self, *suffixes: str) -> list[Path]:
        return [self.folder / "out" / f"written.{suffix}" for suffix in suffixes]

    def written(self) -> str:
        parts = []
        for path in (one for one in sorted((self.folder / "out").rglob("*")) if one.is_file()):
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    parts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
            else:
                parts.append(path.read_bytes().decode("utf-8", "replace"))
        return "\n".join(parts)


def always(*values: Any) -> Ask:
    return lambda _: list(values)


def service(path: str) -> Any:
    module, name = path.split(".")
    return getattr(importlib.import_module(f"qualcode.services.{module}"), name)


def ask(path: str, *given: Any, **named: Any) -> Ask:
    """What another service answers, for those that take its answer; nothing where that is refused."""

    def asked(desk: Desk) -> list[Any]:
        assert desk.study is not None
        values = [one(desk)[0] if callable(one) else one for one in given]
        return [service(path)(desk.study, *values, **named)]

    return asked


def repository(path: str, *given: Any) -> Ask:
    """What a repository answers."""

    def asked(desk: Desk) -> list[Any]:
        at: Any = desk.study
        for name in path.split("."):
            at = getattr(at, name)
        found = at(*given)
        return list(found) if isinstance(found, tuple) else [found]

    return asked


IDS = always(1, 2, 3, 4, 5, 6, 7, 8, 9)
SPANS = always(Span(TEXT.index("at home"), TEXT.index("at home") + 7), Span(3, 9))
CODE_PATHS = always("Time", "Figures", "Making the case > Approval")
SOURCE_NAMES = always("P001", "P003", "P004", "P002")

BY_NAME: dict[str, Ask] = {
    **dict.fromkeys(
        ("number", "code", "case", "attribute", "coding", "parent", "sibling", "into", "same", "viewer", "turn"), IDS
    ),
    **dict.fromkeys(("source", "of_source", "other", "under", "to", "instead_of", "revision", "based_on", "digit", "round"), IDS),
    **dict.fromkeys(("codes", "codings", "numbers", "cases", "sources", "speakers"), always([1, 2], [3, 4], [5, 6, 7])),
    **dict.fromkeys(("span",), SPANS),
    "spans": always([Span(3, 9)]),
    "position": always(0, 1),
    "offset": always(0, 9),
    "limit": always(3),
    "most": always(3),
    "seed": always(1),
    "share": always("1"),
    "previewed": always(2),
    "progress": always(silent),
    "reason": always("x"),
    "note": always("x"),
    "words": always("home", "the"),
    "text": always("home", "[[coding 4]] x"),
    "texts": always(["[[coding 4]] x"]),
    "name": always("Mine", "P001", "Time"),
    "names": always([LEAD, THIRD]),
    "new": always("Tom"),
    "old": always(SECOND),
    "label": always("P"),
    "title": always("x"),
    "colour": always("#112233"),
    "kind": always("analytic"),
    "about": lambda desk: [Attachment(MemoTarget.SOURCE, source.guid) for source in repository("sources.all")(desk)[:1]],
    "target": always("source P001", "P003"),
    "query": always("Time", "starred", "Time and not Figures"),
    "coder": always(LEAD, SECOND),
    "by": always("role"),
    "bands": always("a = nurse"),
    "group": always("Making the case"),
    "site": always("site"),
    "version": always("v3", "first", "later"),
    "before": always("v3", "first"),
    "verb": always("x"),
    "verbs": always(["add_code"]),
    "field": always("verb", "coder", "code", "source"),
    "typed": always("Mine", "Time > Mine"),
    "new_text": always("I did, at night. Nobody's job."),
    "given": always({"kind": "group"}, {"name": "post"}),
    "values": always({"role": "nurse"}, {"name": "Mine", "kind": CodeKind.CODE}),
    "roles": always({"P": Role.OTHER}),
    "chosen": always({"tim": 1}),
    "revisions": always({1: 1, 3: 3}),
    "where": always(["role=nurse"]),
    "show": always(["role"]),
    "present": always([SECOND]),
    "exclude": always(["P001"]),
    "central_idea": always("x"),
    "rest_to": always("Rest"),
    "id_column": always("id"),
    "encoding": always("utf-8"),
    "case_from": always("speakers"),
    "wanted": always("P001"),
    "shares": lambda _: [[service("codebook_merging.Share")("A", (4,))]],
    "definition": always(Definition(definition="x")),
    "audience": always(*Audience),
    "replaced": always([Replacement(0, 1, "J")]),
    "terms": always(["Home"]),
    "term": always("Home"),
    "output": always("Table 1"),
    "shared": always({"role": "nurse"}),
    "replacement": always("place"),
    "choices": always(AgreementChoices()),
    "fixed": always(FixedChoices()),
    "purpose": always(*Purpose),
    "unit": always(*HitUnit),
    "rest": always(Outcome.FIRST),
    "memos": always(["analytic"]),
    "paths": lambda desk: [[desk.folder / "new.txt"]],
    "progress_of": always(silent),
    # What another service answers.
    "pair": ask("discussion_pair.pair_of", [LEAD, THIRD]),
    "plan": ask("coding_hits.plan_hits", "home", code="Time"),
    "desk": ask("coding_screen.open_source", 1),
    "known_text": repository("sources.texts"),
    "memo": repository("memos.all"),
    "quotes": lambda desk: [repository("quotes.all")(desk)],
    "book": repository("codes.codebook"),
    "choice": lambda _: [service("discussion_deciding.Choice")(Outcome.FIRST)],
    "relating": lambda _: [service("matching.Relating")(Relation.KEEP, first=1)],
    "relatings": lambda _: [[service("matching.Relating")(Relation.KEEP, first=1)]],
    "change": lambda desk: [one.change for one in repository("history.lines")(desk)],
    "done": always("merged"),
    # Theme tables and quotations.
    **dict.fromkeys(("table", "row", "place", "edit", "at", "theme"), IDS),
    **dict.fromkeys(("heading", "finding", "legend", "abbreviations", "printed", "tag", "fresh_id"), always("x")),
    "layout": always(*Layout),
    "orientation": always(*Orientation),
    "hesitations": always(*Hesitations),
    "cut_mark": always("…"),
    # Framework charts.
    "mark": always(*CellMark),
    "bearing": always(*Bearing),
    "layouts": ask("charting_layouts.layouts_for"),
    "chart": lambda desk: list(ask("charting_cells.open_charts", ask("charting_layouts.layouts_for"))(desk)[0]),
    "opened": ask("charting_cells.open_cell", 1, 2),
    "saved": always("x"),
    "remark": always("x"),
    "what": always("x"),
    "order": always(["role"]),
    "level": always(1, 2),
    "k": always(2),
}
BY_NAME_AND_KIND: dict[tuple[str, str], Ask] = {
    ("source", "str"): SOURCE_NAMES,
    ("source", "str | None"): SOURCE_NAMES,
    ("sources", "Sequence[str]"): always(["P001"], ["P003"], ["P004"]),
    ("code", "str"): CODE_PATHS,
    ("code", "str | None"): CODE_PATHS,
    ("codes", "Sequence[str]"): always(["Time"]),
    ("themes", "Sequence[str]"): always(["Time"]),
    ("transcripts", "Sequence[Source]"): lambda desk: [repository("sources.all")(desk)],
    ("coder", "Coder"): lambda desk: list(repository("coders.all")(desk)),
    ("answer", "str"): always("Mine"),
    ("folder", "Path"): lambda desk: [desk.folder / "out"],
    ("item", "int"): always(10),
    ("path", "str"): CODE_PATHS,
    ("case", "str"): always("P001"),
    ("layout", "ChartLayout"): lambda desk: [*ask("charting_layouts.layouts_for")(desk)[0]],
    ("attribute", "str"): always("role", "stance"),
    ("kind", "CaseKind"): always(*CaseKind),
    ("cases", "Sequence[str]"): always(["P001"], ["P003"]),
    ("cases", "Iterable[Case]"): lambda desk: [repository("cases.all")(desk)],
    ("names", "Sequence[str]"): always([LEAD, THIRD], ["P001"]),
    ("numbers", "Sequence[str]"): always(["1"], ["q1"], ["m1"]),
    ("name", "str | None"): always("check 1", "train 1"),
    ("after", "bool"): always(True, False),
    ("after", "str | None"): always("later"),
    ("into", "str"): always("P"),
    ("by", "str | Sequence[str]"): always(["role"]),
    ("coder", "str | Sequence[str]"): always(LEAD, THIRD),
    ("kind", "CodeKind"): always(CodeKind.THEME),
    ("kind", "MemoKind"): always(MemoKind.ANALYTIC),
    ("speakers", "str"): always("I=interviewer,P9=participant"),
    ("number", "int | None"): always(1),
    ("target", "Path | None"): always(),
    ("before", "SourceOnDesk"): ask("coding_screen.open_source", 1),
    ("after", "SourceOnDesk"): ask("coding_screen.open_source", 1),
    ("known", "SourceText | None"): repository("sources.texts"),
    ("text", "SourceText"): repository("sources.texts"),
    ("to", "str"): always("late"),
    ("memos", "Sequence[Memo]"): lambda desk: [repository("memos.all")(desk)],
    ("coding", "Coding"): repository("codings.all"),
    ("codings", "Sequence[int]"): always([1, 2], [4]),
    ("group", "int | None"): IDS,
    ("words", "Sequence[str] | None"): always(["er"]),
    ("found", "SegmentList"): ask("segments.segments", "Time"),
    ("words", "Sequence[PrintedWords]"): always(
        [PrintedWords("Table 1", "row", "at home", case=1, printed=(("role", "nurse"),))]
    ),
    ("found", "RetrievedList"): ask("retrieving.retrieve", "Time"),
    ("before", "int"): always(1),
    ("after", "int"): always(1),
    ("marked", "tuple[Span, Sequence[Edit]] | None"): always(),
}
FILES_READ = {
    "cases.import_cases": "cases.csv",
    "codebook_files.import_codebook": "book.yaml",
    "codings_files.import_codings": "codings.csv",
    "matching_files.import_matching": "mine-match.csv",
    "memos.import_memos": "mine.csv",
    "quotations.import_quotes": "mine-quotes.csv",
    "receiving.receive_package": "back.qualcode",
    "sources.describe_sources": "sources.csv",
    "names.import_names": "mine-names.csv",
    "coreq.import_coreq": "mine-coreq.csv",
    "recommendations.import_recommendations": "mine-advice.csv",
    "summaries.import_summaries": "mine-summaries.csv",
}
"""Services whose `path` is read; all others write one."""
INNER = {
    "receiving_attempts": "works inside receive_package",
    "receiving_codes": "works inside receive_package",
    "receiving_codings": "works inside receive_package",
    "receiving_ground": "works inside receive_package",
    "receiving_memos": "works inside receive_package",
    "discussion_writing": "works inside the verbs of discussions",
}
"""Modules that work inside another service's unit of work, and cannot be called by themselves."""
INNER_SERVICES = {
    "similar_proposing.propose": "works inside the services of similar, which say how words are weighed",
    "importing.import_read": "takes files that were read and settled: `import_files` does both",
    "codebook.put_code": "writes inside another service's unit of work",
    "codebook_merging.merge_into": "writes inside another service's unit of work",
    "discussion_deciding.settle": "writes inside decide",
    "chart_words.told_of_cases": "takes charts that were read",
    "chart_selecting.selected_charts": "takes charts that were read",
    "build_quotations.quotations_of": "takes tables that were read, which who codes blind cannot",
    "charting.what_stands": "works inside the verbs of a cell",
    "charting_evidence.bearings_on": "takes charts that were read",
    "charting_evidence.changes_of": "takes what the reading of a chart has read",
    "charting_evidence.seen_of": "takes what the reading of a cell has read",
    "discussion.after_change": "takes what `open_discussion` gave, and reads of it again",
    "names.write_proposed": "takes names that were found",
    "studies.back_up": "copies the file as it lies on the disk",
}
FLAGS = ("bool", "bool | None")


def services() -> dict[str, Callable[..., Any]]:
    """Every service that is given a study, by module and name."""
    found = {}
    for info in pkgutil.iter_modules(qualcode.services.__path__):
        module = importlib.import_module(f"qualcode.services.{info.name}")
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or name.startswith("_"):
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and first.name in {"study", "work"} and info.name not in INNER:
                found[f"{info.name}.{name}"] = function
    return {name: function for name, function in found.items() if name not in INNER_SERVICES}


SERVICES = services()


def asked_for(name: str, parameter: inspect.Parameter, desk: Desk) -> list[Any] | None:
    """What a parameter may be given; None where nobody has said it."""
    kind = str(parameter.annotation).removeprefix("'").removesuffix("'")
    if parameter.name == "path" and "Path" in kind:
        if name in FILES_READ:
            return [desk.folder / FILES_READ[name]]
        return desk.out("docx", "csv", "json", "xlsx", "html", "yaml", "qualcode")
    if kind in FLAGS and (parameter.name, kind) not in BY_NAME_AND_KIND:
        return [True]
    giver = BY_NAME_AND_KIND.get((parameter.name, kind)) or BY_NAME.get(parameter.name)
    if giver is None:
        return None
    with suppress(QualcodeError):
        return giver(desk)
    return []


def calls(name: str, function: Callable[..., Any], desk: Desk) -> Iterator[dict[str, Any]]:
    """The arguments to call a service with: its required ones in turn, then each optional one beside them."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    given = {one.name: asked_for(name, one, desk) for one in parameters}
    required = [one.name for one in parameters if one.default is one.empty]
    values = {key: given[key] or [] for key in required}
    if not all(values.values()):
        return
    for turn in range(min(MOST, max([1, *(len(some) for some in values.values())]))):
        yield {key: some[turn % len(some)] for key, some in values.items()}
    first = {key: some[0] for key, some in values.items()}
    for one in parameters:
        if one.name not in required:
            yield from ({**first, one.name: value} for value in (given[one.name] or [])[:3])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the study after some blind coding, a package, and files of the second coder's own."""
    from tests.blind.test_commands import MINE

    folder = tmp_path_factory.mktemp("blind")
    build(folder)
    for name, text in MINE.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert run_line(folder, LEAD, line("send {study} --to {folder}/back.qualcode --for", SECOND)) == 0
    for words in (
        line("code add {study} P001 --words", "at home", "--code", "Time"),
        line("codebook add {study} Mine"),
        line("memo add {study} --text mine --on", "source P001"),
    ):
        assert run_line(folder, SECOND, words) == 0
    return folder


@pytest.fixture
def desk(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    made = Desk(built, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("name", SERVICES)
def test_the_blind_coder_is_told_nothing_of_what_others_did(desk: Desk, name: str) -> None:
    function = SERVICES[name]
    study = desk.fresh()
    unsaid = [
        f"{one.name}: {one.annotation}"
        for one in list(inspect.signature(function).parameters.values())[1:]
        if one.default is one.empty and asked_for(name, one, desk) is None
    ]
    assert not unsaid, f"{name} asks for what this test does not know: say it in BY_NAME, or in INNER_SERVICES why not"
    before = changes(study)
    for arguments in list(calls(name, function, desk)):
        if changes(study) != before:
            study = desk.fresh()
        said = called(function, study, arguments)
        seen = f"{said}\n{desk.written()}"
        assert leaks(seen) == [], arguments
        assert EXAMPLE not in seen or EXAMPLE in str(arguments) or shows_text(name), arguments


def changes(study: OpenStudy) -> int:
    return int(study.connection.exec_driver_sql("SELECT count(*) FROM change_set").scalar_one())


def shows_text(name: str) -> bool:
    """Whether the words of a transcript may be in the answer, among which are those of the example."""
    return name.split(".", maxsplit=1)[0] not in {
        "codebook",
        "codebook_files",
        "codebook_screen",
        "codebook_versions",
        "matching",
    }


def called(function: Callable[..., Any], study: OpenStudy, arguments: dict[str, Any]) -> str:
    """What a service answers or refuses, as text. A wrong kind of argument is told by what it raises."""
    try:
        answer = function(study, **arguments)
        if hasattr(answer, "__next__"):
            answer = list(answer)
    except QualcodeError as error:
        return f"{error.message} {error.hint}"
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError) as error:
        return repr(error)
    return repr(answer)


# ---- the room below ----------------------------------------------------------------------------------------------

UNSEEING = {"receiving": "merges and shows nothing"}
"""Repositories that read without regard to what the viewer may see, and why."""
BY_KIND: dict[str, list[Any]] = {
    "int": list(range(1, 30)),
    "bool": [True, False],
    "str": ["Time", "P001", "home", "train 1", "coding", "study"],
    "Collection[int]": [list(range(1, 30))],
    "Sequence[int]": [list(range(1, 30))],
    "Iterable[int]": [list(range(1, 30))],
}


def readings(repository: Any) -> Iterator[Callable[[], object]]:
    """Every call of every public method of a repository whose parameters are plain ones."""
    for name, function in inspect.getmembers(type(repository), inspect.isfunction):
        parameters = list(inspect.signature(function).parameters.values())[1:]
        given = {one.name: BY_KIND.get(str(one.annotation).strip("'").removesuffix(" | None"), []) for one in parameters}
        required = {one.name: given[one.name] for one in parameters if one.default is one.empty}
        if name.startswith("_") or not all(required.values()):
            continue
        method = getattr(repository, name)
        for turn in range(max([1, *map(len, required.values())])):
            yield partial(method, **{key: some[turn % len(some)] for key, some in required.items()})
        first = {key: some[0] for key, some in required.items()}
        for one in parameters:
            if one.name not in required:
                yield from (partial(method, **first, **{one.name: value}) for value in given[one.name])


REPOSITORIES = [name for name, made in vars(Repositories).items() if isinstance(made, cached_property)]


@pytest.mark.parametrize("name", [name for name in REPOSITORIES if name not in UNSEEING])
def test_no_repository_reads_what_the_blind_coder_may_not_see(desk: Desk, name: str) -> None:
    found = []
    for reading in readings(getattr(desk.fresh(), name)):
        try:
            seen = repr(reading())
        except (QualcodeError, RuntimeError, KeyError, ValueError, TypeError, AttributeError, AssertionError) as error:
            seen = repr(error)
        if leaks(seen):
            found.append(str(reading))
    assert found == []


ASKS_A_PROCESS = {"names_finding", "similar"}
"""Modules that begin a process at each first question, for a second of spaCy or scikit-learn."""


def test_the_words_are_there_to_be_found(desk: Desk) -> None:
    """The lead coder is told them by a great part of the services: what the blind coder is not told is really there."""
    telling = set()
    for name, function in SERVICES.items():
        if name.split(".")[0] in ASKS_A_PROCESS:
            continue
        study = desk.fresh(LEAD)
        before = changes(study)
        for arguments in list(calls(name, function, desk)):
            if changes(study) != before:
                study = desk.fresh(LEAD)
            if leaks(f"{called(function, study, arguments)}\n{desk.written()}"):
                telling.add(name.split(".")[0])
                break
    assert telling >= {
        *("audit", "charts", "codebook", "codebook_files", "codebook_versions", "coding", "coding_screen", "codings_files"),
        *("correcting", "discussion", "double_coding", "history", "history_screen", "matching", "matching_files", "memos"),
        *("minutes", "quotations", "reading", "retrieving", "sources", "studies", "summaries", "theme_tables"),
    }


def test_services_that_are_not_driven_are_there() -> None:
    """What is left out by name exists: a name that is gone would hide a new one."""
    modules = {info.name for info in pkgutil.iter_modules(qualcode.services.__path__)}
    assert modules >= INNER.keys()
    for name in INNER_SERVICES:
        assert callable(service(name))
    assert len(SERVICES) > 150
