"""Problems as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

from trata_cli import __version__
from trata_cli.i18n import _, language
from trata_cli.method.rules import EXAMPLES_IN_WORDS, RULES
from trata_cli.method.rules.rule import Rule
from trata_cli.model.problem import Problem, Severity, dotted
from trata_cli.model.text import visible
from trata_cli.views.escaping import markdown
from trata_cli.views.problems.words import NAMES_NOTICE, told

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT: Final = "codeAndPointer/v1"
"""The name of what recognises a problem from one run to the next, and the version of how it is made."""


def as_sarif(problems: Sequence[Problem]) -> str:
    """One run with its results, and the manuals of the rules that they are about."""
    codes = sorted({problem.code for problem in problems})
    run = {
        "tool": {
            "driver": {
                "name": "trata",
                "version": __version__,
                "language": language(),
                "rules": [_rule(RULES[code]) for code in codes],
            }
        },
        "language": language(),
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [{"level": "note", "message": {"text": _(NAMES_NOTICE)}}],
            }
        ],
        "results": [
            _result(problem, codes.index(problem.code), fingerprint)
            for problem, fingerprint in zip(problems, _fingerprints(problems), strict=True)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    what, why = _(rule.what), _(rule.why)
    examples = [(_("Wrong:"), rule.wrong.rstrip()), (_("Right:"), rule.right.rstrip())]
    if rule.code in EXAMPLES_IN_WORDS:
        examples = [(title, _(example)) for title, example in examples]
        rich = [f"{title} {markdown(example)}" for title, example in examples]
    else:
        rich = [f"{title}\n\n```yaml\n{example}\n```" for title, example in examples]
    return {
        "id": rule.code,
        "shortDescription": {"text": what},
        "fullDescription": {"text": why},
        "help": {
            "text": "\n\n".join([what, why, *(f"{title}\n{example}" for title, example in examples)]),
            "markdown": "\n\n".join([markdown(what), markdown(why), *rich]),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(problem: Problem, index: int, fingerprint: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(problem.file)},
            "region": {"startLine": problem.line, "startColumn": problem.column},
        }
    }
    if problem.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(dotted(problem.pointer))}]
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": _unlinked(told(problem))},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }


def _unlinked(text: str) -> str:
    """A message without links: SARIF takes `[text](address)` for one, and no file shall set it."""
    return text.replace("](", "] (")


def _uri(file: str) -> str:
    """A file's place from the folder of this run on; absolute where no way leads there (another drive of Windows)."""
    try:
        return quote(PurePath(os.path.relpath(file)).as_posix(), errors="backslashreplace")
    except ValueError:
        return Path(file).as_uri()


def _fingerprints(problems: Iterable[Problem]) -> Iterable[str]:
    """What stays the same when lines move: the code, the pointer and the file's name; equal ones are numbered."""
    seen: Counter[str] = Counter()
    for problem in problems:
        parts = (problem.code, dotted(problem.pointer), PurePath(problem.file).name)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"
