"""Folders of results that are there whole or not at all: written beside their place, then moved to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

_PREFIX, _SUFFIX = ".trata-", ".tmp"
_MODE: Final = 0o777


def foreign(folder: Path, names: Collection[str]) -> str | None:
    """A name in a folder that is not among these, if there is one; a folder that is not there has none.

    Raises OSError if the folder can't be listed, or is none.
    """
    try:
        return min((path.name for path in folder.iterdir() if path.name not in names), default=None)
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder to be written into, which takes this one's place at the end; the old one goes.

    If anything is raised meanwhile the old folder is as it was. Raises OSError.
    """
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent))
    try:
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(_MODE & ~mask)
        yield new
        _take_place(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _take_place(new: Path, target: Path) -> None:
    """Move a folder to where another may be. What was there is moved aside first, and back if that fails."""
    if not target.exists():
        new.rename(target)
        return
    aside = new.with_name(f"{new.name}.old")
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
