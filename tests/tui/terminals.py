"""A real terminal for whole-program tests: tmux where there is one, else a bare pseudo-terminal."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 120.0
"""Seconds after which a screen has failed: several times what it takes where every core is busy with other tests."""
NAMES = {
    "enter": ("Enter", b"\r"),
    "escape": ("Escape", b"\x1b"),
    "tab": ("Tab", b"\t"),
    "ctrl+q": ("C-q", b"\x11"),
    "ctrl+s": ("C-s", b"\x13"),
    "right": ("Right", b"\x1b[C"),
    "backspace": ("BSpace", b"\x7f"),
    "shift+right": ("S-Right", b"\x1b[1;2C"),
}


class Terminal(Protocol):
    """Keys in, words on the screen out."""

    def press(self, *keys: str) -> None:
        """Send keys: a name of `NAMES`, or letters as they are."""

    def text(self) -> str:
        """What the screen shows."""
        ...

    def ended(self) -> bool:
        """Whether the program has ended."""
        ...

    def close(self) -> None:
        """End the terminal."""


def wait_for(terminal: Terminal, *words: str) -> str:
    """Wait until the screen shows all of some words."""
    until = time.monotonic() + PATIENCE
    while True:
        text = terminal.text()
        if all(one in text for one in words):
            return text
        assert time.monotonic() < until, f"never saw {words} in:\n{text}"
        time.sleep(0.05)


def wait_for_end(terminal: Terminal) -> None:
    """Wait until the program has ended."""
    until = time.monotonic() + PATIENCE
    while not terminal.ended():
        assert time.monotonic() < until, f"still runs:\n{terminal.text()}"
        time.sleep(0.05)


_NUMBERS = itertools.count()


class Tmux:
    """A window of a tmux server of its own."""

    def __init__(self, arguments: list[str], columns: int, rows: int, folder: Path, *, colours: str = "truecolor") -> None:
        # A server of its own for each: one that has just been told to end may not have ended.
        self._socket = f"qualcode-test-{os.getpid()}-{folder.name}-{next(_NUMBERS)}"
        # Those of whoever runs the tests are left out: the window has a size of its own.
        inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        environment = {**inherited, "LANG": "C.UTF-8", "COLORTERM": colours, "TERM": "xterm-256color"}
        command = " ".join([*(f"'{one}'" for one in [sys.executable, *arguments]), "; echo ENDED $?; sleep 600"])
        subprocess.run(
            [*self._tmux(), "new-session", "-d", "-x", str(columns), "-y", str(rows), command], check=True, env=environment
        )

    def _tmux(self) -> list[str]:
        return ["tmux", "-u", "-L", self._socket, "-f", "/dev/null"]

    def press(self, *keys: str) -> None:
        for key in keys:
            named = NAMES.get(key)
            sent = [named[0]] if named else ["-l", key]
            subprocess.run([*self._tmux(), "send-keys", *sent], check=True)

    def text(self) -> str:
        return subprocess.run([*self._tmux(), "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout

    def coloured(self) -> str:
        """What the screen shows, with the sequences that colour it."""
        shown = subprocess.run([*self._tmux(), "capture-pane", "-p", "-e"], check=True, capture_output=True, text=True)
        return shown.stdout

    def ended(self) -> bool:
        return "ENDED 0" in self.text()

    def close(self) -> None:
        subprocess.run([*self._tmux(), "kill-server"], check=False, capture_output=True)


class Bare:
    """A pseudo-terminal whose output is kept as it came: enough to see that words were written."""

    def __init__(self, arguments: list[str], columns: int, rows: int) -> None:
        from benchmarks.pty_latency import Terminal as Harness

        self._harness = Harness(arguments, columns, rows)
        self._harness.settle(1.0)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._harness.output = b""
            os.write(self._harness._fd, NAMES[key][1] if key in NAMES else key.encode())
            self._harness.settle(0.2)

    def text(self) -> str:
        self._harness.settle(0.1)
        return self._harness.output.decode("utf-8", "replace")

    def ended(self) -> bool:
        return os.waitpid(self._harness.pid, os.WNOHANG)[0] != 0

    def close(self) -> None:
        os.close(self._harness._fd)


def terminal(arguments: list[str], columns: int, rows: int, folder: Path) -> Terminal:
    """Run Python with arguments in a terminal of a given size."""
    if shutil.which("tmux"):
        return Tmux(arguments, columns, rows, folder)
    return Bare(arguments, columns, rows)
