"""A real browser for the tests of pages: Chromium without a window, driven over a pipe by its own protocol."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--remote-debugging-pipe",
)


class Browser:
    """One page in a browser. `faults` are what its console said since it was opened."""

    def __init__(self) -> None:
        found = next(filter(None, map(shutil.which, NAMES)), None)
        assert found, "this test looks at a page as a browser shows it, and needs chromium (apt-get install chromium)"
        self._home = tempfile.mkdtemp(prefix="qualcode-browser-")
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The protocol is spoken on descriptors 3 and 4, whatever ours are.
        high = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in (theirs_in, theirs_out)]
        quiet = os.open(os.devnull, os.O_RDWR)
        actions = [
            (os.POSIX_SPAWN_DUP2, one, place)
            for place, one in ((0, quiet), (1, quiet), (2, quiet), *zip((3, 4), high, strict=True))
        ]
        arguments = [found, *FLAGS, f"--user-data-dir={self._home}", "about:blank"]
        self._process = os.posix_spawn(found, arguments, {**os.environ, "HOME": self._home}, file_actions=actions, setpgroup=0)
        for one in (theirs_in, theirs_out, *high, quiet):
            os.close(one)
        self._in, self._out = ours_in, ours_out
        self._held = b""
        self._number = 0
        self._session: str | None = None
        self._events: list[dict[str, Any]] = []
        self._requests: dict[str, str] = {}
        self.faults: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser something and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        answer = self._next(lambda one: one.get("id") == message["id"])
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for since the page was opened, those that its policy stopped left out."""
        return list(self._requests.values())

    def open(self, page: Path, *, size: tuple[int, int] = (1440, 900)) -> None:
        """Open a file at a size in pixels, and wait until it is there."""
        self.resize(size)
        self._requests.clear()
        self.faults.clear()
        self._events.clear()
        self.send("Page.navigate", url=page.absolute().as_uri())
        self._wait_for("Page.loadEventFired")

    def resize(self, size: tuple[int, int], *, phone: bool = False) -> None:
        """Make the page so many pixels wide and high."""
        width, height = size
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def dark(self, scheme: str) -> None:
        """Let the reader prefer "dark" or "light"."""
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: str, number: int, text: str = "") -> None:
        """Press a key and let it go."""
        for kind in ("keyDown", "keyUp"):
            given = {"text": text} if text and kind == "keyDown" else {}
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=code, windowsVirtualKeyCode=number, **given)

    def picture(self) -> bytes:
        """The page as it shows, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def paper(self) -> bytes:
        """The page as it prints, as PDF."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    def close(self) -> None:
        """End the browser and all that it started."""
        for one in (self._in, self._out):
            os.close(one)
        with suppress(ProcessLookupError):
            os.killpg(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        shutil.rmtree(self._home, ignore_errors=True)

    def _wait_for(self, event: str) -> None:
        if any(one["method"] == event for one in self._events):
            return
        self._next(lambda one: one.get("method") == event)

    def _next(self, wanted: Any) -> dict[str, Any]:
        """The next message that is wanted; events on the way are noted."""
        until = time.monotonic() + PATIENCE
        while True:
            while b"\0" not in self._held:
                left = max(0.0, until - time.monotonic())
                assert select.select([self._in], [], [], left)[0], "the browser does not answer"
                read = os.read(self._in, 1 << 20)
                assert read, "the browser has ended"
                self._held += read
            first, _, self._held = self._held.partition(b"\0")
            message: dict[str, Any] = json.loads(first)
            self._note(message)
            if wanted(message):
                return message

    def _note(self, message: dict[str, Any]) -> None:
        method, given = message.get("method"), message.get("params", {})
        if method is not None:
            self._events.append(message)
        if method == "Network.requestWillBeSent":
            self._requests[given["requestId"]] = given["request"]["url"]
        elif method == "Network.loadingFailed" and given.get("blockedReason") == "csp":
            # The page's own policy stopped it before anything was asked for.
            self._requests.pop(given["requestId"], None)
        elif method == "Runtime.exceptionThrown":
            self.faults.append(given["exceptionDetails"]["text"])
        elif method == "Log.entryAdded":
            self.faults.append(given["entry"]["text"])
