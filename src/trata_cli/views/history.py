"""All years of a country as small multiples: for the plan and each pillar a bar a year, and the same in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from trata_cli.i18n import N_, _
from trata_cli.method import totals
from trata_cli.method.comparability import origins
from trata_cli.method.comparison import OPEN, Column, Obstacle, obstacle
from trata_cli.method.totals import Totals
from trata_cli.model.assessment import NO_INFORMATION, NOT_APPLICABLE, Assessment
from trata_cli.model.plan import Plan
from trata_cli.views.change import column_view
from trata_cli.views.headline import StateView, headline

Year = tuple[Assessment, Plan]
"""A year's assessment and the edition that it answers."""
_ROOMY: Final = 0.15
"""The share of a bar from which a piece has room for its number."""
_NOTES: Final[dict[Obstacle, str]] = {
    "other-edition": N_("{year} stands apart: it answers another edition of the plan, which does not compare."),
    "not-consecutive": N_("{year} stands apart: the year before it is missing."),
}


@dataclass(frozen=True, slots=True)
class PieceView:
    """The indicators in one state, and their piece of the bar, in percent of its height, from its top.

    `roomy` if the level's number has room in it, in its `middle`.
    """

    state: StateView
    count: int
    roomy: bool
    top: str
    middle: str
    height: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A year: its bar, what is fulfilled at the bottom; its counts in the order of the table's states.

    A year whose edition does not have the pillar has neither. `apart` if it can't be compared with the one before.
    """

    year: int
    apart: bool
    fulfilled: int
    applicable: int
    pieces: tuple[PieceView, ...]
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class MultipleView:
    """The whole plan or a pillar over the years; the id of the whole is empty."""

    id: str
    title: str
    years: tuple[BarView, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """All years: the table's states, the multiples, and why some years stand apart."""

    states: tuple[StateView, ...]
    multiples: tuple[MultipleView, ...]
    notes: tuple[str, ...]


def history_view(years: Sequence[Year], plan: Plan) -> HistoryView:
    """All years in their order, by the pillars of a plan; pillars of other editions go by their ids."""
    levels = sorted({level for _year, edition in years for level in edition.levels}, reverse=True)
    columns: tuple[Column, ...] = (*levels, NO_INFORMATION, OPEN, NOT_APPLICABLE)
    apart = _apart(years)
    wholes = [totals.whole(*year) for year in years]
    pillars = [totals.by_pillar(*year) for year in years]
    rows: list[tuple[str, str, list[Totals | None]]] = [("", _("The whole plan"), [*wholes])]
    rows += [(pillar.id, pillar.title, [found.get(pillar.id) for found in pillars]) for pillar in plan.pillars]
    return HistoryView(
        states=tuple(column_view(column, plan) for column in columns),
        multiples=tuple(
            MultipleView(
                id_,
                title,
                tuple(
                    _bar(year, found, columns, is_apart=year[0].year in apart)
                    for year, found in zip(years, each, strict=True)
                ),
            )
            for id_, title, each in rows
        ),
        notes=tuple(_(_NOTES[why]).format(year=year) for year, why in apart.items()),
    )


def _apart(years: Sequence[Year]) -> dict[int, Obstacle]:
    """The years that can't be compared with the one that stands before them, and why."""
    found = {}
    for (before, old), (now, plan) in pairwise(years):
        why = obstacle(before, now, carried=origins(plan, old) is not None)
        if why:
            found[now.year] = why
    return found


def _bar(year: Year, found: Totals | None, columns: Sequence[Column], *, is_apart: bool) -> BarView:
    assessment, plan = year
    if found is None:
        return BarView(assessment.year, is_apart, 0, 0, (), (None,) * len(columns))
    counts: dict[Column, int] = {
        **dict(found.levels),
        NO_INFORMATION: found.no_information,
        OPEN: found.unanswered + found.undecided,
        NOT_APPLICABLE: found.not_applicable,
    }
    return BarView(
        year=assessment.year,
        apart=is_apart,
        fulfilled=found.fulfilled,
        applicable=found.applicable,
        pieces=_pieces(found, plan),
        counts=tuple(counts.get(column) for column in columns),
    )


def _pieces(found: Totals, plan: Plan) -> tuple[PieceView, ...]:
    """The bar from its top: what is furthest from being fulfilled first."""
    pieces, above = [], 0
    for segment in reversed(headline(found, plan).segments):
        if segment.count:
            share, top = segment.count / found.indicators, above / found.indicators
            places = (f"{100 * each:.2f}" for each in (top, top + share / 2, share))
            pieces.append(PieceView(segment.state, segment.count, share >= _ROOMY, *places))
            above += segment.count
    return tuple(pieces)
