"""Row images: how a row is written down in the change history and read back."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Image = dict[str, Any]
"""Column name to value; bytes stand as {"b64": text}."""


def to_json(images: Iterable[Mapping[str, Any]]) -> str:
    """Write images as JSON text; bytes as base64, everything else as it is."""
    return json.dumps([dict(image) for image in images], ensure_ascii=False, separators=(",", ":"), default=_bytes)


def from_json(text: str) -> list[Image]:
    """Read back what `to_json` wrote."""
    images: list[Image] = json.loads(text)
    return [{column: _value(value) for column, value in image.items()} for image in images]


def _bytes(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"b64": base64.b64encode(bytes(value)).decode("ascii")}
    raise TypeError(f"a row image cannot hold {type(value).__name__}")


def _value(value: object) -> object:
    return base64.b64decode(value["b64"]) if isinstance(value, dict) else value
