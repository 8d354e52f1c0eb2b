"""How far institutions agree that answer the same indicators. Internal: a public report never shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from trata_cli.model.assessment import Answer, Level
from trata_cli.model.plan import Plan

FEWEST: Final = 30
"""Indicators with levels of two institutions or more, below which alpha says nothing reliable and is not given."""
_FAR: Final = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the indicators that two institutions or more have answered, with a level or a word.

    `far` are those whose levels are two or more apart, in the plan's order. `alpha` is Krippendorff's ordinal one (1 is
    perfect, 0 what chance would give, below 0 worse), over the `rated` of these indicators that have two levels or
    more; nothing where they are fewer than 30, or all levels the same.
    """

    shared: int
    same: int
    far: tuple[str, ...]
    rated: int
    alpha: float | None

    @property
    def percent(self) -> float | None:
        """Of the shared indicators, those on which all say the same, in percent; nothing where none is shared."""
        return 100 * self.same / self.shared if self.shared else None


def agreement(answers: Mapping[str, Answer], plan: Plan) -> Agreement:
    """How far the institutions whose statements stand in some answers agree."""
    said = {id_: _said(answers[id_], plan) for id_ in plan.places if id_ in answers}
    shared = {id_: levels for id_, levels in said.items() if len(levels) > 1}
    numbers = {id_: [level for level in levels if isinstance(level, int)] for id_, levels in shared.items()}
    rated = [levels for levels in numbers.values() if len(levels) > 1]
    return Agreement(
        shared=len(shared),
        same=sum(len(set(levels)) == 1 for levels in shared.values()),
        far=tuple(id_ for id_, levels in numbers.items() if levels and max(levels) - min(levels) >= _FAR),
        rated=len(rated),
        alpha=ordinal_alpha(rated) if len(rated) >= FEWEST else None,
    )


def _said(answer: Answer, plan: Plan) -> list[Level]:
    """The level or word of each institution; what one says several times counts once, as the last."""
    by_whom = {each.by: each.level for each in answer.statements if each.role == "institution"}
    return [
        level for level in by_whom.values() if level is not None and (isinstance(level, str) or level in plan.levels)
    ]


def ordinal_alpha(units: Iterable[Sequence[int]]) -> float | None:
    """Krippendorff's alpha with the ordinal difference, over units each with its values (fewer than two: passed over).

    Nothing where there is nothing to differ: no pair of values, or all of them alike. (K. Krippendorff, Computing
    Krippendorff's Alpha-Reliability, 2011.)
    """
    pairs: defaultdict[tuple[int, int], float] = defaultdict(float)
    count: defaultdict[int, float] = defaultdict(float)
    for values in units:
        for one, other in permutations(values, 2):
            pairs[one, other] += 1 / (len(values) - 1)
            count[one] += 1 / (len(values) - 1)
    total = sum(count.values())
    expected = sum(count[one] * count[other] * _apart(one, other, count) for one in count for other in count)
    if not expected:
        return None
    observed = sum(weight * _apart(one, other, count) for (one, other), weight in pairs.items())
    return 1 - (total - 1) * observed / expected


def _apart(one: int, other: int, count: Mapping[int, float]) -> float:
    """The ordinal difference of two values: how many values lie from the one to the other, squared."""
    low, high = min(one, other), max(one, other)
    between = sum(number for value, number in count.items() if low <= value <= high)
    return (between - (count[low] + count[high]) / 2) ** 2
