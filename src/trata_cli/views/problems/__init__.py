"""Problems in words, and in every format in which a run's problems are read: each is one function that makes text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from trata_cli.model.problem import Problem, Severity
from trata_cli.views.problems.data import as_json
from trata_cli.views.problems.text import as_text
from trata_cli.views.problems.words import NAMES_NOTICE, counted, hint, message, summary

__all__ = ["NAMES_NOTICE", "Format", "as_json", "as_text", "counted", "hint", "message", "render", "summary"]

Format = Literal["text", "json", "github", "sarif", "junit"]


def render(format_: Format, problems: Sequence[Problem], files: Sequence[str], grave: Collection[Severity]) -> str:
    """What a run found in `files`. `grave` are the severities for which it fails.

    What only a CI reads is loaded only there.
    """
    match format_:
        case "text":
            return as_text(problems, len(files))
        case "json":
            return as_json(problems, len(files))
        case "github":
            from trata_cli.views.problems.github import as_github

            return as_github(problems, len(files))
        case "sarif":
            from trata_cli.views.problems.sarif import as_sarif

            return as_sarif(problems)
        case "junit":
            from trata_cli.views.problems.junit import as_junit

            return as_junit(problems, files, grave)
