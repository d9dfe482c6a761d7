"""Kernels for the build: on Linux forked from one process that has imported what they need.

A kernel of its own for each notebook takes two seconds of a processor before the first cell runs:
all of it is spent on importing the same libraries. The server of :mod:`multiprocessing` imports
them once, and each kernel begins as a copy of it, with a namespace as empty as any other's.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from jupyter_cache.executors.base import ExecutorRunResult, JupyterExecutorAbstract
from jupyter_cache.executors.basic import ExecutionWorkerLocalSerial, ProcessData
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PRELOADED = "companion.book.preloaded"
# Elsewhere what has been imported does not survive a fork, or there is none.
FORKS = sys.platform == "linux"


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
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRELOADED])
        self._process = context.Process(target=_become_kernel, args=arguments)
        self._process.start()
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


class _Cache(JupyterCacheBase):
    """A cache into which threads may write: one at a time, as it drops old records in two steps.

    Between the two another thread's new record would be taken for an old one.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._writing = threading.Lock()

    def cache_notebook_bundle(self, *args: Any, **kwargs: Any) -> NbCacheRecord:
        with self._writing:
            return super().cache_notebook_bundle(*args, **kwargs)


class ParallelExecutor(JupyterExecutorAbstract):
    """Executes notebooks side by side, one for each processor; kernels are forked where they can.

    A thread for each is enough: the work is done in the kernels.
    """

    def run_and_cache(
        self,
        *,
        filter_uris: list[str] | None = None,
        filter_pks: list[int] | None = None,
        timeout: int | None = 30,
        allow_errors: bool = False,
        force: bool = False,
        **kwargs: Any,
    ) -> ExecutorRunResult:
        """As the executors of jupyter-cache do: run, cache what succeeded, tell them apart."""
        factory = KernelProvisionerFactory.instance()
        if FORKS:
            factory.provisioners["forked"] = EntryPoint(
                "forked", f"{__name__}:{ForkedProvisioner.__name__}", factory.GROUP_NAME
            )
            factory.default_provisioner_name = "forked"
        work = ExecutionWorkerLocalSerial(self.logger)
        cache = _Cache(self.cache.path)
        tasks = [
            ProcessData(record.pk, record.uri, cache, timeout, allow_errors)
            for record in self.get_records(filter_uris, filter_pks, force=force)
        ]
        try:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                results = list(pool.map(work, tasks))
        finally:
            factory.default_provisioner_name = "local-provisioner"
        return ExecutorRunResult(
            *([uri for code, uri in results if code == kind] for kind in (0, 1, 2))
        )
