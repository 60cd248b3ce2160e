"""Codebook files for people: YAML with a list of nodes under `codes:`."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook_paths import path_text
from qualcode.formats.codebook_fields import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import SafeRepresenter

    from qualcode.domain.codebook_entries import CodeEntry

_OTHER_TYPES = re.compile(r"(y|n|yes|no|on|off|true|false|null|~|[-+.]?[0-9].*|[-+.].*)", re.IGNORECASE)
"""What some reader of YAML takes for something else than text when it is not in quotes."""

_PLAIN = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_LINE = re.compile(f"[{_PLAIN}]*")
_BLOCK = re.compile(rf"(?!\s)[{_PLAIN}]+(\n+(?!\s)[{_PLAIN}]+)+")
"""Lines that a literal block holds as they are: printable signs, none at the beginning of a line being white space."""

_FLAGS = frozenset({"codable", "retired"})


class _Flag(str):
    """Yes or no, written without quotes."""

    __slots__ = ()


def write_codebook_yaml(entries: Sequence[CodeEntry]) -> str:
    """The YAML text of a codebook, from which `read_codebook_yaml` reads the same entries.

    Texts of several lines become blocks; what some reader would not take for text stands in quotes.
    """
    from ruamel.yaml import YAML

    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.sort_base_mapping_type_on_output = False
    yaml.representer.add_representer(str, _text)
    yaml.representer.add_representer(_Flag, _flag)
    stream = io.StringIO()
    yaml.dump({"codes": _nodes(entries)}, stream)
    return stream.getvalue()


def _nodes(entries: Sequence[CodeEntry]) -> list[dict[str, Any]]:
    """The entries as nested nodes; `codes` comes last in each."""
    roots: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = []
    for entry in entries:
        node: dict[str, Any] = {"name": entry.name}
        node |= {field: _Flag(text) if field in _FLAGS else text for field, text in written(entry).items()}
        if entry.also_under:
            node["also_under"] = [path_text(path) for path in entry.also_under]
        nodes.append(node)
        siblings = roots if entry.parent is None else nodes[entry.parent].setdefault("codes", [])
        siblings.append(node)
    return roots


def _text(representer: SafeRepresenter, text: str) -> ScalarNode:
    style = None
    if "\n" in text and _BLOCK.fullmatch(text):
        style = "|"
    elif not _LINE.fullmatch(text) or _OTHER_TYPES.fullmatch(text):
        style = '"'
    node: ScalarNode = representer.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


def _flag(representer: SafeRepresenter, flag: _Flag) -> ScalarNode:
    node: ScalarNode = representer.represent_scalar("tag:yaml.org,2002:str", str(flag))
    return node
