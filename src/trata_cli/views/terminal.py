"""The terminal: how wide it is, what it can show, and lines printed on it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from time import monotonic
from typing import TYPE_CHECKING, Final, TextIO

from trata_cli.i18n import _
from trata_cli.model.text import visible

if TYPE_CHECKING:
    from rich.console import Console

_WIDEST: Final = 100
"""Columns that a text uses at most: longer lines are hard to read."""


_MANY: Final = 100
"""Things from which on somebody waits long enough to want to see how many are left."""
_BETWEEN_TWO_LOOKS: Final = 0.1  # seconds
_ORNAMENTS: Final = "█░─✓"


@dataclass(frozen=True, slots=True)
class Look:
    """What a stream can show: its size in characters, and whether ornaments and styles have a place on it."""

    width: int = 80
    height: int = 24
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output and its style in Rich's words; without a style it looks the same everywhere."""

    text: str = ""
    style: str = ""


def look_at(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Look:
    """How to write to a stream: plain where it is a pipe, has no signs for ornaments, or the user says so.

    That is by NO_COLOR or TERM=dumb.
    """
    size = shutil.get_terminal_size()
    is_told = bool(environment.get("NO_COLOR")) or is_dumb(environment)
    plain = is_told or not stream.isatty() or not _has_ornaments(stream)
    return Look(max(20, min(size.columns, _WIDEST)), size.lines, plain)


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal only prints what it is sent, and would print escape sequences too."""
    return environment.get("TERM", "") in ("dumb", "unknown")


def _has_ornaments(stream: TextIO) -> bool:
    """Whether a stream's code page has the signs of which bars and lines are drawn."""
    try:
        _ORNAMENTS.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """A text as lines of at most `width` columns, the first after `indent`, the others after `hanging`."""
    hanging = indent if hanging is None else hanging
    return textwrap.wrap(
        visible(text), max(width, len(hanging) + 8), initial_indent=indent, subsequent_indent=hanging
    ) or [indent.rstrip()]


def paragraphs(text: str, width: int, indent: str = "") -> list[str]:
    """A text of several lines, each wrapped."""
    return [line for part in text.split("\n") for line in wrap(part, width, indent)]


def cut(text: str, width: int) -> str:
    """A text on one line of at most `width` columns."""
    line = " ".join(text.split())
    some = visible(line[: 4 * width])  # more has no room, whatever characters these are
    ends = list(accumulate(map(_columns_of, some)))
    if len(line) <= 4 * width and (not ends or ends[-1] <= width):
        return some
    return some[: sum(end < width for end in ends)].rstrip() + "…"


def shell(*words: str, plans: Sequence[str] = ()) -> str:
    """A command line to be typed or pasted, with the plans that were named for this one."""
    line = ["trata", *words, *(word for plan in plans for word in ("--plan", plan))]
    return visible(subprocess.list2cmdline(line) if os.name == "nt" else shlex.join(line))


def _columns_of(character: str) -> int:
    """How many columns a character takes: East Asian ones and emoji two, an accent behind its letter none."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns(rows: Iterable[tuple[str, ...]], gap: str = "  ") -> list[str]:
    """Rows as aligned columns; a first cell is set left, the others right."""
    cells = [tuple(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    aligned = (
        (
            cell.ljust(w) if number == 0 else cell.rjust(w)
            for number, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
    return [gap.join(row).rstrip() for row in aligned]


class Terminal:
    """Where a command speaks: results go to `out`, talk goes to `talk`, or nowhere when quiet.

    `plain` says that its user wants no ornaments, whatever the terminal could show.
    """

    def __init__(self, *, quiet: bool = False, plain: bool = False) -> None:
        self.quiet = quiet
        self.plain = plain
        self._console: Console | None = None

    @property
    def look(self) -> Look:
        """What the terminal can show now: people resize it while they work."""
        look = look_at(sys.stdout)
        return replace(look, plain=look.plain or self.plain)

    def print(self, lines: Iterable[Line | str]) -> None:
        """Print lines as results."""
        plain = self.look.plain
        for line in lines:
            self._line(line if isinstance(line, Line) else Line(line), plain)
        sys.stdout.flush()

    def write(self, text: str | bytes) -> None:
        """Write a text as it is, in UTF-8 whatever the terminal's encoding."""
        sys.stdout.flush()
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode())
        sys.stdout.buffer.flush()

    def talk(self, text: str) -> None:
        """Say something beside the result, behind what was printed of it."""
        if not self.quiet:
            sys.stdout.flush()
            print(text, file=sys.stderr)  # noqa: T201 - here is where a command speaks

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[], None]]:
        """A bar beside the result, to be advanced for each of a total of things, where a person waits for many."""
        if self.quiet or total < _MANY or look_at(sys.stderr).plain:
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Without a thread of its own, which a process that is copied must not have.
        with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
            task = bar.add_task("", total=total)
            shown = monotonic()

            def advance() -> None:
                nonlocal shown
                bar.advance(task)
                if monotonic() - shown > _BETWEEN_TWO_LOOKS:
                    bar.refresh()
                    shown = monotonic()

            yield advance
            bar.refresh()

    def refuse(self, text: str) -> None:
        """Say why nothing was done; not even a quiet command is silent about that."""
        print(_("trata: {text}").format(text=text), file=sys.stderr)  # noqa: T201 - see above

    def _line(self, line: Line, plain: bool) -> None:
        if plain or not line.style:
            print(line.text)  # noqa: T201 - see above
            return
        if self._console is None:
            from rich.console import Console

            self._console = Console(highlight=False, markup=False, emoji=False)
        self._console.print(line.text, style=line.style, soft_wrap=True)
