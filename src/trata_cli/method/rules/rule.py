"""What a rule is."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Final

from trata_cli.method.checks import Check
from trata_cli.model.problem import Severity

_INDENTATION: Final = "\n" + " " * 12


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong.

    `message` says what was found and `hint` the next step; both take the named values of a finding. The rest is the
    rule's manual: `what` it finds, `why` it matters, and an example of each, `wrong` and `right`: the lines of a file
    that matter, or where no lines can show it a sentence (`EXAMPLES_IN_WORDS`). A comment that names a
    file says in which the lines below it stand: the first one, or several beside each other.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    check: Check | None = None
    _: KW_ONLY
    what: str
    why: str
    wrong: str
    right: str


def lines(text: str) -> str:
    """An example's lines, without the indentation that they have in the tables of rules."""
    return text.replace(_INDENTATION, "\n").removeprefix("\n")
