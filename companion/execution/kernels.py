"""Kernels for the build: on Linux forked from one process that has imported what they need.

A kernel of its own for each notebook takes two seconds of a processor before the first cell runs:
all of it is spent on importing the same libraries. The server of :mod:`multiprocessing` imports
them once, and each kernel begins as a copy of it, with a namespace as empty as any other's.

Each of them imports this module too, so it imports little itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from companion import data

ROOT = data.ROOT.parent
PRELOADED = "companion.execution.preloaded"
# Elsewhere what has been imported does not survive a fork, or there is none.
FORKS = sys.platform == "linux"


def environment() -> dict[str, str]:
    """Environment for kernels and builder.

    Plotly emits its specification and nothing else; the reader's own IPython start-up files stay
    out, so that a page depends on this repository alone.
    """
    profile = ROOT / "_build" / ".ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(
        "c = get_config()\n"
        "c.IPKernelApp.log_level = 40\n"
        "c.HistoryManager.enabled = False\n"  # kernels side by side would wait for its database
    )
    return {
        **os.environ,
        "PLOTLY_RENDERER": "plotly_mimetype",
        "IPYTHONDIR": str(profile.parent),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def start_server() -> None:
    """Let the server that kernels are forked from begin with its imports, while others work.

    It keeps the environment variables that it is started with.
    """
    if FORKS:
        forkserver.set_forkserver_preload([PRELOADED])
        forkserver.ensure_running()


def forked(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process that begins as a copy of the server, where there is one, started on a task."""
    get = multiprocessing.get_context
    process = (get("forkserver") if FORKS else get("spawn")).Process(target=target, args=arguments)
    process.start()
    return process


def _become_kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Turn this process, a fresh copy of the server, into a kernel, until it is shut down."""
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()  # a Ctrl-C in the terminal is for the build, which then ends its kernels
    builder = multiprocessing.parent_process()
    assert builder is not None
    threading.Thread(target=_end_with, args=(builder,), daemon=True).start()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    launch_new_instance()


def _end_with(builder: Any) -> None:
    builder.join()
    os._exit(1)


class _Process:
    """A forked process with the part of ``subprocess.Popen`` that provisioners use."""

    stdin = stdout = stderr = None

    def __init__(self, *arguments: Any) -> None:
        self._process = forked(_become_kernel, *arguments)
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ForkedProvisioner(LocalProvisioner):
    """Launches kernels as copies of a process in which :data:`PRELOADED` is imported."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch the kernel of a command such as ``python -m ipykernel_launcher -f FILE``."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        process = _Process(arguments, folder, dict(kwargs["env"]))
        self.process = process  # type: ignore[assignment]
        self.pid = process.pid
        self.cwd = folder
        return self.connection_info
