"""Executes notebooks side by side and puts what they print into a cache of jupyter-cache."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_cache.cache.db import NbCacheRecord
from jupyter_cache.cache.main import JupyterCacheBase
from jupyter_cache.executors.base import ExecutorRunResult, JupyterExecutorAbstract
from jupyter_cache.executors.basic import ExecutionWorkerLocalSerial, ProcessData
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from companion.execution import kernels


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
    """Executes notebooks side by side, the longest first; kernels are forked where they can.

    A thread for each is enough: the work is done in the kernels. There are two to a processor, as
    a kernel that starts, ends or waits for this process leaves one idle.
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
        if kernels.FORKS:
            kernels.start_server()
            provisioner = f"{kernels.__name__}:{kernels.ForkedProvisioner.__name__}"
            factory.provisioners["forked"] = EntryPoint("forked", provisioner, factory.GROUP_NAME)
            factory.default_provisioner_name = "forked"
        work = ExecutionWorkerLocalSerial(self.logger)
        cache = _Cache(self.cache.path)
        every = force or not cache.list_cache_records()  # to ask of each, it would be read
        records = self.get_records(filter_uris, filter_pks, force=every)
        records.sort(key=lambda record: Path(record.uri).stat().st_size, reverse=True)
        tasks = [
            ProcessData(record.pk, record.uri, cache, timeout, allow_errors) for record in records
        ]
        try:
            with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as pool:
                results = list(pool.map(work, tasks))
        finally:
            factory.default_provisioner_name = "local-provisioner"
        return ExecutorRunResult(
            *([uri for code, uri in results if code == kind] for kind in (0, 1, 2))
        )
