"""papermill's engine `warm`, and the kernel managers that both engines run under a deadline with."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import weakref
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine
from traitlets import Float
from traitlets.config import Config


class SupervisedKernelManager(AsyncKernelManager):
    """A kernel with a deadline: interrupted at it, killed with all it started after the grace.

    It is talked to through sockets in a private folder. Stock managers choose free TCP ports that the kernel
    opens a second later: of many kernels started at once, some find theirs taken and die.
    """

    deadline = Float(0.0, config=True, help="seconds from the kernel's start; 0: none")
    grace = Float(10.0, config=True, help="seconds between the interrupt and the kill")

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - traitlets'
        folder = tempfile.mkdtemp(prefix="kpikit-")
        # A manager whose kernel was killed is not asked to clean up.
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        super().__init__(**kwargs, transport="ipc", connection_file=str(Path(folder) / "kernel.json"))

    async def _async_post_start_kernel(self, **kwargs: Any) -> None:  # noqa: ANN401 - jupyter_client's
        await super()._async_post_start_kernel(**kwargs)
        if self.deadline > 0:
            self._steps = [(self.deadline, signal.SIGINT), (self.grace, signal.SIGKILL)]
            self._next_step()

    post_start_kernel = _async_post_start_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        if watch := getattr(self, "_watch", None):
            watch.cancel()
        await super()._async_cleanup_resources(restart=restart)

    cleanup_resources = _async_cleanup_resources

    def _next_step(self) -> None:
        if not self._steps:
            return
        seconds, number = self._steps.pop(0)
        self._watch = threading.Timer(
            seconds, self._strike, [getattr(self.provisioner, "pgid", None), number]
        )
        self._watch.daemon = True
        self._watch.start()

    def _strike(self, group: int | None, number: int) -> None:
        # The manager forgets its process once it has waited for it; until then the id cannot be another's.
        if group and self.provisioner is not None and self.provisioner.has_process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, number)
            self._next_step()


class WarmKernelManager(SupervisedKernelManager):
    """Kernels forked from the zygote."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The interpreter that runs us, whatever kernel the notebook was last saved with."""
        return KernelSpec(
            argv=["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3 (kpikit, warm)",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": "kpikit-fork"}},
        )


def supervised(deadline: float) -> dict[str, Any]:
    """Arguments for papermill's engines that put a notebook's kernel under a deadline (seconds; 0: none)."""
    return {
        "kernel_manager_class": SupervisedKernelManager,
        "config": Config({"SupervisedKernelManager": {"deadline": deadline}}),
    }


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with forked kernels: `papermill --engine warm …`, `kpikit report`."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:  # noqa: ANN401 - papermill's
        """Execute as papermill does; only the kernel is made otherwise."""
        kwargs["kernel_manager_class"] = WarmKernelManager
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
