"""`trata schema`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trata_cli.commands.common import OK, deliver, open_shelf, refused
from trata_cli.files.plans import SHIPPED
from trata_cli.model.plan import Plan
from trata_cli.model.problem import has_errors
from trata_cli.resources import resource
from trata_cli.views.schema import assessment_schema, plan_schema
from trata_cli.views.terminal import Terminal


def run(kind: Literal["plan", "assessment"], *, plans: Sequence[str], output: str | None, quiet: bool) -> int:
    """Print the JSON Schema of a format; that of assessments knows the plans named and the shipped one."""
    terminal = Terminal(quiet=quiet)
    shelf = open_shelf(plans, terminal)
    editions: dict[tuple[str, int], Plan] = {}  # of two files with one edition the first counts, as for an assessment
    for path in (*plans, str(resource(SHIPPED))):
        if plan := shelf.load(path):
            editions.setdefault((plan.id, plan.version), plan)
    if has_errors(shelf.problems):
        raise refused(shelf.problems, terminal)
    deliver(plan_schema() if kind == "plan" else assessment_schema(editions.values()), output, terminal)
    return OK
