"""`trata validate`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

from trata_cli.commands.common import ERRORS, OK, cannot_open, deliver, open_shelf, wrong
from trata_cli.files.assessments import FOLDER, problems_of, search
from trata_cli.files.document import STANDARD_INPUT, unreadable
from trata_cli.files.plans import Shelf
from trata_cli.i18n import _
from trata_cli.model.problem import Problem
from trata_cli.model.text import visible
from trata_cli.views import problems as problem_views
from trata_cli.views.terminal import Terminal

_FORMATS: Final = {"text": problem_views.as_text, "json": problem_views.as_json}


def run(
    paths: Sequence[str],
    *,
    plans: Sequence[str],
    format: str,  # noqa: A002 - the option's name
    strict: bool,
    output: str | None,
    quiet: bool,
) -> int:
    """Check files and folders; every problem of every file, in the order of the paths."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    problems: list[Problem] = []
    files = 0
    for path, named in _files(paths or [FOLDER], terminal):
        files += 1
        problems += _check(path, shelf, terminal, named=named)
    problems += shelf.problems
    deliver(_FORMATS[format](problems, files), output, terminal)
    terminal.talk(_(problem_views.NAMES_NOTICE))
    grave = {"error", "warning"} if strict else {"error"}
    return ERRORS if any(problem.severity in grave for problem in problems) else OK


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
