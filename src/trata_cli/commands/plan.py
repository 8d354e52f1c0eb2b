"""`trata plan show` and `trata plan check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final, Literal

from trata_cli.commands.common import ERRORS, OK, cannot_open, deliver, deliver_lines, open_shelf, refused
from trata_cli.files.plans import read_plan
from trata_cli.method.editions import digest
from trata_cli.model.plan import Plan
from trata_cli.model.problem import has_errors
from trata_cli.views import problems as problem_views
from trata_cli.views.plan import coherent, plan_json, plan_lines
from trata_cli.views.terminal import Terminal

Format = Literal["text", "json", "md", "html"]
_BY_NAME: Final[dict[str, Format]] = {".json": "json", ".md": "md", ".html": "html", ".htm": "html"}


def show(*, plans: Sequence[str], format: Format | None, output: str | None, quiet: bool) -> int:  # noqa: A002
    """Show the plan in force as a tree, as JSON, or as the blank questionnaire."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    plan = shelf.first()
    if plan is None:
        raise refused(shelf.problems, terminal)
    format = format or _BY_NAME.get(PurePath(output or "").suffix.lower(), "text")  # noqa: A001 - the option's name
    if format == "text":
        deliver_lines(plan_lines(plan, terminal.look), output, terminal)
    else:
        deliver(plan_json(plan) if format == "json" else _questionnaire(plan, format), output, terminal)
    return OK


def _questionnaire(plan: Plan, format_: Literal["md", "html"]) -> str:
    from trata_cli.views import questionnaire, rendering  # templates: not for the plain tree

    return rendering.render_shipped("questionnaire", questionnaire.build(plan), format_)


def check(file: str, *, format: Literal["text", "json"], output: str | None, quiet: bool) -> int:  # noqa: A002
    """Check a plan's file: every problem, and whether it holds together."""
    terminal = Terminal(quiet=quiet)
    try:
        reading = read_plan(file)
    except OSError as error:
        raise cannot_open(file, error, terminal) from None
    found = problem_views.as_text(reading.problems, 1) if reading.problems else ""
    verdict = f"{coherent(reading.plan, digest(reading.plan))}\n" if reading.plan else ""
    result = found + verdict if format == "text" else problem_views.as_json(reading.problems, 1)
    deliver(result, output, terminal)
    return ERRORS if has_errors(reading.problems) else OK
