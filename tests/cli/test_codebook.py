from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qualcode.__main__ import run
from qualcode.cli.codebook import COMMANDS
from qualcode.domain.spans import Span
from qualcode.services.studies import new_study, open_study
from tests.services.codebook_study import add_coding, add_source, fill

SAMPLE = Path(__file__).parents[2] / "codebooks" / "fls.yaml"


class Commands:
    """`qualcode codebook` on one study, with what it printed."""

    def __init__(self, study: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.study = study
        self.capsys = capsys
        self.said = ""

    def __call__(self, command: str, *arguments: str | Path, code: int = 0) -> str:
        """Run a subcommand, expect its exit code and return stdout."""
        assert run(["codebook", command, str(self.study), *map(str, arguments)]) == code, self.capsys.readouterr()
        out, self.said = self.capsys.readouterr()
        return out

    def json(self, command: str, *arguments: str | Path) -> Any:
        return json.loads(self(command, *arguments, "--json"))

    @property
    def paths(self) -> list[str]:
        return [one["code"] for one in self.json("show")]


@pytest.fixture
def codebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    with new_study(tmp_path / "fls", lead="Mairi Lennox") as study:
        ids = fill(study)
        source = add_source(study, "001")
        for end, name in ((10, "Money"), (11, "Money"), (10, "Evenings")):
            add_coding(study, source, Span(3, end), ids[name])
        add_coding(study, source, Span(3, 30), ids["Evenings"], coder="Tom")
    return Commands(tmp_path / "fls.qualcode", capsys)


def test_show_prints_the_tree_with_the_counts_of_the_analysis_coding(codebook: Commands) -> None:
    assert codebook("show") == (
        "code              kind  codings  with sub-codes\n"
        "Experiences       code        0               3\n"
        "  Time            code        0               1\n"
        "    Evenings      code        1               1\n"
        "    Nobody's job  code        0               0\n"
        "  Money           code        2               2\n"
        "Factors           code        0               0\n"
        "  Savings         code        0               0\n"
    )
    told = {one["code"]: (one["codings"], one["codings_with_sub_codes"]) for one in codebook.json("show")}
    assert told["Experiences"] == (0, 3)
    assert [one["code"] for one in codebook.json("show", "Time")] == [
        "Experiences > Time",
        "Experiences > Time > Evenings",
        "Experiences > Time > Nobody's job",
    ]


def test_show_counts_one_coders_codings(codebook: Commands) -> None:
    counts = {one["code"]: one["codings"] for one in codebook.json("show")}
    theirs = {one["code"]: one["codings"] for one in codebook.json("show", "--coder", "Tom")}
    assert counts.keys() == theirs.keys()
    assert sum(counts.values()) > sum(theirs.values())


def test_what_an_operation_would_touch_is_told_and_nothing_done(codebook: Commands) -> None:
    before = codebook.paths
    for words in (
        ("move", "Evenings", "Money", "--under", "Factors"),
        ("move", "Evenings", "--after", "Money"),
        ("merge", "Evenings", "--into", "Money"),
        ("split", "Evenings", "--into", "New", "--codings", "1"),
        ("retire", "Time", "--with-sub-codes"),
    ):
        codebook(*words, "--dry-run")
        assert codebook.said.startswith("On it: ")
        assert codebook.said.endswith("Nothing was changed.\n")
    assert codebook.paths == before


def test_several_codes_at_once(codebook: Commands) -> None:
    codebook("group", "Evenings", "Savings", "--into", "New", "--under", "Factors", "--central-idea", "i", "--reason", "r")
    assert codebook.said.startswith("Grouped Evenings, Savings under the theme Factors > New. (change ")
    assert codebook.json("show", "New")[0]["state"] == "candidate"
    codebook("move", "Evenings", "Savings", "--root")
    assert codebook.paths[-2:] == ["Evenings", "Savings"]
    codebook("move", "Savings", "Evenings", "--after", "Factors > New")
    assert codebook.paths[-3:] == ["Factors > New", "Factors > Evenings", "Factors > Savings"]
    codebook("also-under", "Evenings", "Savings", "Money")
    assert codebook.said.startswith("Evenings, Savings are now also shown under Money.")


def test_an_example_by_command(codebook: Commands) -> None:
    codebook("example", "Money", "--coding", str(coding_of_money(codebook)))
    assert codebook.json("show", "Money")[0]["example"]


def coding_of_money(codebook: Commands) -> int:
    with open_study(codebook.study) as study:
        return study.codings.all(codes=[study.codes.codebook().find("Money").id])[0].id


def test_show_prints_one_code_with_its_definition(codebook: Commands) -> None:
    codebook("redefine", "Money", "--definition", "One.\nTwo.", "--kind", "theme", "--codable", "no", "--state", "reviewed")
    codebook("also-under", "Savings", "Money", "--reason", "r")
    assert codebook("show", "money") == (
        "Experiences > Money (theme, reviewed, not codable)\n"
        "  definition: One.\n"
        "    Two.\n"
        "\n"
        "code                            kind   codings  with sub-codes\n"
        "Money                           theme        2               2\n"
        "  Savings (at home in Factors)\n"
    )
    codebook("redefine", "Money", "--definition", "", "--state", "none")
    assert codebook.json("show", "Money")[0]["definition"] == ""
    assert codebook.json("show", "Savings")[0]["also_under"] == ["Experiences > Money"]


def test_add_rename_recolour_move(codebook: Commands) -> None:
    codebook("add", "Prices > costs", "--under", "Factors", "--before", "Savings", "--colour", "#e69f00", "--definition", "d")
    assert codebook.said.startswith(r"Added the code Factors > Prices \> costs. (change ")
    assert codebook.paths[-2:] == [r"Factors > Prices \> costs", "Factors > Savings"]
    codebook("rename", r"Prices \> costs", "Prices", "--reason", "shorter")
    codebook("recolour", "Prices", "none")
    assert codebook.json("show", "Prices")[0]["colour"] is None
    codebook("move", "Prices", "--under", "Experiences")
    codebook("move", "Experiences > Prices", "--after", "Experiences > Time")
    assert codebook.paths[:5] == [
        "Experiences",
        "Experiences > Time",
        "Experiences > Time > Evenings",
        "Experiences > Time > Nobody's job",
        "Experiences > Prices",
    ]
    codebook("move", "Prices", "--root")
    assert codebook.paths[-1] == "Prices"
    codebook("rename", "Prices", "Prices")
    assert codebook.said == "Nothing had to be changed.\n"


def test_merge_split_retire_restore(codebook: Commands) -> None:
    codebook("merge", "Evenings", "Nobody's job", "--into", "Money", "--reason", "one idea")
    assert codebook.said.startswith("Merged Evenings, Nobody's job into Money: 2 codings. (change ")
    assert codebook.json("show", "Money")[0]["codings"] == 2
    codebook("split", "Money", "--into", "Budgets", "--codings", "2", "--into", "Prices", "--codings", "1,4")
    assert "Split Money: 3 codings moved, 0 left on it." in codebook.said
    assert "Made Budgets, Prices; define them" in codebook.said
    codebook("retire", "Prices", "--reason", "")
    assert "1 coding of the analysis coding stays on it" in codebook.said
    assert "Experiences > Prices" not in codebook.paths
    assert "retired: Experiences > Prices\n" in codebook("show", "--retired")
    assert "retired, merged into Experiences > Money: Experiences > Time > Evenings\n" in codebook("show", "--retired")
    codebook("restore", "Prices")
    assert "Experiences > Prices" in codebook.paths
    codebook("restore", "Evenings")
    assert "It had been merged away" in codebook.said


def test_versions_and_comparison(codebook: Commands) -> None:
    codebook("version", "v1", "--note", "first")
    codebook("redefine", "Money", "--definition", "new words")
    codebook("version", "v2")
    assert [(one["name"], one["note"], one["by"]) for one in codebook.json("version")] == [
        ("v1", "first", "Mairi Lennox"),
        ("v2", "", "Mairi Lennox"),
    ]
    assert codebook.json("compare", "v1", "v2") == [
        {"change": "redefined", "code": "Experiences > Money", "field": "definition", "before": "", "after": "new words"}
    ]
    assert "redefined definition  Experiences > Money" in codebook("compare", "v1")
    codebook("compare", "v2")
    assert codebook.said == "No differences.\n"


def test_import_prints_the_kinds_it_took(codebook: Commands, tmp_path: Path) -> None:
    file = tmp_path / "book.yaml"
    file.write_text(
        "codes:\n  - name: New\n    codes:\n      - name: Below\n  - name: Experiences\n    definition: d\n", encoding="utf-8"
    )
    out = codebook("import", file, "--dry-run")
    assert out == "kind   code\ntheme  New\ncode   New > Below\n"
    assert codebook.said == (
        "Kinds that the file does not state, as the tree suggests them:\n"
        "Would change Experiences: definition.\n"
        "Would do: 2 codes added, 1 changed, 0 as they were. Nothing was written.\n"
    )
    assert "New" not in codebook.paths
    assert codebook("import", file) == out
    assert "2 codes added, 1 changed, 0 as they were. (change " in codebook.said
    assert codebook.json("show", "New")[0]["kind"] == "theme"
    assert codebook("import", file) == ""
    assert codebook.said == "Nothing had to be changed: 3 codes as the file says.\n"


@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_export_and_import_again(codebook: Commands, tmp_path: Path, ending: str) -> None:
    codebook("import", SAMPLE)
    before = codebook.json("show")
    codebook("export", tmp_path / f"out.{ending}")
    assert f"Wrote {len(before)} codes to " in codebook.said
    codebook("import", tmp_path / f"out.{ending}")
    assert codebook.said.startswith("Nothing had to be changed")
    assert codebook.json("show") == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "Nothing like it"], 1, 'There is no code "Nothing like it". `qualcode codebook show` lists the codes.\n'),
        (["rename", "Mony", "Costs"], 1, 'There is no code "Mony". Did you mean "Experiences > Money"?\n'),
        (
            ["move", "Money"],
            2,
            "It is not clear where the code shall go. Give --root, or --under, --before or --after with a code.\n",
        ),
        (["move", "Money", "--root", "--under", "Factors"], 2, "It is not clear where the code shall go."),
        (["add", "X", "--before", "Money", "--after", "Time"], 2, "--before and --after cannot both be given."),
        (["add", "X", "--under", "Factors", "--after", "Money"], 2, '"Money" is not right under "Factors".'),
        (["split", "Money", "--into", "A"], 2, "Each --into needs its --codings."),
        (["split", "Money", "--into", "A", "--codings", "x"], 2, '"x" is no list of coding numbers.'),
        (["retire", "Time"], 1, '"Experiences > Time" has 2 codes in use below it.'),
        (["restore", "Money"], 1, '"Experiences > Money" is not retired.\n'),
        (["redefine", "Money"], 1, "Nothing was given to change."),
        (["compare", "v1"], 1, 'There is no codebook version "v1".'),
        (["version", "--note", "x"], 2, "A note was given and no name."),
        (["export", "book.txt"], 1, "book.txt is no codebook file by its name."),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_changes_nothing(
    codebook: Commands, arguments: list[str], code: int, said: str
) -> None:
    before = codebook.json("show")
    assert codebook(*arguments, code=code) == ""
    assert codebook.said.startswith(said)
    assert codebook.json("show") == before


def test_an_ambiguous_name_lists_the_candidates(codebook: Commands) -> None:
    codebook("add", "Money", "--under", "Factors")
    codebook("recolour", "Money", "#ffffff", code=1)
    assert codebook.said == '"Money" fits several codes: "Experiences > Money", "Factors > Money". Give the whole path.\n'


def test_who_acts_and_why_stand_in_the_history(codebook: Commands) -> None:
    codebook("move", "Savings", "--root", "--reason", "a theme of its own", "--as", "Tom")
    with open_study(codebook.study, "Tom") as study:
        change = study.history.lines()[-1].change
        assert (change.verb, change.reason, study.coders.get(change.coder).name) == ("move_code", "a theme of its own", "Tom")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(["codebook", name, "--help"]) == 0
    assert f"Example: qualcode codebook {name} fls" in " ".join(capsys.readouterr().out.split())


def test_help_of_the_group_loads_no_command() -> None:
    script = (
        "import sys; from qualcode.__main__ import run; run(['codebook', '--help'])\n"
        "heavy = ('qualcode.cli.codebook.', 'sqlalchemy', 'ruamel', 'textual', 'rich', 'numpy')\n"
        "loaded = [name for name in sys.modules if name.startswith(heavy)]\n"
        "sys.exit(str(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "also-under" in done.stdout
