"""The skeleton of a page: one file with its style and script in it, and the order that nothing else may be loaded."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from qualcode.domain.text import xml_safe


def escaped(words: str) -> str:
    """Words as they stand in a page, in an attribute too; control characters become U+FFFD."""
    return escape(xml_safe(words)[0])


def page(title: str, body: str, *, name: str) -> str:
    """A page with the style and the script of this `name`, which lie beside this file.

    Its policy lets these two run, by their hashes, and no other: no request, no picture, no form, no frame.
    """
    style, script = (_own(f"{name}.{suffix}") for suffix in ("css", "js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n'
        f"<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _own(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
