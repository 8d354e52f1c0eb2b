"""Many files, one after the other or, where that pays, in several processes at once."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar

from trata_cli.files.assessments import check_file
from trata_cli.files.plans import Shelf
from trata_cli.i18n import activate, language
from trata_cli.method.years import Year
from trata_cli.model.problem import Problem

FEWEST: Final = 100
"""Files from which on several processes are sooner done: each first loads Python and the plan."""
_AT_ONCE: Final = 20
"""Files that a process takes at a time: enough that handing them out costs nothing, so few that all end together."""
_WAITING: Final = 2
"""For each process, how many times as many may be done or begun and not taken yet: more would only fill the memory."""

START: Final = "fork" if sys.platform == "linux" else "spawn"
"""A copy of this process has its modules loaded; where copies are not safe or not known, a fresh Python loads them."""


_Made = TypeVar("_Made")
Work = Callable[[str, Shelf], _Made]
"""What is done with each file; a function of a module, so that another process finds it."""


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
    return spread(_checked, paths, shelf, jobs)


def spread(work: Work[_Made], paths: Sequence[str], shelf: Shelf, jobs: int) -> Iterator[_Made]:
    """What is made of files, in their order, by at most `jobs` processes.

    Raises BrokenProcessPool if the system ends one of them.
    """
    if jobs < 2 or len(paths) < FEWEST:
        yield from (work(path, shelf) for path in paths)
        return
    given = (shelf.named, shelf.language, gc.get_threshold(), language())
    pool = ProcessPoolExecutor(jobs, get_context(START), _begin, given)
    waiting: deque[Future[list[_Made]]] = deque()
    try:
        for start in range(0, len(paths), _AT_ONCE):
            with _uninterrupted():
                waiting.append(pool.submit(_work_on, work, paths[start : start + _AT_ONCE]))
            if len(waiting) > _WAITING * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
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
"""The shelf of a process that works for another: its plans are read once."""


def _begin(plans: Sequence[str], told_in: str | None, threshold: tuple[int, int, int], spoken: str) -> None:
    global _shelf  # a process of a pool has no other way to keep something
    _shelf = Shelf(plans, told_in)
    activate(spoken)
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where nothing kept it away


def _work_on(work: Work[_Made], paths: Sequence[str]) -> list[_Made]:
    return [work(path, _shelf) for path in paths]


def _checked(path: str, shelf: Shelf) -> Checked:
    try:
        problems, year = check_file(path, shelf)
    except OSError as error:
        return Checked(path, error=error)
    return Checked(path, problems, year, of_plans=shelf.problems_by_file)
