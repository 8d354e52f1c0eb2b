"""Problems as JSON; version 1 of its shape is a contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from trata_cli.i18n import _
from trata_cli.model.problem import Problem, dotted
from trata_cli.views.problems.words import NAMES_NOTICE, hint, message


def as_json(problems: Sequence[Problem], files: int) -> str:
    """Problems for machines."""
    data = {
        "version": 1,
        "problems": [_record(problem) for problem in problems],
        "summary": {
            "files": files,
            "errors": sum(problem.severity == "error" for problem in problems),
            "warnings": sum(problem.severity == "warning" for problem in problems),
        },
        "notices": [_(NAMES_NOTICE)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _record(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "pointer": dotted(problem.pointer),
        "message": message(problem),
        "hint": hint(problem),
    }
