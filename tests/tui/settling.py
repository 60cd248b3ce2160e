"""When an app under a pilot has nothing left to do: asked of its event loop, instead of guessed from how busy the process is.

Textual waits after every key until the process has used next to no time for 20 ms, and then once more. Those waits were
most of the time of a test that types, and on a busy machine a process that only waits for its turn looks idle as well. The
loop knows better: nothing is ready to run, no timer is due within the same 20 ms, and no worker is on its way.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual._context import active_app
from textual._wait import SLEEP_GRANULARITY, wait_for_idle


async def until_settled(min_sleep: float = SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    """Wait until nothing is left to do, `max_sleep` seconds at most; while a worker runs, as Textual itself would."""
    loop: Any = asyncio.get_running_loop()
    until = monotonic() + max_sleep
    horizon = loop.time() + max(min_sleep, SLEEP_GRANULARITY)
    while monotonic() < until:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if _works():
            # What a thread does cannot be seen from here.
            await wait_for_idle(min_sleep, until - monotonic())
            if _works():
                return
            continue
        soon = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=horizon)
        if soon >= horizon:
            return
        await asyncio.sleep(max(0.0, soon - loop.time()))


def _works() -> bool:
    return any(worker.is_running for worker in active_app.get().workers)
