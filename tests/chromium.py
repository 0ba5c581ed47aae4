"""Finds the Chromium that browser tests drive: the one named, the system's, or Playwright's own."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium, or None where there is none."""
    named = os.environ.get("WASL_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


if __name__ == "__main__":
    path = find()
    sys.stdout.write(f"{path or 'no Chromium found'}\n")
    sys.exit(0 if path else 1)
