"""Packages of npm that tests need: fetched by npm itself, and taken only if they are the bytes that were looked at."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from pathlib import Path


def package(name: str, version: str, sha256: str, folder: Path) -> Path:
    """The folder with a package's files. Nothing of it is installed or run."""
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{version}"]
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    packed = folder / done.stdout.strip().splitlines()[-1]
    assert hashlib.sha256(packed.read_bytes()).hexdigest() == sha256, f"{packed.name} is not what was looked at"
    with tarfile.open(packed) as content:
        content.extractall(folder, filter="data")
    return folder / "package"
