"""A Chromium for drawing static figures and for the browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

# Without these a fresh Chromium looks up hosts of its vendor at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

MISSING = (
    "No Chromium found, and none could be installed. Install Chromium, Chrome or Edge, or name "
    "one in the environment variable CHROMIUM, and run the command again."
)


def find() -> str | None:
    """Path of a Chromium-like browser: ``$CHROMIUM``, one on the PATH, a usual place, Playwright's.

    None when there is none.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else shutil.which(named)
    for command in _COMMANDS:
        if found := shutil.which(command):
            return found
    for place in _PLACES:
        if Path(place).is_file():
            return place
    return _playwrights()


def _playwrights() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:  # the tests' requirements are not installed
        return None

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def require() -> str:
    """Path of a Chromium, installed if need be: by the system's packages, else by Playwright.

    Raises SystemExit with a message that says what to do when neither works.
    """
    if found := find():
        return found
    if named := os.environ.get("CHROMIUM"):
        raise SystemExit(f"CHROMIUM names {named!r}, which is not there: correct it or unset it.")
    for attempt in _attempts():
        print("installing Chromium:", " ".join(attempt[-3:]), flush=True)
        done = subprocess.run(attempt, stdout=subprocess.DEVNULL, check=False)
        if done.returncode == 0 and (found := find()):
            return found
    raise SystemExit(MISSING)


def _attempts() -> list[list[str]]:
    sudo = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo", "-n"]
    attempts = []
    if shutil.which("apt-get") and (not sudo or shutil.which("sudo")):
        script = "apt-get update -qq && apt-get install -y -qq chromium fonts-liberation"
        attempts.append([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script])
    attempts.append([sys.executable, "-m", "playwright", "install", "chromium"])
    return attempts
