from __future__ import annotations

from typing import Any

import pytest

from tests.report_samples import garden, levels, school
from trata_cli.method.comparison import Comparison, Move, NotComparable, compare
from trata_cli.model.assessment import Answer, Part, PlanReference, Statement


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

    assert compare(then, now, garden()) == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=4,
        shared=2,
        fulfilled_before=1,
        fulfilled_now=2,
        rises=(Move("A1", 0, 1, None),),
        falls=(Move("A2", 2, 1, "Rain"),),
        newly_answered=(Move("B2", "unanswered", 2, None),),
        no_longer_answered=(Move("B1", 1, "no-information", "Lost"),),
    )


def test_nothing_moved() -> None:
    answers = levels(A1=0, A2="not-applicable")

    assert compare(school(year=2025, answers=answers), school(answers=answers), garden()) == Comparison(
        year_before=2025,
        year_now=2026,
        indicators=4,
        shared=1,
        fulfilled_before=0,
        fulfilled_now=0,
        rises=(),
        falls=(),
        newly_answered=(),
        no_longer_answered=(),
    )


def test_a_move_between_states_without_a_level_is_none_of_these() -> None:
    found = compare(
        school(year=2025, answers=levels(A1="no-information")),
        school(answers=levels(A1="not-applicable")),
        garden(),
    )

    assert isinstance(found, Comparison)
    assert (found.shared, found.newly_answered, found.no_longer_answered) == (0, (), ())


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
