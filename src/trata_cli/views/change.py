"""What moved between two files as a typed view: rises, falls, the table of transitions, and what is not compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trata_cli.i18n import N_, _
from trata_cli.method.comparison import OPEN, Cause, Column, Comparison, Move, NotCompared
from trata_cli.method.totals import UNANSWERED
from trata_cli.model.plan import Plan
from trata_cli.views.headline import StateView, state_view

if TYPE_CHECKING:
    from trata_cli.views.report import IndicatorView

_OPEN_NAME: Final = N_("unanswered or undecided")
_CAUSES: Final[dict[Cause, str]] = {
    "new": N_("New in this edition of the plan."),
    "retired": N_("Retired: this edition of the plan no longer has it."),
    "split": N_("A piece of {was}, which was split."),
    "merged": N_("Made of several: {was}."),
    "rescaled": N_("Its levels mean something else now, and the plan does not say which is which."),
    "no-counterpart": N_("Level {level} of the earlier edition has no counterpart now."),
    **dict.fromkeys(
        ("same", "reworded"), N_("It is said to have been {was}, which the earlier edition does not have.")
    ),
}


@dataclass(frozen=True, slots=True)
class MoveView:
    """An indicator that stands elsewhere than before; `unexplained` if a reason is due and missing.

    `was` is its id in the edition before, where that was another one.
    """

    indicator: IndicatorView
    before: StateView
    was: str | None
    unexplained: bool


@dataclass(frozen=True, slots=True)
class CellView:
    """Indicators that went from the row's state to the column's; `stayed` where both are one."""

    count: int
    stayed: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """Where the indicators of one state went, in the order of the table's states, and how many they were."""

    state: StateView
    cells: tuple[CellView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TransitionsView:
    """The table of transitions: rows are before, columns now; `totals` are the sums of the columns.

    `reading` says how to read it.
    """

    states: tuple[StateView, ...]
    rows: tuple[RowView, ...]
    totals: tuple[int, ...]
    indicators: int
    reading: str


@dataclass(frozen=True, slots=True)
class NotComparedView:
    """An indicator that is not compared: how it is called, its text, why, and the plan's own reason."""

    ids: str
    text: str
    why: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What moved since the earlier file; `gained` and `lost` are the moves across the threshold.

    `sentence` says over how many indicators, `editions` that the two files answer different editions of the plan.
    """

    year_before: int
    year_now: int
    indicators: int
    shared: int
    fulfilled_before: int
    fulfilled_now: int
    rises: tuple[MoveView, ...]
    falls: tuple[MoveView, ...]
    gained: tuple[MoveView, ...]
    lost: tuple[MoveView, ...]
    newly_answered: tuple[MoveView, ...]
    no_longer_answered: tuple[MoveView, ...]
    transitions: TransitionsView
    not_compared: tuple[NotComparedView, ...]
    sentence: str
    editions: str | None


def change_view(found: Comparison, plan: Plan, old: Plan, indicators: Mapping[str, IndicatorView]) -> ChangeView:
    """What moved, with the newer file's indicators; `plan` is its edition, `old` the earlier file's."""

    def views(moves: tuple[Move, ...]) -> tuple[MoveView, ...]:
        return tuple(
            MoveView(indicators[move.id], state_view(move.before, plan), move.was, move.is_unexplained)
            for move in moves
        )

    rises, falls = views(found.rises), views(found.falls)
    return ChangeView(
        year_before=found.year_before,
        year_now=found.year_now,
        indicators=found.indicators,
        shared=found.shared,
        fulfilled_before=found.fulfilled_before,
        fulfilled_now=found.fulfilled_now,
        rises=rises,
        falls=falls,
        gained=tuple(m for m in rises if m.indicator.state.fulfilled and not m.before.fulfilled),
        lost=tuple(m for m in falls if m.before.fulfilled and not m.indicator.state.fulfilled),
        newly_answered=views(found.newly_answered),
        no_longer_answered=views(found.no_longer_answered),
        transitions=_transitions(found, plan),
        not_compared=tuple(_not_compared(each, plan, old) for each in found.not_compared),
        sentence=_sentence(found),
        editions=_editions(plan, old),
    )


def column_view(column: Column, plan: Plan) -> StateView:
    """How a state of the table is named and drawn."""
    if column != OPEN:
        return state_view(column, plan)
    name = _(_OPEN_NAME)
    return StateView("", name, name, style=UNANSWERED, is_level=False, fulfilled=False)


def _sentence(found: Comparison) -> str:
    text = _(
        "Over %(shared)s of %(all)s indicators, with a level in both years: %(then)s fulfilled in %(year)s, "
        "%(now)s in %(this)s."
    )
    return text % {
        "shared": found.shared,
        "all": found.indicators,
        "then": found.fulfilled_before,
        "year": found.year_before,
        "now": found.fulfilled_now,
        "this": found.year_now,
    }


def _editions(plan: Plan, old: Plan) -> str | None:
    if old.version == plan.version:
        return None
    text = _(
        "The earlier file answers edition {old} of the plan, the later one edition {new}: the old levels are read on "
        "the new scale."
    )
    return text.format(old=old.version, new=plan.version)


def _transitions(comparison: Comparison, plan: Plan) -> TransitionsView:
    found = comparison.transitions
    states = tuple(column_view(column, plan) for column in found.states)
    rows = tuple(
        RowView(state, tuple(CellView(count, at == row) for at, count in enumerate(counts)), sum(counts))
        for row, (state, counts) in enumerate(zip(states, found.counts, strict=True))
    )
    reading = _(
        "Along a row: where the indicators that stood there in {before} stand in {now}. What did not move is in the "
        "diagonal; among the levels, rises are right of it and falls left of it. The last row and column are the sums."
    ).format(before=comparison.year_before, now=comparison.year_now)
    return TransitionsView(states, rows, found.now, sum(found.now), reading)


def _not_compared(found: NotCompared, plan: Plan, old: Plan) -> NotComparedView:
    was = ", ".join(found.was)
    if found.id is None:
        place = old.places.get(found.was[0])
        ids = was
    else:
        place = plan.places[found.id]
        ids = found.id if found.was in ((), (found.id,)) else f"{was} → {found.id}"
    why = _(_CAUSES[found.cause]).format(was=was, level=found.level)
    return NotComparedView(ids, place.indicator.text if place else "", why, found.reason)
