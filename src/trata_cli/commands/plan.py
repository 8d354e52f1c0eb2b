"""`trata plan show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trata_cli.commands.common import OK, deliver, deliver_lines, open_shelf, refused
from trata_cli.views.plan import plan_json, plan_lines
from trata_cli.views.terminal import Terminal


def show(*, plans: Sequence[str], format: Literal["text", "json"], output: str | None, quiet: bool) -> int:  # noqa: A002
    """Show the plan in force as a tree or as JSON."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    plan = shelf.first()
    if plan is None:
        raise refused(shelf.problems, terminal)
    if format == "json":
        deliver(plan_json(plan), output, terminal)
    else:
        deliver_lines(plan_lines(plan, terminal.look), output, terminal)
    return OK
