"""`trata explain`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from trata_cli.i18n import _
from trata_cli.method.rules import RULES, SUBJECTS
from trata_cli.model.text import visible
from trata_cli.views.manual import list_lines, rule_lines
from trata_cli.views.terminal import Terminal

# Not from `common`, which loads all that reads and writes files.
OK: Final = 0
WRONG_USE: Final = 2


def run(code: str | None) -> int:
    """Print the manual of one rule, or the list of all."""
    terminal = Terminal()
    if code is None:
        terminal.print(list_lines(SUBJECTS, terminal.look))
        return OK
    if rule := RULES.get(code):
        terminal.print(rule_lines(rule, terminal.look))
        return OK
    terminal.refuse(_unknown(code))
    return WRONG_USE


def _unknown(code: str) -> str:
    near = get_close_matches(code, RULES, n=1)
    text = _("there is no check “{code}”.").format(code=visible(code))
    more = _("Did you mean “{suggestion}”?").format(suggestion=near[0]) if near else _("See all: trata explain")
    return f"{text} {more}"
