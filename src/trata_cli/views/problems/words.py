"""A problem in words: what was found, the next step, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from trata_cli.i18n import N_, _, ngettext
from trata_cli.method.rules import RULES
from trata_cli.model.problem import Message, Problem
from trata_cli.model.text import visible

NAMES_NOTICE: Final = N_("Names of persons can't be detected: read the texts yourself before you share them.")
_SEVERITIES: Final = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}
_LONGEST: Final = 80
"""Characters of a value that a message repeats."""
_OURS: Final = frozenset({"expected", "ids", "other"})
"""Values that come from the format, the plan or the command line, not from the file: they are never cut."""

# What libyaml and PyYAML say of a text that is no YAML, for the catalogue.
_YAML_REASONS: Final = (
    N_("mapping values are not allowed in this context"),
    N_("mapping values are not allowed here"),
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected '-' indicator"),
    N_("did not find expected node content"),
    N_("did not find expected alphabetic or numeric character"),
    N_("did not find expected hexdecimal number"),
    N_("did not find expected <document start>"),
    N_("found character that cannot start any token"),
    N_("found unexpected end of stream"),
    N_("found unexpected ':'"),
    N_("found unexpected document indicator"),
    N_("found unknown escape character"),
    N_("found a tab character where an indentation space is expected"),
    N_("found a tab character that violates indentation"),
    N_("found incompatible YAML document"),
    N_("found undefined tag handle"),
    N_("found invalid Unicode character escape code"),
    N_("block sequence entries are not allowed in this context"),
    N_("block mapping entries are not allowed in this context"),
    N_("control characters are not allowed"),
    N_("simple keys are not allowed in this context"),
)


def message(problem: Problem) -> str:
    """What was found, in the language in force."""
    return _(RULES[problem.code].message).format(**_shown(problem))


def hint(problem: Problem) -> str:
    """The next step, in the language in force."""
    suggestion = dict(problem.values).get("suggestion")
    if suggestion:
        return _("Did you mean “{suggestion}”?").format(suggestion=_value(suggestion))
    return _(RULES[problem.code].hint).format(**_shown(problem))


def told(problem: Problem) -> str:
    """What was found, and on a line below it the next step, if there is one."""
    next_step = hint(problem)
    return f"{message(problem)}\n→ {next_step}" if next_step else message(problem)


def _shown(problem: Problem) -> dict[str, str]:
    return {name: _value(value, None if _is_ours(name, value) else _LONGEST) for name, value in problem.values}


def _is_ours(name: str, value: Any) -> bool:
    """Whether a value can't be longer than we made it."""
    return name in _OURS or isinstance(value, Message)


def _value(value: Any, longest: int | None = _LONGEST) -> str:
    """A value as a message may repeat it: on one line, not too long, without control characters."""
    text = visible(_(value) if isinstance(value, Message) else str(value).replace("\n", "\\n"))
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"


def severity(problem: Problem) -> str:
    """How grave a problem is, in the language in force."""
    return _(_SEVERITIES[problem.severity])


def place(problem: Problem) -> str:
    """Where a problem stands, as compilers write it: `XPE-2026.yaml:8:12`, or in a spreadsheet `x.xlsx:Answers!D17`."""
    at = visible(problem.cell) or f"{problem.line}:{problem.column}"
    return f"{visible(problem.file)}:{at}"


def summary(problems: Sequence[Problem], files: int) -> str:
    """How many files, errors and warnings."""
    return ngettext("{count} file", "{count} files", files).format(count=files) + ", " + counted(problems)


def counted(problems: Sequence[Problem]) -> str:
    """How many errors and warnings."""
    errors, warnings = (sum(p.severity == each for p in problems) for each in ("error", "warning"))
    return ", ".join(
        [
            ngettext("{count} error", "{count} errors", errors).format(count=errors),
            ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        ]
    )
