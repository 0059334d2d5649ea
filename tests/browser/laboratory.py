"""JupyterLab on a copy of the project, as `make lab` starts it, and a page that drives it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from tests.browser.chromium import Page

ROOT = Path(__file__).parents[2]
TOKEN = "browser"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false"},
    "notebook-extension/tracker": {
        "windowingMode": "none"
    },  # all cells are on the page, not only those in sight
}


def copy_of_project(folder: Path, *brands: str) -> Path:
    """A project with the shipped notebooks and parameters and some brands' exports; its store is empty."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for brand in brands:
        shutil.copytree(ROOT / "data" / brand, folder / "data" / brand)
    return folder


class Laboratory:
    """A running JupyterLab; its user's settings lie apart from those of this machine."""

    def __init__(self, root: Path, private: Path, theme: str = "JupyterLab Light") -> None:
        """Start it for the project in `root`; `private` takes settings, workspaces and runtime files."""
        for name, values in (SETTINGS | {"apputils-extension/themes": {"theme": theme}}).items():
            file = private / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))
        self.address = f"http://127.0.0.1:{_free_port()}"
        own = {
            "JUPYTERLAB_SETTINGS_DIR": private / "settings",
            "JUPYTERLAB_WORKSPACES_DIR": private / "workspaces",
            "JUPYTER_CONFIG_DIR": private / "config",
            "JUPYTER_RUNTIME_DIR": private / "runtime",
            "IPYTHONDIR": private / "ipython",
        }
        self._log = (private / "lab.log").open("w")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
                *("--ServerApp.root_dir=.", "--LabApp.default_url=/lab/tree/notebooks"),
                f"--port={self.address.rpartition(':')[2]}",
                f"--IdentityProvider.token={TOKEN}",
                "--LabApp.expose_app_in_browser=True",
            ],
            cwd=root,
            env=os.environ | {name: str(path) for name, path in own.items()},
            stdout=self._log,
            stderr=self._log,
        )
        self._wait()

    def close(self) -> None:
        """End it and its kernels."""
        self._process.terminate()
        self._process.wait(30)
        self._log.close()

    def _wait(self) -> None:
        for _ in range(600):
            assert self._process.poll() is None, "JupyterLab ended at once"
            try:
                urlopen(f"{self.address}/api?token={TOKEN}").close()
            except URLError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("JupyterLab did not start within 60 s")


def open_lab(page: Page, laboratory: Laboratory) -> None:
    """Open JupyterLab's own first page and wait until it is all there."""
    page.call("Page.navigate", url=f"{laboratory.address}/lab?reset&token={TOKEN}")
    page.until("Boolean(window.jupyterapp && document.querySelector('.jp-DirListing-item'))")
    page.run("jupyterapp.restored.then(() => true)")


def run_all(page: Page, path: str) -> list[dict[str, Any]]:
    """Open a notebook, run all its cells and wait until they are done; the outputs as the page holds them."""
    page.run(f"jupyterapp.commands.execute('docmanager:open', {{path: {path!r}}}).then(panel => {{ window.panel = panel; "
             "return panel.context.ready }).then(() => panel.sessionContext.ready).then(() => true)")  # fmt: skip
    page.run("jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)")
    page.until("panel.sessionContext.kernelDisplayStatus === 'idle'")
    page.until("[...panel.node.querySelectorAll('.jp-OutputArea img')].every(image => image.complete)")
    return page.run(
        "panel.content.widgets.filter(cell => cell.model.type === 'code')"
        ".flatMap(cell => cell.model.outputs.toJSON())"
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
