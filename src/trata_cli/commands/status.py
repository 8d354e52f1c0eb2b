"""`trata status`."""

from __future__ import annotations

from collections.abc import Sequence

from trata_cli.commands.common import (
    ERRORS,
    OK,
    deliver,
    deliver_lines,
    open_assessment,
    open_shelf,
    readable,
)
from trata_cli.i18n import _, language
from trata_cli.method import ids
from trata_cli.model.text import visible
from trata_cli.views.problems import counted
from trata_cli.views.status import status_json, status_lines
from trata_cli.views.terminal import Terminal


def run(
    file: str,
    *,
    plans: Sequence[str],
    format: str,  # noqa: A002 - the option's name
    with_index: bool,
    output: str | None,
    quiet: bool,
) -> int:
    """Show the totals of an assessment, as much of it as reads."""
    terminal = Terminal(quiet=quiet)
    reading = open_assessment(file, open_shelf(plans, terminal, language()), terminal)
    assessment, whole_plan = readable(reading, terminal)
    plan = ids.plan_of(assessment, whole_plan)
    if format == "json":
        deliver(status_json(assessment, plan, with_index=with_index), output, terminal)
    else:
        look = terminal.look
        lines = status_lines(assessment, plan, reading.problems, file, plans, look, with_index=with_index)
        deliver_lines(lines, output, terminal)
    if reading.ok:
        return OK
    found = counted(reading.problems)
    terminal.refuse(_("{found}. See them with: trata validate {path}").format(found=found, path=visible(file)))
    return ERRORS
