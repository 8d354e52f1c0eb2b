"""Like-for-like change: within an edition, between two, between versions; and the laws of the table of transitions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report_samples import garden, levels, school
from tests.support import LIBRARY_FILES, PLANS, assessment, load
from tests.test_editions import second
from trata_cli.method.comparison import (
    OPEN,
    Comparison,
    Move,
    NotComparable,
    NotCompared,
    Transitions,
    compare,
    compare_versions,
)
from trata_cli.method.totals import Totals, state, whole
from trata_cli.model.assessment import Answer, Assessment, Part, PlanReference, Statement
from trata_cli.model.plan import Plan

STATES = (0, 1, 2, "not-applicable", "no-information", OPEN)
NOTHING = (0,) * 6


def test_everything_that_can_move() -> None:
    then = school(year=2025, answers=levels(A1=0, A2=2, B1=1))
    now = school(
        answers={
            "A1": Answer(level=1),
            "A2": Answer(level=1, reason="Rain"),
            "B1": Answer(level="no-information", reason="Lost"),
            "B2": Answer(level=2),
        }
    )
    rise, fall = Move("A1", 0, 1, None), Move("A2", 2, 1, "Rain")
    lost, gained = Move("B1", 1, "no-information", "Lost"), Move("B2", "unanswered", 2, None)

    found = compare(then, now, garden())

    assert found == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=4,
        shared=2,
        fulfilled_before=1,
        fulfilled_now=2,
        totals_before=Totals(4, 0, 0, 1, 0, ((0, 1), (1, 1), (2, 1)), fulfilled=2),
        totals_now=Totals(4, 0, 1, 0, 0, ((0, 0), (1, 2), (2, 1)), fulfilled=3),
        moves=(rise, fall, lost, gained),
        transitions=Transitions(
            STATES,
            ((0, 1, 0, 0, 0, 0), (0, 0, 0, 0, 1, 0), (0, 1, 0, 0, 0, 0), NOTHING, NOTHING, (0, 0, 1, 0, 0, 0)),
        ),
    )
    assert (found.rises, found.falls) == ((rise,), (fall,))
    assert (found.newly_answered, found.no_longer_answered, found.other_moves) == ((gained,), (lost,), ())
    assert (found.transitions.before, found.transitions.now) == ((1, 1, 1, 0, 0, 1), (0, 2, 1, 0, 1, 0))


def test_nothing_moved() -> None:
    answers = levels(A1=0, A2="not-applicable")
    totals = Totals(4, 1, 0, 2, 0, ((0, 1), (1, 0), (2, 0)), fulfilled=0)

    assert compare(school(year=2025, answers=answers), school(answers=answers), garden()) == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=4,
        shared=1,
        fulfilled_before=0,
        fulfilled_now=0,
        totals_before=totals,
        totals_now=totals,
        moves=(),
        transitions=Transitions(
            STATES,
            ((1, 0, 0, 0, 0, 0), NOTHING, NOTHING, (0, 0, 0, 1, 0, 0), NOTHING, (0, 0, 0, 0, 0, 2)),
        ),
    )


@pytest.mark.parametrize(
    ("before", "now", "reason", "is_unexplained"),
    [
        (2, 1, None, True),
        (2, 1, "Rain", False),
        (1, "not-applicable", None, True),
        (1, "no-information", None, True),
        (1, "no-information", "Lost", False),
        (1, "unanswered", None, False),
        (1, "undecided", None, False),
        (1, 2, None, False),
        ("no-information", "not-applicable", None, False),
        ("unanswered", 0, None, False),
    ],
)
def test_what_needs_a_reason(before: Any, now: Any, reason: str | None, is_unexplained: bool) -> None:
    assert Move("A1", before, now, reason).is_unexplained == is_unexplained


def test_a_move_between_states_without_a_level_is_none_of_these() -> None:
    found = compare(
        school(year=2025, answers=levels(A1="no-information")),
        school(answers=levels(A1="not-applicable")),
        garden(),
    )

    assert isinstance(found, Comparison)
    assert (found.shared, found.newly_answered, found.no_longer_answered) == (0, (), ())
    assert found.other_moves == found.moves == (Move("A1", "no-information", "not-applicable", None),)


def test_undecided_is_no_longer_answered() -> None:
    statements = tuple(Statement(by=name, role="institution", level=n) for n, name in enumerate(("One", "Other")))
    now = school(answers={"A1": Answer(statements=statements)})

    found = compare(school(year=2025, answers=levels(A1=2)), now, garden())

    assert isinstance(found, Comparison)
    assert found.no_longer_answered == (Move("A1", 2, "undecided", None),)


@pytest.mark.parametrize(
    ("before", "obstacle"),
    [
        ({"year": 2024}, "not-consecutive"),
        ({"year": 2026}, "not-consecutive"),
        ({"year": 2027}, "not-consecutive"),
        ({"country": "URY"}, "other-country"),
        ({"plan": PlanReference(id="garden", version=1)}, "other-edition"),
        ({"plan": PlanReference(id="orchard", version=2)}, "other-edition"),
        ({"part": Part(institution="School")}, "part"),
    ],
)
def test_files_that_say_nothing_about_change(before: dict[str, Any], obstacle: str) -> None:
    assert compare(school(**({"year": 2025} | before)), school(), garden()) == NotComparable(obstacle)  # type: ignore[arg-type]


# Between two editions.

OLD, NEW = map(load, LIBRARY_FILES)
THEN = levels(L1=2, L2=1, L3=1, L4=0, L5=3, L6=2, L7=2, L8=3)
NOW = levels(L1=3, L3=1, H1=2, L9=2, L7a=1, L7b=2, L8=3, L10=0)
CARD = "El catálogo ya no se lleva en papel."
TOGETHER = "Los talleres se organizan juntos."
APART = "Son dos servicios con registros distintos."
FIRST = "Se pide por primera vez."


def library(plan: Plan, answers: dict[str, Answer], year: int) -> Assessment:
    return assessment(plan, answers, year=year)


def test_two_editions_are_compared_over_what_can_be_and_the_rest_is_named() -> None:
    found = compare(library(OLD, THEN, 2025), library(NEW, NOW, 2026), NEW, OLD)

    assert found == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=8,
        shared=4,
        fulfilled_before=2,  # L1 at 2, and L8, whose old 3 is a 2 now
        fulfilled_now=3,  # L1, H1, L8
        totals_before=Totals(8, 0, 0, 0, 0, ((0, 1), (1, 2), (2, 3), (3, 2)), fulfilled=5),
        totals_now=Totals(8, 0, 0, 0, 0, ((0, 1), (1, 2), (2, 3), (3, 2)), fulfilled=5),
        moves=(Move("L1", 2, 3, None), Move("H1", 0, 2, None, was="L4"), Move("L8", 2, 3, None)),
        transitions=Transitions(
            (0, 1, 2, 3, "not-applicable", "no-information", OPEN),
            (
                (0, 0, 1, 0, 0, 0, 0),
                (0, 1, 0, 0, 0, 0, 0),
                (0, 0, 0, 2, 0, 0, 0),
                *((0, 0, 0, 0, 0, 0, 0),) * 4,
            ),
        ),
        not_compared=(
            NotCompared("L9", ("L5", "L6"), "merged", TOGETHER),
            NotCompared("L7a", ("L7",), "split", APART),
            NotCompared("L7b", ("L7",), "split", APART),
            NotCompared("L10", (), "new", FIRST),
            NotCompared(None, ("L2",), "retired", CARD),
        ),
    )


def causes(found: Comparison | NotComparable) -> list[tuple[str | None, str, int | None]]:
    assert isinstance(found, Comparison)
    return [(each.id, each.cause, each.level) for each in found.not_compared]


def test_an_old_level_without_a_counterpart_is_not_compared(tmp_path: Path) -> None:
    plan = second(tmp_path, ("{0: 0, 1: 1, 2: 2, 3: 2}", "{0: 0, 3: 2}"))
    unmapped = compare(library(OLD, levels(L8=1), 2025), library(plan, levels(L8=1), 2026), plan, OLD)
    mapped = compare(library(OLD, levels(L8=3), 2025), library(plan, levels(L8=1), 2026), plan, OLD)

    assert ("L8", "no-counterpart", 1) in causes(unmapped)
    assert "L8" not in {id_ for id_, _, _ in causes(mapped)}
    assert isinstance(mapped, Comparison)
    assert mapped.falls == (Move("L8", 2, 1, None),)


def test_other_levels_without_a_map_are_not_compared_whatever_the_plan_says(tmp_path: Path) -> None:
    plan = second(tmp_path, ("fulfilled_from: 2", "fulfilled_from: 3"))
    found = compare(library(OLD, THEN, 2025), library(plan, NOW, 2026), plan, OLD)

    assert [each[:2] for each in causes(found)][:3] == [("L1", "rescaled"), ("L3", "rescaled"), ("H1", "rescaled")]


def test_what_is_said_to_come_from_nothing_is_not_compared(tmp_path: Path) -> None:
    plan = second(tmp_path, ("was: [L4]", "was: [L44]"))
    found = compare(library(OLD, THEN, 2025), library(plan, NOW, 2026), plan, OLD)

    assert ("H1", "same", None) in causes(found)


@pytest.mark.parametrize(
    ("before", "plan_before"),
    [
        (library(NEW, NOW, 2025), OLD),  # the plan is not that of the file
        (assessment(PLANS["huerto"], {}, year=2025), PLANS["huerto"]),
        (library(OLD, THEN, 2025), None),
    ],
)
def test_editions_that_do_not_compare(before: Assessment, plan_before: Plan | None) -> None:
    now = library(NEW, NOW, 2026)
    found = compare(before, now, NEW, plan_before)
    if before.plan == now.plan:
        assert isinstance(found, Comparison)
    else:
        assert found == NotComparable("other-edition")


# Between two versions of one year's file.


def test_versions_of_one_file() -> None:
    then, now = school(answers=levels(A1=2)), school(answers=levels(A1=1))
    found = compare_versions(then, now, garden())

    assert isinstance(found, Comparison)
    assert (found.year_before, found.year_now, found.moves) == (2026, 2026, (Move("A1", 2, 1, None),))


def test_versions_of_a_part() -> None:
    part = Part(institution="School")
    found = compare_versions(school(part=part), school(part=part, answers=levels(A1=1)), garden())

    assert isinstance(found, Comparison)
    assert found.newly_answered == (Move("A1", "unanswered", 1, None),)


@pytest.mark.parametrize(
    ("before", "obstacle"),
    [
        ({"year": 2025}, "other-year"),
        ({"country": "URY"}, "other-country"),
        ({"plan": PlanReference(id="garden", version=1)}, "other-edition"),
        ({"part": Part(institution="School")}, "part"),
    ],
)
def test_versions_that_are_none_of_each_other(before: dict[str, Any], obstacle: str) -> None:
    assert compare_versions(school(**before), school(), garden()) == NotComparable(obstacle)  # type: ignore[arg-type]


# The laws, over both plans and every state.

PROFILE = settings(deadline=None)
LEVELS = st.sampled_from([None, 0, 1, 2, 3, 4, 7, "not-applicable", "no-information"])


@st.composite
def years(draw: st.DrawFn) -> tuple[Plan, Assessment, Assessment]:
    plan = PLANS[draw(st.sampled_from(sorted(PLANS)))]
    answers = st.dictionaries(st.sampled_from(list(plan.places)), LEVELS.map(lambda level: Answer(level=level)))
    return plan, assessment(plan, draw(answers), year=2025), assessment(plan, draw(answers))


def by_column(found: Totals) -> tuple[int, ...]:
    counts = (count for _, count in found.levels)
    return (*counts, found.not_applicable, found.no_information, found.unanswered + found.undecided)


@PROFILE
@given(years())
def test_the_sums_of_the_table_are_the_totals(given_: tuple[Plan, Assessment, Assessment]) -> None:
    plan, before, now = given_
    found = compare(before, now, plan)
    assert isinstance(found, Comparison)
    assert found.transitions.before == by_column(whole(before, plan))
    assert found.transitions.now == by_column(whole(now, plan))


@PROFILE
@given(years())
def test_every_move_is_in_one_list_and_in_its_cell(given_: tuple[Plan, Assessment, Assessment]) -> None:
    plan, before, now = given_
    found = compare(before, now, plan)
    assert isinstance(found, Comparison)
    lists = (found.rises, found.falls, found.newly_answered, found.no_longer_answered, found.other_moves)
    assert sorted(move.id for each in lists for move in each) == sorted(move.id for move in found.moves)
    assert {move.id for move in found.moves} == {
        id_ for id_ in plan.places if state(before.answers.get(id_), plan) != state(now.answers.get(id_), plan)
    }
    cells = Counter(
        (row, column)
        for row, counts in enumerate(found.transitions.counts)
        for column, count in enumerate(counts)
        for _ in range(count)
    )
    last = len(plan.levels) - 1
    risen = sum(count for (row, column), count in cells.items() if row < column <= last)
    fallen = sum(count for (row, column), count in cells.items() if column < row <= last)
    assert (len(found.rises), len(found.falls)) == (risen, fallen)
    assert found.shared == sum(count for (row, column), count in cells.items() if row <= last and column <= last)


@PROFILE
@given(years())
def test_the_way_back_is_the_table_turned(given_: tuple[Plan, Assessment, Assessment]) -> None:
    plan, before, now = given_
    there = compare(before, now, plan)
    back = compare(now.model_copy(update={"year": 2025}), before.model_copy(update={"year": 2026}), plan)
    assert isinstance(there, Comparison)
    assert isinstance(back, Comparison)
    assert tuple(zip(*there.transitions.counts, strict=True)) == back.transitions.counts
    assert [move.id for move in there.rises] == [move.id for move in back.falls]
