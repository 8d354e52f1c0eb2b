"""Calls to the system, watched: discovered as they are made, not from a list."""

from __future__ import annotations

import builtins
import fcntl
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import BuiltinFunctionType
from typing import Any
from unittest.mock import patch

_NO_CALL = {"fspath", "strerror", "getpid", "_exit", "fork"}
"""Functions of `os` that ask the system nothing, or are the tests' own."""
_OF_FILES = ("read", "write", "flush", "close")

Hook = Callable[[str], None]


@contextmanager
def watched(before: Hook | None = None, behind: Hook | None = None) -> Iterator[None]:
    """Tell hooks of every call to the system, by name, before it is made or behind it; what they raise is its error.

    A file that is to be closed is closed whatever a hook says, as the system does it.
    """

    def call(name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            if before:
                before(name)
        except OSError:
            if name.endswith(".close"):
                real(*args, **kwargs)
            raise
        result = real(*args, **kwargs)
        if behind:
            behind(name)
        return result

    def hook(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: call(name, real, *args, **kwargs)

    def open_watched(*args: Any, **kwargs: Any) -> _File:
        return _File(call("open", io.open, *args, **kwargs), hook)

    with ExitStack() as stack:
        for name, real in list(vars(os).items()):
            if isinstance(real, BuiltinFunctionType) and name not in _NO_CALL:
                stack.enter_context(patch.object(os, name, hook(f"os.{name}", real)))
        stack.enter_context(patch.object(fcntl, "flock", hook("fcntl.flock", fcntl.flock)))
        stack.enter_context(patch.object(builtins, "open", open_watched))
        yield


class _File:
    """An open file whose calls are watched."""

    def __init__(self, file: Any, hook: Callable[[str, Callable[..., Any]], Callable[..., Any]]) -> None:
        self._file = file
        for name in _OF_FILES:
            setattr(self, name, hook(f"file.{name}", getattr(file, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()
