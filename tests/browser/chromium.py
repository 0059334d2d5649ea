"""Chromium without a window, spoken to by its DevTools protocol: nothing to install but the browser itself."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import websocket

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    """The browser's path, if there is one: $CHROMIUM, else what the search path holds."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


class Page:
    """A browser with one page.

    Attributes:
        complaints: Texts of errors and warnings that the page wrote to its console.
    """

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        """Start a browser whose profile lies in `folder`, with a window of `size` pixels."""
        self.complaints: list[str] = []
        self._process = subprocess.Popen(
            [
                program() or NAMES[0],
                "--headless=new",
                "--no-sandbox",  # it sees nothing but our own server
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                f"--user-data-dir={folder}",
                "--window-size={},{}".format(*size),
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self._port(folder / "DevToolsActivePort")
        with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            page = next(entry for entry in json.load(answer) if entry["type"] == "page")
        self._socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], suppress_origin=True, timeout=300
        )
        self._number = 0
        for domain in ("Page", "Runtime"):
            self.call(f"{domain}.enable")
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]
            self._note(message)

    def run(self, script: str) -> Any:
        """Evaluate JavaScript in the page, wait for its promise, and return its plain value."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str, seconds: float = 120) -> Any:
        """Evaluate again and again until the value is true, and return it."""
        end = time.monotonic() + seconds
        while not (value := self.run(script)):
            assert time.monotonic() < end, f"not within {seconds} s: {script}"
            time.sleep(0.2)
        return value

    def picture(self, path: Path) -> None:
        """Write what the window shows as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        """End the browser."""
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)

    def _port(self, file: Path) -> str:
        for _ in range(300):
            if file.exists() and (lines := file.read_text().split()):
                return lines[0]
            assert self._process.poll() is None, "the browser ended at once"
            time.sleep(0.1)
        raise AssertionError("the browser did not start within 30 s")

    def _note(self, event: dict[str, Any]) -> None:
        match event:
            case {"method": "Runtime.exceptionThrown", "params": {"exceptionDetails": details}}:
                self.complaints.append(str(details.get("exception", {}).get("description", details["text"])))
            case {"method": "Runtime.consoleAPICalled", "params": {"type": "error", "args": words}}:
                self.complaints.append(
                    " ".join(str(word.get("value", word.get("description"))) for word in words)
                )
