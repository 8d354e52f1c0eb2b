"""Many files, checked one after the other or, where that pays, in several processes at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from trata_cli.files.assessments import check_file
from trata_cli.files.plans import Shelf
from trata_cli.method.years import Year
from trata_cli.model.problem import Problem

FEWEST: Final = 100
"""Files from which on several processes are sooner done: each first loads Python and the plan."""
_AT_ONCE: Final = 20
"""Files that a process takes at a time: enough that handing them out costs nothing, so few that all end together."""


START: Final = "fork" if sys.platform == "linux" else "spawn"
"""A copy of this process has its modules loaded; where copies are not safe or not known, a fresh Python loads them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's problems and its year, or why it can't be opened; and the problems of the plans that it asks for."""

    path: str
    problems: tuple[Problem, ...] = ()
    year: Year | None = None
    error: OSError | None = None
    of_plans: Mapping[Path, tuple[Problem, ...]] = field(default_factory=dict)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_all(paths: Sequence[str], shelf: Shelf, jobs: int) -> Iterator[Checked]:
    """Check files, in their order, by at most `jobs` processes.

    Raises BrokenProcessPool if the system ends one of them.
    """
    if jobs < 2 or len(paths) < FEWEST:
        yield from (_checked(path, shelf) for path in paths)
        return
    pool = ProcessPoolExecutor(jobs, get_context(START), _begin, (shelf.named, gc.get_threshold()))
    parts = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
    try:
        with _uninterrupted():
            checked = pool.map(_check_part, parts)
        yield from chain.from_iterable(checked)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What begins here hears of no interruption: who interrupts means the whole, and this process ends it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile comes now


_shelf: Shelf = Shelf()
"""The shelf of a process that checks: its plans are read once."""


def _begin(plans: Sequence[str], threshold: tuple[int, int, int]) -> None:
    global _shelf  # a process of a pool has no other way to keep something
    _shelf = Shelf(plans)
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where nothing kept it away


def _check_part(paths: Sequence[str]) -> list[Checked]:
    return [_checked(path, _shelf) for path in paths]


def _checked(path: str, shelf: Shelf) -> Checked:
    try:
        problems, year = check_file(path, shelf)
    except OSError as error:
        return Checked(path, error=error)
    return Checked(path, problems, year, of_plans=shelf.problems_by_file)
