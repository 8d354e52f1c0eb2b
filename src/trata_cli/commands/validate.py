"""`trata validate`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from pathlib import Path
from typing import Final, Literal

from trata_cli.commands.common import ERRORS, OK, cannot_open, deliver, open_shelf, wrong
from trata_cli.commands.many import named_files
from trata_cli.files.assessments import FOLDER
from trata_cli.files.document import reason, unreadable
from trata_cli.files.many import Checked, check_all, processors
from trata_cli.files.plans import Shelf
from trata_cli.files.years import problems_across
from trata_cli.i18n import _
from trata_cli.method.years import Year
from trata_cli.model.problem import Problem, Severity
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.terminal import Terminal

Format = Literal["auto", problem_views.Format]
_GRAVE: Final[frozenset[Severity]] = frozenset({"error"})
_GRAVE_IF_STRICT: Final[frozenset[Severity]] = frozenset({"error", "warning"})


def run(
    paths: Sequence[str],
    *,
    plans: Sequence[str],
    format: Format,  # noqa: A002 - the option's name
    strict: bool,
    jobs: str | None,
    output: str | None,
    quiet: bool,
) -> int:
    """Check files and folders; every problem of every file, in the order of the paths."""
    terminal = Terminal(quiet=quiet)
    processes = processors() if jobs is None else _number(jobs, terminal)
    shelf = open_shelf(plans, terminal)
    files = dict(named_files(paths or [FOLDER], terminal))
    problems = _problems(files, shelf, processes, terminal)
    grave = _GRAVE_IF_STRICT if strict else _GRAVE
    chosen = _format() if format == "auto" else format
    deliver(problem_views.render(chosen, problems, list(files), grave), output, terminal)
    if chosen == "github":
        _summarize_job(problems, len(files), terminal)
    terminal.talk(_(problem_views.NAMES_NOTICE))
    return ERRORS if any(problem.severity in grave for problem in problems) else OK


def _number(typed: str, terminal: Terminal) -> int:
    if not re.fullmatch("[1-9][0-9]{0,2}", typed):
        raise wrong(
            _("--jobs takes a number of processes from 1 to 999, not “{typed}”.").format(typed=visible(typed)), terminal
        )
    return int(typed)


def _format() -> problem_views.Format:
    """What whoever started this process reads."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _summarize_job(problems: Sequence[Problem], files: int, terminal: Terminal) -> None:
    """Add to the page that GitHub shows of a job, where there is one; without it the annotations still stand."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from trata_cli.views.problems.github import job_summary

    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as page:
            page.write(job_summary(problems, files))
    except OSError as error:
        text = _("The job's summary was not written to {path}: {reason}.")
        terminal.talk(text.format(path=visible(path), reason=_(reason(error))))


def _problems(files: Mapping[str, bool], shelf: Shelf, jobs: int, terminal: Terminal) -> list[Problem]:
    """The problems of files, of which a path says whether it was named itself, and of the plans that they ask for."""
    found: dict[str, Sequence[Problem]] = {}
    years: list[Year] = []
    of_plans = shelf.problems_by_file
    try:
        with terminal.progress(len(files)) as advance:
            for checked in check_all(list(files), shelf, jobs):
                advance()
                found[checked.path] = _of_file(checked, terminal, named=files[checked.path])
                years += [checked.year] if checked.year else []
                of_plans.update(checked.of_plans)
    except BrokenProcessPool:
        text = _("the system ended a process before its files were checked. Try again with: {command}")
        raise wrong(text.format(command="trata validate --jobs 1"), terminal) from None
    _add_across(found, years, shelf)
    named = {Path(path) for path in files}
    return [*chain(*found.values()), *chain(*(each for path, each in of_plans.items() if path not in named))]


def _of_file(checked: Checked, terminal: Terminal, *, named: bool) -> Sequence[Problem]:
    """The problems of one file; one that was named and can't be opened ends the command."""
    if checked.error and named:
        raise cannot_open(checked.path, checked.error, terminal)
    return unreadable(checked.path, checked.error).problems() if checked.error else checked.problems


def _add_across(found: dict[str, Sequence[Problem]], years: Sequence[Year], shelf: Shelf) -> None:
    """Add to the problems of each file those that it has together with others, in the order of its lines.

    A file that was named by two ways is one.
    """
    files = {os.path.realpath(year.file): year for year in reversed(years)}
    for path, problems in problems_across(files.values(), shelf).items():
        found[path] = sorted((*found[path], *problems))
