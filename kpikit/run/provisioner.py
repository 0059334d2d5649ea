"""A kernel provisioner that has kernels forked from the zygote instead of starting them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from kpikit.run.forking import zygote


class ForkProvisioner(LocalProvisioner):
    """As jupyter_client's local provisioner, except for how the process comes to be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401 - jupyter_client's types
        """Fork a kernel with the command's arguments; interpreter and module are the zygote's own."""
        folder = kwargs.get("cwd") or str(Path.cwd())
        arguments = cmd[cmd.index("-f") :]
        forked = zygote().fork(kernel=arguments, folder=folder, environment=dict(kwargs["env"]))
        self.process = cast("Any", forked)  # it has the parts of Popen that are used
        self.pid = self.pgid = forked.pid
        self.cwd = folder
        return self.connection_info
