"""The peer that most kiosks are: Chromium, full screen, on a page like the home screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING

import psutil

from tests.bench.figures import Start

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PICTURE = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures" / "home.png"

PAGE = b"""<!doctype html><body style="margin:0">
<img id=home src=/home.png style="width:100vw;height:100vh">
<script>home.decode().then(() => requestAnimationFrame(() => requestAnimationFrame(
  () => navigator.sendBeacon("/painted"))))</script>"""
"""It says that it is painted two frames after its picture has been decoded."""


def chromium() -> str | None:
    """The browser, where one is installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


@contextmanager
def page() -> Iterator[tuple[str, Queue[int]]]:
    """Serve the page on loopback: its address, and the instants at which it was painted."""
    painted: Queue[int] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = PICTURE.read_bytes() if self.path == "/home.png" else PAGE
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            painted.put(time.monotonic_ns())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the table clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", painted
        finally:
            server.shutdown()
            thread.join()


def start_of_chromium(browser: str, environment: Mapping[str, str]) -> Start:
    """Start the browser and end it when its page is painted."""
    with page() as (address, painted), tempfile.TemporaryDirectory() as profile:
        options = ["--kiosk", "--no-first-run", "--no-sandbox", "--disable-gpu"]
        began = time.monotonic_ns()
        with subprocess.Popen(
            [browser, *options, f"--user-data-dir={profile}", address],
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                at = painted.get(timeout=60)
                mib = _tree_mib(process.pid)
            finally:
                family = psutil.Process(process.pid).children(recursive=True)
                for child in (psutil.Process(process.pid), *family):
                    child.kill()
                psutil.wait_procs(family)
        return Start((at - began) / 1e6, mib)


def _tree_mib(pid: int) -> float:
    """PSS of a process and of all it has started, in MiB."""
    root = psutil.Process(pid)
    family = (root, *root.children(recursive=True))
    return sum(float(process.memory_full_info().pss) for process in family) / 2**20
