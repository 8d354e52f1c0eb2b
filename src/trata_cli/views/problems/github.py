"""Problems for GitHub Actions: an annotation each, and the job's summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from trata_cli.i18n import _, ngettext
from trata_cli.model.problem import Problem, Severity
from trata_cli.model.text import visible
from trata_cli.views.escaping import markdown
from trata_cli.views.problems.words import NAMES_NOTICE, hint, message, place, severity, summary, told

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
_MOST_BYTES: Final = 512 * 1024
"""Of a table: GitHub drops a step's whole summary when it is larger than 1 MiB, and other commands write to it too."""


def as_github(problems: Sequence[Problem], files: int) -> str:
    """An annotation for each problem, then the count.

    GitHub shows the first ten of a kind beside their lines, and the others in the job's log alone, where the message
    stands without its place: so the place is part of the message.
    """
    return "".join(f"{_annotation(problem)}\n" for problem in problems) + summary(problems, files) + "\n"


def _annotation(problem: Problem) -> str:
    properties = {
        "file": visible(problem.file),
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.code,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {listed}::{_data(f'{place(problem)}: {told(problem)}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def job_summary(problems: Sequence[Problem], files: int) -> str:
    """The count and a table of the problems, in Markdown; of a long one the beginning, and how many more there are."""
    parts = [f"### trata: {summary(problems, files)}", *_table(problems), _(NAMES_NOTICE)]
    return "\n\n".join(parts) + "\n\n"


def _table(problems: Sequence[Problem]) -> list[str]:
    if not problems:
        return []
    head = (_("Where"), _("What"), _("Code"), _("What to do"))
    rows = [_row(head), "|---|---|---|---|"]
    room = _MOST_BYTES
    for number, problem in enumerate(problems):
        cells = (place(problem), f"{severity(problem)}: {message(problem)}", problem.code, hint(problem))
        row = _row(cells)
        room -= len(row.encode()) + 1
        if room < 0:
            left = len(problems) - number
            more = ngettext("{count} more is in the job's log.", "{count} more are in the job's log.", left)
            return ["\n".join(rows), more.format(count=left)]
        rows.append(row)
    return ["\n".join(rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(markdown, cells))} |"
