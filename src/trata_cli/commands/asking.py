"""Asking a person a line: on a terminal, over a pipe, and by way of an editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

from trata_cli.model.text import visible
from trata_cli.views.terminal import is_dumb

_TERMINAL_LINE: Final = 4095
"""Bytes at which a terminal without readline cuts a line."""


class Asker:
    """Asks for lines. On a terminal with readline a pasted text of several lines is one answer.

    A plain one is without: there nothing that was printed is moved or drawn again.
    """

    def __init__(self, *, plain: bool = False) -> None:
        self.is_terminal = sys.stdin is not None and sys.stdin.isatty()
        self.has_readline = not plain and self.is_terminal and sys.stdout.isatty() and _use_readline()
        reconfigure: Any = getattr(sys.stdin, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="surrogateescape")  # one bad byte must not take the lines around it along

    def line(self) -> str:
        """The next line. Raises EOFError at the end of the input, and where the terminal is gone."""
        try:
            typed = input("> ")
        except (OSError, RuntimeError) as error:  # the terminal is gone, or there never was an input
            raise EOFError from error
        typed = _as_utf8(typed)
        if not self.is_terminal:
            print(visible(typed.strip()))  # noqa: T201 - over a pipe nobody else shows what was answered
        return typed

    def was_cut(self, typed: str) -> bool:
        """Whether the terminal may have cut a line short."""
        size = len(typed.encode(errors="surrogateescape"))
        return self.is_terminal and not self.has_readline and size >= _TERMINAL_LINE - 1


def _as_utf8(typed: str) -> str:
    """A line in which the code page has no letters for some bytes: read as UTF-8, if it is that as a whole."""
    if typed.isascii() or not any("\udc80" <= character <= "\udcff" for character in typed):
        return typed
    try:
        return typed.encode(sys.stdin.encoding, "surrogateescape").decode("utf-8")
    except UnicodeError:
        return typed


def _use_readline() -> bool:
    if is_dumb():
        return False
    try:
        import readline
    except ImportError:
        return False
    readline.parse_and_bind("set enable-bracketed-paste on")
    readline.set_auto_history(False)  # answers are in the file; the arrow keys need not bring them back
    return True


def edit(text: str) -> str | None:
    """A text as the user's editor leaves it; `None` where there is no editor to start.

    The text passes through a file that only the user can read, and that is gone afterwards.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "")
    if not editor or not sys.stdin.isatty():
        return None
    try:
        with tempfile.TemporaryDirectory(prefix="trata-") as folder:
            path = Path(folder) / "nota.txt"
            path.write_text(text, encoding="utf-8")
            subprocess.run([*shlex.split(editor), str(path)], check=True)  # noqa: S603 - the user's own editor
            return path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


class Interruptions:
    """Lets Ctrl-C, a closed terminal and a polite kill end the interview, but only while it waits for a line.

    What was entered is on disk by the time they are heard.
    """

    _SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

    def __init__(self) -> None:
        self._holding = False
        self._pending = False
        self._deaf = False

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Turn the signals into KeyboardInterrupt while this lasts."""
        numbers = [getattr(signal, name) for name in self._SIGNALS if hasattr(signal, name)]
        before = {number: signal.signal(number, self._take) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let what happens inside come to its end first."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._pending:
            self._pending = False
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def left_to_another(self) -> Iterator[None]:
        """Ctrl-C is for the program that has the terminal now, such as an editor."""
        self._deaf = True
        try:
            yield
        finally:
            self._deaf = False

    def _take(self, number: int, _frame: FrameType | None) -> None:
        if self._deaf and number == signal.SIGINT:
            return
        if self._holding:
            self._pending = True
        else:
            raise KeyboardInterrupt
