"""Random codebooks with names and texts that are hard on files, for property tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from qualcode.domain.codebook_entries import CodeEntry, entry_paths
from qualcode.domain.codebook_paths import clean_name, clean_text
from qualcode.domain.codes import CodeKind, ThemeState
from qualcode.errors import InvalidInput

NASTY = [
    'yes', 'No', 'null', '~', '2013', '1e3', '0x1F', '1_000', '-', '- a',
    '=1+1', '@here', '+44', "'=x", "''-y", '.5', '1:30', '?', '? key', 'a > b',
    '>', '>>', '\\>', 'a\\', '\\\\>x\\', 'C:\\temp\\>', 'Costs: money', 'a: b: c', 'x #not a comment', '#',
    '&anchor', '*alias', '!tag', '%YAML', '|', '>-', '{a: 1}', '[b, c', '`tick', '"quoted"',
    "'single'", 'it\'s "both"', 'a;b,c', 'emoji \U0001f9b4\U0001fa7a', 'e\u0301 and é',
    '\u202eright to left', 'zero\u200bwidth', '\ufeffmark',
    'non\xa0breaking', '---',
    '... ', '<<', 'key:', 'a\u0130\xdf', 'name', 'codes', '2001-12-14', '=', '\U0010ffff', '\ufffe',
    'true ',
]  # fmt: skip


def _is_name(text: str) -> bool:
    try:
        clean_name(text)
    except InvalidInput:
        return False
    return True


_SIGNS = st.one_of(st.sampled_from("ab >\\:#'\"-=,;&*?!|%@`{}[]"), st.characters(exclude_categories=["Cs", "Cc"]))
_ANY_SIGNS = st.one_of(st.sampled_from("ab \t:#'\"-=\\"), st.characters(exclude_categories=["Cs"]))
_LINES = st.one_of(st.sampled_from(NASTY), st.text(alphabet=_ANY_SIGNS, max_size=15))

NAMES = st.one_of(st.sampled_from(NASTY), st.text(alphabet=_SIGNS, max_size=10)).filter(_is_name).map(clean_name)
"""Names a code may have, as they are kept."""

TEXTS = st.one_of(st.none(), st.lists(_LINES, min_size=1, max_size=4).map(lambda lines: clean_text("\n".join(lines)) or None))
"""Texts of a code's fields, as they are kept: None where there is none."""

_FIELDS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(CodeKind),
        "definition": TEXTS,
        "include": TEXTS,
        "exclude": TEXTS,
        "example": TEXTS,
        "colour": st.one_of(st.none(), st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)),
        "codable": st.sampled_from([None, False]),
        "central_idea": TEXTS,
        "state": st.one_of(st.none(), st.sampled_from(ThemeState)),
    }
)
_SHAPES: st.SearchStrategy[list[object]] = st.recursive(st.just([]), lambda below: st.lists(below, max_size=4), max_leaves=8)


@st.composite
def entry_trees(draw: st.DrawFn) -> tuple[CodeEntry, ...]:
    """Entries in tree order: live siblings have distinct names; retired ones may share a name with a live one."""
    entries: list[CodeEntry] = []

    def grow(children: list[object], parent: int | None, *, retired: bool) -> None:
        taken: set[str] = set()
        for below in children:
            name = draw(NAMES)
            gone = retired or name in taken or draw(st.integers(0, 9)) == 0
            if not gone:
                taken.add(name)
            entries.append(CodeEntry(name, parent, retired=gone, **draw(_FIELDS)))
            assert isinstance(below, list)
            grow(below, len(entries) - 1, retired=gone)

    grow(draw(_SHAPES), None, retired=False)
    return _with_references(draw, entries)


def _with_references(draw: st.DrawFn, entries: list[CodeEntry]) -> tuple[CodeEntry, ...]:
    """The entries with some also shown under earlier live roots and some retired ones merged into a live code."""
    paths = entry_paths(entries)
    live = [path for entry, path in zip(entries, paths, strict=True) if not entry.retired]
    if not live:
        return tuple(entries)
    order = {path: position for position, path in enumerate(live)}
    done = []
    for entry in entries:
        if entry.retired and draw(st.booleans()):
            done.append(replace(entry, merged_into=draw(st.sampled_from(live))))
        elif not entry.retired and draw(st.integers(0, 4)) == 0:
            under = draw(st.lists(st.sampled_from(live), unique=True, max_size=3))
            done.append(replace(entry, also_under=tuple(sorted(under, key=order.__getitem__))))
        else:
            done.append(entry)
    return tuple(done)
