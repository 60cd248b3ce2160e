"""Codebook files for people: YAML with a list of nodes under `codes:`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.domain.codebook_entries import CodeEntry, require_distinct
from qualcode.domain.codebook_paths import shown
from qualcode.errors import InvalidInput
from qualcode.formats.codebook_fields import FIELDS, RARE_FIELDS, fault, nearest, read_field, read_name

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

KEYS = ("name", *FIELDS, *RARE_FIELDS, "codes")
DEEPEST = 50
"""The most levels a codebook file may have: a fault of indentation, not a codebook, goes deeper."""

_NULLS = frozenset({"", "~", "null"})

_FAULTS = (
    (
        "mapping values are not allowed",
        "a colon stands where none is expected.",
        'Put a text with a colon in quotes ("Costs: money"), and indent the keys of one code alike.',
    ),
    ("another document", "a second document begins.", "A codebook is one document; take out the line of three hyphens."),
    ("undefined alias", "a text that begins with * is not in quotes.", "Put the text in quotes."),
    ("cannot start any token", "a text begins with a sign that YAML keeps for itself.", "Put the text in quotes."),
)
"""What ruamel says of frequent faults, and what that means to whoever wrote the file."""


def read_codebook_yaml(text: str) -> tuple[CodeEntry, ...]:
    """The entries of a YAML codebook, in the order of the file.

    Scalars are taken as the letters they are written in: a code may be named `No` or `2013`.

    Raises:
        InvalidInput: the file is not a codebook; the message names the line, the key and what was expected.
    """
    root = _composed(text)
    hint = "A codebook begins with `codes:` and a list of codes below it."
    if root is None:
        raise InvalidInput("The file is empty.", hint)
    reading = _Reading(text.split("\n"))
    keys = reading.keys_of(root, ("codes",), "a codebook file, beside its list of codes")
    if "codes" not in keys:
        raise fault(1, "the key `codes` is missing.", hint)
    reading.read_nodes(*keys["codes"], parent=None, depth=1)
    require_distinct(reading.entries)
    return tuple(reading.entries)


def _composed(text: str) -> Node | None:
    """The file as a tree of nodes that know their lines."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        raise fault(
            text.count("\n", 0, error.position) + 1,
            f"the character U+{int(error.character):04X} cannot stand in a YAML file.",
            "Take it out; it is most often left over from copying.",
        ) from None
    except MarkedYAMLError as error:
        raise _explained(error, text.split("\n")) from None
    except YAMLError as error:
        raise InvalidInput(f"The file is not YAML: {str(error).splitlines()[0]}.") from None
    return node


def _explained(error: Any, lines: list[str]) -> InvalidInput:
    """A YAML fault in words that help whoever wrote the file."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    problem, context = str(error.problem or ""), str(error.context or "")
    written = lines[line - 1] if line <= len(lines) else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return fault(line, "the line begins with a tab.", "Indent with spaces only.")
    if "quoted scalar" in context and error.context_mark is not None:
        line = error.context_mark.line + 1
        return fault(line, "a quotation mark is opened and not closed.", "Close it, or write the text without quotation marks.")
    for said, message, hint in _FAULTS:
        if said in problem:
            return fault(line, message, hint)
    return fault(line, f"the indentation or a sign is not as YAML expects it ({problem}).", "Indent the keys of one code alike.")


class _Reading:
    """One pass over the nodes of a file, collecting entries."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.entries: list[CodeEntry] = []
        self.met: set[int] = set()

    def read_nodes(self, line: int, node: Node, *, parent: int | None, depth: int) -> None:
        """Read a list of codes below `parent`; `line` is that of its key.

        Raises:
            InvalidInput: it is not a list, or one of its codes is faulty.
        """
        if _is_null(node):
            return
        for item in self._items(line, node, "codes"):
            at = _line(item)
            if depth > DEEPEST:
                raise fault(at, f"the codebook is more than {DEEPEST} levels deep.", "Check the indentation.")
            keys = self.keys_of(item, KEYS, "a code")
            if "name" not in keys:
                raise fault(at, "the key `name` is missing.", "Each code of the list begins with `- name:`.")
            name = read_name(self._scalar(*keys["name"], "name"), keys["name"][0])
            fields = {key: self._field(*found, key) for key, found in keys.items() if key not in {"name", "codes"}}
            stated = {field: value for field, value in fields.items() if value is not None}
            self.entries.append(CodeEntry(name, parent, at, **stated))
            if "codes" in keys:
                self.read_nodes(*keys["codes"], parent=len(self.entries) - 1, depth=depth + 1)

    def keys_of(self, node: Node, known: tuple[str, ...], what: str) -> dict[str, tuple[int, Node]]:
        """The line and value of each key of a mapping.

        Raises:
            InvalidInput: it is no mapping, or a key is unknown, not text, or there twice.
        """
        from ruamel.yaml.nodes import MappingNode, ScalarNode

        self._require_new(node)
        if not isinstance(node, MappingNode):
            raise fault(_line(node), f"expected the keys of {what}, not {_shape(node)}.", "Write `- name: …` for each code.")
        keys: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else None
            if name not in known:
                said = "a key is not text." if name is None else f'the key "{shown(name)}" is unknown in {what}.'
                raise fault(_line(key), said, nearest(name or "", known))
            if name in keys:
                raise fault(_line(key), f'the key "{name}" stands twice in one place, first in line {keys[name][0]}.')
            keys[name] = (_line(key), value)
        return keys

    def _items(self, line: int, node: Node, key: str) -> list[Node]:
        from ruamel.yaml.nodes import SequenceNode

        self._require_new(node)
        if not isinstance(node, SequenceNode):
            raise fault(line, f"{key}: expected a list, not {_shape(node)}.", "Begin each item with a hyphen: `- name: …`.")
        return list(node.value)

    def _field(self, line: int, node: Node, field: str) -> Any:
        if field == "colour" and _is_null(node) and "#" in self.lines[line - 1]:
            raise fault(line, "colour: nothing is left of it, for # begins a comment.", 'Put it in quotes: colour: "#1f77b4".')
        if field == "also_under" and _shape(node) == "a list":
            return tuple(path for item in self._items(line, node, field) for path in self._field(_line(item), item, field) or ())
        return None if _is_null(node) else read_field(field, self._scalar(line, node, field), line)

    def _scalar(self, line: int, node: Node, key: str) -> str:
        from ruamel.yaml.nodes import ScalarNode

        self._require_new(node)
        if not isinstance(node, ScalarNode):
            hint = "Put the text in quotes if it holds a colon or begins with a bracket."
            raise fault(line, f"{key}: expected text, not {_shape(node)}.", hint)
        return str(node.value)

    def _require_new(self, node: Node) -> None:
        """Refuse aliases: a node met twice could be met for ever."""
        if id(node) in self.met:
            raise fault(_line(node), "a part of the file is used twice by & and *.", "Write it out where it is needed.")
        self.met.add(id(node))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: Node) -> bool:
    from ruamel.yaml.nodes import ScalarNode

    return isinstance(node, ScalarNode) and not node.style and node.value in _NULLS


def _shape(node: Node) -> str:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        return "keys and values"
    return "a list" if isinstance(node, SequenceNode) else "a text"
