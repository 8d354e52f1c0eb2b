"""Problems for people."""

from __future__ import annotations

from collections.abc import Sequence

from trata_cli.model.problem import Problem
from trata_cli.views.problems.words import hint, message, place, severity, summary


def as_text(problems: Sequence[Problem], files: int) -> str:
    """Each problem with its place, its source line and a caret, then the count."""
    return "".join(f"{block(problem)}\n\n" for problem in problems) + summary(problems, files) + "\n"


def block(problem: Problem) -> str:
    """One problem on several lines, each of which is safe to print."""
    lines = [f"{place(problem)}: {severity(problem)} {problem.code}: {message(problem)}"]
    if problem.source.strip():
        gutter = f"{problem.line:>6} | "
        lines += [gutter + problem.source, " " * (len(gutter) - 2) + "| " + " " * problem.caret + "^"]
    if next_step := hint(problem):
        lines.append(f"       → {next_step}")
    return "\n".join(lines)
