"""The table of rules: every code that a problem can have, how grave it is, what is said, and its manual.

A rule with a check finds by itself; the others are found by the reader (`files`), by the types of the model, or across
the files of a country (`method.years`).
Codes are stable: people's CI jobs rest on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.checks import Subject
from trata_cli.method.personal import PREFIX
from trata_cli.method.rules.answers import ANSWERS
from trata_cli.method.rules.comparability import COMPARABILITY
from trata_cli.method.rules.fields import FIELDS
from trata_cli.method.rules.forms import FORMS
from trata_cli.method.rules.guards import GUARDS
from trata_cli.method.rules.personal import PERSONAL
from trata_cli.method.rules.plans import PLANS
from trata_cli.method.rules.reading import READING
from trata_cli.method.rules.rule import Rule
from trata_cli.method.rules.translations import TRANSLATIONS
from trata_cli.method.rules.years import YEARS
from trata_cli.model.problem import Finding

SUBJECTS: Final[dict[str, tuple[Rule, ...]]] = {
    N_("Reading the file"): READING,
    N_("Fields and their values"): FIELDS,
    N_("The plan"): PLANS,
    N_("A plan beside the edition before"): COMPARABILITY,
    N_("A plan's translation"): TRANSLATIONS,
    N_("The answers"): ANSWERS,
    N_("What holds a level up"): GUARDS,
    N_("Years"): YEARS,
    N_("Personal data"): PERSONAL,
    N_("Forms in spreadsheets"): FORMS,
}
"""Every rule under the title of its subject."""
RULES: Final[dict[str, Rule]] = {rule.code: rule for rules in SUBJECTS.values() for rule in rules}
"""Every rule by its code."""
IN_FORMS: Final = frozenset(rule.code for rule in FORMS)
"""Rules about forms in spreadsheets: no file that `trata validate` checks can break them."""
EXAMPLES_IN_WORDS: Final = IN_FORMS | {
    *("empty-file", "file-too-big", "not-a-regular-file", "unreadable", "not-utf8", "too-many-values")
}
"""Rules whose examples are sentences: no lines can show an empty file, a big one, a sheet, bytes that are no text."""
ACROSS_FILES: Final = frozenset(rule.code for rule in YEARS)
"""Rules about several files at once: whoever looks at one alone can't know of them."""
MOST_OF_A_CODE: Final = 1000
"""Findings of one check that are shown of a file: whoever has mended so many runs it again."""
ABOUT_IGNORING: Final = frozenset({"ignore-unused", "ignore-unexplained"})
"""Warnings that no comment lets stand: they speak of such comments."""
BESIDE_ANOTHER: Final = frozenset(rule.code for rule in COMPARABILITY)
"""Codes that may take another edition, which only `trata plan check` reads: elsewhere nobody looks for them all."""
MAY_STAND: Final = (
    frozenset(code for code, rule in RULES.items() if rule.severity == "warning" or code.startswith(PREFIX))
    - ABOUT_IGNORING
)
"""Codes that a comment lets stand: warnings, and all personal data, which may be public on purpose."""


def check(subject: Subject) -> Iterator[Finding]:
    """All findings of all checks over one assessment; where a check has a thousand, the rest of its are left out."""
    for rule in RULES.values():
        if rule.check:
            yield from islice(rule.check(subject), MOST_OF_A_CODE)
