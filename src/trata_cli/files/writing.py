"""Writing files so that a reader sees the old content or the new, whole, whatever happens on the way."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import Final

# On Windows a file that an editor or a virus scanner holds can't be replaced just then.
_REPLACE_TRIES: Final = 20 if os.name == "nt" else 1
_REPLACE_PAUSE: Final = 0.05  # seconds


def write(path: str | Path, content: bytes) -> None:
    """Write a file atomically and durably, keeping its mode; a link is written through.

    The content goes to a file beside it, to the disk, and then takes the old one's place. What is there and is no
    regular file (a pipe, a device) is written to as it is. Raises OSError; the old file is then as it was.
    """
    target = _target(path)
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=".trata-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, no path
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        _replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _target(path: str | Path) -> Path:
    """Where a path leads to. A file that its owner made read-only is not replaced behind their back."""
    try:
        target = Path(path).resolve()
    except RuntimeError:  # how Python 3.11 and 3.12 say it
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from None
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return target


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _replace(temporary: Path, target: Path) -> None:
    for _ in range(_REPLACE_TRIES - 1):
        with contextlib.suppress(PermissionError):
            temporary.replace(target)
            return
        time.sleep(_REPLACE_PAUSE)
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; not every system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
