"""Counts over an assessment: levels, fulfilled out of applicable, and the range still open.

Open answers (unanswered, undecided, no information) are never zero and never imputed; they widen the range
(OECD/JRC, Handbook on Constructing Composite Indicators). There is no mean of levels: they are ordinal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, WORDS, Answer, Assessment, Level
from trata_cli.model.plan import Plan

UNANSWERED: Final = "unanswered"
UNDECIDED: Final = "undecided"
State = int | Literal["not-applicable", "no-information", "unanswered", "undecided"]
"""Where an indicator stands: at a level of the plan, or in one of four states without one."""

OPEN: Final[tuple[State, ...]] = (UNANSWERED, UNDECIDED, NO_INFORMATION)
"""The states that leave an indicator open: it counts in n, and may turn out fulfilled or not."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over some indicators of a plan; `levels` has every level of the plan, lowest first."""

    indicators: int
    not_applicable: int
    no_information: int
    unanswered: int
    undecided: int
    levels: tuple[tuple[int, int], ...]
    fulfilled: int

    @property
    def answered(self) -> int:
        """Indicators with a level."""
        return sum(count for _, count in self.levels)

    @property
    def applicable(self) -> int:
        """All but the not applicable: the n of "x of n"."""
        return self.indicators - self.not_applicable

    @property
    def open(self) -> int:
        """Unanswered, undecided and no information together."""
        return self.unanswered + self.undecided + self.no_information

    @property
    def fulfilled_range(self) -> tuple[int, int]:
        """Fulfilled if every open indicator turned out below the threshold, and if none did."""
        return self.fulfilled, self.fulfilled + self.open


def state(answer: Answer | None, plan: Plan) -> State:
    """Where an indicator with this answer stands.

    A level that the plan does not have counts as unanswered. Without a level, institutions' statements that differ
    make it undecided.
    """
    if answer is None:
        return UNANSWERED
    if answer.level in WORDS or answer.level in plan.levels:
        return answer.level
    return UNDECIDED if answer.level is None and len(stated(answer)) > 1 else UNANSWERED


def stated(answer: Answer) -> list[Level]:
    """The different levels and words that institutions state of an indicator, in the order in which they do."""
    said = (statement.level for statement in answer.statements if statement.role == "institution")
    return list(dict.fromkeys(level for level in said if level is not None))


def is_disputed(answer: Answer) -> bool:
    """Whether an institution states another level, or another word, than the one that the answer has."""
    return answer.level is not None and any(level != answer.level for level in stated(answer))


def needs_decision(answer: Answer, plan: Plan) -> bool:
    """Whether institutions differ, among themselves or from the answer, without a decision, its reason and its date."""
    is_decided = bool(answer.reason and answer.decided)
    return state(answer, plan) == UNDECIDED or (is_disputed(answer) and not is_decided)


def states(assessment: Assessment, plan: Plan) -> dict[str, State]:
    """The state of every indicator of the plan, by id, in the plan's order."""
    return {id_: state(assessment.answers.get(id_), plan) for id_ in plan.places}


def count(found: Iterable[State], plan: Plan) -> Totals:
    """The totals over some states."""
    every = list(found)
    levels = tuple((level, every.count(level)) for level in sorted(plan.levels))
    return Totals(
        indicators=len(every),
        not_applicable=every.count(NOT_APPLICABLE),
        no_information=every.count(NO_INFORMATION),
        unanswered=every.count(UNANSWERED),
        undecided=every.count(UNDECIDED),
        levels=levels,
        fulfilled=sum(count for level, count in levels if plan.is_fulfilled(level)),
    )


def whole(assessment: Assessment, plan: Plan) -> Totals:
    """The totals over all indicators of the plan."""
    return count(states(assessment, plan).values(), plan)


def by_pillar(assessment: Assessment, plan: Plan) -> dict[str, Totals]:
    """The totals of each pillar, by its id."""
    return of_pillars(states(assessment, plan), plan)


def of_pillars(found: Mapping[str, State], plan: Plan) -> dict[str, Totals]:
    """The totals of each pillar, by its id, over the states that there are."""
    own = {pillar.id: [i.id for d in pillar.directives for i in d.indicators] for pillar in plan.pillars}
    return {id_: count((found[each] for each in ids if each in found), plan) for id_, ids in own.items()}


def by_directive(assessment: Assessment, plan: Plan) -> dict[int, Totals]:
    """The totals of each directive, by its number."""
    found = states(assessment, plan)
    return {
        directive.number: count((found[i.id] for i in directive.indicators), plan)
        for pillar in plan.pillars
        for directive in pillar.directives
    }
