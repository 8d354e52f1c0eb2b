"""`trata validate`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

from trata_cli.commands.common import ERRORS, OK, cannot_open, deliver, open_shelf, wrong
from trata_cli.files.assessments import FOLDER, problems_of, search
from trata_cli.files.document import STANDARD_INPUT, reason, unreadable
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _
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
    output: str | None,
    quiet: bool,
) -> int:
    """Check files and folders; every problem of every file, in the order of the paths."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    problems: list[Problem] = []
    files: list[str] = []
    for path, named in _files(paths or [FOLDER], terminal):
        files.append(path)
        problems += _check(path, shelf, terminal, named=named)
    problems += shelf.problems
    grave = _GRAVE_IF_STRICT if strict else _GRAVE
    chosen = _format() if format == "auto" else format
    deliver(problem_views.render(chosen, problems, files, grave), output, terminal)
    if chosen == "github":
        _summarize_job(problems, len(files), terminal)
    terminal.talk(_(problem_views.NAMES_NOTICE))
    return ERRORS if any(problem.severity in grave for problem in problems) else OK


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


def _files(paths: Sequence[str], terminal: Terminal) -> Iterator[tuple[str, bool]]:
    """Each file once, and whether it was named itself."""
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


def _check(path: str, shelf: Shelf, terminal: Terminal, *, named: bool) -> Sequence[Problem]:
    try:
        return problems_of(path, shelf)
    except OSError as error:
        if named:
            raise cannot_open(path, error, terminal) from None
        return unreadable(path, error).problems()
