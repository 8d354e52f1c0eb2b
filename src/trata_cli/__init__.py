"""trata: score, check and report a country's yearly self-assessment against a work plan.

For notebooks and scripts, five calls:

    import trata_cli as trata

    plan = trata.read_plan()
    last_year = trata.read_assessment("assessments/XPE-2025.yaml")
    this_year = trata.read_assessment("assessments/XPE-2026.yaml")
    trata.totals(this_year, plan).fulfilled_range
    trata.compare(last_year, this_year, plan).falls
    trata.check("assessments/XPE-2026.yaml")

They read as the commands read, count as they count, and raise `Refused` where they refuse. `plans` names files of
further plans, as `--plan` does; an edition is looked up there, then in `plans/` beside the assessment, then among the
shipped ones. Texts are in the program's language: `TRATA_LANG`, then the locale, then Spanish.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

# The rooms are opened inside the calls: the command line imports this package only to know its version.
if TYPE_CHECKING:
    from trata_cli.files.plans import Shelf
    from trata_cli.method.comparison import Comparison
    from trata_cli.method.totals import Totals
    from trata_cli.model import problem as model
    from trata_cli.model.assessment import Assessment
    from trata_cli.model.plan import Plan

__all__ = ["Problem", "Refused", "check", "compare", "read_assessment", "read_plan", "totals"]
__version__ = "0.1.0"


class Problem(NamedTuple):
    """Something wrong with a file, in words; the fields are those of `trata validate --format json`.

    `line` and `column` count from 1, columns in code points. `severity` is error, warning or info. `pointer` is the
    way to the value, such as `answers.D02a.level`; `hint` is the next step, or empty. `str()` of it is one line.
    """

    file: str
    line: int
    column: int
    code: str
    severity: model.Severity
    pointer: str
    message: str
    hint: str

    def __str__(self) -> str:
        from trata_cli.i18n import _
        from trata_cli.model.text import visible

        place = f"{visible(self.file)}:{self.line}:{self.column}"
        next_step = f" → {self.hint}" if self.hint else ""
        return f"{place}: {_(self.severity)} {self.code}: {self.message}{next_step}"


class Refused(ValueError):
    """What was given can't be used; `str()` of it says why.

    `problems` has what is wrong with the files, warnings too, in the order of the file. It is empty where nothing is
    wrong with any of them, but they do not go together.
    """

    def __init__(self, text: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


def read_plan(path: str | Path | None = None) -> Plan:
    """The plan of a file; without one, the shipped plan.

    Raises Refused if the plan does not hold together, OSError if the file can't be opened.
    """
    shelf = _shelf([path] if path is not None else [])
    plan = shelf.first()
    if plan is None:
        raise _refused(shelf.problems)
    return plan


def read_assessment(path: str | Path, plans: Iterable[str | Path] = ()) -> Assessment:
    """The assessment of a file.

    Raises Refused if the file has an error (warnings are allowed: see `check`), or if one of the plans does not hold
    together; OSError if a file can't be opened.
    """
    from trata_cli.files import assessments

    shelf = _shelf(plans)
    reading = assessments.read_assessment(path, shelf)
    if reading.assessment is None or not reading.ok:
        raise _refused([*reading.problems, *shelf.problems])
    return reading.assessment


def check(path: str | Path, plans: Iterable[str | Path] = ()) -> tuple[Problem, ...]:
    """Every problem of a file, an assessment's or a plan's, in the order of the file; empty if there is none.

    Raises Refused if one of `plans` does not hold together, OSError if a file can't be opened.
    """
    from trata_cli.files.assessments import problems_of

    shelf = _shelf(plans)
    return _in_words([*problems_of(str(path), shelf), *shelf.problems])


def totals(assessment: Assessment, plan: Plan) -> Totals:
    """The counts over all indicators of the plan: levels, fulfilled, applicable, and what is open.

    Raises Refused if the assessment answers another edition of the plan.
    """
    from trata_cli.method.totals import whole

    _must_answer(assessment, plan)
    return whole(assessment, plan)


def compare(old: Assessment, new: Assessment, plan: Plan, old_plan: Plan | None = None) -> Comparison:
    """What moved between two consecutive years of one country, over the indicators with a level in both.

    `plan` is what the new one answers; `old_plan` what the old one does, where that is the edition before.

    Raises Refused if the two can't be compared: other years, another country, an edition of the plan that does not
    compare with the other, or one institution's part.
    """
    from trata_cli.method import comparison
    from trata_cli.views.words import obstacle_sentence

    _must_answer(new, plan)
    found = comparison.compare(old, new, plan, old_plan)
    if isinstance(found, comparison.NotComparable):
        _speak()
        raise Refused(obstacle_sentence(found.obstacle))
    return found


def _shelf(plans: Iterable[str | Path]) -> Shelf:
    """The shelf with these plans, each of which must hold together."""
    from trata_cli.files.plans import Shelf

    shelf = Shelf([str(path) for path in plans])
    for path in shelf.named:
        shelf.load(path)
    if shelf.problems:
        raise _refused(shelf.problems)
    return shelf


def _must_answer(assessment: Assessment, plan: Plan) -> None:
    """Refuse to count answers against an edition that was not the one that was asked."""
    asked = assessment.plan
    if (asked.id, asked.version) != (plan.id, plan.version):
        from trata_cli.i18n import _

        _speak()
        text = _("The assessment answers “{asked}”, version {version}, and not “{given}”, version {other_version}.")
        values = {"asked": asked.id, "version": asked.version, "given": plan.id, "other_version": plan.version}
        raise Refused(text.format(**values))


def _refused(problems: Iterable[model.Problem]) -> Refused:
    told = _in_words(problems)
    return Refused("\n".join(map(str, told)), told)


def _in_words(problems: Iterable[model.Problem]) -> tuple[Problem, ...]:
    from trata_cli.model.problem import dotted
    from trata_cli.views.problems import hint, message

    _speak()
    return tuple(
        Problem(p.file, p.line, p.column, p.code, p.severity, dotted(p.pointer), message(p), hint(p)) for p in problems
    )


def _speak() -> None:
    """In the program's language, but for `--lang`: the arguments of a notebook's process are not ours."""
    from trata_cli import i18n

    i18n.activate(i18n.choose((), os.environ))
