"""Like-for-like change of one country: between two consecutive years, or between two versions of one year's file.

What is compared goes by `comparability.origins`: within an edition every indicator, between two consecutive editions
those that the newer one says are comparable, the old levels read on the new scale. Only indicators with a level on
both sides rise or fall, so that "over m of n indicators" is said with its m. What moved because it became answered, or
is answered no longer, stands apart; what can't be compared is named with why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from trata_cli.method.comparability import Origin, origins, steps
from trata_cli.method.totals import UNANSWERED, UNDECIDED, State, Totals, states, whole
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, WORDS, Assessment
from trata_cli.model.comparability import ChangeKind
from trata_cli.model.plan import Plan

Obstacle = Literal["part", "other-country", "other-edition", "not-consecutive", "other-year"]
"""Why two files cannot be compared."""
Cause = ChangeKind | Literal["no-counterpart"]
"""Why an indicator cannot be compared: what became of it, or that its old level has no counterpart."""
OPEN: Final = "open"
Column = int | Literal["not-applicable", "no-information", "open"]
"""Where an indicator stands in a transition table: as its state, but unanswered and undecided are both `open`."""


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that stands elsewhere than before; `reason` is the new answer's.

    `was` is its id in the edition before, where that was another one.
    """

    id: str
    before: State
    now: State
    reason: str | None
    was: str | None = None

    @property
    def step(self) -> int:
        """By how many levels it moved: 0 where it has no level before or now."""
        return self.now - self.before if isinstance(self.now, int) and isinstance(self.before, int) else 0

    @property
    def is_unexplained(self) -> bool:
        """Whether a fall, or a move from a level to one of the two words, lacks its reason."""
        return not self.reason and isinstance(self.before, int) and (self.step < 0 or self.now in WORDS)


@dataclass(frozen=True, slots=True)
class Transitions:
    """How many indicators went from where to where: a row for each state before, in it a count for each state now.

    Rows and columns are in the order of `states`: the levels, lowest first, not applicable, no information, open.
    """

    states: tuple[Column, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def before(self) -> tuple[int, ...]:
        """How many stood in each state before: the sums of the rows."""
        return tuple(map(sum, self.counts))

    @property
    def now(self) -> tuple[int, ...]:
        """How many stand in each state now: the sums of the columns."""
        return tuple(map(sum, zip(*self.counts, strict=True)))


@dataclass(frozen=True, slots=True)
class NotCompared:
    """An indicator that can't be compared: its id, of a retired one nothing; its old ids; why; the plan's own reason.

    `level` is the old one, where it is that which has no counterpart.
    """

    id: str | None
    was: tuple[str, ...]
    cause: Cause
    reason: str | None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between two files of one country. Every tuple is in the plan's order.

    The totals are those of each file as a whole, by its own edition. The transitions are of the indicators that can be
    compared: where both files answer one edition that is all of them, and the sums are those of the totals.
    """

    year_before: int
    year_now: int
    indicators: int
    shared: int
    """Indicators that can be compared and have a level on both sides: the m of "over m of n indicators"."""
    fulfilled_before: int
    """Of these m."""
    fulfilled_now: int
    """Of these m."""
    totals_before: Totals
    totals_now: Totals
    moves: tuple[Move, ...]
    """Every indicator that stands elsewhere than before."""
    transitions: Transitions
    not_compared: tuple[NotCompared, ...] = ()

    @property
    def rises(self) -> tuple[Move, ...]:
        """Those at a higher level than before."""
        return self._moves(lambda move: move.step > 0)

    @property
    def falls(self) -> tuple[Move, ...]:
        """Those at a lower level than before."""
        return self._moves(lambda move: move.step < 0)

    @property
    def newly_answered(self) -> tuple[Move, ...]:
        """Those with a level, and none before."""
        return self._moves(lambda move: isinstance(move.now, int) and not isinstance(move.before, int))

    @property
    def no_longer_answered(self) -> tuple[Move, ...]:
        """Those without a level, and one before."""
        return self._moves(lambda move: isinstance(move.before, int) and not isinstance(move.now, int))

    @property
    def other_moves(self) -> tuple[Move, ...]:
        """Those without a level, now and before."""
        return self._moves(lambda move: not isinstance(move.now, int) and not isinstance(move.before, int))

    def _moves(self, wanted: Callable[[Move], bool]) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if wanted(move))


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Two files that say nothing about change, and why."""

    obstacle: Obstacle


def compare(
    before: Assessment, now: Assessment, plan: Plan, plan_before: Plan | None = None
) -> Comparison | NotComparable:
    """What moved from one year's assessment to the next.

    `plan` is the edition that `now` answers, `plan_before` that of `before`, where it is another one.
    """
    old = _plan_of(before, now, plan, plan_before)
    carried = origins(plan, old)
    found = obstacle(before, now, carried=carried is not None and _answers(before, old))
    return NotComparable(found) if found else _compared(before, now, plan, old, carried or {})


def compare_versions(
    before: Assessment, now: Assessment, plan: Plan, plan_before: Plan | None = None
) -> Comparison | NotComparable:
    """What moved between two versions of one year's file, which may be an institution's part; plans as in `compare`."""
    old = _plan_of(before, now, plan, plan_before)
    carried = origins(plan, old)
    if _institution(before) != _institution(now):
        return NotComparable("part")
    if before.country != now.country:
        return NotComparable("other-country")
    if carried is None or not _answers(before, old):
        return NotComparable("other-edition")
    if before.year != now.year:
        return NotComparable("other-year")
    return _compared(before, now, plan, old, carried)


def obstacle(before: Assessment, now: Assessment, *, carried: bool | None = None) -> Obstacle | None:
    """Why these two years cannot be compared, or nothing.

    `carried` says whether their editions can be; where that is not known, only one and the same can.
    """
    if before.part or now.part:
        return "part"
    if before.country != now.country:
        return "other-country"
    if not (before.plan == now.plan if carried is None else carried):
        return "other-edition"
    if now.year - before.year != 1:
        return "not-consecutive"
    return None


def _plan_of(before: Assessment, now: Assessment, plan: Plan, plan_before: Plan | None) -> Plan:
    """The plan by which the earlier file is read."""
    return plan if before.plan == now.plan or plan_before is None else plan_before


def _answers(assessment: Assessment, plan: Plan) -> bool:
    return (assessment.plan.id, assessment.plan.version) == (plan.id, plan.version)


def _institution(assessment: Assessment) -> str | None:
    return assessment.part.institution if assessment.part else None


def _compared(before: Assessment, now: Assessment, plan: Plan, old: Plan, carried: Mapping[str, Origin]) -> Comparison:
    old_states, today = states(before, old), states(now, plan)
    then = carried_over(old_states, carried)
    shared = [id_ for id_, state in then.items() if isinstance(state, int) and isinstance(today[id_], int)]
    return Comparison(
        year_before=before.year,
        year_now=now.year,
        indicators=len(plan.places),
        shared=len(shared),
        fulfilled_before=sum(is_fulfilled(then[id_], plan) for id_ in shared),
        fulfilled_now=sum(is_fulfilled(today[id_], plan) for id_ in shared),
        totals_before=whole(before, old),
        totals_now=whole(now, plan),
        moves=tuple(
            Move(id_, state, today[id_], _reason(now, id_), _other(carried[id_].old_id, id_))
            for id_, state in then.items()
            if state != today[id_]
        ),
        transitions=_transitions(then, today, plan),
        not_compared=() if old is plan else _not_compared(old_states, carried, plan, old),
    )


def carried_over(found: Mapping[str, State], carried: Mapping[str, Origin]) -> dict[str, State]:
    """The old states of what can be compared, by the new ids and on the new scale; `carried` says what was what."""
    then: dict[str, State] = {}
    for id_, origin in carried.items():
        state = found[origin.old_id]
        if not isinstance(state, int):
            then[id_] = state
        elif state in origin.levels:
            then[id_] = origin.levels[state]
    return then


def _transitions(then: Mapping[str, State], today: Mapping[str, State], plan: Plan) -> Transitions:
    order: tuple[Column, ...] = (*sorted(plan.levels), NOT_APPLICABLE, NO_INFORMATION, OPEN)
    counted = Counter((_column(state), _column(today[id_])) for id_, state in then.items())
    return Transitions(order, tuple(tuple(counted[row, column] for column in order) for row in order))


def _column(state: State) -> Column:
    return OPEN if state in (UNANSWERED, UNDECIDED) else state  # type: ignore[return-value]


def _not_compared(
    found: Mapping[str, State], carried: Mapping[str, Origin], plan: Plan, old: Plan
) -> tuple[NotCompared, ...]:
    """What has no origin, and what stood at a level that has no counterpart."""
    missing = []
    for step in steps(plan, old):
        origin = carried.get(step.id) if step.id else None
        if origin is None:
            missing.append(NotCompared(step.id, step.was, step.change, step.reason))
            continue
        state = found[origin.old_id]
        if isinstance(state, int) and state not in origin.levels:
            missing.append(NotCompared(step.id, step.was, "no-counterpart", step.reason, state))
    return tuple(missing)


def _other(old_id: str, id_: str) -> str | None:
    return None if old_id == id_ else old_id


def is_fulfilled(found: State, plan: Plan) -> bool:
    """Whether an indicator that stands there is fulfilled: open and not applicable ones are not."""
    return isinstance(found, int) and plan.is_fulfilled(found)


def _reason(assessment: Assessment, id_: str) -> str | None:
    answer = assessment.answers.get(id_)
    return answer.reason if answer else None
