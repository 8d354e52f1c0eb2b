"""The manual of the rules: one rule with its examples, and the list of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trata_cli.i18n import _
from trata_cli.method.rules import EXAMPLES_IN_WORDS, MAY_STAND
from trata_cli.method.rules.rule import Rule
from trata_cli.views.terminal import Line, Look, wrap

_INDENT: Final = "    "
_NARROWEST: Final = 30
"""Columns that a sentence beside its code needs to be read with ease; with fewer it goes below."""


def rule_lines(rule: Rule, look: Look) -> list[Line]:
    """One rule: what it finds, why it matters, an example of wrong and right, and what to do."""
    return [
        Line(f"{rule.code} · {_severity(rule)}", "bold"),
        *_text(_(rule.what), look),
        *_text(_(rule.why), look),
        *_example(_("Wrong:"), rule, rule.wrong, "red", look),
        *_example(_("Right:"), rule, rule.right, "green", look),
        Line(),
        *map(Line, wrap(_hint(rule), look.width, "→ ", "  ")),
        *_ignoring(rule, look),
    ]


def list_lines(subjects: Mapping[str, Sequence[Rule]], look: Look) -> list[Line]:
    """All rules under their subjects, each with its severity and what it finds."""
    every = [rule for rules in subjects.values() for rule in rules]
    head = [max(map(len, column)) for column in zip(*((r.code, _severity(r)) for r in every), strict=True)]
    lines: list[Line] = []
    for title, rules in subjects.items():
        lines += [Line(_(title), "bold"), *(line for rule in rules for line in _row(rule, head, look)), Line()]
    return [*lines, *map(Line, wrap(_("Each with its reasons and examples: trata explain CODE"), look.width))]


def _row(rule: Rule, head: Sequence[int], look: Look) -> Iterator[Line]:
    code, severity = (cell.ljust(width) for cell, width in zip((rule.code, _severity(rule)), head, strict=True))
    begin = f"  {code}  {severity}  "
    if look.width - len(begin) >= _NARROWEST:
        yield from map(Line, wrap(_(rule.what), look.width, begin, " " * len(begin)))
    else:
        yield from map(Line, wrap(f"{rule.code} · {_severity(rule)}", look.width, "  ", "  "))
        yield from map(Line, wrap(_(rule.what), look.width, _INDENT))


def _severity(rule: Rule) -> str:
    return _(rule.severity)  # the word is its own msgid, as in `views.problems`


def _text(text: str, look: Look) -> Iterator[Line]:
    yield Line()
    yield from map(Line, wrap(text, look.width))


def _example(title: str, rule: Rule, example: str, style: str, look: Look) -> Iterator[Line]:
    """An example under its title; the lines of a file are never wrapped, so that they can be copied."""
    in_words = rule.code in EXAMPLES_IN_WORDS
    lines = wrap(_(example), look.width, _INDENT) if in_words else [_INDENT + each for each in example.splitlines()]
    yield Line()
    yield Line(title, "bold")
    yield from (Line(each, style) for each in lines)


def _hint(rule: Rule) -> str:
    """The next step, with `…` for what only a problem in a file can name."""
    return _(rule.hint).format_map(defaultdict(lambda: "…"))


def _ignoring(rule: Rule, look: Look) -> Iterator[Line]:
    """How to let a problem stand that is right as it is."""
    if rule.code in MAY_STAND:
        yield from _text(_("If it may stand as it is, say why, on the line of the key that the warning names:"), look)
        yield Line(_INDENT + _("# trata: ignore={code} why it may stand").format(code=rule.code))
