"""Totals against a second, naive computation, over both plans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import PLANS, assessment
from trata_cli.method import totals
from trata_cli.model.assessment import Answer, Assessment, Statement
from trata_cli.model.plan import Plan

LEVELS = st.sampled_from([None, -1, 0, 1, 2, 3, 4, 11, "not-applicable", "no-information"])


@st.composite
def statement(draw: st.DrawFn) -> Statement:
    return Statement(by="X", role=draw(st.sampled_from(["institution", "reviewer"])), level=draw(LEVELS))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Plan, Assessment]:
    plan = PLANS[draw(st.sampled_from(sorted(PLANS)))]
    ids = draw(st.sets(st.sampled_from(list(plan.places))))
    answers = {
        id_: Answer(level=draw(LEVELS), statements=tuple(draw(st.lists(statement(), max_size=3))))
        for id_ in sorted(ids)
    }
    return plan, assessment(plan, answers)


def naive(plan: Plan, answers: dict[str, Answer], ids: list[str]) -> dict[str, object]:
    """Everything one by one, in the plainest way."""
    found: dict[str, int] = dict.fromkeys(
        ("not_applicable", "no_information", "unanswered", "undecided", "fulfilled", "answered"), 0
    )
    levels = dict.fromkeys(plan.levels, 0)
    for id_ in ids:
        level = answers[id_].level if id_ in answers else None
        if level == "not-applicable":
            found["not_applicable"] += 1
        elif level == "no-information":
            found["no_information"] += 1
        elif level in levels:
            assert isinstance(level, int)
            levels[level] += 1
            found["answered"] += 1
            if level >= plan.fulfilled_from:
                found["fulfilled"] += 1
        else:
            said = []
            for each in answers[id_].statements if id_ in answers else ():
                if each.role == "institution" and each.level is not None and each.level not in said:
                    said.append(each.level)
            found["undecided" if level is None and len(said) >= 2 else "unanswered"] += 1
    return {**found, "levels": levels, "indicators": len(ids)}


def as_dict(found: totals.Totals) -> dict[str, object]:
    return {
        "not_applicable": found.not_applicable,
        "no_information": found.no_information,
        "unanswered": found.unanswered,
        "undecided": found.undecided,
        "fulfilled": found.fulfilled,
        "answered": found.answered,
        "levels": dict(found.levels),
        "indicators": found.indicators,
    }


@given(answered())
def test_totals_equal_a_naive_count(given_: tuple[Plan, Assessment]) -> None:
    plan, found = given_
    assert as_dict(totals.whole(found, plan)) == naive(plan, found.answers, list(plan.places))
    for pillar in plan.pillars:
        ids = [i.id for d in pillar.directives for i in d.indicators]
        assert as_dict(totals.by_pillar(found, plan)[pillar.id]) == naive(plan, found.answers, ids)
        for directive in pillar.directives:
            ids = [i.id for i in directive.indicators]
            assert as_dict(totals.by_directive(found, plan)[directive.number]) == naive(plan, found.answers, ids)


@given(answered())
def test_the_laws_of_totals(given_: tuple[Plan, Assessment]) -> None:
    plan, found = given_
    whole = totals.whole(found, plan)
    assert whole.indicators == whole.answered + whole.open + whole.not_applicable
    assert whole.applicable == whole.indicators - whole.not_applicable
    low, high = whole.fulfilled_range
    assert low == whole.fulfilled <= high <= whole.applicable
    pillars = totals.by_pillar(found, plan).values()
    assert sum(each.fulfilled for each in pillars) == whole.fulfilled
    assert sum(each.open for each in pillars) == whole.open


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_an_empty_assessment_is_all_open(plan: Plan) -> None:
    found = totals.whole(assessment(plan, {}), plan)
    assert (found.answered, found.open, found.fulfilled_range) == (0, len(plan.places), (0, len(plan.places)))
