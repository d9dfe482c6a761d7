"""Puts ``data/`` into the package when a wheel is built; an editable install reads the clone's."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CarryData(BuildHookInterface):
    """Adds the evidence to a wheel at the place where ``companion.data`` looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files of one build."""
        if version == "standard":
            build_data["force_include"]["data"] = "companion/_data"
