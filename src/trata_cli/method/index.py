"""The balanced share, on request: fulfilled ÷ answered, each pillar with the same weight. It is never a headline.

Levels have no mean, but shares of fulfilled indicators do. Over all indicators alike a large pillar outweighs the
others; here each counts the same. The numbers are exact fractions until the very end, so that the laws below hold
without a tolerance.

Where there is a value, low ≤ value ≤ high. Of a pillar with n applicable indicators, a of them answered and x
fulfilled, the open ones are n − a, and x ÷ n ≤ x ÷ a ≤ (x + n − a) ÷ n: the first as a ≤ n, the second as it says
(a − x) ÷ n ≤ (a − x) ÷ a. The bounds are means over pillars with n > 0, the value is one over pillars with a > 0; there
is a value only where every pillar with n > 0 is answered to 66 %, which makes these the same pillars. The two other
weightings are means over other things, and may lie outside these bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from trata_cli.method.totals import Totals, by_directive, by_pillar, whole
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan

ENOUGH: Final = 66
"""Percent of the applicable indicators that must be answered in every pillar.

The default data-availability threshold of COINr's `Screen`.
"""


@dataclass(frozen=True, slots=True)
class Weightings:
    """The mean of fulfilled ÷ answered in percent, under three weightings; nothing where information is insufficient.

    Over pillars, over directives, each of them alike, and over all indicators alike.
    """

    pillar: float | None
    directive: float | None
    indicator: float | None


@dataclass(frozen=True, slots=True)
class Index:
    """The balanced share in percent, its bounds, and the coverage: answered ÷ applicable in percent.

    `value` is nothing where information is insufficient, the others where nothing is applicable.
    """

    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    weightings: Weightings


def balanced_share(assessment: Assessment, plan: Plan) -> Index:
    """The balanced share of an assessment."""
    pillars = by_pillar(assessment, plan).values()
    total = whole(assessment, plan)
    enough = all(map(is_covered, pillars))
    applicable = [each for each in pillars if each.applicable]
    weightings = Weightings(
        pillar=_share(pillars) if enough else None,
        directive=_share(by_directive(assessment, plan).values()) if enough else None,
        indicator=_share([total]) if enough else None,
    )
    return Index(
        value=weightings.pillar,
        low=_mean(Fraction(each.fulfilled, each.applicable) for each in applicable),
        high=_mean(Fraction(each.fulfilled_range[1], each.applicable) for each in applicable),
        coverage=_mean([Fraction(total.answered, total.applicable)] if total.applicable else []),
        weightings=weightings,
    )


def is_covered(found: Totals) -> bool:
    """Whether enough of these indicators is answered; of nothing applicable, nothing is missing."""
    return 100 * found.answered >= ENOUGH * found.applicable


def _share(found: Iterable[Totals]) -> float | None:
    """The mean of fulfilled ÷ answered over those with an answer, in percent."""
    return _mean(Fraction(each.fulfilled, each.answered) for each in found if each.answered)


def _mean(shares: Iterable[Fraction]) -> float | None:
    """The mean in percent; nothing of nothing."""
    every = list(shares)
    return float(100 * sum(every, Fraction()) / len(every)) if every else None
