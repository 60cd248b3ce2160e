from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from qualcode.domain.codebook_entries import CodeEntry, codebook_of, entries_of, entry_paths, without_lines
from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.errors import InvalidInput
from qualcode.formats.readers.codebook_csv import read_codebook_csv
from qualcode.formats.readers.codebook_yaml import read_codebook_yaml
from qualcode.formats.writers.codebook_csv import write_codebook_csv
from qualcode.formats.writers.codebook_yaml import write_codebook_yaml
from tests.codebook_trees import entry_trees

SAMPLE = Path(__file__).parents[2] / "codebooks"

YAML_TEXT = """\
# a comment
codes:
  - name: Experiences
    kind: group
    codable: no
    codes:
      - name: Time > capacity
        definition: |
          First line.

          Third: line
        colour: "#E69F00"
        central_idea: Time is not given.
        state: reviewed
      - name: No
        also_under:
          - Experiences > Time \\> capacity
"""


def test_yaml_is_read_as_written() -> None:
    group, time, no = read_codebook_yaml(YAML_TEXT)
    assert group == CodeEntry("Experiences", line=3, kind=CodeKind.GROUP, codable=False)
    assert time == CodeEntry(
        "Time > capacity", 0, 7, definition="First line.\n\nThird: line", colour="#e69f00",
        central_idea="Time is not given.", state=ThemeState.REVIEWED,
    )  # fmt: skip
    assert no == CodeEntry("No", 0, 15, also_under=(("Experiences", "Time > capacity"),))


@pytest.mark.parametrize(("name", "codes"), [("fls.yaml", 50), ("fls-v1.yaml", 40)])
def test_the_sample_codebooks_survive_both_formats(name: str, codes: int) -> None:
    entries = read_codebook_yaml((SAMPLE / name).read_text(encoding="utf-8"))
    assert len(entries) > codes
    assert without_lines(read_codebook_yaml(write_codebook_yaml(entries))) == without_lines(entries)
    assert without_lines(read_codebook_csv(write_codebook_csv(entries))) == without_lines(entries)


@given(entry_trees())
@settings(max_examples=100, deadline=None)
def test_yaml_loses_nothing(entries: tuple[CodeEntry, ...]) -> None:
    text = write_codebook_yaml(entries)
    assert without_lines(read_codebook_yaml(text)) == entries


@given(entry_trees())
@settings(max_examples=100, deadline=None)
def test_csv_loses_nothing(entries: tuple[CodeEntry, ...]) -> None:
    text = write_codebook_csv(entries)
    assert without_lines(read_codebook_csv(text)) == entries
    assert without_lines(read_codebook_csv(text.replace("\n", "\r\n"))) == entries


@given(entry_trees())
@settings(max_examples=100, deadline=None)
def test_a_codebook_and_its_entries_say_the_same(entries: tuple[CodeEntry, ...]) -> None:
    assert entries_of(codebook_of(entries)) == entries


def test_yaml_is_written_for_people() -> None:
    entries = (
        CodeEntry("Costs: money", kind=CodeKind.THEME, definition="One line.\n\nAnother.", codable=False),
        CodeEntry("yes", 0, kind=CodeKind.CODE, also_under=(("Costs: money",),), colour="#00ff00"),
    )
    assert write_codebook_yaml(entries) == (
        "codes:\n"
        "  - name: 'Costs: money'\n"
        "    kind: theme\n"
        "    definition: |-\n"
        "      One line.\n"
        "\n"
        "      Another.\n"
        "    codable: no\n"
        "    codes:\n"
        '      - name: "yes"\n'
        "        kind: code\n"
        "        colour: '#00ff00'\n"
        "        also_under:\n"
        "          - 'Costs: money'\n"
    )


def test_an_empty_codebook_is_written_and_read() -> None:
    assert read_codebook_yaml(write_codebook_yaml(())) == ()
    assert read_codebook_csv(write_codebook_csv(())) == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("codes:\n  - name: A\n    definiton: x\n", 3, '"definiton" is unknown in a code. Did you mean "definition"?'),
        ("codes:\n  - name: A\n    color: x\n", 3, '"color" is unknown in a code. Did you mean "colour"?'),
        ("code:\n  - name: A\n", 1, '"code" is unknown in a codebook file, beside its list of codes. Did you mean "codes"?'),
        ("codes:\n  - name: A\n    kind: topic\n", 3, 'kind: expected group, theme, subtheme or code, not "topic".'),
        ("codes:\n  - name: A\n    kind: subteme\n", 3, 'Did you mean "subtheme"?'),
        ("codes:\n  - name: A\n    state: done\n", 3, 'state: expected candidate, reviewed or final, not "done".'),
        ("codes:\n  - name: A\n    codable: maybe\n", 3, 'codable: expected yes or no, not "maybe".'),
        ('codes:\n  - name: A\n    colour: "bright"\n', 3, 'colour: "bright" is not a colour. Write it as #rrggbb'),
        ("codes:\n  - name: A\n    colour: #ff0000\n", 3, "colour: nothing is left of it, for # begins a comment."),
        ("codes:\n  - name: A\n  - kind: code\n    name: B\n  - name: A\n", 5, 'there is already a code "A", in line 2.'),
        ("codes:\n  - name: A\n    name: B\n", 3, 'the key "name" stands twice in one place, first in line 2.'),
        ("codes:\n  - kind: code\n", 2, "the key `name` is missing."),
        ("codes:\n  - name:\n", 2, "name: A code needs a name."),
        ("codes:\n  - name: [a, b]\n", 2, "name: expected text, not a list."),
        ("codes:\n  - name: A\n    definition:\n      x: y\n", 3, "definition: expected text, not keys and values."),
        ("codes:\n  - name: A\n    definition: Costs: money\n", 3, "a colon stands where none is expected."),
        ("codes:\n  - name: A\n    codes: B\n", 3, "codes: expected a list, not a text."),
        ("codes:\n  - A\n", 2, "expected the keys of a code, not a text."),
        ("- name: A\n", 1, "expected the keys of a codebook file, beside its list of codes, not a list."),
        ("codes:\n  - name: A\n\t  kind: code\n", 3, "the line begins with a tab. Indent with spaces only."),
        ("codes:\n  - name: A\n   kind: code\n", 3, "the indentation or a sign is not as YAML expects it"),
        ("codes:\n  - name: 'A\n    kind: code\n", 2, "a quotation mark is opened and not closed."),
        ("codes:\n  - name: @A\n", 2, "a text begins with a sign that YAML keeps for itself."),
        ("codes:\n  - name: *A\n", 2, "a text that begins with * is not in quotes."),
        ("codes: &all\n  - name: A\n    codes: *all\n", 1, "a part of the file is used twice by & and *."),
        ("codes:\n  - name: A\n---\ncodes:\n", 3, "a second document begins."),
        ("codes:\n  - name: A\n    include: a\x07b\n", 3, "the character U+0007 cannot stand in a YAML file."),
        ("codes:\n  - name: A\n    also_under: B >\n", 3, 'also_under: "B >" is not a code\'s path: a name is missing.'),
        ("codes:\n  - name: |\n      two\n      lines\n", 2, "holds a line break"),
        ("{}\n", 1, "the key `codes` is missing."),
    ],
)
def test_a_fault_in_yaml_names_line_key_and_what_was_expected(text: str, line: int, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_codebook_yaml(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"Line {line}: ")


def test_control_characters_of_a_file_never_reach_the_terminal() -> None:
    for text in (
        'codes:\n  - name: A\n    kind: "\\e[31mred"\n',
        'codes:\n  - name: A\n    "\\e[31m": x\n',
        'codes:\n  - name: "\\e[31m"\n',
    ):
        with pytest.raises(InvalidInput) as caught:
            read_codebook_yaml(text)
        assert str(caught.value).isprintable()


def test_a_long_wrong_value_is_quoted_short() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_codebook_csv(f"path,codable\nA,{'very ' * 100}\n")
    assert len(str(caught.value)) < 120


def test_an_empty_yaml_says_how_a_codebook_begins() -> None:
    with pytest.raises(InvalidInput, match=r"The file is empty.*codes:"):
        read_codebook_yaml("# nothing yet\n")


def test_a_list_without_end_is_refused() -> None:
    deep = "codes:\n" + "".join(f"{'  ' * depth}- name: a\n{'  ' * depth}  codes:\n" for depth in range(1, 60))
    with pytest.raises(InvalidInput, match="more than 50 levels deep"):
        read_codebook_yaml(deep)


def test_csv_makes_missing_parents_and_keeps_the_order() -> None:
    text = "path,kind,Definition\nA > B > C,code,c\nA,,a\nD\nA > E,,\n"
    entries = read_codebook_csv(text)
    assert entry_paths(entries) == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "E"), ("D",)]
    assert [entry.made for entry in entries] == [False, True, False, False, False]
    assert [entry.line for entry in entries] == [3, 0, 2, 5, 4]
    assert entries[0].definition == "a"
    assert entries[2] == CodeEntry("C", 1, 2, kind=CodeKind.CODE, definition="c")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_spreadsheet_is_read(separator: str) -> None:
    text = f'path{separator}definition\r\nA{separator}"one{separator} two\r\nthree"\r\n\r\nB{separator}x\r\n'
    entries = read_codebook_csv(text)
    assert [(entry.name, entry.line, entry.definition) for entry in entries] == [
        ("A", 2, f"one{separator} two\nthree"),
        ("B", 5, "x"),
    ]


def test_csv_quotes_what_a_spreadsheet_would_compute() -> None:
    text = write_codebook_csv((CodeEntry("=1+1", definition="-x", include="'@y", example="plain"),))
    assert text.splitlines()[1] == "'=1+1,,'-x,''@y,,plain,,"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("path,definiton\nA,x\n", 1, 'the column "definiton" is unknown in a codebook. Did you mean "definition"?'),
        ("name,definition\nA,x\n", 1, 'the column "name" is unknown in a codebook.'),
        ("kind,definition\ncode,x\n", 1, "the column `path` is missing."),
        ("path,kind,kind\nA,,\n", 1, 'the column "kind" stands there twice.'),
        ("path,\nA,x\n", 2, "column 2 holds something and has no name."),
        ("path,kind\nA,\nB,topic\n", 3, 'kind: expected group, theme, subtheme or code, not "topic".'),
        ("path,colour\nA,red\n", 2, 'colour: "red" is not a colour.'),
        ('path,definition\nA,"x\ny"\n > B,\n', 4, 'path: "> B" is not a code\'s path: a name is missing.'),
        ("path,definition\n,x\n", 2, "path: the cell is empty."),
        ("path\nA\nA > B\nA\n", 4, 'there is already a code "A", in line 2.'),
        ("path,definition\nA,x,y\n", 2, "the row has 3 cells and the header 2."),
        ('path,definition\nA,"x\nB,y\n', 2, "this is not CSV"),
        ("path,codable\nA,perhaps\n", 2, 'codable: expected yes or no, not "perhaps".'),
    ],
)
def test_a_fault_in_csv_names_line_column_and_what_was_expected(text: str, line: int, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_codebook_csv(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"Line {line}: ")


def test_an_empty_csv_says_what_a_codebook_needs() -> None:
    with pytest.raises(InvalidInput, match=r"The file is empty.*`path`"):
        read_codebook_csv("\n\n")
