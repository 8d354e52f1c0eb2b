"""What commands over many files share: which files a command line names, and each of them read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from trata_cli.commands.common import cannot_open, wrong
from trata_cli.files.assessments import Reading, search, skim
from trata_cli.files.document import STANDARD_INPUT, unreadable
from trata_cli.files.many import processors, spread
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _
from trata_cli.method.checks import slug
from trata_cli.model.assessment import Assessment
from trata_cli.model.text import visible
from trata_cli.views.terminal import Terminal

_Made = TypeVar("_Made")


class Outcome(NamedTuple, Generic[_Made]):
    """What was made of a file, nothing of a plan's; or why it can't be opened, and what was made of that."""

    path: str
    made: _Made | None
    error: OSError | None = None


class Identity(NamedTuple):
    """Whose a file is; two files of one identity can't both count. `part` is empty for a whole."""

    country: str
    year: int
    plan: str
    part: str

    @classmethod
    def of(cls, assessment: Assessment) -> Identity:
        """The identity of an assessment: an institution is known by its name as it stands in names of files."""
        part = slug(assessment.part.institution) if assessment.part else ""
        return cls(assessment.country, assessment.year, assessment.plan.id, part)


def named_files(paths: Sequence[str], terminal: Terminal) -> Iterator[tuple[str, bool]]:
    """Each file once, and whether it was named itself. Ends the command where a folder has none."""
    seen: set[str] = set()
    for path in paths:
        is_folder = path != STANDARD_INPUT and os.path.isdir(path)  # noqa: PTH112 - a name that no system takes is no folder
        found = list(search(path)) if is_folder else [path]
        if not found:
            raise wrong(_("{path} has no YAML file.").format(path=visible(path)), terminal)
        for name in found:
            if name not in seen:
                seen.add(name)
                yield name, not is_folder


def made_of_each(
    make: Callable[[Reading], _Made], files: Mapping[str, bool], shelf: Shelf, terminal: Terminal
) -> Iterator[tuple[str, _Made]]:
    """What is made of each file, in their order; files of plans are passed over, and a file named by two ways is one.

    `make` is a function of a module, perhaps with arguments given: other processes call it, too. Ends the command for
    a file that was named itself and can't be opened; another one is a reading with that as its only problem.
    """
    seen: set[str] = set()
    try:
        with terminal.progress(len(files)) as advance:
            for path, made, error in spread(partial(_outcome, make), list(files), shelf, processors()):
                advance()
                if error and files[path]:
                    raise cannot_open(path, error, terminal)
                real = os.path.realpath(path)
                if made is not None and real not in seen:
                    seen.add(real)
                    yield path, made
    except BrokenProcessPool:
        text = _("the system ended a process before its files were read; it may lack memory. Try again.")
        raise wrong(text, terminal) from None


def _outcome(make: Callable[[Reading], _Made], path: str, shelf: Shelf) -> Outcome[_Made]:
    try:
        reading = skim(path, shelf)
    except OSError as error:
        closed = unreadable(path, error)
        return Outcome(path, make(Reading(closed, None, None, closed.problems())), error)
    return Outcome(path, make(reading) if reading else None)
