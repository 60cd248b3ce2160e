"""The settings file: read with patience, changed with care."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.errors import InvalidInput, NotFound, QualcodeError
from qualcode.settings import Settings, drop_setting, keep_setting, load_settings
from qualcode.settings.reading import ABOUT, names, value_of_words
from qualcode.settings.toml_text import with_value

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = """# mine

theme = "qual-ink"   # for the evening
measure=72
# about the mouse
mouse = true

# how keys are
[keys]
"coding.uncode" = "x,delete"  # delete too
reading.word.1 = 'right' # one of two
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SETTINGS", str(tmp_path / "config" / "settings.toml"))
    return tmp_path / "config" / "settings.toml"


def holds(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")


def test_without_a_file_things_are_as_usual(file: Path) -> None:
    loaded = load_settings()
    assert (loaded.settings, loaded.stated, loaded.faults) == (Settings(), frozenset(), ())
    assert not file.exists()


def test_every_setting_is_explained() -> None:
    assert set(ABOUT) == set(names())


def test_what_the_file_says_is_in_force(file: Path) -> None:
    holds(file, WRITTEN)
    loaded = load_settings()
    assert (loaded.settings.measure, loaded.settings.mouse, loaded.settings.compact) == (72, True, False)
    assert loaded.stated == {"theme", "measure", "mouse", "keys"}
    assert dict(loaded.settings.keys) == {"coding.uncode": "x,delete", "reading.word.1": "right"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("theme = ", "cannot be read"),
        ('thene = "qual-ink"', 'Did you mean "theme"?'),
        ("animation = true", 'Did you mean "animations"?'),
        ("theme = 3", "a text in quotation marks"),
        ('compact = "yes"', "true or false"),
        ("measure = true", "a whole number"),
        ("measure = 4000", "from 40 to 160"),
        ("zzz = 1", "Known are theme"),
        ("keys = 3", "[keys]"),
        ('[keys]\n"coding.uncode" = 3', "not 3"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_taken(file: Path, content: str, said: str) -> None:
    holds(file, "ascii = true\n" + content)
    loaded = load_settings()
    (fault,) = loaded.faults
    assert said in fault
    assert str(file) in fault
    assert loaded.settings.ascii is not ("cannot be read" in said)


def test_a_file_that_is_not_text_is_said(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in load_settings().faults[0]
    with pytest.raises(InvalidInput, match="cannot be read"):
        keep_setting("compact", value=True)
    assert file.read_bytes() == b"\xff\xfe\x00"


def test_one_value_is_changed_and_every_comment_stays(file: Path) -> None:
    holds(file, WRITTEN)
    keep_setting("theme", "qual-paper")
    keep_setting("measure", 90)
    keep_setting("keys.coding.uncode", "d")
    keep_setting("keys.reading.word.1", "right,n")
    keep_setting("ascii", value=True)
    keep_setting("keys.coding.star", 'quotation_mark,"')
    assert (
        file.read_text(encoding="utf-8")
        == """# mine

theme = "qual-paper"   # for the evening
measure=90
# about the mouse
mouse = true
ascii = true

# how keys are
[keys]
"coding.uncode" = "d"  # delete too
reading.word.1 = "right,n" # one of two
"coding.star" = "quotation_mark,\\""
"""
    )
    assert load_settings().faults == ()


def test_a_setting_is_taken_out(file: Path) -> None:
    holds(file, WRITTEN)
    assert drop_setting("mouse")
    assert drop_setting("keys.coding.uncode")
    assert not drop_setting("compact")
    assert "mouse = " not in file.read_text(encoding="utf-8")
    assert load_settings().stated == {"theme", "measure", "keys"}


def test_the_file_and_its_folder_are_made(file: Path) -> None:
    keep_setting("keys.coding.uncode", "d")
    keep_setting("compact", value=True)
    assert file.read_text(encoding="utf-8") == 'compact = true\n\n[keys]\n"coding.uncode" = "d"\n'


def test_line_ends_stay(file: Path) -> None:
    holds(file, WRITTEN.replace("\n", "\r\n"))
    keep_setting("measure", 90)
    assert file.read_bytes() == WRITTEN.replace("measure=72", "measure=90").replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "content",
    [
        'theme = """qual-ink\n"""\n',
        '"theme" = "qual-ink"\n[other]\ntheme = "x"\n',
        "keys = { 'coding.uncode' = 'x' }\n",
        '[keys]\n["keys".coding]\nuncode = "d"\n',
    ],
)
def test_what_is_written_in_another_way_is_never_spoilt(file: Path, content: str) -> None:
    holds(file, content)
    for name, value in (("theme", "qual-paper"), ("keys.coding.uncode", "f")):
        before = file.read_text(encoding="utf-8")
        with suppress(InvalidInput):
            keep_setting(name, value)
            before = ""
        assert before in ("", file.read_text(encoding="utf-8"))
        tomllib.loads(file.read_text(encoding="utf-8"))


@given(
    st.lists(
        st.sampled_from(["", "# a comment", 'a = "x"', "b = 3  # three", "[t]", "[keys]", 'c."d e" = true', "  e = 'y'  "]),
        max_size=8,
        unique=True,
    ),
    st.sampled_from(["", "t", "keys"]),
    st.sampled_from(["a", "b", "e", "new one", "c.d e"]),
    st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=5)),
)
@example([], "", "a", "\x7f")
def test_only_one_value_changes(lines: list[str], table: str, name: str, value: object) -> None:
    text = "\n".join(lines)
    before = tomllib.loads(text)
    after = tomllib.loads(with_value(text, table, name, value))
    here = before.setdefault(table, {}) if table else before
    there = after.setdefault(table, {}) if table else after
    if name != "c.d e":
        here.pop(name, None)
        assert there.pop(name, None) == value
    elif value is None:
        assert "d e" not in there.get("c", {})
        here.pop("c", None)
        there.pop("c", None)
    else:
        assert there.get("c", {}).get("d e", there.get("c.d e")) == value
        for each in (here, there):
            each.pop("c", None)
            each.pop("c.d e", None)
    assert after == before
    comments = [line for line in lines if line.startswith("#")]
    assert all(comment in with_value(text, table, name, value) for comment in comments)


def test_a_folder_that_may_not_be_is_named(file: Path) -> None:
    file.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"cannot be (written|read)"):
        keep_setting("theme", "qual-paper")


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [("compact", "Yes", True), ("mouse", "off", False), ("measure", "70", 70), ("theme", "nord", "nord")],
)
def test_words_become_values(name: str, words: str, value: object) -> None:
    assert value_of_words(name, words) == value


@pytest.mark.parametrize(
    ("name", "words", "error"),
    [
        ("compact", "perhaps", InvalidInput),
        ("measure", "wide", InvalidInput),
        ("measur", "70", NotFound),
        ("keys", "x", NotFound),
    ],
)
def test_words_that_mean_nothing_are_refused(name: str, words: str, error: type[QualcodeError]) -> None:
    with pytest.raises(error):
        value_of_words(name, words)
