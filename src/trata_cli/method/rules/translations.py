"""What is wrong with a plan's translation."""

from __future__ import annotations

from typing import Final

from trata_cli.i18n import N_
from trata_cli.method.rules.rule import Rule, lines

TRANSLATIONS: Final = (
    Rule(
        "translation-stale",
        "warning",
        N_("the plan's text is another by now than the one translated here (fingerprint {found})"),
        N_("translate it anew and write its fingerprint: {expected}"),
        what=N_("A translation renders a text that the plan no longer has."),
        why=N_("Until it is translated anew, reports print the plan's own text, in its own language."),
        wrong=lines("""
            texts:
              title: {of: t-00000000, text: Título}
            """),
        right=lines("""
            texts:
              title: {of: t-d94ed434, text: Título}
            """),
    ),
    Rule(
        "translation-unknown",
        "error",
        N_("“{found}” is no place of a text in the plan"),
        N_("take it out, or spell the place as the plan's ids and numbers have it"),
        what=N_("A translation has a text for a place that the plan does not have."),
        why=N_("It is never printed, and the place that was meant stays without its translation."),
        wrong=lines("""
            texts:
              tittle: {of: t-d94ed434, text: Título}
            """),
        right=lines("""
            texts:
              title: {of: t-d94ed434, text: Título}
            """),
    ),
)
