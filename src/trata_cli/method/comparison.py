"""Like-for-like change between two consecutive years of one country, read against the same edition of a plan.

Only indicators with a level in both years are compared, so that "over m of n indicators" is said with its m. What
moved because it became answered, or is answered no longer, stands apart: it is no rise and no fall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trata_cli.method.totals import State, states
from trata_cli.model.assessment import Assessment
from trata_cli.model.plan import Plan

Obstacle = Literal["part", "other-country", "other-edition", "not-consecutive"]
"""Why two files cannot be compared."""


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that stands elsewhere than the year before; `reason` is the new answer's."""

    id: str
    before: State
    now: State
    reason: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between two years. Every tuple is in the plan's order."""

    year_before: int
    year_now: int
    indicators: int
    shared: int
    """Indicators with a level in both years: the m of "over m of n indicators"."""
    fulfilled_before: int
    fulfilled_now: int
    rises: tuple[Move, ...]
    falls: tuple[Move, ...]
    newly_answered: tuple[Move, ...]
    no_longer_answered: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Two files that say nothing about change, and why."""

    obstacle: Obstacle


def compare(before: Assessment, now: Assessment, plan: Plan) -> Comparison | NotComparable:
    """What moved from one assessment to the next, both answering this edition of the plan."""
    found = obstacle(before, now)
    if found:
        return NotComparable(found)
    then, today = states(before, plan), states(now, plan)
    shared = [id_ for id_ in plan.places if isinstance(then[id_], int) and isinstance(today[id_], int)]
    moves = [Move(id_, then[id_], today[id_], _reason(now, id_)) for id_ in plan.places if then[id_] != today[id_]]
    return Comparison(
        year_before=before.year,
        year_now=now.year,
        indicators=len(plan.places),
        shared=len(shared),
        fulfilled_before=sum(_is_fulfilled(then[id_], plan) for id_ in shared),
        fulfilled_now=sum(_is_fulfilled(today[id_], plan) for id_ in shared),
        rises=tuple(move for move in moves if _step(move) > 0),
        falls=tuple(move for move in moves if _step(move) < 0),
        newly_answered=tuple(m for m in moves if isinstance(m.now, int) and not isinstance(m.before, int)),
        no_longer_answered=tuple(m for m in moves if isinstance(m.before, int) and not isinstance(m.now, int)),
    )


def obstacle(before: Assessment, now: Assessment) -> Obstacle | None:
    """Why these two cannot be compared, or nothing."""
    if before.part or now.part:
        return "part"
    if before.country != now.country:
        return "other-country"
    if before.plan != now.plan:
        return "other-edition"
    if now.year - before.year != 1:
        return "not-consecutive"
    return None


def _step(move: Move) -> int:
    """By how many levels an indicator with a level in both years moved."""
    return move.now - move.before if isinstance(move.now, int) and isinstance(move.before, int) else 0


def _is_fulfilled(found: State, plan: Plan) -> bool:
    return isinstance(found, int) and plan.is_fulfilled(found)


def _reason(assessment: Assessment, id_: str) -> str | None:
    answer = assessment.answers.get(id_)
    return answer.reason if answer else None
