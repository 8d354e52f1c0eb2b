"""Writing files so that a reader sees the old content or the new, whole, whatever happens on the way."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

fcntl: Any  # a name of its own: mypy on Windows knows no locks
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

# On Windows a file that an editor or a virus scanner holds can't be replaced just then.
_REPLACE_TRIES: Final = 20 if os.name == "nt" else 1
_REPLACE_PAUSE: Final = 0.05  # seconds
_LOCK_PATIENCE: Final = 10.0  # seconds, many times what a save takes
_LOCK_PAUSE: Final = 0.005  # seconds
_PREFIX, _SUFFIX = ".trata-", ".tmp"
_LEFTOVER_AGE: Final = 3600  # seconds: no save takes an hour


def write(path: str | Path, content: bytes) -> None:
    """Write a file atomically and durably, keeping its mode; a link is written through.

    The content goes to a file beside it, to the disk, and then takes the old one's place. What is there and is no
    regular file (a pipe, a device) is written to as it is. Raises OSError; the old file is then as it was.
    """
    target = _target(path)
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle, no path
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(temporary, target)
        temporary.chmod(_mode(target))
        _replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):  # what went wrong first is what has to be told
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def sweep(path: Path) -> None:
    """Take away what saves beside a file left when their process was killed: old answers should not lie about.

    What is younger than an hour may be another program's save that is going on.
    """
    with contextlib.suppress(OSError, RuntimeError):
        for leftover in path.resolve().parent.glob(f"{_PREFIX}*{_SUFFIX}"):
            if time.time() - leftover.lstat().st_mtime > _LEFTOVER_AGE:
                leftover.unlink()


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


def _keep_owner(temporary: Path, target: Path) -> None:
    """Leave a file to the owner and the group that it had, as far as one may: colleagues go on writing it."""
    if hasattr(os, "chown") and target.exists():
        with contextlib.suppress(OSError):
            os.chown(temporary, target.stat().st_uid, target.stat().st_gid)


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


@contextlib.contextmanager
def alone(path: str | Path) -> Iterator[None]:
    """Keep other saves into a file's folder waiting: what was read is still what is there when it is replaced.

    The lock is the system's own, on the folder: a process that dies leaves nothing behind. Where a system or a
    network's disk has no such lock, there is none. Raises BlockingIOError if another save does not come to its end.
    """
    if fcntl is None:
        yield
        return
    handle = os.open(_target(path).parent, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Wait for a lock with patience, not for ever: whoever has it may have been stopped in the middle of a save."""
    until = time.monotonic() + _LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(_LOCK_PAUSE)
        except OSError:  # there are no locks here
            return
        else:
            return
